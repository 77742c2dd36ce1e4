"""What a checklist is filled for: the row, its village, and what rules may ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.evaluation import Subject
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.template import Template
from qxn_desktop.services.catalog import registers
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.village_choice import village_code
from qxn_desktop.store.row import Row

NAMED = 5
"""How many of several objects a message names."""
HAS_FACILITY = "has_facility"
COMPUTED = {"village": (HAS_FACILITY,)}
"""Attributes that no column holds, by register. ``has_facility``: 是 once a facility is listed."""


@dataclass(frozen=True, slots=True)
class CheckObject:
    """A live row of one of a checklist's registers; ``village`` is its 12-digit code."""

    row: Row
    village: str
    subject: Subject

    @property
    def register(self) -> str:
        return self.subject.register


def find_object(ctx: AppContext, template: Template, id_: str) -> CheckObject:
    """The object ``id_`` of ``template``: its id, a village's name, what its register calls it.

    Raises:
        UserError: no such row, several of that name, a row of another register, or one that lies in
            no village.
    """
    for register in template.objects:
        row = ctx.ws.get(register, id_)
        if row is not None:
            village = _village(ctx.ws.schema.registers[register], row)
            return CheckObject(row, village, Subject(register, _attributes(ctx, row)))
    named = _named(ctx, template, id_)
    if named == id_:
        raise _not_found(ctx, template, id_)
    return find_object(ctx, template, named)


def attributes_of(objects: Iterable[str]) -> set[str]:
    """Every attribute that rules may ask of rows of the registers ``objects``."""
    known: set[str] = set()
    for register in objects:
        known.update(field.id for field in registers()[register].fields)
        known.update(COMPUTED.get(register, ()))
    return known


def _attributes(ctx: AppContext, row: Row) -> dict[str, Json]:
    values = dict(row.values)
    if row.register == "village" and ctx.ws.count("sewage_facility", {"village": row.id}):
        values[HAS_FACILITY] = "是"  # none listed does not mean that there is none
    return values


def _named(ctx: AppContext, template: Template, text: str) -> str:
    """The id of the one object that people call ``text``; ``text`` itself where there is none."""
    found: list[str] = []
    for register in template.objects:
        if register == "village":
            found += [row.id for row in (ctx.ws.get(register, village_code(ctx, text)),) if row]
        elif text:
            label = registers()[register].label_field
            found += [row.id for row in ctx.ws.select(register, {label: text})]
    if len(found) > 1:
        raise UserError(
            "E-CHK-206",
            "叫“{text}”的不止一个（{listed}），请填编号。",
            text=text, listed="、".join(found[:NAMED]),
        )  # fmt: skip
    return found[0] if found else text


def _village(spec: RegisterSpec, row: Row) -> str:
    village = row.id if spec.village_field == "id" else row.text(spec.village_field)
    if not village:
        raise UserError(
            "E-CHK-201",
            "{register}“{id}”没有登记所在村，请先在台账里补上。",
            register=spec.title,
            id=row.id,
        )
    return village


def _not_found(ctx: AppContext, template: Template, id_: str) -> UserError:
    wanted = "、".join(registers()[register].title for register in template.objects)
    other = ctx.ws.find(id_)
    if other is None:
        return UserError(
            "E-CHK-202",
            "没有编号为“{id}”的{wanted}，请核对编号；可能已被删除。",
            id=id_,
            wanted=wanted,
        )
    return UserError(
        "E-CHK-203",
        "“{id}”是{found}，{form}检查的是{wanted}，请换一个对象或换一张检查表。",
        id=id_,
        found=registers()[other.register].title,
        form=template.short_title,
        wanted=wanted,
    )
