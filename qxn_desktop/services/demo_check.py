"""Invented checks: answered by ``demo_answer``, judged and scored by the rules themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.errors import Bug
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.answers import Answers, parse_answers
from qxn_desktop.domain.demo_answer import NO_SCHOOL, SCHOOL_CODE, DemoScene, demo_answers
from qxn_desktop.domain.demo_place import demo_id
from qxn_desktop.domain.demo_visit import DemoVisit, demo_visits
from qxn_desktop.domain.evaluation import Evaluation, Subject, evaluate
from qxn_desktop.domain.scoring import score_check
from qxn_desktop.domain.seeded_draw import Draw
from qxn_desktop.domain.task import task_id
from qxn_desktop.domain.template import SEVERITY_TITLES, Template
from qxn_desktop.services.check_object import CheckObject
from qxn_desktop.services.demo_office import SCHOOL_AGES, Met
from qxn_desktop.services.demo_picture import BEFORE
from qxn_desktop.services.demo_plan import (
    AFTERNOON,
    DemoPlan,
    inspector,
    problem_found,
)
from qxn_desktop.services.findings import (
    JudgedCheck,
    check_values,
    lead_values,
    problem_id,
    problem_values,
)
from qxn_desktop.store.row import Row

AT_RISK = 3
STOCK = 4
"""Pictures that checks without a problem share, for each checklist."""


@dataclass(frozen=True, slots=True)
class Picturing:
    """Of which check, when and where pictures are taken."""

    check: str
    day: date
    village: str


def write_visits(plan: DemoPlan, template: Template, text: str, met: Met) -> None:
    """All visits of one object under one checklist, with what they open."""
    for visit in demo_visits(template, met.what, plan.span):
        if not met.what.excused:
            _write_check(plan, _judged(plan, template, text, met, visit))
        elif visit.period is not None:
            _write_exception(plan, met, visit)


def _write_exception(plan: DemoPlan, met: Met, visit: DemoVisit) -> None:
    if visit.period is None:
        return
    row = task_id(visit.template, met.what.id, visit.period)
    values: dict[str, Json] = {
        "task": row,
        "template": visit.template,
        "object": met.what.id,
        "village": met.what.village,
        "period": str(visit.period),
        "reason": met.what.excused,
    }
    plan.put("task_exception", row, values, met.what.village, day=visit.day, hour=AFTERNOON)


def _write_check(plan: DemoPlan, judged: JudgedCheck) -> None:
    village, day = judged.target.village, judged.date
    plan.put("check", judged.id, check_values(judged), village, day=day, hour=AFTERNOON)
    code = judged.template.id
    plan.expected.checks[code, f"{day:%Y-%m}"] += 1
    plan.expected.outcomes[code, judged.evaluation.outcome.value] += 1
    if judged.template.opens == "problem":
        for item in judged.opened():
            row = problem_id(judged.id, item.code)
            named = judged.target.row.text("name") or judged.target.row.text("code")
            number = judged.template.items.index(item) + 1
            what = f"{named}{judged.template.short_title}第{number}项"
            severity = SEVERITY_TITLES[item.severity]
            found = problem_found(row, day, severity, f"{what}（{day:%m%d}查出）")
            plan.open_problem(row, problem_values(judged, item), found)
        return
    lead = lead_values(judged)
    if lead is not None:
        row, values = lead
        values["number"] = f"{day.year}-{plan.unit.prefix}-XS-YS{row[:8].upper()}"
        plan.put("lead", row, values, village, day=day, hour=AFTERNOON)


def _judged(
    plan: DemoPlan, template: Template, text: str, met: Met, visit: DemoVisit
) -> JudgedCheck:
    what = met.what
    check = demo_id(plan.seed, "check", template.id, what.id, visit.day.isoformat())
    subject = Subject(what.register, what.attributes)
    scene = DemoScene(subject, {}, visit.day.year, visit.outcome, _care(plan, met), _reasons(met))
    given = demo_answers(template, scene, Draw(plan.seed, "answers", check))
    answers = _parsed(template, given.raw)
    evaluation = evaluate(template, answers, subject, {}, visit.day.year)
    photos = _photos(plan, template, evaluation, Picturing(check, visit.day, what.village))
    if photos:
        answers = _parsed(template, {**given.raw, **photos})
        evaluation = evaluate(template, answers, subject, {}, visit.day.year)
    if evaluation.missing or evaluation.outcome is not visit.outcome:
        raise Bug("E-DEMO-103", "演示数据没有答完{check}，请报告。", check=template.id)
    plan.expected.faults[template.id] += len(given.faults)
    target = CheckObject(Row(what.register, what.id, met.values), what.village, subject)
    return JudgedCheck(
        check, template, text, target, visit.day, inspector(plan.seed, what.village),
        answers, evaluation, score_check(template, evaluation, {}),
    )  # fmt: skip


def _parsed(template: Template, raw: dict[str, Json]) -> Answers:
    answers, problems = parse_answers(template, raw)
    if problems:
        raise Bug("E-DEMO-104", "演示数据的答案不合格：{why}", why=problems[0].message)
    return answers


def _photos(
    plan: DemoPlan, template: Template, evaluation: Evaluation, own: Picturing
) -> dict[str, Json]:
    """Pictures where they are asked for: of its own for a check that opens a problem."""
    found: dict[str, Json] = {}
    for item in template.items:
        if item.type != "photo" or item.code not in evaluation.missing:
            continue
        if evaluation.opens:
            names = (f"{own.check[:8]}-{number}" for number in range(1, item.photos + 1))
            found[item.code] = [plan.album.add(BEFORE, n, own.day, own.village) for n in names]
        else:
            first = Draw(plan.seed, "stock", own.check).below(STOCK)
            numbers = ((first + number) % STOCK for number in range(item.photos))
            found[item.code] = [_stock(plan, template, number) for number in numbers]
    return found


def _stock(plan: DemoPlan, template: Template, number: int) -> str:
    name = f"{template.short_title}{number + 1}"
    return plan.album.add("现场", name, plan.span.start, "")


def _care(plan: DemoPlan, met: Met) -> int:
    """A village's share of faults in per cent of the usual; a household at risk has more."""
    village = Draw(plan.seed, "care", met.what.village).between(45, 165)
    return village * AT_RISK if met.values.get("risk_open") == "是" else village


def _reasons(met: Met) -> dict[str, str]:
    home = met.home
    if home is None or any(person.age in SCHOOL_AGES for person in home.members):
        return {}
    return {SCHOOL_CODE: NO_SCHOOL}
