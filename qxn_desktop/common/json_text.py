"""JSON that somebody wrote by hand, read strictly: what is doubtful is refused, never guessed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Final

from qxn_desktop.common.errors import EnvironmentProblem, UserError

MOST_BYTES: Final = 2_000_000
"""A filled form is some kilobytes; what is larger is something else."""


def read_json_file(path: Path) -> object:
    """What the file at ``path`` (UTF-8, with or without a mark) says; fractions are ``Decimal``.

    Raises:
        UserError: no such file, too large, not UTF-8, or no strict JSON.
        EnvironmentProblem: it cannot be read.
    """
    return parse_json(read_text_file(path), f"文件“{path.name}”")


def read_text_file(path: Path, most: int = MOST_BYTES) -> str:
    """The text of a file that a person wrote (UTF-8).

    Raises:
        UserError: no such file, larger than ``most`` bytes, or not UTF-8.
        EnvironmentProblem: it cannot be read.
    """
    try:
        if not path.is_file():
            raise UserError("E-CLI-010", "找不到文件“{name}”，请检查路径。", name=path.name)
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise EnvironmentProblem(
            "E-CLI-011", "读不了文件“{name}”，请检查权限和磁盘后重试。", name=path.name
        ) from error
    if len(data) > most:
        raise UserError("E-CLI-012", "文件“{name}”太大，请核对是不是选错了。", name=path.name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            "E-CLI-013", "文件“{name}”不是 UTF-8 编码，请另存为 UTF-8 后重试。", name=path.name
        ) from error


def parse_json(text: str, what: str) -> object:
    """The JSON in ``text``; ``what`` names it in messages. Keys may not repeat.

    Raises:
        UserError: it is none, or holds NaN, a number without end, half a character.
    """
    try:
        found = json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_unrepeated
        )
        json.dumps(found, ensure_ascii=False, default=str).encode()
    except _FaultError as fault:
        raise UserError(
            "E-CLI-014", "{what}里{why}，请改正。", what=what, why=str(fault)
        ) from fault
    except json.JSONDecodeError as error:
        raise UserError(
            "E-CLI-015",
            "{what}不是正确的 JSON（第 {line} 行第 {column} 列），请检查引号、逗号和括号。",
            what=what,
            line=error.lineno,
            column=error.colno,
        ) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        # a number of thousands of digits, half a surrogate pair, brackets without end
        raise UserError(
            "E-CLI-016", "{what}里有过大的数、残缺的字或过深的层次，请改正。", what=what
        ) from error
    return found


class _FaultError(Exception):
    """What is doubtful, in Chinese."""


def _no_number(name: str) -> object:
    raise _FaultError(f"有“{name}”，它不是数字")


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _FaultError(f"“{key[:40]}”写了两次")
        found[key] = value
    return found
