"""Batches of whole apps, made of batches that are cut anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from connlint.fleet.columns import to_input
from connlint.text.escaping import quote

__all__ = ["whole"]


def whole(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the rows in batches of whole apps, with the columns of INPUT.

    The rows of an app must follow each other, as they do when sorted by app. The last app of each
    batch is held back, because the next batch may have more of it.

    Raises ValueError for an app whose rows do not follow each other, and for other columns.
    """
    ended: set[str] = set()
    current: str | None = None
    held: list[pa.RecordBatch] = []
    for batch in batches:
        rows = to_input(batch)
        runs = pc.run_end_encode(rows.column(0))
        names, ends = runs.values.to_pylist(), runs.run_ends.to_pylist()
        for name in names:
            if name == current:
                continue
            if name in ended:
                raise ValueError(
                    f"the rows of the app {quote(name)} do not follow each other: sort them by app"
                )
            if current is not None:
                ended.add(current)
            current = name
        if not names:
            continue
        # The rows before the last app of this batch end what was held back, unless all are its.
        cut = ends[-2] if len(ends) > 1 else 0
        if held and (cut or held[0].column(0)[0].as_py() != names[0]):
            yield pa.concat_batches([*held, rows.slice(0, cut)])
            held = []
        elif cut:
            yield rows.slice(0, cut)
        held.append(rows.slice(cut))
    if held:
        yield pa.concat_batches(held)
