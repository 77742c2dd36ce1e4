"""Which stream a row's operations belong to: its village's, where it lies in one."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.minter import SEALED_STREAM
from qxn_desktop.store.narrow_query import streams_of

VILLAGE = "village:"


def draft(
    ctx: AppContext, entity: str, row: str, kind: Kind, payload: Mapping[str, Json] | None = None
) -> Draft:
    """A change of ``row``, in the stream it was first written in; a new row in its village's.

    So its history stays in one sequence when it moves, and what was sealed once stays sealed.
    """
    spec = ctx.ws.schema.registers[entity]
    values = payload or {}
    stream = ctx.ws.stream_of(entity, row)
    if stream is None:
        village = _text(row if spec.village_field == "id" else values.get(spec.village_field))
    else:
        village = stream.removeprefix(VILLAGE) if stream.startswith(VILLAGE) else None
    return Draft(entity, row, kind, values, village, spec.sealed or stream == SEALED_STREAM)


def event(ctx: AppContext, entity: str, row: str, name: str, facts: Mapping[str, Json]) -> Draft:
    """A legal event of ``row``."""
    return draft(ctx, entity, row, Kind.EVENT, {"event": name, "facts": dict(facts)})


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


class Router:
    """As ``draft``, for many rows of one register: the streams of those there are read at once."""

    def __init__(self, ctx: AppContext, entity: str) -> None:
        self._spec = ctx.ws.schema.registers[entity]
        self._streams = streams_of(ctx.ws, entity)

    def draft(self, row: str, kind: Kind, payload: Mapping[str, Json] | None = None) -> Draft:
        """A change of ``row``, or a new one."""
        stream = self._streams.get(row)
        spec, values = self._spec, payload or {}
        if stream is None:
            village = _text(row if spec.village_field == "id" else values.get(spec.village_field))
            return Draft(spec.id, row, kind, values, village, spec.sealed)
        village = stream.removeprefix(VILLAGE) if stream.startswith(VILLAGE) else None
        return Draft(spec.id, row, kind, values, village, spec.sealed or stream == SEALED_STREAM)
