"""A long list in parts is the list that a short one is at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qxn_desktop.common.progress import SILENT, Cancelled
from qxn_desktop.services import list_counts, record_list, record_window, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.store import list_window
from qxn_desktop.store.condition import Filter, Query
from tests.builders import new_office

VILLAGES = ("522327103200", "522327103201")
NAMES = ("岑天贵", "罗永", "韦国明", "韦国民", "王贵", "吴大国", "韦国", "陆韦", "周一", "周二")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path_factory.mktemp("window") / "w")
    codes = [row.id for row in ctx.ws.select("village", limit=2)]
    for at, name in enumerate(NAMES):
        raw = {"village": codes[at % 2], "head_name": name, "household_type": "脱贫户"}
        note = {"note": "韦家的亲戚"} if name == "周一" else {}
        records.add(ctx, "household", {**raw, "group": str(at % 3), **note})
    yield ctx
    door.close()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten rows are a long list, three a beginning."""
    monkeypatch.setattr(record_window, "LARGE", 5)
    monkeypatch.setattr(record_window, "BEGINNING", 3)
    monkeypatch.setattr(record_window, "ENDING", 3)


QUERIES = [
    ListQuery("household"),
    ListQuery("household", sort="head_name", descending=True),
    ListQuery("household", sort="group"),
    ListQuery("household", filters=(Filter("household_type", "one_of", ("脱贫户",)),)),
    ListQuery("household", sort="population"),
]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("query", QUERIES)
def test_the_parts_make_the_list(office: AppContext, query: ListQuery) -> None:
    every = record_list.keys(office, query)
    assert len(every) == len(NAMES)
    begin = record_window.beginning(office, query)
    assert (begin.keys, begin.whole) == (every[:3], False)
    ends = record_window.ends(office, query)
    assert ends is not None
    assert (ends.count, ends.tail) == (len(every), every[-3:])
    assert record_window.whole(office, query) == every


def test_a_short_list_comes_at_once(office: AppContext) -> None:
    begin = record_window.beginning(office, QUERIES[0])
    assert (begin.whole, len(begin.keys)) == (True, len(NAMES))


@pytest.mark.usefixtures("large")
def test_a_search_puts_names_first_and_other_texts_after(office: AppContext) -> None:
    query = ListQuery("household", "韦")
    begin = record_window.beginning(office, query)
    assert [name(office, key) for key in begin.keys] == ["韦国", "韦国明", "韦国民"]
    assert record_window.ends(office, query) is None
    every = [name(office, key) for key in record_window.whole(office, query)]
    assert every == ["韦国", "韦国明", "韦国民", "陆韦", "周一"]
    spelt = record_window.beginning(office, ListQuery("household", "wg"))
    assert {name(office, key) for key in spelt.keys} <= {"韦国", "韦国明", "韦国民", "王贵"}
    code = office.ws.select("household", {"head_name": "韦国明"})[0].text("village")
    narrow = record_window.whole(office, ListQuery("household", "韦国", village=code))
    assert {name(office, key) for key in narrow} <= {"韦国", "韦国明", "韦国民"}
    assert "韦国明" in {name(office, key) for key in narrow}


def test_nobody_waits_any_more(office: AppContext) -> None:
    class Gone:
        def report(self, _done: int, _total: int, _words: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        list_window.keys(office.ws, "household", Query(), Gone())
    assert len(list_window.keys(office.ws, "household", Query(), SILENT)) == len(NAMES)


def test_indexed_lists_are_read_from_one_index(office: AppContext) -> None:
    for query in QUERIES[:4]:
        store = record_list.store_query(office, query)
        plan = list_window.plan_of(office.ws, "household", store)
        assert "COVERING INDEX" in plan, query
        assert "TEMP B-TREE" not in plan or query.descending, query


def test_counts_follow_changes(office: AppContext) -> None:
    specs = [office.ws.schema.registers[name] for name in ("household", "member")]
    assert dict(list_counts.counts(office, specs)) == {"household": len(NAMES), "member": 0}
    raw = {"village": VILLAGES[0], "head_name": "陆新"}
    new = records.add(office, "household", raw)
    assert list_counts.counts(office, specs)["household"] == len(NAMES) + 1
    records.delete(office, new.id)
    assert list_counts.counts(office, specs)["household"] == len(NAMES)


def name(ctx: AppContext, key: int) -> str:
    [row] = ctx.ws.at_keys("household", [key])
    return row.text("head_name") if row else ""
