"""One register on its way through an import: rows there are, those met in the sheet, new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qxn_desktop.common.ids import hashed_id, new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.row_identity import numbered_id, official_number
from qxn_desktop.domain.row_match import RowIndex
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.national_entry import Change, open_fields
from qxn_desktop.services.routing import Router
from qxn_desktop.store.condition import Query
from qxn_desktop.store.narrow_query import columns, ever_written
from qxn_desktop.store.row import differing

NATIONAL = "national_code"
Changes = dict[str, dict[str, tuple[Json, Json]]]
"""Old and new of the fields that change, by row and field."""


class Side:
    """``met``: what the sheet says of each row, ``first``: the line that said it first."""

    def __init__(self, ctx: AppContext, spec: RegisterSpec) -> None:
        self.spec = spec
        self.index = RowIndex(spec)
        self.met: dict[str, dict[str, Json]] = {}
        self.first: dict[str, int] = {}
        self.fresh: set[str] = set()
        self.confirmed: list[Change] = []
        """Changes made here that the sheet of the national system now has too."""
        self._open: Mapping[tuple[str, str], Mapping[str, Change]] = {}
        self._ctx = ctx
        self._gone = frozenset(ctx.ws.deleted_ids(spec.id))
        json = {known.id for known in spec.fields if known.is_json}
        plain = [name for name in self.index.fields if name not in json]
        for id_, *values in columns(ctx.ws, spec.id, plain):
            self.index.add(str(id_), dict(zip(plain, values, strict=True)))

    def shield(self) -> None:
        """Keep what was changed here and is not entered in the national system yet."""
        self._open = open_fields(self._ctx)

    def shielded(self, id_: str, values: dict[str, Json]) -> list[str]:
        """Take out of ``values`` what would undo a change made here; gives those fields."""
        kept = []
        for column, change in self._open.get((self.spec.id, id_), {}).items():
            if column in values and values[column] == change.new:
                self.confirmed.append(change)
            elif column in values:
                del values[column]
                kept.append(column)
        return kept

    def new_row(self, values: Mapping[str, Json]) -> str:
        """An id for a new row; one that was taken away comes back under its own (``revived``).

        A row with an official number, or one of the national system, has the same id everywhere.
        """
        number = official_number(self.spec, values)
        code = values.get(NATIONAL)
        if number:
            id_ = numbered_id(self.spec, number)
        elif isinstance(code, str):
            id_ = hashed_id(self.spec.id, NATIONAL, code)
        else:
            return new_id()
        return new_id() if id_ in self.index else id_

    def is_revived(self, id_: str) -> bool:
        """Whether a new row is one that had been taken away."""
        return id_ in self._gone

    def begin(self, id_: str, at: int, values: dict[str, Json]) -> None:
        """A line is about a row that is not there yet."""
        self.fresh.add(id_)
        self.index.add(id_, values)
        self.meet(id_, at, values)

    def meet(self, id_: str, at: int, values: dict[str, Json]) -> None:
        """A line is about the row ``id_``."""
        if id_ in self.met:
            self.met[id_].update(values)
        else:
            self.met[id_] = values
            self.first[id_] = at

    def drafts(self, cleared: Iterable[str] = ()) -> tuple[list[Draft], Changes]:
        """What is written; ``cleared`` are fields that an empty cell clears in rows there are."""
        router = Router(self._ctx, self.spec.id)
        required = {known.id for known in self.spec.fields if known.required}
        empty = dict.fromkeys(name for name in cleared if name not in required | {"id"})
        old = tuple(id_ for id_ in self.met if id_ not in self.fresh)
        rows = self._ctx.ws.page(self.spec.id, Query(among=old)).rows if old else ()
        present = {row.id: row for row in rows}
        drafts: list[Draft] = []
        changes: Changes = {}
        revived = [id_ for id_ in self.met if id_ in self._gone]
        former = ever_written(self._ctx.ws, self.spec.id, revived) if revived else {}
        for id_, values in self.met.items():
            row = present.get(id_)
            new = values if row is None else differing(row, {**empty, **values})
            if id_ in former:  # as it comes now, without what it held before
                drafts.append(router.draft(id_, Kind.UNDELETE))
                new = {**dict.fromkeys(sorted(former[id_])), **values}
            if new:
                drafts.append(router.draft(id_, Kind.PUT, new))
            if new and row is not None:
                changes[id_] = {key: (row.values.get(key), value) for key, value in new.items()}
        return drafts, changes
