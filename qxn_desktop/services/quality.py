"""数据体检: what the rules find in the registers, kept up to date by its connection.

The first check reads everything; after it only households that operations have touched are looked
at again. Findings that a person has marked as checked stay in the list, apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.domain.quality import duplicate
from qxn_desktop.domain.quality.catalog import PHONE, RULES, SHARED_NUMBER
from qxn_desktop.domain.quality.duplicate import Holder
from qxn_desktop.domain.quality.examination import (
    examine_home,
    examine_village,
    finding_at_home,
)
from qxn_desktop.domain.quality.finding import Fault, Finding, Severity
from qxn_desktop.domain.quality.rule import Rule
from qxn_desktop.domain.quality.view import HouseholdView
from qxn_desktop.services import quality_view
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.quality_lead import lead_of, opened_leads
from qxn_desktop.services.quality_mark import Mark, marks
from qxn_desktop.services.quality_view import (
    BELONGING,
    HOUSEHOLD,
    MEMBER,
    REGISTERS,
    VILLAGE,
    Ground,
)
from qxn_desktop.store.kept_result import Heads
from qxn_desktop.store.partial_row import rows as partial_rows


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding as a list shows it; ``mark``: a person has looked and lets it stand.

    ``lead``: the number of the lead that was opened from it, "" while there is none.
    """

    finding: Finding
    title: str
    village_name: str
    mark: Mark | None
    lead: str = ""

    @property
    def person(self) -> str:
        """Whom it is about; "" for the household or village as a whole."""
        return self.finding.who if self.finding.register == MEMBER else ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with what it found. ``off`` says why it is not in force, "" when it is."""

    rule: Rule
    open: int
    checked: int
    off: str = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """A whole check: lines by rule, village code and household."""

    day: date
    households: int
    members: int
    rules: tuple[RuleLine, ...]
    lines: tuple[FindingLine, ...]

    def open_by(self, severity: Severity) -> int:
        """How many findings of a severity wait."""
        return sum(line.mark is None and line.finding.severity is severity for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Home:
    """What one household comes to by itself, and what it has to be compared by."""

    view: HouseholdView
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Held:
    """A check and how far it has followed the operations; ``heads`` None: not made yet."""

    heads: Heads | None = None
    ground: Ground | None = None
    homes: dict[str, _Home] = field(default_factory=dict)
    villages: tuple[Finding, ...] = ()
    found: tuple[Finding, ...] = ()


def checkup(ctx: AppContext, progress: Progress = SILENT) -> Checkup:
    """What is found today, in the whole workspace.

    Raises:
        Cancelled: the user took it back.
    """
    held = _held(ctx, progress)
    return _told(ctx, held)


def rows_with_findings(ctx: AppContext, register: str) -> frozenset[str]:
    """The rows of a register with findings that nobody has checked yet.

    As ``checkup``: the first time on a connection it takes seconds, so never on the window's
    thread.
    """
    known = marks(ctx)
    return frozenset(
        one.row
        for one in _held(ctx, SILENT).found
        if one.register == register and one.fingerprint not in known
    )


def findings_at(ctx: AppContext, register: str, row: str) -> tuple[FindingLine, ...]:
    """What is found at a household (with its members), a member or a village; a few milliseconds.

    For a form after it was saved: nothing here refuses anything.
    """
    ground = quality_view.ground(ctx)
    if register == VILLAGE:
        views = [view for view in quality_view.villages(ctx) if view.id == row]
        found = [one for v in views for one in examine_village(v, ground.terms, ground.rules)]
        return _lines(ctx, found)
    member = ctx.ws.get(MEMBER, row) if register == MEMBER else None
    home = row if member is None else member.text(HOUSEHOLD)
    every = findings_of(ctx, quality_view.homes(ctx, [home]), ground)
    return _lines(ctx, [one for one in every if register != MEMBER or one.row == row])


def findings_of(
    ctx: AppContext,
    homes: Iterable[HouseholdView],
    ground: Ground,
    progress: Progress = SILENT,
) -> Iterator[Finding]:
    """What is found in ``homes``, compared with all other rows by the indexes."""
    views = {home.id: home for home in homes}
    tally = Tally(progress, len(views))
    tally.begin("正在核对")
    for home in tally.each(views.values()):
        yield from examine_home(home, ground.terms, ground.rules)
    papers = [one for home in views.values() for one in duplicate.papers_of(home)]
    phones = [one for home in views.values() for one in duplicate.phones_of(home)]
    others = set()
    for name, holders in (("id_number", papers), ("phone", phones)):
        others |= _sharing(ctx, name, {one.value for one in holders}) - views.keys()
    for home in quality_view.homes(ctx, others) if others else ():
        papers += duplicate.papers_of(home)
        phones += duplicate.phones_of(home)
    for rule, holder, fault in _across(papers, phones):
        if holder.household in views:
            yield finding_at_home(rule, views[holder.household], fault)


# --- the check that is kept -------------------------------------------------------------------


def _held(ctx: AppContext, progress: Progress) -> _Held:
    held: _Held = ctx.ws.kept.get(("quality",), (), _Held)
    heads = ctx.ws.kept.heads()
    ground = quality_view.ground(ctx)
    changed = ctx.ws.kept.rows_since(held.heads) if held.heads is not None else None
    if changed is None or held.ground != ground:
        fresh = _Held(heads, ground)
        _examine(ctx, fresh, None, progress)
        held.homes, held.villages = fresh.homes, fresh.villages
        held.found = tuple(_all(held))
    elif not REGISTERS.isdisjoint(register for register, _ in changed):
        _examine(ctx, held, _touched(ctx, held, changed), progress)
        held.found = tuple(_all(held))
    held.heads, held.ground = heads, ground
    return held


def _examine(ctx: AppContext, held: _Held, ids: set[str] | None, progress: Progress) -> None:
    """Look at all households, or those with ``ids``, and at the villages."""
    if held.ground is None:
        return
    terms, rules = held.ground.terms, held.ground.rules
    views = list(quality_view.homes(ctx, ids, progress))
    for gone in ids or ():
        held.homes.pop(gone, None)
    tally = Tally(progress, len(views))
    tally.begin("正在核对")
    for view in tally.each(views):
        held.homes[view.id] = _Home(view, tuple(examine_home(view, terms, rules)))
    held.villages = tuple(
        one for view in quality_view.villages(ctx) for one in examine_village(view, terms, rules)
    )


def _touched(ctx: AppContext, held: _Held, changed: Iterable[tuple[str, str]]) -> set[str]:
    """The households to look at again, former ones of members included."""
    ids = {id_ for register, id_ in changed if register == HOUSEHOLD}
    for home in [held.homes[id_].view for id_ in ids & held.homes.keys()]:
        for one in home.rows[1:]:  # a household that becomes another leads its rows there
            row = ctx.ws.get(one.register, one.id)
            ids |= {row.text(HOUSEHOLD)} if row is not None else set()
    rows = {(register, id_) for register, id_ in changed if register in BELONGING}
    for register, id_ in rows:
        row = ctx.ws.get(register, id_)
        if row is not None:
            ids.add(row.text(HOUSEHOLD))
    if rows:
        ids |= {
            home.view.id
            for home in held.homes.values()
            if any((one.register, one.id) in rows for one in home.view.rows)
        }
    return ids


def _all(held: _Held) -> Iterator[Finding]:
    yield from held.villages
    papers: list[Holder] = []
    phones: list[Holder] = []
    for home in held.homes.values():
        yield from home.findings
        papers += duplicate.papers_of(home.view)
        phones += duplicate.phones_of(home.view)
    for rule, holder, fault in _across(papers, phones):
        yield finding_at_home(rule, held.homes[holder.household].view, fault)


def _across(
    papers: Iterable[Holder], phones: Iterable[Holder]
) -> Iterator[tuple[Rule, Holder, Fault]]:
    for holder, fault in duplicate.shared_papers(papers):
        yield RULES[SHARED_NUMBER], holder, fault
    for holder, fault in duplicate.shared_phones(phones):
        yield RULES[PHONE], holder, fault


def _sharing(ctx: AppContext, name: str, values: set[str]) -> set[str]:
    """The households that hold one of the numbers, themselves or by a member."""
    found = {row.id for row in partial_rows(ctx.ws, HOUSEHOLD, (), (name, sorted(values)))}
    members = partial_rows(ctx.ws, MEMBER, (HOUSEHOLD,), (name, sorted(values)))
    return found | {row.text(HOUSEHOLD) for row in members}


# --- as it is shown ---------------------------------------------------------------------------


def _told(ctx: AppContext, held: _Held) -> Checkup:
    lines = _lines(ctx, held.found)
    waiting = Counter(line.finding.rule for line in lines if line.mark is None)
    checked = Counter(line.finding.rule for line in lines if line.mark is not None)
    filled = held.ground.filled if held.ground else frozenset()
    return Checkup(
        ctx.today,
        len(held.homes),
        sum(len(home.view.members) for home in held.homes.values()),
        tuple(
            RuleLine(rule, waiting[number], checked[number], _why_off(ctx, rule, filled))
            for number, rule in RULES.items()
        ),
        lines,
    )


def _lines(ctx: AppContext, found: Iterable[Finding]) -> tuple[FindingLine, ...]:
    known, names, leads = marks(ctx), village_names(ctx), opened_leads(ctx)
    ordered = sorted(found, key=lambda one: (one.rule, one.village, one.household, one.row))
    return tuple(
        FindingLine(
            one,
            RULES[one.rule].title,
            names.get(one.village, ""),
            known.get(one.fingerprint),
            leads.get(lead_of(one), "") if one.proposes else "",
        )
        for one in ordered
    )


def _why_off(ctx: AppContext, rule: Rule, filled: frozenset[str]) -> str:
    if not rule.lacks(filled):
        return ""
    titles = (_title(ctx, name) for name in rule.needs or rule.fields)
    listed = "、".join(dict.fromkeys(title for title in titles if title))
    return f"没有这一列的数据：{listed}"


def _title(ctx: AppContext, name: str) -> str:
    register, _, field_id = name.partition(".")
    spec = ctx.ws.schema.registers.get(register)
    known = spec.field(field_id) if spec else None
    return known.title if known else ""
