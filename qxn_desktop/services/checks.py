"""Checks: recorded in one write with their photos and all they open, and read back as filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.ids import new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.answers import Answer, Answers, parse_answers
from qxn_desktop.domain.evaluation import (
    Evaluation,
    ItemVerdict,
    Outcome,
    Verdict,
    evaluate,
    open_items,
)
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.operation import Draft
from qxn_desktop.domain.scoring import score_check
from qxn_desktop.domain.template import Template
from qxn_desktop.services import settings
from qxn_desktop.services.check_object import find_object
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.findings import (
    JudgedCheck,
    check_draft,
    lead_drafts,
    problem_drafts,
)
from qxn_desktop.services.photos import Prepared, keep, prepare
from qxn_desktop.services.templates import digest, keep_version, row_id, template_for, version
from qxn_desktop.store.row import Row


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody brings back: raw answers; photos are named relative to ``folder``.

    ``inspector`` (检查人) is who looked; who types it in (录入人) is the account. ``kept`` are
    photos whose content is here already, by SHA-256, as a draft holds them.
    """

    template: str
    object_id: str
    date: date
    answers: object
    folder: Path
    inspector: str = ""
    kept: Mapping[str, Prepared] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a visit. ``score`` is None and ``grade`` "" where there is none.

    ``unverified`` are items left 待核, each with what is missing; ``remarks`` (Chinese) say what
    deserves a second look. ``problems`` and ``leads`` are ids of what was opened.
    """

    id: str
    outcome: Outcome
    score: Decimal | None
    grade: str
    failed: tuple[str, ...]
    unverified: tuple[ItemVerdict, ...]
    problems: tuple[str, ...]
    leads: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledCheck:
    """A check as it was filled: the version of then, its answers and its verdicts.

    ``same_form`` is False when the text kept here is not the one it was filled under.
    """

    row: Row
    template: Template
    answers: Answers
    verdicts: Mapping[str, Verdict]
    same_form: bool


def record(ctx: AppContext, visit: Visit) -> Recorded:
    """Record one check, whole or not at all.

    Raises:
        UserError: no such checklist or object, wrong or open answers, no picture, a future date.
    """
    return record_all(ctx, [visit])[0]


def record_all(
    ctx: AppContext, visits: Sequence[Visit], progress: Progress = SILENT
) -> list[Recorded]:
    """Record many checks in one write, all or none; one ``Recorded`` for each visit.

    Raises:
        UserError: as ``record``, for the first visit that has something wrong.
        Cancelled: nothing was written.
    """
    judged = []
    for done, visit in enumerate(visits):
        progress.report(done, len(visits), "正在核对检查结果")
        judged.append(judge(ctx, visit))
    progress.report(len(visits), len(visits), "正在登记")
    return write_judged(ctx, judged)


@dataclass(frozen=True, slots=True)
class JudgedVisit:
    """A visit found complete and right: its check, its pictures by name, what is odd about them."""

    check: JudgedCheck
    pictures: Mapping[str, Prepared]
    remarks: tuple[str, ...]


def judge(ctx: AppContext, visit: Visit) -> JudgedVisit:
    """A visit evaluated, ready to be written; nothing is written.

    Raises:
        UserError: as ``record``.
    """
    _refuse_future(ctx, visit.date)
    check, pictures = _judge(ctx, visit)
    return JudgedVisit(check, pictures, tuple(_remarks(ctx, visit, pictures)))


def recorded_before(ctx: AppContext, judged: JudgedCheck) -> Row | None:
    """The check of the same object and day with the same answers, when there is one."""
    where = {"template": judged.template.id, "object": judged.target.row.id}
    same_day = checks_of(ctx, **where, date=judged.date.isoformat())
    answers = judged.answers.to_json()
    return next((row for row in same_day if row.values.get("answers") == answers), None)


def write_judged(ctx: AppContext, visits: Sequence[JudgedVisit]) -> list[Recorded]:
    """Record visits that were judged before, in one write, all or none."""
    checks = [visit.check for visit in visits]
    problems, leads = problem_drafts(ctx, *checks), lead_drafts(ctx, *checks)
    drafts = [check_draft(ctx, check) for check in checks]
    drafts += {d.row: d for check in checks for d in _version_draft(ctx, check)}.values()
    drafts += [*problems, *leads]
    drafts += _photo_drafts(ctx, visits)
    ctx.ws.write(drafts)
    return [_recorded(visit, problems, leads) for visit in visits]


def _photo_drafts(ctx: AppContext, visits: Sequence[JudgedVisit]) -> list[Draft]:
    """The operations that name the pictures, each once."""
    found: dict[str, Draft] = {}
    for visit in visits:
        pictures = list(visit.pictures.values())
        for one in keep(ctx, pictures, visit.check.target.village):
            found.setdefault(one.row, one)
    return list(found.values())


def checks_of(ctx: AppContext, **where: Json) -> list[Row]:
    """Recorded checks by equal fields (``object``, ``template``, ``village`` …), oldest first."""
    return ctx.ws.select("check", where, ("date", "id"))


def as_filled(ctx: AppContext, check: str) -> FilledCheck:
    """A check under the version of its checklist that it was filled under, to show or print.

    Raises:
        UserError: no such check, or its version is not here.
    """
    row = ctx.ws.get("check", check)
    if row is None:
        raise UserError("E-CHK-204", "没有编号为“{id}”的检查记录，请核对编号。", id=check)
    number = row.values.get("template_version")
    template, text = version(ctx, row.text("template"), number if isinstance(number, int) else 0)
    answers, _ = parse_answers(template, row.values.get("answers"))
    kept = row.values.get("verdicts")
    verdicts = kept.items() if isinstance(kept, dict) else ()
    return FilledCheck(
        row,
        template,
        answers,
        {code: Verdict(word) for code, word in verdicts if word in set(Verdict)},
        digest(text) == row.text("template_digest"),
    )


def _refuse_future(ctx: AppContext, day: date) -> None:
    if day > ctx.today:
        raise UserError(
            "E-CHK-205",
            "检查日期 {day} 在今天（{today}）之后，请改正；电脑日期不对的，先校准。",
            day=day,
            today=ctx.today,
        )


def _judge(ctx: AppContext, visit: Visit) -> tuple[JudgedCheck, dict[str, Prepared]]:
    """The check, evaluated and complete, and its pictures by the names they were given."""
    template, text = template_for(ctx, visit.template, visit.date)
    target = find_object(ctx, template, visit.object_id)
    inspector = _inspector(ctx, visit)
    named, problems = parse_answers(template, visit.answers)
    refuse(problems)
    pictures = _pictures(visit, named.photos(template))
    answers = _with_digests(template, named, pictures)
    own = settings.overrides(ctx, template)
    evaluation = evaluate(template, answers, target.subject, own, visit.date.year)
    refuse(open_items(template, evaluation))
    score = score_check(template, evaluation, own)
    judged = JudgedCheck(
        new_id(), template, text, target, visit.date, inspector, answers, evaluation, score
    )
    return judged, pictures


def _inspector(ctx: AppContext, visit: Visit) -> str:
    field = ctx.ws.schema.registers["check"].field("inspector")
    if field is None:
        return ""
    name, problem = clean(field, visit.inspector, ctx.today)
    refuse([] if problem is None else [problem])
    return str(name or "")


def _pictures(visit: Visit, names: Iterable[str]) -> dict[str, Prepared]:
    """Every photo by its name, or all that is wrong with them."""
    found: dict[str, Prepared] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        try:
            found[name] = visit.kept.get(name) or prepare(visit.folder / name)
        except UserError as error:
            problems.append(Problem(name, error.code, error.message))
    refuse(problems)
    return found


def _with_digests(
    template: Template, answers: Answers, pictures: Mapping[str, Prepared]
) -> Answers:
    """The answers with SHA-256 for file names; copies of one photo count once."""
    by_code = dict(answers.by_code)
    for item in template.items:
        answer = by_code.get(item.code)
        if item.type == "photo" and answer is not None and not answer.na:
            hashes = (pictures[name].sha256 for name in answer.value)
            by_code[item.code] = Answer(tuple(dict.fromkeys(hashes)))
    return Answers(by_code)


def _remarks(ctx: AppContext, visit: Visit, pictures: Mapping[str, Prepared]) -> Iterator[str]:
    """What is odd about the photos; nothing that stands in the way."""
    first: dict[str, str] = {}
    for key, picture in pictures.items():
        name = picture.name or key
        other = first.setdefault(picture.sha256, name)
        if other != name:
            yield f"“{name}”和“{other}”是同一张照片，只算一张。"
        elif ctx.ws.get("photo", picture.sha256) is not None:
            yield f"“{name}”以前已经用过，请核对是不是这次拍的。"
        if picture.taken_at and picture.taken_at[:10] != visit.date.isoformat():
            yield f"“{name}”拍摄于 {picture.taken_at[:10]}，不是检查当天，请核对。"


def _version_draft(ctx: AppContext, judged: JudgedCheck) -> list[Draft]:
    """Keep the version that was filled, so that the check prints as it was."""
    if ctx.ws.get("template", row_id(judged.template)) is not None:
        return []
    return [keep_version(ctx, judged.template, judged.text)]


def _recorded(visit: JudgedVisit, problems: Sequence[Draft], leads: Sequence[Draft]) -> Recorded:
    judged = visit.check
    evaluation = judged.evaluation
    return Recorded(
        judged.id,
        evaluation.outcome,
        judged.score.points,
        judged.score.grade,
        evaluation.failed,
        _unverified(evaluation),
        tuple(d.row for d in problems if d.payload["check"] == judged.id),
        tuple(d.row for d in leads if d.payload["check"] == judged.id),
        visit.remarks,
    )


def _unverified(evaluation: Evaluation) -> tuple[ItemVerdict, ...]:
    return tuple(item for item in evaluation.items if item.verdict is Verdict.UNVERIFIED)
