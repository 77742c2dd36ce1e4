"""What a bundle of operations brings, counted by register and by village for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qxn_desktop.domain.operation import Kind, Operation

RowKey = tuple[str, str]

VILLAGE_STREAM = "village:"


@dataclass(frozen=True, slots=True)
class Brought:
    """Rows that are new, changed or taken away, and steps of handling (problems' events)."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    steps: int = 0

    def __add__(self, other: Brought) -> Brought:
        return Brought(
            self.new + other.new,
            self.changed + other.changed,
            self.removed + other.removed,
            self.steps + other.steps,
        )

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.steps)

    @property
    def words(self) -> str:
        """新增 12 条，修改 3 条，办理 4 步; empty for nothing."""
        parts = (
            ("新增", self.new, "条"),
            ("修改", self.changed, "条"),
            ("删除", self.removed, "条"),
            ("办理", self.steps, "步"),
        )
        return "，".join(f"{verb} {count} {unit}" for verb, count, unit in parts if count)


Place = tuple[str, str]
"""A register and a village (12 digits, "" for the whole unit)."""


def village_of(op: Operation) -> str:
    """The village whose stream ``op`` travels in, "" for the whole unit."""
    stream = op.chain.stream
    return stream.removeprefix(VILLAGE_STREAM) if stream.startswith(VILLAGE_STREAM) else ""


def tally(ops: Iterable[Operation], first: Mapping[RowKey, int]) -> dict[Place, Brought]:
    """What ``ops`` do, by place; ``first``: the stamp of a row's first operation anywhere.

    A row that is not in ``first`` begins with these operations.
    """
    rows: dict[RowKey, list[Operation]] = {}
    for op in ops:
        if op.kind != Kind.SEEN and op.entity:
            rows.setdefault((op.entity, op.row), []).append(op)
    found: dict[Place, Brought] = {}
    for key, own in rows.items():
        own.sort(key=lambda op: op.id)
        place = (key[0], village_of(own[0]))
        found[place] = found.get(place, Brought()) + _brought(own, first.get(key))
    return found


def _brought(ordered: list[Operation], first: int | None) -> Brought:
    """What the operations of one row do to it."""
    steps = sum(op.kind == Kind.EVENT for op in ordered)
    marks = [op for op in ordered if op.kind != Kind.EVENT]
    is_new = bool(marks) and (first is None or marks[0].hlc <= first)
    is_removed = bool(marks) and marks[-1].kind == Kind.DELETE
    return Brought(
        new=int(is_new and not is_removed),
        changed=int(bool(marks) and not is_new and not is_removed),
        removed=int(is_removed and not is_new),
        steps=steps,
    )
