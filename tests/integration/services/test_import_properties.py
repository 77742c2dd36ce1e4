"""What holds of every import: twice is once, and columns may stand in any order."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qxn_desktop.services import importing
from tests.builders import new_office
from tests.integration.services.test_importing import HEAD, IDS

CELLS = {
    "村": st.sampled_from(["板万村", "板万村村民委员会", "丫他", "丫他村", "月亮村", ""]),
    "组": st.sampled_from(["一组", "二组", ""]),
    "户主姓名": st.sampled_from(["韦建国", "韦　建国", "王小明", "罗天才", ""]),
    "户主证件号": st.sampled_from([*IDS, IDS[1].lower(), "5.22E+17", "", "", ""]),
    "联系电话": st.sampled_from(["13800000001", "１３８00000002", "123", ""]),
    "家庭人口数": st.sampled_from(["4", "５", "四", ""]),
    "备注": st.sampled_from(["外出", "小计3户", ""]),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=8)
USUAL = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    door, ctx = new_office(tmp_path_factory.mktemp("properties") / "ws")
    yield ctx
    door.workspace.close()


def written(path: Path, titles: list[str], rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(titles)
        out.writerows([row.get(title, "1") for title in titles] for row in rows)
    return path


def outcome(plan) -> tuple[list[str], Counter[str], list[tuple[int, str]]]:
    """What becomes of each line, what would be written, and which cells are at fault."""
    payloads = Counter(json.dumps(dict(sorted(d.payload.items()))) for d in plan.drafts)
    told = [(at, one.code) for at in sorted(plan.faults) for one in plan.faults[at]]
    return [status.value for status in plan.status], payloads, sorted(told)


@USUAL
@given(rows=ROWS, seed=st.integers(0, 1000))
def test_columns_may_stand_in_any_order(office, tmp_path, rows, seed):
    plain = importing.prepare(office, "household", written(tmp_path / "a.csv", HEAD, rows))
    titles = [*HEAD]
    random.Random(seed).shuffle(titles)
    mixed = importing.prepare(office, "household", written(tmp_path / "b.csv", titles, rows))
    assert outcome(mixed) == outcome(plain)


@USUAL
@given(rows=ROWS)
def test_a_sheet_a_second_time_writes_nothing(office, tmp_path, rows):
    path = written(tmp_path / "a.csv", HEAD, rows)
    first = importing.prepare(office, "household", path)
    importing.apply(office, first)
    before = office.ws.operation_count()
    second = importing.prepare(office, "household", path)
    importing.apply(office, second)
    assert office.ws.operation_count() == before
    assert second.drafts == []
    assert len(second.status) == len(first.status)
