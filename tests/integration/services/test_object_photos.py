"""Photos brought to objects: many at once, with their day, and what is odd about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.services import object_photos, photo_intake, records, undo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.object_photos import OWN, TYPED, Placing, of_object, place
from qxn_desktop.services.photo_intake import gather
from qxn_desktop.services.photos import prepare
from qxn_desktop.store import backup
from qxn_desktop.store.verify import findings
from tests.builders import new_office
from tests.integration.services.town import Town

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
    taken = photo_intake.take_in(office, gather([folder]))
    assert [(one.photo.name, one.taken_on) for one in taken.brought] == [
        ("1.jpg", "2026-11-20"), ("2.jpg", ""),
    ]  # fmt: skip
    assert len(taken.refused) == 3
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
    (found,) = photo_intake.take_in(office, gather([path])).brought
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


def test_day_and_note_are_corrected(office: AppContext, homes: list[str], tmp_path: Path) -> None:
    photo = prepare(picture(tmp_path / "1.jpg", taken="2026:11:20 08:30:00"))
    place(office, [Placing(photo, homes[0], "2026-11-20")])
    (one,) = of_object(office, homes[0])
    object_photos.correct(office, one.id, "2026-11-02", " 改厕前 ")
    (after,) = of_object(office, homes[0])
    assert (after.taken_on, after.dated_by, after.note) == ("2026-11-02", TYPED, "改厕前")
    assert "对象照片" not in undo.back(office).words
    assert of_object(office, homes[0]) == [one]
    assert object_photos.correct(office, one.id, "2026-11-20", "").operations == 0
    with pytest.raises(UserError, match="还没有到"):
        object_photos.correct(office, one.id, "2026-12-20", "")


def test_who_gives_up_leaves_no_picture(
    office: AppContext, homes: list[str], tmp_path: Path
) -> None:
    several = [prepare(picture(tmp_path / f"{shade}.jpg", shade)) for shade in (10, 90)]

    class GivesUp:
        def report(self, done: int, _total: int, _words: str) -> None:
            if done:
                raise Cancelled

    with pytest.raises(Cancelled):
        place(office, [Placing(one, homes[0], "2026-11-01") for one in several], GivesUp())
    assert not any(office.ws.photos.has(one.sha256) for one in several)
    assert of_object(office, homes[0]) == []


def test_a_village_has_photos_too(office: AppContext, tmp_path: Path) -> None:
    object_photos.bring(office, VILLAGE, [picture(tmp_path / "1.jpg")], "2026-11-01")
    (one,) = of_object(office, VILLAGE)
    assert one.dated_by == TYPED
    assert undo.back(office).words.endswith("放照片 丫他村")


def test_photos_travel_are_backed_up_and_verified(town: Town, tmp_path: Path) -> None:
    mine, theirs = town.laptops("ab")
    home = records.add(mine, "household", {"village": VILLAGE, "head_name": "韦国明"}).id
    path = picture(tmp_path / "1.jpg", taken="2026:11:20 08:30:00")
    object_photos.bring(mine, home, [path], "")
    town.send(mine, theirs)
    (one,) = of_object(theirs, home)
    assert (one.taken_on, theirs.ws.photos.has(one.sha256)) == ("2026-11-20", True)
    assert findings(theirs.ws) == []
    object_photos.remove(theirs, one.id)
    town.meet(mine, theirs)
    assert of_object(mine, home) == []
    object_photos.bring(mine, home, [path], "")
    town.meet(mine, theirs)
    saved = tmp_path / "a.qxnbak"
    ws = theirs.ws
    backup.backup(ws.root, ws.db, ws.data_key, saved)
    back = town.restored(saved, ws.data_key, "e9")
    assert [photo.sha256 for photo in of_object(back, home)] == [one.sha256]
    assert back.ws.photos.digest(one.sha256) == one.sha256
    assert findings(back.ws) == []
