from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.fold import STATE
from qxn_desktop.services import conflicts, problems, settings, workspaces
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import problems as listed
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.store.workspace_lifecycle import Door, open_workspace
from tests.builders import NOON, VILLAGE, new_office, runs_of, sent
from tests.integration.services.rectification_builder import (
    OWNER,
    PEOPLE,
    SUPERVISOR,
    applied,
    do,
    found,
    picture,
)
from tests.integration.services.visit_builder import MEMBER, TOILET, furnish, refused


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.close()


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AppContext, Path]]:
    """An office in which nothing but refusals happens, and a folder with pictures."""
    folder = tmp_path_factory.mktemp("office")
    door, ctx = new_office(folder / "ws")
    picture(folder, "1.jpg", 1)
    (folder / "坏.jpg").write_bytes(b"\xff\xd8 broken")
    yield ctx, folder
    door.close()


@pytest.fixture(scope="module")
def fresh(refusing: tuple[AppContext, Path]) -> str:
    return found(refusing[0])


@pytest.fixture(scope="module")
def assigned(refusing: tuple[AppContext, Path]) -> str:
    id_ = found(refusing[0])
    do(refusing[0], id_, "assign", **PEOPLE)
    return id_


def as_account(root: Path, name: str, passphrase: str) -> tuple[Door, AppContext]:
    clock = FixedClock(NOON)
    door = open_workspace(root, Secret(passphrase, name), vocabulary, clock)
    return door, AppContext(door.workspace, clock)


# --- opening


def test_a_problem_entered_by_hand_keeps_where_it_came_from(ctx, tmp_path):
    photo = tmp_path / picture(tmp_path, "发现.jpg", 200)
    id_ = found(ctx, due="2026-12-01", source_number="12345-88", photos=(photo,))
    view = problems.describe(ctx, id_)
    line = view.line
    assert (line.state, line.due, line.village, line.object) == (
        "found", "2026-12-01", VILLAGE, VILLAGE,
    )  # fmt: skip
    assert (line.source, line.source_number, line.severity) == ("12345", "12345-88", "较重")
    assert line.number == f"2026-522327103-WT-{ctx.ws.site[:3].upper()}00001"
    assert len(view.photos) == 1
    assert ctx.ws.photos.has(view.photos[0])
    assert view.history[0].event == "found"


def test_numbers_count_up_and_ids_do_not_tell(ctx):
    ids = [found(ctx, f"问题{n}") for n in range(5)]
    numbers = [problems.describe(ctx, id_).line.number for id_ in ids]
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003", "00004", "00005"]
    assert len(set(ids)) == 5


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"source": "微博"}, ["E-REG-232"]),
        ({"due": "2026-02-31"}, ["E-REG-230"]),
        ({"severity": "要命"}, ["E-REG-232"]),
        ({"object_id": "522327103999"}, ["E-PRB-061"]),
        ({"title": " "}, ["E-REG-242"]),
        ({"found_on": "2026-12-24"}, ["E-PRB-060"]),
        ({"found_on": "2026-11-20", "due": "2026-11-19"}, ["E-PRB-072"]),
        ({"photos": (Path("没有.jpg"),)}, ["E-WS-233"]),
    ],
)
def test_a_faulty_problem_is_not_entered(refusing, wanted, codes):
    with refused(refusing[0], *codes):
        found(refusing[0], **wanted)


def test_the_village_follows_from_the_object(ctx):
    furnish(ctx)
    for object_id in (TOILET, MEMBER):
        line = problems.describe(ctx, found(ctx, object_id=object_id)).line
        assert (line.village, line.object) == (VILLAGE, object_id)


def test_a_problem_keeps_the_limits_it_was_opened_under(ctx):
    settings.set_value(ctx, settings.LIMITS, {"critical": 3})
    id_ = found(ctx, severity="严重")
    settings.set_value(ctx, settings.LIMITS, {"critical": 20})
    assert problems.describe(ctx, id_).line.due == "2026-11-26"


def test_a_problem_is_found_by_id_its_beginning_and_number(ctx):
    id_ = found(ctx)
    number = problems.describe(ctx, id_).line.number
    assert {problems.describe(ctx, text).id for text in (id_, id_[:6], number)} == {id_}
    for text in (id_[:5], "", "无此编号"):
        with refused(ctx, "E-REG-330"):
            problems.describe(ctx, text)


# --- the whole way


def test_two_accounts_close_a_problem(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    workspaces.add_clerk(ctx, SUPERVISOR, "另一个口令")
    id_ = applied(ctx, tmp_path)
    confirm = next(s for s in problems.describe(ctx, id_).next if s.event == "confirm")
    assert (confirm.allowed, confirm.unless) == (False, "signed_sheet")
    with refused(ctx, "E-PRB-014"):
        do(ctx, id_, "confirm", by=SUPERVISOR)
    door.close()
    door, second = as_account(tmp_path / "ws", SUPERVISOR, "另一个口令")
    assert do(second, id_, "confirm").state == "confirmed"
    assert listed(second, only_open=True) == []
    do(second, id_, "revisit", ok="是")
    view = do(second, id_, "archive")
    door.close()
    assert [line.event for line in view.history] == [
        "found", "assign", "apply", "confirm", "revisit", "archive",
    ]  # fmt: skip
    assert [line.state for line in view.history][-1] == "archived"
    assert view.history[2].by == OWNER
    assert view.history[3].actor == SUPERVISOR


def test_a_signed_sheet_closes_in_the_place_of_an_account(ctx, tmp_path):
    id_ = applied(ctx, tmp_path)
    (tmp_path / "签字单.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n%%EOF\n")
    view = do(ctx, id_, "confirm", tmp_path, by=SUPERVISOR, signed_sheet="签字单.pdf")
    assert view.state == "confirmed"
    assert ctx.ws.photos.read(str(view.history[-1].facts["signed_sheet"])).startswith(b"%PDF")


def test_a_returned_and_extended_problem_goes_on(ctx, tmp_path):
    id_ = applied(ctx, tmp_path)
    assert do(ctx, id_, "return", reason="照片看不清").state == "working"
    view = do(ctx, id_, "extend", due="2027-01-31", reason="材料未到", approved_by="黄镇长")
    assert view.line.due == "2027-01-31"
    view = do(ctx, id_, "apply", tmp_path, by=OWNER, text="重新修好", photos=["1.jpg"])
    assert view.state == "applied"  # its own photo may be shown again


def test_a_reopened_problem_counts_as_a_rebound(ctx, tmp_path):
    id_ = applied(ctx, tmp_path)
    picture(tmp_path, "签字.png", 240)
    do(ctx, id_, "confirm", tmp_path, by=SUPERVISOR, signed_sheet="签字.png")
    line = do(ctx, id_, "reopen", reason="又溢出来了").line
    assert (line.state, line.rebounds, line.owner) == ("assigned", 1, OWNER)
    assert [open_.id for open_ in listed(ctx, only_open=True)] == [id_]


def test_a_problem_past_its_limit_is_overdue_until_it_is_closed(ctx, tmp_path):
    id_ = applied(ctx, tmp_path)
    ctx.clock.moment += timedelta(days=60)
    assert listed(ctx)[0].overdue
    picture(tmp_path, "签字.png", 240)
    do(ctx, id_, "confirm", tmp_path, by=SUPERVISOR, signed_sheet="签字.png")
    assert not listed(ctx)[0].overdue


# --- refusals


@pytest.mark.parametrize(
    ("event", "facts", "code"),
    [
        ("assign", {"owner": OWNER, "supervisor": f" {OWNER} "}, "E-PRB-004"),
        ("assign", {"owner": OWNER}, "E-PRB-003"),
        ("assign", {**PEOPLE, "due": "2026-02-31"}, "E-PRB-005"),
        ("assign", {**PEOPLE, "due": "2026-01-31"}, "E-PRB-007"),
        ("assign", {**PEOPLE, "methode": "立行立改"}, "E-PRB-063"),
        ("assign", {**PEOPLE, "method": "再说"}, "E-PRB-006"),
        ("assign", {"owner": ["甲"], "supervisor": 5}, "E-PRB-065 E-PRB-065"),
        ("assign", {**PEOPLE, "note": "长" * 2001}, "E-PRB-066"),
        ("apply", {"text": "好了"}, "E-PRB-002"),
        ("archive", {}, "E-PRB-002"),
        ("销号", {}, "E-PRB-068"),
        ("settle", {"take": "1"}, "E-PRB-069"),
    ],
)
def test_a_wrong_event_is_not_written(refusing, fresh, event, facts, code):
    with refused(refusing[0], *code.split()):
        do(refusing[0], fresh, event, **facts)


@pytest.mark.parametrize(
    ("by", "facts", "code"),
    [
        (OWNER, {"text": "好了"}, "E-PRB-011"),
        (OWNER, {"photos": ["1.jpg"]}, "E-PRB-003"),
        (SUPERVISOR, {"text": "好了", "photos": ["1.jpg"]}, "E-PRB-012"),
        (OWNER, {"text": "好了", "photos": ["没有.jpg"]}, "E-WS-233"),
        (OWNER, {"text": "好了", "photos": ["坏.jpg"]}, "E-WS-230"),
        (OWNER, {"text": "好了", "photos": [7]}, "E-PRB-064"),
        (OWNER, {"text": "好了", "photos": ["ab" * 32]}, "E-PRB-067"),
        (OWNER, {"text": "好了", "photos": ["1.jpg"], "done_on": "2020-01-01"}, "E-PRB-013"),
        (OWNER, {"text": "好了", "photos": ["1.jpg"], "on": "2026-11-01"}, "E-PRB-022"),
    ],
)
def test_a_wrong_application_is_not_written(refusing, assigned, by, facts, code):
    ctx, folder = refusing
    with refused(ctx, code):
        do(ctx, assigned, "apply", folder, by=by, **facts)


def test_the_applicant_cannot_confirm(ctx, tmp_path):
    id_ = applied(ctx, tmp_path)
    picture(tmp_path, "签字.png", 240)
    with refused(ctx, "E-PRB-016"):
        do(ctx, id_, "confirm", tmp_path, by=OWNER, signed_sheet="签字.png")
    with refused(ctx, "E-PRB-017"):
        do(ctx, id_, "confirm", tmp_path, by="路过的人", signed_sheet="签字.png")


def test_one_photo_does_not_close_two_problems(ctx, tmp_path):
    applied(ctx, tmp_path)
    second = found(ctx, "另一处")
    do(ctx, second, "assign", **PEOPLE)
    with refused(ctx, "E-PRB-031") as told:
        do(ctx, second, "apply", tmp_path, by=OWNER, text="修好了", photos=["1.jpg"],
           confirm_anyway="真的")  # fmt: skip
    assert "00001" in told[0]


def test_the_photo_of_the_finding_is_no_evidence(ctx, tmp_path):
    photo = tmp_path / picture(tmp_path, "发现.jpg", 200)
    id_ = found(ctx, photos=(photo,))
    do(ctx, id_, "assign", **PEOPLE)
    with refused(ctx, "E-PRB-032"):
        do(ctx, id_, "apply", tmp_path, by=OWNER, text="修好了", photos=["发现.jpg"])


def test_an_old_photo_and_a_copied_text_need_a_reason(ctx, tmp_path):
    applied(ctx, tmp_path, text="已清掏，并修好！")
    id_ = found(ctx, "另一处")
    do(ctx, id_, "assign", **PEOPLE)
    picture(tmp_path, "旧.jpg", 77, taken="2026:11:20 08:00:00")
    facts = {"text": "已清掏并修好", "photos": ["旧.jpg"]}
    with refused(ctx, "E-PRB-033", "E-PRB-034"):
        do(ctx, id_, "apply", tmp_path, by=OWNER, **facts)
    view = do(ctx, id_, "apply", tmp_path, by=OWNER, confirm_anyway="相机日期未调", **facts)
    assert view.state == "applied"


def test_the_age_of_a_kept_photo_is_remembered(ctx, tmp_path):
    id_ = found(ctx)
    do(ctx, id_, "assign", **PEOPLE)
    picture(tmp_path, "旧.jpg", 77, taken="2026:11:20 08:00:00")
    work = do(ctx, id_, "work", tmp_path, photos=["旧.jpg"])
    kept = work.history[-1].facts["photos"]
    with refused(ctx, "E-PRB-033"):
        do(ctx, id_, "apply", tmp_path, by=OWNER, text="修好了", photos=kept)


# --- two machines


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[AppContext, AppContext]]:
    doors = [new_office(tmp_path / name) for name in ("a", "b")]
    yield doors[0][1], doors[1][1]
    for door, _ in doors:
        door.close()


def exchange(first: AppContext, second: AppContext) -> None:
    """Both take in what the other holds, in the reverse order of having it."""
    here, there = runs_of(first.ws), runs_of(second.ws)
    second.ws.merge(here, sent("a"))
    first.ws.merge(there, sent("b"))


def test_handling_side_by_side_waits_for_a_person(pair, tmp_path):
    first, second = pair
    id_ = applied(first, tmp_path)
    exchange(first, second)
    picture(tmp_path, "签字.png", 240)
    do(first, id_, "confirm", tmp_path, by=SUPERVISOR, signed_sheet="签字.png")
    second.clock.advance(minutes=1)
    do(second, id_, "return", reason="没有修好")
    exchange(first, second)
    assert first.ws.digest() == second.ws.digest()
    view = problems.describe(first, id_)
    assert [conflict.field for conflict in view.conflicts] == [STATE]
    assert [line.disputed for line in listed(first, only_open=True)] == [True]
    assert {step.event for step in view.next if step.allowed} == {"settle"}
    with refused(first, "E-PRB-100"):
        do(first, id_, "reopen", reason="先不裁决")
    with refused(first, "E-PRB-070"):
        do(first, id_, "settle", take="3")
    taken = next(n for n, o in enumerate(view.conflicts[0].options, 1) if o.value == "return")
    view = do(first, id_, "settle", take=taken, note="现场看过，没有修好")
    assert (view.state, view.conflicts) == ("working", ())
    exchange(first, second)
    assert first.ws.digest() == second.ws.digest()
    assert problems.describe(second, id_).state == "working"


def test_the_general_list_of_conflicts_decides_the_same(pair, tmp_path):
    first, second = pair
    id_ = applied(first, tmp_path)
    exchange(first, second)
    do(first, id_, "return", reason="甲的理由")
    second.clock.advance(minutes=1)
    do(second, id_, "return", reason="乙的理由")
    exchange(first, second)
    conflict = conflicts.open_conflicts(second)[0]
    conflicts.resolve(second, conflict.id, "1")
    assert problems.describe(second, id_).conflicts == ()


def test_a_number_that_names_nothing_says_what_to_do(refusing):
    with pytest.raises(UserError, match="请核对编号"):
        problems.describe(refusing[0], "2026-522327103-WT-XXX00001")
