"""A card of work lines, or what it says when there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qxn_desktop.services.work_line import WorkLine, how_many
from qxn_desktop.ui.laid_out import laid_out
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, emptied, packed
from qxn_desktop.ui.widgets.text import label, pill
from qxn_desktop.ui.widgets.work_row import WorkRow

AT_ONCE = 8
"""Lines that are shown before one asks for the rest."""
FEW = 4
NOTHING = "今天没有要办的事。"
NOTHING_SOON = "三天内没有到期的。"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button below the lines: its words and what it does."""

    words: str
    run: Callable[[], None]


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
        self._offers = packed()
        self.body.addLayout(self._offers)

    def show_lines(self, lines: Sequence[WorkLine], why: str = "") -> None:
        """Show these lines; ``why`` is told where there are none."""
        self._lines = lines
        number = how_many(lines)
        self._number.setText(str(number))
        self._number.setVisible(number > 0)
        self._why.setText(why or (NOTHING_SOON if self._narrow else NOTHING))
        self._why.setVisible(bool(why) or not lines)
        self._fill()

    def offer(self, offers: Sequence[Offer]) -> None:
        """Buttons below the lines, the blue one first."""
        emptied(self._offers)
        for at, one in enumerate(offers):
            self._offers.addWidget(button(one.words, one.run, "" if at else "primary"))
        self._offers.addStretch(1)

    def focus(self, at: int) -> bool:
        """Put the focus on the line at place ``at``, the last one of fewer, else on an offer.

        False without any.
        """
        at = min(at, self._rows.count() - 1)
        widget = self._row(at) or self._first_offer()
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return widget is not None

    def first(self) -> QWidget | None:
        """The first line's button, else the first offer's."""
        return self._row(0) or self._first_offer()

    def focused(self) -> int:
        """The place of the line that has the focus, -1 when none has."""
        rows = enumerate(laid_out(self._rows))
        return next((at for at, one in rows if one.hasFocus()), -1)

    def _first_offer(self) -> QWidget | None:
        return next(iter(laid_out(self._offers)), None)

    def _row(self, at: int) -> QWidget | None:
        rows = laid_out(self._rows)
        return rows[at] if 0 <= at < len(rows) else None

    def focused_line(self) -> WorkLine | None:
        """The line that has the focus."""
        at = self.focused()
        return self._lines[at] if at >= 0 else None

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
