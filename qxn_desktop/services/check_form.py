"""The form of one check, and what its answers come to while it is being filled in.

Opening reads the workspace once; ``judge`` is pure, so a window may ask after every key. Verdicts,
score, problems and leads come from where a recorded check takes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.answers import Answer, parse_answers
from qxn_desktop.domain.evaluation import (
    Evaluation,
    ItemVerdict,
    Outcome,
    Verdict,
    evaluate,
    open_items,
)
from qxn_desktop.domain.expression import Compare, Expr, Name, Text
from qxn_desktop.domain.rectification import LIMIT_KEYS, Finding, Limits, opened
from qxn_desktop.domain.scoring import score_check
from qxn_desktop.domain.template import SEVERITIES, SEVERITY_TITLES, Item, Template
from qxn_desktop.services import check_draft, checks, settings
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.check_object import CheckObject, find_object
from qxn_desktop.services.checks import Recorded, Visit
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.findings import JudgedCheck, answer_words, lead_values, problem_values
from qxn_desktop.services.problem_opening import limits_in_force
from qxn_desktop.services.templates import template_for

SUSPECT_DAYS = 62
"""A check dated so long ago deserves a second look (默认)."""


@dataclass(frozen=True, slots=True)
class CheckForm:
    """One object and the checklist to fill for it. ``draft`` is what was answered before."""

    template: Template
    text: str
    target: CheckObject
    own: Mapping[str, Json]
    limits: Limits
    day: date
    draft: CheckDraft


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An answer that ends a visit: the item and its option (户主不在, 长期无人居住)."""

    code: str
    option: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What a failed item will open when the check is recorded.

    ``kind``: problem or lead. ``due`` is a problem's time limit; None for a lead.
    """

    kind: str
    title: str
    severity: str
    due: date | None

    @property
    def words(self) -> str:
        """One line, before recording."""
        if self.due is None:
            return f"登记后列为线索：{self.title}"
        return f"登记后列入问题台账（{self.severity}，{_day(self.due)}前整改）。"


@dataclass(frozen=True, slots=True)
class LiveItem:
    """One item so far. ``asked`` False: it does not apply to this object, or not yet.

    ``fault`` says what is wrong with its answer, ``reason`` what an unverified verdict lacks,
    ``words`` are its answer as people read it ("" while there is none). ``short`` is how many
    photos it still asks for, ``follows`` what comes of its failing, in a line.
    """

    item: Item
    asked: bool
    required: bool
    verdict: Verdict
    words: str = ""
    fault: str = ""
    reason: str = ""
    opening: Opening | None = None
    short: int = 0
    follows: str = ""

    @property
    def answered(self) -> bool:
        """Whether nothing more is to be given: photos count once there are enough."""
        return bool(self.words) and not self.short

    @property
    def lacking(self) -> bool:
        """Whether it is to be filled in, put right, or given more photos."""
        return self.required or bool(self.fault) or self.short > 0


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """A form so far. ``ready``: it can be recorded. ``missing`` are the codes still asked for.

    ``score`` is for the office's own eyes: it is never shown to a village or a household.
    """

    items: tuple[LiveItem, ...]
    outcome: Outcome
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    score: Decimal | None
    grade: str

    @property
    def ready(self) -> bool:
        return not self.missing and not self.faults

    @property
    def asked(self) -> tuple[LiveItem, ...]:
        """The items to be answered, in order."""
        return tuple(item for item in self.items if item.asked)

    @property
    def short(self) -> tuple[str, ...]:
        """The codes of items with too few photos; such a check can be recorded nevertheless."""
        return tuple(item.item.code for item in self.items if item.short)

    @property
    def openings(self) -> tuple[Opening, ...]:
        return tuple(item.opening for item in self.items if item.opening)


def open_form(
    ctx: AppContext, template_id: str, object_id: str, day: date | None = None
) -> CheckForm:
    """The form for an object on a day (that of its draft, else today).

    Raises:
        UserError: no such checklist or object.
    """
    kept = check_draft.find(ctx, template_id, object_id)
    on = day or (kept.date if kept and kept.date else ctx.today)
    return _Opener(ctx, template_id, on).form(object_id, kept)


def open_forms(
    ctx: AppContext, template_id: str, objects: Iterable[str], day: date
) -> tuple[CheckForm, ...]:
    """The forms for many objects on a day, as a table of paper sheets needs them.

    Objects that are gone are left out.

    Raises:
        UserError: no such checklist.
    """
    opener = _Opener(ctx, template_id, day)
    kept = {d.object_id: d for d in check_draft.drafts(ctx) if d.template == template_id}
    found = []
    for object_id in objects:
        with suppress(UserError):  # deleted meanwhile
            found.append(opener.form(object_id, kept.get(object_id)))
    return tuple(found)


class _Opener:
    """What the forms of one checklist on one day have in common, read once."""

    def __init__(self, ctx: AppContext, template_id: str, day: date) -> None:
        self._ctx, self._day = ctx, day
        self._template, self._text = template_for(ctx, template_id, day)
        self._own = settings.overrides(ctx, self._template)
        held = limits_in_force(ctx)
        self._limits = Limits(**{key: _whole(held[key]) for key in LIMIT_KEYS})

    def form(self, object_id: str, kept: CheckDraft | None) -> CheckForm:
        template = self._template
        target = find_object(self._ctx, template, object_id)
        draft = kept or CheckDraft(template.id, target.row.id)
        draft = replace(draft, date=draft.date or self._day, village=target.village)
        return CheckForm(template, self._text, target, self._own, self._limits, self._day, draft)


def judge(form: CheckForm, raw: Mapping[str, Json]) -> LiveCheck:
    """What the raw answers ``raw`` come to so far; wrong ones count as not given."""
    template = form.template
    answers, problems = parse_answers(template, dict(raw))
    evaluation = evaluate(template, answers, form.target.subject, form.own, form.day.year)
    score = score_check(template, evaluation, form.own)
    judged = JudgedCheck(
        "", template, form.text, form.target, form.day, "", answers, evaluation, score
    )
    faults = {problem.path: problem.message for problem in problems}
    openings = _openings(form, judged)
    items = tuple(
        _live(judged, item, verdict, faults.get(item.code, ""), openings.get(item.code))
        for item, verdict in zip(template.items, evaluation.items, strict=True)
    )
    return LiveCheck(
        items, evaluation.outcome, evaluation.missing, tuple(faults.values()),
        score.points, score.grade,
    )  # fmt: skip


def _live(
    judged: JudgedCheck, item: Item, verdict: ItemVerdict, fault: str, opening: Opening | None
) -> LiveItem:
    given = judged.answers.get(item.code)
    asked = not (verdict.verdict is Verdict.NA and given is None)
    required = item.code in judged.evaluation.missing
    short = _short(item, given) if asked and (required or given is not None) else 0
    return LiveItem(
        item=item,
        asked=asked,
        required=required,
        verdict=verdict.verdict,
        words="" if given is None else answer_words(item, given),
        fault=fault,
        reason=verdict.reason,
        opening=opening,
        short=short,
        follows=_follows(judged, item, opening) if verdict.verdict is Verdict.FAIL else "",
    )


def _short(item: Item, given: Answer | None) -> int:
    """How many photos an item still asks for."""
    if item.type != "photo" or (given is not None and given.na):
        return 0
    return max(item.photos - (0 if given is None else len(given.value)), 0)


def _follows(judged: JudgedCheck, item: Item, opening: Opening | None) -> str:
    """What comes of a failed item when the check is recorded, as its checklist decides."""
    template = judged.template
    if opening is not None:
        return opening.words
    if item.code in judged.evaluation.opens:
        return "和前面的不合格项一起，列为同一条线索。"
    if item.type == "photo":
        return f"不够 {item.photos} 张也可以登记，这一项记为不合格。"
    where = "列为线索" if template.opens == "lead" else "列入问题台账"
    least, own = SEVERITY_TITLES[template.problem_severity], SEVERITY_TITLES[item.severity]
    grave = least if template.problem_severity == SEVERITIES[-1] else f"{least}以上"
    return f"只记入这次检查，不{where}：这张表{grave}的才列，这一项是{own}。"


def shortcuts(template: Template) -> tuple[Shortcut, ...]:
    """What ends a visit at once, where the checklist says it by one answer to one item."""
    return tuple(
        found for rule in (template.away, template.vacant) if (found := _shortcut(rule)) is not None
    )


def _shortcut(rule: Expr | None) -> Shortcut | None:
    match rule:
        case Compare(Name("item", code), (("==", Text(option)),)):
            return Shortcut(code, option)
    return None


def missing_words(form: CheckForm, live: LiveCheck) -> str:
    """What has still to be answered, in a sentence; "" when nothing has."""
    fresh = Evaluation(live.outcome, (), live.missing)
    return "；".join(problem.message.removesuffix("。") for problem in open_items(
        form.template, fresh
    ))  # fmt: skip


def date_remark(day: date, today: date) -> str:
    """What is odd about the date of a check; "" when nothing is."""
    if day > today:
        return "检查日期在今天之后，不能登记。"
    if today - day > timedelta(days=SUSPECT_DAYS):
        return f"检查日期是{_day(day)}，距今较久，请核对。"
    return ""


def record_draft(ctx: AppContext, draft: CheckDraft) -> Recorded:
    """Record a draft as a check and give it up, whole or not at all.

    Raises:
        UserError: as ``checks.record``; the draft stays.
    """
    visit = Visit(
        draft.template,
        draft.object_id,
        draft.date or ctx.today,
        dict(draft.answers),
        Path(),
        draft.inspector,
        check_draft.kept_photos(ctx, draft),
    )
    judged = checks.judge(ctx, visit)
    if checks.recorded_before(ctx, judged.check) is not None:
        check_draft.discard(ctx, [draft])  # the program fell between the two writes below
        raise UserError(
            "E-CHK-207", "同一天、同样答案的检查已经登记过，没有重复登记；这份没填完的已清掉。"
        )
    [recorded] = checks.write_judged(ctx, [judged])
    check_draft.discard(ctx, [draft])
    return recorded


def take_up_again(ctx: AppContext, check: str, draft: CheckDraft) -> CheckDraft | None:
    """After a check was taken back: its answers are a draft once more; None while it stands."""
    if ctx.ws.get("check", check) is not None:
        return None
    return check_draft.save(ctx, draft)


def redone(ctx: AppContext, check: str, draft: CheckDraft) -> CheckDraft | None:
    """After a check that was taken back was done again; None while it is not.

    Its draft goes, unless other answers were given meanwhile: those are nowhere else.
    """
    if ctx.ws.get("check", check) is None:
        return None
    kept = check_draft.find(ctx, draft.template, draft.object_id)
    if kept is not None and kept.answers == draft.answers:
        check_draft.discard(ctx, [kept])
    return draft


def _openings(form: CheckForm, judged: JudgedCheck) -> dict[str, Opening]:
    """What each failed item opens, by its code; a lead stands with the first of its items."""
    if judged.template.opens == "lead":
        lead = lead_values(judged)
        if lead is None:
            return {}
        first = judged.opened()[0]
        title = str(lead[1]["description"])
        return {first.code: Opening("lead", title, "", None)}
    return {item.code: _problem(form, judged, item) for item in judged.opened()}


def _problem(form: CheckForm, judged: JudgedCheck, item: Item) -> Opening:
    severity = SEVERITY_TITLES[item.severity]
    due = opened(Finding(form.day, severity), form.limits).due
    return Opening("problem", str(problem_values(judged, item)["title"]), severity, due)


def _whole(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
