"""Which stream a row's operations belong to: its village's, where it lies in one."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services.context import AppContext


def draft(
    ctx: AppContext, entity: str, row: str, kind: Kind, payload: Mapping[str, Json] | None = None
) -> Draft:
    """A change of ``row``, routed by the village it was first written in.

    A row that moves keeps the stream it began in: its history stays in one sequence.
    """
    spec = ctx.ws.schema.registers[entity]
    values = payload or {}
    village = village_of(ctx, entity, row) or _text(
        row if spec.village_field == "id" else values.get(spec.village_field)
    )
    return Draft(entity, row, kind, values, village, spec.sealed)


def event(ctx: AppContext, entity: str, row: str, name: str, facts: Mapping[str, Json]) -> Draft:
    """A legal event of ``row``."""
    return draft(ctx, entity, row, Kind.EVENT, {"event": name, "facts": dict(facts)})


def village_of(ctx: AppContext, entity: str, row: str) -> str | None:
    """The village in whose stream ``row`` stands; None for the unit's, or a new row."""
    stream = ctx.ws.stream_of(entity, row)
    if stream is None or not stream.startswith("village:"):
        return None
    return stream.removeprefix("village:")


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
