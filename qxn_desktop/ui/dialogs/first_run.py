"""First run: 选单位 → 账户和口令 → 恢复码 → 启用日期和检查表 → 完成. Or a demonstration at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget

from qxn_desktop.bootstrap import Desk, open_desk
from qxn_desktop.common.clock import Clock, today
from qxn_desktop.common.preferences import Recent
from qxn_desktop.services import first_run, workspaces
from qxn_desktop.services.accounts import note_unlocking
from qxn_desktop.services.checklist_choice import checklist_lines
from qxn_desktop.services.workspaces import NewWorkspace
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.ui.dialogs.account_step import AccountStep
from qxn_desktop.ui.dialogs.begin_step import BeginStep
from qxn_desktop.ui.dialogs.door_page import DoorPage
from qxn_desktop.ui.dialogs.envelope_step import EnvelopeStep
from qxn_desktop.ui.dialogs.unit_step import UnitStep
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.step_row import StepRow

STEPS = ("选单位", "账户和口令", "恢复码", "启用日期", "完成")
UNIT, ACCOUNT, ENVELOPE, BEGIN = range(4)


class FirstRun(DoorPage):
    """``opened`` carries the desk of the new workspace once all steps are done."""

    opened = Signal(object)
    demo_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, errands: Errands, clock: Clock) -> None:
        super().__init__(UnitStep.title)
        self._errands, self._clock = errands, clock
        self._desk: Desk | None = None
        self._secret: Secret | None = None
        self._told = False
        self.unit = UnitStep()
        self.account = AccountStep()
        self.envelope = EnvelopeStep(errands, self.fail, clock)
        self.start = BeginStep(today(clock))
        self._stack = QStackedWidget()
        self._steps = StepRow(STEPS)
        self.body.addWidget(self._steps)
        self.body.addSpacing(4)
        for step in self._pages():
            self._stack.addWidget(step)
        self.body.addWidget(self._stack, 1)
        self._back = button("上一步", self._go_back)
        self._demo = button("先看看演示", self.demo_wanted.emit, icon="eye")
        self.next = button("下一步", self._go_on, "primary")
        self.foot.addWidget(self._back)
        self.foot.addWidget(self._demo)
        self.foot.addStretch(1)
        self.foot.addWidget(self.next)
        self._connect()
        self._show(UNIT)

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._stack.currentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Enter goes on; from a field it leads to what follows it, which the steps know."""
        if not isinstance(self.focusWidget(), QLineEdit):
            self._go_on()

    def may_close(self) -> bool:
        """Whether the program may end here; that the code was not kept is said once."""
        if self.step != ENVELOPE or self.envelope.is_ready or self._told:
            return True
        self._told = True
        self.envelope.say_leaving()
        return False

    def close_desk(self) -> None:
        """Give up what was opened on the way, when the program ends before the last step.

        The workspace is there and is offered at the next start; the rest is found in 设置.
        """
        self.account.take()
        self.envelope.wipe()
        if self._desk is not None:
            unit = self.unit.unit.name if self.unit.unit is not None else ""
            machine().note_opened(Recent(str(self._desk.root), unit, self._desk.clerk))
            self._desk.close()
            self._desk = None

    def _pages(self) -> tuple[UnitStep, AccountStep, EnvelopeStep, BeginStep]:
        return self.unit, self.account, self.envelope, self.start

    def _connect(self) -> None:
        self.unit.confirmed.connect(self._go_on)
        self.account.confirmed.connect(self._go_on)

    def _show(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.heading.setText(self._pages()[step].title)
        self._steps.show_step(step)
        self.trouble.settle()
        self.next.setText(("下一步", "建立本单位数据", "下一步", "完成，开始工作")[step])
        self._demo.setVisible(step == UNIT)
        self._back.setVisible(step in (UNIT, ACCOUNT))
        self._back.setText("打开已有的数据" if step == UNIT else "上一步")
        self.setFocusProxy(self._pages()[step])
        self.setFocus()

    def _go_back(self) -> None:
        if self.step == ACCOUNT:
            self._show(UNIT)
        else:
            self.back_wanted.emit()

    def _go_on(self) -> None:
        """On to the next step; where something is missing it is said where it belongs."""
        if not self.next.isEnabled():  # something is under way
            return
        step = self._pages()[self.step]
        if not step.is_ready:
            step.say_missing()
            return
        (self._to_account, self._create, self._to_begin, self._finish)[self.step]()

    def _to_account(self) -> None:
        if self.unit.unit is not None:
            self.account.begin(self.unit.unit.name)
            self._show(ACCOUNT)

    def _create(self) -> None:
        unit, root = self.unit.unit, self.account.root
        if unit is None or root is None:
            return
        secret = self.account.take()
        self._secret = secret
        self.set_busy(busy=True)
        self._errands.run(
            self,
            "正在建立加密的数据",
            lambda _job: workspaces.create(root, unit.code, None, secret, self._clock),
            self._created,
            self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self._secret = None
        self.fail(error)

    def _created(self, made: NewWorkspace) -> None:
        self.set_busy(busy=False)
        unit = self.unit.unit
        self.envelope.show_code(made.recovery_code, unit.path if unit else "", made.site)
        self._show(ENVELOPE)
        secret, self._secret = self._secret, None
        if secret is not None:
            future = open_desk(made.root, secret, self._clock)
            self._errands.wait_for(self, "正在打开", future, self._ready, self.fail)

    def _ready(self, desk: Desk) -> None:
        self._desk = desk
        future = desk.read(checklist_lines)
        show = self.start.show_lines
        self._errands.wait_for(self, "正在读取检查表", future, show, self.fail)

    def _to_begin(self) -> None:
        self.envelope.wipe()
        self._show(BEGIN)

    def _finish(self) -> None:
        if self._desk is None:
            return
        chosen = self.start.beginning()
        self.set_busy(busy=True)

        def work(ctx: Any) -> None:
            first_run.begin(ctx, chosen)
            note_unlocking(ctx)

        future = self._desk.write(work)
        self._errands.wait_for(self, "正在保存", future, self._done, self._refused)

    def _done(self, _result: object) -> None:
        self.set_busy(busy=False)
        desk, self._desk = self._desk, None
        self.opened.emit(desk)
