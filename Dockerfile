# docker build -t connlint . && docker run --rm -v "$PWD:/app:ro" connlint

FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY linter linter
COPY schemas schemas
COPY docs/rules docs/rules
# The installed program needs no pip.
RUN python -m venv --without-pip /opt/connlint \
 && python -m pip --python /opt/connlint/bin/python install --no-cache-dir .

FROM python:3.13-slim-bookworm
COPY --from=build /opt/connlint /opt/connlint
ENV PATH=/opt/connlint/bin:$PATH
WORKDIR /app
# Nobody in particular: reading the mounted app is all that it may do.
USER 65534:65534
ENTRYPOINT ["connlint"]
CMD ["check"]
