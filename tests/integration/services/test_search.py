"""What Ctrl+K finds: by characters, pinyin, number and village; never more than may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import label_search, records, search
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import NewOrder, assign
from qxn_desktop.services.records import Wanted
from qxn_desktop.services.routing import draft
from qxn_desktop.services.search import Hit
from tests.builders import new_office, runs_of, sent
from tests.integration.services.rectification_builder import found

BANWAN, YATA = "522327103213", "522327103200"
NUMBER = "529000199003079035"


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    add(ctx, "h1", "household", village=BANWAN, head_name="韦国明", group="2组", id_number=NUMBER)
    add(ctx, "h2", "household", village=YATA, head_name="韦秀英", household_type="脱贫户")
    add(ctx, "m1", "member", village=BANWAN, household="h1", name="韦国明", relation="户主")
    add(ctx, "m2", "member", household="h1", name="罗小芳", relation="配偶", phone="15400010001")
    add(ctx, "t1", "toilet", village=BANWAN, code="103213-0007")
    add(ctx, "p1", "public_toilet", village=YATA, name="赶场坝公厕")
    yield ctx
    door.close()


def add(ctx: AppContext, row: str, register: str, **values: str) -> None:
    ctx.ws.write([draft(ctx, register, row, Kind.PUT, values)])


def hits(ctx: AppContext, text: str) -> list[Hit]:
    return [hit for group in search.search(ctx, text) for hit in group.hits]


def ids(ctx: AppContext, text: str) -> list[str]:
    return [hit.id for hit in hits(ctx, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("韦", ["h1", "h2"]),
        ("国明", ["h1"]),
        ("wgm", ["h1"]),
        ("weixiu", ["h2"]),
        ("小芳", ["m2"]),
        ("板万 韦", ["h1"]),
        ("bw wei", ["h1"]),
        ("没有 韦", []),
        (NUMBER, ["h1"]),
        ("15400010001", ["m2"]),
        ("１５４００010001", ["m2"]),
        ("1540001", []),
        ("0007", ["t1"]),
        ("gcb", ["p1"]),
        ("板万", [BANWAN]),
        ("5223271032", ["522327103200", "522327103202", "522327103203"]),
        ("", []),
        ("   ", []),
    ],
)
def test_what_is_found(ctx: AppContext, text: str, found: list[str]) -> None:
    assert ids(ctx, text)[:3] == found


def test_hits_say_where_and_show_no_number(ctx: AppContext) -> None:
    assert hits(ctx, "韦国明") == [
        Hit("韦国明", "板万村2组　农户", "household", "h1", BANWAN),
    ]
    [member] = hits(ctx, "15400010001")
    assert (member.title, member.subtitle) == ("罗小芳", "板万村　韦国明家配偶")
    assert hits(ctx, "赶场")[0].subtitle == "丫他村　农村公厕"


def test_groups_are_short_and_say_when_there_is_more(ctx: AppContext) -> None:
    for at in range(9):
        add(ctx, f"x{at}", "household", village=YATA, head_name=f"岑{at}")
    [group] = search.search(ctx, "岑")
    assert (group.heading, len(group.hits), group.more) == ("人和户", 6, True)


def test_problems_by_title_and_number_and_orders(ctx: AppContext) -> None:
    problem = found(ctx, "沟渠堵塞", object_id=BANWAN)
    number = records.get(ctx, problem).row.text("number")
    for text in ("沟渠", "gqds", number[-5:], number, "板万 沟"):
        assert problem in ids(ctx, text)
    assert problem not in ids(ctx, "丫他村 沟")
    assign(ctx, NewOrder("清沟行动", "文", (YATA,), "2026-12-10", "罗", "覃", "清完"))
    assert [hit.title for hit in hits(ctx, "qgxd")] == ["清沟行动"]


def test_the_index_follows_writes_deletions_and_merges(ctx: AppContext, tmp_path: Path) -> None:
    assert ids(ctx, "黄") == []
    add(ctx, "h3", "household", village=YATA, head_name="黄阿妹")
    assert ids(ctx, "ham") == ["h3"]
    records.set_values(ctx, "h3", {"head_name": "陆阿妹"})
    assert (ids(ctx, "黄"), ids(ctx, "lam")) == ([], ["h3"])
    records.delete(ctx, "h3")
    assert ids(ctx, "陆") == []
    door, colleague = new_office(tmp_path / "v")
    add(colleague, "h4", "household", village=YATA, head_name="岑老大")
    ctx.ws.merge(runs_of(colleague.ws), sent("p"))
    assert ids(ctx, "cld") == ["h4"]
    door.close()


def test_lists_find_by_pinyin_too(ctx: AppContext) -> None:
    first = records.page(ctx, "household", Wanted(search="wei", limit=1))
    assert (len(first.rows), first.total, first.next) == (1, 2, first.rows[0].id)
    rest = records.page(ctx, "household", Wanted(search="wei", after=first.next))
    assert {first.rows[0].id, rest.rows[0].id} == {"h1", "h2"}
    assert records.page(ctx, "household", Wanted(search="wei", where={"village": YATA})).total == 1


def test_what_is_read_beforehand_finds_the_same(ctx: AppContext) -> None:
    search.prepare(ctx)
    assert ids(ctx, "wgm") == ["h1"]


def test_a_register_without_a_label_has_no_index(ctx: AppContext) -> None:
    with pytest.raises(ValueError, match="setting"):
        label_search.labels(ctx, "setting")
