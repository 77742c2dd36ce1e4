"""The command line as its contract fixes it: names, types and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.contract import (
    HOSTILE,
    OTHER_VILLAGE,
    VILLAGE,
    added,
    done,
    new,
    qxn,
    refused,
    write_json,
)
from tests.cli.driver import PASSPHRASE, ROOT, TOWN, Ran

# --- workspaces and accounts ------------------------------------------------------------------


def test_a_new_workspace(room: Path, ws: Path) -> None:
    made = done("new", room / "新", "--unit", VILLAGE)
    assert (made["workspace"], made["unit"], made["role"]) == (
        str(room / "新"), VILLAGE, "village",
    )  # fmt: skip
    assert made["site"]
    assert made["recovery_code"]
    info = done("info", room / "新")
    assert set(info) >= {"unit", "role", "site", "schema", "cipher", "counts", "operations"}
    assert (info["site"], info["operations"], info["counts"]["village"]) == (made["site"], 0, 1)
    assert isinstance(info["schema"], int)
    assert isinstance(info["cipher"], str)
    assert done("verify", room / "新") == {"ok": True, "findings": []}
    assert set(done("digest", room / "新")) == {"state", "conflicts", "operations"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--unit", "522327103999"), 3),
        (("--unit", TOWN, "--role", "county"), 3),
        (("--unit", TOWN, "--role", "king"), 2),
        ((), 2),
    ],
)
def test_no_workspace(tmp_path: Path, more: tuple[str, ...], code: int) -> None:
    ran = qxn("new", tmp_path / "ws", *more)
    assert ran.code == code
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "ws").exists()


def test_no_envelope_means_no_workspace(tmp_path: Path) -> None:
    ran = qxn("new", tmp_path / "ws", "--unit", TOWN, "--envelope", tmp_path)
    refused(ran, 3)
    assert not (tmp_path / "ws").exists()


def test_a_short_passphrase_leaves_one_line_of_failure(tmp_path: Path) -> None:
    refused(qxn("new", tmp_path / "ws", "--unit", "0", passphrase="短"), 3)


def test_what_is_no_folder_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(qxn("new", tmp_path / "file" / "ws", "--unit", TOWN), 4)


def test_accounts(room: Path) -> None:
    ws = new(room / "账户")
    assert done("clerk", "add", ws, "李四", QXN_NEW_PASSPHRASE="李四的口令-2")["clerks"][1:] == [
        "李四"
    ]
    assert qxn("info", ws, "--clerk", "李四", passphrase="李四的口令-2").code == 0
    refused(qxn("info", ws, "--clerk", "李四"), 5)
    assert "李四" not in done("clerk", "disable", ws, "李四")["clerks"]
    refused(qxn("info", ws, "--clerk", "李四", passphrase="李四的口令-2"), 3)


def test_two_programs_at_once(ws: Path) -> None:
    add = ["add", ws, "garbage_point", f"village={VILLAGE}", "name=同时"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "qxn_desktop", *map(str, add), "--json"],
            env={"QXN_PASSPHRASE": PASSPHRASE, "PATH": "", "HOME": str(ws.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=ROOT,
        )
        for _ in range(4)
    ]
    ends = [Ran(one.wait(), *one.communicate()) for one in running]
    written = [ran for ran in ends if ran.code == 0]
    assert written
    for ran in ends:
        if ran.code:
            assert refused(ran, 4) == "E-WS-110"
    found = done("list", ws, "garbage_point", "--where", "name=同时")
    assert found["total"] == len(written)


# --- what there is ----------------------------------------------------------------------------


def test_registers_templates_reports() -> None:
    registers = {one["id"]: one for one in done("registers")}
    expected = "village household member toilet public_toilet garbage_point sewage_facility"
    assert registers.keys() >= set(expected.split())
    for register in registers.values():
        fields = {field["id"]: field for field in register["fields"]}
        assert fields["note"]["type"] == "text"
        for field in fields.values():
            assert set(field) >= {"id", "title", "type", "indexed"}
            assert isinstance(field["indexed"], bool)
    household = {field["id"] for field in registers["household"]["fields"]}
    assert household >= {"village", "head_name", "id_number", "phone"}
    member = {field["id"] for field in registers["member"]["fields"]}
    assert member >= {"village", "name", "id_number", "phone"}
    templates = {one["id"]: one for one in done("templates", "list")}
    assert templates.keys() >= {"HC", "SC", "GC", "LJ", "WS", "FP"}
    types = {"yesno", "choice", "multi", "number", "text", "date", "photo"}
    for template in templates.values():
        assert set(template) >= {"id", "title", "version", "items"}
        for item in template["items"]:
            assert set(item) >= {"code", "text", "type", "options"}
            assert item["type"] in types
            assert isinstance(item["options"], list)
    assert {one["id"] for one in done("reports")} >= {"monthly"}
    assert all(set(one) >= {"id", "title"} for one in done("reports"))


@pytest.mark.parametrize("kind", ["empty", "open", "deep"])
def test_a_broken_template_is_described(tmp_path: Path, kind: str) -> None:
    (tmp_path / "t.toml").write_bytes(HOSTILE[kind])
    problems = done("templates", "check", tmp_path / "t.toml")["problems"]
    assert problems
    assert all(set(problem) >= {"path", "code", "message"} for problem in problems)


@pytest.mark.parametrize("kind", ["binary", "gbk", "huge"])
def test_what_is_no_template_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "t.toml").write_bytes(HOSTILE[kind])
    refused(qxn("templates", "check", tmp_path / "t.toml"), 3)


def test_a_template_with_a_mark_at_its_start_is_read(tmp_path: Path) -> None:
    text = (ROOT / "resources/templates/HC.toml").read_bytes()
    (tmp_path / "t.toml").write_bytes(b"\xef\xbb\xbf" + text)
    assert done("templates", "check", tmp_path / "t.toml") == {"problems": []}


@pytest.mark.parametrize("line", [(), ("nonsense",), ("list",), ("problem",), ("info", "--x")])
def test_wrong_usage_is_two(line: tuple[str, ...]) -> None:
    ran = qxn(*line)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


def test_an_argument_that_is_no_text(ws: Path) -> None:
    refused(qxn("get", ws, "\udcff"), 2)


# --- records ----------------------------------------------------------------------------------


def test_every_page_once(shown: Path) -> None:
    for sort in ((), ("--sort", "head_name"), ("--sort", "population")):
        seen: list[str] = []
        after: tuple[str, ...] = ()
        while True:
            page = done("list", shown, "household", "--limit", 5, *sort, *after)
            assert set(page) == {"rows", "next", "total"}
            assert page["total"] == 12
            assert len(page["rows"]) <= 5
            seen += [row["id"] for row in page["rows"]]
            if page["next"] is None:
                break
            assert page["next"] == page["rows"][-1]["id"]
            after = ("--after", page["next"])
        assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--limit", 0), 2),
        (("--limit", "9" * 20), 2),
        (("--sort", "nothing"), 3),
        (("--where", "nothing=1"), 3),
        (("--after", "nobody"), 3),
    ],
)
def test_a_page_that_is_none(shown: Path, more: tuple[object, ...], code: int) -> None:
    refused(qxn("list", shown, "household", *more), code)


def test_masking(ws: Path) -> None:
    id_ = added(
        ws, "household", f"village={VILLAGE}", "head_name=韦掩码",
        "id_number=522327198001011235", "phone=13800001234", "note=可打13800001234",
    )  # fmt: skip
    done("set", ws, id_, "phone=13900005678")
    whole = "522327198001011235"
    for shown in (
        qxn("get", ws, id_, "--history"),
        qxn("list", ws, "household", "--search", "韦掩码"),
    ):
        assert shown.code == 0
        for hidden in (whole, "13800001234", "13900005678"):
            assert hidden not in shown.out + shown.err
    reason = ("--unmasked", "核对证件")
    assert done("get", ws, id_, *reason)["values"]["id_number"] == whole
    [row] = done("list", ws, "household", "--where", "head_name=韦掩码", *reason)["rows"]
    assert (row["id"], row["phone"]) == (id_, "13900005678")


def test_history_set_and_delete(ws: Path) -> None:
    id_ = added(ws, "household", f"village={VILLAGE}", "head_name=韦历史", "note=一")
    changed = done("set", ws, id_, "note=二", "population=3")["changed"]
    assert sorted(changed) == ["note", "population"]
    before = done("digest", ws)
    assert done("set", ws, id_, "note=二") == {"id": id_, "changed": []}
    assert done("digest", ws) == before
    assert done("set", ws, id_, "note=")["changed"] == ["note"]
    found = done("get", ws, id_, "--history")
    assert set(found) >= {"id", "register", "values", "history"}
    assert (found["id"], found["register"]) == (id_, "household")
    assert found["values"].get("note") is None
    assert found["values"]["population"] == 3
    for entry in found["history"]:
        assert set(entry) >= {"at", "actor", "site", "field", "old", "new", "current"}
    notes = [entry for entry in found["history"] if entry["field"] == "note"]
    assert [(entry["old"], entry["new"]) for entry in notes] == [
        (None, "一"), ("一", "二"), ("二", None),
    ]  # fmt: skip
    assert [entry["current"] for entry in notes] == [False, False, True]
    assert done("delete", ws, id_)["id"] == id_
    for line in (("get", ws, id_), ("set", ws, id_, "note=三"), ("delete", ws, id_)):
        refused(qxn(*line), 3)
    gone = done("get", ws, id_, "--history")
    assert (gone["deleted"], gone["values"]) == (True, {})
    assert gone["history"][-1]["field"] == "_deleted"
    assert done("list", ws, "household", "--where", "head_name=韦历史")["total"] == 0


@pytest.mark.parametrize(
    "name", ["韦𬱖·阿妹", "“引号”", "a\"b'c", "😀王", "=1+1", "100%_", "null", "<b>&amp;</b>"]
)
def test_any_name(ws: Path, name: str) -> None:
    id_ = added(ws, "public_toilet", f"village={VILLAGE}", f"name={name}")
    [row] = done("list", ws, "public_toilet", "--where", f"name={name}")["rows"]
    assert (row["id"], row["name"]) == (id_, name)


def test_wrong_values_change_nothing(ws: Path) -> None:
    before = done("digest", ws)
    name = "head_name=错"
    for pairs in (
        [name],
        [f"village={VILLAGE}", "head_name="],
        [f"village={VILLAGE}", name, "identified_on=2026-02-31"],
        [f"village={VILLAGE}", name, "population=3.5"],
        [f"village={VILLAGE}", name, "household_type=富户"],
        [f"village={VILLAGE}", "head_name=" + "长" * 10_000],
        ["village=522301101200", name],
        [f"village={VILLAGE}", name, "nothing=1"],
    ):
        refused(qxn("add", ws, "household", *pairs), 3)
    refused(qxn("add", ws, "household", "head_name"), 2)
    refused(qxn("add", ws, "nothing", name), 3)
    refused(qxn("delete", ws, VILLAGE), 3)
    assert done("digest", ws) == before


# --- checks and tasks -------------------------------------------------------------------------


def answers() -> dict[str, Any]:
    """Good answers to every item of HC but the photo, which only a failed item asks for."""
    [form] = [one for one in done("templates", "list") if one["id"] == "HC"]
    good: dict[str, Any] = {"yesno": "是", "number": 60, "text": "无", "date": "2026-11-01"}
    found = {}
    for item in form["items"]:
        if item["type"] == "multi":
            found[item["code"]] = item["options"][:1]
        elif item["type"] != "photo":
            found[item["code"]] = good.get(item["type"]) or item["options"][0]
    return found


def test_a_check_and_what_it_opens(ws: Path, toilet: str, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), (90, 60, 30)).save(tmp_path / "a.jpg")
    given = {**answers(), "HC05": ["渗漏"], "HC14": ["a.jpg"], "HC04": {"na": "无水冲"}}
    path = write_json(tmp_path / "a.json", given)
    line = ("check", ws, "HC", toilet, "--answers", path, "--date")
    found = done(*line, "2026-11-20", "--inspector", "黄检查")
    assert set(found) >= {"id", "score", "grade", "failed", "problems", "leads"}
    assert isinstance(found["score"], int | float)
    assert (len(found["problems"]), found["leads"]) == (1, [])
    assert "HC05" in json.dumps(found["failed"])
    listed = {one["id"]: one for one in done("problems", ws, "--open")["problems"]}
    opened = found["problems"][0]
    one = listed[opened if isinstance(opened, str) else opened["id"]]
    assert set(one) >= {"id", "state", "object", "owner", "supervisor", "due"}
    assert one["object"] == toilet
    refused(qxn(*line, "2026-02-31"), 3)
    open_items = write_json(tmp_path / "open.json", {"HC01": "是"})
    for wrong in (
        ("HC", toilet, "--answers", open_items),
        ("ZZ", toilet, "--answers", path),
        ("HC", "nobody", "--answers", path),
        ("HC", toilet, "--answers", tmp_path / "missing.json"),
    ):
        refused(qxn("check", ws, *wrong, "--date", "2026-11-20"), 3)


def test_a_true_in_an_answer_is_told_as_written(ws: Path, toilet: str, tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", {**answers(), "HC01": True})
    ran = qxn("check", ws, "HC", toilet, "--answers", path, "--date", "2026-11-20")
    refused(ran, 3)
    assert "“true”" in ran.error["message"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_answers_file(ws: Path, toilet: str, tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.json").write_bytes(HOSTILE[kind])
    line = ("check", ws, "HC", toilet, "--answers", tmp_path / "a.json", "--date", "2026-11-20")
    refused(qxn(*line), 3)


def test_an_assigned_task(ws: Path) -> None:
    line = (
        "task", "assign", ws, "--title", "清塘", "--basis", "册乡振〔2026〕1号", "--villages",
        f"{VILLAGE},{OTHER_VILLAGE}", "--standard", "水面无漂浮物", "--owner", "罗老三",
    )  # fmt: skip
    done(*line, "--due", "2099-12-31", "--supervisor", "覃督办")
    refused(qxn(*line, "--due", "2099-12-31", "--supervisor", "罗老三"), 3)
    refused(qxn(*line, "--due", "2026-02-31", "--supervisor", "覃督办"), 3)


def test_tasks_of_a_day(shown: Path) -> None:
    every = done("tasks", shown, "--on", "2026-10-31")["tasks"]
    assert every
    for task in every:
        assert set(task) >= {"id", "template", "object", "village", "due", "status"}
    village = every[0]["village"]
    some = done("tasks", shown, "--on", "2026-10-31", "--village", village)["tasks"]
    assert some == [task for task in every if task["village"] == village]
