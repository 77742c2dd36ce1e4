"""Tables written as TOML, for ``tomllib`` to read back equal: what edits a checklist's file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_SHORT: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_toml(data: Mapping[str, object]) -> str:
    """``data`` as a file: plain values first, then tables, then lists of tables.

    Values are texts, booleans, integers, decimals, dates, lists and tables of them; a table inside
    a table of the first level is written in line. None is left out.

    Raises:
        TypeError: a value of another type.
    """
    written = {key: value for key, value in data.items() if value is not None}
    lines = [f"{_key(k)} = {_value(v)}" for k, v in written.items() if not _is_table(v)]
    for key, value in written.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{_key(key)}]", *_entries(value)]
    for key, value in written.items():
        if _is_table(value) and isinstance(value, list):
            for entry in value:
                lines += ["", f"[[{_key(key)}]]", *_entries(entry)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _is_table(value: object) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _entries(table: Mapping[str, object]) -> Iterator[str]:
    for key, value in table.items():
        if value is not None:
            yield f"{_key(key)} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items() if v is not None)
        return f"{{ {inner} }}" if inner else "{}"
    return _plain(value)


def _plain(value: object) -> str:
    match value:
        case bool():
            written = "true" if value else "false"
        case str():
            written = _text(value)
        case int():
            written = str(value)
        case Decimal():
            written = f"{value:f}" if value.as_tuple().exponent else f"{value:f}.0"
        case date():
            written = value.isoformat()
        case _:
            raise TypeError(type(value).__name__)
    return written


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    return f'"{"".join(map(_sign, text))}"'


def _sign(sign: str) -> str:
    if sign in _SHORT:
        return _SHORT[sign]
    return f"\\u{ord(sign):04X}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign
