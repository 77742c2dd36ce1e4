"""The stack of undo and redo against a plain model of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.step_stack import Step, Taken, Turn, stack


def step(number: int, turn: Turn = Turn.DO, of: int = 0) -> Step:
    return Step(number, "韦建国", 0, Taken(turn, of), ())


def numbers(steps: tuple[Step, ...]) -> list[int]:
    return [one.number for one in steps]


@given(st.lists(st.sampled_from(Turn)))
def test_it_is_two_lists_between_which_steps_go_back_and_forth(turns: list[Turn]) -> None:
    steps: list[Step] = []
    done: list[int] = []
    undone: list[int] = []
    for turn in turns:
        number = len(steps) + 1
        if turn is Turn.DO:
            steps.append(step(number))
            done.append(number)
            undone.clear()
        elif turn is Turn.UNDO and done:
            steps.append(step(number, turn, done[-1]))
            undone.append(done.pop())
        elif turn is Turn.REDO and undone:
            steps.append(step(number, turn, undone[-1]))
            done.append(undone.pop())
    found = stack(steps)
    assert (numbers(found.done), numbers(found.undone)) == (done, undone)


def test_what_points_at_a_forgotten_step_is_passed_over() -> None:
    found = stack([step(7, Turn.UNDO, 6), step(8), step(9, Turn.REDO, 6), step(10)])
    assert (numbers(found.done), numbers(found.undone)) == ([8, 10], [])
