"""The value of a rule under three-valued logic.

What is not known (an attribute nobody recorded, a setting without a value, a year without an
income line) is ``UNKNOWN`` and stays so through arithmetic and comparison; ``and``, ``or`` and
``not`` follow Kleene, so ``False and UNKNOWN`` is false. A clash of types met here is unknown too.
Numbers are ``Decimal``, never floats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import Enum
from operator import ge, gt, le, lt
from typing import Final, Literal, TypeAlias, Union

from qxn_desktop.domain.decimal_text import read_decimal
from qxn_desktop.domain.expression import (
    Arithmetic,
    Call,
    Compare,
    CompareOp,
    Expr,
    ListOf,
    Logic,
    Name,
    Negative,
    Not,
    Number,
    Text,
    walk,
)


class Unknown(Enum):
    """The third truth value, and the value of whatever is not known."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("UNKNOWN is neither true nor false: compare with `is`")


UNKNOWN: Final = Unknown.UNKNOWN
Truth: TypeAlias = Union[bool, Literal[Unknown.UNKNOWN]]
Scalar: TypeAlias = Union[Decimal, str]
Value: TypeAlias = Union[Decimal, str, bool, tuple["Value", ...], Literal[Unknown.UNKNOWN]]

_MATHS: Final = Context(prec=28, traps=[InvalidOperation, DivisionByZero, Overflow])
_ORDER: Final[dict[CompareOp, Callable[[Scalar, Scalar], bool]]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may ask for.

    ``answer`` and ``items`` hold typed answers (a number is a Decimal, a choice its text, several
    choices a tuple); ``attributes`` (of the object) and ``settings`` are JSON, as they are stored.
    """

    answer: Value = UNKNOWN
    items: Mapping[str, Value] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    year: int | None = None


def truth(expr: Expr, facts: Facts) -> Truth:
    """Whether ``expr`` holds; a value that is no condition is unknown."""
    return _truth(value(expr, facts))


def value(expr: Expr, facts: Facts) -> Value:  # noqa: C901, PLR0911 - one case a node
    """What ``expr`` comes to."""
    match expr:
        case Number(number):
            return number
        case Text(text):
            return text
        case Name():
            return _name(expr, facts)
        case ListOf(items):
            return tuple(value(item, facts) for item in items)
        case Call():
            return _call(expr, facts)
        case Negative(operand):
            return _arithmetic("-", Decimal(0), value(operand, facts))
        case Arithmetic(op, left, right):
            return _arithmetic(op, value(left, facts), value(right, facts))
        case Compare():
            return _compare(expr, facts)
        case Not(operand):
            return kleene_not(truth(operand, facts))
        case Logic(op, operands):
            join = kleene_and if op == "and" else kleene_or
            return join(truth(operand, facts) for operand in operands)


def unknown_sources(expr: Expr, facts: Facts) -> tuple[Expr, ...]:
    """Names and look-ups within ``expr`` that are not known, each once, in order of writing."""
    sources = (part for part in walk(expr) if isinstance(part, Name | Call))
    return tuple(dict.fromkeys(s for s in sources if value(s, facts) is UNKNOWN))


def kleene_not(operand: Truth) -> Truth:
    """The opposite; of the unknown, the unknown."""
    return UNKNOWN if operand is UNKNOWN else not operand


def kleene_and(operands: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else true."""
    found = set(operands)
    return False if False in found else UNKNOWN if UNKNOWN in found else True


def kleene_or(operands: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else false."""
    found = set(operands)
    return True if True in found else UNKNOWN if UNKNOWN in found else False


def _truth(found: Value) -> Truth:
    return found if isinstance(found, bool) else UNKNOWN


def from_json(raw: object) -> Value:
    """A stored value as rules see it; an empty one, and one of no use here, is unknown."""
    if isinstance(raw, bool) or raw is None or raw == "":
        return UNKNOWN
    if isinstance(raw, str):
        return raw
    if isinstance(raw, list | tuple):
        return tuple(from_json(part) for part in raw)
    number = read_decimal(raw)
    return UNKNOWN if number is None else number


def _name(name: Name, facts: Facts) -> Value:
    match name.scope:
        case "v":
            return facts.answer
        case "year":
            return UNKNOWN if facts.year is None else Decimal(facts.year)
        case "item":
            return facts.items.get(name.key, UNKNOWN)
        case "object":
            return from_json(facts.attributes.get(name.key))
        case "setting":
            return from_json(facts.settings.get(name.key))


def _call(call: Call, facts: Facts) -> Value:
    args = tuple(value(arg, facts) for arg in call.args)
    if call.function == "count":
        return Decimal(len(args[0])) if isinstance(args[0], tuple) else UNKNOWN
    table = facts.settings.get(str(args[0]))
    if not isinstance(table, Mapping) or any(arg is UNKNOWN for arg in args):
        return UNKNOWN
    keys = args[1:]
    if call.function == "tier":
        return _tier(table, keys[0])
    if call.function == "limit":
        return _limit(table, keys)
    return from_json(table.get(_key(keys[0])))


def _key(found: Value) -> str:
    """A table's key: a year is written without point."""
    return f"{found.normalize():f}" if isinstance(found, Decimal) else str(found)


def _tier(table: Mapping[str, object], wanted: Value) -> Value:
    number = _number(wanted)
    if number is None:
        return UNKNOWN
    steps = ((read_decimal(key), entry) for key, entry in table.items())
    above = [(step, entry) for step, entry in steps if step is not None and step >= number]
    return from_json(min(above, key=lambda pair: pair[0])[1]) if above else UNKNOWN


def _limit(table: Mapping[str, object], keys: tuple[Value, ...]) -> Value:
    """A limit counts only once a person has checked it against the standard."""
    row = table.get(_key(keys[0]))
    entry = row.get(_key(keys[1])) if isinstance(row, Mapping) else None
    if not isinstance(entry, Mapping) or not entry.get("checked_by"):
        return UNKNOWN
    return from_json(entry.get("value"))


def _number(found: Value) -> Decimal | None:
    """A number, also one stored as decimal text."""
    if isinstance(found, Decimal):
        return found
    return read_decimal(found) if isinstance(found, str) else None


def _arithmetic(op: str, left: Value, right: Value) -> Value:
    one, two = _number(left), _number(right)
    if one is None or two is None:
        return UNKNOWN
    work = {"+": _MATHS.add, "-": _MATHS.subtract, "*": _MATHS.multiply, "/": _MATHS.divide}
    try:
        return work[op](one, two)
    except ArithmeticError:
        return UNKNOWN


def _compare(expr: Compare, facts: Facts) -> Truth:
    values = [value(expr.first, facts), *(value(operand, facts) for _, operand in expr.rest)]
    ops = [op for op, _ in expr.rest]
    return kleene_and(map(_link, ops, values, values[1:]))


def _link(op: CompareOp, left: Value, right: Value) -> Truth:
    if op == "in":
        if not isinstance(right, tuple):
            return UNKNOWN
        return kleene_or(_equal(left, member) for member in right)
    if op == "==":
        return _equal(left, right)
    if op == "!=":
        return kleene_not(_equal(left, right))
    return _ordered(op, left, right)


def _equal(left: Value, right: Value) -> Truth:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if isinstance(left, tuple) and isinstance(right, tuple):
        if UNKNOWN in left or UNKNOWN in right:
            return UNKNOWN
        return Counter(left) == Counter(right)  # chosen options have no order
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        one, two = _number(left), _number(right)
        return UNKNOWN if one is None or two is None else one == two
    return left == right if isinstance(left, str) and isinstance(right, str) else UNKNOWN


def _ordered(op: CompareOp, left: Value, right: Value) -> Truth:
    one, two = _number(left), _number(right)
    if one is not None and two is not None:
        return _ORDER[op](one, two)
    if isinstance(left, str) and isinstance(right, str) and _is_date(left) and _is_date(right):
        return _ORDER[op](left, right)
    return UNKNOWN


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
