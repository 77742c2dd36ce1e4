from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import photos
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.photos import prepare, prepare_sheet
from tests.builders import VILLAGE, new_office


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.close()


def camera_photo(path: Path) -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: to be turned by 90°
    exif.get_ifd(0x8769)[36867] = "2026:11:20 08:30:00"
    exif.get_ifd(0x8825)[1] = "N"
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(path, exif=exif)
    return path


def test_a_photo_is_reduced_turned_and_rid_of_its_place(tmp_path):
    prepared = prepare(camera_photo(tmp_path / "a.jpg"))
    kept = Image.open(io.BytesIO(prepared.data))
    assert (kept.format, kept.size, prepared.taken_at) == (
        "JPEG",
        (1067, 1600),
        "2026-11-20T08:30:00",
    )
    assert "exif" not in kept.info
    assert prepare(tmp_path / "a.jpg") == prepared


def test_a_kept_photo_that_comes_back_is_the_same(tmp_path):
    first = prepare(camera_photo(tmp_path / "a.jpg"))
    (tmp_path / "b.jpg").write_bytes(first.data)
    assert prepare(tmp_path / "b.jpg").sha256 == first.sha256


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK", "I;16", "1"])
def test_pictures_of_any_kind_are_taken(tmp_path, mode):
    path = tmp_path / ("a.tiff" if mode == "CMYK" else "a.png")
    Image.new(mode, (40, 30)).save(path)
    assert Image.open(io.BytesIO(prepare(path).data)).size == (40, 30)


def test_what_was_transparent_is_white(tmp_path):
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(tmp_path / "a.png")
    kept = Image.open(io.BytesIO(prepare(tmp_path / "a.png").data))
    assert kept.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"text", b"\xff\xd8\xff\xe0 half", b"%PDF-1.4 %%EOF"])
def test_what_is_no_picture_is_refused(tmp_path, content):
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(UserError) as failure:
        prepare(tmp_path / "a.jpg")
    assert failure.value.code == "E-WS-230"


def test_half_a_photo_is_refused(tmp_path):
    path = camera_photo(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes()[:200_000])
    with pytest.raises(UserError):
        prepare(path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4 cut off", "E-WS-232"),
        (b"%PDF-1.4" + bytes(10_000_000) + b"%%EOF", "E-WS-231"),
    ],
)
def test_a_broken_or_huge_pdf_is_refused(tmp_path, content, code):
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(UserError) as failure:
        prepare_sheet(tmp_path / "a.pdf")
    assert failure.value.code == code


def test_a_photo_is_named_by_one_operation(ctx, tmp_path):
    prepared = prepare(camera_photo(tmp_path / "a.jpg"))
    drafts = photos.keep(ctx, [prepared, prepared], VILLAGE)
    assert [draft.row for draft in drafts] == [prepared.sha256]
    ctx.ws.write(drafts)
    row = ctx.ws.get("photo", prepared.sha256)
    assert row is not None
    assert (row.values["size"], row.text("taken_at")) == (len(prepared.data), "2026-11-20T08:30:00")
    assert photos.keep(ctx, [prepared], VILLAGE) == []
    assert ctx.ws.photos.read(prepared.sha256) == prepared.data
