"""自定义列 in the window: added, seen in the form, hidden and brought back."""

from __future__ import annotations

import pytest

from qxn_desktop.ui.dialogs.custom_columns_dialog import CustomColumnsDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from tests.screenshots.clipped_text import faults
from tests.ui.settling import settle

SPEC = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")


@pytest.fixture
def dialog(qtbot, demo_shell):
    window = MainWindow(demo_shell, (SPEC,))
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, demo_shell)
    window.page.show_columns()
    settle(qtbot, demo_shell)
    (made,) = window.page.findChildren(CustomColumnsDialog)
    yield made
    made.reject()


def test_a_column_is_added_filled_hidden_and_brought_back(qtbot, demo_shell, dialog):
    page = dialog.parent()
    dialog.add()
    settle(qtbot, demo_shell)
    assert "请填列名" in dialog.grid._fields["title"][1].text()
    dialog.title.setText("房前路灯")
    dialog.type.setCurrentIndex(dialog.type.findData("choice"))
    dialog.options.setText("有、无、坏")
    dialog.add()
    settle(qtbot, demo_shell)
    [one] = [dialog.model.line(at) for at in range(dialog.model.rowCount())]
    assert (one.title, one.options) == ("房前路灯", ("有", "无", "坏"))
    assert [str(fault) for fault in faults(dialog)] == []
    page.edit_row()
    settle(qtbot, demo_shell)
    form = page.pane.form
    form.sections["自定义列"].open()
    form.editors[one.key].write("坏")
    page.pane.save()
    settle(qtbot, demo_shell)
    shown = {field.title: field.text for field in page.pane.view.fields}
    assert shown["房前路灯"] == "坏"
    dialog._turn()
    settle(qtbot, demo_shell)
    assert dialog.turn.text() == "恢复"
    assert "房前路灯" not in [field.title for field in page.bar.spec.fields]
    dialog._turn()
    settle(qtbot, demo_shell)
    assert dialog.turn.text() == "停用"
