"""人居环境整治与防返贫监测月报: the month's figures as an official document without red head.

Sentences carry the numbers, tables the villages. What does not apply prints "—". The fields of
work are those of the figures: a template more is a section more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qxn_desktop.domain.figure_row import LEADS, PROBLEMS, TASKS, FigureKey
from qxn_desktop.domain.monthly import (
    ABSENT,
    LEAD_COUNTS,
    PROBLEM_COUNTS,
    TASK_COUNTS,
    Amendment,
    FieldFigures,
    LeadCounts,
    MonthlyFigures,
    ProblemCounts,
    VillageChecks,
    VillageRow,
    cell,
    check_titles,
    check_total,
    lead_total,
    mean_score,
    percent,
    problem_total,
    task_key,
)
from qxn_desktop.reports.document import (
    Bar,
    BarChart,
    BarGroup,
    Block,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    SignBlock,
    Table,
    Title,
)
from qxn_desktop.reports.month_figures import (
    field_figures,
    lead_figures,
    outcome_figures,
    problem_figures,
)
from qxn_desktop.reports.month_words import (
    VILLAGE,
    channel_sentence,
    counted_kinds,
    date_text,
    field_sentences,
    heading,
    lead_sentence,
    month_text,
    not_started,
    note_items,
    outcomes,
    overall,
    pass_rate,
    problem_sentence,
    scores_shown,
    task_sentence,
)
from qxn_desktop.reports.registry import ReportSpec

NAME = "人居环境整治与防返贫监测月报"
NOT_COUNTED = "本月未启用，不作统计。"
VILLAGE_WIDTH = 26
COUNT_WIDTH = 10
SCORE_WIDTH = 16
ALWAYS_SHOWN = ("due", "checked", "passed", "failed")
"""Columns of a field that stand even where they hold nothing but "—"."""


@dataclass(slots=True)
class _Captions:
    """Numbers the tables: 表1, 表2."""

    count: int = 0

    def next(self, text: str) -> str:
        self.count += 1
        return f"表{self.count}　{text}"


def build(figures: MonthlyFigures, watermark: str | None = None) -> Document:
    """The document of ``figures``; ``watermark`` (演示) lies across its pages."""
    captions = _Captions()
    blocks: list[Block] = [_title(figures), *_overview(figures)]
    blocks += _fields(figures, captions)
    blocks += _problems(figures, captions)
    blocks += _leads(figures, captions)
    blocks += _tasks(figures, captions)
    blocks += _amendments(figures, captions)
    blocks += _remarks(figures)
    blocks += [Note("说明", note_items(figures)), _signature(figures)]
    title = f"{figures.county}{figures.unit}{NAME}（{month_text(figures.period)}）"
    meta = {"subject": NAME, "keywords": figures.period, "date": figures.cut_off}
    return Document(title, figures.unit, tuple(blocks), watermark, meta)


def _title(figures: MonthlyFigures) -> Title:
    return Title((figures.county + figures.unit, NAME), f"（{month_text(figures.period)}）")


# 一、总体情况


def _overview(figures: MonthlyFigures) -> Iterator[Block]:
    yield Heading("总体情况")
    if not figures.started:
        yield Paragraph(not_started(figures))
        return
    totals = [check_total(field.villages) for field in figures.fields]
    count = len({row.code for field in figures.fields for row in field.villages})
    some = any(total.checked for total in totals)
    opening = (
        f"{month_text(figures.period)}，{figures.unit}对{count}个{VILLAGE}"
        f"{'开展' if some else '尚未开展'}人居环境整治检查和防返贫监测。"
    )
    yield Paragraph(opening + overall(figures))
    yield Paragraph(outcomes(figures), figures=outcome_figures(figures))
    if some:
        yield _chart(figures, totals)


def _chart(figures: MonthlyFigures, totals: Sequence[VillageChecks]) -> BarChart:
    groups = [
        BarGroup(
            heading(field),
            (
                _bar(percent(total.fulfilled, total.due)),
                _bar(pass_rate(field, total)),
            ),
        )
        for field, total in zip(figures.fields, totals, strict=True)
    ]
    return BarChart("图1　各项检查的完成率和合格率", ("完成率", "合格率"), tuple(groups))


def _bar(share: str | None) -> Bar:
    if share is None:
        return Bar(None, ABSENT)
    return Bar(min(Decimal(share.removesuffix("%")), Decimal(100)), share)


# 二、检查情况


def _fields(figures: MonthlyFigures, captions: _Captions) -> Iterator[Block]:
    yield Heading("检查情况")
    if not figures.fields:
        yield Paragraph("本单位没有启用的检查表。")
    for field in figures.fields:
        yield Heading(heading(field), 2)
        yield Paragraph(field_sentences(figures, field), figures=field_figures(field))
        yield _field_table(field, captions)


def _field_table(field: FieldFigures, captions: _Captions) -> Table:
    total = check_total(field.villages)
    shown = [(name, title) for name, title in check_titles(field).items() if _shown(total, name)]
    scored = scores_shown(field)
    columns = [Column(VILLAGE, VILLAGE_WIDTH), *(Column(t, COUNT_WIDTH) for _, t in shown)]
    columns += [Column("平均得分", SCORE_WIDTH)] if scored else []

    def row(checks: VillageChecks) -> tuple[str, ...]:
        score = [cell(mean_score(checks, field.fewest_samples))] if scored else []
        return (checks.name, *(cell(getattr(checks, name)) for name, _ in shown), *score)

    names = [name for name, _ in shown] + (["scored"] if scored else [])
    return Table(
        tuple(columns),
        tuple(map(row, field.villages)),
        row(total),
        captions.next(f"{heading(field)}情况（单位：{field.unit}）"),
        figures=_figures(field.template, (*field.villages, total), names),
    )


def _figures(
    table: str, rows: Iterable[VillageRow], names: Sequence[str]
) -> tuple[tuple[FigureKey | None, ...], ...]:
    """What stands in the cells of a table of villages: its name, then the figures ``names``."""
    return tuple((None, *(FigureKey(table, row.code, name) for name in names)) for row in rows)


def _shown(total: VillageChecks, name: str) -> bool:
    """Whether a column says something: what happened nowhere is left out, the main ones stay."""
    value = getattr(total, name)
    return name in ALWAYS_SHOWN or (value is not None if name == "fulfilled" else bool(value))


# 三、问题整改; 四、防返贫线索; 五、交办任务


def _problems(figures: MonthlyFigures, captions: _Captions) -> Iterator[Block]:
    yield Heading("问题整改")
    total = problem_total(figures.problems)
    text = problem_sentence(total) if figures.started else NOT_COUNTED
    yield Paragraph(text, figures=problem_figures(total))
    rows = figures.problems
    if rows and (not figures.started or _any(total, PROBLEM_COUNTS)):
        caption = captions.next("问题整改情况（单位：个）")
        yield _village_table(PROBLEMS, (*rows, total), PROBLEM_COUNTS, caption)


def _leads(figures: MonthlyFigures, captions: _Captions) -> Iterator[Block]:
    yield Heading("防返贫线索")
    total = lead_total(figures.leads)
    text = lead_sentence(total) + channel_sentence(figures)
    yield Paragraph(text if figures.started else NOT_COUNTED, figures=lead_figures(total))
    if figures.leads and (not figures.started or _any(total, LEAD_COUNTS)):
        caption = captions.next("防返贫线索情况（单位：条）")
        yield _village_table(LEADS, (*figures.leads, total), LEAD_COUNTS, caption)


def _any(row: object, counts: Sequence[tuple[str, str]]) -> bool:
    return any(getattr(row, name) for name, _ in counts)


def _village_table(
    name: str,
    rows: Sequence[ProblemCounts | LeadCounts],
    counts: Sequence[tuple[str, str]],
    caption: str,
) -> Table:
    """The table of ``rows``, of which the last is the total."""
    total = rows[-1]
    shown = [(name, t) for name, t in counts if name == "opened" or _applies(total, name)]

    def cells(row: ProblemCounts | LeadCounts) -> tuple[str, ...]:
        return (row.name, *(cell(getattr(row, name)) for name, _ in shown))

    columns = (Column(VILLAGE, VILLAGE_WIDTH), *(Column(t, COUNT_WIDTH) for _, t in shown))
    figures = _figures(name, rows, [column for column, _ in shown])
    return Table(columns, tuple(map(cells, rows[:-1])), cells(total), caption, figures=figures)


def _applies(total: object, name: str) -> bool:
    return getattr(total, name) is not None


def _tasks(figures: MonthlyFigures, captions: _Captions) -> Iterator[Block]:
    yield Heading("交办任务")
    yield Paragraph(task_sentence(figures))
    if not figures.tasks:
        return
    shown = [
        (name, title)
        for name, title in TASK_COUNTS
        if name != "not_applicable" or any(t.not_applicable for t in figures.tasks)
    ]
    columns = (
        Column("任务", 26, "left"), Column("依据", 23, "left"), Column("期限", 19),
        *(Column(title, 11) for _, title in shown), Column("完成率", 12),
    )  # fmt: skip
    rows = tuple(
        (
            task.title, task.basis, task.due,
            *(cell(getattr(task, name)) for name, _ in shown),
            cell(percent(task.done, task.villages)),
        )
        for task in figures.tasks
    )  # fmt: skip
    names = [name for name, _ in shown]
    keys = tuple(
        (None, None, None, *(FigureKey(TASKS, task_key(task), name) for name in names), None)
        for task in figures.tasks
    )
    yield Table(
        columns, rows, caption=captions.next("交办任务完成情况（单位：村次）"), figures=keys
    )


# 更正与补报, 下步打算, 口径, 落款


def _amendments(figures: MonthlyFigures, captions: _Captions) -> Iterator[Block]:
    if not figures.amendments and not figures.correction_reason:
        return
    yield Heading("更正与补报")
    if figures.correction_reason:
        changed = counted_kinds(figures.corrections)
        changed = f"与前次相比，{changed}，见下表。" if changed else "各项数据与前次相同。"
        yield Paragraph(
            f"本月报为更正后重新出具，更正理由：{figures.correction_reason.rstrip('。')}。"
            f"正文为更正后的数据。{changed}"
        )
        yield from _amendment_table(figures.corrections, captions.next, "本次更正与补报")
    if figures.amendments:
        counted = counted_kinds(figures.amendments)
        yield Paragraph(f"已出月报的数据{counted}，原报数据不改，以下表为准。")
        yield from _amendment_table(figures.amendments, captions.next, "更正与补报")


def _amendment_table(
    amendments: Sequence[Amendment], number: Callable[[str], str], caption: str
) -> Iterator[Table]:
    columns = (
        Column("月份", 13), Column("类别", 9), Column("项目", 44, "left"),
        Column("原报", 10), Column("现为", 10),
    )  # fmt: skip
    rows = tuple((a.period, a.kind, a.figure, a.was, a.now) for a in amendments)
    if rows:
        yield Table(columns, rows, caption=number(caption))


def _remarks(figures: MonthlyFigures) -> Iterator[Block]:
    if figures.remarks:
        yield Heading("下步打算")
        yield from map(Paragraph, figures.remarks)


def _signature(figures: MonthlyFigures) -> SignBlock:
    people = figures.people
    names = (("填表人", people.filler), ("审核人", people.reviewer), ("负责人", people.head))
    facts = [("数据截止日", date_text(figures.cut_off))]
    facts += [] if figures.issued_on else [("数据状态", "未出具，数据可能变动")]
    organ = figures.organ or figures.unit
    return SignBlock(organ, date_text(figures.issued_on), names, tuple(facts))


REPORT = ReportSpec("monthly", NAME, MonthlyFigures, build)
