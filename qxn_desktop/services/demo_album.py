"""Photos of the first household of each village and of its toilet, in a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.demo_place import DemoVillage
from qxn_desktop.domain.seeded_draw import Draw
from qxn_desktop.services.demo_plan import AFTERNOON, DemoPlan
from qxn_desktop.services.object_photos import OWN, REGISTER, TYPED


@dataclass(frozen=True, slots=True)
class _Shot:
    """What a photo shows, and what was typed with it."""

    kind: str
    dated_by: str
    note: str = ""


HOME = _Shot("住房", TYPED, "入户走访")
TOILET = _Shot("户厕", OWN)
TWICE = 3
"""One village of so many."""


def write_album(plan: DemoPlan, village: DemoVillage, household: str, toilet: str) -> None:
    """One photo of each; in some villages the toilet's stands with the household too."""
    _write(plan, village, ("household", household), HOME)
    sha256 = _write(plan, village, ("toilet", toilet), TOILET)
    if Draw(plan.seed, "album twice", village.code).below(TWICE) == 0:
        _put(plan, village, ("household", household), (TOILET, sha256))


def _write(plan: DemoPlan, village: DemoVillage, target: tuple[str, str], shot: _Shot) -> str:
    name = f"{village.short_name}{shot.kind}"
    sha256 = plan.album.add(shot.kind, name, plan.span.until - _before(plan, village), village.code)
    _put(plan, village, target, (shot, sha256))
    return sha256


def _put(
    plan: DemoPlan, village: DemoVillage, target: tuple[str, str], taken: tuple[_Shot, str]
) -> None:
    (register, id_), (shot, sha256) = target, taken
    day = plan.span.until - _before(plan, village)
    values: dict[str, Json] = {
        "village": village.code,
        "object_register": register,
        "object": id_,
        "photo": sha256,
        "taken_on": day.isoformat(),
        "dated_by": shot.dated_by,
    }
    values |= {"note": shot.note} if shot.note else {}
    row = hashed_id(REGISTER, id_, sha256)
    plan.put(REGISTER, row, values, village.code, day=day, hour=AFTERNOON)


def _before(plan: DemoPlan, village: DemoVillage) -> timedelta:
    """How long before the last day; within the demonstration's time."""
    length = (plan.span.until - plan.span.start).days
    return timedelta(days=Draw(plan.seed, "album", village.code).below(max(1, length)))
