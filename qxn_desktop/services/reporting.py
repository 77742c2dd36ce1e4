"""Reports as files: figures gathered or frozen, typeset, written whole; issuing freezes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.figure_row import FigureRows
from qxn_desktop.domain.monthly import (
    Amendment,
    MonthlyFigures,
    People,
    differences,
    from_json,
    to_json,
    with_amendments,
)
from qxn_desktop.domain.period import Period, parse_period
from qxn_desktop.domain.reporting_month import parse_month
from qxn_desktop.reports.document import Document
from qxn_desktop.reports.flow import Mark
from qxn_desktop.reports.registry import ReportSpec, all_reports, find_report
from qxn_desktop.services import monthly_figures, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.report_issue import REGISTER, Issue, issue_before, issue_draft, issues

WATERMARK = "演示"
MOST_REASON = 200

Gatherer = Callable[[AppContext, Period, People], tuple[MonthlyFigures, FigureRows]]

GATHERERS: Mapping[type, Gatherer] = {MonthlyFigures: monthly_figures.gather_with_rows}
"""What gathers the figures that a report asks for, with the rows that each counts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be produced. ``correct`` is the reason for issuing a period once more.

    ``reviewer`` and ``head`` (审核人、负责人), when they are empty, are those of the issue that is
    corrected, else of the settings.
    """

    report: str
    period: str
    out: Path
    docx: Path | None = None
    issue: bool = False
    correct: str = ""
    reviewer: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Produced:
    """What was written. ``issued_on`` is "" for a draft, ``number`` counts issues of the period.

    ``amendments`` changed since a period was issued. ``as_issued``: the very bytes that were.
    """

    path: Path
    pages: int
    sha256: str
    docx: Path | None
    issued_on: str = ""
    number: int = 0
    amendments: tuple[Amendment, ...] = ()
    as_issued: bool = False


@dataclass(frozen=True, slots=True)
class _Files:
    pdf: bytes
    pages: int
    docx: bytes | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def catalogue() -> list[ReportSpec]:
    """Every report there is."""
    return list(all_reports().values())


def produce(ctx: AppContext, wanted: Wanted, progress: Progress = SILENT) -> Produced:
    """Write a report. A period that was issued prints as it was, with what changed since.

    Raises:
        UserError: no such report, no such month, issued already, nothing to correct.
        EnvironmentProblem: the file cannot be written; nothing is issued then.
        Cancelled: the user took it back; nothing is written or issued.
    """
    _refuse_paths(ctx, wanted)
    job = _job(ctx, wanted, progress)
    if wanted.issue or wanted.correct.strip():
        return _issue(job)
    figures = _shown(job)
    files = _render(job, figures)
    _write(wanted, files)
    return _produced(wanted, files, figures, job.held)


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it would be written now, kept in memory to be looked at.

    ``rows`` are what each figure counts today: a period that was issued may print another number.
    ``marks`` say where on the pages the figures stand.
    """

    figures: MonthlyFigures
    document: Document
    pdf: bytes
    marks: tuple[Mark, ...]
    rows: FigureRows
    held: Issue | None


def draft(ctx: AppContext, report: str, period: str, progress: Progress = SILENT) -> Draft:
    """What ``produce`` would write of a period without issuing it. Nothing is written.

    Raises:
        UserError: no such report, no such month.
    """
    from qxn_desktop.reports.pdf import render_pdf  # noqa: PLC0415 - slow to import

    job = _job(ctx, Wanted(report, period, Path()), progress)
    figures = _shown(job)
    document = _document(job, figures)
    pdf = render_pdf(document, progress=progress)
    return Draft(figures, document, pdf.data, pdf.marks, job.rows, job.held)


@dataclass(frozen=True, slots=True)
class _Job:
    """A report in the making. ``held`` is what was issued of its period, ``issued`` of all.

    ``rows`` are those behind the figures of ``now``.
    """

    ctx: AppContext
    spec: ReportSpec
    wanted: Wanted
    now: MonthlyFigures
    rows: FigureRows
    issued: list[Issue]
    held: Issue | None
    progress: Progress


def _job(ctx: AppContext, wanted: Wanted, progress: Progress) -> _Job:
    spec = find_report(wanted.report)
    month = parse_month(wanted.period, ctx.today)
    progress.report(0, 0, "正在汇总数据")
    issued = issues(ctx, spec.id)
    held = next((issue for issue in issued if issue.period == str(month)), None)
    people = _people(ctx, wanted, held)
    now, rows = GATHERERS[spec.figures](ctx, month, people)
    return _Job(ctx, spec, wanted, now, rows, issued, held, progress)


def _refuse_paths(ctx: AppContext, wanted: Wanted) -> None:
    if wanted.docx is not None and wanted.docx.resolve() == wanted.out.resolve():
        raise UserError("E-REP-028", "PDF 和 docx 不能写到同一个文件，请换一个文件名。")
    for path in (wanted.out, wanted.docx):
        if path is not None:
            refuse_own_file(ctx, path)


def refuse_own_file(ctx: AppContext, path: Path) -> None:
    """A report must never replace the database, a photo or the keys.

    Raises:
        UserError: ``path`` is a file of the workspace.
    """
    if path.exists() and path.resolve().is_relative_to(_root(ctx)):
        raise UserError(
            "E-REP-029", "{path} 是数据文件夹里的文件，不能覆盖，请存到别的文件夹。", path=path
        )


def _root(ctx: AppContext) -> Path:
    return ctx.ws.root.resolve()


# --- figures


def _people(ctx: AppContext, wanted: Wanted, held: Issue | None) -> People:
    before = from_json(held.figures).people if held else People()
    return People(
        ctx.ws.clerk,
        _name(ctx, wanted.reviewer) or before.reviewer or settings.text(ctx, settings.REVIEWER),
        _name(ctx, wanted.head) or before.head or settings.text(ctx, settings.HEAD),
    )


def _name(ctx: AppContext, given: str) -> str:
    """A person's name as the registers keep names."""
    field = ctx.ws.schema.registers[REGISTER].field("by")
    if field is None:
        return ""
    name, problem = clean(field, given, ctx.today)
    refuse([] if problem is None else [problem])
    return str(name or "")


def _shown(job: _Job) -> MonthlyFigures:
    """The figures as they are printed without issuing them."""
    return _with_earlier(job) if job.held is None else _amended(job.held, job.now)


def _amended(held: Issue, now: MonthlyFigures) -> MonthlyFigures:
    """The frozen figures, and what reads otherwise now."""
    frozen = from_json(held.figures)
    return with_amendments(frozen, differences(frozen, now))


def _with_earlier(job: _Job) -> MonthlyFigures:
    """What came late for the period issued before is told here (补报: docs/domain.md J.4)."""
    before = issue_before(job.issued, job.now.period)
    if before is None:
        return job.now
    frozen = from_json(before.figures)
    month = parse_month(before.period, job.ctx.today)
    today, _ = GATHERERS[job.spec.figures](job.ctx, month, frozen.people)
    return with_amendments(job.now, differences(frozen, today))


# --- issuing


def _issue(job: _Job) -> Produced:
    """Write the files, then freeze the figures; files of an issue that failed do not stay."""
    _refuse_issue(job)
    figures = replace(_with_earlier(job), issued_on=job.ctx.today.isoformat())
    if job.held is not None:
        figures = _corrected(job, job.held, figures)
    files = _render(job, figures)
    issue = Issue(
        report=job.spec.id,
        period=figures.period,
        number=job.held.number + 1 if job.held else 1,
        issued_on=figures.issued_on,
        by=job.ctx.ws.clerk,
        figures=to_json(figures),
        pdf_sha256=files.sha256,
        reason=figures.correction_reason,
    )
    written = _write(job.wanted, files)
    try:
        job.ctx.ws.write([issue_draft(job.ctx, issue)])
    except BaseException:
        _remove(written)
        raise
    return _produced(job.wanted, files, figures, issue)


def _refuse_issue(job: _Job) -> None:
    now, held, reason = job.now, job.held, job.wanted.correct.strip()
    if not now.started:
        raise UserError(
            "E-REP-026",
            "{period} 在启用日期（{start}）之前，没有可出具的数据。",
            period=_called(now.period), start=now.start_date,
        )  # fmt: skip
    if held is not None and not reason:
        raise UserError(
            "E-REP-023",
            "{period} 的报表已于 {day} 由{by}出具，不能再次出具。确需更正的，请写明更正理由。",
            period=_called(held.period), day=held.issued_on, by=held.by,
        )  # fmt: skip
    if held is None and reason:
        raise UserError(
            "E-REP-024",
            "{period} 还没有出具过，不存在更正，请直接出具。",
            period=_called(now.period),
        )
    if len(reason) > MOST_REASON:
        raise UserError("E-REP-027", "更正理由太长，最多 {most} 个字。", most=MOST_REASON)


def _called(period: str) -> str:
    """A period as people write it: 2026年10月."""
    return parse_period(period).title


def _corrected(job: _Job, held: Issue, figures: MonthlyFigures) -> MonthlyFigures:
    """``figures`` as an issue that replaces ``held`` and says what it changes and why."""
    was = from_json(held.figures)
    changed = differences(was, job.now)
    if not changed and was.people == job.now.people:
        raise UserError(
            "E-REP-025", "{period} 的数据与已出具的相同，不需要更正。", period=_called(held.period)
        )
    return replace(figures, corrections=changed, correction_reason=job.wanted.correct.strip())


# --- files


def _document(job: _Job, figures: MonthlyFigures) -> Document:
    demo = settings.value(job.ctx, settings.DEMO) == "是"
    return job.spec.build(figures, watermark=WATERMARK if demo else None)


def _render(job: _Job, figures: MonthlyFigures) -> _Files:
    from qxn_desktop.reports.docx import render_docx  # noqa: PLC0415 - slow to import
    from qxn_desktop.reports.pdf import render_pdf  # noqa: PLC0415 - as above

    document = _document(job, figures)
    pdf = render_pdf(document, progress=job.progress)
    return _Files(pdf.data, pdf.pages, render_docx(document) if job.wanted.docx else None)


def _write(wanted: Wanted, files: _Files) -> list[Path]:
    """All files or none; gives their paths."""
    wholes = [(wanted.docx, files.docx), (wanted.out, files.pdf)]
    written: list[Path] = []
    try:
        for path, data in wholes:
            if path is not None and data is not None:
                write_whole(path, data)
                written.append(path)
    except BaseException:
        _remove(written)
        raise
    return written


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _produced(
    wanted: Wanted, files: _Files, figures: MonthlyFigures, held: Issue | None
) -> Produced:
    done = Produced(wanted.out, files.pages, files.sha256, wanted.docx)
    if held is None:
        return done
    return replace(
        done,
        issued_on=held.issued_on,
        number=held.number,
        amendments=tuple(a for a in figures.amendments if a.period == figures.period),
        as_issued=files.sha256 == held.pdf_sha256,
    )
