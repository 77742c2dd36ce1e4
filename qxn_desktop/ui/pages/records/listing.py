"""What one reading of the list gives the page, read in the background."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services import grid_layout, list_filter, record_form, record_list
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.grid_layout import GridLayout, NamedView
from qxn_desktop.services.list_filter import Chip
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.store.condition import Query


@dataclass(frozen=True, slots=True)
class Listing:
    """Keys, and where the row that is looked for stands; what can be chosen beside them.

    ``wanted``: that row's id. ``asked``: the query is not the bar's, which has to follow it.
    """

    query: ListQuery
    wanted: str
    asked: bool
    keys: Sequence[int]
    key: int
    typed_in: frozenset[str]
    specs: tuple[RegisterSpec, ...]
    counts: Mapping[str, int]
    villages: Mapping[str, str]
    layout: GridLayout
    views: tuple[NamedView, ...]
    chips: tuple[Chip, ...]


def listed(ctx: AppContext, query: ListQuery, wanted: str, *, asked: bool) -> Listing:
    """Keys of the list, and what can be chosen; a row alone brings its register along."""
    specs = tuple(record_list.listed_registers(ctx))
    if wanted and not query.register:
        found = ctx.ws.find(wanted)
        query = replace(query, register=found.register if found else "")
    if query.register not in {spec.id for spec in specs}:
        query = replace(query, register=specs[0].id)
    keys = record_list.keys(ctx, query)
    one = ctx.ws.keys(query.register, Query({"id": wanted})) if wanted else array("q")
    return Listing(
        query,
        wanted,
        asked,
        keys,
        one[0] if one else 0,
        _typed_in(ctx, query.register),
        specs,
        {spec.id: ctx.ws.count(spec.id) for spec in specs},
        village_names(ctx),
        grid_layout.layout(ctx, query.register),
        grid_layout.views(ctx, query.register),
        list_filter.chips(ctx, query),
    )


def _typed_in(ctx: AppContext, register: str) -> frozenset[str]:
    """The fields of a register that are typed in the grid."""
    if not record_list.is_kept_by_hand(ctx.ws.schema.registers[register]):
        return frozenset()
    return frozenset(one.id for one in record_form.typed_fields(ctx, register))
