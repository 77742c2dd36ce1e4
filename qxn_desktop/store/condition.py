"""Which rows of a register: equal values, a search, and the filters of a list, put into SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.store.register_table import encoded

Test = Literal[
    "one_of",  # the value (of a list: one of its values) is one of ``values``; None: no value
    "between",  # from the first of ``values`` to the second, both included; "" is an open end
    "empty",
    "filled",
    "contains",  # the text holds the first of ``values``
]

MOST_MARKS = 100
"""Values that a statement names one by one."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition of a list on one field (``id`` too)."""

    field: str
    test: Test
    values: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows of a register, in which order, from where on.

    ``where``: equal fields; ``search``: a text in any text field; ``filters``: all must hold;
    ``among``: only these ids. ``after`` is the id of the last row of the page before.
    """

    where: Mapping[str, Json] = field(default_factory=dict)
    search: str = ""
    sort: str = "id"
    limit: int | None = None
    after: str | None = None
    filters: tuple[Filter, ...] = ()
    among: tuple[str, ...] | None = None
    descending: bool = False


Clause = tuple[str, list[Json]]
"""SQL and the values for its marks."""


def condition(spec: RegisterSpec, query: Query) -> Clause:
    """The WHERE clause of ``query``, "" when every row is wanted."""
    parts: list[str] = []
    values: list[Json] = []
    for text, given in _parts(spec, query):
        parts.append(text)
        values += given
    return (" WHERE " + " AND ".join(parts)) if parts else "", values


def _parts(spec: RegisterSpec, query: Query) -> Iterator[Clause]:
    for name, value in query.where.items():
        yield _equal(name, value)
    for one in query.filters:
        yield _filtered(spec, one)
    if query.search:
        yield _searched(spec, query.search)
    if query.among is not None:
        yield "id IN (SELECT value FROM json_each(?))", [encoded([*query.among])]


def _equal(name: str, value: Json) -> Clause:
    if value is None or value == "":
        return f"[{name}] IS NULL", []
    return f"[{name}] = ?", [value]


def _filtered(spec: RegisterSpec, one: Filter) -> Clause:
    name, known = f"[{one.field}]", spec.field(one.field)
    if one.test == "empty":
        return f"{name} IS NULL", []
    if one.test == "filled":
        return f"{name} IS NOT NULL", []
    if one.test == "contains":
        return f"{name} LIKE ? ESCAPE '\\'", [_pattern(str(one.values[0]))]
    if one.test == "between":
        return _between(known, name, one.values)
    return _one_of(known, name, one.values)


def _one_of(known: FieldSpec | None, name: str, wanted: Sequence[Json]) -> Clause:
    values: list[Json] = [value for value in wanted if value is not None]
    if known is not None and known.is_json:
        text = f"EXISTS (SELECT 1 FROM json_each({name}) WHERE value IN ({_marks(values)}))"
    elif len(values) > MOST_MARKS:
        text, values = f"{name} IN (SELECT value FROM json_each(?))", [encoded(values)]
    else:
        text = f"{name} IN ({_marks(values)})"
    return (f"({name} IS NULL OR {text})" if None in wanted else text), values


def _between(known: FieldSpec | None, name: str, ends: Sequence[Json]) -> Clause:
    decimal = known is not None and known.type == "decimal"
    column, mark = (f"CAST({name} AS REAL)", "CAST(? AS REAL)") if decimal else (name, "?")
    given = [
        (sign, end) for sign, end in zip((">=", "<="), ends, strict=True) if end not in (None, "")
    ]
    parts = [f"{name} IS NOT NULL", *(f"{column} {sign} {mark}" for sign, _ in given)]
    return f"({' AND '.join(parts)})", [end for _, end in given]


def _searched(spec: RegisterSpec, text: str) -> Clause:
    fields = [known for known in spec.fields if _searchable(known)]
    if not fields:
        return "0", []
    any_of = " OR ".join(f"[{known.id}] LIKE ? ESCAPE '\\'" for known in fields)
    return f"({any_of})", [_pattern(text)] * len(fields)


def _searchable(known: FieldSpec) -> bool:
    return known.column_type == "TEXT" and not known.is_json and known.type not in ("ref", "date")


def _marks(values: Sequence[Json]) -> str:
    return ",".join("?" * len(values))


def _pattern(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return f"%{text}%"
