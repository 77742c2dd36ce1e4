"""Checklists (检查表) as data: what is asked, when it passes, how often it is due.

A template is one TOML file, read by ``template_parse``. A check keeps the template it was filled
under, so nothing here changes once a version is in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.expression import Expr

ItemType = Literal["yesno", "choice", "multi", "number", "text", "date", "photo"]
Severity = Literal["minor", "major", "critical"]
PeriodCode = Literal["week", "month", "quarter", "year", "once"]
Opens = Literal["problem", "lead"]
SettingType = Literal[
    "number",
    "text",
    "list",  # list of texts
    "table",  # key -> number, as income lines by year
    "limits",  # class -> parameter -> {value, checked_by, checked_on}
]

SEVERITIES: Final[tuple[Severity, ...]] = ("minor", "major", "critical")
"""From light to grave."""

SEVERITY_TITLES: Final[Mapping[Severity, str]] = {
    "minor": "一般",
    "major": "较重",
    "critical": "严重",
}

YESNO_OPTIONS: Final = ("是", "否")
DEFAULT_MARK: Final = "默认"
"""Shown beside what has no basis of its own and has to be confirmed by the unit."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A document and the place in it."""

    name: str
    clause: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.clause}".strip()


@dataclass(frozen=True, slots=True)
class Approval:
    """Basis, approving unit and last day of the form itself (贵州“一张表”：未经批准的报表停止填报).

    A form without both is for the unit's own use: villages must not be made to fill it in.
    """

    basis: str = ""
    unit: str = ""
    disabled_on: date | None = None

    @property
    def complete(self) -> bool:
        return bool(self.basis and self.unit)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often which part of a register is due.

    ``share`` is a percentage of the objects (100: all of them), ``min`` the least number of
    objects in a sample. ``where`` picks the objects. With ``basis_default`` nothing is due until
    the unit has confirmed it.
    """

    id: str
    title: str
    register: str
    period: PeriodCode
    share: int = 100
    min: int = 1
    where: Expr | None = None
    basis: tuple[Basis, ...] = ()
    basis_default: bool = False


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """A value that the unit may change. ``default`` holds numbers as decimal text."""

    key: str
    title: str
    type: SettingType
    default: Json
    unit: str = ""
    basis: tuple[Basis, ...] = ()
    basis_default: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    ``pass_rule`` None: recorded, not judged. ``applies`` None: always. ``photos`` is the number of
    pictures a photo item asks for; with ``when_failed`` it asks only once another item failed.
    ``exclusive`` is the option that cannot stand beside others. ``min`` and ``max`` are inclusive.
    ``red_line`` marks what a lead names first (三保障 and 饮水安全: docs/domain.md G, FP02-FP05).
    """

    code: str
    text: str
    type: ItemType
    severity: Severity
    unit: str = ""
    options: tuple[str, ...] = ()
    exclusive: str = ""
    required: bool = True
    na_allowed: bool = False
    pass_rule: Expr | None = None
    applies: Expr | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    photos: int = 0
    when_failed: bool = False
    red_line: bool = False
    hint: str = ""
    basis: tuple[Basis, ...] = ()
    basis_default: bool = False

    @property
    def basis_text(self) -> str:
        """The basis as people read it, marked where it is a default."""
        text = "；".join(map(str, self.basis))
        return f"{text}（{DEFAULT_MARK}）" if text and self.basis_default else text or DEFAULT_MARK


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a checklist.

    ``objects`` are the registers whose rows are checked, ``attributes`` the columns of those rows
    that rules ask for, with their titles. ``away``: nobody was met, the object stays due;
    ``vacant``: nobody lives there, no failure and no score.
    """

    id: str
    version: int
    title: str
    short_title: str
    domain: str
    objects: tuple[str, ...]
    items: tuple[Item, ...]
    basis: tuple[Basis, ...] = ()
    approval: Approval = Approval()
    effective_from: date | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    frequencies: tuple[Frequency, ...] = ()
    settings: tuple[SettingSpec, ...] = ()
    away: Expr | None = None
    vacant: Expr | None = None
    scored: bool = False
    problem_severity: Severity = "major"
    opens: Opens = "problem"
    note: str = ""

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def setting(self, key: str) -> SettingSpec | None:
        return next((setting for setting in self.settings if setting.key == key), None)

    def setting_values(self, overrides: Mapping[str, Json]) -> dict[str, Json]:
        """The defaults of this template with ``overrides`` of the unit, of known keys only."""
        return {s.key: overrides.get(s.key, s.default) for s in self.settings}

    def opening(self, severity: Severity) -> bool:
        """Whether a failed item of ``severity`` opens a problem or lead."""
        return SEVERITIES.index(severity) >= SEVERITIES.index(self.problem_severity)

    def defaults(self) -> Iterator[str]:
        """Titles of everything that still rests on a default: for the unit to confirm."""
        for frequency in self.frequencies:
            if frequency.basis_default:
                yield f"频次：{frequency.title}"
        for setting in self.settings:
            if setting.basis_default:
                yield f"参数：{setting.title}"
        for item in self.items:
            if item.basis_default:
                yield f"检查项：{item.code} {item.text}"
