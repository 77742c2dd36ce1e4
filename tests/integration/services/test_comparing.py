"""账账相符: what is only here, only there, different, and what could not be compared."""

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.comparison import Kind
from qxn_desktop.excel.workbook_reader import read_workbook
from qxn_desktop.services import comparing, records
from qxn_desktop.services.comparing import Wish
from tests.builders import VILLAGE, new_office

OTHER = "522327103001"
HEAD = "村,户主姓名,户主证件号,户类型,联系电话\n"
WEI, LUO = "529000199003079035", "529001198504129047"


@pytest.fixture
def office(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    with door.workspace:
        yield ctx


def household(ctx, name, number="", village=VILLAGE, **values):
    given = {"village": village, "head_name": name, "id_number": number, **values}
    filled = {key: value for key, value in given.items() if value}
    return records.add(ctx, "household", filled).id


@pytest.fixture
def sheet(tmp_path):
    def write(text, head=HEAD):
        path = tmp_path / "对方.csv"
        path.write_text(head + text, encoding="utf-8")
        return path

    return write


def lines(found):
    return [(line.kind, line.label, line.number) for line in found.lines]


def test_books_that_agree(office, sheet):
    household(office, "韦国明", WEI, household_type="脱贫户", phone="15400010001")
    before = office.ws.digest()
    found = comparing.compare(
        office, "household", sheet(f"丫他村,韦国明,{WEI},脱贫户,15400010001\n")
    )
    assert found.agrees
    assert found.equal == 1
    assert set(found.fields) == {"所在村", "户主姓名", "户主证件号", "联系电话", "户类型"}
    assert office.ws.digest() == before


def test_each_kind_is_told(office, sheet):
    wei = household(office, "韦国明", WEI, household_type="脱贫户")
    here = household(office, "王家华")
    household(office, "远村人", village=OTHER)
    path = sheet(
        f"丫他村,韦国明,{WEI},一般农户,15400010001\n丫他村,罗成,{LUO},脱贫户,\n丫他村,坏证件,123,,\n"
    )
    found = comparing.compare(office, "household", path)
    assert sorted(lines(found)) == sorted(
        [
            (Kind.DIFFERENT, "韦国明", 2),
            (Kind.ONLY_THERE, "罗成", 3),
            (Kind.UNREAD, "坏证件", 4),
            (Kind.ONLY_HERE, "王家华", 0),
        ]
    )
    by_kind = {line.kind: line for line in found.lines}
    assert by_kind[Kind.DIFFERENT].row == wei
    assert by_kind[Kind.DIFFERENT].words == (
        "户类型：本台账“脱贫户”，对方“一般农户”；联系电话：本台账没填，对方“154****0001”"
    )
    assert by_kind[Kind.ONLY_HERE].row == here
    assert "证件号" in by_kind[Kind.UNREAD].words
    assert found.scope == "丫他村"


def test_what_the_other_book_leaves_empty_is_a_difference(office, sheet):
    household(office, "韦国明", WEI, household_type="脱贫户")
    [line] = comparing.compare(office, "household", sheet(f"丫他村,韦国明,{WEI},,\n")).lines
    assert line.words == "户类型：本台账“脱贫户”，对方没填"


def test_masked_values_that_look_alike_are_said_to_differ(office, sheet):
    household(office, "韦国明", WEI, phone="15400010001")
    path = sheet(f"丫他村,韦国明,{WEI},,15400020001\n")
    [line] = comparing.compare(office, "household", path).lines
    assert line.words == "联系电话：本台账“154****0001”，对方“154****0001（遮住的部分不同）”"
    assert "15400020001" not in str(line)


def test_villages_of_the_sheet_and_the_chosen_one(office, sheet):
    household(office, "王家华")
    household(office, "远村人", village=OTHER)
    path = sheet(f"丫他村,罗成,{LUO},,\n")
    assert [line.label for line in comparing.compare(office, "household", path).lines] == [
        "罗成", "王家华",
    ]  # fmt: skip
    found = comparing.compare(office, "household", path, Wish(village=OTHER))
    assert lines(found) == [(Kind.ONLY_HERE, "远村人", 0)]


def test_list_of_monitored_households_is_compared_with_those(office, sheet):
    household(office, "王家华")
    household(office, "韦国明", WEI, monitor_category="边缘易致贫户")
    household(office, "陆家", monitor_category="边缘易致贫户")
    head = "村,户主姓名,户主证件号,监测对象类别\n"
    path = sheet(f"丫他村,韦国明,{WEI},边缘易致贫户\n", head)
    found = comparing.compare(office, "household", path)
    assert lines(found) == [(Kind.ONLY_HERE, "陆家", 0)]
    assert found.scope == "丫他村的监测对象"
    every = comparing.compare(office, "household", path, Wish(monitored=False))
    assert {line.label for line in every.lines} == {"王家华", "陆家"}


def test_sheet_with_few_columns_still_says_who_is_missing(office, sheet):
    household(office, "韦国明", WEI)
    found = comparing.compare(
        office, "household", sheet(f"{WEI}\n{LUO}\n", "户主证件号\n"), Wish(village=VILLAGE)
    )
    assert found.equal == 1


def test_workbook_has_a_row_for_each_difference(office, sheet, tmp_path):
    household(office, "韦国明", WEI, household_type="脱贫户")
    household(office, "=王家华")
    path = sheet(f"丫他村,韦国明,{WEI},一般农户,15400010001\n")
    found = comparing.compare(office, "household", path)
    target = tmp_path / comparing.default_name(office, found)
    comparing.export_comparison(office, found, target)
    [page] = read_workbook(target)
    texts = [[cell.text for cell in row] for row in page.rows]
    assert len(texts) == 3 + 3
    assert ["不一致", "丫他村", "韦国明", "2", "户类型", "脱贫户", "一般农户"] in [
        r[:7] for r in texts
    ]
    assert not any(cell.formula for row in page.rows for cell in row)


def test_wrong_ending_and_unknown_register_are_refused(office, sheet, tmp_path):
    path = sheet(f"丫他村,罗成,{LUO},,\n")
    found = comparing.compare(office, "household", path)
    with pytest.raises(UserError) as error:
        comparing.export_comparison(office, found, tmp_path / "a.csv")
    assert error.value.code == "E-EXP-061"
    with pytest.raises(UserError):
        comparing.compare(office, "nothing", path)
