"""What was typed into the forms of steps and is not done yet; nothing is lost silently."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.common.json_types import Json

Facts = Mapping[str, Json]


class HalfTyped:
    """By problem, the state it was in, and step: a problem that moved on asks for other facts."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str, str], Facts] = {}
        self._last: dict[str, tuple[str, str]] = {}

    def keep(self, problem: str, state: str, event: str, facts: Facts) -> None:
        """Remember ``facts``; without any the form is as it came."""
        if facts:
            self._facts[problem, state, event] = facts
            self._last[problem] = (state, event)
        else:
            self.forget(problem, state, event)

    def forget(self, problem: str, state: str, event: str) -> None:
        """The step was done, or its form emptied."""
        self._facts.pop((problem, state, event), None)
        if self._last.get(problem) == (state, event):
            del self._last[problem]

    def only(self, problem: str, state: str) -> None:
        """A problem that moved on asks for other facts: those of earlier states go."""
        for key in [one for one in self._facts if one[0] == problem and one[1] != state]:
            self.forget(*key)

    @property
    def count(self) -> int:
        """How many forms are half typed."""
        return len(self._facts)

    def leave(self, problem: str) -> None:
        """Its next step is wanted again, whatever was typed last."""
        self._last.pop(problem, None)

    def event_of(self, problem: str, state: str) -> str:
        """The step that was being typed; "" for none."""
        known = self._last.get(problem)
        return known[1] if known is not None and known[0] == state else ""

    def facts_of(self, problem: str, state: str, event: str) -> Facts:
        """What was typed into a step's form."""
        return self._facts.get((problem, state, event), {})
