"""A card of work lines, or what it says when there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qxn_desktop.services.work_line import WorkLine
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, emptied, packed
from qxn_desktop.ui.widgets.text import label, pill
from qxn_desktop.ui.widgets.work_row import WorkRow

AT_ONCE = 8
"""Lines that are shown before one asks for the rest."""
FEW = 4
NOTHING = "今天没有要办的事。"
NOTHING_SOON = "三天内没有到期的。"


class WorkCard(Card):
    """``narrow``: lines of two rows, for a card at the side.

    ``count_wanted`` carries a line that is to be counted by village.
    """

    count_wanted = Signal(object)

    def __init__(
        self, heading: str, begin: Callable[[WorkLine], None], *, narrow: bool = False
    ) -> None:
        super().__init__(heading)
        self._begin, self._narrow = begin, narrow
        self._lines: Sequence[WorkLine] = ()
        self._all = False
        self._number = pill()
        self.head.insertWidget(1, self._number)
        self._rows = column(spacing=1)
        self.body.addLayout(self._rows)
        self._why = label(kind="soft", wrap=True)
        self.body.addWidget(self._why)
        self._more = button("", self._show_all, "link")
        self.body.addWidget(self._more)
        self._offer = button("", self._take_offer, "primary")
        self._offered: Callable[[], None] | None = None
        self.body.addLayout(packed(self._offer))
        self.offer("", None)

    def show_lines(self, lines: Sequence[WorkLine], why: str = "") -> None:
        """Show these lines; ``why`` is told where there are none."""
        self._lines = lines
        self._number.setText(str(len(lines)))
        self._number.setVisible(bool(lines))
        self._why.setText(why or (NOTHING_SOON if self._narrow else NOTHING))
        self._why.setVisible(bool(why) or not lines)
        self._fill()

    def offer(self, words: str, run: Callable[[], None] | None) -> None:
        """One button below the lines; None takes it away."""
        self._offer.setText(words)
        self._offer.setAccessibleName(words)
        self._offer.setVisible(run is not None)
        self._offered = run

    def focus(self, at: int) -> bool:
        """Put the focus on the line at place ``at``, the last one of fewer; False without any."""
        at = min(at, self._rows.count() - 1)
        widget = self._row(at)
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return widget is not None

    def first(self) -> QWidget | None:
        """The first line's button."""
        return self._row(0)

    def focused(self) -> int:
        """The place of the line that has the focus, -1 when none has."""
        rows = (self._row(at) for at in range(self._rows.count()))
        return next((at for at, one in enumerate(rows) if one is not None and one.hasFocus()), -1)

    def _row(self, at: int) -> QWidget | None:
        item = self._rows.itemAt(at)
        return item.widget() if item is not None else None

    def focused_line(self) -> WorkLine | None:
        """The line that has the focus."""
        at = self.focused()
        return self._lines[at] if at >= 0 else None

    def _take_offer(self) -> None:
        if self._offered is not None:
            self._offered()

    def _show_all(self) -> None:
        first_hidden = self._rows.count()
        self._all = True
        self._fill()
        self.focus(first_hidden)

    def _fill(self) -> None:
        most = FEW if self._narrow else AT_ONCE
        shown = self._lines if self._all else self._lines[:most]
        emptied(self._rows)
        for line in shown:
            row = WorkRow(line, self._begin, tall=self._narrow)
            row.count_wanted.connect(self.count_wanted)
            self._rows.addWidget(row)
        rest = len(self._lines) - len(shown)
        self._more.setText(f"再显示 {rest} 项")
        self._more.setAccessibleName(self._more.text())
        self._more.setVisible(rest > 0)
