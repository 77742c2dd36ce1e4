"""Believable answers to any checklist, right or wrong as drawn, found by asking its own rules.

An item's faults are decided first; then the answer is the first likely one to which the rule
gives that verdict. So a checklist that ships later needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.evaluation import Outcome, Subject
from qxn_desktop.domain.expression import Expr, names
from qxn_desktop.domain.expression_value import UNKNOWN, Facts, Value, truth
from qxn_desktop.domain.seeded_draw import Draw
from qxn_desktop.domain.template import YESNO_OPTIONS, Item, Template
from qxn_desktop.domain.template_check import REGISTER

FAULTS_PER_MILLE = {"critical": 12, "major": 32, "minor": 45}
"""For the demonstration only (默认); each village has a factor of its own."""
OPTIONAL_PERCENT = 25
_UNIFORM = ("0", "1", "2", "5", "8", "10", "20", "50", "60", "80", "100", "1000", "20000")

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "HC08": ("50", "55", "60", "60", "70", "80", "20", "30", "40", "0"),
    "HC10": ("2", "4", "6", "6", "8", "10", "12", "14", "18", "24"),
    "GC03": ("2", "2", "3", "2", "1"),
    "LJ02": ("0", "1", "2", "3"),
    "LJ04": ("8", "9", "10", "12", "12", "15", "4", "5", "6"),
    "LJ05": ("1", "2", "3", "3", "4", "5", "9", "11"),
    "LJ06": ("1", "1", "1.25", "1.2", "0.75", "0.8"),
    "LJ08": ("0", "0", "1", "1", "2", "3", "5"),
    "LJ10": ("0", "1"),
    "WS07": ("0", "1", "2"),
    "WS08": ("62", "65", "70", "74", "81", "88", "35", "48", "55"),
    "WS09": ("38", "46", "55"),
    "WS10": ("6.2", "8.5", "11"),
    "WS11": ("1.1", "2.4"),
    "WS17": ("7.1", "7.4"),
    "SC06": ("1.5", "2", "2", "2.5", "1.2"),
    "SC11": ("1.2", "1.4", "1.5", "1.8", "1"),
    "SC12": ("100", "120", "150", "50"),
    "FP06": ("0", "300", "800", "1500", "2600", "4200", "6800", "26000"),
    "FP07": ("9600", "11800", "13500", "15200", "17900", "21000", "6200"),
}
"""What people measure: the usual first. Items that are not here get a number that fits."""

SCHOOL_CODE, NO_SCHOOL = "FP02", "家中没有义务教育阶段适龄子女"
AS_RECORDED: Mapping[str, str] = {"HC12": "status", "WS02": "status"}
"""Items that ask again for what the object's row says."""


@dataclass(frozen=True, slots=True)
class DemoScene:
    """What is met on a visit. ``care`` scales faults (100: as they come), ``na`` are reasons."""

    subject: Subject
    settings: Mapping[str, Json]
    year: int
    outcome: Outcome = Outcome.DONE
    care: int = 100
    na: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoAnswers:
    """Raw answers without photos, and the items that were made to fail."""

    raw: dict[str, Json]
    faults: tuple[str, ...]


def demo_answers(template: Template, scene: DemoScene, draw: Draw) -> DemoAnswers:
    """Answers to every item that applies, but photos."""
    facts = Facts(
        attributes={**scene.subject.attributes, REGISTER: scene.subject.register},
        settings=template.setting_values(scene.settings),
        year=scene.year,
    )
    ending = template.vacant if scene.outcome is Outcome.VACANT else template.away
    if scene.outcome is not Outcome.DONE:
        return DemoAnswers(_ending(template, ending, facts), ())
    raw: dict[str, Json] = {}
    faults: list[str] = []
    for item in template.items:
        if not _asked(item, facts, draw):
            continue
        if item.code in scene.na and item.na_allowed:
            raw[item.code] = {"na": scene.na[item.code]}
            continue
        wrong = draw.below(100_000) < FAULTS_PER_MILLE[item.severity] * scene.care
        choices = _allowed(template, item, facts, draw)
        value, failed = _answer(
            item, choices, facts, wrong or (not item.pass_rule and bool(faults))
        )
        raw[item.code] = value
        if failed:
            faults.append(item.code)
    return DemoAnswers(raw, tuple(faults))


def _asked(item: Item, facts: Facts, draw: Draw) -> bool:
    if item.type == "photo":
        return False
    if item.applies is not None and truth(item.applies, facts) is not True:
        return False
    return item.required or draw.percent(OPTIONAL_PERCENT)


def _answer(item: Item, choices: Sequence[Json], facts: Facts, wrong: bool) -> tuple[Json, bool]:
    """The first choice that comes out as wanted; else the likeliest, and whether it fails."""
    if item.pass_rule is None:
        return choices[min(1, len(choices) - 1) if wrong else 0], False
    verdicts = [truth(item.pass_rule, _with(item, choice, facts)) for choice in choices]
    wanted = not wrong
    for choice, verdict in zip(choices, verdicts, strict=True):
        if verdict is UNKNOWN or verdict is wanted:
            return choice, verdict is False
    return choices[0], verdicts[0] is False


def _allowed(template: Template, item: Item, facts: Facts, draw: Draw) -> list[Json]:
    """Likely answers in drawn order, without those that would end the visit."""
    recorded = facts.attributes.get(AS_RECORDED.get(item.code, ""))
    if isinstance(recorded, str) and recorded in item.options:
        return [recorded]
    return [c for c in _choices(item, draw) if not _ends(template, item, c, facts)]


def _choices(item: Item, draw: Draw) -> list[Json]:
    match item.type:
        case "yesno":
            return [*YESNO_OPTIONS]
        case "choice":
            return [*_usual_first(item.options, draw, keep=item.pass_rule is None)]
        case "multi":
            rest = [option for option in item.options if option != item.exclusive]
            first: list[Json] = [[item.exclusive]] if item.exclusive else []
            return [*first, [draw.pick(rest)]]
        case "number":
            known = NUMBERS.get(item.code)
            numbers = _shuffled(known, draw) if known else _fitting(item)
            return [*numbers]
        case "date":
            return [str(2020 + draw.below(6)) + "-06-01"]
        case _:
            return ["现场情况已核对（演示）"]


def _usual_first(options: Sequence[str], draw: Draw, *, keep: bool) -> Sequence[str]:
    """The first option mostly; the others now and then, in drawn order."""
    rest = _shuffled(options[1:], draw)
    return [options[0], *rest] if keep or draw.percent(75) else [*rest, options[0]]


def _shuffled(values: Sequence[str], draw: Draw) -> list[str]:
    left, found = list(values), []
    while left:
        found.append(left.pop(draw.below(len(left))))
    return found


def _fitting(item: Item) -> Iterable[str]:
    bounds = [str(bound) for bound in (item.min, item.max) if bound is not None]
    for text in (*_UNIFORM, *bounds):
        number = Decimal(text)
        if (item.min is None or number >= item.min) and (item.max is None or number <= item.max):
            yield text


def _ends(template: Template, item: Item, choice: Json, facts: Facts) -> bool:
    """Whether this answer alone says that nobody was there, or nobody lives there."""
    endings = [e for e in (template.away, template.vacant) if e and item.code in _codes(e)]
    if not endings:
        return False
    own = replace(facts, items={item.code: _value(item, choice)})
    return any(truth(ending, own) is True for ending in endings)


@lru_cache(maxsize=64)
def _codes(ending: Expr) -> frozenset[str]:
    return frozenset(name.key for name in names(ending))


def _ending(template: Template, ending: Expr | None, facts: Facts) -> dict[str, Json]:
    """The one answer that says so."""
    for item in template.items if ending is not None else ():
        for option in item.options:
            own = replace(facts, items={item.code: option})
            if ending is not None and truth(ending, own) is True:
                return {item.code: option}
    return {}


def _with(item: Item, choice: Json, facts: Facts) -> Facts:
    return replace(facts, answer=_value(item, choice))


def _value(item: Item, choice: Json) -> Value:
    if isinstance(choice, list):
        return tuple(str(part) for part in choice)
    return Decimal(str(choice)) if item.type == "number" else str(choice)
