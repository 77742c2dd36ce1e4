"""Photos brought to objects: many at once, with their day, and what is odd about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import object_photos, records, undo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.object_photos import OWN, TYPED, Placing, gather, of_object, place
from qxn_desktop.services.photos import prepare
from tests.builders import new_office

VILLAGE = "522327103200"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    yield ctx
    door.close()


@pytest.fixture
def homes(office: AppContext) -> list[str]:
    rows = [{"village": VILLAGE, "head_name": name} for name in ("韦国明", "罗永")]
    return [records.add(office, "household", raw).id for raw in rows]


def picture(path: Path, shade: int = 90, taken: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
        exif[271], exif[272] = "HUAWEI", "LYA-AL00"
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = "N", (25.0, 5.0, 17.16), "E", (104.0, 54.0, 23.04)
    Image.new("RGB", (80, 60), (shade, 120, 60)).save(path, exif=exif)
    return path


def test_what_the_camera_wrote_is_kept_in_the_file(office: AppContext, tmp_path: Path) -> None:
    path = picture(tmp_path / "a.jpg", taken="2026:11:20 08:30:00")
    photo = prepare(path)
    assert (photo.camera, photo.place) == ("HUAWEI LYA-AL00", "25.088100,104.906400")
    assert b"HUAWEI" not in photo.data
    home = records.add(office, "household", {"village": VILLAGE, "head_name": "韦国明"}).id
    place(office, [Placing(photo, home, "2026-11-20")])
    row = office.ws.get("photo", photo.sha256)
    assert row is not None
    assert row.values["place"] == "25.088100,104.906400"


@pytest.mark.parametrize("gps", [{2: (25, 5)}, {2: (200, 0, 0), 4: (1, 0, 0)}, {4: (1, 0, 0)}])
def test_nonsense_about_the_place_is_left_out(tmp_path: Path, gps: dict[int, object]) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(gps)
    Image.new("RGB", (8, 6)).save(tmp_path / "a.jpg", exif=exif)
    assert prepare(tmp_path / "a.jpg").place == ""


def test_a_folder_of_photos_goes_to_its_objects(
    office: AppContext, homes: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "照片"
    picture(folder / "1.jpg", 90, "2026:11:20 08:30:00")
    picture(folder / "2.jpg", 200)
    picture(folder / "3.jpg", 90, "2026:11:20 08:30:00")
    (folder / "说明.txt").write_text("不是照片", "utf-8")
    (folder / "坏.jpg").write_bytes(b"xx")
    taken = object_photos.take_in(office, gather([folder]))
    assert [(one.photo.name, one.taken_on) for one in taken.brought] == [
        ("1.jpg", "2026-11-20"), ("2.jpg", ""),
    ]  # fmt: skip
    assert len(taken.refused) == 2
    with pytest.raises(UserError, match="拍摄日期"):
        place(office, [Placing(one.photo, homes[0], one.taken_on) for one in taken.brought])
    assert of_object(office, homes[0]) == []
    first, second = taken.brought
    wanted = [
        Placing(first.photo, homes[0], first.taken_on),
        Placing(second.photo, homes[1], "2026-11-01", "改厕前"),
    ]
    place(office, wanted)
    (one,) = of_object(office, homes[0])
    (other,) = of_object(office, homes[1])
    assert (one.dated_by, other.dated_by, other.note) == (OWN, TYPED, "改厕前")
    assert office.ws.photos.has(one.sha256)
    undo.back(office)
    assert of_object(office, homes[0]) == []


def test_the_same_picture_elsewhere_is_said(
    office: AppContext, homes: list[str], tmp_path: Path
) -> None:
    path = picture(tmp_path / "1.jpg")
    place(office, [Placing(prepare(path), homes[0], "2026-11-01")])
    (found,) = object_photos.take_in(office, [path]).brought
    assert found.remarks == ("这张照片也用在韦国明",)
    place(office, [Placing(prepare(path), homes[1], "2026-11-01")])
    assert of_object(office, homes[0])[0].remarks == ("这张照片也用在罗永",)


def test_a_photo_taken_away_can_be_placed_again(
    office: AppContext, homes: list[str], tmp_path: Path
) -> None:
    photo = prepare(picture(tmp_path / "1.jpg"))
    place(office, [Placing(photo, homes[0], "2026-11-01")])
    (one,) = of_object(office, homes[0])
    object_photos.remove(office, one.id)
    assert of_object(office, homes[0]) == []
    with pytest.raises(UserError, match="已经不在"):
        object_photos.remove(office, one.id)
    place(office, [Placing(photo, homes[0], "2026-11-02")])
    assert of_object(office, homes[0])[0].taken_on == "2026-11-02"


@pytest.mark.parametrize("day", ["2026-12-24", "昨天"])
def test_a_day_that_cannot_be_is_refused(
    office: AppContext, homes: list[str], tmp_path: Path, day: str
) -> None:
    with pytest.raises(UserError):
        place(office, [Placing(prepare(picture(tmp_path / "1.jpg")), homes[0], day)])


def test_a_folder_without_photos_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有照片"):
        gather([tmp_path])
