"""Numbers of invented people: right in form, and impossible as numbers of real ones.

Identity numbers begin with 523000 to 529999: province 52 is 贵州, but none of its prefectures has
a number of 30 or more (GB/T 2260), so no such number was ever issued; their sequence is 900 to
999 besides. Telephones begin with 154, a segment that no operator holds (默认: general knowledge).

Region and middle digits name the village by its place in the division table, the rest the person
by household and place in it. So no two invented people share a number, and none depends on how
many others there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.common.errors import Bug
from qxn_desktop.domain.id_number import check_digit
from qxn_desktop.domain.seeded_draw import Draw

REGION_BASE = 523000
PHONE_SEGMENT = "154"
MEMBER_PLACES = 8
PHONES = 4
"""Numbers set aside for one household."""

_DAYS = 365
_SEQUENCES = 50  # 900 to 999, half of them odd
_SLOTS = _DAYS * _SEQUENCES
MAX_HOUSEHOLDS = _SLOTS // MEMBER_PLACES
"""Households that one village can hold: 2,281."""

_STRIDE = 7919  # a prime that divides neither _SLOTS nor 10,000: neighbours look unlike
_COMMON_YEAR = date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoSeat:
    """Where an invented person sits, counted from 0.

    The village's place in the division table, the household's in the village, the member's in
    the household.
    """

    seed: str
    village: int
    household: int
    member: int

    def __post_init__(self) -> None:
        if not (0 <= self.household < MAX_HOUSEHOLDS and 0 <= self.member < MEMBER_PLACES):
            most = MAX_HOUSEHOLDS
            raise Bug("E-DEMO-101", "演示数据每村最多{most}户、每户最多8人。", most=most)


def demo_birth_and_id(seat: DemoSeat, gender: str, age: int, on: date) -> tuple[date, str]:
    """A birthday that makes the person ``age`` years old at ``on``, and the number with it."""
    shift = Draw(seat.seed, "id", seat.village).below(_SLOTS)
    slot = ((seat.household * MEMBER_PLACES + seat.member) * _STRIDE + shift) % _SLOTS
    day = _COMMON_YEAR + timedelta(days=slot % _DAYS)
    year = on.year - age - ((day.month, day.day) > (on.month, on.day))
    birth = day.replace(year=year)
    sequence = 900 + 2 * (slot // _DAYS) + (gender == "男")
    first17 = f"{REGION_BASE + seat.village}{birth:%Y%m%d}{sequence}"
    return birth, first17 + check_digit(first17)


def demo_phone(seat: DemoSeat) -> str:
    """A telephone of one of the first ``PHONES`` members of a household."""
    shift = Draw(seat.seed, "phone", seat.village).below(10_000)
    tail = ((seat.household * PHONES + seat.member % PHONES) * _STRIDE + shift) % 10_000
    return f"{PHONE_SEGMENT}{seat.village:04d}{tail:04d}"
