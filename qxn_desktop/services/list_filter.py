"""The filters of a list in words, and those that only a service can put into a query.

A spelling (拼音首字母) is turned into the values that it spells, 有发现 into the rows that the
check of the data complains about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.pinyin import matches
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services import quality
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.label_search import labels
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.quality_view import REGISTERS
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.store import list_window
from qxn_desktop.store.condition import Filter, Query

FAULTY = "有发现"
NOT_FILLED, IS_FILLED = "未填", "已填"
MOST_NAMED = 3
"""Values of one filter that are named; of more it says how many."""
TEXTS = frozenset({"text", "id_number", "phone"})
CHOSEN = frozenset({"choice", "yesno", "multi", "village"})
RANGED = frozenset({"integer", "decimal", "date", "month"})


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force; ``rest`` is the query without it."""

    words: str
    rest: ListQuery


def can_be_faulty(register: str) -> bool:
    """Whether the check of the data looks at this register."""
    return register in REGISTERS


def chips(ctx: AppContext, query: ListQuery) -> tuple[Chip, ...]:
    """The filters of a query in words, in the order in which they were set."""
    spec = ctx.ws.schema.registers[query.register]
    words = ValueWords(ctx)
    found = []
    for at, one in enumerate(query.filters):
        rest = (*query.filters[:at], *query.filters[at + 1 :])
        found.append(Chip(_said(spec, one, words), replace(query, filters=rest)))
    for at, (name, letters) in enumerate(query.spelt):
        left = (*query.spelt[:at], *query.spelt[at + 1 :])
        said = f"{_title(spec, name)}拼音：{letters}"
        found.append(Chip(said, replace(query, spelt=left)))
    if query.faulty:
        found.append(Chip(FAULTY, replace(query, faulty=False)))
    return tuple(found)


def resolved(ctx: AppContext, wanted: ListQuery, query: Query) -> Query:
    """``query`` narrowed by the filters of ``wanted`` that the store does not know."""
    spec = ctx.ws.schema.registers[wanted.register]
    for name, letters in wanted.spelt:
        if name == spec.label_field:
            query = narrowed(query, labels(ctx, spec.id).spelt(letters.lower()))
        else:
            texts = list_window.distinct(ctx.ws, spec.id, name)
            values: tuple[Json, ...] = tuple(t for t in texts if matches(letters.lower(), t))
            query = replace(query, filters=(*query.filters, Filter(name, "one_of", values)))
    if wanted.faulty and can_be_faulty(spec.id):
        query = narrowed(query, sorted(quality.rows_with_findings(ctx, spec.id)))
    return query


def narrowed(query: Query, ids: Sequence[str]) -> Query:
    """``query`` among ``ids`` only."""
    if query.among is not None:
        also = set(query.among)
        ids = [id_ for id_ in ids if id_ in also]
    return replace(query, among=tuple(ids))


def same_value(ctx: AppContext, register: str, id_: str, field: str) -> Filter:
    """The filter for rows that hold in ``field`` what this one does."""
    row = ctx.ws.get(register, id_)
    value = row.values.get(field) if row else None
    if value is None or value in ("", []):
        return Filter(field, "empty")
    values = tuple(value) if isinstance(value, list) else (value,)
    return Filter(field, "one_of", values)


def _said(spec: RegisterSpec, one: Filter, words: ValueWords) -> str:
    field, title = spec.field(one.field), _title(spec, one.field)
    if one.test == "empty":
        return f"{title}：{NOT_FILLED}"
    if one.test == "filled":
        return f"{title}：{IS_FILLED}"
    if one.test == "contains":
        return f"{title}含“{one.values[0]}”"
    if one.test == "between":
        return f"{title}：{_range(one.values)}"
    named = [*_values(field, one.values, words)]
    more = f"等 {len(named)} 项" if len(named) > MOST_NAMED else ""
    return f"{title}：{'、'.join(named[:MOST_NAMED])}{more}"


def _values(field: FieldSpec | None, values: Sequence[Json], words: ValueWords) -> Iterator[str]:
    for value in values:
        if value is None:
            yield NOT_FILLED
        elif field is None or field.is_json:
            yield str(value)
        else:
            yield words.bare(field, value)


def _range(ends: Sequence[Json]) -> str:
    low, high = (end if end not in (None, "") else "" for end in ends)
    if low == "":
        return f"到 {high}"
    return f"从 {low}" if high == "" else f"{low} 到 {high}"


def _title(spec: RegisterSpec, name: str) -> str:
    field = spec.field(name)
    return field.title if field else name
