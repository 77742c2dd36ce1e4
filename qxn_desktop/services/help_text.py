"""The help that ships: one page for each page of the window, in Markdown, found by its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qxn_desktop.common.resource_files import list_resources

FOLDER = "help"
ORDER = (
    "today", "check", "records", "quality", "monitoring", "problems", "reports", "exchange",
    "settings", "first_run",
)  # fmt: skip
"""Ids of the window's pages in the order of its navigation, then what has no page."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page of help. ``id`` is the window's page, ``text`` Markdown with its title on top."""

    id: str
    title: str
    text: str


@cache
def help_pages() -> tuple[HelpPage, ...]:
    """Every page, in the order of the window."""
    found = {page.id: page for page in map(_page, list_resources(FOLDER, ".md"))}
    known = [found[id_] for id_ in ORDER if id_ in found]
    return (*known, *(page for id_, page in found.items() if id_ not in ORDER))


def help_page(id_: str) -> HelpPage:
    """The page of help for the window's page ``id_``; the first one where it has none."""
    return next((page for page in help_pages() if page.id == id_), help_pages()[0])


def pages_with(words: str) -> tuple[HelpPage, ...]:
    """Pages that hold every one of ``words`` (separated by spaces); all pages for none."""
    wanted = words.casefold().split()
    return tuple(
        page for page in help_pages() if all(word in page.text.casefold() for word in wanted)
    )


def _page(path: Path) -> HelpPage:
    text = path.read_text(encoding="utf-8")
    return HelpPage(path.stem, text.partition("\n")[0].removeprefix("# "), text)
