"""Handing a colleague's open work to another: previewed line by line, carried out in one write.

Problems go by the legal event 交办 with the same limit, so that whoever looks later sees from whom
to whom and why; assigned tasks and the names on reports are ordinary changes. What may not change
now stays where it is, with the reason. Half-filled checks go along: they lie on this machine alone
and are no operations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from qxn_desktop.common.clock import millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.sentence import without_keys
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.character import tidy, tidy_name
from qxn_desktop.domain.legal_event import Refusal
from qxn_desktop.domain.operation import Draft, Event, Kind, OpId
from qxn_desktop.domain.order import Standing
from qxn_desktop.domain.procedure_step import person
from qxn_desktop.domain.rectification import STAGE_WORDS, Stage
from qxn_desktop.domain.rectification_machine import try_event
from qxn_desktop.services import check_draft, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import orders
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.problems import replayed_of
from qxn_desktop.services.routing import draft
from qxn_desktop.services.routing import event as event_draft
from qxn_desktop.store.row import Row

OWNER, SUPERVISOR = "owner", "supervisor"
PROBLEM, ORDER, SETTING, DRAFT = "problem", "order", "setting", "draft"
IN_HAND: Final = (Stage.ASSIGNED, Stage.WORKING, Stage.APPLIED)
"""Stages of a problem in which persons are in charge and the work is not done."""
_TITLES: Final = {
    (PROBLEM, OWNER): "整改责任人",
    (PROBLEM, SUPERVISOR): "督办责任人",
    (ORDER, OWNER): "责任人",
    (ORDER, SUPERVISOR): "督办人",
}
_NAMES_ON_REPORTS: Final = {settings.REVIEWER: "报表审核人", settings.HEAD: "报表负责人"}
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing in somebody's hands.

    ``key`` names it in ``hand_over``. ``obstacle``: why it cannot go to the person asked for now,
    "" when it can; it is filled by ``preview``.
    """

    key: str
    kind: str
    id: str
    role: str
    role_title: str
    title: str
    number: str = ""
    village: str = ""
    state: str = ""
    due: str = ""
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """What went over, what stayed and why."""

    taker: str
    moved: tuple[OpenItem, ...]
    left: tuple[OpenItem, ...]
    change: ChangeSet

    @property
    def words(self) -> str:
        """What happened, in one sentence."""
        stayed = f"，{len(self.left)} 项未移交" if self.left else ""
        return f"已将 {len(self.moved)} 项移交给{self.taker}{stayed}。"


def open_work(ctx: AppContext, name: str) -> tuple[OpenItem, ...]:
    """What is open in the name of ``name``: problems by limit, assigned tasks, names on reports."""
    who = person(tidy_name(name))
    found = (_problems, _orders, _report_names, _drafts)
    return tuple(item for part in found for item in part(ctx, who))


def people_with_work(ctx: AppContext) -> tuple[str, ...]:
    """Everybody in whose name something is open, by name."""
    found = {row.text(role) for row in _rows(ctx) for role in (OWNER, SUPERVISOR)}
    for view in orders(ctx):
        if _is_open(view.tally):
            found |= {view.order.owner, view.order.supervisor}
    return tuple(sorted(person(name) for name in found if name))


def preview(ctx: AppContext, giver: str, taker: str) -> tuple[OpenItem, ...]:
    """What ``giver`` has open, each line with what stands against giving it to ``taker``.

    Raises:
        UserError: no taker, or the same person.
    """
    to = _taker(giver, taker)
    return tuple(_judged(ctx, item, to) for item in open_work(ctx, giver))


def hand_over(
    ctx: AppContext, giver: str, taker: str, reason: str, keys: Collection[str] | None = None
) -> Handed:
    """Give ``taker`` what ``giver`` has open (of ``keys``, where given), in one write.

    Raises:
        UserError: no taker or reason, the same person, or nothing that can go over.
    """
    to, why = _taker(giver, taker), tidy(reason)
    if not 0 < len(why) <= LONGEST_REASON:
        raise UserError(
            "E-PRB-082",
            "请写明移交的理由（最多{most}字），如“岗位调整”。",
            most=LONGEST_REASON,
        )
    items = preview(ctx, giver, to)
    chosen = [item for item in items if keys is None or item.key in keys]
    moved = tuple(item for item in chosen if not item.obstacle)
    if not moved:
        raise UserError(
            "E-PRB-083", "没有可以移交的事项：{why}", why=_obstacles(chosen) or "没有未办的事项。"
        )
    note = f"{person(giver)}移交{to}：{why}"
    change = ctx.ws.write([_draft(ctx, item, to, note) for item in moved if item.kind != DRAFT])
    _move_drafts(ctx, {item.id for item in moved if item.kind == DRAFT}, to)
    return Handed(to, moved, tuple(item for item in chosen if item.obstacle), change)


def _taker(giver: str, taker: str) -> str:
    to = person(tidy_name(taker))
    if not 0 < len(to) <= 40:
        raise UserError("E-PRB-080", "请选择接手的人（姓名1至40个字）。")
    if to == person(tidy_name(giver)):
        raise UserError("E-PRB-081", "接手的人就是{name}本人，请另选一人。", name=to)
    return to


# --- what is open


def _rows(ctx: AppContext) -> Iterator[Row]:
    for stage in IN_HAND:
        yield from ctx.ws.select(PROBLEM, {"state": stage.value})


def _problems(ctx: AppContext, who: str) -> list[OpenItem]:
    names = village_names(ctx)
    found = [
        OpenItem(
            f"{PROBLEM}:{row.id}:{role}",
            PROBLEM,
            row.id,
            role,
            _TITLES[PROBLEM, role],
            row.text("title"),
            row.text("number"),
            names.get(row.text("village"), ""),
            STAGE_WORDS.get(row.text("state"), ""),
            row.text("due"),
        )
        for row in _rows(ctx)
        for role in (OWNER, SUPERVISOR)
        if person(row.text(role)) == who
    ]
    return sorted(found, key=lambda item: (item.due, item.number, item.key))


def _orders(ctx: AppContext, who: str) -> Iterator[OpenItem]:
    for view in orders(ctx):
        persons = {OWNER: view.order.owner, SUPERVISOR: view.order.supervisor}
        for role, name in persons.items():
            if person(name) == who and _is_open(view.tally):
                left = view.tally[Standing.OPEN] + view.tally[Standing.OVERDUE]
                yield OpenItem(
                    f"{ORDER}:{view.id}:{role}",
                    ORDER,
                    view.id,
                    role,
                    _TITLES[ORDER, role],
                    view.order.title,
                    village=f"{len(view.order.villages)}个村",
                    state=f"{left}个村未完成",
                    due=view.order.due.isoformat(),
                )


def _is_open(tally: Mapping[Standing, int]) -> bool:
    return bool(tally[Standing.OPEN] + tally[Standing.OVERDUE])


def _report_names(ctx: AppContext, who: str) -> Iterator[OpenItem]:
    for key, title in _NAMES_ON_REPORTS.items():
        if person(settings.text(ctx, key)) == who:
            yield OpenItem(f"{SETTING}:{key}:", SETTING, key, "", title, "报表上的签名")


def _drafts(ctx: AppContext, who: str) -> Iterator[OpenItem]:
    for one in check_draft.drafts(ctx):
        if one.inspector and person(one.inspector) == who:
            answered = f"已答{one.answered}题"
            title = f"没填完的检查：{one.label}"
            yield OpenItem(
                f"{DRAFT}:{one.key}:", DRAFT, one.key, "", "检查人", title, "", "", answered
            )


# --- giving it over


def _move_drafts(ctx: AppContext, keys: Collection[str], to: str) -> None:
    for one in check_draft.drafts(ctx):
        if one.key in keys:
            check_draft.save(ctx, replace(one, inspector=to))


def _judged(ctx: AppContext, item: OpenItem, to: str) -> OpenItem:
    return replace(item, obstacle=_obstacle(ctx, item, to))


def _obstacle(ctx: AppContext, item: OpenItem, to: str) -> str:
    if item.kind in (SETTING, DRAFT):
        return ""
    row = ctx.ws.get(item.kind, item.id)
    if row is None:
        return "已被删除。"
    if item.kind == ORDER:
        other = person(row.text(_other(item.role)))
        title = _TITLES[ORDER, _other(item.role)]
        return f"{to}已是这项任务的{title}，两者不能是同一人。" if other == to else ""
    facts = _facts(row, item.role, to, "移交")
    wished = Event(OpId(0, "", "", "", 0), "assign", facts, ctx.ws.clerk, millis(ctx.clock.now()))
    replayed = replayed_of(ctx, row)
    if replayed.state.stage is Stage.APPLIED:
        return f"现在是“{Stage.APPLIED.words}”，请先复核销号或退回，再移交。"
    outcome = try_event(replayed, wished)
    return without_keys(outcome.reason) if isinstance(outcome, Refusal) else ""


def _draft(ctx: AppContext, item: OpenItem, to: str, note: str) -> Draft:
    if item.kind == SETTING:
        return settings.draft(item.id, to, note)
    if item.kind == ORDER:
        return draft(ctx, ORDER, item.id, Kind.PUT, {item.role: to})
    row = ctx.ws.get(PROBLEM, item.id)
    assert row is not None  # noqa: S101 - an item without a row has an obstacle
    return event_draft(ctx, PROBLEM, row.id, "assign", _facts(row, item.role, to, note))


def _facts(row: Row, role: str, to: str, note: str) -> dict[str, Json]:
    """交办 anew. Without ``due`` and ``method`` both stay what they are."""
    kept = _other(role)
    return {role: to, kept: row.text(kept), "note": note}


def _other(role: str) -> str:
    return SUPERVISOR if role == OWNER else OWNER


def _obstacles(items: Collection[OpenItem]) -> str:
    return "".join(dict.fromkeys(item.obstacle for item in items))
