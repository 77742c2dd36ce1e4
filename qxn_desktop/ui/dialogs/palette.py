"""Ctrl+K: people, places, problems, pages and actions, found by what one types; Enter opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from qxn_desktop.domain.label_index import named
from qxn_desktop.services import search
from qxn_desktop.services.search import Group, Hit
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.palette_delegate import PaletteDelegate
from qxn_desktop.ui.key_words import key_words
from qxn_desktop.ui.models.entry_model import Entry, EntryModel, Item
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.shell import Shell, ignore
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.round_window import round_off
from qxn_desktop.ui.widgets.text import label

WIDTH, HEIGHT, RADIUS = 640, 460, 10
PROMPT = "找人、户、村、设施、问题，或要做的事；可用拼音首字母"
NOTHING = "没有找到。换个字、拼音首字母，或编号的一段试试。"
KEYS = "↑↓ 选择　回车打开　Esc 返回"
ICONS = {
    "household": "household",
    "member": "person",
    "village": "village",
    "problem": "problems",
    "order": "orders",
}
MOST_ACTIONS = 12
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


class Palette(InReadingOrder, QDialog):
    """Floats over the window. ``actions`` are asked for each time it opens."""

    def __init__(
        self, shell: Shell, window: QWidget, actions: Callable[[], Sequence[Action]]
    ) -> None:
        super().__init__(window, Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("搜索")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self.setFixedSize(WIDTH, HEIGHT)
        round_off(self, RADIUS)
        self._shell, self._actions = shell, actions
        self._waits = False
        self._enter = False
        self.field = QLineEdit()
        self.field.setPlaceholderText(PROMPT)
        self.field.setAccessibleName("搜索")
        self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.model = EntryModel(self)
        self.list = QListView()
        self.nothing = label(NOTHING, "soft", wrap=True)
        self._lay_out()
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._run)

    def begin(self) -> None:
        """Open with an empty field."""
        self._shell.read(self, search.prepare, ignore, key="prepare")
        self.field.clear()
        self._search("")
        top = self.parentWidget()
        if isinstance(top, QWidget):
            corner = top.mapToGlobal(QPoint((top.width() - WIDTH) // 2, 72))
            self.move(corner)
        self.open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field act on the list."""
        pressed = event.type() == QEvent.Type.KeyPress and watched is self.field
        if pressed and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    # --- searching

    def _search(self, text: str) -> None:
        self._enter = False
        if not text.strip():
            self._waits = False
            self._show((), "")
            return
        self._waits = True
        self._shell.read(
            self, lambda ctx: (text, search.search(ctx, text)), self._found, key="palette"
        )

    def _found(self, result: tuple[str, tuple[Group, ...]]) -> None:
        text, groups = result
        self._waits = False
        self._show(groups, text)
        if self._enter:
            self._run_current()

    def _show(self, groups: Sequence[Group], text: str) -> None:
        items: list[Item] = []
        for group in groups:
            items.append(
                f"{group.heading}（还有更多，多写几个字）" if group.more else group.heading
            )
            items += [self._hit(hit) for hit in group.hits]
        done = [one for one in self._actions() if one.listed and named(text, one.title)]
        if done:
            items += ["可以做的事", *(self._action(one) for one in done[:MOST_ACTIONS])]
        self.model.show(items)
        self.list.setVisible(bool(items))
        self.nothing.setVisible(not items)
        self._choose(self.model.next_row(-1, 1))

    def _hit(self, hit: Hit) -> Entry:
        return Entry(
            hit.title,
            hit.subtitle,
            ICONS.get(hit.register, "location"),
            lambda: self._shell.go(target_of(hit)),
        )

    def _action(self, one: Action) -> Entry:
        return Entry(one.title, one.group, "forward", one.run, "　".join(map(key_words, one.keys)))

    # --- choosing

    def _key(self, event: QKeyEvent) -> bool:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter = self._waits
            if not self._waits:
                self._run_current()
            return True
        return False

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row()
        for _ in range(abs(step)):
            row = self.model.next_row(row, 1 if step > 0 else -1)
        self._choose(row)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def _run_current(self) -> None:
        self._run(self.list.currentIndex())

    def _run(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if entry is not None:
            self.accept()
            entry.run()

    def _lay_out(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setAccessibleName("找到的")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("kind", "bare")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame = QFrame()
        frame.setProperty("kind", "float")
        body = QVBoxLayout(frame)
        body.setContentsMargins(12, 12, 12, 8)
        body.addWidget(self.field)
        body.addWidget(self.list, 100)
        body.addWidget(self.nothing)
        body.addStretch(1)
        body.addWidget(label(KEYS, "faint"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)


def target_of(hit: Hit) -> Target:
    """Where a hit is opened."""
    return row_target(hit.register, hit.id)
