"""The one way in which the window asks for a file or a folder, and tells where one was put.

Each purpose begins in the folder it was last used for on this machine, at first in the user's own
folders, never in the program's. Qt's own dialog, which is shown where the system has none, leaves
some words in English whatever its catalogue says; here it speaks Chinese throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QDir,
    QModelIndex,
    QPersistentModelIndex,
    QStandardPaths,
    QStorageInfo,
    Qt,
    QUrl,
)
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import (
    QFileDialog,
    QFileSystemModel,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from qxn_desktop.ui.machine import machine

if TYPE_CHECKING:
    from qxn_desktop.ui.shell import Shell

_Mode, _Accept, _Label = QFileDialog.FileMode, QFileDialog.AcceptMode, QFileDialog.DialogLabel
_Place = QStandardPaths.StandardLocation

OPEN_FOLDER = "打开所在文件夹"
URL = Qt.ItemDataRole.UserRole + 1
"""Where the list of places keeps an address."""
SIZE_COLUMN, TYPE_COLUMN, DAY_COLUMN = 1, 2, 3
"""Of ``QFileSystemModel``."""
SIZE = 860, 540
OWN = {
    _Place.DesktopLocation: "桌面",
    _Place.DocumentsLocation: "文档",
    _Place.DownloadLocation: "下载",
    _Place.PicturesLocation: "图片",
    _Place.HomeLocation: "主文件夹",
}
MEDIA = ("/media/", "/run/media/")
"""Where Linux hangs in memory sticks."""


class Purpose(StrEnum):
    """What a file is asked for; each remembers its folder."""

    REPORT = "report"
    SHEETS = "sheets"
    TABLES = "tables"
    RECEIVED = "received"
    SENT = "sent"
    PHOTOS = "photos"
    ENVELOPE = "envelope"
    BACKUP = "backup"
    SECOND_BACKUP = "second_backup"
    OFFICE = "office"


FIRST = {Purpose.RECEIVED: _Place.DownloadLocation, Purpose.PHOTOS: _Place.PicturesLocation}
"""Where a purpose begins at first, before documents and the desktop."""


def ask_open(parent: QWidget, purpose: Purpose, title: str, kinds: str) -> Path | None:
    """Which file to read; None when the user thought better of it.

    ``kinds``: Qt's filter, 表格 (*.xlsx *.csv).
    """
    found = _opened(parent, purpose, title, kinds, _Mode.ExistingFile)
    return found[0] if found else None


def ask_open_several(parent: QWidget, purpose: Purpose, title: str, kinds: str) -> tuple[Path, ...]:
    """Which files to read; none when the user thought better of it."""
    return _opened(parent, purpose, title, kinds, _Mode.ExistingFiles)


def ask_save(parent: QWidget, purpose: Purpose, title: str, name: str, kinds: str) -> Path | None:
    """Where to write a file proposed as ``name``; None when not.

    It ends as ``name`` does. A file that would be replaced was confirmed under its whole name.
    """
    dialog = dialog_for(parent, purpose, title, _Mode.AnyFile, kinds)
    dialog.setAcceptMode(_Accept.AcceptSave)
    _say(dialog, "保存", "保存到：")
    suffix = Path(name).suffix
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(name)
    try:
        while dialog.exec():
            chosen = Path(dialog.selectedFiles()[0])
            whole = with_ending(chosen, suffix)
            if whole == chosen or not whole.exists():
                return _remembered(purpose, whole)
            dialog.selectFile(whole.name)
        return None
    finally:
        dialog.deleteLater()


def ask_folder(parent: QWidget, purpose: Purpose, title: str) -> Path | None:
    """Which folder; None when the user thought better of it."""
    dialog = dialog_for(parent, purpose, title, _Mode.Directory, "")
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _say(dialog, "选这个文件夹", "位置：")
    dialog.setLabelText(_Label.FileName, "文件夹：")
    try:
        if not dialog.exec():
            return None
        chosen = Path(dialog.selectedFiles()[0])
        keep_folder(purpose, chosen)
        return chosen
    finally:
        dialog.deleteLater()


def begin_folder(purpose: Purpose) -> Path:
    """The folder that was used last for ``purpose``; at first one of the user's own."""
    last = machine().preferences.folders.get(purpose, "")
    if last and Path(last).is_dir():  # a memory stick may be gone
        return Path(last)
    places = (FIRST.get(purpose), _Place.DocumentsLocation, _Place.DesktopLocation)
    for place in filter(None, places):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()


def keep_folder(purpose: Purpose, folder: Path) -> None:
    """Begin there the next time."""
    machine().set(folders={**machine().preferences.folders, str(purpose): str(folder)})


def with_ending(path: Path, suffix: str) -> Path:
    """``path`` ending in ``suffix``; dots within a name are no ending."""
    fits = path.suffix.lower() == suffix.lower()
    return path if fits else path.with_name(path.name + suffix)


def place_words(path: Path) -> str:
    """The folder of a file as people of this system write it."""
    return QDir.toNativeSeparators(str(path.parent))


def folder_opener(path: Path) -> Callable[[], None]:
    """Shows the folder of a file in the system's own window."""
    return lambda: _open(path.parent)


def tell_saved(shell: Shell, path: Path, words: str = "") -> None:
    """Say what was saved, where it lies, and offer to open that folder."""
    said = words or f"已保存“{path.name}”"
    shell.say(f"{said}，在 {place_words(path)}。", more=(OPEN_FOLDER, folder_opener(path)))


def dialog_for(
    parent: QWidget, purpose: Purpose, title: str, mode: QFileDialog.FileMode, kinds: str
) -> QFileDialog:
    """A dialog in Chinese that begins in the right folder."""
    made = QFileDialog(parent.window(), title, str(begin_folder(purpose)), kinds)
    made.setFileMode(mode)
    made.setSidebarUrls([QUrl.fromLocalFile(str(one)) for one in _sidebar()])
    made.setViewMode(QFileDialog.ViewMode.Detail)
    made.resize(*SIZE)
    side = made.findChild(QListView, "sidebar")
    if side is not None:  # the system's own dialog has no widgets of Qt's
        side.setItemDelegate(_PlaceDelegate(side))
    table = made.findChild(QTreeView)
    if table is not None:
        table.header().setStretchLastSection(True)
        table.setColumnHidden(TYPE_COLUMN, True)
        table.setColumnWidth(0, 360)
        table.setColumnWidth(SIZE_COLUMN, 96)
        table.setColumnWidth(DAY_COLUMN, 150)
        table.setItemDelegateForColumn(DAY_COLUMN, _DayDelegate(table))
    return made


class _PlaceDelegate(QStyledItemDelegate):
    """Names the user's own folders in Chinese, whatever they are called on the disk."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        url = index.data(URL)
        path = url.toLocalFile() if isinstance(url, QUrl) else ""
        option.text = _own_places().get(path, option.text)


class _DayDelegate(QStyledItemDelegate):
    """Writes the day of a file as all days of this program; Qt asks the system's locale."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, QFileSystemModel):
            at = model.index(index.row(), index.column(), index.parent())
            option.text = model.lastModified(at).toString("yyyy-MM-dd HH:mm")


def _opened(
    parent: QWidget, purpose: Purpose, title: str, kinds: str, mode: QFileDialog.FileMode
) -> tuple[Path, ...]:
    dialog = dialog_for(parent, purpose, title, mode, kinds)
    _say(dialog, "打开", "位置：")
    try:
        if not dialog.exec():
            return ()
        chosen = tuple(Path(one) for one in dialog.selectedFiles())
        _remembered(purpose, chosen[0])
        return chosen
    finally:
        dialog.deleteLater()


def _say(dialog: QFileDialog, accept: str, place: str) -> None:
    words = {
        _Label.LookIn: place,
        _Label.FileName: "文件名：",
        _Label.FileType: "文件类型：",
        _Label.Accept: accept,
        _Label.Reject: "取消",
    }
    for one, text in words.items():
        dialog.setLabelText(one, text)
    for button in dialog.findChildren(QPushButton):  # icons that no other button has
        button.setIcon(QIcon())


def _remembered(purpose: Purpose, path: Path) -> Path:
    keep_folder(purpose, path.parent)
    return path


def _sidebar() -> list[Path]:
    """The user's own folders, then memory sticks."""
    own = map(Path, _own_places())
    volumes = [one.rootPath() for one in QStorageInfo.mountedVolumes() if one.isReady()]
    sticks = [Path(one) for one in volumes if one.startswith(MEDIA)]
    return [one for one in dict.fromkeys((*own, *sticks)) if one.is_dir()]


def _own_places() -> dict[str, str]:
    """The user's own folders by their path."""
    return {QStandardPaths.writableLocation(place): words for place, words in OWN.items()}


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
