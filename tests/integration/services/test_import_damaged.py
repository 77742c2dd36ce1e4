"""Damaged and hostile files never crash, hang or write: they are refused, or their rows judged."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from qxn_desktop.common.errors import AppError
from qxn_desktop.services import importing
from tests.builders import new_office

FOLDER = Path(__file__).parents[2] / "data" / "import"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")
HOW_MANY = int(os.environ.get("QXN_DAMAGED", "200"))
"""5,000 were tried once."""
WORDS = (b"99999999", b"-1", b"NaN", b"&#x0;", b"<row/>", b"]]>", b"\xff\xfe", b"1e999", b"<c/>")


def cut(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data))]


def flip(dice: random.Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(dice.choice((1, 3, 20, 200))):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def swap(dice: random.Random, data: bytes) -> bytes:
    first, second = sorted(dice.randrange(len(data)) for _ in range(2))
    return data[second:] + data[first:second] + data[:first]


def insert(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.choice(WORDS) * dice.choice((1, 1, 50)) + data[at:]


DAMAGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (cut, flip, swap, insert)


def inside(dice: random.Random, data: bytes) -> bytes:
    """Damage within an entry of the archive, so that its checksums still hold."""
    if not data.startswith(b"PK"):
        return dice.choice(DAMAGES)(dice, data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        chosen = dice.choice([name for name in names if source.getinfo(name).file_size])
        for name in names:
            content = source.read(name)
            damaged = name == chosen
            target.writestr(name, dice.choice(DAMAGES)(dice, content) if damaged else content)
    return out.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    door, ctx = new_office(tmp_path_factory.mktemp("damaged") / "ws")
    yield ctx
    door.workspace.close()


def judged(office, path: Path, register: str) -> str:
    """What comes of a file: nothing is written, and only our own failures come out."""
    try:
        importing.prepare(office, register, path)
    except AppError as error:
        assert error.exit_code in (3, 4)  # noqa: PT017 - a refusal is one of two good ends
        return error.code
    return ""


def test_damaged_files_are_refused_or_read(office, tmp_path):
    dice = random.Random(1)
    codes: dict[str, int] = {}
    for number in range(HOW_MANY):
        source = dice.choice(FILES)
        damage = dice.choice((*DAMAGES, inside, inside, inside))
        path = tmp_path / f"{number}{source.suffix}"
        path.write_bytes(damage(dice, source.read_bytes()))
        code = judged(office, path, dice.choice(("household", "toilet", "member")))
        codes[code] = codes.get(code, 0) + 1
        path.unlink()
    print(dict(sorted(codes.items())))
    assert office.ws.operation_count() == 0
    assert len(codes) > 3


def test_a_file_of_nothing_but_chance(office, tmp_path):
    dice = random.Random(2)
    for number in range(20):
        path = tmp_path / f"{number}.xls"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + dice.randbytes(3000))
        assert judged(office, path, "household")


def test_macros_and_links_are_not_looked_at(office, tmp_path):
    path = tmp_path / "a.xlsm"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["村", "户主姓名"])
        sheet.write_string(1, 0, "板万村")
        sheet.write_formula(1, 1, "='[\\\\server\\x.xlsx]Sheet1'!A1", None, "韦建国")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 1000)
    plan = importing.prepare(office, "household", path)
    assert [plan.status[0].value, plan.faults] == ["new", {}]
