"""A problem from the call to 12345 to its archive, on the real command line, by two accounts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.driver import done, new, qxn

VILLAGE = "522327103200"
OWNER, SUPERVISOR = "罗老三", "覃督办"
SECOND = "督办的口令-2"


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    for shade, name in enumerate(("发现.jpg", "整改后.jpg")):
        Image.new("RGB", (640, 480), (60 * shade, 90, 60)).save(tmp_path / name)
    return new(tmp_path / "ws")


def opened(ws: Path, *more: object) -> dict[str, Any]:
    options = ("--title", "污水直排", "--source", "12345", "--object", VILLAGE)
    return done("problem", "open", ws, *options, "--due", "2026-12-31", *more)


def facts(ws: Path, **values: object) -> Path:
    path = ws.parent / "facts.json"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8-sig")
    return path


def test_two_people_close_a_problem(ws):
    done("clerk", "add", ws, SUPERVISOR, QXN_NEW_PASSPHRASE=SECOND)
    new = opened(ws, "--source-number", "12345-88", "--photo", ws.parent / "发现.jpg")
    assert new["state"] == "found"
    assert "-522327103-WT-" in new["number"]
    assert {step["event"] for step in new["next"] if step["allowed"]} == {"assign", "refer"}

    def do(event: str, /, *more: object, **values: object) -> dict[str, Any]:
        given = ("--facts", facts(ws, **values)) if values else ()
        return done("problem", "do", ws, new["number"], event, *given, *more)

    assert do("assign", owner=OWNER, supervisor=SUPERVISOR)["state"] == "assigned"
    assert do("work")["state"] == "working"
    applied = do("apply", "--by", OWNER, text="已接入管网", photos=["整改后.jpg"])
    assert (applied["state"], applied["history"][-1]["by"]) == ("applied", OWNER)

    before = done("digest", ws)
    refused = qxn("problem", "do", ws, new["id"], "confirm", "--by", SUPERVISOR)
    assert (refused.code, refused.error["code"]) == (3, "E-PRB-014")
    assert done("digest", ws) == before

    ran = qxn(
        "problem", "do", ws, new["id"][:8], "confirm", "--clerk", SUPERVISOR, passphrase=SECOND
    )
    assert (ran.code, ran.json["state"]) == (0, "confirmed")
    assert done("problems", ws, "--open") == {"problems": []}
    [listed] = done("problems", ws)["problems"]
    assert (listed["id"], listed["state"], listed["object"]) == (new["id"], "confirmed", VILLAGE)
    assert (listed["owner"], listed["supervisor"]) == (OWNER, SUPERVISOR)
    again = do("reopen", reason="又有臭味")
    assert (again["state"], again["rebounds"]) == ("assigned", 1)
    assert [line["event"] for line in again["history"]] == [
        "found", "assign", "work", "apply", "confirm", "reopen",
    ]  # fmt: skip
    assert done("problem", "show", ws, new["id"]) == again
    assert done("verify", ws)["ok"]


def test_what_cannot_be_changes_nothing(ws):
    problem = opened(ws)["id"]
    bad = ws.parent / "bad.json"
    before = done("digest", ws)
    same = facts(ws, owner=OWNER, supervisor=OWNER)
    cases = [
        (("assign", "--facts", same), "E-PRB-004"),
        (("assign",), "E-PRB-003"),
        (("dance",), "E-PRB-068"),
        (("assign", "--facts", ws.parent / "none.json"), "E-CLI"),
    ]
    for arguments, code in cases:
        ran = qxn("problem", "do", ws, problem, *arguments)
        assert (ran.code, ran.error["code"][: len(code)]) == (3, code)
    for content in (b"{", b"[1]", b'{"owner": NaN}', b'{"owner": 1.5}', b'{"owner": {"a": []}}'):
        bad.write_bytes(content)
        assert qxn("problem", "do", ws, problem, "assign", "--facts", bad).code == 3
    assert qxn("problem", "show", ws, "没有").code == 3
    assert qxn("problem", "open", ws, "--title", "无来源").code == 2
    assert done("digest", ws) == before


def test_a_problem_says_what_it_is_about(ws):
    toilet = done("add", ws, "toilet", f"village={VILLAGE}", "code=BW-02")["id"]
    options = ("--title", "池盖破损", "--source", "12345", "--object", toilet)
    assert done("problem", "open", ws, *options)["object_label"] == "BW-02"
    opened(ws)
    labels = {line["object"]: line["object_label"] for line in done("problems", ws)["problems"]}
    assert labels[toilet] == "BW-02"
    assert labels[VILLAGE].endswith(("村", "社区"))


def test_a_problem_of_a_village_that_is_named(ws):
    options = ("--title", "污水直排", "--source", "12345", "--object", "丫他村")
    assert done("problem", "open", ws, *options)["object"] == "522327103200"


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--source", "微博", "县督办"),
        ("--due", "2026-02-31", "真实日期"),
        ("--object", "522327103999", "12位代码"),
        ("--photo", "没有.jpg", "找不到文件"),
    ],
)
def test_a_faulty_problem_is_explained(ws, option, value, told):
    before = done("digest", ws)
    options = {"--title": "污水直排", "--source": "12345", "--object": VILLAGE, option: value}
    ran = qxn("problem", "open", ws, *(part for pair in options.items() for part in pair))
    assert ran.code == 3
    assert told in ran.err
    assert done("digest", ws) == before
