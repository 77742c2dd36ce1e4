"""The first start through the services: unit, account, day, tasks; or a demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.services import first_run, settings, tasks, workspaces
from qxn_desktop.services.checklist_choice import (
    ChecklistLine,
    checklist_lines,
    confirm_several,
    withdraw,
)
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.first_run import Beginning
from qxn_desktop.services.workspace_folder import is_workspace
from qxn_desktop.store.workspace_files import Secret
from tests.builders import NOON, UNIT, new_office

BASIS = "镇党政办公会纪要〔2026〕11号"


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def one_line(ctx: AppContext, id_: str) -> ChecklistLine:
    return next(line for line in checklist_lines(ctx) if line.id == id_)


@pytest.mark.parametrize("query", ["ytz", "丫他", "册亨 ytz", "yatazhen", "522327103"])
def test_a_township_is_found_however_it_is_typed(query):
    (found,) = first_run.unit_choices(query)
    assert (found.code, found.name, found.path) == (UNIT, "丫他镇", "册亨县 · 丫他镇")
    assert found.villages > 0


def test_counties_come_in_code_order_with_their_townships():
    counties = first_run.counties()
    assert [one.code for one in counties] == sorted(one.code for one in counties)
    assert len(counties) == 8
    towns = first_run.unit_choices("", within="522327000000")
    assert UNIT in [one.code for one in towns]
    assert {one.level for one in towns} == {"乡镇（街道）"}


def test_a_folder_is_never_one_that_is_there(tmp_path):
    assert first_run.proposed_folder("丫他镇", tmp_path).name == "丫他镇"
    (tmp_path / "丫他镇").mkdir()
    assert first_run.proposed_folder("丫他镇", tmp_path).name == "丫他镇2"


def test_the_last_step_is_one_write_and_tasks_follow(ctx):
    before = ctx.ws.operation_count()
    wanted = tuple(
        (one.template, one.id) for line in checklist_lines(ctx)[:2] for one in line.frequencies
    )
    first_run.begin(ctx, Beginning(date(2026, 10, 1), wanted, BASIS))
    assert ctx.ws.operation_count() == before + 2 + len(wanted)
    assert settings.start_date(ctx) == date(2026, 10, 1)
    assert not tasks.tasks(ctx).unconfirmed
    said = {one.basis for line in checklist_lines(ctx)[:2] for one in line.frequencies}
    assert said == {BASIS}


def test_what_rests_on_a_default_is_marked_and_waits(ctx):
    lines = {line.id: line for line in checklist_lines(ctx)}
    assert list(lines) == ["FP", "GC", "HC", "LJ", "SC", "WS"]
    sample = lines["HC"].frequencies[0]
    assert (sample.default, sample.confirmed, sample.basis) == (True, False, "默认")
    assert sample.extent == "抽查10%，每村至少1个"
    confirm_several(ctx, [("HC", sample.id)], BASIS)
    assert one_line(ctx, "HC").frequencies[0].confirmed
    withdraw(ctx, "HC", sample.id)
    assert not one_line(ctx, "HC").frequencies[0].confirmed


@pytest.mark.parametrize(
    ("chosen", "basis", "code"),
    [
        ([], BASIS, "E-TPL-214"),
        ([("HC", "quarterly_sample")], "  ", "E-TPL-206"),
        ([("HC", "hourly")], BASIS, "E-TPL-209"),
        ([("XX", "yearly_all")], BASIS, "E-TPL-210"),
    ],
)
def test_a_wrong_choice_writes_nothing(ctx, chosen, basis, code):
    before = ctx.ws.operation_count()
    with pytest.raises(UserError) as caught:
        confirm_several(ctx, chosen, basis)
    assert caught.value.code == code
    assert ctx.ws.operation_count() == before


def test_a_day_far_away_is_refused(ctx):
    with pytest.raises(UserError) as caught:
        first_run.begin(ctx, Beginning(date(2062, 1, 1)))
    assert caught.value.code == "E-WS-304"


class Told:
    """Progress that is taken back after ``most`` reports (0: never)."""

    def __init__(self, most: int = 0) -> None:
        self.most = most
        self.said: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, words: str) -> None:
        self.said.append((done, total, words))
        if len(self.said) == self.most:
            raise Cancelled


def test_a_demonstration_in_one_call(tmp_path):
    told, clock = Told(), FixedClock(NOON)
    made = first_run.make_demo(clock, told, tmp_path, households=12)
    assert made.root == tmp_path / "演示"
    assert is_workspace(made.root)
    shares = [done / total for done, total, _ in told.said]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    with workspaces.opened(made.root, made.secret, clock) as ctx:
        assert settings.text(ctx, settings.DEMO) == "是"
        assert ctx.ws.clerk == made.secret.account


@pytest.mark.parametrize("most", [1, 40])
def test_a_demonstration_taken_back_leaves_nothing(tmp_path, most):
    with pytest.raises(Cancelled):
        first_run.make_demo(FixedClock(NOON), Told(most), tmp_path, households=12)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_unit_makes_no_folder(tmp_path):
    with pytest.raises(UserError):
        workspaces.create(tmp_path / "x", "999999999999", None, Secret("p"), FixedClock(NOON))
    assert not (tmp_path / "x").exists()
