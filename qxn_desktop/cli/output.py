"""What the command line says: JSON on stdout, text for people on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from qxn_desktop.common.errors import AppError

EMPTY: tuple[object, ...] = (None, "", [], (), {})
"""What a row leaves out for people; ``--json`` has every key."""


def say(text: str) -> None:
    """A line for the person at the keyboard."""
    print(text, file=sys.stderr)


def print_json(document: object) -> None:
    """The one JSON document of a run."""
    print(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def print_plain(document: object, indent: str = "") -> None:
    """The same document for people who gave no ``--json``."""
    if isinstance(document, Mapping):
        for key, value in document.items():
            _print_entry(f"{indent}{key}", value, indent)
    elif isinstance(document, list):
        for value in document:
            _print_entry(f"{indent}-", value, indent)
    else:
        print(f"{indent}{document}")


def print_failure(error: AppError, *, as_json: bool) -> None:
    """One line on stderr; with ``--json`` the same as a document on stdout."""
    say(f"{error.code} {error.message}")
    if as_json:
        facts = {key: _plain(value) for key, value in error.facts.items()}
        print_json({"error": {"code": error.code, "message": error.message, "facts": facts}})


def _print_entry(label: str, value: object, indent: str) -> None:
    if isinstance(value, Mapping) and value:
        print(f"{label}")
        print_plain(value, indent + "  ")
    elif isinstance(value, list | tuple) and value:
        print(f"{label}")
        for entry in value:
            _print_row(entry, indent + "  ")
    else:
        print(f"{label} {_flat(value)}")


def _print_row(row: object, indent: str) -> None:
    """One line; what is itself a list of rows stands below it, a level further in."""
    below = {k: v for k, v in row.items() if _is_rows(v)} if isinstance(row, Mapping) else {}
    shown = row
    if isinstance(row, Mapping):
        shown = {k: v for k, v in row.items() if k not in below and v not in EMPTY}
    print(f"{indent}- {_flat(shown)}")
    print_plain(below, indent + "    ")


def _is_rows(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return "  ".join(f"{key}={_flat(entry)}" for key, entry in value.items())
    listed = isinstance(value, list | tuple)
    return json.dumps(value, ensure_ascii=False) if listed else str(value)


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | list | dict | None) else str(value)
