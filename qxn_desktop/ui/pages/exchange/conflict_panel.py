"""有冲突: chosen at the left, side by side at the right, decided there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from qxn_desktop.services import conflicts
from qxn_desktop.services.conflict_card import (
    ConflictCard,
    Side,
    conflict_cards,
    reveal_conflict,
)
from qxn_desktop.services.joint_decision import JointDecision, joint_decisions
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.exchange.side_card import SideCard
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, emptied, holder, line, packed, row, scrolling
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.reason_ask import ReasonAsk
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, selectable

LIST_WIDTH = 380
MOST_CONTEXT = 12
SEE_WHOLE = "看完整内容（记入日志）"
COLUMNS = (
    Column("村", lambda card: card.village_name or "全单位", 88),
    Column("记录", lambda card: f"{card.register_title}“{card.label}”"),
    Column("哪一项", lambda card: card.field_title, 104),
)
JOINT = (
    Column("记录", lambda pair: pair[0].label, 140),
    Column("采用", lambda pair: pair[1].value),
    Column("填的人", lambda pair: pair[1].origin),
)


class ConflictPanel(QWidget):
    """``left``: the user goes back."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.cards: tuple[ConflictCard, ...] = ()
        self._decision: JointDecision | None = None
        self._own = ""
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "待裁决的冲突")
        self.table.setFixedWidth(LIST_WIDTH)
        self.table.chosen.connect(self._choose)
        self.sides: list[SideCard] = []
        self.ask = ReasonAsk()
        self.ask.given.connect(self._reveal)
        self._detail = QVBoxLayout()
        self._detail.setSpacing(12)
        self._joint_model = LinesModel(JOINT, self)
        self._joint_words = label(kind="strong", wrap=True)
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "done",
            "没有冲突",
            "两边填得不一样的地方会列在这里，由人来定；两边的内容都留着，不会丢。",
            button("返回", self.left.emit),
        )
        for widget in (self._empty, self._both(), self._joint()):
            self._stack.addWidget(widget)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._stack)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read the conflicts anew."""
        self.shell.read(
            self, lambda ctx: (conflict_cards(ctx), ctx.ws.site), self._show, key="conflicts"
        )

    def take(self, number: int) -> None:
        """Take the side with this number, from 1."""
        if self._stack.currentIndex() == 1 and 0 < number <= len(self.sides):
            self._take(self.sides[number - 1].side)

    def go_back(self) -> bool:
        """From the preview of many to the list; whether there was such a step."""
        if self._stack.currentIndex() != 2:
            return False
        self._stack.setCurrentIndex(1)
        return True

    # --- inside

    def _both(self) -> QWidget:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addWidget(self.ask)
        inside.addLayout(self._detail, 1)
        whole = row(self.table, spacing=16)
        whole.addWidget(scrolling(content), 1)
        return holder(whole)

    def _joint(self) -> QWidget:
        card = Card("一起裁决")
        card.body.addWidget(self._joint_words)
        card.body.addWidget(TableView(self._joint_model, "一起裁决的冲突"), 1)
        back = button("返回", lambda: self._stack.setCurrentIndex(1))
        card.body.addLayout(
            packed(button("确定，一起裁决", self._take_all, "primary", "done"), back)
        )
        return card

    def _show(self, found: tuple[tuple[ConflictCard, ...], str]) -> None:
        before = self.table.currentIndex().row()
        self.cards, self._own = found
        self.model.show(self.cards)
        self._stack.setCurrentIndex(1 if self.cards else 0)
        if self.cards:
            self.table.go_to(min(max(before, 0), len(self.cards) - 1))

    def _choose(self, card: ConflictCard | None) -> None:
        self.ask.hide()
        self._show_card(card)

    def _show_card(self, card: ConflictCard | None) -> None:
        emptied(self._detail)
        self.sides = []
        if card is None:
            return
        head = row(label(card.title, "section", wrap=True))
        target = row_target(card.register, card.row)
        head.addWidget(button("打开记录", partial(self.shell.go, target), "link", "open"))
        self._detail.addLayout(head)
        self._detail.addWidget(label(card.question, wrap=True))
        self._add_joint(card)
        self._add_hidden(card)
        self._add_sides(card)
        self._add_context(card)
        self._detail.addStretch(1)

    def _add_sides(self, card: ConflictCard) -> None:
        beside = row(spacing=12)
        for number, side in enumerate(card.sides, 1):
            one = SideCard(side, number)
            one.taken.connect(self._take)
            self.sides.append(one)
            beside.addWidget(one, 1)
        self._detail.addLayout(beside)

    def _add_joint(self, card: ConflictCard) -> None:
        alike = [other for other in self.cards if other.key == card.key]
        found = joint_decisions(alike, self._own)
        if not found:
            return
        note = Note(f"同类的冲突有 {len(alike)} 处，可以一起裁决：", Tone.ACCENT)
        for decision in found:
            note.body.addWidget(
                button(f"{decision.words}…", partial(self._preview, decision), "link")
            )
        self._detail.addWidget(note)

    def _add_hidden(self, card: ConflictCard) -> None:
        """What of the sides is hidden, and the way to see it."""
        if card.revealed:
            shown = button("重新遮盖", self._mask_again, "link", "eye_off")
            self._detail.addLayout(packed(shown))
        elif card.masked:
            note = Note(_hidden_words(card), Tone.SOON if card.alike else Tone.NEUTRAL)
            note.body.addWidget(button(SEE_WHOLE, self.ask.want, "link", "eye"))
            self._detail.addWidget(note)

    def _mask_again(self) -> None:
        self._choose(self.table.current_line())

    def _reveal(self, reason: str) -> None:
        card = self.table.current_line()
        if isinstance(card, ConflictCard):
            self.shell.do(
                self,
                "正在读取",
                lambda ctx, _job: reveal_conflict(ctx, card.id, reason),
                self._revealed,
                quiet=True,
            )

    def _revealed(self, whole: ConflictCard) -> None:
        card = self.table.current_line()
        if isinstance(card, ConflictCard) and card.id == whole.id:
            self._show_card(whole)

    def _add_context(self, card: ConflictCard) -> None:
        around = Card("这条记录的其他内容")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for at, (title, value) in enumerate(card.context[:MOST_CONTEXT]):
            across, down = 2 * (at % 2), at // 2
            grid.addWidget(label(title, "soft"), down, across)
            grid.addWidget(selectable(value), down, across + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        around.body.addLayout(grid)
        around.body.addWidget(line())
        around.body.addWidget(label("最近的改动", "soft"))
        for told in card.history:
            around.body.addWidget(selectable(told, "faint"))
        self._detail.addWidget(around)

    def _take(self, side: Side) -> None:
        card = self.table.current_line()
        if not isinstance(card, ConflictCard):
            return
        self._set_enabled(enabled=False)
        shown = next((one.value for one in card.sides if one.take == side.take), side.value)
        # A decision is final; whoever erred corrects the record itself.
        more = ("打开记录", partial(self.shell.go, row_target(card.register, card.row)))
        self.shell.do(
            self,
            "正在裁决",
            lambda ctx, _job: conflicts.resolve(ctx, card.id, side.take),
            lambda _change: self.shell.say(
                f"{card.title}：已采用“{shown}”（{side.machine}）。", more=more
            ),
            self._failed,
        )

    def _preview(self, decision: JointDecision) -> None:
        self._decision = decision
        left = f"，另有 {decision.left} 处定不了，留着逐个裁决" if decision.left else ""
        self._joint_words.setText(f"{decision.words}：共 {len(decision.taken)} 处{left}。")
        self._joint_model.show(decision.taken)
        self._stack.setCurrentIndex(2)

    def _take_all(self) -> None:
        decision = self._decision
        if decision is None:
            return
        taken = {card.id: side.take for card, side in decision.taken}
        self.shell.do(
            self,
            "正在裁决",
            lambda ctx, _job: conflicts.resolve_all(ctx, taken),
            lambda _change: self.shell.say(f"已裁决 {len(taken)} 处冲突：{decision.words}。"),
            self._failed,
        )
        self._stack.setCurrentIndex(1)

    def _failed(self, error: BaseException) -> None:
        self.shell.fail(error)
        self._set_enabled(enabled=True)
        self.refresh()

    def _set_enabled(self, *, enabled: bool) -> None:
        for one in self.sides:
            one.take.setEnabled(enabled)


def _hidden_words(card: ConflictCard) -> str:
    if card.alike:
        return f"两边露出的部分一样，遮住的部分不一样（{card.alike}），看完整内容才分得清。"
    return "两边各有遮住的部分。"
