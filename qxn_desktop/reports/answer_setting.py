"""Sets the place where an item of a blank sheet is answered: boxes to tick, lines to write on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qxn_desktop.domain.template import Item
from qxn_desktop.domain.typed_answer import NOT_APPLICABLE, option_digits
from qxn_desktop.reports.flow import Spot
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.text_setting import Style, draw_text

SIZE = 11.0
DIGIT_SIZE = 8.5
BOX = 9.5
BETWEEN = 12.0
RULE = 0.5
REASON = "，理由"


@dataclass(frozen=True, slots=True)
class Token:
    """What stands together: a box with its digit, words, a line ``pen`` points long, words.

    ``fill``: the line goes on to the end of the row.
    """

    boxed: bool = False
    digit: str = ""
    before: str = ""
    pen: float = 0.0
    after: str = ""
    fill: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLines:
    """The tokens of an item, line by line ``pitch`` points apart, in a column ``width`` wide."""

    lines: tuple[tuple[Token, ...], ...]
    width: float
    pitch: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.pitch

    def draw(self, spot: Spot) -> None:
        """Draw the lines below one another."""
        here = spot
        for line in self.lines:
            at = here
            for token in line:
                at = _draw(at, token, self.width - (at.x - here.x), self.pitch)
            here = here.moved(0, self.pitch)


def answer_lines(item: Item, width: float, pitch: float) -> AnswerLines:
    """The place for the answer of ``item``, broken into lines that fit ``width``."""
    lines: list[list[Token]] = [[]]
    used = 0.0
    for token in _tokens(item, width):
        wide = _width(token) + BETWEEN
        if lines[-1] and used + wide - BETWEEN > width:
            lines.append([])
            used = 0.0
        lines[-1].append(token)
        used += wide
    return AnswerLines(tuple(map(tuple, lines)), width, pitch)


def _tokens(item: Item, width: float) -> Iterator[Token]:
    match item.type:
        case "number":
            yield Token(pen=58.0 if item.na_allowed else 92.0, after=item.unit)
        case "text":
            yield Token(pen=width)
            yield Token(pen=width)
        case "date":
            yield Token(pen=44.0, after="年")
            yield Token(pen=26.0, after="月")
            yield Token(pen=26.0, after="日")
        case "photo":
            yield Token(boxed=True, before="已拍照，共", pen=34.0, after="张")
        case _:
            for digit, option in option_digits(item):
                if option != NOT_APPLICABLE:
                    yield Token(boxed=True, digit=digit, before=option)
    if item.na_allowed:
        sign = "0" if item.options else "/"
        words = f"{NOT_APPLICABLE}{REASON}"
        yield Token(boxed=True, digit=sign, before=words, pen=40.0, fill=True)


def _text() -> Style:
    return Style(Typeface.BODY, SIZE)


def _digit() -> Style:
    return Style(Typeface.HEI, DIGIT_SIZE)


def _width(token: Token) -> float:
    box = BOX + 2.5 if token.boxed else 0.0
    digit = _digit().measure(token.digit) + 2.5 if token.digit else 0.0
    words = _text().measure(token.before) + _text().measure(token.after)
    return box + digit + words + token.pen + (3.0 if token.pen and token.after else 0.0)


def _draw(spot: Spot, token: Token, room: float, pitch: float) -> Spot:
    canvas, here = spot.canvas, spot
    if token.boxed:
        canvas.setLineWidth(0.7)
        canvas.rect(here.x, here.top - (pitch + BOX) / 2, BOX, BOX)
        here = here.moved(BOX + 2.5)
    if token.digit:
        draw_text(here, _digit(), token.digit, pitch)
        here = here.moved(_digit().measure(token.digit) + 2.5)
    if token.before:
        draw_text(here, _text(), token.before, pitch)
        here = here.moved(_text().measure(token.before))
    if token.pen:
        pen = max(token.pen, spot.x + room - here.x - 2.0) if token.fill else token.pen
        canvas.setLineWidth(RULE)
        low = here.top - pitch + 3.0
        canvas.line(here.x + 1, low, here.x + pen, low)
        here = here.moved(pen + 3.0)
    if token.after:
        draw_text(here, _text(), token.after, pitch)
        here = here.moved(_text().measure(token.after))
    return here.moved(BETWEEN)
