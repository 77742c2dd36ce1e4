"""What the page of reports has done on other threads.

What makes and draws reports is imported there, on first use: on the window's own thread that would
be felt as a gap of a tenth of a second.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qxn_desktop.domain.figure_row import FigureKey
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.report_month import ReportsView
from qxn_desktop.ui.job import Job

if TYPE_CHECKING:
    from qxn_desktop.reports.preview import Preview
    from qxn_desktop.services.figure_rows import FigureLine, FigureView
    from qxn_desktop.services.reporting import Draft, Produced, Wanted


class Drafted(NamedTuple):
    """A draft, its pages to be drawn, and its figures that have rows."""

    draft: Draft
    preview: Preview
    lines: tuple[FigureLine, ...]


def overview(ctx: AppContext, report: str) -> ReportsView:
    """The months of a report, "" for the first there is."""
    from qxn_desktop.services.report_view import reports_view

    return reports_view(ctx, report)


def drafted(ctx: AppContext, report: str, period: str) -> Drafted:
    """A month as it would be written now."""
    from qxn_desktop.reports.preview import Preview
    from qxn_desktop.services.figure_rows import figure_lines
    from qxn_desktop.services.reporting import draft

    found = draft(ctx, report, period)
    return Drafted(found, Preview(found.pdf), figure_lines(found))


def behind(ctx: AppContext, draft: Draft, key: FigureKey) -> FigureView | None:
    """What stands behind a figure."""
    from qxn_desktop.services.figure_rows import figure_view

    return figure_view(ctx, draft, key)


def saved(ctx: AppContext, draft: Draft, path: Path) -> Path:
    """The draft written to a file."""
    from qxn_desktop.services.report_view import save

    return save(ctx, draft, path)


def produced(ctx: AppContext, wanted: Wanted, job: Job) -> Produced:
    """A month issued."""
    from qxn_desktop.services.reporting import produce

    return produce(ctx, wanted, job)
