"""One problem as its page shows it, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qxn_desktop.domain.privacy import redact
from qxn_desktop.domain.rectification_guide import (
    DueMark,
    StageMark,
    due_mark,
    due_words,
    stage_marks,
)
from qxn_desktop.services.catalog import shipped_templates
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.findings import RESULT, numbered
from qxn_desktop.services.problem_list import ProblemLine, disputed_rows, line_of
from qxn_desktop.services.problem_step import Guide
from qxn_desktop.services.problem_timeline import (
    PhotoRef,
    TimelineLine,
    day_words,
    photos_after,
    photos_before,
    timeline,
)
from qxn_desktop.services.problems import replayed_of
from qxn_desktop.services.row_choice import choose
from qxn_desktop.store import narrow_query
from qxn_desktop.store.row import Row


@dataclass(frozen=True, slots=True)
class Link:
    """A row that the page leads to: its register, id, and what people call it."""

    register: str
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """A problem, where it stands, what comes next and what happened.

    ``guide`` answers what is missing while somebody types. ``people`` are names to offer.
    """

    line: ProblemLine
    description: str
    due_mark: DueMark
    due_words: str
    stages: tuple[StageMark, ...]
    guide: Guide
    before: tuple[PhotoRef, ...]
    after: tuple[PhotoRef, ...]
    timeline: tuple[TimelineLine, ...]
    object: Link
    check: Link | None
    referred: tuple[str, ...]
    people: tuple[str, ...]


def problem_page(ctx: AppContext, problem: str) -> ProblemPage:
    """The problem that ``problem`` (id, its beginning, or number) names.

    Raises:
        UserError: none, or more than one.
    """
    row = choose(ctx, "problem", problem)
    replayed = replayed_of(ctx, row)
    target = _object(ctx, row)
    village = ctx.ws.get("village", row.text("village"))
    names = {row.text("object"): _label(ctx, target)}
    names[row.text("village")] = _label(ctx, village)
    line = line_of(row, ctx.today, names, disputed_rows(ctx))
    mark = due_mark(line.state, line.due, ctx.today)
    first = ctx.ws.operations("problem", row.id)[0]
    known = _known_people(ctx)
    return ProblemPage(
        line=line,
        description=redact(_description(row)),
        due_mark=mark,
        due_words=due_words(mark, line.due, ctx.today),
        stages=stage_marks(replayed.state.stage),
        guide=Guide(replayed, ctx.ws.clerk, ctx.today, _usual_people(known, line.village)),
        before=photos_before(ctx, row),
        after=photos_after(replayed),
        timeline=timeline(row, first, replayed),
        object=_link(ctx, line, target),
        check=_check(ctx, row),
        referred=replayed.state.referred,
        people=_names(known),
    )


def _description(row: Row) -> str:
    """情况说明; of what a check found, which item it was: the title says item and answer."""
    text, code = row.text("description"), row.text("item")
    known = shipped_templates().get(row.text("template"))
    if not code or known is None or RESULT not in text:
        return text
    return numbered(known[0], code)


def _object(ctx: AppContext, row: Row) -> Row | None:
    register = row.text("object_register")
    return ctx.ws.get(register, row.text("object")) if register in ctx.ws.schema.registers else None


def _label(ctx: AppContext, row: Row | None) -> str:
    if row is None:
        return ""
    if row.register == "village":
        return row.text("short_name") or row.text("name")
    return row.text(ctx.ws.schema.registers[row.register].label_field)


def _link(ctx: AppContext, line: ProblemLine, target: Row | None) -> Link:
    """The object, with its village unless it is the village."""
    spec = ctx.ws.schema.registers.get(line.object_register)
    if line.object_register == "village" or spec is None:
        return Link("village", line.village, line.village_name)
    named = f"{spec.title} {line.object_label}" if target else f"{spec.title}（已删除）"
    return Link(spec.id, line.object, f"{line.village_name} · {named}")


def _check(ctx: AppContext, row: Row) -> Link | None:
    check = ctx.ws.get("check", row.text("check"))
    if check is None:
        return None
    known = shipped_templates().get(check.text("template"))
    title = known[0].short_title if known else "检查"
    return Link("check", check.id, f"{title} {day_words(check.text('date'))}")


Known = list[tuple[str, str, str, str]]
"""(village, found_on, owner, supervisor) of every problem that was given to somebody."""


def _known_people(ctx: AppContext) -> Known:
    columns = ("village", "found_on", "owner", "supervisor")
    rows = narrow_query.columns(ctx.ws, "problem", columns)
    found = [tuple(str(value or "") for value in row[1:]) for row in rows if row[3]]
    return [(a, b, c, d) for a, b, c, d in sorted(found, key=lambda one: one[1], reverse=True)]


def _usual_people(known: Known, village: str) -> Mapping[str, str]:
    """Who had the village's last problem: most likely the same persons again."""
    for code, _, owner, supervisor in known:
        if code == village:
            return {"owner": owner, "supervisor": supervisor}
    return {}


def _names(known: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for *_, owner, by in known for name in (owner, by) if name))
