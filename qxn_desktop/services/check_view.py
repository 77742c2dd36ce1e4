"""A recorded check as people look at it again: its answers then, and what it opened."""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.domain.evaluation import Outcome, Verdict
from qxn_desktop.services.catalog import registers
from qxn_desktop.services.checks import FilledCheck, as_filled
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.findings import answer_words
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.store.row import Row

OUTCOMES = {
    Outcome.DONE.value: "已检查",
    Outcome.AWAY.value: "户主不在，还要再来",
    Outcome.VACANT.value: "长期无人居住",
}
OLD_FORM = "本机的表与填写时的文字不同，以下按本机的文字显示。"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One item as it was answered; ``number`` is its place on the form."""

    number: int
    text: str
    words: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Opened:
    """A problem or lead that the check opened. ``register``: problem or lead."""

    register: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """A recorded check. ``score`` is "" where there is none; it stays in the office.

    ``called`` and ``place`` say whose it is, ``by`` who looked and who typed it in, ``remark``
    what is odd about its form.
    """

    id: str
    template: str
    title: str
    object_id: str
    register: str
    called: str
    place: str
    date: str
    by: str
    outcome: str
    score: str
    lines: tuple[AnswerLine, ...]
    photos: tuple[str, ...]
    opened: tuple[Opened, ...]
    remark: str = ""


def check_view(ctx: AppContext, check: str) -> CheckView:
    """Everything about one recorded check.

    Raises:
        UserError: no such check, or its version of the checklist is not here.
    """
    filled = as_filled(ctx, check)
    row, template = filled.row, filled.template
    village = village_names(ctx).get(row.text("village"), "")
    called = _called(ctx, row)
    return CheckView(
        id=row.id,
        template=template.id,
        title=f"{template.title}第{template.version}版",
        object_id=row.text("object"),
        register=row.text("object_register"),
        called=called or village,
        place=village if called else "",
        date=row.text("date"),
        by=_by(ctx, row),
        outcome=OUTCOMES.get(row.text("outcome"), ""),
        score=_score(ctx, row),
        lines=_lines(filled),
        photos=tuple(dict.fromkeys(filled.answers.photos(template))),
        opened=(*_opened(ctx, "problem", row.id), *_opened(ctx, "lead", row.id)),
        remark="" if filled.same_form else OLD_FORM,
    )


def _called(ctx: AppContext, row: Row) -> str:
    """What people call the object: label and head of household; "" for a village or one gone."""
    register = row.text("object_register")
    spec = registers().get(register)
    target = ctx.ws.get(register, row.text("object")) if spec else None
    if spec is None or target is None or register == "village":
        return ""
    household = ctx.ws.get("household", target.text("household"))
    head = household.text("head_name") if household else ""
    return " ".join(filter(None, (target.text(spec.label_field), head)))


def _by(ctx: AppContext, row: Row) -> str:
    operations = ctx.ws.operations("check", row.id)
    typist = operations[0].actor if operations else ""
    inspector = row.text("inspector")
    if not inspector or inspector == typist:
        return f"{typist} 检查并录入" if inspector else f"{typist} 录入"
    return f"{inspector} 检查，{typist} 录入"


def _score(ctx: AppContext, row: Row) -> str:
    if ctx.ws.role == "village" or not row.text("score"):
        return ""
    return f"{row.text('score')} 分，{row.text('grade')}"


def _lines(filled: FilledCheck) -> tuple[AnswerLine, ...]:
    """The items that were asked; those that did not apply are left out."""
    found = []
    for number, item in enumerate(filled.template.items, 1):
        answer = filled.answers.get(item.code)
        verdict = filled.verdicts.get(item.code, Verdict.NOTED)
        if answer is not None or verdict not in (Verdict.NA, Verdict.NOTED):
            found.append(AnswerLine(number, item.text, answer_words(item, answer), verdict))
    return tuple(found)


def _opened(ctx: AppContext, register: str, check: str) -> tuple[Opened, ...]:
    rows = ctx.ws.select(register, {"check": check})
    key = "title" if register == "problem" else "description"
    return tuple(Opened(register, row.id, row.text(key)) for row in rows)
