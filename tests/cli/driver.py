"""Runs the real command line in a process of its own, as a script would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "测试口令-1"
TOWN = "522327103000"


@dataclass(frozen=True, slots=True)
class Ran:
    """Exit code, what was printed, and the JSON document."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        return self.json["error"]  # type: ignore[no-any-return]


def qxn(*arguments: object, passphrase: str = PASSPHRASE, **environment: str) -> Ran:
    """``qxn ARGUMENTS --json``."""
    done = subprocess.run(
        [sys.executable, "-m", "qxn_desktop", *map(str, arguments), "--json"],
        env=os.environ | {"QXN_PASSPHRASE": passphrase} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def done(*arguments: object, **environment: str) -> Any:
    """The document of a command that must succeed."""
    ran = qxn(*arguments, **environment)
    assert ran.code == 0, ran.err
    return ran.json


def new(root: Path, unit: str = TOWN) -> Path:
    """A new workspace."""
    done("new", root, "--unit", unit)
    return root
