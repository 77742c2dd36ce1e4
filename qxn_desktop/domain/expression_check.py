"""What is seen to be wrong with a rule before anybody answers: unknown names, types, options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

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
)

Kind = Literal["number", "text", "date", "list", "condition", "any"]

_TITLES: Final[Mapping[Kind, str]] = {
    "number": "数字",
    "text": "文字",
    "date": "日期",
    "list": "列表",
    "condition": "判断",
    "any": "任意值",
}
_TABLE_TYPES: Final = {"lookup": "table", "tier": "table", "limit": "limits"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a name before it has a value: its kind, the options it chooses from."""

    kind: Kind
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names a rule may use, as written (``v``, ``item.HC12``), and types of settings by key."""

    names: Mapping[str, Known] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)


def check_condition(expr: Expr, vocabulary: Vocabulary) -> list[str]:
    """Chinese sentences on all that is wrong with ``expr`` as a condition."""
    checker = _Checker(vocabulary)
    checker.condition(expr)
    return checker.found


class _Checker:
    """One walk over a tree."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.found: list[str] = []
        self._vocabulary = vocabulary

    def condition(self, expr: Expr) -> None:
        self._want(expr, "condition")

    def _want(self, expr: Expr, *kinds: Kind) -> None:
        kind = self._known(expr).kind
        if kind != "any" and kind not in kinds:
            wanted = "或".join(_TITLES[k] for k in kinds)
            self.found.append(f"“{expr}”是{_TITLES[kind]}，这里要的是{wanted}。")

    def _known(self, expr: Expr) -> Known:  # noqa: PLR0911 - one case a node
        match expr:
            case Number():
                return Known("number")
            case Text(text):
                return Known("date" if _is_date(text) else "text")
            case Name():
                return self._name(expr)
            case ListOf(items):
                for item in items:
                    self._want(item, "number", "text", "date")
                return Known("list")
            case Call():
                return self._call(expr)
            case Negative() | Arithmetic():
                return self._arithmetic(expr)
            case Compare() | Not() | Logic():
                return self._judgement(expr)

    def _name(self, name: Name) -> Known:
        known = self._vocabulary.names.get(str(name))
        if known is None:
            self.found.append(_unknown_name(name))
        return known or Known("any")

    def _call(self, call: Call) -> Known:
        if call.function == "count":
            self._want(call.args[0], "list")
            return Known("number")
        for arg in call.args[1:]:
            self._want(arg, "number", "text")
        key = call.args[0].value if isinstance(call.args[0], Text) else ""
        if self._vocabulary.tables.get(key) != _TABLE_TYPES[call.function]:
            wanted = _TABLE_TYPES[call.function]
            self.found.append(f"没有类型为 {wanted} 的参数“{key}”，请在 [[setting]] 中补上。")
        return Known("number")

    def _arithmetic(self, expr: Negative | Arithmetic) -> Known:
        operands = (expr.operand,) if isinstance(expr, Negative) else (expr.left, expr.right)
        for operand in operands:
            self._want(operand, "number")
        return Known("number")

    def _judgement(self, expr: Compare | Not | Logic) -> Known:
        match expr:
            case Not(operand):
                self.condition(operand)
            case Logic(_, operands):
                for operand in operands:
                    self.condition(operand)
            case Compare(left, rest):
                for op, right in rest:
                    self._link(left, op, right)
                    left = right
        return Known("condition")

    def _link(self, left: Expr, op: CompareOp, right: Expr) -> None:
        before = len(self.found)
        one, two = self._known(left), self._known(right)
        if len(self.found) > before:
            return
        if op == "in":
            if two.kind not in ("list", "any") or one.kind in ("list", "condition"):
                self.found.append(f"“{left} in {right}”：in 的右边应是列表，左边应是一个值。")
        elif not _comparable(op, one, two):
            titles = f"{_TITLES[one.kind]}和{_TITLES[two.kind]}"
            self.found.append(f"“{left} {op} {right}”：{titles}不能这样比较。")
        self._options(one, right)
        self._options(two, left)

    def _options(self, known: Known, other: Expr) -> None:
        """A text compared with a choice has to be one of its options."""
        if not known.options:
            return
        texts = other.items if isinstance(other, ListOf) else (other,)
        for text in texts:
            if isinstance(text, Text) and text.value not in known.options:
                self.found.append(f"“{text.value}”不在选项中，可用：{'、'.join(known.options)}。")


def _comparable(op: CompareOp, one: Known, two: Known) -> bool:
    kinds = {one.kind, two.kind}
    if "condition" in kinds:
        return False
    if op in ("==", "!="):
        return "any" in kinds or len(kinds) == 1 or kinds == {"text", "date"}
    return kinds <= {"number", "any"} or kinds <= {"date", "any"}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unknown_name(name: Name) -> str:
    match name.scope:
        case "v":
            return "这里没有答案 v 可用，请改用 item.题号。"
        case "item":
            return f"没有题号“{name.key}”，请核对 item.{name.key}。"
        case "object":
            return f"对象字段“{name.key}”没有在 [attributes] 中登记，请补上它的中文名称。"
        case "setting":
            return f"没有参数“{name.key}”，请在 [[setting]] 中补上。"
        case _:
            return f"这里不能用“{name}”。"
