"""What was changed here and has to be entered in the national system."""

from __future__ import annotations

import openpyxl
import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import national_entry, national_list, records, undo
from qxn_desktop.services.national_entry import GONE
from tests.builders import new_office
from tests.integration.services.test_import_national import BOOKS, book
from tests.integration.services.test_importing import counts, run, values

NAME = "（乡村建设）户信息_20261120.xlsx"


@pytest.fixture
def office(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.workspace.close()


@pytest.fixture
def brought(office, tmp_path):
    run(office, "member", book(tmp_path, NAME))
    return office


def home(ctx):
    return ctx.ws.select("household")[0].id


def person(ctx, name):
    return ctx.ws.select("member", {"name": name})[0].id


def told(ctx):
    return [(one.column, one.old, one.new) for one in national_entry.open_changes(ctx)]


def test_nothing_is_listed_before_an_import_and_right_after_one(office, tmp_path):
    assert told(office) == []
    run(office, "member", book(tmp_path, NAME))
    assert told(office) == []


def test_what_is_changed_here_is_listed_until_it_is_entered(brought):
    records.set_values(brought, home(brought), {"phone": "13900000009", "note": "常回来"})
    assert told(brought) == [("phone", None, "13900000009")]
    national_entry.mark(brought, national_entry.open_changes(brought))
    assert told(brought) == []
    records.set_values(brought, home(brought), {"phone": "13900000008"})
    assert told(brought) == [("phone", None, "13900000008")]
    undo.undo(brought)
    assert told(brought) == []


def test_a_row_that_is_taken_away_is_listed(brought):
    records.delete(brought, person(brought, "王小花"))
    assert told(brought) == [(GONE, None, "是")]


def test_a_change_that_is_taken_back_is_none(brought):
    records.set_values(brought, person(brought, "王小花"), {"gender": "男"})
    undo.undo(brought)
    assert told(brought) == []


def test_an_older_export_does_not_undo_what_was_changed_here(brought, tmp_path):
    id_ = person(brought, "王小花")
    records.set_values(brought, id_, {"gender": "男"})
    plan = run(brought, "member", book(tmp_path, NAME))
    assert counts(plan) == (0, 0, 2, 0)
    assert "还没录入国家系统" in plan.notes[1][0][1]
    assert brought.ws.get("member", id_).values["gender"] == "男"
    assert told(brought) == [("gender", "女", "男")]


def test_what_the_next_export_has_too_is_entered(brought, tmp_path, monkeypatch):
    records.set_values(brought, person(brought, "王小花"), {"gender": "男"})
    lines = [BOOKS[NAME][1][0], {**BOOKS[NAME][1][1], "性别": "男"}]
    monkeypatch.setitem(BOOKS, NAME, ("member", lines))
    path = book(tmp_path, NAME)
    run(brought, "member", path)
    assert told(brought) == []
    before = brought.ws.operation_count()
    run(brought, "member", path)
    assert brought.ws.operation_count() == before


def test_an_import_taken_back_is_none(office, tmp_path):
    run(office, "member", book(tmp_path, NAME))
    assert undo.undo(office).words == "已撤销：新增1条农户，新增2条家庭成员"
    assert told(office) == []
    assert values(office, "member") == []
    undo.undo(office)
    assert told(office) == []
    records.set_values(office, home(office), {"phone": "13900000009"})
    assert told(office) == [("phone", None, "13900000009")]


def test_the_list_goes_out_as_a_workbook_and_is_masked_without_a_reason(brought, tmp_path):
    records.set_values(brought, home(brought), {"phone": "13900000009"})
    path, count = national_list.export(brought, tmp_path / "a.xlsx")
    rows = [
        [cell.value or "" for cell in row]
        for row in openpyxl.load_workbook(path).active.iter_rows()
    ]
    assert count == 1
    assert rows[3][:7] == [
        "板万村", "5200000000001", "韦建国", "", "联系电话", "（空）", "139****0009",
    ]  # fmt: skip
    national_list.export(brought, tmp_path / "b.xlsx", unmasked="录入国家系统")
    whole = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert whole.cell(4, 7).value == "13900000009"
    with pytest.raises(UserError, match=r"\.xlsx"):
        national_list.export(brought, tmp_path / "a.pdf")
