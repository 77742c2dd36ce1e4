"""The editor of a cell: the form's own, but choices are typed by pinyin as villages are."""

from __future__ import annotations

from collections.abc import Sequence

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.record_form import FormStart
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.field_editor import UNCHANGED, Editor, editor
from qxn_desktop.ui.widgets.search_combo import SearchCombo

HINT = "打拼音首字母，或按 ↓ 选"
ANSWERS = ("是", "否")


def cell_editor(field: FieldSpec, start: FormStart, shell: Shell) -> Editor:
    """An editor that shows what ``start`` holds of ``field``.

    What is hidden there stays out of it: nothing typed means unchanged.
    """
    if field.type in ("choice", "yesno"):
        made = _choice(field.options if field.type == "choice" else ANSWERS)
    else:
        made = editor(field, start, shell)
    value = start.values.get(field.id)
    if value is not None:
        made.write(value)
    made.widget.setAccessibleName(field.title)
    if field.id in start.hidden:
        made.widget.setToolTip(UNCHANGED)
    return made


def _choice(options: Sequence[str]) -> Editor:
    made = SearchCombo({one: one for one in options}, HINT)

    def write(value: Json) -> None:
        made.set_value(str(value or ""))

    return Editor(made, lambda: made.value, write, made.chosen)
