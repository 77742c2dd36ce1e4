"""What is due, and assigned tasks, on the real command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.driver import done, new, qxn

VILLAGE, OTHER = "522327103200", "522327103202"
LATER = "2099-12-20"


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return new(tmp_path / "ws")


def assigned(ws: Path, **changed: str) -> list[object]:
    options = {
        "--title": "公厕防冻",
        "--basis": "镇党政办〔2026〕9号",
        "--villages": f"{OTHER},{VILLAGE}",
        "--due": LATER,
        "--owner": "罗老三",
        "--supervisor": "覃督办",
        "--standard": "水管全部包扎",
    } | {f"--{key}": value for key, value in changed.items()}
    return ["task", "assign", ws, *(part for pair in options.items() for part in pair)]


def test_nothing_is_due_until_a_frequency_is_confirmed(ws):
    toilet = done("add", ws, "toilet", f"village={VILLAGE}", "type=三格式", "code=HC-1")["id"]
    ran = qxn("tasks", ws)
    assert (ran.code, ran.json) == (0, {"tasks": []})
    assert "template confirm" in ran.err
    done("template", "confirm", ws, "HC", "all", "--basis", "镇长办公会")
    [task] = [t for t in done("tasks", ws)["tasks"] if t["object"] == toilet]
    assert {"id", "template", "object", "village", "due", "status"} <= task.keys()
    assert (task["template"], task["village"]) == ("HC", VILLAGE)
    skipped = done("task", "skip", ws, task["id"], "--reason", "房屋已拆除")
    assert skipped["status"] == "not_applicable"


def test_what_is_due_once_is_in_no_task_list_and_that_is_said(ws):
    ran = qxn("template", "confirm", ws, "SC", "all", "--basis", "镇长办公会")
    assert "不列入任务表" in ran.err
    done("add", ws, "toilet", f"village={VILLAGE}", "code=HC-1", "first_of_batch=是")
    assert done("tasks", ws)["tasks"] == []
    assert not qxn("template", "confirm", ws, "LJ", "all", "--basis", "镇长办公会").err


def test_nothing_is_due_before_the_start_date(ws):
    done("template", "confirm", ws, "LJ", "all", "--basis", "镇长办公会")
    assert len(done("tasks", ws)["tasks"]) == 12
    done("setting", "set", ws, "start_date", "2098-01-01")
    ran = qxn("tasks", ws)
    assert ran.json == {"tasks": []}
    assert "2098-01-01" in ran.err
    assert len(done("tasks", ws, "--on", "2098-01-01", "--village", VILLAGE)["tasks"]) == 1


def test_an_order_is_followed_village_by_village(ws):
    order = done(*assigned(ws))
    assert [task["village"] for task in order["tasks"]] == [VILLAGE, OTHER]
    assert {task["template"] for task in order["tasks"]} == {"order"}
    report = done("task", "progress", ws, order["id"], OTHER, "--status", "已完成")
    assert report["tally"] == {"open": 1, "done": 1, "not_applicable": 0, "overdue": 0}
    refused = qxn("task", "progress", ws, order["id"], VILLAGE, "--status", "不适用")
    assert (refused.code, refused.error["code"]) == (3, "E-TSK-018")
    done("task", "progress", ws, order["id"], VILLAGE, "--status", "不适用", "--reason", "无公厕")
    [shown] = done("task", "orders", ws)["orders"]
    assert [v["status"] for v in shown["villages"]] == ["not_applicable", "done"]
    assert [v["reason"] for v in shown["villages"]] == ["无公厕", ""]


def test_a_village_may_be_named(ws):
    done("template", "confirm", ws, "LJ", "all", "--basis", "镇长办公会")
    [task] = done("tasks", ws, "--village", "巴金村")["tasks"]
    assert task["village"] == OTHER
    order = done(*assigned(ws, villages=f"巴金村、{VILLAGE}"))
    report = done("task", "progress", ws, order["id"], "巴金", "--status", "已完成")
    assert [v["status"] for v in report["villages"]] == ["open", "done"]
    ran = qxn("tasks", ws, "--village", "丫他")
    assert (ran.code, ran.error["code"]) == (3, "E-REG-301")


def test_faulty_tasks_change_nothing(ws):
    before = done("digest", ws)
    cases = [
        assigned(ws, supervisor="罗老三"),
        assigned(ws, villages="522328001001"),
        assigned(ws, due="2026-02-31"),
        ["tasks", ws, "--on", "2026-02-31"],
        ["tasks", ws, "--village", "522328001001"],
        ["task", "skip", ws, "0" * 32, "--reason", "拆了"],
        ["task", "progress", ws, "0" * 32, VILLAGE, "--status", "已完成"],
        ["task", "draw", ws, "HC", "quarterly_sample", "2026-11"],
    ]
    for arguments in cases:
        ran = qxn(*arguments)
        assert ran.code == 3, arguments
        assert ran.error["message"].endswith("。")
    assert done("digest", ws) == before


def test_a_draw_can_be_checked(ws):
    for number in range(12):
        done("add", ws, "toilet", f"village={VILLAGE}", "type=三格式", f"code=HC-{number}")
    done("template", "confirm", ws, "HC", "quarterly_sample", "--basis", "镇长办公会")
    record = done("task", "draw", ws, "HC", "quarterly_sample", "2099-Q4")
    assert (record["frame"], record["sample"], len(record["seed"])) == (12, 2, 32)
    assert done("task", "draw", ws, "HC", "quarterly_sample", "2099-Q4") == record
