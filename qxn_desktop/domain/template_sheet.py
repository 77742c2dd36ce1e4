"""A checklist from a sheet: one question a row; every fault by its row.

Columns (the first row): 题号 · 内容 · 类型 · 选项 · 合格答案 · 严重程度 · 依据 · 必填 · 可不适用 ·
单位 · 提示. 内容 and 类型 have to be there. Without a column 合格答案 the answer 是 passes a
question of 是 or 否; with it, an empty cell only records.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.decimal_text import read_decimal
from qxn_desktop.domain.template import SEVERITY_TITLES, ItemType, Severity
from qxn_desktop.domain.template_parse import MAX_ITEMS, parse_template
from qxn_desktop.domain.template_revision import next_code, pass_rule
from qxn_desktop.domain.toml_text import write_toml

COLUMNS: Final = (
    *("题号", "内容", "类型", "选项", "合格答案", "严重程度"),
    *("依据", "必填", "可不适用", "单位", "提示"),
)
NEEDED: Final = ("内容", "类型")
SAMPLE: Final[tuple[tuple[str, ...], ...]] = (
    COLUMNS,
    ("YS01", "水源地围栏完好", "是否题", "", "是", "较重", "县饮水办法第六条", "是", "", "", ""),
    ("YS02", "供水方式", "单选题", "集中供水、分散供水", "", "一般", "", "是", "", "", ""),
    ("YS03", "末梢水余氯", "数字题", "", ">=0.05", "严重", "", "是", "是", "mg/L", "现场检测"),
    ("YS04", "不合格处照片", "照片题", "", "", "一般", "", "否", "", "", ""),
)
"""A sheet to begin from."""

_SAME: Final = {"问题": "内容", "检查内容": "内容", "合格": "合格答案", "不适用": "可不适用"}
_TYPES: Final[Mapping[str, ItemType]] = {
    **dict.fromkeys(("是否题", "是否", "是/否", "判断题"), "yesno"),
    **dict.fromkeys(("单选题", "单选"), "choice"),
    **dict.fromkeys(("多选题", "多选"), "multi"),
    **dict.fromkeys(("数字题", "数字", "填数"), "number"),
    **dict.fromkeys(("文字题", "文字", "填空", "填空题"), "text"),
    **dict.fromkeys(("日期题", "日期"), "date"),
    **dict.fromkeys(("照片题", "照片", "拍照"), "photo"),
}
_SEVERITIES: Final[Mapping[str, Severity]] = {title: key for key, title in SEVERITY_TITLES.items()}
_FLAGS: Final = {"": None, "是": True, "否": False, "√": True, "×": False}
_LIST: Final = re.compile(r"[、,，;；|\n]")
_BOUND: Final = re.compile(r"(>=|<=|>|<|=|≥|≤)?(-?[0-9.]+)")
_RANGE: Final = re.compile(r"(-?[0-9.]+)[-~至—](-?[0-9.]+)")
_SIGNS: Final = {"≥": ">=", "≤": "<=", "=": "==", None: "=="}


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What a sheet of questions does not say: the checklist's own particulars."""

    id: str
    title: str
    short_title: str
    domain: str
    objects: tuple[str, ...]
    basis: str = ""
    approval_basis: str = ""
    approval_unit: str = ""


def template_from_rows(
    head: SheetHead, rows: Sequence[Sequence[str]], version: int = 1
) -> tuple[str, list[Problem]]:
    """The checklist's file, or "" and everything that is wrong, by row."""
    places, problems = _places(rows)
    if problems:
        return "", problems
    numbers: list[int] = []
    items: list[dict[str, object]] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: tidy(row[at]) for name, at in places.items() if at < len(row)}
        if any(cells.values()):
            codes = [str(item["code"]) for item in items]
            item, faults = _item(cells, codes, head.id, judged="合格答案" in places)
            problems += [_at(number, fault) for fault in faults]
            items.append(item)
            numbers.append(number)
    if not 0 < len(items) <= MAX_ITEMS:
        message = f"检查表要有1至{MAX_ITEMS}题，表里有{len(items)}题。"
        problems.append(Problem("", "E-TPL-320", message))
    if problems:
        return "", problems
    text = write_toml(_file(head, version, items))
    _, found = parse_template(text)
    return ("", [_by_row(one, numbers) for one in found]) if found else (text, [])


def _file(head: SheetHead, version: int, items: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": head.id,
        "version": version,
        "title": head.title,
        "short_title": head.short_title or head.title,
        "domain": head.domain,
        "objects": list(head.objects),
        "scored": True,
        "opens": "problem",
        "basis": [{"name": head.basis}] if head.basis else [],
        "approval": {"basis": head.approval_basis, "unit": head.approval_unit},
        "item": items,
    }


def _places(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], list[Problem]]:
    written = [half_width(cell) for cell in rows[0]] if rows else []
    places: dict[str, int] = {}
    for at, name in enumerate(written):
        places.setdefault(_SAME.get(name, name), at)
    missing = [name for name in NEEDED if name not in places]
    if missing:
        listed = "、".join(COLUMNS)
        message = f"首行缺少列：{'、'.join(missing)}。可用的列：{listed}。"
        return {}, [Problem("第 1 行", "E-TPL-321", message)]
    return {name: at for name, at in places.items() if name in COLUMNS}, []


def _item(
    cells: Mapping[str, str], codes: Sequence[str], id_: str, *, judged: bool
) -> tuple[dict[str, object], list[tuple[str, str]]]:
    """One question and what is wrong with it (code and sentence)."""
    faults: list[tuple[str, str]] = []
    kind = _TYPES.get(half_width(cells["类型"]), "text")
    if half_width(cells["类型"]) not in _TYPES:
        known = "、".join(dict.fromkeys(key for key in _TYPES if key.endswith("题")))
        faults.append(("E-TPL-322", f"类型“{cells['类型']}”不对，可用：{known}。"))
    severity = _SEVERITIES.get(cells.get("严重程度", "") or "较重")
    if severity is None:
        listed = "、".join(_SEVERITIES)
        faults.append(("E-TPL-323", f"严重程度“{cells['严重程度']}”不对，可用：{listed}。"))
    if not cells["内容"]:
        faults.append(("E-TPL-324", "没有写内容。"))
    flags = {name: _FLAGS.get(half_width(cells.get(name, "")), "") for name in _YESNO_COLUMNS}
    faults += [("E-TPL-325", f"{name}只能写“是”或“否”。") for name in flags if flags[name] == ""]
    options = [part.strip() for part in _LIST.split(cells.get("选项", "")) if part.strip()]
    answer = cells.get("合格答案", "") if judged else "是" if kind == "yesno" else ""
    rule = _rule(kind, answer)
    if rule is None:
        faults.append(("E-TPL-326", f"合格答案“{answer}”看不懂，数字请写成 >=0.05 或 6-9。"))
    item: dict[str, object] = {
        "code": cells.get("题号", "") or next_code(codes, id_),
        "text": cells["内容"] or None,
        "type": kind,
        "severity": severity,
        "options": options or None,
        "pass": rule or None,
        "required": False if flags["必填"] is False else None,
        "na_allowed": True if flags["可不适用"] else None,
        "unit": cells.get("单位") or None,
        "hint": cells.get("提示") or None,
        "basis": [{"name": cells["依据"]}] if cells.get("依据") else None,
        "basis_default": None if cells.get("依据") else True,
    }
    return item, faults


_YESNO_COLUMNS: Final = ("必填", "可不适用")


def _rule(kind: ItemType, answer: str) -> str | None:
    """The rule that ``answer`` means; "" for none, None when it means nothing."""
    if not answer or kind == "photo":
        return ""
    if kind in ("yesno", "choice", "multi"):
        return pass_rule(kind, [part.strip() for part in _LIST.split(answer) if part.strip()])
    plain = half_width(answer)
    if kind == "number" and (found := _RANGE.fullmatch(plain)) and _numbers(*found.groups()):
        return f"{found[1]} <= v <= {found[2]}"
    if kind == "number" and (found := _BOUND.fullmatch(plain)) and _numbers(found[2]):
        return f"v {_SIGNS.get(found[1], found[1])} {found[2]}"
    return None


def _numbers(*texts: str) -> bool:
    return all(read_decimal(text) is not None for text in texts)


def _at(number: int, fault: tuple[str, str]) -> Problem:
    return Problem(f"第 {number} 行", fault[0], f"第 {number} 行：{fault[1]}")


def _by_row(problem: Problem, numbers: Sequence[int]) -> Problem:
    """A problem of ``item[3].pass`` by the row of the sheet that the question stands in."""
    place, _, _ = problem.path.removeprefix("item[").partition("]")
    if not problem.path.startswith("item[") or not place.isdigit():
        return problem
    where = f"第 {numbers[int(place) - 1]} 行"
    return Problem(where, problem.code, f"{where}：{problem.message}")
