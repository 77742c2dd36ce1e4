"""What fills a demonstration: settings, registers, visits, problems by hand, orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.demo_condition import living_row, person_row, slipped
from qxn_desktop.domain.demo_ledger import (
    batch_id,
    income_rows,
    off_farm_row,
    toilet_columns,
    town_ledgers,
    village_ledgers,
)
from qxn_desktop.domain.demo_people import (
    DemoHousehold,
    DemoPerson,
    demo_household,
    household_row,
    member_row,
)
from qxn_desktop.domain.demo_place import (
    NO_TOILET,
    DemoRow,
    DemoVillage,
    demo_id,
    demo_toilet,
    village_figures,
    village_places,
)
from qxn_desktop.domain.demo_rectification import Fate
from qxn_desktop.domain.demo_visit import DemoObject
from qxn_desktop.domain.order import Order, Progress, progress_id
from qxn_desktop.domain.row_identity import numbered_id
from qxn_desktop.domain.seeded_draw import Draw
from qxn_desktop.services import settings
from qxn_desktop.services.catalog import divisions, registers, shipped_templates
from qxn_desktop.services.check_object import HAS_FACILITY
from qxn_desktop.services.demo_album import write_album
from qxn_desktop.services.demo_picture import BEFORE
from qxn_desktop.services.demo_plan import DemoPlan, problem_found
from qxn_desktop.services.templates import row_id

BASIS = "演示"
SCHOOL_AGES = range(6, 16)
VACANT = "长期无人居住"
NO_TOILET_REASON = "无厕户，已列入改厕计划"


@dataclass(frozen=True, slots=True)
class Met:
    """An object of checks; ``home`` is the household where it is one."""

    what: DemoObject
    values: Mapping[str, Json]
    home: DemoHousehold | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A kind of problem that comes from outside."""

    source: str
    title: str
    severity: str
    demanded: bool = False


COMPLAINTS = (
    Complaint("12345", "群众反映公厕夜间上锁，无法使用", "较重", demanded=True),
    Complaint("县督办", "村口垃圾堆积多日未清运", "严重", demanded=True),
    Complaint("领导交办", "沟渠有生活污水流入，请核实处理", "较重"),
    Complaint("督查", "抽查发现管护制度未上墙", "一般"),
    Complaint("群众反映", "化粪池清掏电话打不通", "一般"),
)
PRESSING = (2, 1)
"""Days that are left to problems near their limit."""
APART = 5
"""They lie so many villages apart."""


def write_settings(plan: DemoPlan) -> None:
    """Settings of a unit that has confirmed everything, and the checklists it uses."""
    values: dict[str, Json] = {
        settings.START_DATE: plan.span.start.isoformat(),
        settings.DEMO: "是",
    }
    for template, text in shipped_templates().values():
        for frequency in template.frequencies:
            values[f"{template.id}.{settings.CONFIRMED}.{frequency.id}"] = "是"
        kept: dict[str, Json] = {"code": template.id, "version": template.version, "text": text}
        plan.put("template", row_id(template), kept)
    for key, value in values.items():
        plan.put("setting", key, {"value": value, "basis": BASIS})
    seed: dict[str, Json] = {"value": plan.draw_seed, "basis": BASIS}
    plan.put("setting", settings.DRAW_SEED, seed, sealed=True)


def write_village(plan: DemoPlan, village: DemoVillage, households: int) -> Iterator[Met]:
    """The registers of one village; gives what can be visited there."""
    places = list(village_places(plan.seed, village))
    figures = village_figures(plan.seed, village)
    plan.put("village", village.code, figures.values, village.code)
    attributes = dict(figures.values)
    if any(place.register == "sewage_facility" for place in places):
        attributes[HAS_FACILITY] = "是"
    yield Met(DemoObject("village", village.code, village.code, attributes), figures.values)
    for place in places:
        yield _placed(plan, place)
    name = divisions().path(village.code).replace(" · ", "")
    for index in range(households):
        yield from _write_house(plan, village, index, name)


def write_complaints(plan: DemoPlan, village: DemoVillage) -> None:
    """Problems that were reported or handed down, one or two a village."""
    for number in range(Draw(plan.seed, "complaints", village.code).weighted(((1, 60), (2, 40)))):
        draw = Draw(plan.seed, "complaint", village.code, number)
        kind = draw.pick(COMPLAINTS)
        day = plan.span.start + timedelta(days=draw.below(_length(plan)))
        demanded = day + timedelta(days=draw.between(7, 15)) if kind.demanded else None
        row = demo_id(plan.seed, "complaint", village.code, number)
        values = _complaint(village, row, kind, (day, demanded))
        values["photos"] = [plan.album.add(BEFORE, f"{row[:8]}-0", day, village.code)]
        _open(plan, village, row, values)


def write_pressing(plan: DemoPlan) -> None:
    """Complaints of the last days that are still under way, each near its limit (临期)."""
    demanded = [kind for kind in COMPLAINTS if kind.demanded]
    for village, left in zip(plan.villages[::APART], PRESSING, strict=False):
        kind = Draw(plan.seed, "pressing", village.code).pick(demanded)
        row = demo_id(plan.seed, "pressing", village.code)
        span = plan.span.until - timedelta(days=6), plan.span.until + timedelta(days=left)
        _open(plan, village, row, _complaint(village, row, kind, span), Fate.STUCK)


def _complaint(
    village: DemoVillage, row: str, kind: Complaint, span: tuple[date, date | None]
) -> dict[str, Json]:
    """One that came on the first day of ``span`` and is demanded by the second, if at all."""
    day, demanded = span
    values: dict[str, Json] = {
        "title": kind.title,
        "source": kind.source,
        "object": village.code,
        "object_register": "village",
        "village": village.code,
        "severity": kind.severity,
        "found_on": day.isoformat(),
    }
    if demanded is not None:
        values["demanded_due"] = demanded.isoformat()
        values["source_number"] = f"演示{kind.source}-{day.year}-{row[:6].upper()}"
    return values


def _open(
    plan: DemoPlan,
    village: DemoVillage,
    row: str,
    values: dict[str, Json],
    fate: Fate | None = None,
) -> None:
    day, due = str(values["found_on"]), values.get("demanded_due")
    demanded = date.fromisoformat(due) if isinstance(due, str) else None
    what = f"{village.short_name}{values['title']}一事"
    severity = str(values["severity"])
    found = problem_found(row, date.fromisoformat(day), severity, what, demanded)
    plan.open_problem(row, values, found, fate)


def write_staff(plan: DemoPlan) -> None:
    """Who is responsible in the township."""
    for row in town_ledgers(plan.seed, plan.arguments.unit, plan.unit.name, plan.span.until):
        plan.put(row.register, row.id, row.values)


def write_orders(plan: DemoPlan) -> None:
    """Two assigned tasks for all villages: one past its limit, one under way."""
    until, start = plan.span.until, plan.span.start
    half = timedelta(days=_length(plan) // 2)
    recent = max(start, until - timedelta(days=12))
    _write_order(
        plan, "问题户厕排查整改“回头看”", (start + timedelta(days=3), start + half),
        "逐户核对问题户厕台账，整改到位并附照片",
    )  # fmt: skip
    _write_order(
        plan, "村庄清洁行动：房前屋后和沟渠积存垃圾清理", (recent, until + timedelta(days=15)),
        "积存垃圾清零，收集点无满溢",
    )  # fmt: skip


def _write_order(plan: DemoPlan, title: str, span: tuple[date, date], standard: str) -> None:
    issued, due = span
    row = demo_id(plan.seed, "order", title)
    codes = tuple(village.code for village in plan.villages)
    basis = f"演示〔{issued.year}〕{issued.month}号"
    order = Order(title, basis, codes, issued, due, plan.clerk, plan.supervisors[0], standard)
    values: dict[str, Json] = {
        "title": order.title,
        "basis": order.basis,
        "villages": [*order.villages],
        "issued_on": order.issued_on.isoformat(),
        "due": order.due.isoformat(),
        "owner": order.owner,
        "supervisor": order.supervisor,
        "standard": order.standard,
    }
    plan.put("order", row, values, day=issued)
    for code in codes:
        _write_progress(plan, row, order, code)


def _write_progress(plan: DemoPlan, row: str, order: Order, village: str) -> None:
    draw = Draw(plan.seed, "progress", row, village)
    length = (order.due - order.issued_on).days
    day = order.issued_on + timedelta(days=draw.between(1, max(1, length + 3)))
    status = draw.weighted(((Progress.DONE, 78), (Progress.OPEN, 14), (Progress.NOT_APPLICABLE, 8)))
    if day > plan.span.until:
        return
    values: dict[str, Json] = {"order": row, "village": village, "status": status.value}
    values["date"] = day.isoformat()
    if status is Progress.NOT_APPLICABLE:
        values["reason"] = "本村已由县级项目统一实施"
    plan.put("order_progress", progress_id(row, village), values, village, day=day)


def _placed(plan: DemoPlan, place: DemoRow) -> Met:
    village = str(place.values["village"])
    plan.put(place.register, place.id, place.values, village)
    return Met(DemoObject(place.register, place.id, village, place.values), place.values)


def _write_house(plan: DemoPlan, village: DemoVillage, index: int, name: str) -> Iterator[Met]:
    until = plan.span.until
    home = demo_household(plan.seed, village.code, village.serial, index, until)
    household = numbered_id(registers()["household"], home.head.id_number)
    toilet = demo_toilet(plan.seed, home, household, until)
    values = household_row(home, name) | living_row(plan.seed, home, until)
    values |= toilet_columns(str(toilet.values["type"]))
    people = [
        member_row(person, village.code, household) | person_row(plan.seed, home, place)
        for place, person in enumerate(home.members)
    ]
    values, people = slipped(plan.seed, home, values, people)
    plan.put("household", household, _filled(values), village.code)
    for person, row in zip(home.members, people, strict=True):
        _write_member(plan, person, household, _filled(row))
    for sheet in income_rows(home, plan.seed, household, until):
        plan.put(sheet.register, sheet.id, sheet.values, village.code)
    yield Met(DemoObject("household", household, village.code, values), values, home)
    if index == 0:
        toilet.values["batch"] = batch_id(plan.seed, village.code)
        for one in village_ledgers(plan.seed, village, toilet.id, until):
            plan.put(one.register, one.id, one.values, village.code)
        write_album(plan, village, household, toilet.id)
    plan.put("toilet", toilet.id, toilet.values, village.code)
    vacant = toilet.values.get("status") == VACANT
    excused = NO_TOILET_REASON if toilet.values["type"] == NO_TOILET else ""
    what = DemoObject("toilet", toilet.id, village.code, toilet.values, vacant, excused)
    yield Met(what, toilet.values, home)


def _filled(values: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in values.items() if value is not None}


def _write_member(
    plan: DemoPlan, person: DemoPerson, household: str, values: dict[str, Json]
) -> None:
    """A member, and what is known of the work of who works away."""
    id_ = numbered_id(registers()["member"], person.id_number)
    village = str(values["village"])
    plan.put("member", id_, values, village)
    if values.get("working") == "是" and "employer" in values:
        work = off_farm_row(plan.seed, (household, id_), values, plan.span.until)
        plan.put(work.register, work.id, work.values, village)


def _length(plan: DemoPlan) -> int:
    """Days of the demonstration."""
    return (plan.span.until - plan.span.start).days + 1
