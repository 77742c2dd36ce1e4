"""Issued reports: figures frozen as they went out, found again on every laptop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.store.row import Row

REGISTER = "report_issue"


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a report. ``number`` counts from 1; a correction has the next."""

    report: str
    period: str
    number: int
    issued_on: str
    by: str
    figures: Json
    pdf_sha256: str
    reason: str = ""


def issues(ctx: AppContext, report: str) -> list[Issue]:
    """What was issued of ``report``, by period, of each period the last."""
    last: dict[str, Issue] = {}
    for issue in sorted(map(_issue, _rows(ctx, report)), key=lambda i: (i.period, i.number)):
        last[issue.period] = issue
    return list(last.values())


def issue_before(found: Iterable[Issue], period: str) -> Issue | None:
    """The last period before ``period`` that was issued."""
    earlier = [issue for issue in found if issue.period < period]
    return max(earlier, key=lambda issue: issue.period, default=None)


def issue_draft(ctx: AppContext, issue: Issue) -> Draft:
    """The change that freezes ``issue``; the same row on every laptop that issues it."""
    values: dict[str, Json] = {
        "report": issue.report,
        "period": issue.period,
        "number": issue.number,
        "figures": issue.figures,
        "issued_on": issue.issued_on,
        "by": issue.by,
        "pdf_sha256": issue.pdf_sha256,
        "reason": issue.reason,
    }
    held = {key: value for key, value in values.items() if value != ""}
    return draft(ctx, REGISTER, _row_id(ctx, issue), Kind.PUT, held)


def _row_id(ctx: AppContext, issue: Issue) -> str:
    parts = [issue.report, issue.period, ctx.ws.unit]
    return hashed_id(REGISTER, *parts, *([str(issue.number)] if issue.number > 1 else []))


def _rows(ctx: AppContext, report: str) -> list[Row]:
    return ctx.ws.select(REGISTER, {"report": report})


def _issue(row: Row) -> Issue:
    number = row.values.get("number")
    return Issue(
        row.text("report"),
        row.text("period"),
        number if isinstance(number, int) else 1,
        row.text("issued_on"),
        row.text("by"),
        row.values.get("figures"),
        row.text("pdf_sha256"),
        row.text("reason"),
    )
