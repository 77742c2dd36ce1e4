"""What is said of a visit: how its object is counted, what recording it came to."""

from __future__ import annotations

from qxn_desktop.services.check_round import RoundLine
from qxn_desktop.services.checks import Recorded

COUNTERS = {"household": "户", "toilet": "户", "village": "村"}


def counter(line: RoundLine) -> str:
    """户, 村 or 处."""
    return COUNTERS.get(line.register, "处")


def recorded_words(line: RoundLine, recorded: Recorded) -> str:
    """What happened, in a sentence."""
    words = f"已登记 {line.called}"
    outcome = {"away": "户主不在，还要再来", "vacant": "长期无人居住"}.get(recorded.outcome.value)
    parts = [outcome] if outcome else []
    if recorded.problems:
        parts.append(f"列入 {len(recorded.problems)} 个问题")
    if recorded.leads:
        parts.append("列为 1 条线索")
    if recorded.unverified:
        parts.append(f"{len(recorded.unverified)} 项待核")
    return "，".join([words, *parts]) + "。" + "".join(recorded.remarks)
