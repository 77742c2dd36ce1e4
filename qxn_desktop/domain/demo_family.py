"""The make-up of an invented household: who lives in it, how old, of which surname.

Ages fit: a mother is 20 to 42 years older than her child, a parent of the head at least 20.
Shares are for the demonstration only (默认).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qxn_desktop.domain.demo_name import NATIONS, demo_surname
from qxn_desktop.domain.seeded_draw import Draw

LARGEST = 7
"""Members of the largest household."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A member before names and numbers."""

    relation: str
    gender: str
    age: int
    surname: str
    nation: str


def family(draw: Draw) -> Iterator[Sketch]:
    """The head, then whom age and chance give to the house: one to seven people."""
    nation = draw.weighted(NATIONS)
    age = draw.between(26, 82)
    gender = "男" if draw.percent(82) else "女"
    head = Sketch("户主", gender, age, demo_surname(draw, nation), nation)
    yield head
    other = "女" if gender == "男" else "男"
    married = draw.percent(85 if age < 65 else 60)
    spouse = head
    if married:
        spouse_nation = draw.weighted(NATIONS)
        years = max(20, age + draw.between(-5, 3))
        surname = demo_surname(draw, spouse_nation)
        spouse = Sketch("配偶", other, years, surname, spouse_nation)
        yield spouse
    if age < 58:
        yield from _parents(draw, head)
    if married:
        yield from _descendants(draw, head, spouse)


def _parents(draw: Draw, head: Sketch) -> Iterator[Sketch]:
    if draw.percent(10):
        years = head.age + draw.between(21, 32)
        yield Sketch("之父", "男", years, head.surname, head.nation)
    if draw.percent(20):
        years = head.age + draw.between(20, 31)
        yield Sketch("之母", "女", years, demo_surname(draw, head.nation), head.nation)


def renamed(sketches: list[Sketch], surname: str) -> list[Sketch]:
    """The family of a head with a transliterated name: it goes to all who share the head's."""
    old = sketches[0].surname
    return [replace(one, surname=surname) if one.surname == old else one for one in sketches]


def _descendants(draw: Draw, head: Sketch, spouse: Sketch) -> Iterator[Sketch]:
    """Children still at home, and a grown son's wife and child."""
    father = head if head.gender == "男" else spouse
    mother = spouse if father is head else head
    age = min(mother.age - 20, 40)
    youngest = max(0, mother.age - 42)
    for number in range(draw.weighted(((0, 1), (1, 3), (2, 4), (3, 2)))):
        age -= draw.between(0, 3) if number == 0 else draw.between(2, 5)
        if age < youngest:
            return
        gender = "男" if draw.percent(52) else "女"
        relation = "之子" if gender == "男" else "之女"
        yield Sketch(relation, gender, age, father.surname, father.nation)
        if number == 0 and gender == "男" and age >= 24 and draw.percent(40):
            yield from _young_family(draw, age, father)
            return


def _young_family(draw: Draw, son_age: int, father: Sketch) -> Iterator[Sketch]:
    nation = draw.weighted(NATIONS)
    wife_age = max(21, son_age - draw.between(0, 4))
    yield Sketch("之儿媳", "女", wife_age, demo_surname(draw, nation), nation)
    for number in range(draw.between(0, 2)):
        age = wife_age - 21 - 3 * number
        if age < 0:
            return
        gender = "男" if draw.percent(52) else "女"
        relation = "之孙子" if gender == "男" else "之孙女"
        yield Sketch(relation, gender, age, father.surname, father.nation)
