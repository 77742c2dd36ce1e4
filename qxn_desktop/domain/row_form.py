"""A form of rows that goes out to a village and comes back: what was sent, what was changed.

A cell was changed when it does not say what was sent. So rows that went on here meanwhile are not
set back by whoever returns an old form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

SentRow = tuple[str, tuple[str, ...]]
"""A row's key, and its cells as they were sent."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a form says of itself: its columns as paths, when it was made (Unix ms), its rows."""

    unit: str
    register: str
    paths: tuple[str, ...]
    sent_at: int
    rows: tuple[SentRow, ...]


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A form that came back: cells by row key and path, and the numbers of rows without a key."""

    sent: SentForm
    rows: tuple[tuple[int, str, Mapping[str, str]], ...]
    keyless: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """What to look at of a returned form.

    ``changed``: new texts by row key and path. ``strange``: numbers of rows whose key was not
    sent; ``twice``: of rows whose key stands there more than once.
    """

    changed: Mapping[str, Mapping[str, str]]
    strange: tuple[int, ...]
    twice: tuple[int, ...]


def compared(form: ReturnedForm) -> Returned:
    """The cells of a returned form that do not say what was sent."""
    sent = {key: dict(zip(form.sent.paths, cells, strict=True)) for key, cells in form.sent.rows}
    often = Counter(key for _, key, _ in form.rows)
    changed: dict[str, Mapping[str, str]] = {}
    for _, key, texts in form.rows:
        if key in sent and often[key] == 1:
            new = {path: text for path, text in texts.items() if text != sent[key].get(path, "")}
            if new:
                changed[key] = new
    strange = tuple(number for number, key, _ in form.rows if key not in sent)
    twice = tuple(number for number, key, _ in form.rows if key in sent and often[key] > 1)
    return Returned(changed, strange, twice)
