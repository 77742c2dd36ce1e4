"""Text of a rule to its tree, by a tokenizer and recursive descent of our own; never ``eval``.

    or      = and {"or" and}                and     = not {"and" not}
    not     = "not" not | compare           compare = sum {op sum}
    sum     = term {("+"|"-") term}         term    = factor {("*"|"/") factor}
    factor  = "-" factor | primary
    primary = number | text | list | name ["." name] | function "(" args ")" | "(" or ")"

Length, number of tokens and depth are bounded, so a hostile file costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NoReturn, cast

from qxn_desktop.domain.expression import (
    FUNCTIONS,
    SCOPES,
    TABLE_FUNCTIONS,
    Arithmetic,
    ArithmeticOp,
    Call,
    Compare,
    CompareOp,
    Expr,
    ListOf,
    Logic,
    LogicOp,
    Name,
    Negative,
    Not,
    Number,
    Scope,
    Text,
)

MAX_LENGTH: Final = 600
MAX_TOKENS: Final = 200
MAX_DEPTH: Final = 16
MAX_DIGITS: Final = 15

_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_SIGNS = ("==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", ".")
_COMPARE = ("==", "!=", "<", "<=", ">", ">=", "in")
_WORDS = frozenset({"and", "or", "not", "in"})
_FULL_WIDTH = frozenset("（）【】，。＝！＜＞“”‘’；：＋－×÷≥≤≠")


class ExpressionError(ValueError):
    """Why a text is no rule. ``position`` counts characters from 1, ``message`` is Chinese."""

    def __init__(self, position: int, message: str) -> None:
        self.position = position
        self.message = message
        super().__init__(f"第 {position} 个字符：{message}")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, text, word, sign, end
    text: str
    position: int


def parse_expression(text: str) -> Expr:
    """The tree of ``text``.

    Raises:
        ExpressionError: at the first fault.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(MAX_LENGTH, f"表达式太长，最多 {MAX_LENGTH} 个字符。")
    tokens = _tokens(text)
    if len(tokens) > MAX_TOKENS:
        raise ExpressionError(tokens[MAX_TOKENS].position, "表达式太复杂，请拆成几项。")
    return _Parser(tokens).whole()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        if text[at] in " \t\r\n":
            at += 1
            continue
        token = _token(text, at)
        tokens.append(token)
        at += len(token.text) + (2 if token.kind == "text" else 0)
    return [*tokens, _Token("end", "", len(text) + 1)]


def _token(text: str, at: int) -> _Token:
    char = text[at]
    if char in _DIGITS:
        return _Token("number", _number(text, at), at + 1)
    if char in _LETTERS:
        return _Token("word", _run(text, at, _LETTERS | _DIGITS), at + 1)
    if char in "'\"":
        return _Token("text", _quoted(text, at), at + 1)
    for sign in _SIGNS:
        if text.startswith(sign, at):
            return _Token("sign", sign, at + 1)
    if char == "=":
        raise ExpressionError(at + 1, "判断相等请写两个等号“==”。")
    if char in _FULL_WIDTH:
        raise ExpressionError(at + 1, f"“{char}”是全角符号，表达式请用半角符号。")
    raise ExpressionError(at + 1, f"不认识的字符“{char}”；文字要放在引号里。")


def _run(text: str, at: int, allowed: frozenset[str]) -> str:
    end = at
    while end < len(text) and text[end] in allowed:
        end += 1
    return text[at:end]


def _number(text: str, at: int) -> str:
    whole = _run(text, at, _DIGITS)
    after = at + len(whole)
    if text[after : after + 1] == ".":
        fraction = _run(text, after + 1, _DIGITS)
        if not fraction:
            raise ExpressionError(after + 1, "小数点后面缺少数字。")
        whole = f"{whole}.{fraction}"
    if len(whole) > MAX_DIGITS:
        raise ExpressionError(at + 1, f"数字太长，最多 {MAX_DIGITS} 位。")
    return whole


def _quoted(text: str, at: int) -> str:
    end = text.find(text[at], at + 1)
    if end < 0 or "\n" in text[at:end]:
        raise ExpressionError(at + 1, "引号没有成对，请补上后一个引号。")
    return text[at + 1 : end]


class _Parser:
    """One descent over the tokens."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._rest = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Expr:
        expr = self._or()
        if self._token.kind != "end":
            self._fail(f"这里不应有“{self._token.text}”。")
        return expr

    @property
    def _token(self) -> _Token:
        return self._rest[self._at]

    def _fail(self, message: str) -> NoReturn:
        raise ExpressionError(self._token.position, message)

    def _is(self, *texts: str) -> bool:
        return self._token.kind in ("sign", "word") and self._token.text in texts

    def _take(self) -> _Token:
        token = self._token
        self._at += 1
        return token

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            self._fail(f"这里缺少“{sign}”。")
        self._at += 1

    def _nested(self, rule: Callable[[], Expr]) -> Expr:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(f"嵌套太深，最多 {MAX_DEPTH} 层。")
        expr = rule()
        self._depth -= 1
        return expr

    def _or(self) -> Expr:
        return self._joined("or", self._and)

    def _and(self) -> Expr:
        return self._joined("and", self._not)

    def _joined(self, op: LogicOp, rule: Callable[[], Expr]) -> Expr:
        operands = [rule()]
        while self._is(op):
            self._take()
            operands.append(rule())
        return operands[0] if len(operands) == 1 else Logic(op, tuple(operands))

    def _not(self) -> Expr:
        if self._is("not"):
            self._take()
            return Not(self._nested(self._not))
        return self._compare()

    def _compare(self) -> Expr:
        first = self._sum()
        rest: list[tuple[CompareOp, Expr]] = []
        while self._is(*_COMPARE):
            op = cast("CompareOp", self._token.text)
            if rest and "in" in (op, rest[-1][0]):
                self._fail("“in”不能连写，请用 and 连接。")
            self._take()
            rest.append((op, self._sum()))
        return Compare(first, tuple(rest)) if rest else first

    def _sum(self) -> Expr:
        return self._arithmetic(("+", "-"), self._term)

    def _term(self) -> Expr:
        return self._arithmetic(("*", "/"), self._factor)

    def _arithmetic(self, ops: tuple[str, ...], rule: Callable[[], Expr]) -> Expr:
        left = rule()
        while self._is(*ops):
            op = cast("ArithmeticOp", self._take().text)
            left = Arithmetic(op, left, rule())
        return left

    def _factor(self) -> Expr:
        if self._is("-"):
            self._take()
            return Negative(self._nested(self._factor))
        return self._primary()

    def _primary(self) -> Expr:
        token = self._token
        if token.kind == "number":
            return Number(Decimal(self._take().text))
        if token.kind == "text":
            return Text(self._take().text)
        if token.kind == "word" and token.text not in _WORDS:
            return self._word()
        if self._is("["):
            self._take()
            return ListOf(self._values("]"))
        if self._is("("):
            self._take()
            inner = self._nested(self._or)
            self._expect(")")
            return inner
        if token.kind == "end":
            self._fail("表达式没有写完。")
        self._fail(f"这里不应有“{token.text}”。")

    def _values(self, end: str) -> tuple[Expr, ...]:
        values: list[Expr] = []
        while not self._is(end):
            values.append(self._nested(self._sum))
            if not self._is(end):
                self._expect(",")
                if self._is(end):
                    self._fail("逗号后面缺少内容。")
        self._take()
        return tuple(values)

    def _word(self) -> Expr:
        token = self._take()
        if self._is("("):
            return self._call(token)
        if token.text in SCOPES:
            return self._scoped(token)
        if token.text in ("v", "year"):
            return Name(cast("Scope", token.text))
        raise ExpressionError(
            token.position,
            f"不认识的名称“{token.text}”；可用 v、year、item.题号、object.字段、setting.参数。",
        )

    def _scoped(self, scope: _Token) -> Expr:
        if not self._is("."):
            self._fail(f"“{scope.text}”后面要写点和名称，例如 {scope.text}.名称。")
        self._take()
        if self._token.kind != "word":
            self._fail(f"“{scope.text}.”后面缺少名称。")
        return Name(cast("Scope", scope.text), self._take().text)

    def _call(self, name: _Token) -> Expr:
        if name.text not in FUNCTIONS:
            known = "、".join(FUNCTIONS)
            raise ExpressionError(name.position, f"没有函数“{name.text}”；可用 {known}。")
        self._take()
        args = self._values(")")
        least, most = FUNCTIONS[name.text]
        if not least <= len(args) <= most:
            raise ExpressionError(name.position, f"函数“{name.text}”要写 {least} 个参数。")
        if name.text in TABLE_FUNCTIONS and not isinstance(args[0], Text):
            message = f"“{name.text}”的第一个参数要写参数表的名称，加引号。"
            raise ExpressionError(name.position, message)
        return Call(name.text, args)
