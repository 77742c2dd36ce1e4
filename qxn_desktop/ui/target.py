"""Where a click leads: a page, and what is to be opened on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the window.

    ``page`` is an id of ``navigation.PAGES``; ``id`` names a row (problem, household …) and
    ``facts`` whatever else the page reads, such as ``{"village": "522327103213"}``.
    """

    page: str
    id: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def fact(self, key: str) -> str:
        """A fact, "" where it was not given."""
        return self.facts.get(key, "")
