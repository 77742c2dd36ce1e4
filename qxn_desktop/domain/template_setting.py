"""Settings of a checklist: their values in canonical form, and those every scored one has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.decimal_text import canonical_decimal, read_decimal
from qxn_desktop.domain.template import SettingSpec, SettingType

WEIGHTS: Final = "weights"
GRADES: Final = "grades"
MIN_SAMPLES: Final = "min_samples"

_NO_FORMULA: Final = "无官方计分办法"

SCORING_SETTINGS: Final[tuple[SettingSpec, ...]] = (
    SettingSpec(
        WEIGHTS,
        "各严重程度的扣分权重",
        "table",
        {"critical": "10", "major": "5", "minor": "2"},
        basis_default=True,
        note=_NO_FORMULA,
    ),
    SettingSpec(
        GRADES,
        "等级的最低分",
        "table",
        {"优秀": "90", "良好": "80", "合格": "60"},
        unit="分",
        basis_default=True,
        note=_NO_FORMULA,
    ),
    SettingSpec(
        MIN_SAMPLES,
        "计算村得分至少需要的检查次数",
        "number",
        "3",
        unit="次",
        basis_default=True,
        note=_NO_FORMULA,
    ),
)
"""Added to each scored template without its own: no official formula (docs/domain.md J.2)."""


def read_setting(kind: SettingType, raw: object) -> Json | None:
    """``raw`` in the form in which it is stored (numbers as decimal text); None if it is wrong."""
    return _READERS[kind](raw)


def _number(raw: object) -> Json | None:
    number = read_decimal(raw)
    return None if number is None else canonical_decimal(number)


def _text(raw: object) -> Json | None:
    return raw if isinstance(raw, str) else None


def _list(raw: object) -> Json | None:
    if not isinstance(raw, list) or not all(isinstance(part, str) and part for part in raw):
        return None
    return list(raw)


def _table(raw: object) -> Json | None:
    return _each(raw, _number)


def _limits(raw: object) -> Json | None:
    return _each(raw, lambda row: _each(row, _limit))


def _limit(raw: object) -> Json | None:
    """A limit of a standard with the person who checked it against the text; unchecked is 待核."""
    if not isinstance(raw, Mapping) or not set(raw) <= {"value", "checked_by", "checked_on"}:
        return None
    number, checker, day = _number(raw.get("value")), raw.get("checked_by", ""), _day(raw)
    if number is None or not isinstance(checker, str) or day is None:
        return None
    return {"value": number, "checked_by": checker, "checked_on": day}


def _day(raw: Mapping[str, object]) -> str | None:
    day = raw.get("checked_on", "")
    text = day.isoformat() if isinstance(day, date) else day
    try:
        return text if isinstance(text, str) and (not text or date.fromisoformat(text)) else None
    except ValueError:
        return None


def _each(raw: object, read: Callable[[object], Json | None]) -> Json | None:
    if not isinstance(raw, Mapping):
        return None
    entries = {str(key): read(entry) for key, entry in raw.items()}
    return None if None in entries.values() else entries


_READERS: Final[Mapping[SettingType, Callable[[object], Json | None]]] = {
    "number": _number,
    "text": _text,
    "list": _list,
    "table": _table,
    "limits": _limits,
}
