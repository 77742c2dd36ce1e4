"""Blank check sheets as a workbook: one row an object, filled on a phone or PC, read back by key.

What names the object is locked; what is asked has drop-downs and limits. The sheet 填表说明 says
how to fill it in. The same batch gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from qxn_desktop.domain.check_sheet import Sheet, SheetBatch
from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.template import Item
from qxn_desktop.domain.typed_answer import NOT_APPLICABLE, option_digits

SHEET = "检查表"
GUIDE = "填表说明"
CHOICES = "选项"
KEY_TITLE = "表号"
DATE_TITLE = "检查日期"
INSPECTOR_TITLE = "检查人"
REASON_TITLE = "不适用的理由"
NOTHING = "—"
"""Stands where an item does not apply to an object; its cell is locked."""

HEADER_ROW = 1
FIRST_ROW = 2
MOST_LIST = 250
"""Signs of a list that stands in the rule itself; longer ones stand on a sheet of their own."""
FONT = "宋体"

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed time, so that the same batch is the same file
_EARLIEST = date(2020, 1, 1)


def workbook_bytes(batch: SheetBatch) -> bytes:
    """The workbook of ``batch``."""
    import xlsxwriter  # noqa: PLC0415 - read when somebody exports, never at the start

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": batch.template.title, "author": batch.unit, "created": _MADE})
    _Writer(book, batch).write()
    book.close()
    return target.getvalue()


def item_title(number: int, item: Item) -> str:
    """The head of an item's column; the reader knows it by its first line."""
    digits = "　".join(f"{digit} {option}" for digit, option in option_digits(item))
    if item.type == "number":
        digits = f"填数字{f'（{item.unit}）' if item.unit else ''}"
        digits += f"；{NOT_APPLICABLE}填 /" if item.na_allowed else ""
    if item.type == "multi":
        digits += "　可多选，如 2、3"
    if item.type == "date":
        digits = "如 2026-01-31"
    if item.type == "photo":
        digits = "有照片的填文件名，随表一起发回"
    return f"{number}. {item.text}" + (f"\n{digits}" if digits else "")


class _Writer:
    """Lays out one workbook."""

    def __init__(self, book: Any, batch: SheetBatch) -> None:
        self._batch = batch
        self._items = [
            item
            for item in batch.template.items
            if any(item in sheet.items for sheet in batch.sheets)
        ]
        self._formats = _formats(book)
        self._sheet = book.add_worksheet(SHEET)
        self._guide = book.add_worksheet(GUIDE)
        self._choices = book.add_worksheet(CHOICES)
        self._lists = 0

    def write(self) -> None:
        self._choices.hide()
        self._write_head()
        for row, sheet in enumerate(self._batch.sheets, FIRST_ROW):
            self._write_row(row, sheet)
        for column, item in enumerate(self._items, len(self._fixed)):
            self._limit(column, item)
        self._limit_dates()
        self._write_guide()
        self._lay_out()

    @property
    def _fixed(self) -> list[tuple[str, float, bool]]:
        """Columns before the items: title, width, whether they are filled in."""
        return [
            ("对象", 17, False),
            ("村", 11, False),
            (KEY_TITLE, 24, False),
            (DATE_TITLE, 12, True),
            (INSPECTOR_TITLE, 9, True),
        ]

    def _write_head(self) -> None:
        batch = self._batch
        title = f"{batch.template.title}　{batch.unit}　{batch.period}"
        title += "　【演示】" if batch.demo else ""
        self._sheet.write_string(0, 0, title, self._formats["title"])
        heads = [title for title, _, _ in self._fixed]
        heads += [item_title(batch.template.items.index(item) + 1, item) for item in self._items]
        for column, head in enumerate([*heads, REASON_TITLE]):
            self._sheet.write_string(HEADER_ROW, column, head, self._formats["head"])

    def _write_row(self, row: int, sheet: Sheet) -> None:
        locked, filled = self._formats["locked"], self._formats["filled"]
        called = sheet.called if sheet.object_id != sheet.village else sheet.village_name
        for column, text in enumerate((called, sheet.village_name, sheet.key)):
            self._sheet.write_string(row, column, text, locked)
        self._sheet.write_blank(row, 3, None, self._formats["date"])
        self._sheet.write_blank(row, 4, None, filled)
        for column, item in enumerate(self._items, len(self._fixed)):
            if item not in sheet.items:
                self._sheet.write_string(row, column, NOTHING, self._formats["nothing"])
            else:
                form = self._formats["date" if item.type == "date" else "filled"]
                self._sheet.write_blank(row, column, None, form)
        self._sheet.write_blank(row, len(self._fixed) + len(self._items), None, filled)

    def _limit(self, column: int, item: Item) -> None:
        """A drop-down or a limit. What may also be typed otherwise is not refused, only helped."""
        rule: dict[str, Any] = {"ignore_blank": True, "show_error": not item.na_allowed}
        if item.type in ("yesno", "choice", "multi"):
            rule |= {"validate": "list", "source": self._source(item)}
            rule["show_error"] = False  # digits and several options are typed as well
        elif item.type == "number":
            rule |= self._bounds(item)
        elif item.type == "date":
            rule |= _dates()
        else:
            return
        rule |= {"error_title": "请核对", "error_message": "填的内容不在允许的范围内。"}
        self._sheet.data_validation(FIRST_ROW, column, self._last, column, rule)

    def _source(self, item: Item) -> list[str] | str:
        options = [option for _, option in option_digits(item)]
        if len(",".join(options)) <= MOST_LIST and not any("," in option for option in options):
            return options
        column = self._lists
        self._lists += 1
        for row, option in enumerate(options):
            self._choices.write_string(row, column, option)
        letter = chr(ord("A") + column)
        return f"='{CHOICES}'!${letter}$1:${letter}${len(options)}"

    def _bounds(self, item: Item) -> dict[str, Any]:
        low = float(canonical_decimal(item.min)) if item.min is not None else None
        high = float(canonical_decimal(item.max)) if item.max is not None else None
        if low is not None and high is not None:
            bounds = {"criteria": "between", "minimum": low, "maximum": high}
        elif low is not None:
            bounds = {"criteria": ">=", "value": low}
        else:
            bounds = {"criteria": "<=", "value": high if high is not None else 1e12}
        return {"validate": "decimal", **bounds}

    def _limit_dates(self) -> None:
        rule = {"ignore_blank": True, "show_error": False, **_dates()}
        rule |= {"input_title": DATE_TITLE, "input_message": "如 2026-11-20"}
        self._sheet.data_validation(FIRST_ROW, 3, self._last, 3, rule)

    @property
    def _last(self) -> int:
        return FIRST_ROW + len(self._batch.sheets) - 1

    def _lay_out(self) -> None:
        sheet = self._sheet
        for column, (_, width, _) in enumerate(self._fixed):
            sheet.set_column(column, column, width)
        first = len(self._fixed)
        for column, item in enumerate(self._items, first):
            sheet.set_column(column, column, 22 if len(item.options) > 3 else 16)
        sheet.set_column(first + len(self._items), first + len(self._items), 18)
        sheet.set_row(0, 26)
        sheet.set_row(HEADER_ROW, 96)
        for row in range(FIRST_ROW, self._last + 1):
            sheet.set_row(row, 24)
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        allowed = ("format_columns", "format_rows", "sort", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))
        sheet.activate()

    def _write_guide(self) -> None:
        guide = self._guide
        guide.set_column(0, 0, 90)
        guide.write_string(0, 0, f"{self._batch.template.title} 填表说明", self._formats["title"])
        for row, line in enumerate(self._guide_lines(), 1):
            guide.write_string(row, 0, line, self._formats["words"])
        guide.protect("")

    def _guide_lines(self) -> list[str]:
        batch = self._batch
        lines = [
            "一行是一个对象。灰色格子不要改，特别是“表号”：程序凭表号认是哪一户。",
            "没有查的行空着就行；行的顺序可以变，不要的列可以不管。",
            f"“{DATE_TITLE}”必填，写成 2026-11-20；“{INSPECTOR_TITLE}”写去看的人。",
            "选项可以从下拉里选，也可以只填数字（表头里写着）；多选的用顿号隔开，如 2、3。",
            f"不适用的，选“{NOT_APPLICABLE}”，理由写在后面，如“{NOT_APPLICABLE} 旱季停水”，"
            f"或写在最后一列“{REASON_TITLE}”。",
            "填好后把这个文件原样发回，不要截图，也不要另建表。",
            batch.approval,
        ]
        hints = [
            f"{batch.template.items.index(item) + 1}. {item.text}：{item.hint}"
            for item in self._items
            if item.hint
        ]
        return [*lines, *hints]


def _dates() -> dict[str, Any]:
    return {"validate": "date", "criteria": ">=", "value": _EARLIEST}


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
    grey: dict[str, Any] = {**cell, "bg_color": "#EDEDED"}
    made: Sequence[tuple[str, dict[str, Any]]] = (
        ("title", {"font_name": FONT, "font_size": 14, "bold": True, "valign": "vcenter"}),
        ("head", {**grey, "bold": True, "text_wrap": True, "valign": "top", "font_size": 10}),
        ("locked", {**grey, "num_format": "@"}),
        ("nothing", {**grey, "align": "center"}),
        ("filled", {**cell, "locked": False, "text_wrap": True}),
        ("date", {**cell, "locked": False, "num_format": "yyyy-mm-dd", "align": "left"}),
        ("words", {"font_name": FONT, "font_size": 11, "text_wrap": True, "valign": "top"}),
    )
    return {name: book.add_format(form) for name, form in made}
