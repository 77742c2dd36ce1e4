"""Operations: the only thing that is ever written, sent or merged. See ``docs/sync.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import msgspec

from qxn_desktop.common.json_types import Json


class Kind(StrEnum):
    """What an operation does to its row. An unknown kind is kept and forwarded."""

    PUT = "put"
    DELETE = "delete"
    UNDELETE = "undelete"
    EVENT = "event"
    BLOB = "blob"
    SEEN = "seen"
    ALIAS = "alias"


class Chain(NamedTuple):
    """One sequence of operations: a site, since one start of its counter, in one stream."""

    site: str
    epoch: str
    stream: str


class OpId(NamedTuple):
    """Identity of an operation; sorts by time, then by origin: the order of replay."""

    hlc: int
    site: str
    epoch: str
    stream: str
    seq: int


class Operation(msgspec.Struct, frozen=True, gc=False):
    """One change of one row. ``wall`` is Unix milliseconds UTC as the machine's clock said.

    A struct outside the garbage collector, because packages hold thousands: it refers to nothing
    that could refer back, and is made five times faster than a dataclass.
    """

    chain: Chain
    seq: int
    hlc: int
    actor: str
    wall: int
    schema: int
    entity: str
    row: str
    kind: str
    payload: Mapping[str, Json]

    @property
    def id(self) -> OpId:
        return OpId(self.hlc, *self.chain, self.seq)


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that a service asks for; the door turns it into an operation.

    ``village`` (12 digits) routes it to that village's stream, ``sealed`` to the stream that
    never goes to a village; with neither it belongs to the whole unit.
    """

    entity: str
    row: str
    kind: Kind
    payload: Mapping[str, Json] = field(default_factory=dict)
    village: str | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An ``event`` operation as the state machines see it."""

    id: OpId
    name: str
    facts: Mapping[str, Json]
    actor: str
    wall: int
