"""What a form of a register begins with: its fields, villages to choose from, present values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services import records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.value_words import ValueWords

STAYS = ("group",)
"""Fields that are the same for the next row of a list that is typed, besides the village."""
TYPES_LEFT_OUT = frozenset({"json", "photo"})


@dataclass(frozen=True, slots=True)
class FormStart:
    """A form before anything is typed.

    ``values`` are canonical; what may not be shown is left out of them and named in ``hidden``:
    empty means unchanged there. ``labels`` say what people call referred rows, by id.
    """

    register: str
    title: str
    fields: tuple[FieldSpec, ...]
    villages: Mapping[str, str]
    today: date
    id: str = ""
    values: Mapping[str, Json] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    counter: str = "条"


def new_row(ctx: AppContext, register: str, village: str = "") -> FormStart:
    """A form for a new row, in ``village`` where one is chosen.

    Raises:
        UserError: no such register.
    """
    spec = records.spec_of(ctx, register)
    has_village = village and spec.village_field not in ("", "id")
    values: dict[str, Json] = {spec.village_field: village} if has_village else {}
    return FormStart(
        register,
        f"新增{spec.title}",
        typed_fields(ctx, register),
        village_names(ctx),
        ctx.today,
        values=values,
        counter=spec.counter,
    )


def next_row(ctx: AppContext, register: str, typed: Mapping[str, Json]) -> FormStart:
    """A form for one more row where the last one was: its village and group stay.

    ``typed``: what the last form held.
    """
    spec = records.spec_of(ctx, register)
    kept = {key: typed[key] for key in (spec.village_field, *STAYS) if key in typed}
    return replace(new_row(ctx, register), values=kept)


def present_row(ctx: AppContext, id_: str) -> FormStart:
    """A form over a live row.

    Raises:
        UserError: there is none, or it was deleted.
    """
    shown = records.get(ctx, id_).row
    whole = ctx.ws.get(shown.register, id_) or shown
    fields = typed_fields(ctx, shown.register)
    words = ValueWords(ctx)
    hidden = frozenset(
        one.id for one in fields if shown.values.get(one.id) != whole.values.get(one.id)
    )
    values = {key: value for key, value in shown.values.items() if key not in hidden}
    refs = [one for one in fields if one.type == "ref" and whole.values.get(one.id)]
    return FormStart(
        shown.register,
        f"修改 {words.row(whole)}",
        fields,
        village_names(ctx),
        ctx.today,
        id_,
        values,
        hidden,
        {whole.text(one.id): words.value(one, whole.values[one.id]) for one in refs},
    )


def typed_fields(ctx: AppContext, register: str) -> tuple[FieldSpec, ...]:
    """The fields that a person types: none that are computed or come from the division table."""
    official = records.OFFICIAL_COLUMNS.get(register, frozenset())
    spec = ctx.ws.schema.registers[register]
    return tuple(
        one
        for one in spec.fields
        if not one.derived and one.type not in TYPES_LEFT_OUT and one.id not in official
    )
