"""The verdict on a filled checklist, item by item, and what follows from it.

A parameter nobody has set (an income line of the year, a limit of DB52/1424 nobody has checked)
makes an item 待核: neither pass nor fail. An item is asked only where it applies; where that is
not known it may be answered and need not be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.answers import Answers
from qxn_desktop.domain.expression import Call, Expr, Name, Text
from qxn_desktop.domain.expression_value import UNKNOWN, Facts, Truth, truth, unknown_sources, value
from qxn_desktop.domain.template import Item, Template
from qxn_desktop.domain.template_check import REGISTER


class Verdict(StrEnum):
    """What one answer comes to."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNVERIFIED = "unverified"  # 待核: a parameter or an attribute is missing
    NA = "na"  # does not apply, or is answered 不适用
    NOTED = "noted"  # recorded; the item has no rule
    UNANSWERED = "unanswered"


class Outcome(StrEnum):
    """What the visit comes to. AWAY leaves the object due; VACANT is counted apart."""

    DONE = "done"
    AWAY = "away"
    VACANT = "vacant"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the register of the row and the row's values as stored."""

    register: str
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """The verdict on one item; ``reason`` (Chinese) says what an unverified one lacks."""

    code: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Item codes are in the checklist's order.

    ``missing`` are items that must be answered and are not: such a check is refused. ``opens`` are
    the failed items that open a problem or lead (``Template.opens``).
    """

    outcome: Outcome
    items: tuple[ItemVerdict, ...]
    missing: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[str, ...]:
        return self.having(Verdict.FAIL)

    @property
    def unverified(self) -> tuple[str, ...]:
        return self.having(Verdict.UNVERIFIED)

    def having(self, verdict: Verdict) -> tuple[str, ...]:
        return tuple(item.code for item in self.items if item.verdict is verdict)

    def to_json(self) -> dict[str, Json]:
        """Verdicts by code, as a check stores them."""
        return {item.code: item.verdict.value for item in self.items}


def evaluate(
    template: Template,
    answers: Answers,
    subject: Subject,
    settings: Mapping[str, Json],
    year: int,
) -> Evaluation:
    """The verdict on ``answers``.

    ``settings`` are the unit's own values by key; the template's defaults fill the rest. ``year``
    is that of the check's date.
    """
    facts = _facts(template, answers, subject, settings, year)
    applies = {item.code: _applies(item, facts) for item in template.items}
    verdicts = [
        _verdict(template, item, applies[item.code], answers, facts) for item in template.items
    ]
    outcome = _outcome(template, facts)
    judged = tuple(_photos_aside(template, verdicts))
    if outcome is Outcome.VACANT:
        judged = tuple(map(_unblamed, judged))
    failed = [v.code for v in judged if v.verdict is Verdict.FAIL]
    return Evaluation(
        outcome,
        judged,
        missing=_missing(template, judged, applies) if outcome is Outcome.DONE else (),
        opens=tuple(
            i.code for i in template.items if i.code in failed and template.opening(i.severity)
        ),
    )


def applicable(
    template: Template, subject: Subject, settings: Mapping[str, Json], year: int
) -> tuple[Item, ...]:
    """The items that apply to ``subject``, or may once others are answered: for a blank sheet."""
    facts = _facts(template, Answers(), subject, settings, year)
    return tuple(item for item in template.items if _applies(item, facts) is not False)


def open_items(template: Template, evaluation: Evaluation) -> list[Problem]:
    """A problem for each item that still has to be answered, naming it."""
    problems = []
    for code in evaluation.missing:
        item = template.item(code)
        if item is not None:
            hint = "（有不合格项的，要附照片）" if item.when_failed else ""
            message = f"{code}“{item.text}”还没有填写{hint}。"
            problems.append(Problem(code, "E-CHK-120", message))
    return problems


def _facts(
    template: Template,
    answers: Answers,
    subject: Subject,
    settings: Mapping[str, Json],
    year: int,
) -> Facts:
    return Facts(
        items={item.code: answers.value(item) for item in template.items},
        attributes={**subject.attributes, REGISTER: subject.register},
        settings=template.setting_values(settings),
        year=year,
    )


def _outcome(template: Template, facts: Facts) -> Outcome:
    """An empty house counts as empty even if nobody was met."""
    if template.vacant is not None and truth(template.vacant, facts) is True:
        return Outcome.VACANT
    if template.away is not None and truth(template.away, facts) is True:
        return Outcome.AWAY
    return Outcome.DONE


def _unblamed(verdict: ItemVerdict) -> ItemVerdict:
    """What was seen at an empty house is recorded and counts against nobody."""
    return replace(verdict, verdict=Verdict.NOTED) if verdict.verdict is Verdict.FAIL else verdict


def _applies(item: Item, facts: Facts) -> Truth:
    return True if item.applies is None else truth(item.applies, facts)


def _verdict(
    template: Template, item: Item, applies: Truth, answers: Answers, facts: Facts
) -> ItemVerdict:
    answer = answers.get(item.code)
    if applies is False or (answer is not None and answer.na):
        return ItemVerdict(item.code, Verdict.NA, answer.na if answer is not None else "")
    if answer is None:
        return ItemVerdict(item.code, Verdict.UNANSWERED)
    if item.pass_rule is None:
        return ItemVerdict(item.code, Verdict.NOTED)
    own = replace(facts, answer=answers.value(item))
    passed = truth(item.pass_rule, own)
    if passed is UNKNOWN:
        reason = "；".join(_lacking(template, item.pass_rule, own))
        return ItemVerdict(item.code, Verdict.UNVERIFIED, reason)
    return ItemVerdict(item.code, Verdict.PASS if passed else Verdict.FAIL)


def _photos_aside(template: Template, verdicts: list[ItemVerdict]) -> Iterator[ItemVerdict]:
    """Photos that are asked for only where an item failed do not count where none did."""
    asked = {item.code for item in template.items if not item.when_failed}
    failed = any(v.verdict is Verdict.FAIL for v in verdicts if v.code in asked)
    for verdict in verdicts:
        if failed or verdict.code in asked:
            yield verdict
        else:
            yield ItemVerdict(verdict.code, Verdict.NA)


def _missing(
    template: Template, verdicts: tuple[ItemVerdict, ...], applies: Mapping[str, Truth]
) -> tuple[str, ...]:
    unanswered = {v.code for v in verdicts if v.verdict is Verdict.UNANSWERED}
    return tuple(
        item.code
        for item in template.items
        if item.code in unanswered and item.required and applies[item.code] is True
    )


def _lacking(template: Template, rule: Expr, facts: Facts) -> Iterator[str]:
    """What ``rule`` would need to be decided, in Chinese."""
    for source in unknown_sources(rule, facts):
        if isinstance(source, Name):
            yield _lacking_name(template, source)
        elif isinstance(source, Call):
            args = [value(arg, facts) for arg in source.args]
            if UNKNOWN not in args:
                yield _lacking_entry(template, source, [str(arg) for arg in args[1:]])


def _lacking_name(template: Template, name: Name) -> str:
    if name.scope == "object":
        return f"对象未登记“{template.attributes.get(name.key, name.key)}”"
    if name.scope == "setting":
        return f"参数“{_setting_title(template, name.key)}”未设置"
    return f"{name.key} 未填" if name.scope == "item" else f"{name} 未知"


def _lacking_entry(template: Template, call: Call, keys: list[str]) -> str:
    table = call.args[0].value if isinstance(call.args[0], Text) else ""
    title, entry = _setting_title(template, table), "、".join(keys)
    if call.function == "limit":
        return f"“{title}”中“{entry}”的限值未录入或未核对"
    return f"“{title}”没有“{entry}”的值"


def _setting_title(template: Template, key: str) -> str:
    setting = template.setting(key)
    return key if setting is None else setting.title
