"""How a register's grid is laid out on this machine, and views that were given a name.

Both are local values of the workspace's file: they are each clerk's own and never travel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.character import tidy
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services import record_list
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.record_view import HIDDEN_FIELDS
from qxn_desktop.store.condition import Filter

LONGEST_NAME = 20
MOST_VIEWS = 30
_LAYOUT, _VIEWS = "grid.layout.", "grid.views."


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Columns by field in their order (none: the usual ones), widths in px, how many stay put."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0


@dataclass(frozen=True, slots=True)
class NamedView:
    """A list that somebody wants to come back to: what it shows, in which order and columns."""

    name: str
    query: ListQuery
    layout: GridLayout = field(default_factory=GridLayout)


def choosable(spec: RegisterSpec) -> tuple[FieldSpec, ...]:
    """The fields that can be columns."""
    return tuple(
        one
        for one in spec.fields
        if one.type not in ("json", "photo") and one.id not in HIDDEN_FIELDS
    )


def fields_of(spec: RegisterSpec, layout: GridLayout) -> tuple[FieldSpec, ...]:
    """The columns of a layout; those that are gone are left out, without any the usual ones."""
    known = {one.id: one for one in choosable(spec)}
    chosen = tuple(known[name] for name in layout.columns if name in known)
    return chosen or record_list.columns_of(spec)


def layout(ctx: AppContext, register: str) -> GridLayout:
    """How the register's grid was left."""
    return _layout(_read(ctx, _LAYOUT + register))


def keep_layout(ctx: AppContext, register: str, wanted: GridLayout) -> None:
    """Keep how the register's grid is laid out."""
    ctx.ws.keep_local({_LAYOUT + register: _text(_of_layout(wanted))})


def views(ctx: AppContext, register: str) -> tuple[NamedView, ...]:
    """The named views of a register, by name."""
    found = _read(ctx, _VIEWS + register)
    entries = found if isinstance(found, list) else []
    made = (_view(register, one) for one in entries if isinstance(one, dict))
    return tuple(sorted((one for one in made if one.name), key=lambda one: one.name))


def keep_view(ctx: AppContext, wanted: NamedView) -> NamedView:
    """Keep a view under its name; one of the same name is replaced.

    Raises:
        UserError: the name is empty or too long; there are too many.
    """
    name, register = tidy(wanted.name), wanted.query.register
    if not name or len(name) > LONGEST_NAME:
        raise UserError("E-REG-355", "请给视图起个名字，最多{most}字。", most=LONGEST_NAME)
    others = [one for one in views(ctx, register) if one.name != name]
    if len(others) >= MOST_VIEWS:
        raise UserError("E-REG-356", "一本台账最多存{most}个视图，请先删几个。", most=MOST_VIEWS)
    made = replace(wanted, name=name)
    _keep_views(ctx, register, [*others, made])
    return made


def drop_view(ctx: AppContext, register: str, name: str) -> None:
    """Forget a view."""
    _keep_views(ctx, register, [one for one in views(ctx, register) if one.name != name])


def _keep_views(ctx: AppContext, register: str, wanted: Sequence[NamedView]) -> None:
    ctx.ws.keep_local({_VIEWS + register: _text([_of_view(one) for one in wanted])})


# --- as text


def _read(ctx: AppContext, key: str) -> Any:
    text = ctx.ws.local.find(key)
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _of_layout(one: GridLayout) -> dict[str, Any]:
    return {"columns": one.columns, "widths": dict(one.widths), "frozen": one.frozen}


def _layout(found: Any) -> GridLayout:
    given = found if isinstance(found, dict) else {}
    columns, widths, frozen = (given.get(key) for key in ("columns", "widths", "frozen"))
    return GridLayout(
        tuple(map(str, columns)) if isinstance(columns, list) else (),
        {str(k): v for k, v in widths.items() if isinstance(v, int)}
        if isinstance(widths, dict)
        else {},
        frozen if isinstance(frozen, int) else 0,
    )


def _of_view(one: NamedView) -> dict[str, Any]:
    query = one.query
    return {
        "name": one.name,
        "layout": _of_layout(one.layout),
        "search": query.search,
        "village": query.village,
        "sort": query.sort,
        "descending": query.descending,
        "faulty": query.faulty,
        "spelt": query.spelt,
        "filters": [[f.field, f.test, f.values] for f in query.filters],
    }


def _view(register: str, given: Mapping[str, Any]) -> NamedView:
    filters = given.get("filters")
    query = ListQuery(
        register,
        str(given.get("search", "")),
        str(given.get("village", "")),
        tuple(Filter(f[0], f[1], tuple(f[2])) for f in filters) if filters else (),
        str(given.get("sort", "")),
        given.get("descending") is True,
        tuple((str(n), str(letters)) for n, letters in given.get("spelt") or ()),
        given.get("faulty") is True,
    )
    return NamedView(str(given.get("name", "")), query, _layout(given.get("layout")))
