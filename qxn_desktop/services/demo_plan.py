"""A demonstration as a list of dated changes, computed from its arguments and nothing else.

Each row is a function of the seed and of what it is about, so that a village or a household more
changes no other. What was made to happen is counted on the way (``Expected``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.demo_name import demo_staff_name
from qxn_desktop.domain.demo_place import DemoVillage, secretary
from qxn_desktop.domain.demo_rectification import (
    DemoCourse,
    DemoProblem,
    Fate,
    People,
    demo_course,
)
from qxn_desktop.domain.demo_visit import DemoSpan
from qxn_desktop.domain.division import Divisions
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.rectification import Limits
from qxn_desktop.domain.seeded_draw import Draw
from qxn_desktop.services.demo_picture import AFTER, Album

MORNING, NOON, AFTERNOON, EVENING = 8, 12, 17, 18
"""Hours at which an office writes: registers, photos, visits and steps, the supervisor."""
SUPERVISORS = 3


@dataclass(frozen=True, slots=True)
class DemoArguments:
    """What a demonstration is made from; the same arguments give the same digest."""

    unit: str
    until: date
    households: int = 240
    months: int = 3
    seed: str = "1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change and who wrote it when."""

    day: date
    hour: int
    actor: str
    draft: Draft


@dataclass(slots=True)
class Expected:
    """What the generator knows of its own work.

    ``checks`` by (checklist, month), ``outcomes`` by (checklist, outcome), ``faults`` are failed
    items by checklist, ``problems`` by state.
    """

    rows: Counter[str] = field(default_factory=Counter)
    checks: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    rebounds: int = 0


class DemoPlan:
    """Collects the changes of one demonstration."""

    def __init__(self, arguments: DemoArguments, divisions: Divisions, start: date) -> None:
        self.arguments = arguments
        self.seed = arguments.seed
        self.unit = divisions.unit(arguments.unit)
        draw_seed = hashed_id("demo", "draw", self.seed)
        self.draw_seed = draw_seed
        self.span = DemoSpan(self.seed, start, arguments.until, bytes.fromhex(draw_seed))
        self.villages = tuple(_villages(divisions, arguments.unit))
        self.entries: list[Entry] = []
        self.expected = Expected()
        self.album = Album(arguments.until)
        self.clerk, *self.supervisors = _staff(self.seed, arguments.unit)

    def put(  # noqa: PLR0913 - one row, when, and where it is written
        self,
        register: str,
        row: str,
        values: Mapping[str, Json],
        village: str | None = None,
        *,
        day: date | None = None,
        hour: int = MORNING,
        sealed: bool = False,
    ) -> None:
        """A new row; of a village, its figures."""
        draft = Draft(register, row, Kind.PUT, values, village, sealed)
        self.entries.append(Entry(day or self.span.start, hour, self.clerk, draft))
        self.expected.rows[register] += register != "village"

    def open_problem(
        self, row: str, values: dict[str, Json], found: DemoProblem, fate: Fate | None = None
    ) -> DemoCourse:
        """A problem and all that becomes of it; its fate is drawn unless it is given."""
        village = str(values["village"])
        limits: dict[str, Json] = dict(asdict(Limits()))
        number = f"{found.found_on.year}-{self.unit.prefix}-WT-YS{row[:8].upper()}"
        whole = {**values, "number": number, "limits": limits}
        self.put("problem", row, whole, village, day=found.found_on, hour=AFTERNOON)
        draw = Draw(self.seed, "course", row)
        course = demo_course(
            draw, found, self._people(draw, village), self.span.until,
            lambda name, day: self.album.add(AFTER, name, day, village), fate,
        )  # fmt: skip
        for move in course.moves:
            payload: dict[str, Json] = {"event": move.event, "facts": move.facts}
            hour = AFTERNOON if move.actor == self.clerk else EVENING
            step = Draft("problem", row, Kind.EVENT, payload, village)
            self.entries.append(Entry(move.day, hour, move.actor, step))
        self.expected.problems[course.stage.value] += 1
        self.expected.rebounds += course.rebounds
        return course

    def all_entries(self) -> list[Entry]:
        """Every change in the order of writing, photos among them."""
        photos = [self._photo(sha256) for sha256 in sorted(self.album.pictures)]
        return sorted([*self.entries, *photos], key=lambda one: (one.day, one.hour, one.actor))

    def _photo(self, sha256: str) -> Entry:
        picture = self.album.pictures[sha256]
        payload: dict[str, Json] = {
            "size": len(picture.data),
            "name": picture.name,
            "taken_at": picture.taken_at,
        }
        draft = Draft("photo", sha256, Kind.BLOB, payload, picture.village or None)
        return Entry(date.fromisoformat(picture.taken_at[:10]), NOON, self.clerk, draft)

    def _people(self, draw: Draw, village: str) -> People:
        owner = secretary(self.seed, village)
        free = [name for name in self.supervisors if name != owner]
        return People(owner, draw.pick(free), self.clerk)


def inspector(seed: str, village: str) -> str:
    """Who looks at things in a village."""
    return demo_staff_name(seed, village, "检查员")


def problem_found(
    row: str, found_on: date, severity: str, what: str, demanded: date | None = None
) -> DemoProblem:
    """A problem with the limit that follows from its severity, or was demanded."""
    limit = found_on + timedelta(days=Limits().days(severity))
    return DemoProblem(row, found_on, demanded or limit, what)


def _villages(divisions: Divisions, unit: str) -> Iterator[DemoVillage]:
    wanted = {village.code for village in divisions.villages(unit)}
    every = (one for one in divisions if one.village_kind)
    for serial, village in enumerate(every):
        if village.code in wanted:
            yield DemoVillage(village.code, serial, village.short_name)


def _staff(seed: str, unit: str) -> list[str]:
    """A clerk and the supervisors: names that differ."""
    names: list[str] = []
    number = 0
    while len(names) <= SUPERVISORS:
        name = demo_staff_name(seed, unit, "乡镇干部", str(number))
        number += 1
        if name not in names:
            names.append(name)
    return names
