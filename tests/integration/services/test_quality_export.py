import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.lead import Channel
from qxn_desktop.excel.workbook_reader import read_workbook
from qxn_desktop.services import (
    importing,
    quality,
    quality_export,
    quality_lead,
    quality_mark,
    quality_plan,
    records,
    setting_entry,
    undo,
)
from tests.builders import VILLAGE, new_office

PHONE = "15400010001"


@pytest.fixture
def office(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    with door.workspace:
        yield ctx


@pytest.fixture
def risky(office):
    """A household in a dangerous house that is not monitored, with two men as a couple."""
    values = {"village": VILLAGE, "head_name": "韦建国", "dwelling_grade": "C级", "phone": PHONE}
    home = records.add(office, "household", values).id
    for name, relation in (("韦建国", "户主"), ("=韦小平", "配偶")):
        row = {"household": home, "name": name, "relation": relation, "gender": "男"}
        records.add(office, "member", row)
    return home


def by_rule(ctx):
    return {line.finding.rule: line for line in quality.checkup(ctx).lines}


def test_workbook_holds_every_finding_as_text(office, risky, tmp_path):
    lines = quality.checkup(office).lines
    quality_mark.mark(office, [by_rule(office)[7].finding], "已核实")
    lines = quality.checkup(office).lines
    target = tmp_path / quality_export.default_name(office)
    quality_export.export_findings(office, lines, target)
    [sheet] = read_workbook(target)
    texts = [[cell.text for cell in row] for row in sheet.rows]
    assert texts[2][:4] == ["村（社区）", "户主", "对象", "台账"]
    assert len(texts) == 3 + len(lines)
    person = next(row for row in texts if "配偶" in row[7:8] or "=韦小平" in row)
    assert person[1:6] == ["韦建国", "=韦小平", "家庭成员", "错误", "关系与性别不符"]
    assert "已核实" in person
    assert not any(cell.formula for row in sheet.rows for cell in row)


def test_workbook_is_refused_under_another_ending(office, risky, tmp_path):
    with pytest.raises(UserError) as error:
        quality_export.export_findings(office, [], tmp_path / "a.csv")
    assert error.value.code == "E-EXP-060"
    assert list(tmp_path.glob("*.csv")) == []


def test_lead_is_opened_once_and_by_a_person(office, risky):
    line = by_rule(office)[28]
    assert line.lead == ""
    number, _ = quality_lead.open_lead(office, line.finding)
    [lead] = office.ws.select("lead")
    assert lead.text("household") == risky
    assert lead.text("channel") == Channel.LINKED
    assert lead.text("description") == line.finding.sentence
    assert by_rule(office)[28].lead == number
    with pytest.raises(UserError) as error:
        quality_lead.open_lead(office, line.finding)
    assert error.value.code == "E-PRB-241"
    undo.back(office)
    assert by_rule(office)[28].lead == ""


def test_lead_of_a_fault_is_refused(office, risky):
    with pytest.raises(UserError) as error:
        quality_lead.open_lead(office, by_rule(office)[7].finding)
    assert error.value.code == "E-PRB-240"


def test_plan_is_checked_as_if_it_were_written(office, risky):
    before = office.ws.digest()
    planned = {
        "new": {"village": VILLAGE, "head_name": "罗某", "phone": PHONE},
        risky: {"dwelling_grade": "B级"},
    }
    wife = office.ws.select("member", {"relation": "配偶"})[0].id
    people = {"child": {"household": "new", "name": "罗小", "relation": "女儿", "gender": "男"}}
    found = quality_plan.findings_of_plan(office, planned, people | {wife: {"gender": "女"}})
    told = {key: [one.rule for one in ones] for key, ones in found.items()}
    assert told == {
        ("household", "new"): [6, 21],
        ("household", risky): [21],
        ("member", "child"): [7],
    }
    assert office.ws.digest() == before


def test_plan_that_moves_a_member_looks_at_both_households(office, risky):
    wife = office.ws.select("member", {"relation": "配偶"})[0].id
    home = {"new": {"village": VILLAGE, "head_name": "罗某"}}
    found = quality_plan.findings_of_plan(office, home, {wife: {"household": "new"}})
    assert [one.rule for one in found["household", "new"]] == [6]
    assert ("member", wife) not in found


def test_numbers_are_listed_among_the_settings(office):
    entry = setting_entry.enter(office, "quality.post_age", "65", "县通知")
    assert (entry.value, entry.basis) == ("65", "县通知")
    entry = setting_entry.enter(office, "quality.post_age", "")
    assert (entry.value, entry.is_default) == ("70", True)


def test_lines_of_an_import_are_checked_before_they_are_written(office, risky, tmp_path):
    sheet = tmp_path / "members.csv"
    sheet.write_text(
        "村,户主姓名,姓名,与户主关系,性别\n丫他村,罗某,罗某,户主,男\n丫他村,罗某,罗小,女儿,男\n",
        encoding="utf-8",
    )
    plan = importing.prepare(office, "member", sheet)
    found = quality_plan.findings_by_line(office, plan)
    assert found == {1: ["与户主关系是“之女”，性别却是男，请改正其中一项。"]}
    importing.apply(office, plan)
    rules = {line.finding.rule for line in quality.checkup(office).lines}
    assert 7 in rules
