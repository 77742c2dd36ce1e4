"""A household's case on the real command line: from a lead to help, and to the removal of risk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.contract import HOSTILE, added, done, new, qxn, refused

VILLAGE = "522327103200"
OPENED = "2026-01-05"
TWO = {"visitor1": "韦建国", "visitor2": "罗秀英"}
PHOTO = {"photos": ["照片.jpg"]}
SHEET = {"sheet": "签字.jpg"}
RECOGNITION: tuple[tuple[str, str, dict[str, object], str], ...] = (
    ("assign", "2026-01-05", {"owner": "韦建国"}, "ASSIGNED"),
    ("authorize", "2026-01-06", SHEET, "ASSIGNED"),
    ("visit", "2026-01-06", {**TWO, **PHOTO, "result": "住院自付三万"}, "VISITED"),
    ("compare", "2026-01-08", {"result": "无房无车"}, "COMPARED"),
    ("review", "2026-01-09",
     {**SHEET, "agreed": "是", "category": "防止返贫致贫对象", "risks": "因病、因残",
      "votes_for": "21", "votes_against": "0"}, "REVIEWED"),
    ("publicize", "2026-01-09", PHOTO, "PUBLICIZED"),
    ("publicity_end", "2026-01-16", PHOTO, "PUBLICIZED"),
    ("town", "2026-01-16", {"opinion": "同意"}, "TOWN_OK"),
    ("county", "2026-01-18", {"number": "册防贫〔2026〕3号"}, "COUNTY_OK"),
    ("announce", "2026-01-19", PHOTO, "ANNOUNCED"),
    ("register", "2026-01-19", {"national_code": "5223270001"}, "REGISTERED"),
    ("measure", "2026-01-20", {"measures": "健康帮扶"}, "MEASURES"),
)  # fmt: skip
REMOVAL: tuple[tuple[str, str, dict[str, object], str], ...] = (
    ("removal_visit", "2026-07-20", {**TWO, **PHOTO, "stable": "是", "guaranteed": "是"},
     "REMOVAL_VISITED"),
    ("removal_review", "2026-07-21", {**SHEET, "agreed": "是"}, "REMOVAL_REVIEWED"),
    ("removal_publicize", "2026-07-21", PHOTO, "REMOVAL_PUBLICIZED"),
    ("removal_publicity_end", "2026-07-28", PHOTO, "REMOVAL_PUBLICIZED"),
    ("removal_town", "2026-07-29", {"opinion": "同意"}, "REMOVAL_TOWN_OK"),
    ("removal_county", "2026-07-30", {"number": "册防贫〔2026〕20号"}, "REMOVAL_COUNTY_OK"),
    ("removal_announce", "2026-07-31", PHOTO, "REMOVED"),
)  # fmt: skip
INDICATORS = (
    "removed_dropout=否", "removed_housing_unsafe=否", "removed_uninsured=否",
    "removed_water_unsafe=否", "removed_wage_income=30000", "removed_property_income=0",
    "removed_transfer_income=1200", "removed_business_income=8000", "removed_business_cost=2000",
    "removed_net_income=37200", "removed_net_income_per_head=9300", "removed_claim_income=0",
    "removed_self_pay=0",
)  # fmt: skip
CHANNELS = (
    "SELF_PAPER", "SELF_APP", "SELF_GZ_MINI", "HOTLINE_12317", "HOTLINE_12345", "PATROL",
    "CAMPAIGN", "DEPT", "LINKED", "INSPECT", "PETITION", "MEDIA",
)  # fmt: skip


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("监测")
    for shade, name in ((40, "照片.jpg"), (200, "签字.jpg")):
        Image.new("RGB", (640, 480), (shade, 90, 60)).save(folder / name)
    return new(folder / "ws")


def household(ws: Path, name: str, *more: str) -> str:
    pairs = (f"village={VILLAGE}", f"head_name={name}", "household_type=一般农户")
    return added(ws, "household", *pairs, *more)


def facts(ws: Path, values: object) -> Path:
    path = ws.parent / "facts.json"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return path


def do(ws: Path, case: str, event: str, day: str, given: dict[str, object]) -> dict[str, Any]:
    path = facts(ws, given)
    return done("case", "do", ws, case, event, "--date", day, "--facts", path)  # type: ignore[no-any-return]


def test_a_case_from_its_lead_to_its_removal(ws):
    home = household(ws, "韦阿甲", "has_labour=是", "measure_health=医保补贴", *INDICATORS)
    opened = done("case", "open", ws, home, "--channel", "DEPT", "--date", OPENED)
    assert set(opened) >= {"id", "state", "rule_set", "due", "missing", "next", "history"}
    assert (opened["state"], opened["rule_set"], opened["due"]) == ("LEAD", "2026", "2026-01-07")
    assert opened["missing"] == ["核查责任人"]
    case = opened["id"]
    for event, day, given, state in RECOGNITION:
        assert do(ws, case, event, day, given)["state"] == state, event
    early = qxn("case", "do", ws, case, "removal_visit", "--date", "2026-07-17",
                "--facts", facts(ws, REMOVAL[0][2]))  # fmt: skip
    assert refused(early, 3) == "E-MON-020"
    for event, day, given, state in REMOVAL:
        shown = do(ws, case, event, day, given)
        assert shown["state"] == state, event
    names = [event for event, *_ in (*RECOGNITION, *REMOVAL)]
    assert [line["event"] for line in shown["history"]] == ["open", *names]
    assert {line["status"] for line in shown["history"]} == {"有效"}
    assert (shown["due"], shown["removed_on"]) == ("", "2026-07-31")
    assert done("case", "show", ws, case[:8]) == shown == done("case", "show", ws, home)
    [listed] = [one for one in done("case", "list", ws)["cases"] if one["id"] == case]
    assert listed == {key: shown[key] for key in listed}
    assert case not in {one["id"] for one in done("case", "list", ws, "--open")["cases"]}
    again = done("case", "open", ws, home, "--channel", "PATROL", "--date", "2026-09-01")
    assert again["period"] == 2
    assert done("verify", ws)["ok"]


def test_leads_come_by_all_channels_and_are_merged(ws):
    home = household(ws, "罗阿乙")
    for channel in CHANNELS:
        told = done("lead", "add", ws, home, "--channel", channel, "--date", "2026-11-02",
                    "--text", "情况", "--source-number", f"{channel}-1")  # fmt: skip
        assert (told["channel"], told["state"]) == (channel, "new")
    opened = done("case", "open", ws, home, "--channel", "MEDIA", "--date", "2026-11-03")
    assert {source["channel"] for source in opened["sources"]} == set(CHANNELS)
    found = done("lead", "list", ws, "--household", home)["leads"]
    assert {(one["state"], one["case"]) for one in found} == {("in_case", opened["id"])}
    first = found[0]["number"]
    told = done("lead", "answer", ws, first, "--result", "属实", "--text", "已入户")
    assert told["state"] == "answered"
    left = done("lead", "list", ws, "--household", home, "--open")["leads"]
    assert len(left) == len(CHANNELS) - 1


def test_what_cannot_be_changes_nothing(ws):
    home = household(ws, "覃阿丙")
    case = done("case", "open", ws, home, "--channel", "PATROL", "--date", "2026-11-02")["id"]
    before = done("digest", ws)
    on = ("--date", "2026-11-02")
    wrong: list[tuple[tuple[object, ...], int, str]] = [
        (("case", "open", ws, home, "--channel", "DEPT", *on), 3, "E-MON-030"),
        (("case", "open", ws, "没有", "--channel", "DEPT", *on), 3, "E-REG-330"),
        (("case", "do", ws, case, "visit", *on), 3, "E-MON-001"),
        (("case", "do", ws, case, "dance", *on), 3, "E-MON-000"),
        (("case", "do", ws, case, "assign", *on), 3, "E-PRB-003"),
        (("case", "do", ws, case, "assign", "--date", "2099-01-01"), 3, "E-MON-041"),
        (("case", "do", ws, case, "assign", "--date", "昨天"), 3, "E-CLI-005"),
        (("case", "show", ws, "没有"), 3, "E-REG-330"),
        (("case", "show", ws, ""), 3, "E-REG-330"),
        (("lead", "add", ws, home, "--channel", "微信", *on), 3, "E-MON-040"),
        (("lead", "add", ws, home, "--channel", "DEPT", *on, "--due", "月底"), 3, "E-REG-230"),
        (("lead", "answer", ws, "没有", "--result", "属实"), 3, "E-REG-330"),
        (("case", "open", ws, home), 2, "E-CLI-001"),
        (("case", "do", ws, case, "assign"), 2, "E-CLI-001"),
        (("case",), 2, "E-CLI-001"),
    ]
    for arguments, code, told in wrong:
        assert refused(qxn(*arguments), code) == told, arguments
    assert done("digest", ws) == before


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_hostile_facts(ws, kind, tmp_path):
    home = household(ws, f"黄{kind}")
    case = done("case", "open", ws, home, "--channel", "PATROL", "--date", "2026-11-02")["id"]
    path = tmp_path / "facts.json"
    path.write_bytes(HOSTILE[kind])
    ran = qxn("case", "do", ws, case, "assign", "--date", "2026-11-02", "--facts", path)
    refused(ran, 3)
    assert done("case", "show", ws, case)["state"] == "LEAD"


@pytest.mark.parametrize(
    "given",
    [
        [1], {"owner": 1.5}, {"owner": {"a": []}}, {"owner": "甲" * 3000},
        {"owner": "甲", "x": "1"},
        {"owner": None}, {"owner": "\0"}, {"owner": "甲", "signed_sheet": "../../etc/passwd"},
    ],
)  # fmt: skip
def test_hostile_values(ws, given):
    home = household(ws, "岑阿丁")
    case = done("case", "open", ws, home, "--channel", "PATROL", "--date", "2026-11-02")["id"]
    path = facts(ws, given)
    refused(qxn("case", "do", ws, case, "assign", "--date", "2026-11-02", "--facts", path), 3)
    assert done("case", "show", ws, case)["state"] == "LEAD"
