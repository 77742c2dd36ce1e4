"""村民组 as people write and say it."""

from __future__ import annotations

import re

_BARE = re.compile(r"[0-9０-９一二三四五六七八九十百]+")


def group_words(written: str) -> str:
    """``written`` as it is said: 3 is 3组, 三 is 三组; a name (纳洞组, 上寨) stays.

    Registers that a village fills by hand hold the bare number as often as not.
    """
    text = written.strip()
    return f"{text}组" if _BARE.fullmatch(text) else text
