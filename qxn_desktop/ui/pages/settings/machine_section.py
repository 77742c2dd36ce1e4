"""外观与本机: theme, when the screen locks, where things lie, whether all data are whole."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from qxn_desktop import __version__
from qxn_desktop.common.paths import log_folder
from qxn_desktop.common.preferences import MOST_IDLE
from qxn_desktop.services import workspaces
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.theme import Look, theme
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, packed
from qxn_desktop.ui.widgets.number_field import NumberField
from qxn_desktop.ui.widgets.text import label, set_tone

LOOKS = ((Look.SYSTEM, "跟随系统"), (Look.LIGHT, "浅色"), (Look.DARK, "深色"))
FINDINGS_SHOWN = 8


class MachineSection(Section):
    """What concerns this machine alone."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.looks = QButtonGroup(self)
        self.idle = NumberField(0, MOST_IDLE, 140)
        self.idle.setSuffix(" 分钟")
        self.idle.setSpecialValueText("不自动锁定")
        self.idle.setAccessibleName("多久不动就锁定")
        self.idle.setValue(machine().preferences.idle_minutes)
        self.idle.valueChanged.connect(self._set_idle)
        self._said = Note()
        self._said.hide()
        self.check = button("全面校验", self._verify, icon="shield")
        for card in (self._looks_card(), self._lock_card(), self._data_card()):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def refresh(self) -> None:
        chosen = machine().preferences.theme
        for one in self.looks.buttons():
            one.setChecked(one.property("look") == chosen)

    def _looks_card(self) -> Card:
        card = Card("外观")
        line = packed(spacing=16)
        for look, title in LOOKS:
            one = QRadioButton(title)
            one.setProperty("look", str(look))
            one.clicked.connect(lambda _on, chosen=look: self._set_look(chosen))
            self.looks.addButton(one)
            line.insertWidget(line.count() - 1, one)
        card.body.addLayout(line)
        return card

    def _lock_card(self) -> Card:
        card = Card("锁定")
        card.body.addLayout(packed(label("多久不动就锁定"), self.idle))
        card.body.addWidget(
            label("离开座位时按 Ctrl+L 立即锁定，没存完的内容不会丢。", "faint", wrap=True)
        )
        return card

    def _data_card(self) -> Card:
        card = Card("数据和程序")
        card.body.addWidget(
            label(
                "逐页核对数据和操作记录是否完整，数据多时要几分钟，可以随时取消。",
                "faint",
                wrap=True,
            )
        )
        places = packed(
            self.check,
            button("打开数据文件夹", self._open_root, icon="folder"),
            button("打开故障记录", self._open_logs, icon="folder"),
        )
        card.body.addLayout(places)
        card.body.addWidget(self._said)
        card.body.addWidget(label(f"程序版本 {__version__}", "faint"))
        return card

    def _set_look(self, look: Look) -> None:
        machine().set(theme=str(look))
        theme().apply(look, theme().px)

    def _set_idle(self, minutes: int) -> None:
        machine().set(idle_minutes=minutes)

    def _verify(self) -> None:
        self._said.hide()
        self.shell.do(self, "正在全面校验", workspaces.verify_findings, self._verified)

    def _verified(self, found: list[str]) -> None:
        set_tone(self._said, Tone.OVERDUE if found else Tone.DONE)
        told = "；".join(found[:FINDINGS_SHOWN])
        said = (
            f"发现问题：{told}。请从最近的备份恢复。" if found else "全部数据完整，没有发现问题。"
        )
        self._said.words.setText(said)
        self._said.show()

    def _open_root(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.shell.desk.root)))

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))
