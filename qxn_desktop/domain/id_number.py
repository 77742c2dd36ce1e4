"""Resident identity numbers (公民身份号码, GB 11643-1999) and disability cards.

Messages never repeat the number: they may end in a log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.character import half_width

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
"""ISO 7064 MOD 11-2 (GB 11643-1999)."""

_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
_OLD_SHAPE = re.compile(r"[1-9][0-9]{14}\Z")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]*)?E\+?[0-9]+\Z")
EARLIEST_BIRTH = date(1900, 1, 1)
"""Of people in registers. The standard's own example (born 1880) is a right number all the same."""

PLACEHOLDER_REGION = "999999"
"""Stands for a person without papers in the exports of the provincial system."""

DISABILITY_CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
_CARD_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X][1-7][1-4]([A-Z][0-9])?\Z")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that holds. ``birth`` is None only in a placeholder with no real date."""

    number: str
    region: str
    birth: date | None
    gender: Literal["男", "女"]
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class DisabilityCard:
    """残疾人证: the holder's number, one digit of category, one of grade (1 to 4), 换补 suffix."""

    number: str
    holder: str
    category: str
    grade: int


def parse_id_number(text: str, today: date) -> tuple[IdNumber | None, Problem | None]:
    """The number in ``text``, whatever its width and spaces, or what is wrong with it.

    The region is not looked up: withdrawn codes stay valid on papers (GB/T 2260 changes).
    Numbers of residents from 港澳台 (81, 82, 83) follow the same rule.
    """
    number = canonical_id_number(text)
    fault = _shape_fault(number)
    if fault is not None:
        return None, fault
    region = number[:6]
    birth = _birth(number, today)
    if region != PLACEHOLDER_REGION:
        if birth is None:
            message = "证件号中的出生日期不存在或晚于今天，请对照证件核对第7至14位。"
            return None, Problem("", "E-REG-213", message)
        if number[17] != check_digit(number[:17]):
            message = "证件号校验不通过，有一位写错了，请对照证件逐位核对。"
            return None, Problem("", "E-REG-214", message)
    gender: Literal["男", "女"] = "男" if int(number[16]) % 2 else "女"
    return IdNumber(number, region, birth, gender, region == PLACEHOLDER_REGION), None


def parse_disability_card(text: str, today: date) -> tuple[DisabilityCard | None, Problem | None]:
    """The disability card number in ``text``: 20 characters, or 22 after a replacement."""
    number = half_width(text).upper()
    if not _CARD_SHAPE.match(number):
        message = "残疾人证号应为18位证件号加类别（1至7）和等级（1至4）共20位，请核对。"
        return None, Problem("", "E-REG-215", message)
    holder, problem = parse_id_number(number[:18], today)
    if holder is None:
        return None, problem
    category = DISABILITY_CATEGORIES[int(number[18]) - 1]
    return DisabilityCard(number, holder.number, category, int(number[19])), None


def canonical_id_number(text: str) -> str:
    """``text`` half-width, without spaces, with a capital X."""
    return half_width(text).upper()


def is_official(number: str) -> bool:
    """Whether a canonical number tells people apart (a placeholder is shared by many)."""
    return bool(number) and not number.startswith(PLACEHOLDER_REGION)


def check_digit(first17: str) -> str:
    """The eighteenth character for the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def age(birth: date, on: date) -> int:
    """Full years at ``on``; who was born on 29 February grows older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _shape_fault(number: str) -> Problem | None:
    if _SHAPE.match(number):
        return None
    if _OLD_SHAPE.match(number):
        return Problem("", "E-REG-210", "这是15位旧证件号，请填写18位新号。")
    if _SCIENTIFIC.match(number):
        message = "证件号被表格软件改成了科学计数法，请把该列设为文本后重新填写。"
        return Problem("", "E-REG-211", message)
    message = f"证件号应为18位（前17位数字，末位数字或X），现有{len(number)}位，请核对。"
    return Problem("", "E-REG-212", message)


def _birth(number: str, today: date) -> date | None:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return birth if birth <= today else None
