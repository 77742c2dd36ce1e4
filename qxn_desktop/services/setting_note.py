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
    """Settings that still are 默认; what several checklists share stands once, and first."""
    owners: dict[tuple[str, str], list[str]] = {}
    for form, title, value in _notes(ctx, forms):
        owners.setdefault((title, value), []).append(form)
    found = [
        SettingNote(title, value, DEFAULT_MARK, own[0] if len(own) == 1 else "")
        for (title, value), own in owners.items()
    ]
    return tuple(sorted(found, key=lambda note: note.form != ""))


def _notes(ctx: AppContext, forms: Iterable[Template]) -> Iterator[tuple[str, str, str]]:
    """Checklist ("": none), title and value of each setting without a basis."""
    own = {row.id: row for row in ctx.ws.select("setting")}
    if settings.LIMITS not in own:
        usual = asdict(Limits())
        days = "、".join(f"{title}{usual[key]}天" for key, title in LIMIT_TITLES.items())
        yield "", "问题整改期限", days
    for form in forms:
        for spec in form.settings:
            row = own.get(f"{form.id}.{spec.key}")
            value = row.values.get("value") if row else None
            unfounded = not row.text("basis") if row and value is not None else spec.basis_default
            # A list says which kinds there are: no number that anybody could argue about.
            if unfounded and spec.type != "list":
                text = _text(spec.default if value is None else value, spec.unit)
                yield form.short_title, spec.title, text or NOT_SET


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
