"""Demonstrations: the same arguments the same data, whole and legal, and counted by its maker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import EnvironmentProblem, UserError
from qxn_desktop.domain.canonical import canonical_bytes
from qxn_desktop.domain.demo_number import PHONE_SEGMENT, REGION_BASE
from qxn_desktop.domain.evaluation import evaluate
from qxn_desktop.domain.id_number import parse_id_number
from qxn_desktop.domain.rectification import Stage
from qxn_desktop.domain.rectification_machine import replay_rectification
from qxn_desktop.domain.row_input import clean_row, missing_fields
from qxn_desktop.domain.scoring import score_check
from qxn_desktop.services import checks, demo, problem_list, settings, tasks, workspaces
from qxn_desktop.services.check_object import find_object
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_plan import DemoArguments, DemoPlan
from qxn_desktop.services.object_photos import of_object
from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.services.vocabulary import finding_of
from qxn_desktop.store.photo_files import PhotoFiles
from tests.builders import NOON, SECRET, UNIT, new_office

UNTIL = date(2026, 11, 23)
USUAL = DemoArguments(UNIT, UNTIL, 60, 3)


@pytest.fixture(scope="module")
def made() -> DemoPlan:
    return demo.plan(USUAL)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, made: DemoPlan) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path_factory.mktemp("demo") / "w")
    demo.fill(ctx, made)
    yield ctx
    door.close()


def rows_of(made: DemoPlan) -> dict[tuple[str, str], list[object]]:
    """Every row's changes with their days and writers."""
    found: dict[tuple[str, str], list[object]] = {}
    for entry in made.all_entries():
        draft = entry.draft
        change = (entry.day, entry.hour, entry.actor, draft.kind, dict(draft.payload))
        found.setdefault((draft.entity, draft.row), []).append(change)
    return found


def test_the_same_arguments_give_the_same_operations(office: AppContext, tmp_path: Path) -> None:
    door, again = new_office(tmp_path / "again")
    demo.fill(again, demo.plan(USUAL))
    assert again.ws.digest() == office.ws.digest()
    assert again.ws.site != office.ws.site
    ops = [canonical_bytes(op) for c in again.ws.log.chains for op in again.ws.log.after(c, 0)]
    assert ops == [
        canonical_bytes(op) for c in office.ws.log.chains for op in office.ws.log.after(c, 0)
    ]
    door.close()


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_nothing_is_written_from_the_future(seed: str) -> None:
    days = [entry.day for entry in demo.plan(replace(USUAL, seed=seed)).all_entries()]
    assert max(days) <= UNTIL


def test_another_seed_gives_other_people(made: DemoPlan) -> None:
    other = rows_of(demo.plan(replace(USUAL, seed="2")))
    own = rows_of(made)
    same = {key for key in own.keys() & other.keys() if own[key] == other[key]}
    assert {entity for entity, _ in same} <= {"setting", "template"}


@pytest.mark.parametrize("households", [61, 66, 100])
def test_more_households_change_no_other_row(made: DemoPlan, households: int) -> None:
    own = rows_of(made)
    more = rows_of(demo.plan(replace(USUAL, households=households)))
    assert len(more) > len(own)
    assert {key: more[key] for key in own} == own


def test_more_villages_change_no_row_of_the_others(made: DemoPlan) -> None:
    code = made.villages[3].code
    own = rows_of(demo.plan(replace(USUAL, unit=code, households=5)))
    whole = rows_of(made)
    of_unit = {
        "order",
        "order_progress",
        "problem",
        "staff",
    }  # these name the unit's people and number
    wanted = {key: changes for key, changes in own.items() if key[0] not in of_unit}
    plain = {key: [c[4] for c in changes] for key, changes in wanted.items()}  # type: ignore[index]
    assert plain == {key: [c[4] for c in whole[key]] for key in plain}  # type: ignore[index]
    assert {entity for entity, _ in plain} >= {"household", "check", "toilet", "photo"}


def test_a_demonstration_is_whole(office: AppContext) -> None:
    assert workspaces.verify_findings(office) == []
    assert office.ws.conflicts() == []
    assert settings.value(office, "demo") == "是"
    assert settings.start_date(office) == date(2026, 8, 23)


def test_every_row_would_pass_the_door(office: AppContext) -> None:
    registers = dict(office.ws.schema.registers)
    del registers["template"]  # a checklist's text keeps its last line end
    for register, spec in registers.items():
        for row in office.ws.select(register):
            plain = {k: v for k, v in row.values.items() if not spec.field(k).derived}  # type: ignore[union-attr]
            values, problems = clean_row(spec, plain, office.today)
            assert problems == []
            assert values == plain
            assert missing_fields(spec, plain) == []
            for field in spec.fields:
                target = plain.get(field.id)
                if field.type == "ref" and target is not None:
                    assert office.ws.get(field.ref, str(target)), (register, field.id)


def test_the_generator_knows_what_it_made(office: AppContext, made: DemoPlan) -> None:
    expected = made.expected
    rows = office.ws.select("check")
    by_month = Counter((r.text("template"), r.text("date")[:7]) for r in rows)
    assert by_month == expected.checks
    by_outcome = Counter((r.text("template"), r.text("outcome")) for r in rows)
    assert by_outcome == expected.outcomes
    faults: Counter[str] = Counter()
    for row in rows:
        verdicts = row.values["verdicts"]
        assert isinstance(verdicts, dict)
        faults[row.text("template")] += list(verdicts.values()).count("fail")
    assert +faults == +expected.faults
    problems = problem_list.problems(office)
    assert Counter(line.state for line in problems) == expected.problems
    assert sum(line.rebounds for line in problems) == expected.rebounds
    counts = {name: office.ws.count(name) for name in expected.rows if name != "village"}
    assert counts == {name: n for name, n in expected.rows.items() if name != "village"}


def test_checks_hold_as_they_were_judged(office: AppContext) -> None:
    for row in checks.checks_of(office):
        filled = checks.as_filled(office, row.id)
        assert filled.same_form
        target = find_object(office, filled.template, row.text("object"))
        year = int(row.text("date")[:4])
        evaluation = evaluate(filled.template, filled.answers, target.subject, {}, year)
        assert evaluation.missing == ()
        assert evaluation.to_json() == row.values["verdicts"]
        score = score_check(filled.template, evaluation, {})
        points = row.values.get("score")
        assert (None if points is None else Decimal(str(points))) == score.points
        assert row.text("grade") == score.grade


def test_every_event_was_legal(office: AppContext) -> None:
    events = office.ws.events_of("problem")
    names: Counter[str] = Counter()
    for row in office.ws.select("problem"):
        own = events.get(row.id, [])
        result = replay_rectification(*finding_of(row.values), own, office.ws.before)
        assert [(e.event.name, e.reason) for e in result.refused] == []
        names.update(event.name for event in own)
        people = {event.actor for event in own if event.name == "confirm"}
        assert people <= {result.state.supervisor}
    assert names.keys() >= {"assign", "work", "apply", "confirm", "return", "revisit", "archive"}


def test_problems_stand_everywhere_on_their_way() -> None:
    problems = demo.expected(replace(USUAL, households=240)).problems
    assert problems.keys() == {stage.value for stage in Stage}


def test_some_problems_are_overdue_and_some_are_from_outside(office: AppContext) -> None:
    lines = problem_list.problems(office)
    assert any(line.overdue for line in lines)
    assert {"检查发现", "12345", "县督办"} & {line.source for line in lines} >= {"检查发现"}
    assert all(line.source_number for line in lines if line.source in ("12345", "县督办"))


@pytest.mark.parametrize("households", [0, 60])
@pytest.mark.parametrize("seed", ["1", "2"])
def test_some_problems_are_near_their_limit(tmp_path: Path, seed: str, households: int) -> None:
    door, ctx = new_office(tmp_path / "w")
    demo.fill(ctx, demo.plan(replace(USUAL, seed=seed, months=1, households=households)))
    soon = board(ctx, Wanted(Group.SOON)).lines
    door.close()
    assert {line.problem.due for line in soon} >= {"2026-11-24", "2026-11-25"}


def test_photos_are_here_and_none_closes_two_problems(office: AppContext) -> None:
    used: Counter[str] = Counter()
    for events in office.ws.events_of("problem").values():
        for event in events:
            photos = event.facts.get("photos")
            used.update(map(str, photos if isinstance(photos, list) else []))
    assert used
    assert set(used.values()) == {1}
    for row in office.ws.select("photo"):
        assert office.ws.photos.read(row.id)[:3] == b"\xff\xd8\xff"


def test_most_tasks_are_done_and_some_are_not(office: AppContext) -> None:
    lines = tasks.tasks(office, UNTIL).lines
    by_status = Counter(line.status.value for line in lines)
    assert by_status["done"] > by_status["overdue"] > 0
    assert {line.template for line in lines} >= {"HC", "GC", "LJ", "WS", "FP", "order"}


def test_people_are_nobody(office: AppContext) -> None:
    numbers = [row.text("id_number") for row in office.ws.select("member")]
    assert len(set(numbers)) == len(numbers) > 100
    for number in numbers:
        parsed, problem = parse_id_number(number, UNTIL)
        assert problem is None
        assert parsed is not None
        assert int(number[:6]) >= REGION_BASE
        assert number[14] == "9"  # sequences from 900 on were never given out
    phones = {row.text("phone") for row in office.ws.select("household")}
    assert {phone[:3] for phone in phones if phone} == {PHONE_SEGMENT}


def test_a_demonstration_is_made_under_a_passphrase(tmp_path: Path) -> None:
    small = DemoArguments(UNIT, UNTIL, 12, 1)
    made = demo.create(tmp_path / "w", small, SECRET, FixedClock(NOON))
    assert made.counts["household"] == 12
    assert made.counts["check"] > 0
    with workspaces.opened(tmp_path / "w", SECRET, FixedClock(NOON)) as ctx:
        assert ctx.ws.clerk == SECRET.account


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (replace(USUAL, households=-1), "E-DEMO-105"),
        (replace(USUAL, households=12 * demo.MOST_HOUSEHOLDS + 1), "E-DEMO-105"),
        (replace(USUAL, months=0), "E-DEMO-106"),
        (replace(USUAL, months=25), "E-DEMO-106"),
        (replace(USUAL, unit="522327103999"), "E-DIV-002"),
    ],
)
def test_arguments_that_make_no_sense_make_no_workspace(
    tmp_path: Path, arguments: DemoArguments, code: str
) -> None:
    with pytest.raises(UserError) as error:
        demo.create(tmp_path / "w", arguments, SECRET, FixedClock(NOON))
    assert error.value.code == code
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("present", [False, True])
def test_a_demonstration_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: bool
) -> None:
    def full(*_given: object) -> None:
        raise EnvironmentProblem("E-WS-999", "磁盘已满")

    root = tmp_path / "w"
    if present:
        root.mkdir()
    monkeypatch.setattr(PhotoFiles, "add", full)
    with pytest.raises(EnvironmentProblem):
        demo.create(root, DemoArguments(UNIT, UNTIL, 12, 1), SECRET, FixedClock(NOON))
    assert root.exists() is present
    assert not present or list(root.iterdir()) == []


@pytest.mark.parametrize(
    ("day", "months", "start"),
    [
        (date(2026, 11, 23), 3, date(2026, 8, 23)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 1), 24, date(2024, 12, 1)),
    ],
)
def test_a_start_lies_whole_months_before(day: date, months: int, start: date) -> None:
    assert demo.months_before(day, months) == start


def test_some_objects_have_photos(office: AppContext) -> None:
    rows = office.ws.select("object_photo")
    assert {row.text("object_register") for row in rows} == {"household", "toilet"}
    assert all(office.ws.photos.has(row.text("photo")) for row in rows)
    twice = [len(of_object(office, row.text("object"))) for row in rows]
    assert {1, 2} <= set(twice)
