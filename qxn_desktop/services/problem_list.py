"""Problems as a list shows them: one pass over the rows, no history is replayed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qxn_desktop.domain.fold import STATE
from qxn_desktop.domain.rectification import STAGE_WORDS, UNCLOSED
from qxn_desktop.services.context import AppContext
from qxn_desktop.store import narrow_query
from qxn_desktop.store.row import Row

OPEN_STATES = frozenset(stage.value for stage in UNCLOSED)


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem today. ``object_label``: what people call its object, "" once it is deleted.

    ``disputed``: two people handled it side by side, a person decides. ``check``: the id of the
    check that found it, "" for none.
    """

    id: str
    number: str
    title: str
    source: str
    source_number: str
    severity: str
    object: str
    object_label: str
    object_register: str
    village: str
    village_name: str
    found_on: str
    state: str
    state_title: str
    owner: str
    supervisor: str
    due: str
    overdue: bool
    rebounds: int
    closed_on: str
    disputed: bool
    check: str = ""


def problems(ctx: AppContext, *, only_open: bool = False) -> list[ProblemLine]:
    """All problems by time limit; ``only_open`` leaves out what the supervisor has closed."""
    disputed = disputed_rows(ctx)
    names = village_names(ctx)
    rows = ctx.ws.select("problem")
    names |= object_labels(ctx, {row.text("object_register") for row in rows})
    lines = [line_of(row, ctx.today, names, disputed) for row in rows]
    wanted = (line for line in lines if not only_open or line.disputed or _is_open(line))
    return sorted(wanted, key=lambda line: (line.due, line.number, line.id))


def line_of(
    row: Row, today: date, names: dict[str, str], disputed: frozenset[str] = frozenset()
) -> ProblemLine:
    """The line of one row; its derived columns hold what its events come to.

    ``names``: what people call villages and objects, by id.
    """
    state, due, village = row.text("state"), row.text("due"), row.text("village")
    rebounds = row.values.get("rebounds")
    return ProblemLine(
        id=row.id,
        number=row.text("number"),
        title=row.text("title"),
        source=row.text("source"),
        source_number=row.text("source_number"),
        severity=row.text("severity"),
        object=row.text("object"),
        object_label=names.get(row.text("object"), ""),
        object_register=row.text("object_register"),
        village=village,
        village_name=names.get(village, ""),
        found_on=row.text("found_on"),
        state=state,
        state_title=STAGE_WORDS.get(state, state),
        owner=row.text("owner"),
        supervisor=row.text("supervisor"),
        due=due,
        overdue=state in OPEN_STATES and due < today.isoformat(),
        rebounds=rebounds if isinstance(rebounds, int) else 0,
        closed_on=row.text("closed_on"),
        disputed=row.id in disputed,
        check=row.text("check"),
    )


def disputed_rows(ctx: AppContext) -> frozenset[str]:
    """Problems whose handling waits for a person's decision."""
    found = ctx.ws.conflicts()
    return frozenset(c.row for c in found if c.entity == "problem" and c.field == STATE)


def village_names(ctx: AppContext) -> dict[str, str]:
    """Short names of the unit's villages, by code."""
    rows = ctx.ws.select("village")
    return {row.id: row.text("short_name") or row.text("name") for row in rows}


def object_labels(ctx: AppContext, used: Iterable[str]) -> dict[str, str]:
    """What people call the rows of the registers ``used``, by id; villages have their own names."""
    known = ctx.ws.schema.registers
    return {
        str(id_): str(label or "")
        for register in used
        if register in known and register != "village"
        for id_, label in narrow_query.columns(ctx.ws, register, (known[register].label_field,))
    }


def _is_open(line: ProblemLine) -> bool:
    return line.state in OPEN_STATES
