"""What stands behind a figure of a report: its rows in words, each to be opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.figure_row import TASKS, FigureKey, RowRef, by_village
from qxn_desktop.domain.lead import CHANNEL_WORDS
from qxn_desktop.domain.rectification import STAGE_WORDS
from qxn_desktop.reports.document import Table
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import orders
from qxn_desktop.services.problem_timeline import day_words
from qxn_desktop.services.reporting import Draft
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.store.row import Row

GONE = "（已删除）"
OUTCOMES = {Outcome.DONE: "已查", Outcome.AWAY: "户主不在", Outcome.VACANT: "长期无人居住"}
WHOLE_UNIT = "全单位"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure that the report prints: 表2, 丫他村, 不合格, 3."""

    key: FigureKey
    table: str
    row: str
    column: str
    printed: str

    @property
    def title(self) -> str:
        """丫他村 · 不合格."""
        return f"{self.row} · {self.column}"


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row behind a figure. ``register`` and ``id`` open it; the rest is for people."""

    register: str
    id: str
    label: str
    village: str
    detail: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure, its rows and how many lie in each village, in code order.

    ``note`` says that the register counts otherwise today than the report prints; "" when not.
    """

    line: FigureLine
    rows: tuple[RowLine, ...]
    villages: tuple[tuple[str, int], ...]
    note: str

    @property
    def text(self) -> str:
        """The figure and its rows as text to paste elsewhere."""
        head = f"{self.line.table}：{self.line.title} {self.line.printed}"
        counts = "，".join(f"{name} {count}" for name, count in self.villages)
        lines = [
            "\t".join((f"{n}", row.village, row.label, row.detail))
            for n, row in enumerate(self.rows, 1)
        ]
        return "\n".join((head, *([f"按村：{counts}"] if counts else []), *lines))


def figure_lines(draft: Draft) -> tuple[FigureLine, ...]:
    """Every figure of the report's tables that has rows, in the order in which it is printed."""
    return tuple(
        line
        for block in draft.document.blocks
        if isinstance(block, Table) and block.figures
        for line in _lines(block)
        if draft.rows.get(line.key) or _is_some(line.printed)
    )


def figure_view(ctx: AppContext, draft: Draft, key: FigureKey) -> FigureView | None:
    """What stands behind the figure ``key`` of ``draft``; None when the report prints no such."""
    line = next((line for line in figure_lines(draft) if line.key == key), None)
    if line is None:
        return None
    refs = draft.rows.get(key, ())
    teller = _Teller(ctx, date.fromisoformat(draft.figures.cut_off))
    villages = by_village(refs)
    named = tuple((teller.village(code), count) for code, count in villages.items())
    return FigureView(line, tuple(teller.lines(key, refs)), named, _note(line, len(refs)))


def _lines(table: Table) -> Iterator[FigureLine]:
    rows = (*table.rows, *([table.total] if table.total else []))
    for cells, figures in zip(rows, table.figures, strict=True):
        for column, text, key in zip(table.columns, cells, figures, strict=True):
            if isinstance(key, FigureKey):
                yield FigureLine(key, table.caption, cells[0], column.title, text)


def _is_some(printed: str) -> bool:
    return printed.isdecimal() and int(printed) > 0


def _note(line: FigureLine, count: int) -> str:
    if not line.printed.isdecimal() or int(line.printed) == count:
        return ""
    return f"报表出具时为 {line.printed}，现在台账里是 {count}，下面列的是现在的。"


class _Teller:
    """Puts rows into words."""

    def __init__(self, ctx: AppContext, cut_off: date) -> None:
        self._ctx = ctx
        self._cut_off = cut_off
        self._words = ValueWords(ctx)

    def village(self, code: str) -> str:
        return self._words.village(code) if code else WHOLE_UNIT

    def lines(self, key: FigureKey, refs: tuple[RowRef, ...]) -> Iterator[RowLine]:
        standings = self._standings() if key.table == TASKS else {}
        for ref in refs:
            row = self._row(ref)
            village = self.village(ref.village)
            if row is None:
                yield RowLine(ref.register, ref.id, GONE, village, "")
                continue
            detail = standings.get((ref.id, ref.village)) or self._detail(row)
            yield RowLine(row.register, row.id, self._label(row), village, detail)

    def _row(self, ref: RowRef) -> Row | None:
        """The row itself; of an object whatever register holds it."""
        if ref.register:
            return self._ctx.ws.get(ref.register, ref.id)
        return self._ctx.ws.find(ref.id)

    def _label(self, row: Row) -> str:
        return self._words.object(row) if row.register == "check" else self._words.row(row)

    def _detail(self, row: Row) -> str:
        match row.register:
            case "check":
                return "，".join(part for part in self._check(row) if part)
            case "problem":
                state = STAGE_WORDS.get(row.text("state"), "")
                parts = (state, f"期限{day_words(row.text('due'))}", row.text("number"))
            case "lead":
                channel = CHANNEL_WORDS.get(row.text("channel"), "")
                parts = (self._household(row), channel, f"{row.text('found_on')} 发现")
            case _:
                return self._ctx.ws.schema.registers[row.register].title
        return "，".join(part for part in parts if part)

    def _check(self, row: Row) -> Iterator[str]:
        yield day_words(row.text("date"))
        outcome = row.text("outcome")
        if outcome in set(Outcome) and outcome != Outcome.DONE:
            yield OUTCOMES[Outcome(outcome)]
        yield row.text("grade")
        yield f"{row.text('score')} 分" if row.text("score") else ""
        yield row.text("inspector")

    def _household(self, lead: Row) -> str:
        found = self._ctx.ws.get("household", lead.text("household"))
        return self._words.row(found) if found else ""

    def _standings(self) -> dict[tuple[str, str], str]:
        return {
            (view.id, found.village): found.standing.words
            for view in orders(self._ctx, self._cut_off)
            for found in view.standings
        }
