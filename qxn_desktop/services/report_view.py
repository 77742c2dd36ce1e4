"""The page of reports in one call: which months there are, and how each stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.domain.period import Period, PeriodKind, period_of
from qxn_desktop.reports.month_words import month_text
from qxn_desktop.services import reporting, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.report_issue import Issue, issues
from qxn_desktop.services.report_month import MonthLine, MonthState, ReportsView
from qxn_desktop.services.reporting import Draft

MOST_MONTHS = 60


def reports_view(ctx: AppContext, report: str = "") -> ReportsView:
    """The months since the 启用日期 of ``report``, else of the first report there is."""
    specs = reporting.catalogue()
    chosen = report or specs[0].id
    held = {issue.period: issue for issue in issues(ctx, chosen)}
    months = tuple(_month(ctx, period, held.get(str(period))) for period in _periods(ctx))
    over = [m.period for m in months if m.period < str(period_of(PeriodKind.MONTH, ctx.today))]
    return ReportsView(
        reports=tuple((spec.id, spec.title) for spec in specs),
        report=chosen,
        months=months,
        suggested=over[0] if over else months[0].period,
        start_date=settings.start_date(ctx).isoformat(),
        reviewer=settings.text(ctx, settings.REVIEWER),
        head=settings.text(ctx, settings.HEAD),
    )


def save(ctx: AppContext, draft: Draft, path: Path, progress: Progress = SILENT) -> Path:
    """Write ``draft`` as it is shown: a PDF, or a .docx where ``path`` ends so.

    Raises:
        UserError: ``path`` is a file of the workspace. EnvironmentProblem: it cannot be written.
    """
    from qxn_desktop.reports.docx import render_docx  # noqa: PLC0415 - slow to import

    reporting.refuse_own_file(ctx, path)
    progress.report(0, 0, "正在写出文件")
    is_word = path.suffix.lower() == ".docx"
    write_whole(path, render_docx(draft.document) if is_word else draft.pdf)
    return path


def _periods(ctx: AppContext) -> Iterator[Period]:
    """Months from this one back to the 启用日期."""
    month, start = period_of(PeriodKind.MONTH, ctx.today), settings.start_date(ctx)
    for _ in range(MOST_MONTHS):
        yield month
        if month.start <= start:
            return
        month = month.previous()


def _month(ctx: AppContext, period: Period, issue: Issue | None) -> MonthLine:
    title = month_text(str(period))
    if issue is None:
        running = period.start <= ctx.today <= period.end
        detail = "本月还没有过完" if running else "已过完，可以出具"
        return MonthLine(str(period), title, MonthState.OPEN, detail)
    state = MonthState.ISSUED if issue.number == 1 else MonthState.CORRECTED
    detail = f"{issue.issued_on} 由{issue.by}出具"
    if issue.number > 1:
        detail = f"第 {issue.number} 次出具，{detail}；更正理由：{issue.reason}"
    return MonthLine(
        str(period), title, state, detail, issue.issued_on, issue.by, issue.number
    )  # fmt: skip
