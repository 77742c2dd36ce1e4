"""Blank check sheets as data: what is printed, or laid out as a workbook, for each object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qxn_desktop.domain.template import Item, Template


@dataclass(frozen=True, slots=True)
class Sheet:
    """One object to be checked. ``key`` is its row key as printed.

    ``household`` is the head's name that helps to find the house, "" where there is none;
    ``period`` is in words (2026年第4季度), ``due`` its last day, None for a free choice; ``items``
    are those that apply, or may.
    """

    key: str
    object_id: str
    village: str
    village_name: str
    register_title: str
    label: str
    household: str
    place: str
    period: str
    due: date | None
    items: tuple[Item, ...]

    @property
    def called(self) -> str:
        """What people call the object: label and head of household."""
        return " ".join(filter(None, (self.label, self.household)))


@dataclass(frozen=True, slots=True)
class SheetBatch:
    """Sheets of one checklist in the order of walking: by village code, then label.

    ``approval`` says on what basis the form is used, or that it has none.
    """

    unit: str
    template: Template
    approval: str
    sheets: tuple[Sheet, ...]
    demo: bool = False

    @property
    def villages(self) -> tuple[str, ...]:
        """Names of the villages, in order."""
        return tuple(dict.fromkeys(sheet.village_name for sheet in self.sheets))

    @property
    def period(self) -> str:
        """The periods of its sheets in words."""
        dated = sorted(self.sheets, key=lambda sheet: (sheet.due is None, sheet.due or date.min))
        return "、".join(dict.fromkeys(sheet.period for sheet in dated))

    @property
    def due(self) -> date | None:
        """The day by which all sheets are due; None where they differ or have none."""
        days = {sheet.due for sheet in self.sheets}
        return days.pop() if len(days) == 1 else None


OWN_USE = "本表未登记批准依据，仅限本单位工作人员检查时使用，不得要求村级填报。"
"""Of a form without an approval (《贵州省“一张表”》口径: docs/domain.md A.4)."""


def approval_words(template: Template) -> str:
    """The line under a sheet that says on what basis the form is used."""
    approval = template.approval
    if not approval.complete:
        return OWN_USE
    return f"批准依据：{approval.basis}（{approval.unit}）"
