"""A form of rows as a workbook: keys are locked, and a hidden sheet keeps what was sent."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.cell_value import CellRows, CellValue, cell_text
from qxn_desktop.domain.register_sheet import Cell, RegisterSheet, SheetColumn
from qxn_desktop.domain.row_form import ReturnedForm, SentForm
from qxn_desktop.excel.register_workbook import (
    HEAD_ROW,
    finish,
    formats,
    lay_out,
    sheet_name,
    write_rows,
)
from qxn_desktop.excel.table_reader import read_table_file

SENT = "原值（勿动）"
"""The hidden sheet."""
KEY = SheetColumn("行标识（勿改）", width=14, locked=True)

_Keyed = tuple[str, Sequence[Cell]]


class _Facts(msgspec.Struct):
    """What the hidden sheet says of the form."""

    unit: str
    register: str
    paths: tuple[str, ...]
    sent_at: int
    titles: tuple[str, ...]


def form_bytes(sheet: RegisterSheet, form: SentForm, rows: Sequence[_Keyed]) -> bytes:
    """The workbook of ``rows``, each with its key; ``form.rows`` are not looked at."""
    import xlsxwriter  # noqa: PLC0415 - read when somebody exports, never at the start

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    forms = formats(book, locked=False)
    keyed = replace(sheet, columns=(*sheet.columns, KEY))
    page = book.add_worksheet(sheet_name(sheet.title))
    lay_out(page, keyed, forms)
    count = write_rows(page, keyed, ((*cells, key) for key, cells in rows), forms)
    finish(page, keyed, count)
    allowed = ("format_columns", "format_rows", "sort", "autofilter")
    page.protect("", dict.fromkeys(allowed, True))
    _write_sent(book.add_worksheet(SENT), keyed, form, rows, forms)
    book.close()
    return target.getvalue()


def read_form(path: Path) -> ReturnedForm:
    """A form that came back.

    Raises:
        UserError: no workbook, or none that was sent as a form.
        EnvironmentProblem: it cannot be read.
    """
    sheets = {sheet.name: sheet.rows for sheet in read_table_file(path).sheets}
    kept = sheets.pop(SENT, ())
    facts = _facts(kept)
    sent = tuple(_sent_rows(kept[HEAD_ROW + 1 :], len(facts.paths)))
    form = SentForm(facts.unit, facts.register, facts.paths, facts.sent_at, sent)
    rows = next(iter(sheets.values()), ())
    titles = [KEY.title, *facts.titles]
    for at, row in enumerate(rows):
        head = [cell_text(value).strip() for value in row]
        if KEY.title in head:
            places = {title: head.index(title) for title in titles if title in head}
            return _returned(form, facts, places, rows, at + 1)
    raise UserError(
        "E-XLS-061", "表里“{title}”这一列不见了，认不出哪行是谁。请用发出去的原表填写。",
        title=KEY.title,
    )  # fmt: skip


def _returned(
    form: SentForm, facts: _Facts, places: Mapping[str, int], rows: CellRows, first: int
) -> ReturnedForm:
    """The rows from ``first`` on; ``places`` are the columns by title."""
    columns = {
        path: places[title]
        for path, title in zip(facts.paths, facts.titles, strict=True)
        if title in places
    }
    filled, keyless = [], []
    for number, row in enumerate(rows[first:], first + 1):
        texts = dict(enumerate(cell_text(value).strip() for value in row))
        key = texts.get(places[KEY.title], "")
        if key:
            told = {path: texts.get(at, "") for path, at in columns.items()}
            filled.append((number, key, told))
        elif any(texts.values()):
            keyless.append(number)
    return ReturnedForm(form, tuple(filled), tuple(keyless))


def _write_sent(
    page: Any,
    sheet: RegisterSheet,
    form: SentForm,
    rows: Sequence[_Keyed],
    forms: Mapping[str, Any],
) -> None:
    facts = {
        "form": "qxn-rows/1",
        "unit": form.unit,
        "register": form.register,
        "paths": form.paths,
        "sent_at": form.sent_at,
        "titles": [column.title for column in sheet.columns if column is not KEY],
    }
    page.write_string(0, 0, msgspec.json.encode(facts).decode())
    write_rows(page, sheet, ((*cells, key) for key, cells in rows), dict(forms))
    page.very_hidden()
    page.protect("")


def _facts(rows: CellRows) -> _Facts:
    try:
        return msgspec.json.decode(cell_text(rows[0][0]) if rows else "", type=_Facts)
    except (msgspec.DecodeError, IndexError) as error:
        raise UserError(
            "E-XLS-060", "这个表不是从“发给村里填”发出去的。别的表格请用“导入”。"
        ) from error


def _sent_rows(
    rows: Sequence[Sequence[CellValue]], width: int
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in rows:
        texts = [cell_text(value).strip() for value in row]
        texts += [""] * (width + 1 - len(texts))
        if texts[width]:
            yield texts[width], tuple(texts[:width])
