"""Who has what from whom, and this machine's own card."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qxn_desktop.services import exchange
from qxn_desktop.services.trust import CardView, ExchangeView, PartnerView
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.exchange.fingerprint_row import FingerprintRow
from qxn_desktop.ui.pages.exchange.remarks import Remarks
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, column, holder, row
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

NEVER = "还没有"
COLUMNS = (
    Column("电脑", lambda line: line.machine, 96),
    Column("单位", lambda line: line.unit, 96),
    Column("收到的最近一包", lambda line: line.received or NEVER, 136),
    Column("上次发给它", lambda line: line.sent or NEVER, 136),
    Column("现状", lambda line: line.words),
)
FIRST_STEPS = (
    "1. 保存本机名片，发给同事；2. 收下同事的名片，通电话核对指纹后登记；"
    "3. 以后互发数据包，各台电脑的数据就一样了。全程不用网络。"
)
CARD_HINT = "把名片文件发给同事。同事登记时会打电话来，请把这 8 组数逐组念给他听。"


class PartnerPanel(QWidget):
    """``send_wanted`` carries a machine to send to; ``card_wanted``: a card is to be read."""

    send_wanted = Signal(str)
    card_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._view: ExchangeView | None = None
        self.remarks = Remarks()
        self._model = LinesModel(COLUMNS, self)
        self.table = TableView(self._model, "已登记的电脑")
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda line: self.send_wanted.emit(line.site))
        self._send = button("给它发数据包", self._send_clicked, icon="send")
        self._unpin = button("取消登记…", self._ask_unpin)
        self._sure = Note(tone=Tone.SOON)
        self._sure.body.addWidget(button("确定取消登记", self._unpin_now, "danger"))
        self._sure.body.addWidget(button("不取消", self._sure.hide))
        self._sure.hide()
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "exchange",
            "还没有登记同事的电脑",
            FIRST_STEPS,
            button("登记同事的名片…", self.card_wanted.emit, icon="shield"),
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._known())
        self.own_groups = FingerprintRow()
        self._own_name = label(kind="strong")
        self._save_card = button("保存本机名片…", self.save_card, icon="save")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(self.remarks)
        partners = Card("谁有谁的数据")
        partners.body.addWidget(self._stack, 1)
        body.addWidget(partners, 1)
        body.addWidget(self._own())

    def show_view(self, view: ExchangeView) -> None:
        """Show partners and the own card."""
        self._view = view
        line = self.table.current_line()
        sites = [partner.site for partner in view.partners]
        self._model.show(view.partners)
        if view.partners:
            known = line is not None and line.site in sites
            self.table.go_to(sites.index(line.site) if known else 0)
        self._stack.setCurrentIndex(1 if view.partners else 0)
        self._show_own(view.own)
        self.remarks.show_texts(_remarks(view))

    def save_card(self) -> None:
        """Write the own card where the user says; it is made when there is none yet."""
        name, kinds = f"名片 {self.shell.desk.clerk}.qxncard", "名片 (*.qxncard)"
        path = file_asking.ask_save(self, Purpose.SENT, "保存本机名片", name, kinds)
        if path is not None:
            self.shell.do(
                self,
                "正在保存名片",
                lambda ctx, _job: exchange.write_card(ctx, path),
                lambda _card: file_asking.tell_saved(
                    self.shell, path, f"请把名片发给同事：“{path.name}”"
                ),
            )

    def _known(self) -> QWidget:
        buttons = row(
            self._send,
            button("登记同事的名片…", self.card_wanted.emit, icon="shield"),
            self._unpin,
        )
        buttons.addStretch(1)
        whole = column(self.table)
        whole.addWidget(self._sure)
        whole.addLayout(buttons)
        return holder(whole)

    def _own(self) -> Card:
        card = Card("本机名片")
        card.head.addWidget(self._save_card)
        card.body.addWidget(self._own_name)
        card.body.addWidget(self.own_groups)
        card.body.addWidget(label(CARD_HINT, "faint", wrap=True))
        return card

    def _show_own(self, own: CardView | None) -> None:
        self.own_groups.setVisible(own is not None)
        if own is None:
            self._own_name.setText("还没有生成。保存一次就有了。")
            return
        self._own_name.setText(f"{own.machine}　{own.unit}")
        self.own_groups.show_groups(own.groups)

    def _choose(self, line: PartnerView | None) -> None:
        self._sure.hide()
        for one in (self._send, self._unpin):
            one.setEnabled(line is not None)

    def _send_clicked(self) -> None:
        line = self.table.current_line()
        if line is not None:
            self.send_wanted.emit(line.site)

    def _ask_unpin(self) -> None:
        line = self.table.current_line()
        if line is not None:
            self._sure.words.setText(
                f"取消登记{line.machine}后，不再接收它的数据包；已经合并的数据保留。"
                "再要交换，须重新核对名片。"
            )
            self._sure.show()

    def _unpin_now(self) -> None:
        line = self.table.current_line()
        if line is None:
            return
        site, name = line.site, line.machine
        self._sure.hide()
        self.shell.do(
            self,
            "正在取消登记",
            lambda ctx, _job: exchange.unpin(ctx, site),
            lambda _left: self.shell.say(f"已取消登记{name}。"),
        )


def _remarks(view: ExchangeView) -> list[str]:
    found = [f"{gap}，请对方再导出一次。" for gap in view.gaps]
    if view.photos_missing:
        found.append(f"有 {view.photos_missing} 张照片还没有传到本机，下次交换时会再要。")
    if view.quarantined:
        found.append(
            f"有 {view.quarantined} 条记录与本机已有的同号记录内容不同，已隔离，没有改动本机数据。"
        )
    return found
