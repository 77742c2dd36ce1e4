"""The bytes an operation is hashed and signed as, and the hash chain over them.

The format is fixed for ever by ``docs/sync.md`` (canonical bytes, chains) and the vectors in
``tests/vectors``: another program must come to the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from types import NoneType
from typing import Any, Final

import msgspec

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.operation import Chain, Operation

INT_MIN: Final = -(2**63)
INT_MAX: Final = 2**63 - 1
"""Integers fit SQLite's and every other reader's signed 64 bit."""

MAX_DEPTH: Final = 32
"""Levels of lists and objects, the payload included; more is refused before recursion can hurt."""

_encode = msgspec.json.Encoder(order="deterministic").encode
_TEXT: Final = frozenset({str})
_ATOMS: Final = frozenset({str, NoneType, bool})


def canonical_bytes(op: Operation) -> bytes:
    """UTF-8 JSON array of the twelve parts of ``op``, the same bytes on every machine.

    Object keys by code point, no white space, no floats, strings raw UTF-8.

    Raises:
        UserError: a float, a number beyond 64 bit, a key that is no text, half a surrogate pair.
    """
    payload = op.payload if type(op.payload) is dict else dict(op.payload)
    _check_keys(payload)
    check_values(payload.values())
    numbers = (op.seq, op.hlc, op.wall, op.schema)
    for number in numbers:
        if type(number) is not int or not INT_MIN <= number <= INT_MAX:
            raise _refusal(number)
    try:
        return _encode(
            (
                *op.chain,
                op.seq,
                op.hlc,
                op.actor,
                op.wall,
                op.schema,
                op.entity,
                op.row,
                op.kind,
                payload,
            )
        )
    except UnicodeEncodeError as error:
        raise UserError(
            "E-OP-301", "文字里有不完整的字符，不能保存，请删去乱码后重新输入。"
        ) from error


def chain_start(chain: Chain) -> bytes:
    """The hash (32 bytes) before the first operation of ``chain``."""
    return hashlib.sha256("\0".join(("qxn-chain/1", *chain)).encode()).digest()


def chain_next(previous: bytes, op_bytes: bytes) -> bytes:
    """The hash (32 bytes) after the operation with canonical bytes ``op_bytes``."""
    return hashlib.sha256(previous + op_bytes).digest()


def check_values(values: Collection[Any], depth: int = 1) -> None:
    """Refuse what a payload cannot carry among ``values``, which stand ``depth`` levels deep.

    Raises:
        UserError: a float, a number beyond 64 bit, a key that is no text, too deep a nesting.
    """
    if _ATOMS.issuperset(map(type, values)):
        return
    for value in [value for value in values if type(value) not in _ATOMS]:
        _check(value, depth)


def _check(value: object, depth: int) -> None:
    if isinstance(value, str | bool | NoneType):
        return
    if isinstance(value, int):
        if not INT_MIN <= value <= INT_MAX:
            raise _refusal(value)
        return
    if not isinstance(value, dict | list | tuple):
        raise _refusal(value)
    if depth >= MAX_DEPTH:
        raise UserError("E-OP-302", "数据嵌套层数过多，不能保存，请检查来源文件。")
    if isinstance(value, dict):
        _check_keys(value)
        value = value.values()
    check_values(value, depth + 1)


def _check_keys(payload: dict[str, Any]) -> None:
    if not _TEXT.issuperset(map(type, payload)):
        raise _refusal(next(key for key in payload if type(key) is not str))


def _refusal(value: object) -> UserError:
    return UserError(
        "E-OP-303",
        "数值“{value}”不能保存：只能是文字或整数，小数请写成文字。",
        value=repr(value)[:60],
    )
