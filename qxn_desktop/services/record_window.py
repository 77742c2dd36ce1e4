"""A long list a part at a time: its beginning at once, its end, the rest in the background.

A search without an order of its own puts those first whose name it is: they come from the labels
in memory; what stands in other texts follows when the whole register was looked through.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace

from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.services import list_filter, record_list
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.label_search import labels
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.store import list_window
from qxn_desktop.store.list_window import Ends

LARGE = 20_000
"""Rows of a register from which its lists come in parts; shorter ones are read in some ms."""
BEGINNING = 400
"""Rows that come first: several screens."""
ENDING = 400


@dataclass(frozen=True, slots=True)
class Beginning:
    """The keys of the first rows; ``whole``: there are no others."""

    keys: array[int]
    whole: bool


def is_large(ctx: AppContext, register: str) -> bool:
    """Whether lists of the register come in parts."""
    return list_window.at_most(ctx.ws, register) > LARGE


def beginning(ctx: AppContext, wanted: ListQuery, progress: Progress = SILENT) -> Beginning:
    """The first rows of a list; all of a short one.

    Raises:
        Cancelled: nobody waits for it any more.
    """
    if not is_large(ctx, wanted.register):
        return Beginning(record_list.keys(ctx, wanted), whole=True)
    if _by_name(ctx, wanted):
        return Beginning(_named(ctx, wanted, BEGINNING, progress), whole=False)
    query = record_list.store_query(ctx, wanted)
    keys = list_window.head(ctx.ws, wanted.register, query, BEGINNING, progress)
    return Beginning(keys, whole=len(keys) < BEGINNING)


def ends(ctx: AppContext, wanted: ListQuery, progress: Progress = SILENT) -> Ends | None:
    """How many rows a long list has and its last ones; None where only ``whole`` knows.

    Raises:
        Cancelled: nobody waits for it any more.
    """
    if _by_name(ctx, wanted):
        return None
    query = record_list.store_query(ctx, wanted)
    return list_window.ends(ctx.ws, wanted.register, query, ENDING, progress)


def whole(ctx: AppContext, wanted: ListQuery, progress: Progress = SILENT) -> array[int]:
    """The keys of all rows of a long list, in order.

    Raises:
        Cancelled: nobody waits for it any more.
    """
    register = wanted.register
    if not _by_name(ctx, wanted):
        query = record_list.store_query(ctx, wanted)
        return list_window.keys(ctx.ws, register, query, progress)
    first = _named(ctx, wanted, record_list.WIDE, progress)
    there = set(first)
    query = record_list.plain_query(ctx, wanted)
    others = list_window.keys(ctx.ws, register, query, progress)
    first.extend(key for key in others if key not in there)
    return first


def _by_name(ctx: AppContext, wanted: ListQuery) -> bool:
    spec = ctx.ws.schema.registers[wanted.register]
    return wanted.search.strip() != "" and not wanted.sort and spec.label_field != ""


def _named(ctx: AppContext, wanted: ListQuery, most: int, progress: Progress) -> array[int]:
    """The keys of rows whose label the search names, the best first."""
    narrow = replace(wanted, search="")
    register = wanted.register
    ids = labels(ctx, register).find(
        wanted.search, record_list.WIDE if narrow.is_narrowed else most
    )
    found = list_window.keys_of(ctx.ws, register, ids)
    if narrow.is_narrowed and found:
        query = list_filter.narrowed(record_list.plain_query(ctx, narrow), ids)
        there = set(list_window.keys(ctx.ws, register, query, progress))
        found = array("q", [key for key in found if key in there])
    return found[:most]
