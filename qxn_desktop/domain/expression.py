"""Rules of a checklist as a tree: what `pass`, `applies`, `away` may say.

The language is small on purpose (comparisons, and/or/not, arithmetic, lists, a few names and
look-ups) and is read by ``expression_parse``; nothing a template holds is ever executed.
``str(expr)`` prints the tree in a form that parses back to an equal tree
(while the brackets do not make it too deep).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias, Union

CompareOp = Literal["==", "!=", "<", "<=", ">", ">=", "in"]
ArithmeticOp = Literal["+", "-", "*", "/"]
LogicOp = Literal["and", "or"]
Scope = Literal["v", "year", "item", "object", "setting"]

SCOPES: Final = ("item", "object", "setting")
"""Scopes whose names are written with a point, as in ``item.HC12``."""

FUNCTIONS: Final[dict[str, tuple[int, int]]] = {
    "count": (1, 1),  # count(v): number of photos or chosen options
    "lookup": (2, 2),  # lookup('income_line', year): one entry of a table setting
    "tier": (2, 2),  # tier('tank_volume', n): the entry with the smallest key that is >= n
    "limit": (3, 3),  # limit('DB52/1424', object.class, 'COD'): a limit that a person has checked
}
"""Functions and how many arguments each takes (least, most)."""

TABLE_FUNCTIONS: Final = ("lookup", "tier", "limit")
"""Functions whose first argument is the key of a table setting."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative."""

    value: Decimal

    def __str__(self) -> str:
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text; it cannot hold both kinds of quotation marks, for there are no escapes."""

    value: str

    def __str__(self) -> str:
        quote = '"' if "'" in self.value else "'"
        return f"{quote}{self.value}{quote}"


@dataclass(frozen=True, slots=True)
class Name:
    """``v``, ``year``, or a name within a scope."""

    scope: Scope
    key: str = ""

    def __str__(self) -> str:
        return f"{self.scope}.{self.key}" if self.key else self.scope


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values."""

    items: tuple[Expr, ...]

    def __str__(self) -> str:
        return f"[{', '.join(map(str, self.items))}]"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of ``FUNCTIONS`` with its arguments."""

    function: str
    args: tuple[Expr, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.args))})"


@dataclass(frozen=True, slots=True)
class Negative:
    """The number below zero."""

    operand: Expr

    def __str__(self) -> str:
        return f"-{_inner(self.operand)}"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers and an operator."""

    op: ArithmeticOp
    left: Expr
    right: Expr

    def __str__(self) -> str:
        return f"{self._left()} {self.op} {_inner(self.right)}"

    def _left(self) -> str:
        """Without brackets where the parser, which works from the left, needs none."""
        same = isinstance(self.left, Arithmetic) and (
            self.op in ("+", "-") or self.left.op in ("*", "/")
        )
        return str(self.left) if same else _inner(self.left)


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain such as ``6 <= v <= 9``: true when every link is."""

    first: Expr
    rest: tuple[tuple[CompareOp, Expr], ...]

    def __str__(self) -> str:
        links = " ".join(f"{op} {_inner(operand)}" for op, operand in self.rest)
        return f"{_inner(self.first)} {links}"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    operand: Expr

    def __str__(self) -> str:
        return f"not {_inner(self.operand)}"


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more conditions joined by ``and`` or by ``or``."""

    op: LogicOp
    operands: tuple[Expr, ...]

    def __str__(self) -> str:
        return f" {self.op} ".join(map(_inner, self.operands))


Expr: TypeAlias = Union[Number, Text, Name, ListOf, Call, Negative, Arithmetic, Compare, Not, Logic]

_COMPOUND = (Negative, Arithmetic, Compare, Not, Logic)


def _inner(expr: Expr) -> str:
    return f"({expr})" if isinstance(expr, _COMPOUND) else str(expr)


def walk(expr: Expr) -> Iterator[Expr]:
    """``expr`` and everything within it, from the outside in."""
    yield expr
    for part in _parts(expr):
        yield from walk(part)


def names(expr: Expr) -> Iterator[Name]:
    """The names that ``expr`` refers to, in order, repeated as written."""
    return (part for part in walk(expr) if isinstance(part, Name))


def tables(expr: Expr) -> Iterator[str]:
    """Keys of the table settings that ``expr`` looks values up in."""
    for part in walk(expr):
        if isinstance(part, Call) and part.function in TABLE_FUNCTIONS:
            first = part.args[0]
            if isinstance(first, Text):
                yield first.value


def _parts(expr: Expr) -> tuple[Expr, ...]:  # noqa: PLR0911 - one case a node
    match expr:
        case ListOf(items):
            return items
        case Call(_, args):
            return args
        case Negative(operand) | Not(operand):
            return (operand,)
        case Arithmetic(_, left, right):
            return (left, right)
        case Compare(first, rest):
            return (first, *(operand for _, operand in rest))
        case Logic(_, operands):
            return operands
        case _:
            return ()
