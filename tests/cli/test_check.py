"""Checks, checklists and settings on the real command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.driver import ROOT, done, new, qxn

VILLAGE = "522327103200"
YS = ROOT / "tests" / "data" / "templates" / "YS.toml"
HC = {
    "HC01": "是",
    "HC02": "是",
    "HC04": {"na": "无水冲"},
    "HC05": ["渗漏"],
    "HC06": "正常",
    "HC07": "是",
    "HC08": 60,
    "HC09": "农户自行还田",
    "HC10": 5,
    "HC12": "正常使用",
    "HC14": ["a.jpg"],
    "HC15": "满意",
}


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    Image.new("RGB", (640, 480), "olive").save(tmp_path / "a.jpg")
    return new(tmp_path / "ws")


def toilet(ws: Path) -> str:
    return done("add", ws, "toilet", f"village={VILLAGE}", "type=三格式", "code=HC-0001")["id"]


def written(folder: Path, answers: object) -> Path:
    path = folder / "answers.json"
    text = answers if isinstance(answers, str) else json.dumps(answers, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def check(ws: Path, target: str, answers: object, day: str = "2026-11-01", form: str = "HC") -> Any:
    file = written(ws.parent, answers)
    return qxn("check", ws, form, target, "--answers", file, "--date", day, "--inspector", "罗阿丙")


def test_a_check_opens_a_problem_and_is_in_the_books(ws):
    target = toilet(ws)
    found = check(ws, target, HC).json
    assert (found["failed"], found["grade"], found["leads"]) == (["HC05", "HC14"], "不合格", [])
    assert found["outcome"] == "done"
    assert isinstance(found["score"], float)
    [problem] = done("problems", ws, "--open")["problems"]
    assert [problem["id"]] == found["problems"]
    assert (problem["object"], problem["due"]) == (target, "2026-11-08")
    shown = done("get", ws, found["id"], "--unmasked", "核对检查人")["values"]
    assert (shown["inspector"], shown["template_version"]) == ("罗阿丙", 1)
    assert done("verify", ws) == {"ok": True, "findings": []}


WRONG = {
    "no json": ("{", 3),
    "no object": ("[]", 3),
    "not a number": ('{"HC08": NaN}', 3),
    "huge": ('{"HC08": ' + "9" * 5000 + "}", 3),
    "huge still": ('{"HC08": ' + "9" * 3000 + "}", 3),
    "twice": ('{"HC01": "是", "HC01": "否"}', 3),
    "half a character": ('{"HC01": "\\ud83d"}', 3),
    "type": (HC | {"HC05": "渗漏"}, 3),
    "item": (HC | {"HC77": "是"}, 3),
    "open": ({"HC01": "是"}, 3),
    "picture missing": (HC | {"HC14": ["b.jpg"]}, 3),
    "no picture": (HC | {"HC14": ["answers.json"]}, 3),
    "folder as picture": (HC | {"HC14": ["ws"]}, 3),
    "nul": (HC | {"HC14": ["a\0.jpg"]}, 3),
    "endless name": (HC | {"HC14": ["a" * 5000]}, 3),
}


def test_a_bad_check_ends_in_a_sentence_and_changes_nothing(ws):
    target = toilet(ws)
    before = done("digest", ws)
    for case, (answers, code) in WRONG.items():
        ran = check(ws, target, answers)
        assert ran.code == code, (case, ran.out)
        assert ran.err.startswith(ran.error["code"]), case
    for arguments, code in (
        ({"day": "2026-02-31"}, 3),
        ({"day": "gestern"}, 3),
        ({"day": "2099-01-01"}, 3),
        ({"form": "XX"}, 3),
        ({"form": "LJ"}, 3),
        ({"target": "nobody"}, 3),
    ):
        assert check(ws, **{"target": target, "answers": HC, **arguments}).code == code
    lost = qxn(
        "check", ws, "HC", target, "--answers", ws / "none.json", "--date", "2026-11-01"
    )  # fmt: skip
    assert lost.code == 3
    assert qxn("check", ws, "HC", target).code == 2
    assert done("digest", ws) == before


def test_a_seventh_field_of_work_by_toml_alone(ws):
    assert done("template", "add", ws, YS)["id"] == "YS"
    listed = done("templates", "list", "--workspace", ws)
    assert [form["id"] for form in listed] == ["FP", "GC", "HC", "LJ", "SC", "WS", "YS"]
    done("template", "confirm", ws, "YS", "all", "--basis", "县水务局通知")
    tasks = [t for t in done("tasks", ws)["tasks"] if t["template"] == "YS"]
    assert len(tasks) == 12
    today = done("setting", "list", ws)["settings"][0]["value"]  # the start date
    found = check(ws, VILLAGE, {"YS01": "是", "YS02": "分散供水"}, today, "YS").json
    assert (found["score"], found["grade"], found["problems"]) == (100.0, "优秀", [])
    left = {t["object"]: t["status"] for t in done("tasks", ws)["tasks"] if t["template"] == "YS"}
    assert left[VILLAGE] == "done"
    again = qxn("template", "add", ws, YS)
    assert (again.code, again.error["code"]) == (3, "E-TPL-205")


def test_checklists_are_listed_and_checked_without_a_workspace(tmp_path):
    forms = done("templates", "list")
    assert {form["id"] for form in forms} == {"HC", "SC", "GC", "LJ", "WS", "FP"}
    item = next(i for f in forms if f["id"] == "HC" for i in f["items"] if i["code"] == "HC05")
    assert item["type"] == "multi"
    assert "渗漏" in item["options"]
    assert done("templates", "check", YS) == {"problems": []}
    broken = tmp_path / "broken.toml"
    broken.write_text("id = \n", encoding="utf-8")
    [problem] = done("templates", "check", broken)["problems"]
    assert set(problem) == {"path", "code", "message"}
    assert qxn("templates", "check", tmp_path / "none.toml").code == 3


def test_settings_are_set_with_a_basis_and_listed(ws):
    done("setting", "set", ws, "HC.vent_min_cm", "70", "--basis", "县农办通知")
    table = ws.parent / "line.json"
    table.write_text('{"2026": 8000}', encoding="utf-8-sig")
    done("setting", "set", ws, "FP.income_line", f"@{table}")
    found = {entry["key"]: entry for entry in done("setting", "list", ws)["settings"]}
    assert (found["HC.vent_min_cm"]["value"], found["HC.vent_min_cm"]["basis"]) == (
        "70",
        "县农办通知",
    )
    assert found["FP.income_line"]["value"] == {"2026": "8000"}
    before = done("digest", ws)
    assert qxn("setting", "set", ws, "start_date", "2026-02-31").code == 3
    assert qxn("setting", "set", ws, "HC.vent_min_cm", "高").code == 3
    assert qxn("template", "confirm", ws, "HC", "daily", "--basis", "x").code == 3
    assert done("digest", ws) == before
