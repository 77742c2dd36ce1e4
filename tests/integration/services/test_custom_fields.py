"""自定义列: added without code, on every laptop that has the operation, hidden and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.custom_field import CustomField, described
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import custom_fields, record_form, record_view, records, undo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.custom_fields import bring_back, retire
from qxn_desktop.services.records import Wanted
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace_lifecycle import open_reader
from tests.builders import VILLAGE, new_office
from tests.integration.services.town import Town


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    yield ctx
    door.close()


def home(ctx: AppContext, name: str = "韦国明", **more: str) -> str:
    return records.add(ctx, "household", {"village": VILLAGE, "head_name": name, **more}).id


def add_field(
    ctx: AppContext, register: str, title: str, kind: str, *options: str, unit: str = ""
) -> CustomField:
    return custom_fields.add_field(ctx, described(register, title, kind, options, unit))  # type: ignore[arg-type]


def columns(ctx: AppContext, register: str = "household") -> set[str]:
    names = {column.name for column in ctx.ws.db.table(register).columns}
    return {name for name in names if name.startswith("x_")}


def test_a_column_is_seen_like_any_other(office: AppContext) -> None:
    before = home(office)
    made = add_field(office, "household", " 是否种烤烟 ", "yesno")
    area = add_field(office, "household", "烤烟面积", "decimal", unit="亩")
    kind = add_field(office, "household", "房前路灯", "choice", "有", "无", "坏")
    assert columns(office) == {made.key, area.key, kind.key}
    typed = [one.id for one in record_form.new_row(office, "household").fields]
    assert {made.key, area.key, kind.key} <= set(typed)
    records.set_values(office, before, {made.key: "有", area.key: "3.50亩", kind.key: "坏"})
    row = records.get(office, before).row
    assert (row.text(made.key), row.text(area.key), row.text(kind.key)) == ("是", "3.5", "坏")
    assert records.page(office, "household", Wanted({made.key: "是"})).total == 1
    assert records.page(office, "household", Wanted(search="坏")).total == 1
    shown = {one.title: one.text for one in record_view.record_view(office, before).fields}
    assert shown["烤烟面积"] == "3.5亩"
    with pytest.raises(UserError, match="不是数"):
        records.set_values(office, before, {area.key: "很多"})
    assert findings(office.ws) == []


@pytest.mark.parametrize(
    ("title", "kind", "options", "code"),
    [
        ("", "text", [], "E-REG-160"),
        ("字" * 21, "text", [], "E-REG-160"),
        ("户主姓名", "text", [], "E-REG-161"),
        ("自己的", "ref", [], "E-REG-163"),
        ("自己的", "choice", ["甲"], "E-REG-164"),
        ("自己的", "choice", ["甲", "甲"], "E-REG-164"),
        ("自己的", "text", ["甲", "乙"], "E-REG-165"),
    ],
)
def test_a_column_that_cannot_be_is_refused(
    office: AppContext, title: str, kind: str, options: list[str], code: str
) -> None:
    with pytest.raises(UserError) as error:
        add_field(office, "household", title, kind, *options)
    listed = error.value.facts["problems"]
    assert isinstance(listed, list)
    assert code in [one[1] for one in listed]
    assert columns(office) == set()


def test_a_column_is_not_added_twice_nor_where_nobody_types(office: AppContext) -> None:
    made = add_field(office, "toilet", "编号牌", "text")
    with pytest.raises(UserError, match="已有“编号牌”这一列"):
        add_field(office, "toilet", "编号牌", "integer")
    retire(office, made.id)
    with pytest.raises(UserError, match="停用过"):
        add_field(office, "toilet", "编号牌", "text")
    with pytest.raises(UserError, match="只有整数、小数才写单位"):
        add_field(office, "toilet", "编号牌2", "text", unit="块")
    with pytest.raises(UserError):
        add_field(office, "check", "编号牌", "text")
    with pytest.raises(UserError, match="没有这个自定义列"):
        retire(office, "none")


def test_a_retired_column_hides_what_it_holds_and_gives_it_back(office: AppContext) -> None:
    made = add_field(office, "household", "烤烟", "multi", "早熟", "晚熟")
    id_ = home(office, **{made.key: "早熟、晚熟"})
    retire(office, made.id)
    assert office.ws.schema.registers["household"].field(made.key) is None
    assert made.key not in [one.id for one in record_form.new_row(office, "household").fields]
    assert findings(office.ws) == []
    whole = office.ws.digest()
    office.ws.rebuild()
    assert office.ws.digest() == whole
    bring_back(office, made.id)
    row = office.ws.get("household", id_)
    assert row is not None
    assert row.values[made.key] == ["早熟", "晚熟"]
    assert columns(office) == {made.key}


def test_adding_is_undone_and_done_again(office: AppContext) -> None:
    made = add_field(office, "household", "烤烟", "text")
    undo.undo(office)
    assert office.ws.schema.registers["household"].field(made.key) is None
    again = add_field(office, "household", "烤烟", "text")
    assert again == made
    home(office, **{made.key: "两亩"})
    assert findings(office.ws) == []


def test_two_laptops_add_and_fill_columns_and_hold_the_same(town: Town) -> None:
    a, b = town.laptops("ab")
    made = add_field(a, "household", "烤烟", "text")
    first = home(a, **{made.key: "甲填的"})
    town.send(a, b)
    assert columns(b) == {made.key}
    records.set_values(b, first, {made.key: "乙改的"})
    second = home(b, "罗秀英", **{made.key: "乙填的"})
    twin = add_field(b, "toilet", "编号牌", "text")
    assert add_field(a, "toilet", "编号牌", "text") == twin
    town.meet(a, b)
    for ctx in (a, b):
        assert [row.text(made.key) for row in map(ctx.ws.find, (first, second)) if row] == [
            "乙改的", "乙填的",
        ]  # fmt: skip
        assert [one.title for one in custom_fields.custom_fields(ctx)] == ["烤烟", "编号牌"]
        assert findings(ctx.ws) == []
        whole = ctx.ws.digest()
        ctx.ws.rebuild()
        assert ctx.ws.digest() == whole
    retire(a, made.id)
    town.meet(a, b)
    assert b.ws.schema.registers["household"].field(made.key) is None


def test_values_that_came_before_their_column_move_into_it(office: AppContext) -> None:
    id_ = home(office)
    key = described("household", "烤烟", "integer").key
    office.ws.write([Draft("household", id_, Kind.PUT, {key: 7}, VILLAGE)])
    add_field(office, "household", "烤烟", "integer")
    held = list(office.ws.db.table("household").rows)
    assert [(row[key], row["extra"]) for row in held] == [(7, None)]


def test_a_row_that_describes_no_column_changes_nothing(office: AppContext) -> None:
    broken = (
        {"register": "household", "title": "甲", "type": "ref"},
        {"register": "nowhere", "title": "甲", "type": "text"},
        {"register": "check", "title": "甲", "type": "text"},
        {"register": "household", "title": "甲", "type": "choice", "options": [1]},
        {"title": "甲", "type": "text"},
    )
    before = office.ws.schema.registers
    for at, values in enumerate(broken):
        office.ws.write([Draft("custom_field", f"row{at}", Kind.PUT, values)])  # type: ignore[arg-type]
    assert office.ws.schema.registers == before


def test_readers_and_the_next_start_know_the_column(town: Town) -> None:
    (a,) = town.laptops("a")
    with open_reader(a.ws, vocabulary) as reader:
        with reader.snapshot():
            assert reader.count("household") == 0
        made = add_field(a, "household", "烤烟", "text")
        id_ = home(a, **{made.key: "两亩"})
        with reader.snapshot():
            row = reader.get("household", id_)
            assert row is not None
            assert row.text(made.key) == "两亩"
            assert reader.schema.registers["household"].field(made.key) is not None


def test_lines_of_a_sheet_filled_side_by_side_add_up_on_both_laptops(town: Town) -> None:
    """Totals are derived columns: two people who fill different lines make no conflict."""
    a, b = town.laptops("ab")
    house = home(a)
    raw = {"household": house, "kind": "年度", "period_from": "202510", "period_to": "202609"}
    sheet = records.add(a, "income_sheet", {**raw, "people": 2}).id
    town.send(a, b)
    records.set_values(a, sheet, {"wage_work": "30000"})
    records.set_values(b, sheet, {"cost_crops": "1000.50"})
    town.meet(a, b)
    for ctx in (a, b):
        row = ctx.ws.get("income_sheet", sheet)
        assert row is not None
        assert row.text("net_income_per_head") == "14499.75"
        assert ctx.ws.conflicts() == []
        assert findings(ctx.ws) == []
