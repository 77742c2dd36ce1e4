"""The values an operation may carry."""

from __future__ import annotations

from typing import TypeAlias, Union

Json: TypeAlias = Union[bool, int, str, list["Json"], dict[str, "Json"], None]
"""JSON without floats: a fraction is a decimal string ("60.5"), so that bytes are canonical."""
