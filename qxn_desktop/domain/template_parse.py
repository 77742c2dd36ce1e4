"""Read a checklist (TOML) into a ``Template``, or say everything that is wrong with it.

The keys are those of the dataclasses in ``template`` (``pass`` stands for ``pass_rule``). Reading
goes on after a fault, so that one run shows all of them; ``template_check`` then looks at what
refers to what.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, get_args

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.expression import Call, Compare, Expr, Name, Number
from qxn_desktop.domain.expression_parse import ExpressionError, parse_expression
from qxn_desktop.domain.template import (
    SEVERITIES,
    YESNO_OPTIONS,
    Approval,
    Basis,
    Frequency,
    Item,
    ItemType,
    Opens,
    PeriodCode,
    SettingSpec,
    SettingType,
    Template,
)
from qxn_desktop.domain.template_check import REGISTER, check_template
from qxn_desktop.domain.template_setting import SCORING_SETTINGS, read_setting
from qxn_desktop.domain.toml_table import TableReader, read_toml

ITEM_TYPES: Final[tuple[ItemType, ...]] = get_args(ItemType)
PERIODS: Final[tuple[PeriodCode, ...]] = get_args(PeriodCode)
SETTING_TYPES: Final[tuple[SettingType, ...]] = get_args(SettingType)
OPENS: Final[tuple[Opens, ...]] = get_args(Opens)
MAX_ITEMS: Final = 60

_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}", re.ASCII)


def parse_template(text: str) -> tuple[Template | None, list[Problem]]:
    """The checklist that ``text`` describes and no problems, or None and all its problems."""
    data, problems = read_toml(text)
    if problems:
        return None, problems
    top = TableReader(data, "", problems)
    template = _template(top)
    top.finish()
    problems.extend(check_template(template))
    return (None, problems) if problems else (template, [])


def photo_rule(photos: int) -> Expr:
    """``count(v) >= photos``: how a photo item passes."""
    return Compare(Call("count", (Name("v"),)), ((">=", Number(Decimal(photos))),))


def _template(top: TableReader) -> Template:
    scored = top.flag("scored")
    objects = top.texts("objects", required=True)
    return Template(
        id=_code(top, "id"),
        version=top.integer("version", least=1, default=1),
        title=top.text("title", required=True),
        short_title=top.text("short_title", required=True),
        domain=top.text("domain", required=True),
        objects=objects,
        basis=_bases(top),
        approval=_approval(top.table("approval")),
        effective_from=top.day("effective_from"),
        attributes=_attributes(top.table("attributes")),
        frequencies=tuple(_frequency(t, objects) for t in top.tables("frequency")),
        settings=_settings(top, scored=scored),
        items=_items(top),
        away=_rule(top, "away"),
        vacant=_rule(top, "vacant"),
        scored=scored,
        problem_severity=top.one_of("problem_severity", SEVERITIES, "major"),
        opens=top.one_of("opens", OPENS, "problem"),
        note=top.text("note"),
    )


def _code(table: TableReader, key: str) -> str:
    text = table.text(key, required=True)
    if text and not _CODE.fullmatch(text):
        message = f"“{text}”不能作代码：用英文字母开头，只含字母、数字和下划线，不超过 32 个。"
        table.report(key, "E-TPL-113", message)
    return text


def _bases(table: TableReader) -> tuple[Basis, ...]:
    bases = []
    for entry in table.tables("basis"):
        bases.append(Basis(entry.text("name", required=True), entry.text("clause")))
        entry.finish()
    return tuple(bases)


def _approval(table: TableReader) -> Approval:
    approval = Approval(table.text("basis"), table.text("unit"), table.day("disabled_on"))
    table.finish()
    return approval


def _attributes(table: TableReader) -> dict[str, str]:
    titles = {key: table.text(key, required=True) for key in table.written()}
    for key in titles:
        if not _CODE.fullmatch(key) or key == REGISTER:
            table.report(key, "E-TPL-114", f"“{key}”不能作对象字段，请写台账里的字段标识。")
    return titles


def _frequency(table: TableReader, objects: tuple[str, ...]) -> Frequency:
    share = table.integer("share", least=1, default=100)
    if share > 100:
        table.report("share", "E-TPL-115", "share 是抽查比例，不能超过 100。")
    registers = objects or ("",)
    frequency = Frequency(
        id=_code(table, "id"),
        title=table.text("title", required=True),
        register=table.one_of("register", registers, registers[0]),
        period=table.one_of("period", PERIODS),
        share=share,
        min=table.integer("min", least=1, default=1),
        where=_rule(table, "where"),
        basis=_bases(table),
        basis_default=table.flag("basis_default"),
    )
    table.finish()
    return frequency


def _settings(top: TableReader, *, scored: bool) -> tuple[SettingSpec, ...]:
    settings = [_setting(table) for table in top.tables("setting")]
    keys = [setting.key for setting in settings]
    common = [spec for spec in SCORING_SETTINGS if scored and spec.key not in keys]
    return (*settings, *common)


def _setting(table: TableReader) -> SettingSpec:
    kind = table.one_of("type", SETTING_TYPES)
    setting = SettingSpec(
        key=table.text("key", required=True),
        title=table.text("title", required=True),
        type=kind,
        default=_default(table, kind),
        unit=table.text("unit"),
        basis=_bases(table),
        basis_default=table.flag("basis_default"),
        note=table.text("note"),
    )
    table.finish()
    return setting


def _default(table: TableReader, kind: SettingType) -> Json:
    raw = table.raw("default")
    default = None if raw is None else read_setting(kind, raw)
    if default is None:
        message = f"要写缺省值 default，并且是类型 {kind} 的值（空表写 {{}}）。"
        table.report("default", "E-TPL-116", message)
    return default


def _items(top: TableReader) -> tuple[Item, ...]:
    tables = top.tables("item")
    if not 0 < len(tables) <= MAX_ITEMS:
        message = f"检查表要有 1 至 {MAX_ITEMS} 个 [[item]]，现在是 {len(tables)} 个。"
        top.report("item", "E-TPL-117", message)
    return tuple(_item(table) for table in tables[:MAX_ITEMS])


def _item(table: TableReader) -> Item:
    kind = table.one_of("type", ITEM_TYPES)
    photos = table.integer("photos", least=1, default=int(kind == "photo"))
    item = Item(
        code=_code(table, "code"),
        text=table.text("text", required=True),
        type=kind,
        severity=table.one_of("severity", SEVERITIES),
        unit=table.text("unit"),
        options=table.texts("options") or (YESNO_OPTIONS if kind == "yesno" else ()),
        exclusive=table.text("exclusive"),
        required=table.flag("required", default=True),
        na_allowed=table.flag("na_allowed"),
        pass_rule=_pass_rule(table, kind, photos),
        applies=_rule(table, "applies"),
        min=table.number("min"),
        max=table.number("max"),
        photos=photos,
        when_failed=table.flag("when_failed"),
        red_line=table.flag("red_line"),
        hint=table.text("hint"),
        basis=_bases(table),
        basis_default=table.flag("basis_default"),
    )
    table.finish()
    return item


def _pass_rule(table: TableReader, kind: ItemType, photos: int) -> Expr | None:
    written = _rule(table, "pass")
    if kind != "photo":
        return written
    if written is not None:
        table.report("pass", "E-TPL-118", "照片题不写 pass，请用 photos 写需要几张。")
    return photo_rule(photos)


def _rule(table: TableReader, key: str) -> Expr | None:
    text = table.text(key)
    if not text:
        return None
    try:
        return parse_expression(text)
    except ExpressionError as error:
        message = f"表达式第 {error.position} 个字符：{error.message}"
        table.report(key, "E-TPL-119", message)
        return None
