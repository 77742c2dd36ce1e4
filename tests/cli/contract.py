"""What the tests of the contract share: the command line run in this process, and its refusals.

Some two hundred commands: they run in this process (its start is tested beside) on workspaces
shared by the tests of a group. A test adds what it needs under names of its own and never counts
what others may have added.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from qxn_desktop.cli import main
from tests.cli.driver import PASSPHRASE, TOWN, Ran

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
