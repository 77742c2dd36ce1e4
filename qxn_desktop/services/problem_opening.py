"""A problem that a person enters: from 12345, the county's supervision, a leader, an inspection."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.ids import new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.rectification import LIMIT_KEYS, Limits
from qxn_desktop.domain.row_input import clean_row, with_missing
from qxn_desktop.services import photos, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.numbering import PROBLEM, next_numbers
from qxn_desktop.services.routing import draft
from qxn_desktop.services.village_choice import village_code
from qxn_desktop.store.row import Row

USUAL_SEVERITY = "较重"
"""Of a problem that came without one (默认)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found or came in. Dates are text as typed; ``due`` is 要求办结日, "" for none.

    ``object_id`` is a village's code or the id of any row; ``found_on`` "" is today.
    """

    title: str
    source: str
    object_id: str
    due: str = ""
    source_number: str = ""
    severity: str = USUAL_SEVERITY
    description: str = ""
    found_on: str = ""
    photos: tuple[Path, ...] = field(default=())


def open_by_hand(ctx: AppContext, found: Found) -> str:
    """Enter a problem; gives its id.

    Raises:
        UserError: everything that is wrong with it; no such object, no picture.
    """
    values, faults = _values(ctx, found)
    object_row, village = _object(ctx, found.object_id)
    spec = ctx.ws.schema.registers["problem"]
    refuse(with_missing(spec, {**values, "village": village}, faults))
    pictures = [photos.prepare(path) for path in found.photos]
    values |= {
        "number": next_numbers(ctx, PROBLEM)[0],
        "object": object_row.id,
        "object_register": object_row.register,
        "village": village,
        "limits": limits_in_force(ctx),
    }
    if pictures:
        values["photos"] = list(dict.fromkeys(picture.sha256 for picture in pictures))
    row = new_id()
    kept = photos.keep(ctx, pictures, village)
    ctx.ws.write([*kept, draft(ctx, "problem", row, Kind.PUT, values)])
    return row


def limits_in_force(ctx: AppContext) -> dict[str, Json]:
    """Days to rectify by severity: the unit's own, else the defaults. Every problem keeps them."""
    own = settings.value(ctx, settings.LIMITS)
    found: dict[str, Json] = dict(asdict(Limits()))
    if isinstance(own, dict):
        found |= {key: own[key] for key in LIMIT_KEYS if isinstance(own.get(key), int)}
    return found


def _values(ctx: AppContext, found: Found) -> tuple[dict[str, Json], list[Problem]]:
    raw: dict[str, Json] = {
        "title": found.title,
        "source": found.source,
        "source_number": found.source_number,
        "severity": found.severity or USUAL_SEVERITY,
        "description": found.description,
        "found_on": found.found_on or ctx.today.isoformat(),
        "demanded_due": found.due,
    }
    values, faults = clean_row(ctx.ws.schema.registers["problem"], raw, ctx.today)
    faults += [*_future(values, ctx.today), *_due_before(values)]
    return {key: value for key, value in values.items() if value is not None}, faults


def _future(values: dict[str, Json], today: date) -> list[Problem]:
    found_on = values.get("found_on")
    if not isinstance(found_on, str) or found_on <= today.isoformat():
        return []
    return [Problem("found_on", "E-PRB-060", f"发现日期（{found_on}）还没有到，请核对。")]


def _due_before(values: dict[str, Json]) -> list[Problem]:
    """A day to be done by that lies before the finding is a slip of the pen."""
    found_on, due = values.get("found_on"), values.get("demanded_due")
    if not isinstance(found_on, str) or not isinstance(due, str) or due >= found_on:
        return []
    told = f"要求办结日（{due}）早于发现日期（{found_on}），请核对。"
    return [Problem("demanded_due", "E-PRB-072", told)]


def _object(ctx: AppContext, object_id: str) -> tuple[Row, str]:
    """The row a problem is about, and its village."""
    row = ctx.ws.find(object_id) or ctx.ws.find(village_code(ctx, object_id))
    if row is None or ctx.ws.schema.registers[row.register].internal:
        raise UserError(
            "E-PRB-061",
            "没有编号为“{id}”的对象：请填本单位村的12位代码，或台账记录的编号。",
            id=object_id,
        )
    village = _village(ctx, row)
    if not village:
        raise UserError("E-PRB-062", "对象“{id}”没有登记所在村，请先在台账里补上。", id=object_id)
    return row, village


def _village(ctx: AppContext, row: Row) -> str:
    """The row's own village, else that of the row it belongs to (a person's household)."""
    spec = ctx.ws.schema.registers[row.register]
    own = row.id if spec.village_field == "id" else row.text(spec.village_field)
    above = (ctx.ws.get(f.ref, row.text(f.id)) for f in spec.fields if f.type == "ref")
    return own or next((_village(ctx, found) for found in above if found), "")
