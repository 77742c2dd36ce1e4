"""Problems, exchange, demonstration and report as the contract fixes them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.contract import (
    DEMO,
    HOSTILE,
    LONGEST,
    VILLAGE,
    XINGYI,
    added,
    done,
    new,
    qxn,
    refused,
    write_json,
)
from tests.cli.driver import TOWN

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
