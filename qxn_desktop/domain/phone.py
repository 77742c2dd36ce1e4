"""Telephone numbers: mobile, or landline with its area code."""

from __future__ import annotations

import re

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.character import half_width

LOCAL_AREA_CODE = "0859"
"""Area code of 黔西南州: only named in the advice, never added by the program."""

_FLOAT_TAIL = re.compile(r"\.0+\Z")
_COUNTRY = re.compile(r"\A(\+86|0086|86(?=1[3-9][0-9]{9}\Z))")
_DASHES = re.compile(r"[-‐‑–—－()（）]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})\Z")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}\Z")
_SEVERAL = re.compile(r"[、,;/\n]")


def parse_phone(text: str) -> tuple[str | None, Problem | None]:
    """The number as ``13800001234`` or ``0859-3221234``, or what is wrong with it.

    ``.0`` is the trace of a number cell in exported sheets. Messages never repeat the number.
    """
    if _SEVERAL.search(text.strip()) or _SEVERAL.search(half_width(text)):
        return None, Problem("", "E-REG-220", "一格只能填一个电话号码，其余请写在备注里。")
    digits = _COUNTRY.sub("", _DASHES.sub("", _FLOAT_TAIL.sub("", half_width(text))))
    if _MOBILE.match(digits):
        return digits, None
    landline = _LANDLINE.match(digits)
    if landline:
        return f"{landline[1]}-{landline[2]}", None
    if _LOCAL.match(digits):
        message = f"座机号码缺少区号，请补上，如 {LOCAL_AREA_CODE}-xxxxxxx。"
        return None, Problem("", "E-REG-221", message)
    message = "电话号码不对：手机为11位、以13至19开头；座机带区号，请核对。"
    return None, Problem("", "E-REG-222", message)
