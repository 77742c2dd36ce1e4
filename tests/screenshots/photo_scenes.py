"""Scenes of photos: those of a row of 台账, and many on their way to their objects."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QWidget

from qxn_desktop.services import records
from qxn_desktop.services.context import AppContext
from qxn_desktop.ui.dialogs.photos_dialog import PhotosDialog
from qxn_desktop.ui.pages.records.record_pane import PHOTOS
from qxn_desktop.ui.pages.records_page import RecordsPage
from tests.screenshots.stage import Scene, Stage


def _row(stage: Stage) -> RecordsPage:
    """The household with most photos, and these."""
    wanted = stage.read(_most_photographed)
    stage.go("records", wanted, register="household")
    page = stage.find(RecordsPage, "")
    if page.pane.is_editing:  # a form that another scene left half filled in keeps its place
        page.pane.leave_form()
        stage.go("records", wanted, register="household")
    page.pane.tabs.setCurrentIndex(PHOTOS)
    stage.settle()
    return page


def records_photos(stage: Stage) -> QWidget:
    """The photos of a row."""
    _row(stage)
    return stage.window


def records_photo_change(stage: Stage) -> QWidget:
    """One of them is given another day."""
    _row(stage).pane.photos.cards[0].edit()
    stage.settle()
    return stage.window


def photos_dialog_first(stage: Stage) -> QWidget:
    """Nothing was brought yet."""
    stage.go("records", register="household")
    stage.find(RecordsPage, "").photos.place_many()
    return stage.dialog(PhotosDialog)


def photos_dialog(stage: Stage) -> QWidget:
    """A folder: some photos bear a day, one file says whose it is, two are no pictures."""
    stage.go("records", register="household")
    page = stage.find(RecordsPage, "")
    folder = stage.folder / "入户照片"
    folder.mkdir(exist_ok=True)
    line = page.table.rows.line(1)
    name = stage.read(lambda ctx: records.live(ctx, line.id).text("head_name"))
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2026:11:20 08:30:00"
    for number, title in enumerate((f"{name}家", "IMG_20261120_083000")):
        _draw(folder / f"{title}.jpg", number, exif)
    for number in range(3):
        _draw(folder / f"mmexport17321880000{number}.jpg", number + 2, Image.Exif())
    for other in ("说明.docx", "IMG_0012.HEIC"):
        (folder / other).write_bytes(b"x")
    page.photos._bring("", [folder])
    stage.settle()
    return stage.dialog(PhotosDialog)


PHOTO_SCENES = [
    Scene(arrive.__name__.replace("_", "-"), arrive)
    for arrive in (records_photos, records_photo_change, photos_dialog_first, photos_dialog)
]


def _most_photographed(ctx: AppContext) -> str:
    rows = ctx.ws.select("object_photo", {"object_register": "household"})
    counts = Counter(row.text("object") for row in rows)
    return min(id_ for id_, count in counts.items() if count == max(counts.values()))


def _draw(path: Path, number: int, exif: Image.Exif) -> None:
    """A picture of nothing in particular."""
    made = Image.linear_gradient("L").resize((320, 240)).rotate(90 * number)
    green = Image.new("L", made.size, 120 + 20 * number)
    Image.merge("RGB", (made, green, made)).save(path, exif=exif)
