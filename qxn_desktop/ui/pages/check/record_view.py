"""A recorded check to look at again: answers, photos, and what it opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.domain.evaluation import Verdict
from qxn_desktop.services.check_view import AnswerLine, CheckView, Opened, check_view
from qxn_desktop.services.photo_view import PhotoView, thumbnails
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.check.item_row import VERDICTS
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, emptied, row
from qxn_desktop.ui.widgets.flow_layout import FlowLayout
from qxn_desktop.ui.widgets.photo_tile import PhotoTile
from qxn_desktop.ui.widgets.photo_viewer import PhotoViewer, Shown
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, selectable

TILE = QSize(116, 88)
SIDE_WIDTH = 292
TITLE_SIGNS = 34


def _verdict(line: AnswerLine) -> str:
    return VERDICTS.get(line.verdict, ("没填", Tone.NEUTRAL))[0]


def _tone(line: AnswerLine) -> Tone:
    return VERDICTS.get(line.verdict, ("", Tone.NEUTRAL))[1]


COLUMNS = (
    Column("序号", lambda line: str(line.number), 56, numeric=True, sort=lambda line: line.number),
    Column("检查内容", lambda line: line.text),
    Column("结果", lambda line: "" if line.verdict is Verdict.UNANSWERED else line.words, 260),
    Column("判定", _verdict, 92, tone=_tone),
)


class RecordView(QWidget):
    """``left``: back to the list. ``again_wanted``: check the object once more."""

    left = Signal()
    again_wanted = Signal(str, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._view: CheckView | None = None
        self._heading = label(kind="section")
        self._told = label(kind="soft")
        self._remark = Note(tone=Tone.SOON)
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "逐项结果")
        self._facts = selectable(kind="soft")
        self._photos = Card("照片")
        self._tiles = FlowLayout()
        self._opened = Card("这次检查列入的")
        self._links = QVBoxLayout()
        self._viewer = PhotoViewer(shell, self)
        self._lay_out()

    def show_check(self, check: str) -> None:
        """Read and show a recorded check."""
        self._shell.read(
            self, lambda ctx: check_view(ctx, check), self._show, self._failed, key="check"
        )

    def _failed(self, error: BaseException) -> None:
        self.left.emit()  # told afterwards: what is left takes its failures along
        self._shell.fail(error)

    def _show(self, view: CheckView) -> None:
        self._view = view
        self._heading.setText(view.called)
        self._told.setText("　".join(filter(None, (view.place, view.date, view.outcome))))
        self._remark.setVisible(bool(view.remark))
        self._remark.words.setText(view.remark)
        self.model.show(view.lines)
        score = f"{view.score}（仅内部掌握）" if view.score else ""
        self._facts.setText("\n".join(filter(None, (view.title, view.by, score))))
        self._show_opened(view.opened)
        self._show_photos(view.photos)
        self.table.go_to(0)
        self.table.setFocus()

    def _show_opened(self, opened: Sequence[Opened]) -> None:
        emptied(self._links)
        self._opened.setVisible(bool(opened))
        for one in opened:
            title = one.title if len(one.title) <= TITLE_SIGNS else f"{one.title[:TITLE_SIGNS]}…"
            words = label(title, wrap=True)
            words.setToolTip(one.title)
            self._links.addWidget(words)
            if one.register == "problem":
                self._links.addWidget(button("看这条问题", self._goer(one), "link", "problems"))

    def _goer(self, one: Opened) -> Callable[[], None]:
        return lambda: self._shell.go(Target("problems", one.id))

    def _show_photos(self, photos: Sequence[str]) -> None:
        emptied(self._tiles)
        self._photos.setVisible(bool(photos))
        shown = [Shown(sha256, "现场照片") for sha256 in photos]
        tiles = []
        for number in range(len(photos)):
            tile = PhotoTile(f"现场照片 {number + 1}", self._looker(shown, number), TILE)
            self._tiles.addWidget(tile)
            tile.show()
            tiles.append(tile)

        def fill(views: Sequence[PhotoView]) -> None:
            for tile, view in zip(tiles, views, strict=True):
                tile.show_photo(view.data, view.words)

        if photos:
            self._shell.read(self, lambda ctx: thumbnails(ctx, photos), fill, key="tiles")

    def _looker(self, shown: Sequence[Shown], at: int) -> Callable[[], None]:
        return lambda: self._viewer.look_at(shown, at)

    def _again(self) -> None:
        if self._view is not None:
            self.again_wanted.emit(self._view.template, self._view.object_id)

    def _lay_out(self) -> None:
        head = row(button("返回清单", self.left.emit, "quiet", "back"), self._heading)
        head.addWidget(self._told, 1)
        head.addWidget(button("再查一次", self._again, icon="checks"))
        facts = Card("这份检查")
        facts.body.addWidget(self._facts)
        self._photos.body.addLayout(self._tiles)
        self._links.setSpacing(4)
        self._opened.body.addLayout(self._links)
        side = QVBoxLayout()
        side.setSpacing(12)
        for card in (facts, self._opened, self._photos):
            card.setFixedWidth(SIDE_WIDTH)
            side.addWidget(card)
        side.addStretch(1)
        middle = row(spacing=16)
        middle.addWidget(self.table, 1)
        middle.addLayout(side)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(head)
        body.addWidget(self._remark)
        body.addLayout(middle, 1)
        self.setFocusProxy(self.table)
