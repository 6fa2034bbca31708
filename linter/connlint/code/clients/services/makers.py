"""Table of the npm clients of services: what makes a client, and where the token goes in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from connlint.code.clients.services.names import (
    AIRTABLE,
    ASANA,
    AUTH_PROVIDER,
    BOX,
    BOX_AUTH,
    BOX_SDK,
    DISCORD,
    DROPBOX,
    GOOGLE_AUTH,
    GOOGLE_SERVICE,
    GRAPH,
    HUBSPOT,
    JSFORCE,
    LINEAR,
    NOTION,
    OCTOKIT,
    SLACK,
    SQUARE,
    TWITTER,
)
from connlint.code.modules.packages import Imported
from connlint.tuples import NamedTuple

__all__ = ["FETCH", "Maker", "maker_named", "maker_of"]

FETCH = "fetch"
"""The option that replaces `fetch`, which must be the runtime's own."""


class Maker(NamedTuple):
    """A class or function of a package that makes a client.

    `client` names what is made. `tokens` are the places of a token, each the index of an argument
    and the properties in it. `options` is the index of the argument that has options, of which
    those in `known` change no address; the one in `base` replaces the provider's, with the text in
    `below` behind it; those in `fixed` may only have the value that the package has under a name.
    The option `nested` has further options. `is_new` says that it has to be called with `new`, and
    `is_by_position` that several arguments are other things than options. It takes the token from
    the client `holder`; empty for the token itself.
    """

    client: str
    tokens: tuple[tuple[str, ...], ...]
    known: frozenset[str] = frozenset()
    base: str = ""
    below: str = ""
    options: int = 0
    fixed: tuple[tuple[str, str], ...] = ()
    nested: str = ""
    is_new: bool = True
    is_by_position: bool = False
    holder: str = ""


def _options(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TIMES = "timeout timeoutMs maxRetries retry retryConfig logger logLevel log logging "
_OCTOKIT = Maker(
    OCTOKIT,
    (("0", "auth"),),
    _options("auth userAgent timeZone log previews throttle retry timeout"),
    nested="request",
)
_DISCORD = Maker(
    DISCORD,
    (),
    _options(
        f"{_TIMES} version authPrefix headers retries offset globalRequestsPerSecond "
        "rejectOnRateLimit userAgentAppendix invalidRequestWarningInterval hashLifetime "
        "hashSweepInterval handlerSweepInterval"
    ),
    "api",
)
_GRAPH = _options("authProvider debugLogging defaultVersion")
_GOOGLE = Maker(
    GOOGLE_SERVICE,
    (
        ("0", "auth"),
        ("0", "headers", "Authorization"),
        ("0", "headers", "authorization"),
        ("0", "params", "access_token"),
        ("0", "params", "oauth_token"),
    ),
    _options(f"{_TIMES} version auth headers params responseType userAgentDirectives"),
    is_new=False,
)
_GOOGLE_AUTH = Maker(
    GOOGLE_AUTH,
    (("0", "credentials", "access_token"),),
    _options("credentials clientId clientSecret redirectUri client_id client_secret redirect_uris"),
    is_by_position=True,
)
_SLACK = Maker(
    SLACK,
    (("0",),),
    _options(f"{_TIMES} maxRequestConcurrency rejectRateLimitedCalls headers teamId"),
    options=1,
)
_TWITTER = Maker(TWITTER, (("0",),), _options("compression"), options=1)
_MAKERS: Mapping[tuple[str, str], Maker] = {
    ("@slack/web-api", "WebClient"): _SLACK,
    # Of https://deno.land/x/slack_web_api.
    ("slack_web_api/mod.js", "WebClient"): _SLACK,
    ("@octokit/rest", "Octokit"): _OCTOKIT,
    ("@octokit/core", "Octokit"): _OCTOKIT,
    ("octokit", "Octokit"): _OCTOKIT,
    ("dropbox", "Dropbox"): Maker(
        DROPBOX,
        (("0", "accessToken"),),
        _options("accessToken clientId clientSecret refreshToken selectUser selectAdmin pathRoot"),
    ),
    ("@microsoft/microsoft-graph-client", "Client.init"): Maker(
        GRAPH, (("0", AUTH_PROVIDER),), _GRAPH, is_new=False
    ),
    ("@microsoft/microsoft-graph-client", "Client.initWithMiddleware"): Maker(
        GRAPH, (("0", AUTH_PROVIDER),), _GRAPH, is_new=False
    ),
    ("@notionhq/client", "Client"): Maker(
        NOTION,
        (("0", "auth"),),
        _options(f"{_TIMES} auth notionVersion"),
        "baseUrl",
        "/v1",
    ),
    ("@hubspot/api-client", "Client"): Maker(
        HUBSPOT,
        (("0", "accessToken"),),
        _options(
            "accessToken defaultHeaders numberOfApiCallRetries limiterOptions limiterJobOptions"
        ),
        "basePath",
    ),
    ("@linear/sdk", "LinearClient"): Maker(
        LINEAR,
        (("0", "accessToken"), ("0", "apiKey")),
        _options("accessToken apiKey"),
        "apiUrl",
    ),
    ("airtable", ""): Maker(
        AIRTABLE,
        (("0", "apiKey"),),
        _options("apiKey apiVersion customHeaders noRetryIfRateLimited requestTimeout"),
        "endpointUrl",
        "/v0",
    ),
    ("square", "Client"): Maker(
        SQUARE,
        (("0", "accessToken"), ("0", "bearerAuthCredentials", "accessToken")),
        _options("accessToken bearerAuthCredentials squareVersion timeout userAgentDetail"),
        fixed=(("environment", "Environment.Production"),),
    ),
    ("square", "SquareClient"): Maker(
        SQUARE,
        (("0", "token"),),
        _options(f"{_TIMES} token version headers timeoutInSeconds"),
        "baseUrl",
        fixed=(("environment", "SquareEnvironment.Production"),),
    ),
    ("box-node-sdk", "BoxDeveloperTokenAuth"): Maker(
        BOX_AUTH, (("0", "token"),), _options("token config")
    ),
    ("box-node-sdk", ""): Maker(BOX_SDK, (), _options("clientID clientSecret")),
    ("box-node-sdk", "getBasicClient"): Maker(BOX, (("0",),), options=1, is_new=False),
    ("box-node-sdk", "BoxClient"): Maker(BOX, (("0", "auth"),), _options("auth"), holder=BOX_AUTH),
    ("twitter-api-v2", ""): _TWITTER,
    ("twitter-api-v2", "TwitterApi"): _TWITTER,
    ("@discordjs/rest", "REST"): _DISCORD,
    ("discord.js", "REST"): _DISCORD,
    ("asana", "Client.create"): Maker(
        ASANA, (), _options("defaultHeaders logAsanaChangeWarnings"), is_new=False
    ),
    ("google-auth-library", "OAuth2Client"): _GOOGLE_AUTH,
    ("jsforce", "Connection"): Maker(
        JSFORCE,
        (("0", "accessToken"),),
        _options("accessToken version loginUrl oauth2 refreshToken logLevel maxRequest"),
        "instanceUrl",
    ),
}
# Of several makers of one client, the last has the option with a base address.
_BY_CLIENT = {maker.client: maker for maker in _MAKERS.values()}
_GOOGLE_SERVICE = r"(?:google\.)?([a-z]\w*)"
_GOOGLE_CLASS = r"([a-z]\w*?)_v\w+\.[A-Z]\w*"
_NO_SERVICE = frozenset({"auth", "options", "discover", "google"})


def maker_of(found: Imported | None) -> Maker | None:
    """Return what something in a package makes; None if it is not known to make a client."""
    if found is None:
        return None
    if found.package == "googleapis" or found.package.startswith("@googleapis/"):
        return _of_google(found)
    return _MAKERS.get((found.package, found.name))


def maker_named(client: str) -> Maker | None:
    """Return what makes a client; None if nothing in the table does."""
    return _BY_CLIENT.get(client)


def _of_google(found: Imported) -> Maker | None:
    """Return the maker of a service: `google.drive`, `drive_v3.Drive`, `drive` of its package."""
    name = found.name
    if name in {"google.auth.OAuth2", "auth.OAuth2"}:
        return _GOOGLE_AUTH
    # Compiled where they are used, because most apps have no such client; re caches them.
    made = re.fullmatch(_GOOGLE_CLASS, name)
    if made is not None:
        return _GOOGLE._replace(client=f"{GOOGLE_SERVICE} {made[1]}", is_new=True)
    called = re.fullmatch(_GOOGLE_SERVICE, name)
    is_whole = found.package == "googleapis"
    if called is None or called[1] in _NO_SERVICE or name.startswith("google.") != is_whole:
        return None
    return _GOOGLE._replace(client=f"{GOOGLE_SERVICE} {called[1]}")
