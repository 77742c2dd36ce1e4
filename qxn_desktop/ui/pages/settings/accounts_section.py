"""账户: who can unlock; adding, disabling, passphrases, the recovery code, handing work over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from qxn_desktop.services import workspaces
from qxn_desktop.services.accounts import (
    AccountLine,
    AccountPage,
    account_page,
)
from qxn_desktop.ui.dialogs.envelope_step import EnvelopeStep
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.pages.settings.handover_panel import HandoverPanel
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, column, emptied, line, packed, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.new_passphrase import NewPassphrase
from qxn_desktop.ui.widgets.text import label, pill


class SecretForm(QFrame):
    """A new passphrase, twice; with a name for a new account."""

    def __init__(self, title: str, save: Callable[[str, str], None], *, named: bool) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self._save = save
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self._name_row = FormRow("姓名", self.name)
        if not named:
            self._name_row.hide()
        self._named = named
        self._typed = NewPassphrase("新口令", by_whom="由本人来输，别人不要代设。", parent=self)
        self.first, self.again = self._typed.first, self._typed.again
        self.go = button(title, self._go, "primary")
        fields = row(spacing=12)
        for one in (self._name_row, self._typed.first_row, self._typed.again_row):
            fields.addWidget(one, 1, Qt.AlignmentFlag.AlignTop)
        body = QVBoxLayout(self)
        body.setContentsMargins(12, 12, 12, 12)
        body.addLayout(fields)
        body.addLayout(packed(self.go, button("取消", self.close_form)))
        self.name.textChanged.connect(lambda _text: self._name_row.tell())
        self.name.returnPressed.connect(self._name_given)
        self._typed.confirmed.connect(self._go)
        self.setFocusProxy(self.name if named else self.first)

    def close_form(self) -> None:
        """Forget what was typed and go."""
        self.first.wipe()
        self.again.wipe()
        self.hide()
        self.deleteLater()

    def _name_given(self) -> None:
        if self._has_name():
            self.first.setFocus()

    def _has_name(self) -> bool:
        if self.name.text().strip() or not self._named:
            return True
        self._name_row.tell("请写上姓名。", fault=True)
        self.name.setFocus()
        return False

    def _go(self) -> None:
        if self._has_name() and not self._typed.say_missing():
            self._save(self.name.text().strip(), self._typed.take())


class Question(QFrame):
    """Asks in place before something that is not easily taken back."""

    def __init__(self, text: str, verb: str, go: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self.go = button(verb, go, "danger")
        body = QVBoxLayout(self)
        body.setContentsMargins(12, 12, 12, 12)
        body.addWidget(label(text, wrap=True))
        body.addLayout(packed(self.go, button("取消", self.close_form)))
        self.setFocusProxy(self.go)

    def close_form(self) -> None:
        """Do nothing and go."""
        self.hide()
        self.deleteLater()


class AccountsSection(Section):
    """A card of accounts, one of handing over, one of the recovery code."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._errands = Errands(self)
        self._note = Note(
            "现在是用恢复码打开的。请先为忘了口令的账户重设口令，再换发恢复码。", Tone.SOON
        )
        self._note.hide()
        self._accounts = Card("账户")
        self.add = button("添加账户", self._open_add, icon="add")
        self._accounts.head.addWidget(self.add)
        self._rows = column(spacing=4)
        self._forms = column()
        self._accounts.body.addLayout(self._rows)
        self._accounts.body.addLayout(self._forms)
        self.handover = HandoverPanel(shell)
        self._code = Card("恢复码")
        self._from = label("", "soft", wrap=True)
        self.renew = button("换发恢复码", self._renew, icon="key")
        self.envelope = EnvelopeStep(self._errands, shell.fail, shell.desk.clock)
        self._kept = button("已装进信封，收起", self._put_away, "primary")
        self._code.body.addWidget(self._from)
        self._code.body.addLayout(packed(self.renew))
        self._code.body.addWidget(self.envelope)
        self._code.body.addLayout(packed(self._kept))
        for widget in (self._note, self._accounts, self.handover, self._code):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.envelope.changed.connect(lambda: self._kept.setEnabled(self.envelope.is_ready))
        self.handover.account_wanted.connect(self._open_add)
        self._put_away()
        self.destroyed.connect(self._errands.close)

    def refresh(self) -> None:
        self.shell.read(self, account_page, self._show, key="page")

    def leave(self) -> None:
        self._close_form()
        self._put_away()

    def _show(self, page: AccountPage) -> None:
        self._note.setVisible(page.by_recovery)
        self._from.setText(
            f"现在的恢复码是 {page.recovery_from} 生成的。信封丢了、拆开过，或者管信封的人调走，"
            "都应换发；旧码随即作废。"
        )
        emptied(self._rows)
        for one in page.accounts:
            if self._rows.count():
                self._rows.addWidget(line())
            self._rows.addLayout(self._row(one, by_recovery=page.by_recovery))
        names = [one.name for one in page.accounts if not one.disabled]
        self.handover.show_names(names, self.shell.desk.clerk)

    def _row(self, one: AccountLine, *, by_recovery: bool) -> QHBoxLayout:
        used = f"上次使用 {one.last_use}" if one.last_use else "还没有用过"
        made = row(label(one.name, "soft" if one.disabled else "strong"))
        if one.is_self:
            made.addWidget(pill("本人", Tone.ACCENT))
        if one.disabled:
            made.addWidget(pill("已停用"))
        made.addWidget(label(used, "faint"), 1)
        if not one.disabled:
            if one.is_self or by_recovery:
                words = "改口令" if one.is_self else "重设口令"
                made.addWidget(self._link(words, one.name, self._open_change))
            if not one.is_self:
                made.addWidget(self._link("移交工作", one.name, self._begin_handover))
                made.addWidget(self._link("停用", one.name, self._disable))
        return made

    def _link(self, words: str, name: str, run: Callable[[str], None]) -> QPushButton:
        made = button(words, partial(run, name), "link")
        made.setAccessibleName(f"{words}：{name}")
        return made

    def _begin_handover(self, name: str) -> None:
        self.handover.begin(name)
        self.bring_into_view(self.handover)

    def _open_add(self) -> None:
        self._open(SecretForm("添加账户", self._add, named=True))

    def _open_change(self, name: str) -> None:
        save = lambda _name, passphrase: self._change(name, passphrase)  # noqa: E731
        self._open(SecretForm(f"为{name}更换口令", save, named=False))

    def _open(self, form: SecretForm | Question) -> None:
        self._close_form()
        self._forms.addWidget(form)
        form.show()  # a layout shows it only later, and what is not shown takes no focus
        form.setFocus()
        self.bring_into_view(form)

    def _close_form(self) -> None:
        while (item := self._forms.takeAt(0)) is not None:
            form = item.widget()
            if isinstance(form, SecretForm | Question):
                form.close_form()

    def _add(self, name: str, passphrase: str) -> None:
        work: Write = lambda ctx, _job: workspaces.add_clerk(ctx, name, passphrase)  # noqa: E731
        self.shell.do(self, "正在添加账户", work, lambda _names: self._told(f"已添加账户{name}。"))

    def _change(self, name: str, passphrase: str) -> None:
        work: Write = lambda ctx, _job: workspaces.reset_passphrase(  # noqa: E731
            ctx, name, passphrase
        )
        self.shell.do(
            self, "正在更换口令", work, lambda _names: self._told(f"已更换{name}的口令。")
        )

    def _disable(self, name: str) -> None:
        """Asked once more: only the recovery code brings an account back."""

        def go() -> None:
            work: Write = lambda ctx, _job: workspaces.disable_clerk(ctx, name)  # noqa: E731
            said = f"已停用{name}的账户，所做的记录都在。"
            self.shell.do(self, "正在停用账户", work, lambda _names: self._told(said))

        self._open(
            Question(f"停用后{name}打不开本单位数据，手上的工作请先移交。", f"停用{name}", go)
        )

    def _told(self, text: str) -> None:
        self._close_form()
        self.add.setFocus()  # else the focus leaves the section with the form
        self.shell.say(text)
        self.refresh()

    def _renew(self) -> None:
        work: Write = lambda ctx, _job: (  # noqa: E731
            workspaces.renew_recovery(ctx), ctx.unit.name, ctx.ws.site
        )  # fmt: skip
        self.shell.do(self, "正在换发恢复码", work, self._renewed)

    def _renewed(self, made: tuple[str, str, str]) -> None:
        self.envelope.show_code(*made)
        self._set_shown(shown=True)
        self.refresh()

    def _put_away(self) -> None:
        self.envelope.wipe()
        self._set_shown(shown=False)

    def _set_shown(self, *, shown: bool) -> None:
        self.envelope.setVisible(shown)
        self._kept.setVisible(shown)
        self._kept.setEnabled(False)
        self.renew.setVisible(not shown)
