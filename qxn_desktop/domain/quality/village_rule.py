"""Rules of a village's own figures: docs/domain.md B.10 046."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import RowView

TOTALS = {"registered_households": "户籍户数", "population": "户籍人口"}
PARTS = {"unsafe_water_households": "饮水不安全户", "dangerous_households": "危房户"}
ASKED = {
    "public_toilets": "公共厕所数",
    "garbage_places": "垃圾集中堆放点数",
    "clinics": "卫生室数",
    "doctors": "村医数",
    "libraries": "图书室数",
    "allowance_people": "低保人数",
    "extreme_poverty_people": "特困供养人数",
    "disabled_people": "残疾人数",
}
COLLECTIVE = "collective_income"
PASSABLE = {"hard_road": "通硬化路", "bus": "通客运班车"}


def dq_046_figures_of_a_village(village: RowView, terms: Terms) -> Iterator[Fault]:
    """村表：总数为 0；部分多于总数；该填的空着；集体经济收入为 0；未通硬化路、客车."""
    for field, title in TOTALS.items():
        if village.number(field) == 0:
            yield village.fault(field, f"{title}是0，请核对后重填。")
    total = village.number("registered_households")
    for field, title in PARTS.items():
        count = village.number(field)
        if count is not None and total is not None and count > total:
            yield village.fault(
                f"{field} registered_households", f"{title}（{count}户）多于户籍户数（{total}户）。"
            )
    empty = {f: t for f, t in {**TOTALS, **ASKED}.items() if terms.asks(village, f)}
    if empty:
        yield village.fault(" ".join(empty), f"{'、'.join(empty.values())}没有填；没有的请填0。")
    if village.number(COLLECTIVE) == 0:
        yield village.fault(COLLECTIVE, "村集体经济收入是0，请核实。")
    for field, title in PASSABLE.items():
        if village.no(field):
            yield village.fault(field, f"“{title}”填的是否，请核实。")


RULES = (
    Rule(
        46, "村基础数据", Severity.WARNING,
        "村表：总户数=0、总人口=0；饮水不安全户或危房户 > 总户数；公共厕所数、垃圾集中堆放点数、"
        "卫生室、医师、图书室、低保、特困、残疾人数为空；集体经济收入为 0；未通硬化路/客车",
        "countryside/*",
        columns("village", " ".join((*TOTALS, *PARTS, *ASKED, COLLECTIVE, *PASSABLE))),
        place=dq_046_figures_of_a_village,
    ),
)  # fmt: skip
