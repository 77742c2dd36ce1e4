"""Settings that figures rest on and nobody gave a basis for (默认), as a report names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.monthly import SettingNote
from qxn_desktop.domain.rectification import Limits
from qxn_desktop.domain.template import DEFAULT_MARK, SEVERITY_TITLES, Template
from qxn_desktop.services import settings
from qxn_desktop.services.context import AppContext

NOT_SET = "未填"
KEY_TITLES: Mapping[str, str] = {str(k): v for k, v in SEVERITY_TITLES.items()}
LIMIT_TITLES = {"critical": "严重", "major": "较重", "minor": "一般", "rebuild": "拆除重建"}


def setting_notes(ctx: AppContext, forms: Iterable[Template]) -> tuple[SettingNote, ...]:
    """Settings that still are 默认, each once though several checklists have it."""
    return tuple(dict.fromkeys(_notes(ctx, forms)))


def _notes(ctx: AppContext, forms: Iterable[Template]) -> Iterator[SettingNote]:
    own = {row.id: row for row in ctx.ws.select("setting")}
    for form in forms:
        for spec in form.settings:
            row = own.get(f"{form.id}.{spec.key}")
            value = row.values.get("value") if row else None
            if spec.type == "list":
                continue  # which kinds there are: no number that could be argued about
            if (row.text("basis") == "") if row and value is not None else spec.basis_default:
                words = _text(spec.default if value is None else value, spec.unit)
                yield SettingNote(spec.title, words or NOT_SET, DEFAULT_MARK)
    if settings.LIMITS not in own:
        usual = asdict(Limits())
        days = "、".join(f"{title}{usual[key]}天" for key, title in LIMIT_TITLES.items())
        yield SettingNote("问题整改期限", days, DEFAULT_MARK)


def _entry(key: str, text: str) -> str:
    """严重10, 脱贫户5000元, but 3为1.5m³: two numbers side by side would read as one."""
    title = KEY_TITLES.get(key, key)
    return f"{title}为{text}" if title[-1].isdecimal() else f"{title}{text}"


def _text(value: Json, unit: str) -> str:
    if isinstance(value, dict):
        return "、".join(_entry(key, _text(entry, unit)) for key, entry in value.items())
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    return "" if value is None else f"{value}{unit}"
