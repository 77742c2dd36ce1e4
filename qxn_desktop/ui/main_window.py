"""The frame: navigation, title, the page in front, what is under way, what happened. No rule.

Pages are built when they are first opened and kept. Whatever they want of the window they say to
the ``Shell``; the window never reaches into a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.common.clock import CHINA
from qxn_desktop.common.errors import AppError, UserError
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services import settings, undo
from qxn_desktop.services.undo import Undone
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.help_dialog import HelpDialog
from qxn_desktop.ui.dialogs.keys_dialog import KeysDialog
from qxn_desktop.ui.dialogs.palette import Palette
from qxn_desktop.ui.dialogs.unfinished_dialog import UnfinishedDialog
from qxn_desktop.ui.navigation import PAGES, PageSpec
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.shell import Said, Shell
from qxn_desktop.ui.style.icon import repaint_icons
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.file_drop import FileDrop
from qxn_desktop.ui.widgets.job_strip import JobStrip
from qxn_desktop.ui.widgets.nav_bar import NavBar
from qxn_desktop.ui.widgets.said_bar import SaidBar
from qxn_desktop.ui.widgets.status_line import StatusLine
from qxn_desktop.ui.widgets.top_bar import TopBar
from qxn_desktop.ui.widgets.trouble_bar import TroubleBar, is_quiet
from qxn_desktop.ui.widgets.watermark import Watermark

SMALLEST = QSize(1100, 640)
USUAL = QSize(1320, 720)
"""Fits a screen of 1366 × 768 with its task bar."""
BACK = "Esc"
"""Takes away a failure that is told before it leads out of what is shown."""


class MainWindow(InReadingOrder, QMainWindow):
    """The window over one unlocked workspace."""

    lock_wanted = Signal()
    closed = Signal()

    def __init__(self, shell: Shell, pages: Sequence[PageSpec] = PAGES) -> None:
        super().__init__()
        self.shell = shell
        self._specs = {one.id: one for one in pages}
        with shell.here() as ctx:
            unit, demo = ctx.unit.name, settings.text(ctx, settings.DEMO) == "是"
        self.setWindowTitle(unit)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.before_closing: Callable[[], bool] = lambda: True
        """Asked once when the window is to be closed: whether it may close at once."""
        self._closes_now = False
        self._drops = False
        self._pages: dict[str, Page] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        self._runs: dict[str, Callable[[], object]] = {}
        self._settling = QShortcut(QKeySequence(BACK), self, enabled=False)
        self._hidden = False
        self._front = pages[0].id
        self._help: HelpDialog | None = None
        self._keys: KeysDialog | None = None
        self.nav = NavBar([(one.id, one.title, one.icon) for one in pages])
        self.top = TopBar(demo=demo)
        self.trouble = TroubleBar()
        self.stack = QStackedWidget()
        self.jobs = JobStrip(shell.runner)
        self.status = StatusLine(unit, shell.desk.clerk)
        self._lay_out()
        self.said = SaidBar(self, self.stack)
        self._watermark = Watermark(self.stack) if demo else None
        self.palette_dialog = Palette(shell, self, self._actions)
        self.drop = FileDrop(self)
        self._connect()
        self._bind(self.actions_everywhere())
        self.show_target(Target(pages[0].id))

    @property
    def page(self) -> Page:
        """The page in front."""
        front = self.stack.currentWidget()
        if not isinstance(front, Page):
            raise TypeError("no page is shown")
        return front

    def show_target(self, target: Target) -> None:
        """Bring a page to the front and let it open what is asked for."""
        page = self._pages.get(target.page) or self._made(target.page)
        self.trouble.settle()
        self.stack.setCurrentWidget(page)
        for above in (self._watermark, self.said):  # a stack raises the page it shows
            if above is not None:
                above.raise_()
        self._front = target.page
        self.nav.show_page(target.page)
        self._show_title()
        self._bind([*self.actions_everywhere(), *page.actions_here()])
        page.open(target)
        page.setFocus()

    def actions_everywhere(self) -> Sequence[Action]:
        """What works on every page."""
        pages = [
            Action(f"打开{one.title}", self._opener(one.id), (f"Ctrl+{number}",), "去哪里")
            for number, one in enumerate(self._specs.values(), start=1)
        ]
        return [
            *pages,
            Action("搜索人、户、村、动作", self.search, ("Ctrl+K",), "哪里都能用", listed=False),
            Action("撤销上一步", self.undo, ("Ctrl+Z",), "哪里都能用"),
            Action("重做撤销的一步", self.redo, ("Ctrl+Y",), "哪里都能用"),
            Action("刷新本页", self._refresh_page, ("F5",), "哪里都能用"),
            Action("本页帮助", self.show_help, ("F1",), "哪里都能用"),
            Action("查看快捷键", self.show_keys, ("?",), "哪里都能用"),
            Action("锁定", self.lock_wanted.emit, ("Ctrl+L",), "哪里都能用"),
            *self._parts(),
        ]

    def _parts(self) -> Sequence[Action]:
        """Places within pages, found by their names from everywhere."""
        return [
            Action(f"{one.title}：{title}", partial(self._show_part, one.id, id_), (), "去哪里")
            for one in self._specs.values()
            for id_, title in one.parts
        ]

    def _actions(self) -> Sequence[Action]:
        return [*self.page.actions_here(), *self.actions_everywhere()]

    def search(self) -> None:
        """Find people, places, pages and actions."""
        self.palette_dialog.begin()

    def show_help(self) -> None:
        """Open the help of the page in front."""
        if self._help is None:
            self._help = HelpDialog(self)
        self._help.show_page(self._front, self.page.actions_here())

    def show_keys(self) -> None:
        """Show the keys of the page in front and those that work everywhere."""
        if self._keys is None:
            self._keys = KeysDialog(self)
        self._keys.show_actions(self._actions(), self.page.title)

    def undo(self) -> None:
        """Take back the last step."""
        work = lambda ctx, _job: undo.back(ctx)  # noqa: E731
        self.shell.do(self, "正在撤销", work, self._tell_undone, self._not_turned)

    def redo(self) -> None:
        """Do again what was taken back last."""
        work = lambda ctx, _job: undo.forward(ctx)  # noqa: E731
        self.shell.do(self, "正在重做", work, self._tell_redone, self._not_turned)

    def _tell_undone(self, undone: Undone) -> None:
        self.shell.say(f"{undone.words}。", more=("重做", self.redo))

    def _tell_redone(self, undone: Undone) -> None:
        self.shell.say(f"{undone.words}。", undo=True)

    def _not_turned(self, error: BaseException) -> None:
        """Nothing to take back is no failure: a quiet line says so."""
        if isinstance(error, UserError) and error.code in undo.NOTHING_TO_TURN:
            self.shell.say(error.message)
        else:
            self.shell.fail(error)

    def hide_work(self, *, hidden: bool) -> None:
        """Take everything off the screen, and its keys out of reach; or bring it back."""
        if hidden:
            _close_what_floats()
            for dialog in self.findChildren(QDialog):
                dialog.close()
        middle = self.centralWidget()
        if middle is not None:
            middle.setVisible(not hidden)
        self.status.setVisible(not hidden)
        self.said.hide()
        self._hidden = hidden
        self._enable_keys()
        self._settling.setEnabled(False)
        if not hidden:
            self._give_back(told=bool(self.trouble.text))
            self.page.setFocus()

    def unfinished(self) -> Sequence[str]:
        """What is half typed on any page, in words; () once that is wanted no longer."""
        pages = () if self._drops else self._pages.values()
        return [words for page in pages for words in page.unfinished()]

    def drop_unfinished(self) -> None:
        """What is half typed may be lost: somebody said so."""
        self._drops = True

    def close_now(self) -> None:
        """Close without asking ``before_closing`` again."""
        self._closes_now = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        half = () if self._closes_now else self.unfinished()
        if half:
            event.ignore()
            self._ask_for(half)
            return
        jobs = self.shell.runner.jobs
        if not jobs and not self._closes_now and not self.before_closing():
            event.ignore()
            return
        if jobs:  # closing now would freeze the window until they are done
            event.ignore()
            more = ("取消并关闭", self._cancel_and_close)
            self.shell.say(f"{jobs[0].title}，做完以后再关闭。", more=more)
            return
        super().closeEvent(event)
        self.closed.emit()

    def _ask_for(self, half: Sequence[str]) -> None:
        if not any(one.isVisible() for one in self.findChildren(UnfinishedDialog)):
            asked = UnfinishedDialog(self, half)
            asked.dropped.connect(self._drop_and_close)
            asked.rejected.connect(self._go_on)
            asked.open()

    def _go_on(self) -> None:
        """To where it stands."""
        half = next((id_ for id_, page in self._pages.items() if page.unfinished()), self._front)
        self.show_target(Target(half))

    def _drop_and_close(self) -> None:
        self.drop_unfinished()
        self.close()

    def _cancel_and_close(self) -> None:
        for job in self.shell.runner.jobs:
            job.cancel()
        if self.shell.runner.is_idle:
            self.close()
        else:
            self.shell.runner.idle.connect(self.close)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for widget in (self.top, self.trouble, self.stack, self.jobs):
            right.addWidget(widget, 1 if widget is self.stack else 0)
        whole = row(self.nav, spacing=0)
        whole.addLayout(right, 1)
        middle = QWidget()
        middle.setLayout(whole)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self.nav.chosen.connect(self._show_page)
        self.drop.dropped.connect(self._take_file)
        self.top.search_wanted.connect(self.search)
        self.top.lock_wanted.connect(self.lock_wanted)
        self.top.help_wanted.connect(self.show_help)
        self.top.keys_wanted.connect(self.show_keys)
        self.said.undo_wanted.connect(self.undo)
        self.shell.wanted.connect(self.show_target)
        self.shell.said.connect(self._say)
        self.shell.troubled.connect(self._tell)
        self._settling.activated.connect(self.trouble.settle)
        self.trouble.stood.connect(lambda told: self._give_back(told=told))
        self.shell.changed.connect(self._note_saved)
        theme().changed.connect(repaint_icons)

    def _made(self, id_: str) -> Page:
        spec = self._specs[id_]
        page = spec.make(self.shell)
        if not page.title:
            page.say_title(spec.title)
        page.retitled.connect(self._show_title)
        self._pages[id_] = page
        self.stack.addWidget(page)
        return page

    def _opener(self, id_: str) -> Callable[[], None]:
        return lambda: self._show_page(id_)

    def _show_page(self, id_: str) -> None:
        self.show_target(Target(id_))

    def _show_part(self, page: str, part: str) -> None:
        self.show_target(Target(page, part))

    def _take_file(self, path: str) -> None:
        """A package or card was dropped on some page."""
        self.show_target(Target("exchange", facts={"file": path}))

    def _refresh_page(self) -> None:
        self.page.refresh_soon()

    def _show_title(self) -> None:
        self.top.show_title(self.page.title, self.page.subtitle)

    def _bind(self, actions: Sequence[Action]) -> None:
        """Give the keys their meaning here; a shortcut that was made once is kept."""
        self._runs = {keys: action.run for action in actions for keys in action.keys}
        for keys in self._runs.keys() - self._shortcuts.keys():
            made = QShortcut(QKeySequence(keys), self)
            made.activated.connect(partial(self._run, keys))
            self._shortcuts[keys] = made
        self._enable_keys()
        self._give_back(told=bool(self.trouble.text))

    def _enable_keys(self) -> None:
        for keys, shortcut in self._shortcuts.items():
            shortcut.setEnabled(keys in self._runs and not self._hidden)

    def _run(self, keys: str) -> None:
        self._runs[keys]()

    def _give_back(self, *, told: bool) -> None:
        """Esc belongs to the failure while one is told, else to the page."""
        if self._hidden:
            return
        self._settling.setEnabled(told)
        if BACK in self._runs:
            self._shortcuts[BACK].setEnabled(not told)

    def _say(self, said: Said) -> None:
        if not self._hidden:  # names stand in it
            self.said.say(said)

    def _tell(self, error: AppError | None) -> None:
        if error is None:
            self.trouble.settle()
        elif is_quiet(error):
            self.shell.say(error.message)
        else:
            self.trouble.tell(error)

    def _note_saved(self, changes: ChangeSet) -> None:
        if changes.operations:
            now = self.shell.desk.clock.now().astimezone(CHINA)
            self.status.show_saved(f"{now:%H:%M}")


def _close_what_floats() -> None:
    """Menus and dialogs lie over the window, and would over its lock."""
    for _ in range(8):
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is None:
            return
        front.close()
