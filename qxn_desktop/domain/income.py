"""Net income of a household from the lines of its sheet, by the formulas of docs/domain.md B.2.

Net income = wages + business + property + transfers - costs of business [S79]; it is not the
disposable income of statistics. The range that an identification refers to adds insurance claims
and takes off what was paid for treatment by the rules (推断, agrees with a case of Guizhou).
Amounts are exact decimals in yuan; what is divided is rounded half up to the fen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.decimal_text import canonical_decimal, read_decimal
from qxn_desktop.domain.fold import Replayed
from qxn_desktop.domain.operation import Event

EARNED: Final = ("wage", "business", "property", "transfer")
COST: Final = "cost"
FEN: Final = Decimal("0.01")


def sheet_totals(values: Mapping[str, Json]) -> dict[str, Json]:
    """Every total of a sheet; None where its lines are empty or it cannot be computed."""
    sums = {group: _sum(values, group) for group in (*EARNED, COST)}
    totals = {f"{group}_total": total for group, total in sums.items()}
    net = _plus(*(sums[group] for group in EARNED), _negative(sums[COST]))
    claim, paid = read_decimal(values.get("claim_income")), read_decimal(values.get("self_pay"))
    reference = None if net is None else _plus(net, claim, _negative(paid))
    people = values.get("people")
    totals |= {
        "net_income": net,
        "net_income_per_head": per_head(net, people),
        "reference_income": reference,
        "reference_per_head": per_head(reference, people),
    }
    return {key: None if one is None else canonical_decimal(one) for key, one in totals.items()}


def per_head(amount: Decimal | None, people: Json) -> Decimal | None:
    """``amount`` by people, to the fen; None without an amount or a number of people."""
    if amount is None or not isinstance(people, int) or people <= 0:
        return None
    return (amount / people).quantize(FEN, ROUND_HALF_UP)


def replay_sheet(values: Mapping[str, Json], _events: Sequence[Event], _before: Before) -> Replayed:
    """Totals as derived columns: machines that hold the same lines show the same totals."""
    return Replayed(sheet_totals(values))


def _sum(values: Mapping[str, Json], group: str) -> Decimal | None:
    """What the lines of a group come to; None where none is filled."""
    lines = (
        read_decimal(value)
        for key, value in values.items()
        if key.startswith(f"{group}_") and key != f"{group}_total"
    )
    return _plus(*lines)


def _plus(*amounts: Decimal | None) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _negative(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount
