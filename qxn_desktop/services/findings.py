"""What an evaluated check leaves behind: its record, and the problems or the lead it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.answers import Answer, Answers
from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.evaluation import Evaluation
from qxn_desktop.domain.lead import FailedItem, HouseholdCheck, Lead, lead_from_check
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.scoring import CheckScore
from qxn_desktop.domain.template import SEVERITY_TITLES, Item, Template
from qxn_desktop.services import numbering
from qxn_desktop.services.check_object import CheckObject
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.numbering import next_numbers
from qxn_desktop.services.problem_opening import limits_in_force
from qxn_desktop.services.routing import draft
from qxn_desktop.services.templates import digest

FOUND_BY_CHECK = "检查发现"
RESULT = "，检查结果："
MOST_TITLE = 500
"""As much as a text field of a register holds."""

MOST_TEXT = 2000
"""As much as a 情况说明 holds."""


@dataclass(frozen=True, slots=True)
class JudgedCheck:
    """One filled checklist with its verdicts. ``answers`` name photos by SHA-256."""

    id: str
    template: Template
    text: str
    target: CheckObject
    date: date
    inspector: str
    answers: Answers
    evaluation: Evaluation
    score: CheckScore

    @property
    def photos(self) -> list[str]:
        """SHA-256 of its photos, each once."""
        return list(dict.fromkeys(self.answers.photos(self.template)))

    def opened(self) -> list[Item]:
        """The failed items that open a problem, or together a lead."""
        return [item for item in self.template.items if item.code in self.evaluation.opens]


def problem_id(check: str, item: str) -> str:
    """The same on every machine that holds the check."""
    return hashed_id("problem", check, item)


def check_draft(ctx: AppContext, judged: JudgedCheck) -> Draft:
    """The record of the check."""
    return draft(ctx, "check", judged.id, Kind.PUT, check_values(judged))


def check_values(judged: JudgedCheck) -> dict[str, Json]:
    """The fields of a check's record."""
    points = judged.score.points
    return _held(
        {
            "template": judged.template.id,
            "template_version": judged.template.version,
            "template_digest": digest(judged.text),
            "object": judged.target.row.id,
            "object_register": judged.target.register,
            "village": judged.target.village,
            "date": judged.date.isoformat(),
            "inspector": judged.inspector,
            "outcome": judged.evaluation.outcome.value,
            "answers": judged.answers.to_json(),
            "verdicts": judged.evaluation.to_json(),
            "score": None if points is None else canonical_decimal(points),
            "grade": judged.score.grade,
        }
    )


def problem_drafts(ctx: AppContext, *checks: JudgedCheck) -> list[Draft]:
    """A problem for each failed item that is grave enough; none for checklists of leads."""
    found = [
        (judged, item)
        for judged in checks
        if judged.template.opens == "problem"
        for item in judged.opened()
    ]
    if not found:
        return []
    numbers = next_numbers(ctx, numbering.PROBLEM, len(found))
    limits = limits_in_force(ctx)
    return [
        draft(
            ctx,
            "problem",
            problem_id(judged.id, item.code),
            Kind.PUT,
            _held({**problem_values(judged, item), "number": number, "limits": limits}),
        )
        for (judged, item), number in zip(found, numbers, strict=True)
    ]


def lead_drafts(ctx: AppContext, *checks: JudgedCheck) -> list[Draft]:
    """The one lead of a household's visit with failed items; none for other checklists."""
    opened = [lead_values(judged) for judged in checks if judged.template.opens == "lead"]
    found = [values for values in opened if values is not None]
    if not found:
        return []
    numbers = next_numbers(ctx, numbering.LEAD, len(found))
    return [
        draft(ctx, "lead", id_, Kind.PUT, {**values, "number": number})
        for (id_, values), number in zip(found, numbers, strict=True)
    ]


def lead_values(judged: JudgedCheck) -> tuple[str, dict[str, Json]] | None:
    """Id and fields, but the number, of the lead of a check; None when nothing failed."""
    lead = _lead(judged)
    if lead is None:
        return None
    return lead.id, {
        "household": lead.household,
        "village": lead.village,
        "check": lead.check,
        "item": numbered(judged.template, *(item.code for item in lead.items)),
        "channel": lead.channel.value,
        "found_on": lead.found_on.isoformat(),
        "description": lead.description[:MOST_TEXT],
    }


def answer_words(item: Item, answer: Answer | None) -> str:
    """An answer as people read it; a photo item says how many there are."""
    if answer is None:
        return "未填"
    if answer.na:
        return f"不适用（{answer.na}）"
    if item.type == "photo":
        return f"{len(answer.value)}张"
    return "、".join(answer.value) if isinstance(answer.value, tuple) else answer.value + item.unit


def numbered(template: Template, *codes: str) -> str:
    """Items as people find them on the sheet: 户厕巡查第 4、6 项; without any only the sheet."""
    known = [item.code for item in template.items]
    found = "、".join(str(known.index(code) + 1) for code in codes if code in known)
    return template.short_title + (f"第 {found} 项" if found else "")


def problem_values(judged: JudgedCheck, item: Item) -> dict[str, Json]:
    """The fields, but number and limits, of the problem that a failed item opens."""
    words = answer_words(item, judged.answers.get(item.code))
    named = numbered(judged.template, item.code)
    values: dict[str, Json] = {
        # The question alone states what is right: 无露天焚烧垃圾. The answer makes it a finding.
        "title": f"{item.text}：{words}"[:MOST_TITLE],
        "source": FOUND_BY_CHECK,
        "object": judged.target.row.id,
        "object_register": judged.target.register,
        "village": judged.target.village,
        "check": judged.id,
        "item": item.code,
        "template": judged.template.id,
        "severity": SEVERITY_TITLES[item.severity],
        "found_on": judged.date.isoformat(),
        "photos": [*judged.photos],
        "description": f"{named}{RESULT}{words}"[:MOST_TEXT],
    }
    return _held(values)


def _lead(judged: JudgedCheck) -> Lead | None:
    check = HouseholdCheck(judged.id, judged.target.row.id, judged.target.village, judged.date)
    failed = [FailedItem(item.code, item.text, item.red_line) for item in judged.opened()]
    return lead_from_check(check, failed)


def _held(values: Mapping[str, Json]) -> dict[str, Json]:
    """``values`` without empty fields."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}
