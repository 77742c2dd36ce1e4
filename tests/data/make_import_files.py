"""Makes the sheets of ``tests/data/import``: what clerks send, each with one thing that goes wrong.

``python tests/data/make_import_files.py`` writes them anew. The two binary ones (.xls, .et) were
made once with xlwt, by the lines of ``BINARY``. All people are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).parent / "import"
MADE = datetime(2026, 11, 20)  # noqa: DTZ001 - the same bytes each time
IDS = ("522327199001010018", "522327198502030020", "522327197012120061")
HEAD = ["序号", "村", "组", "户主姓名", "户主证件号", "联系电话", "家庭人口数"]
ONE = [1, "板万村", "一组", "韦建国", IDS[0], "13800000001", 4]
TWO = [2, "板万村", "一组", "韦建军", IDS[1], "13800000002", 5]
BINARY = [
    ["丫他镇板万村2026年改厕台账"],
    ["填报单位：板万村民委员会"],
    ["序号", "村", "组", "户主", "身份证号", "户厕编号", "改造年度", "类型", "验收日期"],
    [1, "板万村", "一组", "韦建国", IDS[0], "HC-0001", 2023, "三格式", "2023-05-06 (date)"],
    [2, "板万村", "一组", "韦建军", IDS[1], "HC-0002", 2024, "三格式", "2024-06-07 (date)"],
    [3, "板万村", "二组", "王小明", "an id kept as a number", "HC-0003", 2024, "三格式", ""],
    ["合计", "", "", "", "", "", 3],
    ["填表人：韦×", "", "", "", "审核人：王×"],
]

SHEETS: dict[str, list[list[Any]]] = {
    "标题单位说明在上": [["板万村台账"], ["单位：丫他镇"], ["注：按户填写"], HEAD, ONE],
    "合计和签字在下": [
        HEAD,
        ONE,
        ["合　计", "", "", "1户", "", "", 4],
        ["填表人：韦×", "", "", "审核人："],
    ],
    "全角和空格": [
        HEAD,
        [1, "板万村", "", "韦　建国", "５２２３２７ 19900101 0018", "138 0000 0001", "４"],
    ],
    "浮点和科学计数": [
        HEAD,
        [1, "板万村", "", "韦建国", IDS[0], 13800000001.0, 4.0],
        [2, "板万村", "", "韦建军", IDS[1], "13800000002.0", "5"],
        [3, "板万村", "", "王小明", 522327197012120061.0, "", ""],
        [4, "板万村", "", "罗天才", "5.22327E+17", "", ""],
    ],
    "村名写法": [
        HEAD,
        [1, "板万村村民委员会", *ONE[2:]],
        [2, "丫他", *TWO[2:]],
        [3, "丫他社区居委会", "", "王小明"],
    ],
    "别的乡镇": [["乡镇", *HEAD[1:]], ["丫他镇", *ONE[1:]], ["秧坝镇", *TWO[1:]]],
    "重名": [
        HEAD,
        [1, "板万村", "一组", "韦建国"],
        [2, "板万村", "二组", "韦建国"],
        [3, "板万村", "", "韦建国"],
    ],
    "重复行": [HEAD, ONE, ONE, [*ONE[:6], 9]],
    "已脱敏": [HEAD, [1, "板万村", "", "韦建国", "522327********0018", "138****0001", 4]],
    "缺必填": [HEAD, [1, "", "", "韦建国", "", "", ""], [2, "板万村", "", "", IDS[1], "", ""]],
    "没有表头": [[1.0, 2.0], [3.0, 4.0]],
    "日期": [
        ["村", "户主姓名", "识别监测时间", "认定日期"],
        ["板万村", "韦建国", "202305.0", "2023年5月6日"],
        ["板万村", "韦建军", 202306.0, MADE],
        ["板万村", "王小明", "", 45000.0],
        ["板万村", "罗天才", "2023.1", "2023-02-30"],
    ],
}  # fmt: skip
TEXTS = {
    "制表符.csv": ("\t", "gb18030"),
    "分号.csv": (";", "utf-8-sig"),
    "逗号.csv": (",", "utf-8"),
}


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    for name, rows in SHEETS.items():
        _write(FOLDER / f"{name}.xlsx", rows)
    for name, (sign, encoding) in TEXTS.items():
        lines = [sign.join(map(str, row)) for row in (["板万村台账"], HEAD, ONE, TWO)]
        text = "".join(f"{line}\r\n" for line in lines)
        (FOLDER / name).write_bytes(text.encode(encoding))
    _write_merged(FOLDER / "两行表头.xlsx")


def _write(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet("台账")
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, value, dated)
                elif value != "":
                    sheet.write(at, column, value)


def _write_merged(path: Path) -> None:
    """A header of two rows, villages merged downwards, a second sheet that is hidden."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet("户")
        sheet.merge_range("A1:E1", "监测对象台账")
        sheet.merge_range("A2:A3", "村")
        sheet.merge_range("B2:B3", "户主姓名")
        sheet.merge_range("C2:D2", "识别时")
        sheet.write_row("C3", ["家庭纯收入", "人均纯收入"])
        sheet.merge_range("E2:E3", "备注")
        sheet.merge_range("A4:A5", "板万村")
        sheet.write_row("B4", ["韦建国", 12000, 3000, ""])
        sheet.write_row("B5", ["韦建军", 15000.5, 3000.1, "外出"])
        book.add_worksheet("存根").hide()


if __name__ == "__main__":
    main()
