from __future__ import annotations

from qxn_desktop.domain.village_count import VillageCount, VillageNumbers

ONE = VillageCount(
    "垃圾月查逾期",
    (
        VillageNumbers("1", "丫他村", (0,)),
        VillageNumbers("2", "板万村", (2,)),
        VillageNumbers("3", "<巴金>村", (3,)),
    ),
    unit="户",
)
TWO = VillageCount(
    "今日",
    (VillageNumbers("1", "丫他村", (0, 0)), VillageNumbers("2", "板万村", (2, 1))),
    ("厕所", "问题"),
)


def test_a_sentence_for_wechat() -> None:
    assert ONE.text == "垃圾月查逾期：板万村2、<巴金>村3，合计5户。"
    assert TWO.text == "今日：板万村厕所2、问题1；合计厕所2、问题1。"
    nothing = VillageCount("逾期", (VillageNumbers("1", "丫他村", (0,)),))
    assert nothing.text == "逾期：各村都没有。"
    assert VillageCount("逾期", ()).totals == (0,)


def test_a_table_with_every_village_and_its_sum() -> None:
    assert ONE.tsv == "村（社区）\t数量\n丫他村\t0\n板万村\t2\n<巴金>村\t3\n合计\t5"
    assert TWO.tsv.splitlines()[-1] == "合计\t2\t1"
    assert "<td>&lt;巴金&gt;村</td><td>3</td>" in ONE.html
    assert ONE.html.count("<tr>") == 5
    assert "<caption>垃圾月查逾期</caption>" in ONE.html
