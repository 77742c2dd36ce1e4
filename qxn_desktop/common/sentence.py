"""Sentences as the window shows them.

Messages of the command line name the key that a value is typed under: 还缺：整改期限（due）. In the
window there is a field with that title instead, and the key would be noise.
"""

from __future__ import annotations

import re

_KEY = re.compile("（[a-z][a-z0-9_]*）")


def without_keys(text: str) -> str:
    """``text`` without the keys of the command line: 请补说明。 for 请补说明（note）."""
    return _KEY.sub("", text)
