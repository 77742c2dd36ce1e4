"""首厕过关: the other toilets of a batch are begun once its first one has passed its check.

修文 and 安顺 of Guizhou do so [S28][S29]; that a batch is one year, village, crew and type is 推断
(docs/domain.md C.5). What counts is the conclusion of the latest SC check of the first toilet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from qxn_desktop.common.json_types import Json

TEMPLATE: Final = "SC"
CONCLUSION: Final = "SC15"
PASSED: Final = "过关"
BUILDING: Final = frozenset({"施工", "竣工", "已验收"})
BEGUN_BY: Final = ("progress", "batch", "started_on", "finished_on")
"""Columns by which a toilet is put under construction."""


@dataclass(frozen=True, slots=True)
class FirstToilet:
    """The first toilet of a batch: its id, what people call it, and its latest conclusion."""

    id: str
    label: str
    conclusion: str


def is_begun(toilet: Mapping[str, Json], changed: Collection[str]) -> bool:
    """Whether a change begins to build ``toilet`` in a batch, or takes it into one later."""
    building = toilet.get("progress") in BUILDING or bool(
        toilet.get("started_on") or toilet.get("finished_on")
    )
    return bool(toilet.get("batch")) and building and any(key in changed for key in BEGUN_BY)


def gate_fault(toilet: str, batch: str, first: FirstToilet | None) -> str:
    """Why ``toilet`` (id) of ``batch`` (its name) may not be built yet; "" when it may."""
    if first is None:
        return f"批次“{batch}”还没有选定首厕，其他户不能开工。请先在改厕批次里选定首厕。"
    if first.id == toilet or first.conclusion == PASSED:
        return ""
    state = f"结论是“{first.conclusion}”" if first.conclusion else "还没有做首厕过关验收"
    whose = f"批次“{batch}”的首厕（{first.label}）"
    return f"{whose}{state}，其他户不能开工。请先验收首厕，判“过关”后再填。"
