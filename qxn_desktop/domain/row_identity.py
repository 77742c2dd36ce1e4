"""What makes two rows the same: an official number, wherever both were typed."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.id_number import is_official
from qxn_desktop.domain.register import RegisterSpec

GIVEN, RANDOM = "code", "uuid"


def official_number(spec: RegisterSpec, values: Mapping[str, Json]) -> str:
    """The number that identifies a row of ``spec``; "" where it has none, or a placeholder."""
    if spec.identity in (GIVEN, RANDOM):
        return ""
    number = values.get(spec.identity)
    return number if isinstance(number, str) and is_official(number) else ""


def numbered_id(spec: RegisterSpec, number: str) -> str:
    """The id of the row that carries the official ``number``, equal on every machine."""
    return hashed_id(spec.id, number)
