"""Problems as the page lists them: filtered, counted by what may be filtered, in one call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from qxn_desktop.domain.pinyin import matches
from qxn_desktop.domain.rectification import STAGE_WORDS, Stage
from qxn_desktop.domain.rectification_guide import DueMark, due_mark, due_words
from qxn_desktop.domain.village_count import VillageCount
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import OPEN_STATES, ProblemLine, problems
from qxn_desktop.services.village_count import count_codes


class Group(StrEnum):
    """What a clerk looks for first; the value goes into a page's target."""

    OPEN = "open"
    OVERDUE = "overdue"
    SOON = "soon"
    TO_ASSIGN = "to_assign"
    TO_CONFIRM = "to_confirm"
    TO_REVISIT = "to_revisit"
    CLOSED = "closed"
    DISPUTED = "disputed"
    ALL = "all"

    @property
    def words(self) -> str:
        return GROUP_WORDS[self]


ONE_CHECK = "同一次检查发现"

GROUP_WORDS: Mapping[Group, str] = {
    Group.OPEN: "未销号",
    Group.OVERDUE: "逾期",
    Group.SOON: "临期",
    Group.TO_ASSIGN: "待交办",
    Group.TO_CONFIRM: "待复核",
    Group.TO_REVISIT: "待回访",
    Group.CLOSED: "已销号",
    Group.DISPUTED: "待裁决",
    Group.ALL: "全部",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which problems. Empty texts do not filter; ``text`` may be pinyin initials.

    ``village`` is a 12-digit code, ``owner`` a name, ``state`` a stage's code, ``check`` the id of
    the check that found them.
    """

    group: Group = Group.OPEN
    village: str = ""
    source: str = ""
    severity: str = ""
    owner: str = ""
    state: str = ""
    text: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One problem of the list with its limit in words."""

    problem: ProblemLine
    due_mark: DueMark
    due_words: str


@dataclass(frozen=True, slots=True)
class Board:
    """The list and what stands beside it.

    ``groups`` count all problems under every other filter, so that each number is what choosing
    it shows. ``villages``, ``owners``, ``sources`` are what occurs: (value, words), villages in
    code order.
    """

    lines: tuple[BoardLine, ...]
    total: int
    groups: Mapping[Group, int]
    villages: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]


def board(ctx: AppContext, wanted: Wanted) -> Board:
    """The problems that ``wanted`` asks for, by time limit."""
    every = problems(ctx)
    lines = [_line(ctx, one) for one in every]
    narrowed = [line for line in lines if _matches(line.problem, wanted)]
    counts = Counter(group for line in narrowed for group in Group if _is_in(line, group))
    return Board(
        tuple(line for line in narrowed if _is_in(line, wanted.group)),
        len(every),
        {group: counts[group] for group in Group},
        _choices(every, lambda one: (one.village, one.village_name)),
        _choices(every, lambda one: (one.owner, one.owner)),
        _choices(every, lambda one: (one.source, one.source)),
    )


def count_problems(ctx: AppContext, wanted: Wanted) -> VillageCount:
    """The problems that ``wanted`` asks for, village by village."""
    found = board(ctx, wanted)
    codes = [line.problem.village for line in found.lines]
    return count_codes(ctx, filter_words(wanted, found), codes, "件")


def filter_words(wanted: Wanted, found: Board) -> str:
    """What a filter asks for: 逾期问题（板万村，12345）."""
    village = dict(found.villages).get(wanted.village, "")
    check = ONE_CHECK if wanted.check else ""
    text = wanted.text.strip()
    narrowed = (village, wanted.source, wanted.severity, wanted.owner, check, text)
    listed = "，".join(filter(None, narrowed))
    return f"{wanted.group.words}问题" + (f"（{listed}）" if listed else "")


def _line(ctx: AppContext, one: ProblemLine) -> BoardLine:
    mark = due_mark(one.state, one.due, ctx.today)
    return BoardLine(one, mark, due_words(mark, one.due, ctx.today))


def _is_in(line: BoardLine, group: Group) -> bool:
    state = line.problem.state
    return {
        Group.ALL: True,
        Group.OPEN: line.problem.disputed or state in OPEN_STATES,
        Group.CLOSED: state not in OPEN_STATES,
        Group.OVERDUE: line.due_mark is DueMark.OVERDUE,
        Group.SOON: line.due_mark is DueMark.SOON,
        Group.DISPUTED: line.problem.disputed,
        Group.TO_ASSIGN: state == Stage.FOUND,
        Group.TO_CONFIRM: state == Stage.APPLIED,
        Group.TO_REVISIT: state == Stage.CONFIRMED,
    }[group]


def _matches(one: ProblemLine, wanted: Wanted) -> bool:
    pairs = (
        (wanted.village, one.village),
        (wanted.source, one.source),
        (wanted.severity, one.severity),
        (wanted.owner, one.owner),
        (wanted.state, one.state),
        (wanted.check, one.check),
    )
    return all(value in ("", has) for value, has in pairs) and _says(one, wanted.text.strip())


def _says(one: ProblemLine, text: str) -> bool:
    """Whether a text of the line holds ``text``, or a name in it is spelt so in pinyin."""
    if not text:
        return True
    named = (one.object_label, one.village_name, one.owner, one.supervisor)
    written = (one.title, one.number, one.source_number, STAGE_WORDS.get(one.state, ""), *named)
    found = any(text.casefold() in words.casefold() for words in written)
    spelt = text.isascii() and text.islower()  # pinyin costs 58 MB: only when somebody uses it
    return found or (spelt and any(matches(text, name) for name in named if name))


def _choices(
    every: Iterable[ProblemLine], pick: Callable[[ProblemLine], tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({found for found in map(pick, every) if found[0]}))
