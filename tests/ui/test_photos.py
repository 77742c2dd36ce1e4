"""Photos of objects in the window: in the pane of a row, many at once in the dialog."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from qxn_desktop.services import object_photos
from qxn_desktop.ui.dialogs.photos_dialog import PhotosDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.pages.records.record_pane import PHOTOS
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets import picture_intake
from tests.screenshots.clipped_text import faults
from tests.ui.dropping import drop
from tests.ui.hands import Hands
from tests.ui.settling import is_settled, settle

SPEC = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")
DATED = "2026:11:20 08:30:00"


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, (SPEC,))
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, demo_shell)
    demo_shell.go(Target("records", "", {"register": "household"}))
    settle(qtbot, demo_shell)
    return made


@pytest.fixture
def page(window, qtbot, demo_shell):
    window.page.pane.tabs.setCurrentIndex(PHOTOS)
    settle(qtbot, demo_shell)
    return window.page


def picture(path, shade=90, taken=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
    Image.new("RGB", (80, 60), (shade, 120, 60)).save(path, exif=exif)
    return path


def held(shell, id_):
    with shell.here() as ctx:
        return object_photos.of_object(ctx, id_)


def look(qtbot, widget):
    qtbot.waitUntil(lambda: [str(fault) for fault in faults(widget)] == [])


def dialogs(window):
    return [one for one in window.findChildren(PhotosDialog) if one.isVisible()]


def dialog_of(window):
    [one] = dialogs(window)
    return one


def test_photos_with_a_day_go_straight_to_the_row(qtbot, window, page, demo_shell, tmp_path):
    shown = page.pane.view.id
    before = len(held(demo_shell, shown))
    picture(tmp_path / "照片" / "1.jpg", 90, DATED)
    picture(tmp_path / "照片" / "2.jpg", 30, DATED)
    assert drop(page.pane, tmp_path / "照片")
    settle(qtbot, demo_shell)
    photos = held(demo_shell, shown)
    assert len(photos) == before + 2
    assert page.pane.tabs.tabText(PHOTOS) == f"照片 {before + 2}"
    assert "放2张照片" in window.said.text
    assert all(not card.tile._picture.isNull() for card in page.pane.photos.cards)
    look(qtbot, page)
    window.undo()
    settle(qtbot, demo_shell)
    assert len(held(demo_shell, shown)) == before


def test_a_photo_is_enlarged_corrected_and_taken_down(qtbot, window, page, demo_shell, tmp_path):
    shown = page.pane.view.id
    page.photos.bring([picture(tmp_path / "1.jpg", 91, DATED)])
    settle(qtbot, demo_shell)
    card = page.pane.photos.cards[0]
    card.tile.click()
    settle(qtbot, demo_shell)
    assert page.photos.viewer.isVisible()
    page.back()
    assert not page.photos.viewer.isVisible()
    card.edit()
    card.day.setText("11-2")
    card.note.setText("改厕前")
    look(qtbot, page)
    card.save()
    settle(qtbot, demo_shell)
    dated = {one.taken_on: one for one in held(demo_shell, shown)}
    assert (dated["2026-11-02"].note, dated["2026-11-02"].dated_by) == ("改厕前", "登记人填写")
    [away] = [one for one in page.pane.photos.cards if one.photo.note == "改厕前"]
    look(qtbot, page)
    next(b for b in away.findChildren(QPushButton) if b.text() == "取下").click()
    settle(qtbot, demo_shell)
    assert "2026-11-02" not in {one.taken_on for one in held(demo_shell, shown)}


def test_a_pasted_picture_asks_for_its_day(qtbot, window, page, demo_shell):
    shown = page.pane.view.id
    before = len(held(demo_shell, shown))
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    page.pane.photos.setFocus()
    qtbot.keyClick(page.pane.photos, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, demo_shell)
    dialog = dialog_of(window)
    assert dialog.model.line(0).hit.id == shown
    assert dialog.focusWidget() is dialog.day
    look(qtbot, dialog)
    dialog.day.setText("11-3")
    dialog.save()
    settle(qtbot, demo_shell)
    assert len(held(demo_shell, shown)) == before + 1
    assert dialogs(window) == []


def test_files_are_dropped_on_a_row_of_the_list(qtbot, window, page, demo_shell, tmp_path):
    second = page.table.rows.line(1)
    at = page.table.visualRect(page.table.rows.index(1, 0)).center()
    assert drop(page.table.viewport(), picture(tmp_path / "1.jpg", 92, DATED), at=at)
    settle(qtbot, demo_shell)
    assert "2026-11-20" in {one.taken_on for one in held(demo_shell, second.id)}


def test_a_document_is_no_photo(page, tmp_path):
    path = tmp_path / "说明.docx"
    path.write_bytes(b"x")
    assert not drop(page.pane, path)


def test_a_package_stays_the_windows(qtbot, window, page, tmp_path):
    path = tmp_path / "a.qxnpkg"
    path.write_bytes(b"x")
    window.drop.dropped.disconnect()
    with qtbot.waitSignal(window.drop.dropped) as taken:
        drop(page.pane, path)
    assert taken.args == [str(path)]


@pytest.fixture
def hands(qtbot, demo_shell):
    return Hands(qtbot, lambda: is_settled(demo_shell))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_many_at_once_by_keyboard(hands, page, demo_shell, tmp_path, monkeypatch):
    window = page.window()
    first, second = page.table.rows.line(0), page.table.rows.line(1)
    with demo_shell.here() as ctx:
        name = ctx.ws.get("household", second.id).text("head_name")
        village = next(r.text("short_name") for r in ctx.ws.select("village")
                       if r.id == second.village)  # fmt: skip
        before = [len(held(demo_shell, one.id)) for one in (first, second)]
    folder = tmp_path / "微信"
    picture(folder / f"{village}{name}.jpg", 10, DATED)
    picture(folder / "mmexport1.jpg", 20)
    picture(folder / "mmexport2.jpg", 30)
    (folder / "录像.mp4").write_bytes(b"x")
    monkeypatch.setattr(picture_intake.file_asking, "ask_folder", lambda *_: folder)
    window.activateWindow()
    page.photos.place_many()
    hands.until(lambda: isinstance(QApplication.activeWindow(), PhotosDialog))
    dialog = dialog_of(window)
    hands.tab_to("选文件夹")
    hands.press(Qt.Key.Key_Return)
    hands.sees("没有收的（1）", "“录像.mp4”不是照片，没有收。", "2 张没有日期，2 张没有对象")
    assert [one.guessed for one in dialog.model.lines] == [False, False, True]
    assert dialog.table.marked_rows() == [0, 1]
    hands.until(lambda: not faults(dialog))
    hands.type("11-5")
    hands.tab_to("标记的照片的对象")
    dialog.object.show_hit(_hit(demo_shell, first.id))
    hands.tab_to("标记的照片的说明")
    hands.type("入户")
    hands.press(Qt.Key.Key_Return)
    hands.sees("日期和对象都有了")
    assert dialog.focusWidget() is dialog.save_button
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: not dialogs(window))
    after = [len(held(demo_shell, one.id)) for one in (first, second)]
    assert [late - early for late, early in zip(after, before, strict=True)] == [2, 1]
    assert "已放3张照片，2个对象" in window.said.text


def _hit(shell, id_):
    with shell.here() as ctx:
        from qxn_desktop.services.search import hit_of  # noqa: PLC0415

        return hit_of(ctx, ctx.ws.find(id_))


def test_what_is_lacking_is_marked_and_leaving_is_asked_once(
    qtbot, window, page, demo_shell, tmp_path
):
    page.photos._bring("", [picture(tmp_path / f"{n}.jpg", n) for n in range(3)])
    settle(qtbot, demo_shell)
    dialog = dialog_of(window)
    dialog.table.go_to(0)
    dialog.save()
    assert dialog.table.marked_rows() == [0, 1, 2]
    dialog.day.setText("昨天")
    dialog.fill()
    assert "不是日期" in dialog.says.text()
    dialog.day.clear()
    dialog.table.go_to(1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert len(dialog.model.lines) == 2
    dialog.reject()
    assert dialog.isVisible()
    assert "还没有放进台账" in dialog.says.text()
    dialog.reject()
    assert dialogs(window) == []
    settle(qtbot, demo_shell)


def test_only_what_is_lacking_is_filled(qtbot, window, page, demo_shell, tmp_path):
    paths = [picture(tmp_path / "1.jpg", 11, DATED), picture(tmp_path / "2.jpg", 150)]
    page.photos._bring("", paths)
    settle(qtbot, demo_shell)
    dialog = dialog_of(window)
    assert dialog.table.marked_rows() == [0, 1]
    dialog.day.setText("11-2")
    dialog.fill()
    assert [one.day for one in dialog.model.lines] == ["2026-11-20", "2026-11-02"]
    dialog.table.mark([0, 1])
    dialog.day.setText("11-3")
    dialog.fill()
    assert [one.day for one in dialog.model.lines] == ["2026-11-03", "2026-11-03"]
    dialog.close()
    assert dialogs(window) == []


def test_a_folder_without_photos_is_said(qtbot, window, page, demo_shell, tmp_path):
    page.photos.place_many()
    dialog = dialog_of(window)
    dialog._bring([tmp_path])
    settle(qtbot, demo_shell)
    assert "没有照片" in dialog.says.text()
    look(qtbot, dialog)
    dialog.reject()


def test_the_tab_is_only_for_what_has_photos(qtbot, window, page, demo_shell):
    demo_shell.go(Target("records", "", {"register": "check"}))
    settle(qtbot, demo_shell)
    assert not page.pane.tabs.isTabVisible(PHOTOS)
