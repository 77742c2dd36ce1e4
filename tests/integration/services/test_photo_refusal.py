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
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_photo_is_refused(case, tmp_path):
    path = tmp_path / "现场.jpg"
    path.write_bytes(REFUSED[case])
    with pytest.raises(UserError, match=r"现场\.jpg") as refused:
        prepare(path)
    assert refused.value.code == "E-WS-230"


def test_a_file_name_without_end_is_refused(tmp_path):
    with pytest.raises(UserError) as refused:
        prepare(tmp_path / ("长" * 200))
    assert refused.value.code == "E-WS-236"
