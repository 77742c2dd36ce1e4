"""The month's figures: what applies, what adds up, what is frozen and what changed since."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.monthly import (
    ABSENT,
    SCHEMA,
    TOO_FEW,
    AssignedTask,
    FieldFigures,
    LeadCounts,
    MonthlyFigures,
    ProblemCounts,
    VillageChecks,
    cell,
    check_total,
    differences,
    from_json,
    mean_score,
    percent,
    problem_total,
    to_json,
    with_amendments,
)

NEAR, FAR = "522327103200", "522327103219"


def figures(*rows: VillageChecks, period: str = "2026-10", **facts: object) -> MonthlyFigures:
    field = FieldFigures("HC", "农村户厕巡查表", "户", "某文号", rows)
    month = MonthlyFigures(
        "522327103000", "丫他镇", "册亨县", period, "2026-09-15", "2026-10-31", (field,)
    )
    return replace(month, **facts)


def test_villages_stand_in_the_order_of_their_codes() -> None:
    month = figures(
        VillageChecks(FAR, "板其村"), VillageChecks(NEAR, "丫他村"),
        problems=(ProblemCounts(FAR, "板其村"), ProblemCounts(NEAR, "丫他村")),
        leads=(LeadCounts(FAR, "板其村"), LeadCounts(NEAR, "丫他村")),
    )  # fmt: skip
    for rows in (month.fields[0].villages, month.problems, month.leads):
        assert [row.code for row in rows] == [NEAR, FAR]


@pytest.mark.parametrize(
    ("start", "period", "started"),
    [
        ("2026-09-15", "2026-08", False),
        ("2026-09-15", "2026-09", True),
        ("2026-09-15", "2027-01", True),
        ("", "2026-10", False),
    ],
)
def test_a_month_counts_from_that_of_the_start_date(start: str, period: str, started: bool) -> None:
    assert figures(period=period, start_date=start).started is started


def test_what_does_not_apply_is_no_zero() -> None:
    rows = [VillageChecks(NEAR, "丫他村", due=3), VillageChecks(FAR, "板其村", due=None)]
    total = check_total(rows)
    assert total.due == 3
    assert total.checked is None
    assert cell(total.checked) == ABSENT
    assert cell(0) == "0"


def test_the_total_score_loses_nothing_to_rounding() -> None:
    rows = [
        VillageChecks(NEAR, "丫他村", scored=3, score_sum="270.1"),
        VillageChecks(FAR, "板其村", scored=4, score_sum="333.3"),
        VillageChecks("522327103220", "某村"),
    ]
    total = check_total(rows)
    assert (total.scored, total.score_sum) == (7, "603.4")
    assert mean_score(total) == "86.2"


@pytest.mark.parametrize(
    ("scored", "score_sum", "fewest", "shown"),
    [
        (None, None, 3, None),
        (0, None, 3, TOO_FEW),
        (2, "190", 3, TOO_FEW),
        (2, "190.1", 2, "95.1"),
        (3, "0", 3, "0.0"),
        (4, None, 3, None),
    ],
)
def test_a_mean_needs_samples(
    scored: int | None, score_sum: str | None, fewest: int, shown: str | None
) -> None:
    row = VillageChecks(NEAR, "丫他村", scored=scored, score_sum=score_sum)
    assert mean_score(row, fewest) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, "33.3%"), (2, 3, "66.7%"), (0, 5, "0.0%"), (5, 0, None), (None, 5, None)],
)
def test_a_percentage_needs_a_whole(part: int | None, whole: int, shown: str | None) -> None:
    assert percent(part, whole) == shown


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="decimal"):
        VillageChecks(NEAR, "丫他村", score_sum="NaN")


counts = st.none() | st.integers(0, 10_000)
names = st.text(st.sampled_from("丫他𬱖䶮·村"), min_size=1, max_size=18)
codes = st.integers(100, 399).map(lambda n: f"522327103{n}")
village_rows = st.builds(
    VillageChecks, codes, names, counts, counts, counts, counts, counts, counts, counts, counts,
    st.none() | st.decimals(0, 10_000, places=1).map(str),
)  # fmt: skip
months = st.builds(
    figures,
    problems=st.lists(st.builds(ProblemCounts, codes, names, counts, counts, counts)).map(tuple),
    tasks=st.lists(st.builds(AssignedTask, names, names, st.just("2026-10-20"), counts)).map(tuple),
    remarks=st.lists(names).map(tuple),
) | st.lists(village_rows).map(lambda rows: figures(*rows))


@given(months)
def test_frozen_figures_come_back_as_they_were(month: MonthlyFigures) -> None:
    text = json.dumps(to_json(month), ensure_ascii=False)
    assert from_json(json.loads(text)) == month


@given(months)
def test_frozen_figures_hold_neither_floats_nor_booleans(month: MonthlyFigures) -> None:
    def leaves(value: object) -> list[object]:
        if isinstance(value, dict):
            return [leaf for part in value.values() for leaf in leaves(part)]
        if isinstance(value, list):
            return [leaf for part in value for leaf in leaves(part)]
        return [value]

    kinds = {type(leaf) for leaf in leaves(to_json(month))}
    assert kinds <= {int, str, type(None)}


@given(months)
def test_nothing_differs_from_itself(month: MonthlyFigures) -> None:
    assert differences(month, month) == ()


@pytest.mark.parametrize("damage", [[], {"unit": "丫他镇"}, {"fields": 3}, None, "x"])
def test_damaged_figures_are_refused(damage: object) -> None:
    base = to_json(figures())
    data = {**base, **damage} if damage == {"fields": 3} else damage
    with pytest.raises(UserError, match="E-REP-010"):
        from_json(data)


def test_a_float_among_frozen_figures_is_refused() -> None:
    data = to_json(figures(VillageChecks(NEAR, "丫他村", due=3)))
    data["fields"][0]["villages"][0]["due"] = 2.5
    with pytest.raises(UserError, match="E-REP-010"):
        from_json(data)


def test_figures_of_a_newer_program_are_refused() -> None:
    with pytest.raises(UserError, match="E-REP-011"):
        from_json({**to_json(figures()), "schema": SCHEMA + 1})


def test_late_checks_are_supplements() -> None:
    was = figures(VillageChecks(NEAR, "丫他村", 9, 5, 4, 1))
    now = figures(VillageChecks(NEAR, "丫他村", 9, 7, 6, 1))
    found = differences(was, now)
    assert [(a.kind, a.figure, a.was, a.now) for a in found] == [
        ("补报", "农村户厕巡查表·丫他村·已查", "5", "7"),
        ("补报", "农村户厕巡查表·丫他村·合格", "4", "6"),
    ]
    assert {a.period for a in found} == {"2026-10"}


def test_a_verdict_that_changed_is_a_correction() -> None:
    was = figures(VillageChecks(NEAR, "丫他村", 9, 5, 4, 1))
    now = figures(VillageChecks(NEAR, "丫他村", 9, 5, 3, 2))
    assert [(a.kind, a.was, a.now) for a in differences(was, now)] == [
        ("更正", "4", "3"),
        ("更正", "1", "2"),
    ]


def test_a_renamed_village_is_no_difference() -> None:
    was = figures(VillageChecks(NEAR, "丫他村", 9))
    now = figures(VillageChecks(NEAR, "丫他新村", 9))
    assert differences(was, now) == ()


def test_a_row_that_went_or_came_is_named() -> None:
    here, gone = figures(VillageChecks(NEAR, "丫他村", 9)), figures()
    assert {(a.was, a.now) for a in differences(here, gone) if a.figure.endswith("应查")} == {
        ("9", ABSENT)
    }
    assert {(a.was, a.now) for a in differences(gone, here) if a.figure.endswith("应查")} == {
        (ABSENT, "9")
    }


def test_problems_leads_and_tasks_are_compared_too() -> None:
    was = figures(
        problems=(ProblemCounts(NEAR, "丫他村", 1, 0, 1),),
        leads=(LeadCounts(NEAR, "丫他村", 1, 0, 1),),
        tasks=(AssignedTask("清河道", "某文", "2026-10-20", 3, 1, 0),),
    )
    now = figures(
        problems=(ProblemCounts(NEAR, "丫他村", 1, 1, 0),),
        leads=(LeadCounts(NEAR, "丫他村", 2, 0, 2),),
        tasks=(AssignedTask("清河道", "某文", "2026-10-20", 3, 2, 0),),
    )
    kinds = {(a.figure.split("·")[0], a.kind) for a in differences(was, now)}
    assert kinds == {("问题", "更正"), ("线索", "补报"), ("交办任务", "补报")}


def test_amendments_join_those_that_are_there() -> None:
    was = figures(VillageChecks(NEAR, "丫他村", 9, 5, 4, 1))
    found = differences(was, figures(VillageChecks(NEAR, "丫他村", 9, 5, 3, 2)))
    month = with_amendments(with_amendments(figures(), found[:1]), found[1:])
    assert month.amendments == found


def test_totals_of_nothing_apply_to_nothing() -> None:
    assert problem_total([]).opened is None
    assert check_total([]).score_sum is None
