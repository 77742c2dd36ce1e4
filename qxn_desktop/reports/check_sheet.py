"""Blank check sheets as one PDF: a list in the order of walking, then one A4 form an object.

Not a document of GB/T 9704-2012 but a form in its faces: margins are smaller so that the items of
one visit stand on one page. The same batch gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.check_sheet import Sheet as CheckSheet
from qxn_desktop.domain.check_sheet import SheetBatch
from qxn_desktop.domain.template import Item
from qxn_desktop.reports.answer_setting import answer_lines
from qxn_desktop.reports.document import Column, Document, Table
from qxn_desktop.reports.flow import Box, Sheet, Spot, paginate
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.gbt9704 import MM, PAGE_HEIGHT, PAGE_WIDTH, Area
from qxn_desktop.reports.line_breaker import Line
from qxn_desktop.reports.pdf import Pdf, draw_watermark, new_canvas
from qxn_desktop.reports.qr_setting import draw_qr
from qxn_desktop.reports.table_setting import table_boxes
from qxn_desktop.reports.text_setting import Slot, Style, draw_line, draw_text

WATERMARK = "演示"
LEFT = 20 * MM
"""A binding margin."""
RIGHT = TOP = 14 * MM
BOTTOM = 20 * MM
AREA = Area(PAGE_WIDTH - LEFT - RIGHT, PAGE_HEIGHT - TOP - BOTTOM)

QR_SIDE = 21 * MM
HEAD = QR_SIDE + 15.0
CONTINUED = 26.0
INFO_ROW = 24.0
COUNT_WIDTH = 26.0
TEXT_WIDTH = 0.42 * AREA.width
PAD = 4.0
TEXT_PITCH = 15.0
SMALL_PITCH = 12.0
SIGN_ROW = 32.0
LEAST_REMARK = 40.0
MOST_REMARK = 190.0
LOOSE, TIGHT = (19.0, 4.0), (17.0, 2.0)
"""Pitch of the answers and space above and below an item: close only to save a second page."""
RULE = 0.5
OPENS = "★"

TITLE = Style(Typeface.TITLE, 19)
UNIT = Style(Typeface.KAI, 12)
LABEL = Style(Typeface.HEI, 10.5)
VALUE = Style(Typeface.BODY, 12)
TEXT = Style(Typeface.BODY, 11)
SMALL = Style(Typeface.KAI, 9)
KEY = Style(Typeface.HEI, 9)


def render_sheets(batch: SheetBatch, progress: Progress = SILENT) -> Pdf:
    """The whole batch typeset; a list of its sheets comes first when there are several."""
    target = BytesIO()
    canvas = new_canvas(target, _describe(batch), None)
    pages = 0
    for done, sheet in enumerate((None, *batch.sheets)):
        progress.report(done, len(batch.sheets) + 1, "正在排版空表")
        if sheet is None:
            pages += _draw_list(canvas, batch) if len(batch.sheets) > 1 else 0
        else:
            pages += _draw_form(canvas, batch, done, sheet)
    canvas.save()
    return Pdf(target.getvalue(), pages)


def _describe(batch: SheetBatch) -> Document:
    """No name of a person goes into what the file says of itself."""
    title = f"{batch.template.title}（空表 {len(batch.sheets)} 份）"
    return Document(title, batch.unit, (), meta={"subject": batch.period})


# --- the list


def _draw_list(canvas: Any, batch: SheetBatch) -> int:
    boxes = [_list_head(batch), *table_boxes(_list_table(batch), AREA.width, None)]
    sheets = paginate(AREA, boxes)
    canvas.bookmarkPage("list")
    canvas.addOutlineEntry("走访清单", "list", level=0)
    for number, sheet in enumerate(sheets, 1):
        _draw_page(canvas, batch, sheet, f"走访清单　第{number}页，共{len(sheets)}页")
    return len(sheets)


def _list_head(batch: SheetBatch) -> Box:
    lines = [f"{batch.unit}　{batch.period}　共 {len(batch.sheets)} 份"]
    if batch.due is not None:
        lines[0] += f"　{_day(batch.due)}前完成"

    def draw(spot: Spot) -> None:
        _centre(spot, TITLE, f"{batch.template.title}走访清单", 30.0)
        _centre(spot.moved(0, 32.0), UNIT, lines[0], 18.0)

    return Box(58.0, draw, keep_next=True)


def _list_table(batch: SheetBatch) -> Table:
    """Columns without anything in them are left out."""
    columns = [
        (Column("序号", 6), [str(n) for n in range(1, len(batch.sheets) + 1)]),
        (Column("村", 11), [sheet.village_name for sheet in batch.sheets]),
        (Column("组", 7), [sheet.place for sheet in batch.sheets]),
        (Column("对象", 17), [_object_words(sheet) for sheet in batch.sheets]),
        (Column("户主", 10), [sheet.household for sheet in batch.sheets]),
        (Column("期限", 8), ["" if batch.due else _short_day(sheet.due) for sheet in batch.sheets]),
        (Column("表号", 34), [sheet.key for sheet in batch.sheets]),
        (Column("完成", 7), ["" for _ in batch.sheets]),
    ]
    kept = [(column, cells) for column, cells in columns if any(cells) or column.title == "完成"]
    rows = tuple(zip(*(cells for _, cells in kept), strict=True))
    return Table(tuple(column for column, _ in kept), rows)


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _short_day(day: date | None) -> str:
    return f"{day.month}.{day.day}" if day else ""


def _object_words(sheet: CheckSheet) -> str:
    """The object, unless it is the village itself."""
    return "全村" if sheet.object_id == sheet.village else sheet.label


# --- one form


def _draw_form(canvas: Any, batch: SheetBatch, number: int, form: CheckSheet) -> int:
    sheets = _form_sheets(batch, number, form)
    canvas.bookmarkPage(form.key)
    canvas.addOutlineEntry(f"{number}　{form.village_name}　{form.called}", form.key, level=0)
    for page, sheet in enumerate(sheets, 1):
        _draw_page(canvas, batch, sheet, f"{form.key}　第{page}页，共{len(sheets)}页")
    return len(sheets)


def _form_sheets(batch: SheetBatch, number: int, form: CheckSheet) -> list[Sheet]:
    """The pages of one form: one if need be set closely, else as many as it takes."""
    loose = _set_form(batch, number, form, LOOSE)
    if len(loose) == 1:
        return loose
    tight = _set_form(batch, number, form, TIGHT)
    return tight if len(tight) < len(loose) else loose


def _set_form(
    batch: SheetBatch, number: int, form: CheckSheet, density: tuple[float, float]
) -> list[Sheet]:
    again = Box(CONTINUED, partial(_draw_continued, batch, form))
    boxes = [_form_head(batch, number, form), _info(form)]
    boxes.append(_item_head())
    boxes += [replace(_item_row(batch, item, density), opens=again) for item in form.items]
    sheets = paginate(AREA, boxes)
    last = sheets[-1]
    if AREA.height - last.used < LEAST_REMARK + SIGN_ROW:
        last = Sheet(AREA)
        sheets.append(last)
        last.place(again)
    room = min(AREA.height - last.used - SIGN_ROW, MOST_REMARK)
    last.place(Box(room, partial(_draw_remark, room)))
    last.place(Box(SIGN_ROW, _draw_signs))
    return sheets


def _form_head(batch: SheetBatch, number: int, form: CheckSheet) -> Box:
    def draw(spot: Spot) -> None:
        draw_text(spot, UNIT, batch.unit, 16.0)
        count = f"第 {number} 份，共 {len(batch.sheets)} 份"
        draw_text(spot.moved(0, 17.0), SMALL, count, 14.0)
        _centre(spot.moved(0, QR_SIDE / 2 - 8.0), TITLE, batch.template.title, 26.0)
        corner = spot.moved(AREA.width - QR_SIDE)
        draw_qr(corner.moved(0, -2.0), form.key, QR_SIDE)
        width = KEY.measure(form.key)
        draw_text(spot.moved(AREA.width - width, QR_SIDE - 3.0), KEY, form.key, 12.0)

    return Box(HEAD, draw, keep_next=True)


def _draw_continued(batch: SheetBatch, form: CheckSheet, spot: Spot) -> None:
    """The head of a further page: whose sheet it is, and its key."""
    words = f"{batch.template.title}（续）　{form.village_name}　{form.called}"
    draw_text(spot, SMALL, words, CONTINUED - 8)
    width = KEY.measure(form.key)
    draw_text(spot.moved(AREA.width - width), KEY, form.key, CONTINUED - 8)


def _info(form: CheckSheet) -> Box:
    rows = list(_info_rows(form))

    def draw(spot: Spot) -> None:
        here = spot
        for row in rows:
            _draw_pairs(here, row)
            here = here.moved(0, INFO_ROW)

    return Box(len(rows) * INFO_ROW, draw, keep_next=True)


def _info_rows(form: CheckSheet) -> Iterator[list[tuple[str, str]]]:
    """Pairs of label and value, three a row, fewer in the last."""
    pairs = [("村（社区）", form.village_name)]
    if form.object_id != form.village:
        pairs += [("组", form.place), (form.register_title, form.label), ("户主", form.household)]
    pairs += [
        ("检查周期", form.period),
        ("完成期限", f"{_day(form.due)}前" if form.due else ""),
    ]
    filled = [(label, value) for label, value in pairs if value]
    for start in range(0, len(filled), 3):
        yield filled[start : start + 3]


def _draw_pairs(spot: Spot, pairs: Sequence[tuple[str, str]]) -> None:
    labels = 58.0
    each = AREA.width / len(pairs)
    x = 0.0
    for label, value in pairs:
        _cell_box(spot.moved(x), labels, INFO_ROW)
        _cell_box(spot.moved(x + labels), each - labels, INFO_ROW)
        offset = (labels - LABEL.measure(label)) / 2
        draw_text(spot.moved(x + offset), LABEL, label, INFO_ROW)
        style = _fitting(VALUE, value, each - labels - 2 * PAD)
        draw_text(spot.moved(x + labels + PAD), style, value, INFO_ROW)
        x += each


def _fitting(style: Style, text: str, width: float) -> Style:
    """``style``, smaller where ``text`` would not fit: the longest village name has 18 signs."""
    wide = style.measure(text)
    return style if wide <= width else Style(style.typeface, style.size * width / wide)


def _item_head() -> Box:
    height = 20.0

    def draw(spot: Spot) -> None:
        x = 0.0
        for title, width in zip(("序号", "检查内容", "检查结果"), _widths(), strict=True):
            _cell_box(spot.moved(x), width, height)
            draw_text(spot.moved(x + (width - LABEL.measure(title)) / 2), LABEL, title, height)
            x += width

    return Box(height, draw, keep_next=True)


def _widths() -> tuple[float, float, float]:
    return COUNT_WIDTH, TEXT_WIDTH, AREA.width - COUNT_WIDTH - TEXT_WIDTH


def _item_row(batch: SheetBatch, item: Item, density: tuple[float, float]) -> Box:
    number = batch.template.items.index(item) + 1
    pitch, space = density
    _, text_width, answer_width = _widths()
    words = (OPENS if _opens(batch, item) else "") + item.text
    lines = TEXT.lines(words, text_width - 2 * PAD)
    hint = SMALL.lines(item.hint, text_width - 2 * PAD) if item.hint else []
    answer = answer_lines(item, answer_width - 2 * PAD, pitch)
    text_height = len(lines) * TEXT_PITCH + len(hint) * SMALL_PITCH
    height = max(text_height, answer.height) + 2 * space

    def draw(spot: Spot) -> None:
        x = 0.0
        for width in _widths():
            _cell_box(spot.moved(x), width, height)
            x += width
        label = str(number)
        draw_text(spot.moved((COUNT_WIDTH - TEXT.measure(label)) / 2), TEXT, label, height)
        at = spot.moved(COUNT_WIDTH + PAD, (height - text_height) / 2)
        _draw_lines(at, TEXT, lines, TEXT_PITCH)
        _draw_lines(at.moved(0, len(lines) * TEXT_PITCH), SMALL, hint, SMALL_PITCH)
        left = COUNT_WIDTH + text_width + PAD
        answer.draw(spot.moved(left, (height - answer.height) / 2))

    return Box(height, draw)


def _opens(batch: SheetBatch, item: Item) -> bool:
    """Whether a failure of ``item`` opens a problem; leads are no finding to print on paper."""
    template = batch.template
    judged = item.pass_rule is not None and template.opening(item.severity)
    return judged and template.opens == "problem"


def _draw_lines(spot: Spot, style: Style, lines: Sequence[Line], pitch: float) -> None:
    for index, line in enumerate(lines):
        slot = Slot(TEXT_WIDTH - 2 * PAD, pitch)
        draw_line(spot.moved(0, index * pitch), style, line, slot)


def _draw_remark(height: float, spot: Spot) -> None:
    _cell_box(spot, AREA.width, height)
    draw_text(spot.moved(PAD, PAD), LABEL, "情况说明（不合格的写明位置和情况）", 14.0)


def _draw_signs(spot: Spot) -> None:
    parts = (("检查人（签名）", 0.32), ("户主或在场人（签名）", 0.38), ("检查日期", 0.30))
    x = 0.0
    for label, share in parts:
        width = share * AREA.width
        _cell_box(spot.moved(x), width, SIGN_ROW)
        draw_text(spot.moved(x + PAD), LABEL, label, SIGN_ROW)
        x += width
    date = "年　　月　　日"
    draw_text(spot.moved(AREA.width - PAD - TEXT.measure(date)), TEXT, date, SIGN_ROW)


# --- every page


def _draw_page(canvas: Any, batch: SheetBatch, sheet: Sheet, footer: str) -> None:
    if batch.demo:
        draw_watermark(canvas, WATERMARK, None)
    canvas.setFillGray(0)
    for offset, box in sheet.placed:
        box.draw(Spot(canvas, LEFT, PAGE_HEIGHT - TOP - offset))
    _draw_footer(Spot(canvas, LEFT, BOTTOM - 5.0), batch, footer)
    canvas.showPage()


def _draw_footer(spot: Spot, batch: SheetBatch, footer: str) -> None:
    marked = any(_opens(batch, item) for item in batch.template.items)
    how = "填法：在方格里打“√”，方格旁的数字供录入时使用。"
    how += f"带{OPENS}的项不合格，登记后列入问题台账。" if marked else ""
    basis = "；".join(map(str, batch.template.basis))
    version = f"{batch.template.title}第{batch.template.version}版"
    width = SMALL.measure(footer)
    lines = (how, f"{version}　检查依据：{basis}" if basis else version, batch.approval)
    for index, line in enumerate(lines):
        room = AREA.width - (width + 8.0 if index == 2 else 0.0)
        at = spot.moved(0, index * SMALL_PITCH)
        draw_text(at, _fitting(SMALL, line, room), line, SMALL_PITCH)
    draw_text(spot.moved(AREA.width - width, 2 * SMALL_PITCH), SMALL, footer, SMALL_PITCH)


def _centre(spot: Spot, style: Style, text: str, height: float) -> None:
    draw_text(spot.moved((AREA.width - style.measure(text)) / 2), style, text, height)


def _cell_box(spot: Spot, width: float, height: float) -> None:
    spot.canvas.setLineWidth(RULE)
    spot.canvas.rect(spot.x, spot.top - height, width, height)
