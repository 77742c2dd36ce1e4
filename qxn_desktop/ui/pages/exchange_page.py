"""数据交换: send, receive, decide; below, who has what from whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from qxn_desktop.services.trust import ExchangeView, exchange_view
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.exchange.big_target import BigTarget
from qxn_desktop.ui.pages.exchange.card_panel import CardPanel
from qxn_desktop.ui.pages.exchange.conflict_panel import ConflictPanel
from qxn_desktop.ui.pages.exchange.partner_panel import PartnerPanel
from qxn_desktop.ui.pages.exchange.receive_panel import ReceivePanel
from qxn_desktop.ui.pages.exchange.send_panel import SendPanel
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.file_drop import CARD, FileDrop

BOTH = "数据包、名片 (*.qxnpkg *.qxncard)"
CARDS = "名片 (*.qxncard)"


class ExchangePage(Page):
    """Three targets above; what is being done is shown in place below them."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.say_title("数据交换", "用文件，不用网络")
        self._known: ExchangeView | None = None
        self.to_send = BigTarget("send", "发给别人", "把新内容做成加密的数据包", self.send)
        self.to_receive = BigTarget("inbox", "收到文件", "拖到这里，或点这里选择", self.choose)
        self.to_decide = BigTarget("merge", "有冲突", "没有要裁决的", self.decide)
        self.partners = PartnerPanel(shell)
        self.sending = SendPanel(shell)
        self.receiving = ReceivePanel(shell)
        self.trusting = CardPanel(shell)
        self.conflicts = ConflictPanel(shell)
        self.stack = QStackedWidget()
        panels: tuple[QWidget, ...] = (
            self.partners, self.sending, self.receiving, self.trusting, self.conflicts,
        )  # fmt: skip
        for panel in panels:
            self.stack.addWidget(panel)
        self.body.addLayout(row(self.to_send, self.to_receive, self.to_decide, spacing=12))
        self.body.addWidget(self.stack, 1)
        self.drop = FileDrop(self)
        self.setFocusProxy(self.to_send)
        self._connect()

    # --- Page

    def open(self, target: Target) -> None:
        """``file``: a package or card to take in; ``view``: send or conflicts."""
        if target.fact("file"):
            self.take(Path(target.fact("file")))
        elif target.fact("view") == "send":
            self.shell.read(self, exchange_view, self._begin_sending)
        elif target.fact("view") == "conflicts":
            self.decide()

    def refresh(self) -> None:
        self.shell.read(self, exchange_view, self._show, key="view")
        if self.stack.currentWidget() is self.conflicts:
            self.conflicts.refresh()

    def actions_here(self) -> Sequence[Action]:
        takes = (
            Action(f"采用第 {n} 个", partial(self._take, n), (str(n),), listed=False)
            for n in (1, 2, 3)
        )
        return (
            Action("发给别人", self.send, ("Alt+1",)),
            Action("收到文件", self.choose, ("Alt+2", "Ctrl+O")),
            Action("裁决冲突", self.decide, ("Alt+3",)),
            Action("登记同事的名片", self.choose_card),
            Action("保存本机名片", self.partners.save_card),
            Action("返回", self.go_back, ("Esc",), listed=False),
            *takes,
        )

    # --- what is done

    def send(self) -> None:
        """Show what would go out."""
        if self._known is not None:
            self._begin_sending(self._known)

    def choose(self) -> None:
        """Ask for a file and take it in."""
        self._ask("打开收到的文件", BOTH)

    def choose_card(self) -> None:
        """Ask for a colleague's card."""
        self._ask("打开同事的名片", CARDS)

    def take(self, path: Path) -> None:
        """Show what a package brings, or whose card it is. Nothing is changed by that."""
        if path.suffix.lower() == CARD:
            self._bring(self.trusting)
            self.trusting.begin(path)
        else:
            self._bring(self.receiving)
            self.receiving.begin(path)

    def decide(self) -> None:
        """Show the conflicts."""
        self._bring(self.conflicts)
        self.conflicts.refresh()
        self.conflicts.setFocus()

    def go_back(self) -> None:
        """One step back: to the list of conflicts, to who has what."""
        if self.stack.currentWidget() is self.conflicts and self.conflicts.go_back():
            return
        self._bring(self.partners)
        self.partners.table.setFocus()

    # --- inside

    def _bring(self, panel: QWidget) -> None:
        """Show a panel; the keyboard goes there with the page, what failed before stays behind."""
        self.shell.settle()
        self.stack.setCurrentWidget(panel)
        self.setFocusProxy(self.to_send if panel is self.partners else panel)

    def _connect(self) -> None:
        self.drop.hovering.connect(self._show_dropping)
        self.drop.dropped.connect(self._take_dropped)
        for panel in (self.sending, self.receiving, self.trusting, self.conflicts):
            panel.left.connect(self.go_back)
        for panel in (self.receiving, self.trusting):
            panel.refused.connect(self.go_back)
        self.trusting.pinned.connect(self.go_back)
        self.receiving.conflicts_wanted.connect(self.decide)
        self.partners.card_wanted.connect(self.choose_card)
        self.partners.send_wanted.connect(self._send_to)

    def _show(self, view: ExchangeView) -> None:
        self._known = view
        self.partners.show_view(view)
        waiting = sum(partner.they_lack for partner in view.partners)
        self.to_send.tell("同事还缺本机的内容" if waiting else "把新内容做成加密的数据包")
        self.to_decide.tell(
            "两边填得不一样，等人来定" if view.conflicts else "没有要裁决的", view.conflicts
        )

    def _begin_sending(self, view: ExchangeView, only: str = "") -> None:
        self._known = view
        if not view.partners:  # nobody to send to: show what comes first
            self._bring(self.partners)
            self.shell.say("还没有登记同事的电脑，请先互相登记名片。")
            return
        self._bring(self.sending)
        self.sending.begin(view, only)
        self.sending.setFocus()

    def _send_to(self, site: str) -> None:
        if self._known is not None:
            self._begin_sending(self._known, site)

    def _show_dropping(self, hovering: bool) -> None:
        self.to_receive.show_dropping(dropping=hovering)

    def _take_dropped(self, path: str) -> None:
        self.take(Path(path))

    def _ask(self, title: str, kinds: str) -> None:
        chosen = file_asking.ask_open(self, Purpose.RECEIVED, title, kinds)
        if chosen is not None:
            self.take(chosen)

    def _take(self, number: int) -> None:
        if self.stack.currentWidget() is self.conflicts:
            self.conflicts.take(number)
