"""照片: the photos of a row, read in the background; more are chosen, pasted, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.services.object_photos import ObjectPhoto, correct, of_object, remove
from qxn_desktop.services.photo_view import PhotoView, thumbnails
from qxn_desktop.ui.pages.records.photo_card import PhotoCard
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import emptied, packed, scrolling
from qxn_desktop.ui.widgets.photo_viewer import Shown
from qxn_desktop.ui.widgets.text import label

AT_ONCE = 12
"""Thumbnails that are read in one go; a few hundred milliseconds."""
HINT = "Ctrl+V 粘贴，也可以把照片、文件夹拖到这里"
NOTHING = "还没有照片。"
Paste = QKeySequence.StandardKey.Paste


class PhotosTab(QWidget):
    """``enlarge`` carries the photos and the place of the chosen one, ``counted`` their number."""

    add_wanted = Signal()
    folder_wanted = Signal()
    many_wanted = Signal()
    paste_wanted = Signal()
    enlarge = Signal(object, int)
    counted = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._object = ""
        self._photos: tuple[ObjectPhoto, ...] | None = None
        self._unread: list[str] = []
        self.cards: list[PhotoCard] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.add = button("添加照片", self.add_wanted.emit, icon="image_add")
        self.add.setToolTip("选照片文件，可以选许多张")
        folder = icon_button("folder", "选文件夹，给这一条添加里面的照片", self.folder_wanted.emit)
        many = button("放许多张", self.many_wanted.emit, "quiet", "images")
        many.setToolTip("许多张照片，各归各的对象（Ctrl+Shift+P）")
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 8, 8, 8)
        self._list.setSpacing(8)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 8, 0, 0)
        body.setSpacing(4)
        body.addLayout(packed(self.add, folder, many))
        body.addWidget(label(HINT, "faint", wrap=True))
        body.addWidget(scrolling(inside), 1)

    def show_object(self, id_: str) -> None:
        """Show the photos of a row."""
        if id_ != self._object:
            self._photos = None
            emptied(self._list)
            self.cards = []
            self.counted.emit(0)
        self._object = id_
        self._shell.read(
            self, lambda ctx: tuple(of_object(ctx, id_)), self._show, self._failed, key="photos"
        )

    def event(self, event: QEvent) -> bool:
        """Ctrl+V is the tab's before it is the page's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(Paste)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and any(card.is_editing for card in self.cards):
            for card in self.cards:
                if card.is_editing:
                    card.leave()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_on()

    def _show(self, photos: tuple[ObjectPhoto, ...]) -> None:
        self.counted.emit(len(photos))
        if photos == self._photos:
            return
        self._photos = photos
        emptied(self._list)
        with self._shell.here() as ctx:
            today = ctx.today
        self.cards = []
        for at, one in enumerate(photos):
            card = PhotoCard(one, partial(self._enlarge, at), today)
            card.corrected.connect(self._correct)
            card.removed.connect(self._remove)
            self.cards.append(card)
            self._list.addWidget(card)
        if not photos:
            self._list.addWidget(label(NOTHING, "soft"))
        self._list.addStretch(1)
        self._unread = [one.sha256 for one in photos]
        if self.isVisible():
            self._read_on()

    def _failed(self, _error: BaseException) -> None:
        self.counted.emit(0)  # the row is gone; the list says so

    def _read_on(self) -> None:
        """Read what some photos look like, then the next."""
        some, self._unread = self._unread[:AT_ONCE], self._unread[AT_ONCE:]
        if some:
            self._shell.read(self, lambda ctx: thumbnails(ctx, some), self._fill)

    def _fill(self, views: Sequence[PhotoView]) -> None:
        known = {view.sha256: view for view in views}
        for card in self.cards:
            view = known.get(card.photo.sha256)
            if view is not None:
                card.tile.show_photo(view.data, view.words)
        self._read_on()

    def _enlarge(self, at: int) -> None:
        shown = [Shown(one.sha256, words(one)) for one in self._photos or ()]
        self.enlarge.emit(shown, at)

    def _correct(self, id_: str, day: str, note: str) -> None:
        done = lambda _changes: self._shell.say("已保存照片的日期和说明。", undo=True)  # noqa: E731
        self._shell.do(self, "正在保存", lambda ctx, _job: correct(ctx, id_, day, note), done)

    def _remove(self, id_: str) -> None:
        done = lambda _changes: self._shell.say("已取下1张照片。", undo=True)  # noqa: E731
        self._shell.do(self, "正在取下照片", lambda ctx, _job: remove(ctx, id_), done)


def words(one: ObjectPhoto) -> str:
    """What stands below an enlarged photo."""
    return "　".join((one.taken_on, *filter(None, (one.note,)), *one.remarks))
