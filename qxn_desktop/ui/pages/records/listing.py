"""What one reading of the list gives the page, read in the background."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qxn_desktop.common.progress import Progress
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services import (
    grid_layout,
    list_counts,
    list_filter,
    record_form,
    record_list,
    record_window,
)
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.grid_layout import GridLayout, NamedView
from qxn_desktop.services.list_filter import Chip
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.record_window import Beginning
from qxn_desktop.store.condition import Query
from qxn_desktop.ui.models.key_run import KeyRun


@dataclass(frozen=True, slots=True)
class Listing:
    """Keys, and where the row that is looked for stands; what can be chosen beside them.

    ``wanted``: that row's id. ``asked``: the query is not the bar's, which has to follow it.
    ``whole``: all keys are there; else more of them are being read.
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
    whole: bool = True


def listed(  # noqa: PLR0913 - a list, a row in it, and how it is asked for
    ctx: AppContext,
    query: ListQuery,
    wanted: str,
    progress: Progress,
    *,
    asked: bool,
    again: bool = False,
) -> Listing:
    """The list and what can be chosen; a row alone brings its register along.

    Of a long list the beginning, unless it is shown already or a row is looked for in it.
    """
    specs = tuple(record_list.listed_registers(ctx))
    if wanted and not query.register:
        found = ctx.ws.find(wanted)
        query = replace(query, register=found.register if found else "")
    if query.register not in {spec.id for spec in specs}:
        query = replace(query, register=specs[0].id)
    begin = record_window.beginning(ctx, query, progress)
    key = _key(ctx, query.register, wanted)
    if not begin.whole and (again or (key and key not in begin.keys)):
        begin = Beginning(record_window.whole(ctx, query, progress), whole=True)
    counted = [spec for spec in specs if begin.whole or not record_window.is_large(ctx, spec.id)]
    return Listing(
        query,
        wanted,
        asked,
        begin.keys if begin.whole else KeyRun(len(begin.keys), begin.keys, array("q")),
        key,
        _typed_in(ctx, query.register),
        specs,
        list_counts.counts(ctx, counted),
        village_names(ctx),
        grid_layout.layout(ctx, query.register),
        grid_layout.views(ctx, query.register),
        list_filter.chips(ctx, query),
        begin.whole,
    )


def ends(ctx: AppContext, begun: Listing, progress: Progress) -> Listing:
    """The same list with its end and its number; as it was where only ``whole`` knows these."""
    found = record_window.ends(ctx, begun.query, progress)
    if found is None:
        return begun
    keys = KeyRun(found.count, array("q", begun.keys), found.tail)
    return replace(begun, keys=keys, counts=list_counts.counts(ctx, begun.specs))


def whole(ctx: AppContext, begun: Listing, progress: Progress) -> Listing:
    """The same list with all its keys."""
    keys = record_window.whole(ctx, begun.query, progress)
    counts = list_counts.counts(ctx, begun.specs)
    return replace(begun, keys=keys, counts=counts, whole=True)


def _key(ctx: AppContext, register: str, wanted: str) -> int:
    one = ctx.ws.keys(register, Query({"id": wanted})) if wanted else array("q")
    return one[0] if one else 0


def _typed_in(ctx: AppContext, register: str) -> frozenset[str]:
    """The fields of a register that are typed in the grid."""
    if not record_list.is_kept_by_hand(ctx.ws.schema.registers[register]):
        return frozenset()
    return frozenset(one.id for one in record_form.typed_fields(ctx, register))
