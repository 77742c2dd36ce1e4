"""Rules across rows: numbers that two people share (001), telephones of two households (021).

The rows are found by an index or in one pass; what they come to is decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qxn_desktop.domain.id_number import is_official
from qxn_desktop.domain.quality.finding import Fault
from qxn_desktop.domain.quality.view import HouseholdView

NAMED = 3
"""How many of the others a sentence names."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A row that carries a number: an identity number or a telephone."""

    value: str
    register: str
    row: str
    household: str
    village: str
    who: str


def papers_of(home: HouseholdView) -> Iterator[Holder]:
    """Who carries which identity number in a household: its head only once."""
    return _holders(home, "id_number")


def phones_of(home: HouseholdView) -> Iterator[Holder]:
    """Who carries which telephone in a household."""
    return _holders(home, "phone")


def shared_papers(holders: Iterable[Holder]) -> Iterator[tuple[Holder, Fault]]:
    """001: the same identity number twice, with the others named."""
    for group in _groups(one for one in holders if is_official(one.value)):
        if len(group) < 2:
            continue
        for one in group:
            others = [other for other in group if other is not one]
            near = all(other.village == one.village for other in others)
            place = "本村" if near else "另一个村"
            sentence = (
                f"与{place}{_named(others)}的证件号相同。请对照证件改正写错的；"
                "确是同一人的，删除重复的一条。"
            )
            yield one, _fault(one, "id_number", sentence, others)


def shared_phones(holders: Iterable[Holder]) -> Iterator[tuple[Holder, Fault]]:
    """021: the same telephone in several households, once for each household."""
    for group in _groups(holders):
        if len({one.household for one in group}) < 2:
            continue
        first: dict[str, Holder] = {}
        for one in group:
            first.setdefault(one.household, one)
        for one in first.values():
            others = [other for other in first.values() if other is not one]
            sentence = f"与{_named(others)}留的是同一个电话，请核对是谁的。"
            yield one, _fault(one, "phone", sentence, others)


def _holders(home: HouseholdView, field: str) -> Iterator[Holder]:
    known = set()
    for member in home.members:
        value = member.text(field)
        if value:
            known.add(value)
            yield Holder(value, "member", member.id, home.id, home.village, member.label)
    own = home.text(field)
    if own and own not in known:
        yield Holder(own, "household", home.id, home.id, home.village, home.label)


def _groups(holders: Iterable[Holder]) -> Iterator[list[Holder]]:
    groups: defaultdict[str, list[Holder]] = defaultdict(list)
    for one in holders:
        groups[one.value].append(one)
    for group in groups.values():
        if len(group) > 1:
            yield sorted(group, key=lambda one: (one.village, one.household, one.row))


def _fault(one: Holder, field: str, sentence: str, others: list[Holder]) -> Fault:
    rows = tuple(sorted(other.row for other in others))
    return Fault(one.register, one.row, one.who, (field,), sentence, rows)


def _named(others: list[Holder]) -> str:
    named = "、".join(f"“{other.who}”" for other in others[:NAMED])
    return named if len(others) <= NAMED else f"{named}等{len(others)}人"
