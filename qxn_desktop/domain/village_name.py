"""Short names of villages and communities: the organisation's suffix goes, the place stays.

The 2023 table of the National Bureau of Statistics writes ``丫他村村民委员会``, ``五峰村委会`` and
``长田村`` side by side. The code stays the key; the short name may be edited.
"""

from __future__ import annotations

import re

from qxn_desktop.domain.character import tidy

_VILLAGE = re.compile(r"(?P<place>.+?)村?(?:村民委员会|村委会)\Z")
_COMMUNITY = re.compile(r"(?P<place>.+?)(?:居民委员会|居委会)\Z")
_KINDS = ("村", "社区")


def short_village_name(name: str) -> str:
    """丫他村 for 丫他村村民委员会, 五峰村 for 五峰村委会, 丫他社区 for 丫他社区居民委员会."""
    plain = tidy(name).replace(" ", "")
    village = _VILLAGE.match(plain)
    if village:
        place = village["place"]
        return place if place.endswith("社区") else place + "村"
    community = _COMMUNITY.match(plain)
    return community["place"] if community else plain


def village_stem(name: str) -> str:
    """The place without its kind, 板万 for 板万村 and 板万村村委会: for loose matching only."""
    short = short_village_name(name)
    kind = next((kind for kind in _KINDS if short.endswith(kind)), "")
    return short.removesuffix(kind) or short
