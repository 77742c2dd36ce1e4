"""Help, a page for each page of the window; offline, found by its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QWidget,
)

from qxn_desktop.services.help_text import HelpPage, help_pages, pages_with
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.key_words import key_words
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.widgets.card import column

SIZE = QSize(860, 600)
LINE_HEIGHT = 150
"""Percent."""
INDENT = 22
PAGE = Qt.ItemDataRole.UserRole


class HelpDialog(InReadingOrder, QDialog):
    """Stays beside the window while somebody works on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("帮助")
        self.resize(SIZE)
        self._actions: dict[str, tuple[Action, ...]] = {}
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("查找，如：恢复码")
        self.search.setAccessibleName("在帮助里查找")
        self.pages = QListWidget()
        self.pages.setAccessibleName("帮助目录")
        self.text = QTextBrowser()
        self.text.setAccessibleName("帮助内容")
        self.text.setOpenLinks(False)
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.pages.setFocus)
        self.pages.currentItemChanged.connect(self._show_current)
        theme().changed.connect(self._show_current)
        self._list(help_pages())

    def show_page(self, id_: str, actions: Iterable[Action] = ()) -> None:
        """Open the help of the window's page ``id_``; its keys are told from its ``actions``."""
        self._actions[id_] = tuple(actions)
        self.search.clear()
        for at in range(self.pages.count()):
            if self.pages.item(at).data(PAGE).id == id_:
                self.pages.setCurrentRow(at)
        self._show_current()
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        left = column(self.search, spacing=8)
        left.addWidget(self.pages, 1)
        body = QHBoxLayout(self)
        body.setContentsMargins(16, 16, 16, 16)
        body.setSpacing(12)
        body.addLayout(left)
        body.addWidget(self.text, 1)
        self.search.setFixedWidth(200)
        self.pages.setFixedWidth(200)

    def _find(self, words: str) -> None:
        self._list(pages_with(words))

    def _list(self, pages: Sequence[HelpPage]) -> None:
        self.pages.clear()
        for page in pages:
            item = QListWidgetItem(page.title)
            item.setData(PAGE, page)
            self.pages.addItem(item)
        self.pages.setCurrentRow(0)
        if not pages:
            self.text.setMarkdown("没有找到，换一个词试试。")

    def _show_current(self, *_args: object) -> None:
        item = self.pages.currentItem()
        page = item.data(PAGE) if item is not None else None
        if isinstance(page, HelpPage):
            self._show(page)

    def _show(self, page: HelpPage) -> None:
        self.text.setMarkdown(page.text + keys_table(self._actions.get(page.id, ())))
        dress_document(self.text.document())
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        words = self.search.text().split()
        if words:
            self.text.find(words[0])


def dress_document(document: QTextDocument) -> None:
    """Give headings and lines of a Markdown text the sizes and distances of the window."""
    look = theme()
    document.setDocumentMargin(2 * GRID)
    document.setIndentWidth(INDENT)
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        room = QTextBlockFormat()
        room.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        room.setTopMargin(2 * GRID if level > 1 else 0)
        room.setBottomMargin(GRID if level == 1 else GRID / 2)
        cursor.mergeBlockFormat(room)
        if level:
            letters = QTextCharFormat()
            letters.setProperty(
                QTextFormat.Property.FontPixelSize, look.px + (7 if level == 1 else 2)
            )
            letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            letters.setFontWeight(QFont.Weight.DemiBold)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(letters)
        block = block.next()


def keys_table(actions: Iterable[Action]) -> str:
    """The keys of a page as Markdown, "" where it has none."""
    lines = [
        f"- **{key_words(action.keys[0])}**　{action.title}" for action in actions if action.keys
    ]
    return "\n\n## 本页按键\n\n" + "\n".join(lines) + "\n" if lines else ""
