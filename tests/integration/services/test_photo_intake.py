"""Pictures that are brought: what is taken, what is refused, which object a name says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import photo_intake, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.photo_guess import Guess
from qxn_desktop.services.photo_intake import gather, pasted, take_in
from tests.builders import new_office

YATA, BANWAN = "522327103200", "522327103204"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Two households of the same name in two villages, one of them with a toilet."""
    door, ctx = new_office(tmp_path_factory.mktemp("o") / "w")
    for village, name in ((YATA, "韦国明"), (BANWAN, "韦国明"), (YATA, "罗永"), (YATA, "罗永贵")):
        home = records.add(ctx, "household", {"village": village, "head_name": name}).id
        member = {"village": village, "household": home, "name": name, "relation": "户主"}
        records.add(ctx, "member", member)
        if name == "罗永贵":
            toilet = {"village": village, "household": home, "code": "YT-0017", "type": "三格式"}
            records.add(ctx, "toilet", toilet)
    records.add(ctx, "public_toilet", {"village": YATA, "name": "丫他街公厕"})
    yield ctx
    door.close()


def villages(office: AppContext) -> dict[str, str]:
    return {one.id: one.text("name") for one in office.ws.select("village")}


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (("IMG_20261120_0830",), None),
        (("罗永",), ("household", "罗永")),
        (("罗永贵家",), ("household", "罗永贵")),
        (("罗永贵厕所改后2",), ("toilet", "YT-0017")),
        (("YT-0017 前",), ("toilet", "YT-0017")),
        (("韦国明",), None),
        (("丫他村韦国明",), ("household", "韦国明")),
        (("1", "韦国明", "丫他村照片"), ("household", "韦国明")),
        (("丫他韦国明",), ("household", "韦国明")),
        (("罗永和罗永贵",), None),
        (("IMG_1", "丫他街公厕"), ("public_toilet", "丫他街公厕")),
        (("IMG_1", "丫他村"), ("village", "丫他村")),
        (("IMG_1", "丫他村、板万村"), None),
        ((), None),
    ],
)
def test_the_object_that_a_name_says(
    office: AppContext, names: tuple[str, ...], meant: tuple[str, str] | None
) -> None:
    found = Guess(office).object(names)
    assert (found and (found.register, _label(office, found.id))) == meant


def _label(office: AppContext, id_: str) -> str:
    row = records.live(office, id_)
    if row.register == "village":
        return "丫他村"
    return row.text(office.ws.schema.registers[row.register].label_field)


def jpeg(path: Path, shade: int, taken: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
    Image.new("RGB", (40, 30), (shade, 90, 60)).save(path, exif=exif)
    return path


def test_what_is_no_picture_is_named(office: AppContext, tmp_path: Path) -> None:
    folder = tmp_path / "罗永"
    jpeg(folder / "1.jpg", 10)
    for name in ("录像.mp4", "IMG_1.HEIC", "Thumbs.db", ".隐藏.jpg"):
        (folder / name).write_bytes(b"xx")
    intake = take_in(office, gather([folder, folder / "1.jpg"]))
    [one] = intake.brought
    assert one.meant is not None
    assert (one.meant.title, one.meant.register) == ("罗永", "household")
    assert len(intake.refused) == 2
    assert "HEIC 请先转换" in intake.refused[0]
    assert intake.refused[1] == "“录像.mp4”不是照片，没有收。"


def test_a_camera_with_a_wrong_clock_is_asked_again(office: AppContext, tmp_path: Path) -> None:
    path = jpeg(tmp_path / "1.jpg", 20, "2031:01:01 00:00:00")
    [one] = take_in(office, gather([path])).brought
    assert one.taken_on == ""
    assert one.remarks == ("照片自带的日期 2031-01-01 还没有到，请填实际的日期",)


def test_a_pasted_picture_means_nobody(office: AppContext, tmp_path: Path) -> None:
    data = jpeg(tmp_path / "1.png", 30).read_bytes()
    [one] = take_in(office, [pasted(data)]).brought
    assert (one.photo.name, one.taken_on, one.meant) == ("粘贴的图片.png", "", None)


def test_too_many_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_intake, "MOST_FILES", 2)
    for number in range(3):
        jpeg(tmp_path / f"{number}.jpg", number)
    with pytest.raises(UserError, match="一次最多放 2 张"):
        gather([tmp_path])


def test_a_file_that_is_gone_is_said(office: AppContext, tmp_path: Path) -> None:
    assert "找不到文件" in take_in(office, gather([tmp_path / "没有.jpg"])).refused[0]
