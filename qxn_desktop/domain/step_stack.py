"""What can be taken back, and what done again: one's own writes as steps of a stack.

One write is one step, however many rows it touched. Taking a step back is a write too, and so a
step; it points at the one it takes back. Steps are taken back from the last one on, and done again
in the opposite order, until something new is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """What a step does."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Taken:
    """Why something is written: as new work, or to take back (do again) the step ``of``."""

    turn: Turn = Turn.DO
    of: int = 0


NEW_WORK = Taken()


@dataclass(frozen=True, slots=True)
class Run:
    """Operations of one stream of this site, from number ``first`` to ``last``."""

    stream: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Step:
    """One write of this site: by which account, when (Unix ms), which operations."""

    number: int
    actor: str
    at: int
    taken: Taken
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The steps in force, and those taken back; of both the last one comes first in turn."""

    done: tuple[Step, ...]
    undone: tuple[Step, ...]


def stack(steps: Iterable[Step]) -> Stack:
    """Where ``steps`` (oldest first) lead. One that points at a forgotten step is passed over."""
    done: list[Step] = []
    undone: list[Step] = []
    for step in steps:
        if step.taken.turn is Turn.DO:
            done.append(step)
            undone.clear()
        elif step.taken.turn is Turn.UNDO:
            _move(done, undone, step.taken.of)
        else:
            _move(undone, done, step.taken.of)
    return Stack(tuple(done), tuple(undone))


def _move(source: list[Step], target: list[Step], number: int) -> None:
    if source and source[-1].number == number:
        target.append(source.pop())
