"""Photos of objects on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.cli.contract import added, done, new, qxn, refused

VILLAGE = "522327103200"


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("w") / "w")


def picture(path: Path, shade: int, taken: str = "") -> Path:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
    Image.new("RGB", (40, 30), (shade, 90, 60)).save(path, exif=exif)
    return path


def test_photos_are_added_and_listed(ws, tmp_path):
    home = added(ws, "household", f"village={VILLAGE}", "head_name=韦国明")
    dated = picture(tmp_path / "a.jpg", 10, "2026:01:02 08:30:00")
    plain = picture(tmp_path / "b.jpg", 90)
    before = done("digest", ws)
    assert refused(qxn("photo", "add", ws, home, dated, plain), 3) == "E-WS-253"
    (tmp_path / "c.jpg").write_bytes(b"xx")
    assert refused(qxn("photo", "add", ws, home, dated, tmp_path / "c.jpg"), 3) == "E-WS-230"
    assert done("digest", ws) == before
    made = done("photo", "add", ws, home, dated, plain, "--date", "2026-01-01")["photos"]
    assert [(one["taken_on"], one["dated_by"]) for one in made] == [
        ("2026-01-02", "照片自带"),
        ("2026-01-01", "登记人填写"),
    ]
    assert made[0].keys() == {"id", "sha256", "taken_on", "dated_by", "note", "remarks"}
    assert done("photo", "list", ws, home)["photos"] == made
    assert done("verify", ws)["ok"]
    done("undo", ws)
    assert done("photo", "list", ws, home)["photos"] == []


@pytest.mark.parametrize("command", [("list",), ("add", "没有.jpg")])
def test_an_object_that_is_not_there(ws, command):
    name, *files = command
    refused(qxn("photo", name, ws, "0" * 32, *files), 3)


def test_a_day_that_is_none(ws):
    ran = qxn("photo", "add", ws, VILLAGE, "a.jpg", "--date", "昨天")
    assert refused(ran, 3) == "E-CLI-005"
