"""Rows that others refer to are not taken away, unless these go along or lead elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.condition import Filter, Query
from qxn_desktop.store.row import Row

PART = 500
"""Ids that are looked for at once."""
OBJECT = "object"
"""The field by which what comes of procedures names any row."""


def refuse_referred(ctx: AppContext, drafts: Iterable[Draft]) -> None:
    """Refuse to delete rows that others go on referring to when all ``drafts`` are written.

    Raises:
        UserError: how many of which register.
    """
    written = list(drafts)
    gone: dict[str, set[str]] = {}
    for one in written:
        if one.kind == Kind.DELETE:
            gone.setdefault(one.entity, set()).add(one.row)
    turned = {(one.entity, one.row): one.payload for one in written if one.kind == Kind.PUT}
    counts: Counter[str] = Counter()
    for entity, ids in gone.items():
        for spec, name in _leading(ctx, entity):
            for row in _referring(ctx, spec, name, sorted(ids)):
                if row.id not in gone.get(spec.id, ()) and _leads(row, name, turned) in ids:
                    counts[spec.title] += 1
    if counts:
        listed = "、".join(f"{count}条{title}" for title, count in counts.items())
        raise UserError(
            "E-REG-314", "还有{listed}引用这条记录，不能删除。请先改正或删除它们。", listed=listed
        )


def _leading(ctx: AppContext, entity: str) -> Iterator[tuple[RegisterSpec, str]]:
    for spec in ctx.ws.schema.registers.values():
        for known in spec.fields:
            if (known.type == "ref" and known.ref == entity) or known.id == OBJECT:
                yield spec, known.id


def _referring(ctx: AppContext, spec: RegisterSpec, name: str, ids: Sequence[str]) -> Iterator[Row]:
    for at in range(0, len(ids), PART):
        part = Filter(name, "one_of", tuple(ids[at : at + PART]))
        yield from ctx.ws.page(spec.id, Query(filters=(part,))).rows


def _leads(row: Row, name: str, turned: Mapping[tuple[str, str], Mapping[str, Json]]) -> Json:
    """Where the row leads when all is written."""
    return turned.get((row.register, row.id), {}).get(name, row.values.get(name))
