from __future__ import annotations

import io

import pytest
from PIL import Image

from qxn_desktop.common.errors import UserError
from qxn_desktop.services.photos import prepare

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


def bombed(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, form)
    return out.getvalue()


def drawn(form: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (3000, 40), 1).save(out, form)
    return out.getvalue()


REFUSED = {
    "heic": HEIC,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n%%EOF\n",
    "gif": drawn("GIF", "P"),
    "bomb": bombed("PNG"),
    "tiff bomb": bombed("TIFF"),
    "empty": b"",
    "header only": b"\xff\xd8\xff\xe0" + bytes(20),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_photo_is_refused(case, tmp_path):
    path = tmp_path / "现场.jpg"
    path.write_bytes(REFUSED[case])
    with pytest.raises(UserError, match=r"现场\.jpg") as refused:
        prepare(path)
    assert refused.value.code == "E-WS-230"


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("PNG", "1"), ("WEBP", "RGB"), ("TIFF", "CMYK"), ("JPEG", "L")],
)
def test_a_photo_becomes_the_same_small_jpeg_each_time(form, mode, tmp_path):
    path = tmp_path / "a.dat"
    path.write_bytes(drawn(form, mode))
    first, second = prepare(path), prepare(path)
    assert first == second
    with Image.open(io.BytesIO(first.data)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (1600, 21), "RGB")


def test_where_and_by_what_it_was_taken_does_not_stay(tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "某牌手机"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8769)[36867] = "2026:11:20 08:30:00"
    exif[0x0112] = 6  # turned by a quarter
    path = tmp_path / "a.jpg"
    Image.new("RGB", (300, 200), "teal").save(path, exif=exif)
    kept = prepare(path)
    assert kept.taken_at == "2026-11-20T08:30:00"
    with Image.open(io.BytesIO(kept.data)) as picture:
        assert picture.size == (200, 300)
        assert not picture.getexif()
