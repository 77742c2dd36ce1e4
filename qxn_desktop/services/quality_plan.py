"""What the rules find in rows before they are written: for an import's preview.

The rows as they would stand are laid over those of the registers; nothing is written. Findings
never refuse a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.quality.finding import Finding
from qxn_desktop.domain.quality.view import (
    HouseholdView,
    MemberView,
    household_view,
    member_view,
)
from qxn_desktop.services import quality, quality_view
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_plan import ImportPlan
from qxn_desktop.services.quality_view import HOUSEHOLD, MEMBER
from qxn_desktop.store.partial_row import Fill

Planned = Mapping[str, Mapping[str, Json]]
"""Values by row id: what the import would put. Fields it leaves alone are not there."""


def findings_by_line(
    ctx: AppContext, plan: ImportPlan, progress: Progress = SILENT
) -> Mapping[int, list[str]]:
    """The sentences by position of the line, for what a plan would add or change.

    Raises:
        Cancelled: the user took it back.
    """
    register = plan.cleaned.layout.register.id
    put = {name: _put(plan.drafts, name) for name in (HOUSEHOLD, MEMBER)}
    if register not in put:
        return {}
    found = findings_of_plan(ctx, put[HOUSEHOLD], put[MEMBER], progress)
    return {
        at: [one.sentence for one in found[register, id_]]
        for at, id_ in enumerate(plan.ids)
        if (register, id_) in found
    }


def findings_of_plan(
    ctx: AppContext, households: Planned, members: Planned, progress: Progress = SILENT
) -> dict[tuple[str, str], list[Finding]]:
    """The findings by (register, row) at the planned rows, were they written as they are.

    ``households`` and ``members`` hold only what would be put; existing rows are completed from
    the registers.

    Raises:
        Cancelled: the user took it back.
    """
    ground = quality_view.ground(ctx, _fills(households, members))
    views = _laid_over(ctx, households, members)
    found: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in quality.findings_of(ctx, views, ground, progress):
        if one.row in (households if one.register == HOUSEHOLD else members):
            found[one.register, one.row].append(one)
    return dict(found)


def _laid_over(ctx: AppContext, households: Planned, members: Planned) -> list[HouseholdView]:
    """The households that the plan touches, as they would stand."""
    held = {view.id: view for view in quality_view.homes(ctx, _touched(ctx, households, members))}
    moved: defaultdict[str, list[MemberView]] = defaultdict(list)
    known = {member.id: member for view in held.values() for member in view.members}
    for id_, values in members.items():
        old = known[id_].values if id_ in known else {}
        new = member_view(id_, _joined(old, values), ctx.today)
        moved[new.text(HOUSEHOLD)].append(new)
    views = []
    for id_ in sorted({*held, *households, *moved} - {""}):
        view = held.get(id_)
        stay = [one for one in view.members if one.id not in members] if view else []
        values = _joined(view.values if view else {}, households.get(id_, {}))
        below = (view.incomes, view.jobs) if view else ()
        views.append(household_view(id_, values, [*stay, *moved[id_]], *below))
    return views


def _touched(ctx: AppContext, households: Planned, members: Planned) -> set[str]:
    """The households of planned rows, former ones of members that move included."""
    ids = {*households, *(str(values.get(HOUSEHOLD) or "") for values in members.values())}
    for row in quality_view.member_rows(ctx, members.keys()):
        ids.add(row.text(HOUSEHOLD))
    return ids - {""}


def _put(drafts: Sequence[Draft], register: str) -> dict[str, Mapping[str, Json]]:
    return {
        draft.row: draft.payload
        for draft in drafts
        if draft.entity == register and draft.kind == Kind.PUT
    }


def _joined(old: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in {**old, **new}.items() if value is not None}


def _fills(households: Planned, members: Planned) -> dict[str, Fill]:
    return {
        f"{register}.{field}": Fill(
            len(rows), sum(values.get(field) not in (None, "", []) for values in rows.values())
        )
        for register, rows in ((HOUSEHOLD, households), (MEMBER, members))
        for field in quality_view.fields_of(register)
    }
