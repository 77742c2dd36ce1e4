"""In which order a list stands, put into SQL: by the field chosen, then village, label and id.

Rows without a value come first, as SQLite has it; so an index on the same columns serves.
"""

from __future__ import annotations

from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.store.condition import Query
from qxn_desktop.store.register_table import order_columns


def order_terms(spec: RegisterSpec, query: Query, *, backwards: bool = False) -> str:
    """The terms after ORDER BY; ``backwards`` from the end of the list."""
    first, *rest = order_columns(spec, query.sort)
    terms = [_term(spec, first) + " DESC" * (query.descending != backwards)]
    return ", ".join([*terms, *(f"[{name}]" + " DESC" * backwards for name in rest)])


def _term(spec: RegisterSpec, name: str) -> str:
    known = spec.field(name)
    if known is not None and known.type == "decimal":
        return f"CAST([{name}] AS REAL)"
    return f"[{name}]"
