"""What a rule finds: a fault at a row, in words for the clerk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The three grades of docs/domain.md B.10; a lead is a hint for a visit, never a fault."""

    ERROR = "错"
    WARNING = "警"
    LEAD = "线索"

    @property
    def words(self) -> str:
        return {"错": "错误", "警": "疑似", "线索": "线索"}[self.value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule's function yields: where it is, and a sentence that says what to do.

    ``besides`` tells apart two faults of one rule at one row, and goes into the fingerprint: the
    other rows of a duplicate. The sentence holds no number of a person unmasked.
    """

    register: str
    row: str
    who: str
    fields: tuple[str, ...]
    sentence: str
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with its rule and place. ``household`` is "" for a village's own figures.

    ``who`` is what people call the row, ``head`` its head of household. ``fingerprint`` follows
    from the values that were looked at: it changes when they do. ``proposes``: the clerk may
    open a lead from it.
    """

    rule: int
    severity: Severity
    register: str
    row: str
    household: str
    village: str
    head: str
    who: str
    fields: tuple[str, ...]
    sentence: str
    fingerprint: str

    @property
    def proposes(self) -> bool:
        return self.severity is Severity.LEAD
