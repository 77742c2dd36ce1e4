"""Which words of the month's sentences say a figure of its tables: the totals they repeat."""

from __future__ import annotations

from qxn_desktop.domain.figure_row import LEADS, PROBLEMS, TOTAL_ROW, FigureKey
from qxn_desktop.domain.monthly import (
    FieldFigures,
    LeadCounts,
    MonthlyFigures,
    ProblemCounts,
    check_titles,
    check_total,
    lead_total,
    problem_total,
)

Said = tuple[tuple[str, FigureKey], ...]
"""Words as ``month_words`` puts them, and the figure that they say."""

PROBLEM_WORDS = (
    ("新增问题", "opened"),
    ("整改销号", "closed"),
    ("月末未销号", "open"),
    ("其中超期", "overdue"),
    ("销号后反弹", "rebounds"),
)


def problem_figures(total: ProblemCounts) -> Said:
    """The figures of ``month_words.problem_sentence``."""
    return tuple(
        (f"{words}{getattr(total, name)}个", FigureKey(PROBLEMS, TOTAL_ROW, name))
        for words, name in PROBLEM_WORDS
        if getattr(total, name)
    )


def lead_figures(total: LeadCounts) -> Said:
    """The figures of ``month_words.lead_sentence``."""
    if not total.opened:
        return ()
    return ((f"新增防返贫线索{total.opened}条", FigureKey(LEADS, TOTAL_ROW, "opened")),)


def outcome_figures(figures: MonthlyFigures) -> Said:
    """The figures of ``month_words.outcomes``."""
    problems = problem_figures(problem_total(figures.problems))
    return problems + lead_figures(lead_total(figures.leads))


def field_figures(field: FieldFigures) -> Said:
    """The figures of ``month_words.field_sentences``; each with what stands before its title."""
    total, titles = check_total(field.villages), check_titles(field)
    verb = "监测" if field.opens == "lead" else "检查"
    said = (
        ("应查", "due"),
        ("，查完", "fulfilled"),
        (f"本月{verb}", "checked"),
        (f"其中{titles['passed']}", "passed"),
        (f"，{titles['failed']}", "failed"),
        ("，待核", "pending"),
        ("户主不在", "away"),
        ("长期无人居住", "vacant"),
        ("不适用", "not_applicable"),
    )
    return tuple(
        (f"{words}{getattr(total, name)}{field.unit}", FigureKey(field.template, TOTAL_ROW, name))
        for words, name in said
        if getattr(total, name)
    )
