"""Which row of a register a line of a sheet is about: by code, by number, or by name and place.

Codes and numbers decide. Without them a name within its village (a person: within the household)
may name one row, several, or none; a row that carries another number is another's namesake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.id_number import is_official
from qxn_desktop.domain.register import RegisterSpec

CODES = ("national_code", "person_code", "local_code", "code")
"""Fields that tell rows apart wherever they are filled in (户编号, 人编号, 户厕编号 …)."""
LOCAL = frozenset({"local_code", "code"})
"""Codes that people give themselves: two villages may give the same."""
OWNER, VILLAGE, GROUP = "household", "village", "group"
APART = ("group", "kind", "level", "post", "role", "period_from", "period_to")
"""Fields that tell two rows of one name apart: another post, another year, another group."""


class Doubt(Enum):
    """Why no one row can be named."""

    SEVERAL = "several"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Match:
    """The row meant (``id``), or none ("": a new one), or why no one can be named, of which."""

    id: str = ""
    doubt: Doubt | None = None
    candidates: tuple[str, ...] = ()


NEW = Match()


class RowIndex:
    """The rows of one register by what they can be recognised by."""

    def __init__(self, spec: RegisterSpec) -> None:
        self.spec = spec
        self.keys = _present(spec, tuple(dict.fromkeys((*CODES, spec.identity, "id_number"))))
        self._scope = _present(spec, ("member", OWNER, VILLAGE))
        stays = ("started_on",) if spec.field("member") else ()
        self._apart = _present(spec, (*self.keys, *APART, *stays))
        self._label = spec.label_field if spec.label_field not in self.keys else ""
        self._by_key: dict[str, dict[Json, list[str]]] = {key: {} for key in self.keys}
        self._by_name: dict[tuple[Json, ...], list[str]] = {}
        self._known: dict[str, Mapping[str, Json]] = {}

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that ``add`` looks at."""
        names = (*self.keys, *self._scope, self._label, *self._apart)
        return _present(self.spec, tuple(dict.fromkeys(names)))

    def __contains__(self, id_: str) -> bool:
        return id_ in self._known

    def known(self, id_: str) -> Mapping[str, Json]:
        """What the row ``id_`` was added with."""
        return self._known[id_]

    def add(self, id_: str, values: Mapping[str, Json]) -> None:
        """Take in a row."""
        self._known[id_] = values
        for key in self.keys:
            value = values.get(key)
            if value is not None and is_official(str(value)):
                self._by_key[key].setdefault(value, []).append(id_)
        for name in self._names(values):
            self._by_name.setdefault(name, []).append(id_)

    def find(self, values: Mapping[str, Json]) -> Match:
        """The row that a line with ``values`` is about."""
        hits = [ids for key in self.keys if (ids := self._hits(key, values))]
        if hits:
            common = set(hits[0]).intersection(*hits[1:])
            if len(common) == 1:
                return Match(common.pop())
            every = tuple(dict.fromkeys(id_ for ids in hits for id_ in ids))
            return Match("", Doubt.SEVERAL if common else Doubt.CONTRADICTION, every)
        return self._find_by_name(values)

    def _hits(self, key: str, values: Mapping[str, Json]) -> Sequence[str]:
        """The rows with this code; of one that people give themselves those of the village."""
        ids = self._by_key[key].get(values.get(key), ())
        village = values.get(VILLAGE)
        if not ids or key not in LOCAL or village is None:
            return ids
        return [id_ for id_ in ids if self._known[id_].get(VILLAGE) in (None, village)]

    def _find_by_name(self, values: Mapping[str, Json]) -> Match:
        for name in self._names(values):
            ids = [id_ for id_ in self._by_name.get(name, ()) if self._may_be(id_, values)]
            if len(ids) == 1:
                return Match(ids[0])
            if ids:
                return Match("", Doubt.SEVERAL, tuple(ids))
        return NEW

    def _may_be(self, id_: str, values: Mapping[str, Json]) -> bool:
        """Whether nothing that both tell says that they are two."""
        known = self._known[id_]
        return all(
            (here := values.get(field)) is None
            or (there := known.get(field)) is None
            or here == there
            for field in self._apart
        )

    def _names(self, values: Mapping[str, Json]) -> Sequence[tuple[Json, ...]]:
        """Under what a row may be found without a code: its name in its place, or its place."""
        label = values.get(self._label) if self._label else None
        for key in self._scope:
            scope = values.get(key)
            if scope is not None:
                if not self._label:
                    return ((scope,),) if key != VILLAGE else ()
                return () if label is None else ((scope, label),)
        return ((label,),) if label is not None else ()


def _present(spec: RegisterSpec, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if spec.field(name) is not None)
