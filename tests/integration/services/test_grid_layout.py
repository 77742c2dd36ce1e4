"""Layouts and named views come back as they were kept, and never travel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import grid_layout, list_filter, record_list, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.grid_layout import GridLayout, NamedView
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.store.condition import Filter
from tests.builders import new_office

VILLAGE = "522327103200"
NAMES = ("岑天贵", "罗永", "韦国明", "韦国民")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    for at, name in enumerate(NAMES):
        raw = {"village": VILLAGE, "head_name": name, "population": at + 1, "address": name}
        records.add(ctx, "household", raw if at else {**raw, "population": None})
    yield ctx
    door.close()


POOR = Filter("household_type", "one_of", ("脱贫户", None))
NO_OR_TWO = Filter("population", "one_of", (None, 2))
MANY = Filter("population", "between", (3, ""))
QUERY = ListQuery(
    "household", "韦", VILLAGE,
    (Filter("population", "between", ("2", "")), POOR),
    "head_name", True, (("address", "wgm"),), True,
)  # fmt: skip


def test_a_view_comes_back_as_it_was(office: AppContext) -> None:
    before = office.ws.operation_count()
    layout = GridLayout(("head_name", "phone"), {"phone": 140}, 1)
    grid_layout.keep_view(office, NamedView(" 三人 以上 ", QUERY, layout))
    grid_layout.keep_layout(office, "household", layout)
    [view] = grid_layout.views(office, "household")
    assert (view.query, view.layout) == (QUERY, layout)
    assert grid_layout.layout(office, "household") == layout
    assert grid_layout.views(office, "member") == ()
    assert office.ws.operation_count() == before
    grid_layout.drop_view(office, "household", view.name)
    assert grid_layout.views(office, "household") == ()


def test_a_view_needs_a_name(office: AppContext) -> None:
    for name in ("", "　", "长" * 21):
        with pytest.raises(UserError) as refused:
            grid_layout.keep_view(office, NamedView(name, QUERY))
        assert refused.value.code == "E-REG-355"


def test_a_spoilt_value_is_the_usual_layout(office: AppContext) -> None:
    for text in ("{", "[]", '{"columns":3,"widths":[],"frozen":"x"}'):
        office.ws.keep_local({"grid.layout.household": text, "grid.views.household": text})
        assert grid_layout.layout(office, "household") == GridLayout()
        assert grid_layout.views(office, "household") == ()


def test_columns_that_are_gone_are_left_out(office: AppContext) -> None:
    spec = office.ws.schema.registers["household"]
    shown = grid_layout.fields_of(spec, GridLayout(("phone", "no_such", "head_name")))
    assert [one.id for one in shown] == ["phone", "head_name"]
    assert grid_layout.fields_of(spec, GridLayout(("no_such",))) == record_list.columns_of(spec)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (ListQuery("household", spelt=(("head_name", "wg"),)), ["韦国明", "韦国民"]),
        (ListQuery("household", spelt=(("address", "ly"),)), ["罗永"]),
        (ListQuery("household", spelt=(("address", "xyz"),)), []),
        (ListQuery("household", filters=(NO_OR_TWO,)), ["岑天贵", "罗永"]),
        (ListQuery("household", filters=(MANY,)), ["韦国明", "韦国民"]),
    ],
)  # fmt: skip
def test_filters_find(office: AppContext, query: ListQuery, names: list[str]) -> None:
    keys = record_list.keys(office, query)
    found = [row.text("head_name") for row in office.ws.at_keys("household", keys) if row]
    assert sorted(found) == sorted(names)


def test_chips_say_what_is_asked_and_take_themselves_away(office: AppContext) -> None:
    found = list_filter.chips(office, QUERY)
    spec = office.ws.schema.registers["household"]
    titles = {one.id: one.title for one in spec.fields}
    assert [one.words for one in found] == [
        f"{titles['population']}：从 2",
        f"{titles['household_type']}：脱贫户、未填",
        f"{titles['address']}拼音：wgm",
        "有发现",
    ]
    assert found[0].rest.filters == QUERY.filters[1:]
    assert found[2].rest.spelt == ()
    assert not found[3].rest.faulty


def test_the_value_of_a_cell_is_a_filter(office: AppContext) -> None:
    rows = {row.text("head_name"): row.id for row in office.ws.select("household")}
    same = list_filter.same_value(office, "household", rows["罗永"], "population")
    assert same == Filter("population", "one_of", (2,))
    assert list_filter.same_value(office, "household", rows["岑天贵"], "population").test == "empty"
