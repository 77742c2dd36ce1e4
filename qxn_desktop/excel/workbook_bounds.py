"""What a workbook must keep to before its cells are read: none may fill the memory.

A reader lays a sheet out as a whole rectangle: one cell in the last corner, or a million empty
rows, would cost gigabytes. So the archive is measured first, entry by entry, in bounded memory.
``measured`` is for filled forms, which are small; ``measured_table`` for registers.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from qxn_desktop.common.errors import UserError

MOST_BYTES = 20_000_000
MOST_UNPACKED = 120_000_000
MOST_ENTRIES = 500
MOST_ROWS = 10_000
MOST_COLUMNS = 256
MOST_CELLS = 1_000_000
MOST_TABLE_UNPACKED: Final = 600_000_000
MOST_TABLE_ENTRIES: Final = 5_000
MOST_TABLE_ROWS: Final = 199_999
MOST_TABLE_COLUMNS: Final = 702
MOST_TABLE_CELLS: Final = 12_000_000
"""Of the rectangle: some 400 MB when a reader lays it out."""
CHUNK = 1 << 20
LONGEST_TAG: Final = 1 << 16
LOCAL_HEADER: Final = 30
SHARED: Final = "xl/sharedStrings.xml"
LONG_TEXT: Final = 4_000
"""Bytes of a shared text, up to which it does not matter how many cells refer to it."""
OVERLAP = 512
"""Signs of a chunk that are looked at again with the next, so that no tag is cut in two."""

_LINK = re.compile(r"<(?:\w+:)?Relationship\b([^<>]*)>")
_TAB = re.compile(r"<(?:\w+:)?sheet\b([^<>]*)>")
_ATTRIBUTE = re.compile(r'(?:\w+:)?(\w+)="([^"]*)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^<>]{0,400}?\br="([A-Z]{1,4})([0-9]{1,9})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b(?:[^<>]{0,400}?\br="([0-9]{1,9})")?')
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE = re.compile(rb'\sr="([A-Z]{1,4})([0-9]{1,9})"')
_ROW_OR_FAR = re.compile(
    rb' r="(?:([0-9]{1,9})|([A-Z]{3,4}|[C-Z][A-Z]|B[M-Z]|[A-Z]{1,2}(?=[0-9]{6}))([0-9]{1,9}))"'
)
"""Numbers of rows, and cells beyond column 64 or row 99,999, of which most sheets have none."""
_ODD_CELL = re.compile(rb'<c(?![a-zA-Z]| r=")|<\w+:c[\s/>]')
"""A cell not written as nearly all programs write it."""
_UNSOLVED = re.compile(rb"</f>(?:<(?:\w+:)?v></(?:\w+:)?v>|<(?:\w+:)?v/>)?</(?:\w+:)?c>")
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^<>]{0,400}?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,400}>\s{0,20}<(?:\w+:)?f\b'
)


def measured(data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Cells (row, column from 1) with formulas, by the name of their sheet.

    Raises:
        UserError: no workbook, or larger than a filled form can be.
    """
    with _archive(data) as archive:
        return _measure(archive, data)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader of values alone would not tell of a workbook, or of a sheet.

    ``unsolved``: a formula without a result, as programs save it; ``errors``: one that failed.
    ``shared``: cells with a shared text, where that was to be counted.
    """

    unsolved: bool = False
    errors: bool = False
    shared: int = 0


def measured_table(data: bytes) -> Seen:
    """Look a workbook through before it is read as a register.

    Raises:
        UserError: no workbook, or larger than a register can be.
    """
    with _archive(data) as archive:
        entries = _entries(archive, MOST_TABLE_ENTRIES, MOST_TABLE_UNPACKED)
        unpacked, unsolved, errors = 0, False, False
        longest = max((_longest(data, one) for one in entries if one.filename == SHARED), default=0)
        for entry in entries:
            if not entry.filename.startswith("xl/media/"):
                size, seen = _measure_entry(data, entry, counts=longest > LONG_TEXT)
                unpacked += size
                unsolved |= seen.unsolved
                errors |= seen.errors
                # A reader copies a shared text into each cell that refers to it.
                if max(unpacked, longest * seen.shared) > MOST_TABLE_UNPACKED:
                    raise too_large_table()
        return Seen(unsolved, errors)


@contextmanager
def _archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive ``data``; whatever a damaged one makes its reader raise is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except UserError:
        raise
    except Exception as error:
        raise no_workbook() from error


def no_workbook() -> UserError:
    """Why a file that is none is refused."""
    return UserError(
        "E-XLS-001", "这个文件不是能识别的 Excel 表格。请在 WPS 里另存为 .xlsx 格式后再试。"
    )


def locked() -> UserError:
    """Why a workbook with a password is refused."""
    return UserError(
        "E-XLS-022", "这个表格设了打开密码，读不了。请在 WPS 里打开，取消密码另存后再导入。"
    )


def too_large_table() -> UserError:
    """Why a table that no register can be is refused."""
    return UserError(
        "E-XLS-020",
        "表格太大（超过 {rows} 行、{columns} 列，或格子太多），请删去空行空列，或分成几份再导入。",
        rows=MOST_TABLE_ROWS, columns=MOST_TABLE_COLUMNS,
    )  # fmt: skip


def _entries(archive: zipfile.ZipFile, most: int, unpacked: int) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise no_workbook()
    if len(entries) > most or sum(entry.file_size for entry in entries) > unpacked:
        raise _too_large() if most == MOST_ENTRIES else too_large_table()
    return entries


def _measure(archive: zipfile.ZipFile, data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    entries = _entries(archive, MOST_ENTRIES, MOST_UNPACKED)
    unpacked, formulas = 0, dict[str, frozenset[tuple[int, int]]]()
    for entry in entries:
        sheet = _Sheet() if _SHEET.fullmatch(entry.filename) else None
        for fresh, chunk, seen in _chunks(data, entry):
            unpacked += fresh
            if unpacked > MOST_UNPACKED:
                raise _too_large()
            if sheet is not None:
                sheet.look(chunk, seen)
        if sheet is not None:
            formulas[entry.filename] = frozenset(sheet.formulas)
    names = _names(archive)
    return {name: formulas.get(path, frozenset()) for name, path in names.items()}


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The path of each sheet in the archive, by the sheet's name."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = "xl/_rels/workbook.xml.rels"
    known = archive.read(links).decode("utf-8", "replace") if links in archive.namelist() else ""
    targets = {}
    for tag in _LINK.findall(known):
        parts = dict(_ATTRIBUTE.findall(tag))
        path = parts.get("Target", "")
        targets[parts.get("Id", "")] = path[1:] if path.startswith("/") else f"xl/{path}"
    found = {}
    for tag in _TAB.findall(book):
        parts = dict(_ATTRIBUTE.findall(tag))
        found[html.unescape(parts.get("name", ""))] = targets.get(parts.get("id", ""), "")
    return found


def _chunks(data: bytes, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes, int]]:
    """(new bytes, bytes to look at, how many of them were looked at before)."""
    tail = b""
    for fresh in _inflated(data, entry):
        yield len(fresh), tail + fresh, len(tail)
        tail = fresh[-OVERLAP:]


def _inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of ``entry`` chunk by chunk, however much it says that it is.

    ``ZipFile.open`` stops at the size that the entry gives of itself; other readers do not.
    """
    at = entry.header_offset
    names = int.from_bytes(data[at + 26 : at + 28], "little")
    extra = int.from_bytes(data[at + 28 : at + 30], "little")
    start = at + LOCAL_HEADER + names + extra
    packed = data[start : start + entry.compress_size]
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise no_workbook()
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK))
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflater.eof:
        fresh = inflater.decompress(packed, CHUNK)
        packed = inflater.unconsumed_tail
        if not fresh:
            return
        yield fresh


def _whole_tags(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of ``entry`` cut before tags, so that none is cut in two."""
    rest = b""
    for fresh in _inflated(data, entry):
        chunk = rest + fresh
        cut = chunk.rfind(b"<")
        if len(chunk) - cut > CHUNK + LONGEST_TAG:
            raise no_workbook()
        yield chunk[:cut] if cut > 0 else b""
        rest = chunk[max(cut, 0) :]
    yield rest


def _longest(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Bytes of the longest shared text."""
    longest, length = 0, 0
    for chunk in _whole_tags(data, entry):
        first, *rest = chunk.split(b"<si")
        length += len(first)
        for part in rest:
            longest, length = max(longest, length), len(part)
    return max(longest, length)


def _measure_entry(data: bytes, entry: zipfile.ZipInfo, *, counts: bool) -> tuple[int, Seen]:
    """Bytes of an entry of a register, and what was seen in it."""
    if _SHEET.fullmatch(entry.filename) is None:
        return sum(map(len, _inflated(data, entry))), Seen()
    sheet = _Table(counts=counts)
    for chunk in _whole_tags(data, entry):
        sheet.look(chunk)
    if sheet.far:
        _refuse_rectangle(data, entry)
    return sheet.bytes, Seen(sheet.unsolved, sheet.errors, sheet.shared)


def _refuse_rectangle(data: bytes, entry: zipfile.ZipInfo) -> None:
    """Measure exactly what lies far out: one look at each cell."""
    last_row, last_column = 0, 0
    for chunk in _whole_tags(data, entry):
        places = _PLACE.findall(chunk)
        last_row = max(last_row, max((int(row) for _, row in places), default=0))
        letters = {letters for letters, _ in places}
        last_column = max(last_column, max((column_number(c.decode()) for c in letters), default=0))
    if last_row * last_column > MOST_TABLE_CELLS:
        raise too_large_table()


class _Table:
    """What was seen of one sheet of a register so far, in a few looks at whole chunks."""

    def __init__(self, *, counts: bool) -> None:
        self._counts = counts
        self.bytes = self._rows = self.shared = 0
        self.far = self.unsolved = self.errors = False

    def look(self, chunk: bytes) -> None:
        """Take in a chunk of whole tags.

        Raises:
            UserError: rows or cells too far out, too many of them, or cells without a place.
        """
        self.bytes += len(chunk)
        places = _ROW_OR_FAR.findall(chunk)
        if places:
            self._look_at_places(places)
        if self.bytes > MOST_TABLE_UNPACKED:
            raise too_large_table()
        usual = chunk.count(b"<c") == chunk.count(b'<c r="') and b":c" not in chunk
        if not usual and _ODD_CELL.search(chunk):
            self._look_closely(chunk)
        self.errors |= b't="e"' in chunk
        self.shared += chunk.count(b't="s"') if self._counts else 0
        self.unsolved |= b"</f>" in chunk and _UNSOLVED.search(chunk) is not None

    def _look_at_places(self, places: list[tuple[bytes, bytes, bytes]]) -> None:
        """Numbers of rows, and the places of cells far out."""
        for number, letters, row in places:
            last = int(number or row)
            self._rows += bool(number)
            self.far |= bool(letters)
            beyond = letters and column_number(letters.decode()) > MOST_TABLE_COLUMNS
            if beyond or last > MOST_TABLE_ROWS or self._rows > MOST_TABLE_ROWS:
                raise too_large_table()

    def _look_closely(self, chunk: bytes) -> None:
        """Cells not written as nearly all programs write them: each has to have a place."""
        places = _PLACE.findall(chunk)
        if len(places) < len(_CELL.findall(chunk)):
            raise no_workbook()
        self.far = True


class _Sheet:
    """What was seen of one sheet so far."""

    def __init__(self) -> None:
        self.formulas: set[tuple[int, int]] = set()
        self._rows = self._cells = 0

    def look(self, chunk: bytes, seen: int) -> None:
        """Take in a chunk whose first ``seen`` bytes were looked at before.

        Raises:
            UserError: rows or cells too far out, too many of them, or cells without a place.
        """
        for found in _ROW.finditer(chunk):
            self._rows += found.start() >= seen
            if self._rows > MOST_ROWS or (found[1] and int(found[1]) > MOST_ROWS):
                raise _too_large()
        placed = set()
        for found in _REFERENCE.finditer(chunk):
            placed.add(found.start())
            if int(found[2]) > MOST_ROWS or column_number(found[1].decode()) > MOST_COLUMNS:
                raise _too_large()
        starts = {f.start() for f in _CELL.finditer(chunk)}
        for start in starts - placed:
            # A tag cut by the end of the chunk is whole in the next one, which begins with it.
            if b">" in chunk[start:] or start < len(chunk) - OVERLAP:
                raise no_workbook()
        self._cells += sum(start >= seen for start in starts)
        if self._cells > MOST_CELLS:
            raise _too_large()
        for found in _FORMULA.finditer(chunk):
            self.formulas.add((int(found[2]), column_number(found[1].decode())))


def _too_large() -> UserError:
    return UserError(
        "E-XLS-002",
        "表格太大（超过 {rows} 行或 {columns} 列），不像填好的检查表，请删去多余的空行、空列再试。",
        rows=MOST_ROWS, columns=MOST_COLUMNS,
    )  # fmt: skip


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
