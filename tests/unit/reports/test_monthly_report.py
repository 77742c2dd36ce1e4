"""人居环境整治与防返贫监测月报: what it says in which month."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qxn_desktop.domain.monthly import (
    AssignedTask,
    FieldFigures,
    LeadChannel,
    LeadCounts,
    MonthlyFigures,
    VillageChecks,
    check_total,
)
from qxn_desktop.reports.catalog.monthly import NAME, build
from qxn_desktop.reports.document import (
    BarChart,
    Heading,
    Note,
    Paragraph,
    SignBlock,
    Table,
    Title,
    numbered,
)
from qxn_desktop.reports.month_words import SELF_USE, date_text, month_text
from qxn_desktop.reports.pdf import render_pdf
from tests.unit.reports.pdf_reading import page_texts
from tests.unit.reports.sample_month import AMENDMENTS, code, month, not_started, village_names


def tables(figures: MonthlyFigures) -> dict[str, Table]:
    """Tables by caption without their numbers."""
    blocks = build(figures).blocks
    return {b.caption.split("　")[1]: b for b in blocks if isinstance(b, Table)}


def sentences(figures: MonthlyFigures) -> str:
    return "".join(b.text for b in build(figures).blocks if isinstance(b, Paragraph))


def headings(figures: MonthlyFigures) -> list[str]:
    return [b.text for b in numbered(build(figures).blocks) if isinstance(b, Heading)]


def with_field(*rows: VillageChecks, **facts: str) -> MonthlyFigures:
    field = FieldFigures("HC", "农村户厕巡查表", "户", "某文号", rows)
    return replace(month(), fields=(replace(field, **facts),))


def test_dates_are_written_as_documents_write_them() -> None:
    assert month_text("2026-01") == "2026年1月"
    assert date_text("2026-10-05") == "2026年10月5日"
    assert date_text("") == ""


def test_the_title_names_the_unit_and_the_month() -> None:
    [title] = [b for b in build(month()).blocks if isinstance(b, Title)]
    assert title == Title(("册亨县丫他镇", NAME), "（2026年10月）")


@pytest.mark.parametrize("villages", [12, 22])
def test_every_field_has_a_table_of_all_villages_in_code_order_with_totals(villages: int) -> None:
    figures = month(villages)
    shown = tables(figures)
    for field in figures.fields:
        table = shown[f"{field.title[:-1]}情况（单位：{field.unit}）"]
        assert [row[0] for row in table.rows] == village_names(villages)
        total = check_total(field.villages)
        assert table.total is not None
        figures_shown = (str(total.due), str(total.fulfilled), str(total.checked))
        assert table.total[:4] == ("合计", *figures_shown)


def test_unscored_fields_have_no_score_column() -> None:
    shown = tables(month())
    titles = {
        caption: [column.title for column in table.columns] for caption, table in shown.items()
    }
    assert "平均得分" in titles["农村户厕巡查情况（单位：户）"]
    assert "平均得分" not in titles["防止返贫致贫入户监测情况（单位：户）"]


def test_few_samples_have_no_mean() -> None:
    few = VillageChecks(code(0), "丫他村", 9, 2, 2, 0, 0, 0, 0, 2, "180")
    many = VillageChecks(code(1), "巴金村", 9, 3, 3, 0, 0, 0, 0, 3, "270")
    [table] = [t for c, t in tables(with_field(few, many)).items() if c.startswith("农村户厕")]
    assert [row[-1] for row in table.rows] == ["样本不足", "90.0"]
    assert "平均得分" not in sentences(with_field(few))


def test_a_column_of_few_samples_is_left_out_and_the_whole_has_its_mean() -> None:
    one = VillageChecks("", "", 1, 1, 1, 0, scored=1, score_sum="90")
    rows = [replace(one, code=code(n), name=f"{n}村") for n in range(4)]
    [table] = [t for c, t in tables(with_field(*rows)).items() if c.startswith("农村户厕")]
    assert "平均得分" not in [column.title for column in table.columns]
    said = "平均得分90.0分（计分检查4次）；各村（社区）样本不足，不单列得分。"
    assert said in sentences(with_field(*rows))


def test_sentences_carry_the_totals() -> None:
    rows = (
        VillageChecks(code(0), "丫他村", 8, 6, 4, 1, 1, 1, 1, 6, "540", fulfilled=6),
        VillageChecks(code(1), "巴金村", 8, 6, 5, 1, 0, 0, 0, 6, "543", fulfilled=6),
    )
    text = sentences(with_field(*rows, frequency="每季抽查"))
    assert "按“每季抽查”，应查16户，查完12户，完成率75.0%；本月检查12户，" in text
    assert "其中合格9户，不合格2户，待核1户，合格率81.8%。" in text
    assert "另有户主不在1户，不适用1户。" in text
    assert "平均得分90.3分（计分检查12次）。" in text
    assert "不合格的分布在丫他村、巴金村。" in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (VillageChecks(code(0), "丫他村"), "本月未安排任务。"),
        (VillageChecks(code(0), "丫他村", 0, 0), "无应查对象；本月未检查。"),
        (
            VillageChecks(code(0), "丫他村", 5, 0, away=2, fulfilled=1),
            "应查5户，查完1户，完成率20.0%；本月未检查。另有户主不在2户。",
        ),
        (
            VillageChecks(code(0), "丫他村", None, 2, 2, 0, 0),
            "本月检查2户，其中合格2户，不合格0户",
        ),
    ],
)
def test_a_month_without_checks_says_why(row: VillageChecks, said: str) -> None:
    assert said in sentences(with_field(row))


def test_visits_to_households_judge_nobody() -> None:
    row = VillageChecks(code(0), "丫他村", 5, 5, 3, 1, 1, fulfilled=5)
    figures = with_field(row, opens="lead", title="入户监测表", scoring="不计分")
    text = sentences(figures)
    assert "本月监测5户，其中未见异常3户，发现风险1户，待核1户。发现风险的分布在" in text
    assert "合格率" not in text
    [table] = [t for c, t in tables(figures).items() if c.startswith("入户监测")]
    titles = [column.title for column in table.columns]
    assert titles[3:] == ["已查", "未见异常", "发现风险", "待核"]
    [chart] = [b for b in build(figures).blocks if isinstance(b, BarChart)]
    assert [bar.label for bar in chart.groups[0].bars] == ["100.0%", "—"]


def test_leads_without_follow_up_show_where_they_came_from() -> None:
    leads = (LeadCounts(code(0), "丫他村", 2), LeadCounts(code(1), "巴金村", 1))
    channels = (LeadChannel("PATROL", "日常摸排", 2), LeadChannel("HOTLINE_12345", "12345热线", 1))
    figures = replace(month(), leads=leads, channels=channels)
    assert "新增防返贫线索3条。按发现渠道：日常摸排2条、12345热线1条。" in sentences(figures)
    table = tables(figures)["防返贫线索情况（单位：条）"]
    assert (table.rows, table.total) == ((("丫他村", "2"), ("巴金村", "1")), ("合计", "3"))


def test_a_corrected_issue_says_what_it_corrects_and_why() -> None:
    figures = replace(month(), corrections=AMENDMENTS, correction_reason="漏录一户。")
    text = sentences(figures)
    assert "更正理由：漏录一户。正文为更正后的数据。与前次相比，更正1处、补报1处，见下表。" in text
    assert len(tables(figures)["本次更正与补报"].rows) == 2
    assert "各项数据与前次相同" in sentences(replace(figures, corrections=()))


def test_columns_that_apply_to_no_village_are_left_out() -> None:
    row = VillageChecks(code(0), "丫他村", 5, 5, 5, 0, 0, away=0, vacant=None, not_applicable=0)
    [table] = [t for c, t in tables(with_field(row)).items() if c.startswith("农村户厕")]
    titles = [column.title for column in table.columns]
    assert titles == ["村（社区）", "应查", "已查", "合格", "不合格", "平均得分"]


def test_before_the_start_date_nothing_is_zero() -> None:
    figures = not_started()
    assert "在启用之前，不作统计，各表以“—”表示" in sentences(figures)
    shown = tables(figures)
    assert len(shown) == len(figures.fields) + 2
    for table in shown.values():
        for row in (*table.rows, table.total or ()):
            assert set(row[1:]) == {"—"}
    assert not [b for b in build(figures).blocks if isinstance(b, BarChart)]


def test_a_unit_without_a_start_date_is_told_so() -> None:
    assert "尚未设定启用日期" in sentences(replace(not_started(), start_date=""))


def test_a_form_without_confirmed_basis_is_for_own_use() -> None:
    row = VillageChecks(code(0), "丫他村", 5, 5, 5, 0, 0)
    assert SELF_USE in sentences(with_field(row, basis=""))
    assert SELF_USE not in sentences(with_field(row))


def test_a_month_without_problems_says_so_and_shows_no_empty_tables() -> None:
    figures = month(problems=False)
    text = sentences(figures)
    assert "本月未新增问题，月末无未销号问题。" in text
    assert "本月未新增防返贫线索，月末无未办结线索。" in text
    assert "本月无交办任务。" in text
    assert not [
        caption for caption in tables(figures) if caption.startswith(("问题", "防返贫线索"))
    ]


def test_problems_are_counted_by_village() -> None:
    figures = month()
    table = tables(figures)["问题整改情况（单位：个）"]
    assert [column.title for column in table.columns[1:]] == [
        "本月新增", "本月销号", "月末未销号", "其中超期", "反弹",
    ]  # fmt: skip
    assert table.total == ("合计", *(str(sum(int(r[n]) for r in table.rows)) for n in range(1, 6)))


def test_assigned_tasks_show_basis_and_completion() -> None:
    task = AssignedTask("清河道", "某督办〔2026〕1号", "2026-10-20", 12, 9, 3)
    table = tables(replace(month(), tasks=(task,)))["交办任务完成情况（单位：村次）"]
    assert table.rows == (
        ("清河道", "某督办〔2026〕1号", "2026-10-20", "12", "9", "3", "75.0%"),
    )  # fmt: skip


def test_amendments_have_a_section_when_there_are_any() -> None:
    assert not any("更正与补报" in text for text in headings(month()))
    figures = replace(month(), amendments=AMENDMENTS)
    assert "六、更正与补报" in headings(figures)
    assert "更正1处、补报1处" in sentences(figures)
    assert len(tables(figures)["更正与补报"].rows) == 2


def test_what_a_person_wrote_is_printed_under_its_heading() -> None:
    figures = replace(month(), remarks=("对未销号问题逐个催办。",))
    assert "六、下步打算" in headings(figures)
    assert "对未销号问题逐个催办。" in sentences(figures)


def test_defaults_are_marked_in_the_notes() -> None:
    [note] = [b for b in build(month()).blocks if isinstance(b, Note)]
    text = "".join(note.items)
    unfounded = "户厕巡查：排气管最低高度50厘米。各表：近30天最少清运次数8次。"
    assert f"以下参数没有依据，按默认值计算，请核定。{unfounded}" in text
    assert "所用参数。各表：收入监测线未填（待县级下达）。" in text
    assert "农村户厕巡查、农村公厕巡查、村级生活垃圾治理月查的依据：册乡村振兴〔2026〕3号。" in text
    assert "不作排名" in text


def test_people_and_the_cut_off_stand_at_the_end() -> None:
    sign = build(month()).blocks[-1]
    assert sign == SignBlock(
        "丫他镇",
        "2026年11月2日",
        (("填表人", "王𬱖"), ("审核人", "买买提·艾力"), ("负责人", "岑䶮堃")),
        (("数据截止日", "2026年10月31日"),),
    )


def test_the_organ_that_seals_it_may_be_another_than_the_unit() -> None:
    sign = build(replace(month(), organ="丫他镇人民政府")).blocks[-1]
    assert isinstance(sign, SignBlock)
    assert sign.unit == "丫他镇人民政府"


def test_what_is_not_issued_says_so() -> None:
    sign = build(month(problems=False)).blocks[-1]
    assert isinstance(sign, SignBlock)
    assert sign.date == ""
    assert ("数据状态", "未出具，数据可能变动") in sign.facts


def test_the_chart_shows_every_field() -> None:
    [chart] = [b for b in build(month()).blocks if isinstance(b, BarChart)]
    assert [group.title for group in chart.groups] == [
        "农村户厕巡查", "农村公厕巡查", "村级生活垃圾治理月查", "农村生活污水月查",
        "防止返贫致贫入户监测", "首厕过关验收",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "figures",
    [month(), month(22), month(empty=True), month(problems=False), not_started(),
     replace(month(), fields=(), problems=(), leads=())],
    ids=["12", "22", "empty", "no problems", "not started", "nothing"],
)  # fmt: skip
def test_every_kind_of_month_is_printed_whole(figures: MonthlyFigures) -> None:
    document = build(figures, watermark="演示")
    pages = page_texts(render_pdf(document).data)
    printed = "".join("".join(pages).split())
    for block in document.blocks:
        if isinstance(block, Table):
            for row in (*block.rows, block.total or ()):
                assert all("".join(text.split()) in printed for text in row)
    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in "".join(page.split())
        assert "演示" in page
        assert len(page.split()) > 5
