"""The command line as its contract fixes it: names, types and exit codes.

Some two hundred commands: they run in this process (its start is tested beside) on workspaces
shared by the tests of a group. A test adds what it needs under names of its own and never counts
what others may have added.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from qxn_desktop.cli import main
from tests.cli.driver import PASSPHRASE, ROOT, TOWN, Ran

VILLAGE = "522327103200"
OTHER_VILLAGE = "522327103202"
LONGEST = "522327105000"
"""秧坝镇, whose 秧坝森林小镇安置区第二社区居民委员会 has the longest name."""
XINGYI = "522301101000"
DEMO = ("--households", 12, "--months", 1, "--until", "2026-10-31", "--seed", 3)

HOSTILE = {
    "empty": b"",
    "binary": bytes(range(256)) * 8,
    "gbk": '{"HC01": "是"}'.encode("gbk"),
    "open": b'{"HC01": ',
    "deep": b"[" * 100_000,
    "huge": b" " * 40_000_000,
}


def qxn(*arguments: object, passphrase: str = PASSPHRASE, **environment: str) -> Ran:
    """``qxn ARGUMENTS --json``."""
    out, err = io.StringIO(), io.StringIO()
    known = {"QXN_PASSPHRASE": passphrase} | environment
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        for name, value in known.items():
            patch.setenv(name, value)
        code = main.run([*map(str, arguments), "--json"])
    return Ran(code, out.getvalue(), err.getvalue())


def done(*arguments: object, **environment: str) -> Any:
    """The document of a command that must succeed."""
    ran = qxn(*arguments, **environment)
    assert ran.code == 0, ran.err
    return ran.json


def new(root: Path, unit: str = TOWN) -> Path:
    """A new workspace."""
    done("new", root, "--unit", unit)
    return root


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("验收 目录")


@pytest.fixture(scope="module")
def ws(room: Path) -> Path:
    """A township's workspace, at a path with Chinese and a space."""
    return new(room / "甲 乙")


@pytest.fixture(scope="module")
def shown(room: Path) -> Path:
    done("demo", room / "demo", "--unit", TOWN, *DEMO)
    return room / "demo"


@pytest.fixture(scope="module")
def toilet(ws: Path) -> str:
    return added(ws, "toilet", f"village={VILLAGE}", "type=三格式")


def added(ws: Path, register: str, *pairs: str) -> str:
    document = done("add", ws, register, *pairs)
    assert set(document) >= {"id", "changed"}
    id_: str = document["id"]
    return id_


def refused(ran: Ran, code: int) -> str:
    """Asserts a failure as the contract has it; gives its code."""
    assert ran.code == code, (ran.code, ran.err)
    assert set(ran.json) == {"error"}
    assert set(ran.error) >= {"code", "message", "facts"}
    [line] = ran.err.splitlines()
    assert line == f"{ran.error['code']} {ran.error['message']}"
    assert re.fullmatch(r"E-[A-Z]+-\d{3}", ran.error["code"])
    assert re.search("[一-鿿]", ran.error["message"])
    assert not re.search(r"\b[A-Z][a-z]+ [a-z]{2,}", ran.error["message"])  # no English sentence
    told: str = ran.error["code"]
    return told


def write_json(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


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


# --- problems ---------------------------------------------------------------------------------


def test_a_problem_through_all_events(room: Path, tmp_path: Path) -> None:
    ws = new(room / "问题")
    for number in range(3):
        Image.new("RGB", (640, 480), (80 * number, 90, 60)).save(tmp_path / f"{number}.jpg")
    opened = done(
        "problem", "open", ws, "--title", "污水直排", "--source", "12345",
        "--object", VILLAGE, "--due", "2026-12-31",
    )  # fmt: skip
    assert set(opened) >= {"id", "state", "next", "history"}

    def step(event: str, by: str, **facts: object) -> dict[str, Any]:
        path = write_json(tmp_path / "facts.json", facts)
        return done("problem", "do", ws, opened["id"], event, "--by", by, "--facts", path)

    steps: list[tuple[str, str, dict[str, object]]] = [
        ("assign", "经办人", {"owner": "罗老三", "supervisor": "覃督办"}),
        ("work", "罗老三", {}),
        ("extend", "罗老三", {"due": "2027-01-31", "reason": "雨季", "approved_by": "镇长"}),
        ("apply", "罗老三", {"text": "已接入管网", "photos": ["0.jpg"]}),
        ("return", "覃督办", {"reason": "还有异味"}),
        ("apply", "罗老三", {"text": "加装水封", "photos": ["1.jpg"]}),
        ("confirm", "覃督办", {"signed_sheet": "2.jpg"}),
        ("revisit", "覃督办", {"ok": "是"}),
        ("reopen", "覃督办", {"reason": "又有臭味"}),
    ]
    for event, by, facts in steps:
        found = step(event, by, **facts)
        assert set(found) >= {"id", "state", "next", "history"}
        for offered in found["next"]:
            assert set(offered) >= {"event", "allowed", "reason"}
            assert isinstance(offered["allowed"], bool)
            assert offered["allowed"] or offered["reason"]
    assert [line["event"] for line in found["history"]][1:] == [event for event, _, _ in steps]
    for event in ("confirm", "nonsense"):
        refused(qxn("problem", "do", ws, opened["id"], event), 3)
    assert done("verify", ws)["ok"]


# --- exchange ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def offices(room: Path) -> dict[str, Path]:
    """Two machines of one township that trust each other."""
    made = {name: new(room / name) for name in ("A", "B")}
    cards = {name: done("card", ws, "--out", room / f"{name}.card") for name, ws in made.items()}
    assert all(set(card) >= {"path", "site", "fingerprint"} for card in cards.values())
    refused(qxn("pack", made["A"], "--out", room / "nobody.qxnpkg"), 3)
    wrong = ("trust", made["A"], room / "B.card", "--fingerprint", "0" * 32)
    refused(qxn(*wrong), 5)
    for mine, theirs in (("A", "B"), ("B", "A")):
        done(
            "trust", made[mine], room / f"{theirs}.card",
            "--fingerprint", cards[theirs]["fingerprint"],
        )  # fmt: skip
    return made


def send(offices: dict[str, Path], sender: str, *more: object) -> Path:
    path = offices[sender].parent / f"{sender}.qxnpkg"
    packed = done("pack", offices[sender], "--out", path, *more)
    assert set(packed) >= {"path", "operations", "bytes"}
    assert packed["bytes"] == path.stat().st_size
    return path


def exchange(offices: dict[str, Path]) -> None:
    """Both send, both merge; then they hold the same."""
    packages = {name: send(offices, name) for name in offices}
    for mine, theirs in (("A", "B"), ("B", "A")):
        merged = done("merge", offices[mine], packages[theirs])
        assert set(merged) >= {"applied", "already", "pending", "conflicts", "quarantined"}
    assert done("digest", offices["A"]) == done("digest", offices["B"])


def test_conflicts_are_decided_and_converge(offices: dict[str, Path], tmp_path: Path) -> None:
    a, b = offices["A"], offices["B"]
    edited = added(a, "household", f"village={VILLAGE}", "head_name=韦一", "phone=13800001234")
    deleted = added(a, "household", f"village={VILLAGE}", "head_name=韦二")
    problem = done(
        "problem", "open", a, "--title", "乱倒", "--source", "督查",
        "--object", VILLAGE, "--due", "2026-12-31",
    )["id"]  # fmt: skip
    package = send(offices, "A")
    assert done("merge", b, package)["applied"] > 0
    again = done("merge", b, package)
    assert (again["applied"], again["conflicts"]) == (0, 0)
    assert done("merge", a, package)["applied"] == 0  # one's own
    assert "recipients" in done("inspect", package)
    done("set", a, edited, "phone=13911110000")
    done("set", b, edited, "phone=13922220000")
    done("delete", a, deleted)
    done("set", b, deleted, "note=还在")
    for office, owner in ((a, "甲"), (b, "丙")):
        facts = write_json(tmp_path / "f.json", {"owner": owner, "supervisor": "乙"})
        done("problem", "do", office, problem, "assign", "--facts", facts)
    exchange(offices)
    listing = qxn("conflicts", a)
    assert "13911110000" not in listing.out
    assert "13911110000" in qxn("conflicts", a, "--unmasked", "裁决").out
    found = listing.json["conflicts"]
    assert len(found) == 3
    for conflict in found:
        assert set(conflict) >= {"id", "entity", "field", "options"}
        assert len(conflict["options"]) == 2
    before = done("digest", a)
    refused(qxn("resolve", a, "nobody", "--take", "1"), 3)
    for conflict in found:
        ran = qxn("resolve", a, conflict["id"], "--take", "nothing")
        assert "139" not in refused(ran, 3) + ran.err
    assert done("digest", a) == before
    for conflict in found:
        done("resolve", a, conflict["id"], "--take", conflict["options"][1]["id"])
    assert done("conflicts", a) == {"conflicts": []}
    exchange(offices)
    assert done("get", b, edited, "--unmasked", "核对")["values"]["phone"] == "13922220000"
    assert done("get", b, deleted)["values"]["note"] == "还在"
    [line] = done("problems", b)["problems"]
    assert line["owner"] == "丙"
    assert done("verify", b)["ok"]


def test_a_package_for_one_only(offices: dict[str, Path], ws: Path) -> None:
    site = done("info", offices["B"])["site"]
    package = send(offices, "A", "--for", site)
    assert done("merge", offices["B"], package)["conflicts"] == 0
    before = done("digest", ws)
    refused(qxn("merge", ws, package), 5)
    assert done("digest", ws) == before
    out = package.with_name("x")
    refused(qxn("pack", offices["A"], "--out", out, "--for", "f" * 16), 3)


@pytest.mark.parametrize("kind", ["empty", "binary", "huge"])
def test_no_package(ws: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "p").write_bytes(HOSTILE[kind])
    refused(qxn("merge", ws, tmp_path / "p"), 3)
    refused(qxn("inspect", tmp_path / "p"), 3)


def test_a_folder_is_no_place_for_a_file(offices: dict[str, Path], tmp_path: Path) -> None:
    for line in (
        ("pack", offices["A"], "--out", "."),
        ("card", offices["A"], "--out", tmp_path),
        ("backup", offices["A"], "."),
    ):
        refused(qxn(*line), 3)
    refused(qxn("backup", offices["A"], tmp_path / "none" / "b"), 4)


def test_the_old_and_the_restored_machine_both_go_on(
    offices: dict[str, Path], room: Path, tmp_path: Path
) -> None:
    file, old, restored = tmp_path / "b", offices["A"], room / "恢复"
    saved = done("backup", old, file)
    assert (saved["path"], saved["bytes"]) == (str(file), file.stat().st_size)
    assert saved["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    refused(qxn("restore", file, restored, passphrase="不对的口令"), 5)
    refused(qxn("restore", tmp_path / "none", restored), 3)
    back = done("restore", file, restored)
    assert (back["bytes"], back["sha256"]) == (saved["bytes"], saved["sha256"])
    assert done("digest", restored) == done("digest", old)
    both = {**offices, "R": restored}
    for name in ("A", "R"):
        added(both[name], "garbage_point", f"village={VILLAGE}", f"name=点{name}")
    for name in ("R", "A"):
        merged = done("merge", both["B"], send(both, name))
        assert (merged["quarantined"], merged["pending"]) == (0, 0)
    package = send(both, "B")
    for name in ("A", "R"):
        done("merge", both[name], package)
    assert done("digest", old) == done("digest", restored) == done("digest", both["B"])
    assert done("verify", restored)["ok"]


# --- demonstration and report -----------------------------------------------------------------


def test_the_same_demonstration_has_the_same_digest(room: Path, shown: Path) -> None:
    made = done("demo", room / "again", "--unit", TOWN, *DEMO)
    assert set(made) >= {"workspace", "counts"}
    assert made["counts"]["household"] == 12
    digest = done("digest", shown)
    assert done("digest", room / "again") == digest
    done("demo", room / "other", "--unit", TOWN, *DEMO[:-1], 4)
    assert done("digest", room / "other") != digest


@pytest.mark.parametrize("unit", [LONGEST, XINGYI])
def test_a_demonstration_of_any_town(tmp_path: Path, unit: str) -> None:
    done("demo", tmp_path / "ws", "--unit", unit, *DEMO)
    villages = done("list", tmp_path / "ws", "village")["rows"]
    assert [one["id"] for one in villages] == sorted(one["id"] for one in villages)
    assert all(one["id"].startswith(unit[:9]) for one in villages)
    assert done("verify", tmp_path / "ws")["ok"]


@pytest.mark.parametrize(
    "more",
    [
        ("--until", "0001-01-01"),
        ("--until", "9999-12-31"),
        ("--until", "2026-02-31"),
        ("--months", 0),
        ("--households", -1),
        ("--unit", "522327103999"),
    ],
)
def test_no_demonstration(tmp_path: Path, more: tuple[object, ...]) -> None:
    refused(qxn("demo", tmp_path / "ws", *more), 3)
    assert not (tmp_path / "ws").exists()


def test_the_report(shown: Path, tmp_path: Path) -> None:
    line = ("report", shown, "monthly", "--period", "2026-10", "--out")
    made = done(*line, tmp_path / "a.pdf", "--docx", tmp_path / "a.docx")
    assert set(made) >= {"path", "pages", "sha256"}
    data = (tmp_path / "a.pdf").read_bytes()
    assert made["sha256"] == hashlib.sha256(data).hexdigest()
    assert (tmp_path / "a.docx").read_bytes()[:2] == b"PK"
    assert done(*line, tmp_path / "b.pdf")["sha256"] == made["sha256"]
    refused(qxn(*line, "."), 3)
    refused(qxn(*line, tmp_path / "none" / "c.pdf"), 4)
    for wrong in ("2026-13", "abc"):
        refused(qxn("report", shown, "monthly", "--period", wrong, "--out", tmp_path / "c.pdf"), 3)
    refused(qxn("report", shown, "none", "--period", "2026-10", "--out", tmp_path / "c.pdf"), 3)
