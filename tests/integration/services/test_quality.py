import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.quality.finding import Severity
from qxn_desktop.services import (
    household_change,
    quality,
    quality_mark,
    quality_setting,
    records,
    undo,
)
from qxn_desktop.services.routing import draft
from qxn_desktop.services.templates import set_setting
from tests.builders import VILLAGE, new_office

HEAD_ID = "523001198601019014"


@pytest.fixture
def office(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    with door.workspace:
        yield ctx


def household(ctx, name="韦建国", **values):
    return records.add(ctx, "household", {"village": VILLAGE, "head_name": name, **values}).id


def member(ctx, home, name, relation, gender, **values):
    given = {"household": home, "name": name, "relation": relation, "gender": gender, **values}
    return records.add(ctx, "member", given).id


@pytest.fixture
def wrong(office):
    """A household whose spouses are both men."""
    home = household(office)
    member(office, home, "韦建国", "户主", "男")
    return home, member(office, home, "韦小平", "配偶", "男")


def open_of(ctx):
    found = quality.checkup(ctx)
    return [(one.finding.rule, one.finding.row) for one in found.lines if one.mark is None]


def test_finding_opens_its_row(office, wrong):
    found = quality.checkup(office)
    [line] = found.lines
    assert (line.finding.register, line.finding.row, line.finding.household) == (
        "member", wrong[1], wrong[0],
    )  # fmt: skip
    assert (line.finding.rule, line.finding.who, line.finding.village) == (7, "韦小平", VILLAGE)
    assert found.open_by(Severity.ERROR) == 1
    assert (found.households, found.members) == (1, 2)
    assert quality.rows_with_findings(office, "member") == {wrong[1]}
    assert quality.rows_with_findings(office, "household") == frozenset()


def test_edit_rechecks(office, wrong):
    assert open_of(office) == [(7, wrong[1])]
    records.set_values(office, wrong[1], {"gender": "女"})
    assert open_of(office) == []
    records.set_values(office, wrong[1], {"gender": "男"})
    assert open_of(office) == [(7, wrong[1])]
    records.delete(office, wrong[1])
    assert open_of(office) == []


def test_member_that_moves_is_checked_in_both_households(office, wrong):
    other = household(office, "罗某")
    head = member(office, other, "罗某", "户主", "女")
    assert open_of(office) == [(7, wrong[1])]
    office.ws.write([draft(office, "member", wrong[1], Kind.PUT, {"household": other})])
    assert open_of(office) == []
    office.ws.write([draft(office, "member", head, Kind.PUT, {"household": wrong[0]})])
    assert {(rule, row) for rule, row in open_of(office)} == {(6, wrong[0]), (6, other)}


def test_findings_after_a_save_equal_those_of_the_whole(office, wrong):
    whole = quality.checkup(office).lines
    assert quality.findings_at(office, "household", wrong[0]) == whole
    assert quality.findings_at(office, "member", wrong[1]) == whole
    assert quality.findings_at(office, "village", VILLAGE) == ()


def test_shared_phone_is_found_from_either_side(office):
    one = household(office, phone="13800001234")
    two = household(office, "罗某", phone="13800001234")
    assert sorted(open_of(office)) == sorted([(21, one), (21, two)])
    for row in (one, two):
        [line] = quality.findings_at(office, "household", row)
        assert line.finding.row == row
    assert {one.finding for row in (one, two) for one in quality.findings_at(
        office, "household", row
    )} == {line.finding for line in quality.checkup(office).lines}  # fmt: skip


def test_mark_holds_until_the_values_change(office, wrong):
    finding = quality.checkup(office).lines[0].finding
    quality_mark.mark(office, [finding], "已对照户口簿，户主性别登记有误，待派出所更正")
    [line] = quality.checkup(office).lines
    assert line.mark is not None
    assert (line.mark.by, line.mark.on) == (office.ws.clerk, "2026-11-23")
    assert quality.rows_with_findings(office, "member") == frozenset()
    assert next(one for one in quality.checkup(office).rules if one.rule.number == 7).checked == 1
    records.set_values(office, wrong[1], {"relation": "妻"})
    assert open_of(office) == [(7, wrong[1])]


def test_mark_taken_back_and_undone_and_marked_again(office, wrong):
    finding = quality.checkup(office).lines[0].finding
    quality_mark.mark(office, [finding], "核实")
    quality_mark.unmark(office, [finding])
    assert open_of(office) == [(7, wrong[1])]
    quality_mark.mark(office, [finding], "再次核实")
    assert open_of(office) == []
    for _ in range(3):
        undo.back(office)
    assert open_of(office) == [(7, wrong[1])]
    quality_mark.mark(office, [finding], "又核实")
    assert open_of(office) == []


@pytest.mark.parametrize(("reason", "code"), [("  ", "E-REG-380"), ("很" * 501, "E-REG-381")])
def test_mark_needs_a_reason(office, wrong, reason, code):
    finding = quality.checkup(office).lines[0].finding
    before = office.ws.digest()
    with pytest.raises(UserError) as error:
        quality_mark.mark(office, [finding], reason)
    assert error.value.code == code
    assert office.ws.digest() == before


def test_column_that_nobody_keeps_turns_its_rule_off(office):
    household(office)
    off = {one.rule.number: one.off for one in quality.checkup(office).rules}
    assert off[7] == "没有这一列的数据：与户主关系"
    assert off[1] == "没有这一列的数据：户主证件号、证件号"


def test_cancelled_check_is_made_later(office, wrong):
    class Impatient:
        def report(self, _done, _total, _words):
            raise Cancelled

    with pytest.raises(Cancelled):
        quality.checkup(office, Impatient())
    assert open_of(office) == [(7, wrong[1])]


def test_numbers_are_settings_with_a_basis(office):
    [line] = quality_setting.number_lines(office, ("income_high",))
    assert (line.text, line.is_default) == ("20000", True)
    quality_setting.set_number(office, "income_high", "２５０００", "县通知")
    [line] = quality_setting.number_lines(office, ("income_high",))
    assert (line.text, line.basis, line.is_default) == ("25000", "县通知", False)
    assert quality_setting.parameters(office)["income_high"] == 25000
    quality_setting.set_number(office, "income_high", "")
    assert quality_setting.parameters(office)["income_high"] == 20000


def test_income_line_of_a_year_is_never_borrowed(office):
    assert quality_setting.parameters(office).income_line(2023) == 7300
    assert quality_setting.parameters(office).income_line(2026) is None
    set_setting(office, "FP.income_line", {"2026": "8500"}, "省里通知")
    assert quality_setting.parameters(office).income_line(2026) == 8500


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("nothing", "1", "E-WS-240"),
        ("income_high", "-1", "E-WS-241"),
        ("income_high", "多", "E-WS-241"),
    ],
)
def test_wrong_number_changes_nothing(office, key, text, code):
    with pytest.raises(UserError) as error:
        quality_setting.set_number(office, key, text)
    assert error.value.code == code


def test_mark_does_not_keep_a_row_from_being_deleted(office, wrong):
    quality_mark.mark(office, [quality.checkup(office).lines[0].finding], "核实")
    records.delete(office, wrong[1])
    assert quality.checkup(office).lines == ()


def test_households_that_become_one_are_checked_as_one(office, wrong):
    other = household(office, "罗某")
    head = member(office, other, "罗某", "户主", "男")
    assert open_of(office) == [(7, wrong[1])]
    household_change.merge(office, other, wrong[0], "2026-11-20", {head: "其他"})
    assert open_of(office) == [(7, wrong[1])]
    records.set_values(office, head, {"relation": "户主"})
    assert sorted(open_of(office)) == sorted([(6, wrong[0]), (7, wrong[1])])
    undo.back(office)
    undo.back(office)
    assert open_of(office) == [(7, wrong[1])]
    assert quality.checkup(office).households == 2
