"""What is shown of a personal value, by purpose.

Sources: formats of published notices (138****1234; 身份证隐去中间位; 住址只到乡镇),
《个人信息保护法》第51条 and 《2018年政务公开工作要点》 (去标识化). How a name is cut in public
has no source (默认: 王*明).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec, MaskKind

HIDDEN = "***"


class Purpose(StrEnum):
    """Why a value is shown. Showing it whole is not a purpose: it needs a reason and the log."""

    INTERNAL = "internal"
    UPWARD = "upward"
    PUBLIC = "public"


def mask(field: FieldSpec, value: Json, purpose: Purpose = Purpose.INTERNAL) -> Json:
    """``value`` of ``field`` as it may be shown for ``purpose``.

    Free text is searched for identity and phone numbers. Values of other kinds without a mask
    come back as they are; a masked value that is no text is hidden whole.
    """
    if value is None or value == "":
        return value
    if not field.mask:
        return redact(value) if field.type == "text" and isinstance(value, str) else value
    if not isinstance(value, str):
        return HIDDEN if purpose is not Purpose.PUBLIC else ""
    if purpose is Purpose.PUBLIC:
        return _public(field.mask, value)
    return _internal(field.mask, value)


def mask_row(
    fields: Iterable[FieldSpec], values: Mapping[str, Json], purpose: Purpose = Purpose.INTERNAL
) -> dict[str, Json]:
    """``values`` with every known field masked; values of unknown fields are hidden."""
    known = {field.id: field for field in fields}
    return {
        key: mask(known[key], value, purpose) if key in known else HIDDEN
        for key, value in values.items()
    }


def _internal(kind: MaskKind, value: str) -> str:
    if kind == "name":
        return value
    if kind == "id_number":
        return mask_id_number(value)
    if kind == "phone":
        return mask_phone(value)
    if kind == "address":
        return _address_to(_GROUP, value)
    return "*" * 4 + value[-4:] if len(value) > 8 else HIDDEN


def _public(kind: MaskKind, value: str) -> str:
    if kind == "name":
        return mask_name(value)
    if kind == "address":
        return _address_to(_TOWN, value)
    return ""


def mask_name(name: str) -> str:
    """``王*明`` for 王小明, ``王*`` for 王明, ``阿*莎`` for 阿依·古丽莎."""
    if len(name) <= 2:
        return name[:1] + "*"
    return f"{name[0]}*{name[-1]}"


def mask_id_number(number: str) -> str:
    """``522326********0010``; of papers of another length the two ends only."""
    if len(number) >= 18:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    if len(number) >= 8:
        return number[:2] + "*" * (len(number) - 4) + number[-2:]
    return "*" * len(number)


def mask_phone(phone: str) -> str:
    """``138****1234``, ``0859-***1234``."""
    area, dash, local = phone.rpartition("-")
    if dash:
        return f"{area}-{'*' * max(len(local) - 4, 3)}{local[-4:]}"
    if len(phone) >= 11:
        return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
    return "*" * max(len(phone) - 4, 3) + phone[-4:] if len(phone) >= 7 else HIDDEN


def redact(text: str) -> str:
    """``text`` with the identity and mobile numbers in it masked."""
    hidden = _ID_IN_TEXT.sub(lambda found: mask_id_number(found[0]), text)
    return _PHONE_IN_TEXT.sub(lambda found: mask_phone(found[0]), hidden)


def place_of_difference(texts: Sequence[str]) -> str:
    """Where ``texts`` part, in words that give away none of them; "" where they are the same.

    第 13 个字 where only that differs, 第 9 至 12 个字, 从第 9 个字起 where one is longer.
    """
    least = min((len(one) for one in texts), default=0)
    differ = [at for at in range(least) if len({one[at] for one in texts}) > 1]
    if len({len(one) for one in texts}) > 1:
        return f"从第 {(differ[0] if differ else least) + 1} 个字起"
    if not differ:
        return ""
    first, last = differ[0] + 1, differ[-1] + 1
    return f"第 {first} 个字" if first == last else f"第 {first} 至 {last} 个字"


def _address_to(level: re.Pattern[str], address: str) -> str:
    """``address`` up to the level it still may name; hidden when the level is not in it."""
    found = level.match(address)
    return found[0] if found else HIDDEN


_TOWN = re.compile(r".*?(?:镇|街道|乡)")
_GROUP = re.compile(r".*?(?:组|寨|社区|村(?!民))(?:[^组寨号栋]{0,8}(?:组|寨))?")
_ID_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9A-Za-z])"
)
_PHONE_IN_TEXT = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
