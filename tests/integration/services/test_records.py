"""Rows of the registers in a real office: what is kept, what is refused and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import AppError, UserError
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import records, undo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.records import Wanted
from qxn_desktop.store import audit_log
from qxn_desktop.store.row import Row
from tests.builders import new_office, runs_of, sent

NUMBER = "529000199003079035"
OTHER = "529001198504129047"
PHONE = "15400010001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    yield ctx
    door.close()


def village(ctx: AppContext, at: int = 1) -> Row:
    return ctx.ws.select("village")[at]


def household(ctx: AppContext, name: str = "韦国明", **more: str) -> str:
    raw = {"village": village(ctx).id, "head_name": name, **more}
    return records.add(ctx, "household", raw).id


def code_of(error: pytest.ExceptionInfo[AppError]) -> str:
    return error.value.code


def test_a_row_is_cleaned_kept_and_shown_masked(office: AppContext) -> None:
    raw = {"village": "丫他村", "head_name": " 韦国明 ", "id_number": NUMBER, "population": "5"}
    added = records.add(office, "household", raw)
    assert added.fields == ("village", "head_name", "id_number", "population")
    shown = records.get(office, added.id).row.values
    assert shown == {
        "village": "522327103200",
        "head_name": "韦国明",
        "id_number": "529000********9035",
        "population": 5,
    }
    whole = records.get(office, added.id, unmasked="入户核对").row.values
    assert whole["id_number"] == NUMBER
    (line,) = [e for e in audit_log.entries(office.ws.db) if e.action == "reveal"]
    assert line.facts == {"register": "household", "row": added.id, "reason": "入户核对"}


def test_the_same_number_is_the_same_row_on_every_machine(
    office: AppContext, tmp_path: Path
) -> None:
    door, other = new_office(tmp_path / "v")
    first = household(office, id_number=NUMBER)
    assert household(other, id_number=NUMBER) == first
    assert household(office) != household(other)
    door.close()


def test_a_number_that_is_taken_is_refused_and_names_the_row(office: AppContext) -> None:
    first = household(office, id_number=NUMBER)
    with pytest.raises(UserError, match="韦国明") as error:
        household(office, "罗秀英", id_number=NUMBER)
    assert first in str(error.value)
    second = household(office, "罗秀英", id_number=OTHER)
    with pytest.raises(UserError) as error:
        records.set_values(office, second, {"id_number": NUMBER})
    assert code_of(error) == "E-REG-323"


def test_a_number_given_up_can_be_used_again(office: AppContext) -> None:
    first = household(office, id_number=NUMBER)
    records.set_values(office, first, {"id_number": ""})
    assert household(office, "罗秀英", id_number=NUMBER) != first


def test_a_deleted_number_is_restored_not_written_over(office: AppContext) -> None:
    first = household(office, id_number=NUMBER)
    records.delete(office, first)
    with pytest.raises(UserError) as error:
        household(office, id_number=NUMBER)
    assert code_of(error) == "E-REG-322"
    records.restore(office, first)
    assert records.get(office, first).row.text("head_name") == "韦国明"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"village": "不存在村", "head_name": "甲"}, "E-REG-302"),
        ({"village": "522301001001", "head_name": "甲"}, "E-REG-302"),
        ({"village": "丫他", "head_name": "甲"}, "E-REG-301"),
        ({"village": "板万", "head_name": "甲", "population": "三"}, "E-REG-205"),
        ({"village": "板万", "head_name": "甲", "identified_on": "2026-02-31"}, "E-REG-230"),
        ({"village": "板万", "head_name": "甲", "height": "1"}, "E-REG-240"),
        ({"village": "板万"}, "E-REG-242"),
        ({"head_name": "甲"}, "E-REG-242"),
    ],
)
def test_a_faulty_row_is_refused_and_nothing_written(
    office: AppContext, raw: dict[str, str], code: str
) -> None:
    with pytest.raises(UserError) as error:
        records.add(office, "household", raw)
    assert code_of(error) == code
    assert office.ws.log.count() == 0


def test_a_referred_row_is_named_by_id_number_or_label(office: AppContext) -> None:
    host = household(office, id_number=NUMBER)
    for name in (host, NUMBER, "韦国明"):
        member = records.add(office, "member", {"household": name, "name": "韦小明"}).id
        values = records.get(office, member).row.values
        assert (values["household"], values["village"]) == (host, village(office).id)
    with pytest.raises(UserError) as error:
        records.add(office, "member", {"household": "无此人", "name": "韦小明"})
    assert code_of(error) == "E-REG-303"
    household(office)
    with pytest.raises(UserError) as error:
        records.add(office, "toilet", {"household": "韦国明"})
    assert code_of(error) == "E-REG-304"


def test_only_what_differs_is_written(office: AppContext) -> None:
    row = household(office, phone=PHONE)
    before = office.ws.log.count()
    assert records.set_values(office, row, {"phone": PHONE, "head_name": "韦国明"}).fields == ()
    assert office.ws.log.count() == before
    assert records.set_values(office, row, {"phone": "", "note": "已搬"}).fields == (
        "phone",
        "note",
    )
    assert office.ws.operations("household", row)[-1].payload == {"phone": None, "note": "已搬"}
    with pytest.raises(UserError) as error:
        records.set_values(office, row, {"head_name": ""})
    assert code_of(error) == "E-REG-242"


def test_a_village_is_changed_but_neither_added_nor_deleted(office: AppContext) -> None:
    code = village(office).id
    records.set_values(office, code, {"short_name": "丫他", "cleaners": "4"})
    assert office.ws.get("village", code).values["cleaners"] == 4  # type: ignore[union-attr]
    attempts = [
        (lambda: records.set_values(office, code, {"name": "别的村"}), "E-REG-321"),
        (lambda: records.add(office, "village", {"name": "新村"}), "E-REG-310"),
        (lambda: records.delete(office, code), "E-REG-311"),
    ]
    for attempt, expected in attempts:
        with pytest.raises(UserError) as error:
            attempt()
        assert code_of(error) == expected


def test_a_row_that_others_refer_to_stays(office: AppContext) -> None:
    host = household(office)
    member = records.add(office, "member", {"household": host, "name": "韦小明"}).id
    records.add(office, "toilet", {"household": host, "type": "三格式"})
    with pytest.raises(UserError, match="1条家庭成员、1条户厕"):
        records.delete(office, host)
    records.delete(office, member)
    with pytest.raises(UserError, match="还有1条户厕"):
        records.delete(office, host)


def test_a_deleted_row_is_told_from_one_that_never_was(office: AppContext) -> None:
    row = household(office)
    records.delete(office, row)
    attempts = [
        (lambda: records.get(office, row), "E-REG-318"),
        (lambda: records.get(office, "nothing"), "E-REG-319"),
        (lambda: records.restore(office, "nothing"), "E-REG-319"),
        (lambda: records.restore(office, household(office)), "E-REG-312"),
    ]
    for attempt, expected in attempts:
        with pytest.raises(UserError) as error:
            attempt()
        assert code_of(error) == expected


def test_a_member_is_not_restored_without_its_household(office: AppContext) -> None:
    host = household(office)
    member = records.add(office, "member", {"household": host, "name": "韦小明"}).id
    records.delete(office, member)
    records.delete(office, host)
    with pytest.raises(UserError) as error:
        records.restore(office, member)
    assert code_of(error) == "E-REG-324"


def test_what_a_procedure_makes_is_not_written_by_hand(office: AppContext) -> None:
    office.ws.write([Draft("setting", "start_date", Kind.PUT, {"value": "2026-11-01"})])
    for attempt in (
        lambda: records.add(office, "setting", {"value": "x"}),
        lambda: records.set_values(office, "start_date", {"value": "x"}),
        lambda: records.delete(office, "start_date"),
    ):
        with pytest.raises(UserError) as error:
            attempt()
        assert code_of(error) == "E-REG-320"


def test_pages_join_without_gap_or_overlap(office: AppContext) -> None:
    ids = sorted(household(office, f"韦{n}", population=str(n % 3)) for n in range(7))
    for sort in ("id", "population"):
        seen: list[str] = []
        after = None
        while True:
            found = records.page(office, "household", Wanted(sort=sort, limit=3, after=after))
            assert found.total == 7
            seen += [row.id for row in found.rows]
            after = found.next
            if after is None:
                break
        assert sorted(seen) == ids
        assert len(seen) == 7
        assert sort != "id" or seen == ids


def test_conditions_are_read_as_their_fields_are(office: AppContext) -> None:
    row = household(office, "曾国明", population="4")
    household(office, "罗秀英")
    for where in ({"population": "４"}, {"village": "丫他村", "population": "4"}, {"id": row}):
        assert [r.id for r in records.page(office, "household", Wanted(where)).rows] == [row]
    assert records.page(office, "household", Wanted({"population": ""})).total == 1
    assert records.page(office, "problem", Wanted({"state": "found"})).total == 0


@pytest.mark.parametrize("search", ["曾国", "zgm", "CengGuo", " zgm "])
def test_search_takes_text_or_pinyin(office: AppContext, search: str) -> None:
    row = household(office, "曾国明")
    household(office, "罗秀英")
    found = records.page(office, "household", Wanted(search=search, limit=1))
    assert [r.id for r in found.rows] == [row]
    assert (found.total, found.next) == (1, None)


@pytest.mark.parametrize(
    ("register", "wanted", "code"),
    [
        ("nothing", Wanted(), "E-REG-313"),
        ("household", Wanted(sort="nothing"), "E-REG-317"),
        ("household", Wanted({"nothing": "1"}), "E-REG-317"),
        ("household", Wanted({"population": "x"}), "E-REG-205"),
        ("household", Wanted(after="nothing"), "E-REG-315"),
        ("check", Wanted({"answers": "x"}), "E-REG-316"),
    ],
)
def test_a_listing_that_makes_no_sense_is_refused(
    office: AppContext, register: str, wanted: Wanted, code: str
) -> None:
    with pytest.raises(UserError) as error:
        records.page(office, register, wanted)
    assert code_of(error) == code


def test_lists_are_masked_unless_a_reason_is_given(office: AppContext) -> None:
    household(office, id_number=NUMBER, phone=PHONE, note=f"其子 {OTHER}")
    (masked,) = records.page(office, "household", Wanted()).rows
    shown = [masked.text(key) for key in ("id_number", "phone", "note")]
    assert shown == ["529000********9035", "154****0001", "其子 529001********9047"]
    (whole,) = records.page(office, "household", Wanted(unmasked="对账")).rows
    assert whole.text("phone") == PHONE


def test_history_is_masked_too(office: AppContext) -> None:
    row = household(office, phone=PHONE)
    records.set_values(office, row, {"phone": "15400010002"})
    past = records.get(office, row, history=True).history
    phones = [(e.old, e.new, e.current) for e in past if e.field == "phone"]
    assert phones == [(None, "154****0001", False), ("154****0001", "154****0002", True)]
    whole = records.get(office, row, history=True, unmasked="核对").history
    assert [e.new for e in whole if e.field == "phone"] == [PHONE, "15400010002"]


def test_undo_is_an_inverse_operation_and_can_be_undone(office: AppContext) -> None:
    row = household(office, note="甲")
    records.set_values(office, row, {"note": "乙", "group": "1组"})
    assert undo.undo(office).fields == ("group", "note")
    assert records.get(office, row).row.values.keys() & {"note", "group"} == {"note"}
    undo.undo(office)
    assert records.get(office, row).row.text("note") == "乙"
    records.delete(office, row)
    undo.undo(office)
    assert records.get(office, row).row.text("note") == "乙"


def test_undo_of_adding_deletes_and_of_a_village_gives_its_own_value(office: AppContext) -> None:
    code = village(office).id
    records.set_values(office, code, {"short_name": "丫"})
    undo.undo(office)
    assert village(office).text("short_name") == "丫他村"
    row = household(office)
    assert undo.undo(office).kind == "delete"
    assert office.ws.find(row) is None


def test_undo_is_refused_where_it_would_undo_others(office: AppContext, tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        undo.undo(office)
    assert code_of(error) == "E-OP-103"
    row = household(office)
    door, colleague = new_office(tmp_path / "v")
    colleague.ws.merge(runs_of(office.ws), sent("p1"))
    records.set_values(colleague, row, {"note": "丙"})
    office.ws.merge(runs_of(colleague.ws), sent("p2"))
    with pytest.raises(UserError) as error:
        undo.undo(office)
    assert code_of(error) == "E-OP-102"
    door.close()
    office.ws.write([Draft("setting", "start_date", Kind.PUT, {"value": "2026-11-01"})])
    with pytest.raises(UserError) as error:
        undo.undo(office)
    assert code_of(error) == "E-OP-101"
