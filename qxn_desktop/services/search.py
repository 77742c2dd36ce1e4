"""What Ctrl+K finds in the workspace: people, places, problems, orders.

By characters, by pinyin (initials or whole syllables), by number. Of several words the last names
the thing and the others its village (板万 韦国明). A whole identity or telephone number finds its
person; it is shown masked like everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.group_name import group_words
from qxn_desktop.domain.label_index import named
from qxn_desktop.domain.privacy import mask
from qxn_desktop.domain.rectification import STAGE_WORDS
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.label_search import labels
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.store.condition import Filter, Query
from qxn_desktop.store.row import Row

MOST = 6
"""Hits of one group."""
SHORTEST_NUMBER = 7
"""Digits from which on a number is looked up as somebody's."""
HEAD = "户主"
VILLAGE = "村（社区）"
NUMBER_FIELDS = ("id_number", "phone")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``title`` and ``subtitle`` may be shown; the rest opens it."""

    title: str
    subtitle: str
    register: str
    id: str
    village: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind; ``more``: there are others."""

    heading: str
    hits: tuple[Hit, ...]
    more: bool = False


def search(ctx: AppContext, text: str, most: int = MOST) -> tuple[Group, ...]:
    """What ``text`` finds, by kind; kinds without a hit are left out."""
    words = tidy(text).split()
    if not words:
        return ()
    names = village_names(ctx)
    wanted = _Wanted(words[-1], _villages(words[:-1], names), most)
    groups = (
        _group("人和户", _people(ctx, wanted, names), most),
        _group("村和设施", _places(ctx, wanted, names), most),
        _group("问题", _problems(ctx, wanted, names), most),
        _group("交办任务", _orders(ctx, wanted), most),
    )
    return tuple(group for group in groups if group.hits)


def prepare(ctx: AppContext) -> None:
    """Read what a search looks through, while the first letter is not typed yet."""
    searched = [spec for people in (True, False) for spec in _registers(ctx, people=people)]
    for id_ in (*(spec.id for spec in searched), "problem", "order"):
        labels(ctx, id_).warm()


def find_in(ctx: AppContext, register: str, text: str, most: int = MOST) -> tuple[Hit, ...]:
    """Rows of one register that ``text`` names, for a field that refers to one."""
    words = tidy(text).split()
    if not words:
        return ()
    names, spec = village_names(ctx), ctx.ws.schema.registers[register]
    wanted = _Wanted(words[-1], _villages(words[:-1], names), most)
    rows = {row.id: row for row in _rows(ctx, spec, wanted)}
    hits = (
        _hit(spec, row, names.get(row.text("village"), "") + group_words(row.text("group")))
        for row in rows.values()
    )
    return tuple(islice(hits, most))


def hit_of(ctx: AppContext, row: Row) -> Hit:
    """A row as it would be found."""
    names, spec = village_names(ctx), ctx.ws.schema.registers[row.register]
    if spec.id == "village":
        return Hit(names.get(row.id, spec.title), VILLAGE, spec.id, row.id, row.id)
    field = spec.field(spec.label_field)
    if field is not None and field.mask == "name":
        return _person(ctx, spec, row, names)
    return _hit(spec, row, f"{names.get(row.text('village'), '')}　{spec.title}")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The word that names the thing; the villages it must lie in, None for any."""

    word: str
    villages: tuple[str, ...] | None
    most: int

    def admits(self, village: str) -> bool:
        return self.villages is None or village in self.villages


def _villages(words: Sequence[str], names: dict[str, str]) -> tuple[str, ...] | None:
    if not words:
        return None
    return tuple(code for code, name in names.items() if all(named(word, name) for word in words))


def _group(heading: str, hits: Iterator[Hit], most: int) -> Group:
    found = tuple(islice(hits, most + 1))
    return Group(heading, found[:most], len(found) > most)


# --- kinds


def _people(ctx: AppContext, wanted: _Wanted, names: dict[str, str]) -> Iterator[Hit]:
    """Households by their head, then persons that are no heads; each once."""
    seen: set[str] = set()
    for spec in _registers(ctx, people=True):
        for row in _rows(ctx, spec, wanted):
            if row.id not in seen and row.text("relation") != HEAD:
                seen.add(row.id)
                yield _person(ctx, spec, row, names)


def _person(ctx: AppContext, spec: RegisterSpec, row: Row, names: dict[str, str]) -> Hit:
    place = names.get(row.text("village"), "") + group_words(row.text("group"))
    if spec.id == "household":
        kind = row.text("monitor_category") or row.text("household_type") or spec.title
        return _hit(spec, row, f"{place}　{kind}")
    home = ctx.ws.get("household", row.text("household"))
    of = f"{home.text('head_name')}家{row.text('relation')}" if home else row.text("relation")
    return _hit(spec, row, f"{place or names.get(_village_of(home), '')}　{of}")


def _places(ctx: AppContext, wanted: _Wanted, names: dict[str, str]) -> Iterator[Hit]:
    digits = half_width(wanted.word)
    for code, name in names.items():
        meant = digits.isdecimal() and len(digits) > 2 and code.startswith(digits)
        if wanted.villages is None and (meant or named(wanted.word, name)):
            yield Hit(name, VILLAGE, "village", code, code)
    for spec in _registers(ctx, people=False):
        if spec.id != "village":
            for row in _rows(ctx, spec, wanted):
                place = names.get(row.text("village"), "")
                yield _hit(spec, row, f"{place}　{spec.title}")


def _problems(ctx: AppContext, wanted: _Wanted, names: dict[str, str]) -> Iterator[Hit]:
    spec = ctx.ws.schema.registers["problem"]
    rows = {row.id: row for row in _rows(ctx, spec, wanted)}
    numbered = Query(filters=(Filter("number", "contains", (wanted.word,)),), limit=wanted.most + 1)
    rows |= {row.id: row for row in ctx.ws.page("problem", numbered).rows}
    for row in rows.values():
        if wanted.admits(row.text("village")):
            state = STAGE_WORDS.get(row.text("state"), "")
            short = row.text("number").rpartition("-")[2]
            place = names.get(row.text("village"), "")
            yield _hit(spec, row, "　".join(filter(None, (place, state, short))))


def _orders(ctx: AppContext, wanted: _Wanted) -> Iterator[Hit]:
    spec = ctx.ws.schema.registers["order"]
    if wanted.villages is None:
        for row in _rows(ctx, spec, wanted):
            yield _hit(spec, row, f"期限 {row.text('due')}")


# --- rows


def _registers(ctx: AppContext, *, people: bool) -> Iterator[RegisterSpec]:
    """Registers of people are those whose rows go by somebody's name; households come first."""
    known = [spec for spec in ctx.ws.schema.registers.values() if not spec.internal]
    for spec in sorted(known, key=lambda spec: spec.id != "household"):
        field = spec.field(spec.label_field)
        if field is not None and (field.mask == "name") is people:
            yield spec


def _rows(ctx: AppContext, spec: RegisterSpec, wanted: _Wanted) -> Iterator[Row]:
    """The rows that are meant, best first; a few more than wanted, for some will be passed over."""
    yield from _numbered(ctx, spec, wanted)
    ids = labels(ctx, spec.id).find(wanted.word)
    if wanted.villages is not None:
        codes: tuple[Json, ...] = wanted.villages
        within = Query(filters=(Filter(spec.village_field, "one_of", codes),), among=tuple(ids))
        there = {row.id for row in ctx.ws.page(spec.id, within).rows} if codes else set()
        ids = [id_ for id_ in ids if id_ in there]
    for id_ in ids[: 3 * wanted.most]:
        row = ctx.ws.get(spec.id, id_)
        if row is not None:
            yield row


def _numbered(ctx: AppContext, spec: RegisterSpec, wanted: _Wanted) -> Iterator[Row]:
    number = half_width(wanted.word).upper()
    if sum(char.isdigit() for char in number) < SHORTEST_NUMBER:
        return
    for name in NUMBER_FIELDS:
        if spec.field(name) is not None:
            yield from ctx.ws.select(spec.id, {name: number}, limit=wanted.most)


def _hit(spec: RegisterSpec, row: Row, subtitle: str) -> Hit:
    field = spec.field(spec.label_field)
    title = mask(field, row.values.get(field.id)) if field else ""
    return Hit(str(title or spec.title), subtitle.strip(), spec.id, row.id, row.text("village"))


def _village_of(home: Row | None) -> str:
    return home.text("village") if home else ""
