from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.income import EARNED, per_head, sheet_totals
from qxn_desktop.services.catalog import registers

LINES = {
    "wage_work": "36000.50",
    "wage_village_post": "4800",
    "business_crops": "5200",
    "cost_crops": "1800.25",
    "property_land": "600",
    "transfer_allowance": "3600",
}


def test_a_sheet_is_added_up_by_the_formula() -> None:
    totals = sheet_totals({**LINES, "claim_income": "2000", "self_pay": "12000", "people": 3})
    assert totals == {
        "wage_total": "40800.5",
        "business_total": "5200",
        "cost_total": "1800.25",
        "property_total": "600",
        "transfer_total": "3600",
        "net_income": "48400.25",
        "net_income_per_head": "16133.42",
        "reference_income": "38400.25",
        "reference_per_head": "12800.08",
    }


def test_the_case_of_the_newspaper_falls_below_the_line() -> None:
    """80,400 earned, 50,000 paid for treatment: the case of Guizhou in 人民日报."""
    totals = sheet_totals({"wage_work": "80400", "self_pay": "50000", "people": 5})
    assert (totals["net_income_per_head"], totals["reference_per_head"]) == ("16080", "6080")


def test_nothing_filled_is_nothing_and_not_zero() -> None:
    assert set(sheet_totals({"people": 3, "self_pay": "100"}).values()) == {None}
    assert sheet_totals({"cost_crops": "5"})["net_income"] == "-5"


@pytest.mark.parametrize("people", [None, 0, -1, "3"])
def test_without_people_there_is_no_share(people: object) -> None:
    assert sheet_totals({**LINES, "people": people})["net_income_per_head"] is None  # type: ignore[dict-item]


def test_a_share_is_rounded_half_up_to_the_fen() -> None:
    assert per_head(Decimal("0.05"), 2) == Decimal("0.03")
    assert per_head(Decimal("-10"), 3) == Decimal("-3.33")


@given(st.dictionaries(st.sampled_from(sorted(LINES)), st.integers(0, 10**9)))
def test_totals_agree_with_each_other(fen: dict[str, int]) -> None:
    values = {key: str(Decimal(value) / 100) for key, value in fen.items()}
    totals = sheet_totals(values)
    given_sums = [Decimal(str(totals[f"{group}_total"] or 0)) for group in EARNED]
    net = sum(given_sums) - Decimal(str(totals["cost_total"] or 0))
    assert Decimal(str(totals["net_income"] or 0)) == net


def test_every_total_is_a_derived_column_and_every_line_is_counted() -> None:
    spec = registers()["income_sheet"]
    assert {one.id for one in spec.fields if one.derived} == set(sheet_totals({}))
    lines = [one.id for one in spec.fields if one.places == 2 and not one.derived]
    for line in set(lines) - {"claim_income", "self_pay"}:
        assert sheet_totals({line: "1"})["net_income"] in ("1", "-1"), line
