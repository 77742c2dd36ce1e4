"""Workbooks of other systems that are recognised by their headings, wherever the columns stand.

One TOML file a workbook: the headings that all of them must have, and for each register that it
can fill which heading is which field. What is not named there goes by names and synonyms.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qxn_desktop.domain.sheet_header import heading_key, without_unit


@dataclass(frozen=True, slots=True)
class WorkbookUse:
    """How one register is filled. ``constants`` are fields that every line has (已外出务工: 是)."""

    register: str
    columns: Mapping[str, str]
    constants: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KnownWorkbook:
    """A workbook of another system.

    ``headings``: each is there, in one of its spellings; ``without``: none of these is.
    """

    id: str
    title: str
    headings: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    uses: tuple[WorkbookUse, ...]

    def use(self, register: str) -> WorkbookUse | None:
        """How ``register`` is filled from it."""
        return next((one for one in self.uses if one.register == register), None)

    def is_it(self, titles: Collection[str]) -> bool:
        """Whether a sheet with these headings is this workbook."""
        keys = {without_unit(heading_key(title)) for title in titles}
        keys |= {heading_key(title) for title in titles}
        found = all(any(heading_key(word) in keys for word in words) for words in self.headings)
        return found and not any(heading_key(word) in keys for word in self.without)


def parse_workbook(text: str) -> KnownWorkbook:
    """The workbook that ``text`` (TOML) describes.

    Raises:
        ValueError: it is not written as the others are (they ship with the program).
    """
    data = tomllib.loads(text)
    try:
        return KnownWorkbook(
            data["id"],
            data["title"],
            tuple(tuple(word.split("|")) for word in data["headings"]),
            tuple(data.get("without", ())),
            tuple(_use(entry) for entry in data["use"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no workbook: {error!r}") from error


def recognise(known: Iterable[KnownWorkbook], titles: Collection[str]) -> KnownWorkbook | None:
    """The workbook with these headings; the first that fits."""
    return next((one for one in known if one.is_it(titles)), None)


def _use(entry: Mapping[str, Any]) -> WorkbookUse:
    columns = {heading_key(title): target for title, target in entry.get("columns", {}).items()}
    return WorkbookUse(entry["register"], columns, dict(entry.get("constants", {})))
