"""Photos on their way to objects, one a row; what is marked gets a day, an object, a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject

from qxn_desktop.services.object_photos import OWN, Placing
from qxn_desktop.services.photo_intake import Brought
from qxn_desktop.services.search import Hit
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.column_model import ColumnModel, Index

NO_DAY, NO_OBJECT = "没有日期", "没有对象"
GUESSED = "按文件名认的，请核对"


@dataclass(frozen=True, slots=True)
class Line:
    """A photo, its day (ISO, or what was typed), its object; ``guessed``: by its name only."""

    brought: Brought
    day: str
    hit: Hit | None = None
    guessed: bool = False
    note: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.day) and self.hit is not None

    @property
    def placing(self) -> Placing:
        """As it is to be kept; only of a whole one."""
        return Placing(self.brought.photo, self.hit.id if self.hit else "", self.day, self.note)


def line_of(brought: Brought, hit: Hit | None) -> Line:
    """A photo for ``hit``, or for the object that its name says."""
    guessed = hit is None and brought.meant is not None
    return Line(brought, brought.taken_on, hit or brought.meant, guessed)


def second(one: Line, column: int) -> str:
    """The quieter words of a cell: what is odd about the photo, whence day and object."""
    if column == 0:
        return "；".join(one.brought.remarks)
    if column == 1 and one.day:
        return OWN if one.day == one.brought.taken_on else "登记人填写"
    if column == 2 and one.hit is not None:
        return GUESSED if one.guessed else one.hit.subtitle
    return ""


def _object(one: Line) -> str:
    if one.hit is None:
        return NO_OBJECT
    return f"{one.hit.title}　{one.hit.subtitle}" if one.guessed else one.hit.title


COLUMNS = (
    Column("照片", lambda one: one.brought.photo.name, 330),
    Column("拍摄日期", lambda one: one.day or NO_DAY, 120),
    Column("对象", _object, 240),
    Column("说明", lambda one: one.note),
)


class PlacingModel(ColumnModel):
    """The photos in the order in which they were brought."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self.lines: list[Line] = []

    def line(self, row: int) -> Line:
        """The photo in a row."""
        return self.lines[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.lines)

    def add(self, lines: Sequence[Line]) -> list[int]:
        """Append photos that are not here yet; gives the rows where they stand."""
        known = {one.brought.photo.sha256 for one in self.lines}
        new = [one for one in lines if one.brought.photo.sha256 not in known]
        first = len(self.lines)
        if new:
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self.lines += new
            self.endInsertRows()
        return [*range(first, first + len(new))]

    def fill(self, rows: Sequence[int], day: str, hit: Hit | None, note: str) -> None:
        """Give photos a day, an object, a note; what is empty stays as it is.

        Where some lack a day (an object), only these get it: a camera's own day is not typed over.
        """
        lines = [self.lines[row] for row in rows]
        no_day = any(not one.day for one in lines)
        no_object = any(one.hit is None for one in lines)
        for row, one in zip(rows, lines, strict=True):
            new = replace(one, note=note or one.note)
            if day and not (no_day and one.day):
                new = replace(new, day=day)
            if hit is not None and not (no_object and one.hit is not None):
                new = replace(new, hit=hit, guessed=False)
            self.lines[row] = new
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def take_out(self, rows: Iterable[int]) -> None:
        """Let some photos go."""
        for row in sorted(rows, reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self.lines[row]
            self.endRemoveRows()

    def lacking_day(self) -> list[int]:
        """Rows of photos without a day."""
        return [row for row, one in enumerate(self.lines) if not one.day]

    def lacking_object(self) -> list[int]:
        """Rows of photos without an object."""
        return [row for row, one in enumerate(self.lines) if one.hit is None]
