"""The columns under which rounds and their objects are listed."""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.domain.task import TaskStatus
from qxn_desktop.services.check_round import CheckBoard, RoundLine, natural
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.style.tokens import Tone

TONES = {
    TaskStatus.OVERDUE: Tone.OVERDUE,
    TaskStatus.SOON: Tone.SOON,
    TaskStatus.AWAY: Tone.SOON,
    TaskStatus.DONE: Tone.DONE,
}
ALL = "各村合计"


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """A line of the list at the left: a frequency in one village, or in all (``village`` "").

    ``free``: any object of the checklist, chosen by hand.
    """

    template: str
    frequency: str
    village: str
    title: str
    remaining: int = 0
    total: int = 0
    overdue: int = 0
    soon: int = 0
    free: bool = False
    heading: str = ""
    """What it is called above its objects: 户厕巡查 · 每季抽查."""

    @property
    def heads(self) -> bool:
        """Whether it stands above the villages of its frequency."""
        return not self.village and not self.free

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What tells it from the others."""
        return self.template, self.frequency, self.village, self.free


def choices(board: CheckBoard) -> list[RoundChoice]:
    """What can be chosen: each frequency with its villages in code order, then free choice."""
    found = []
    for group in board.groups:
        title = f"{group.short_title} · {group.frequency_title}"
        overdue = sum(count.overdue for count in group.counts)
        soon = sum(count.soon for count in group.counts)
        found.append(
            RoundChoice(
                group.template, group.frequency, "", title,
                group.remaining, group.total, overdue, soon, heading=title,
            )
        )  # fmt: skip
        found += [
            RoundChoice(
                group.template, group.frequency, one.village, one.village_name,
                one.remaining, one.total, one.overdue, one.soon, heading=title,
            )
            for one in group.counts
        ]  # fmt: skip
    found += [
        RoundChoice(id_, "", "", f"自选对象 · {title}", free=True)
        for id_, title in board.checklists
    ]
    return found


def _left(choice: RoundChoice) -> str:
    if choice.free:
        return ""
    if not choice.remaining:
        return "已完成"
    if choice.overdue:
        return f"剩 {choice.remaining}，逾期 {choice.overdue}"
    return f"剩 {choice.remaining}{'，快到期' if choice.soon else ''}"


def _urgent(choice: RoundChoice) -> Tone | None:
    if choice.overdue:
        return Tone.OVERDUE
    if choice.soon:
        return Tone.SOON
    return Tone.DONE if not choice.free and not choice.remaining else None


CHOICE_COLUMNS = (
    Column("检查表和村", lambda one: one.title if one.heads or one.free else f"　　{one.title}"),
    Column("还剩", _left, 124, tone=_urgent),
)


def _status(line: RoundLine) -> str:
    return f"{line.status_words}，没填完" if line.has_draft else line.status_words


def _tone(line: RoundLine) -> Tone | None:
    if line.has_draft:
        return Tone.ACCENT
    return Tone.NEUTRAL if line.status is None else TONES.get(line.status, Tone.NEUTRAL)


def _due(line: RoundLine) -> str:
    return f"{line.due.month}月{line.due.day}日" if line.due else ""


LINE_COLUMNS = (
    Column("对象", lambda line: line.label, 0, sort=lambda line: natural(line.label)),
    Column("户主", lambda line: line.household, 110),
    Column("组", lambda line: line.place, 80, sort=lambda line: natural(line.place)),
    Column("村", lambda line: line.village_name, 120, sort=lambda line: line.village),
    Column("期限", _due, 90, sort=lambda line: str(line.due)),
    Column("状态", _status, 130, tone=_tone),
)
