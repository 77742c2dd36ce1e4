"""Checklists as the window edits them: one page a checklist, and the next version with its day.

A version that was used is never edited: what is saved here is a new one, checked like any file,
and checks keep the version they were filled in under.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.domain.template import (
    DEFAULT_MARK,
    SEVERITY_TITLES,
    Item,
    ItemType,
    SettingType,
    Template,
)
from qxn_desktop.domain.template_parse import parse_template
from qxn_desktop.domain.template_revision import (
    ItemDraft,
    Revision,
    changes,
    closed,
    draft_of,
    revised,
)
from qxn_desktop.services import settings, templates
from qxn_desktop.services.catalog import registers, shipped_templates
from qxn_desktop.services.checklist_choice import FrequencyLine, frequency_lines
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.setting_entry import Entry, entries

TYPE_TITLES: dict[ItemType, str] = {
    "yesno": "是否题",
    "choice": "单选题",
    "multi": "多选题",
    "number": "数字题",
    "text": "文字题",
    "date": "日期题",
    "photo": "照片题",
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question as read. ``answers``: its options or unit; ``passes``: which answers pass."""

    code: str
    text: str
    type: str
    severity: str
    answers: str
    passes: str
    hint: str
    basis: str
    default: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: from which day, whether it ships or is the unit's own, whether it counts now."""

    version: int
    start: str
    own: bool
    in_force: bool
    items: int


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A checklist for the settings page. ``upcoming``: the newest version begins on a later day."""

    id: str
    title: str
    short_title: str
    domain: str
    objects: str
    version: int
    start: str
    last_day: str
    upcoming: str
    basis: tuple[str, ...]
    approval: str
    note: str
    items: tuple[ItemLine, ...]
    settings: tuple[Entry, ...]
    setting_types: tuple[tuple[str, SettingType], ...]
    frequencies: tuple[FrequencyLine, ...]
    versions: tuple[VersionLine, ...]
    drafts: tuple[ItemDraft, ...]
    """The questions of the newest version, to be edited into the next."""


def template_page(ctx: AppContext, id_: str) -> TemplatePage:
    """All there is to say of one checklist.

    Raises:
        UserError: no such checklist, or it is written for a newer program.
    """
    newest, _ = templates.newest(ctx, id_)
    current = templates.templates(ctx).get(id_, (newest, ""))[0]
    last = current.approval.disabled_on
    return TemplatePage(
        id_,
        current.title,
        current.short_title,
        current.domain,
        "、".join(registers()[one].title for one in current.objects),
        current.version,
        _start(current),
        last.isoformat() if last else "",
        _start(newest) if newest.version != current.version else "",
        tuple(map(str, current.basis)),
        _approval(current),
        current.note,
        tuple(map(_item, current.items)),
        tuple(one for one in entries(ctx) if _is_of(one, id_)),
        tuple((f"{id_}.{spec.key}", spec.type) for spec in current.settings),
        frequency_lines(ctx, current),
        tuple(_versions(ctx, id_, current.version)),
        tuple(map(draft_of, newest.items)),
    )


def preview(ctx: AppContext, id_: str, revision: Revision) -> tuple[str, ...]:
    """What the next version would change, a sentence each; () for nothing.

    Raises:
        UserError: everything that is wrong with it, by question.
    """
    template, _ = templates.newest(ctx, id_)
    refuse(_problems(ctx, id_, revision))
    return changes(template, revision.items)


def save(ctx: AppContext, id_: str, revision: Revision) -> Template:
    """Take the next version into use from its day.

    Raises:
        UserError: everything that is wrong with it, by question; nothing is changed then.
    """
    said = preview(ctx, id_, revision)
    template, text = templates.newest(ctx, id_)
    same_title = revision.title in ("", template.title)
    if not said and same_title and revision.disabled_on == template.approval.disabled_on:
        raise UserError("E-TPL-301", "没有任何改动，不用新建版本。")
    return templates.add_template(ctx, revised(text, template.version + 1, revision))


def disable(ctx: AppContext, id_: str, last_day: date) -> Template:
    """Stop using a checklist after ``last_day``: a version of the same questions that ends then.

    Raises:
        UserError: the day lies in the past, or the checklist has ended already.
    """
    template, text = templates.newest(ctx, id_)
    if last_day < ctx.today - timedelta(days=1):
        raise UserError("E-TPL-302", "停用日期不能早于昨天，已填的检查不受影响，请改日期。")
    if templates.is_disabled(template, ctx.today):
        raise UserError("E-TPL-303", "“{title}”已经停用。", title=template.title)
    return templates.add_template(ctx, closed(text, template.version + 1, ctx.today, last_day))


def enable(ctx: AppContext, id_: str) -> Template:
    """Use a checklist again that was to end, or has ended."""
    template, text = templates.newest(ctx, id_)
    if template.approval.disabled_on is None:
        raise UserError("E-TPL-304", "“{title}”没有停用，不用恢复。", title=template.title)
    return templates.add_template(ctx, closed(text, template.version + 1, ctx.today, None))


def file_text(ctx: AppContext, id_: str) -> str:
    """The newest version as a file, to be sent to another unit."""
    return templates.newest(ctx, id_)[1]


def _problems(ctx: AppContext, id_: str, revision: Revision) -> list[Problem]:
    if revision.effective_from < ctx.today:
        message = "新版的启用日期不能早于今天，已填的检查仍按旧版。"
        return [Problem("effective_from", "E-TPL-305", message)]
    used = [one for one in revision.items if one.used]
    template, text = templates.newest(ctx, id_)
    found = templates.check_text(revised(text, template.version + 1, revision))
    return [_named(problem, used) for problem in found]


def _named(problem: Problem, drafts: Sequence[ItemDraft]) -> Problem:
    """A problem of ``item[3].pass`` by the question's code instead of its place in a file."""
    place, _, _ = problem.path.removeprefix("item[").partition("]")
    if not problem.path.startswith("item[") or not place.isdigit():
        return problem
    code = drafts[int(place) - 1].code
    message = problem.message if code in problem.message else f"{code}：{problem.message}"
    return Problem(code, problem.code, message)


def _versions(ctx: AppContext, id_: str, current: int) -> Iterator[VersionLine]:
    shipped = shipped_templates().get(id_)
    for number, text in sorted(templates.texts(ctx, id_).items(), reverse=True):
        template, _ = parse_template(text)
        if template is not None:
            own = shipped is None or text != shipped[1]
            items = len(template.items)
            yield VersionLine(number, _start(template), own, number == current, items)


def _item(item: Item) -> ItemLine:
    draft = draft_of(item)
    answers = "、".join(item.options) or item.unit
    judged = draft.passes is not None
    passes = ("、".join(draft.passes or ()) or "只记录，不判") if judged else "按规则判定"
    if item.type == "photo":
        passes = f"{item.photos}张照片"
    return ItemLine(
        item.code,
        item.text,
        TYPE_TITLES[item.type],
        SEVERITY_TITLES[item.severity],
        answers,
        passes,
        item.hint,
        item.basis_text,
        item.basis_default or not item.basis,
    )


def _is_of(entry: Entry, id_: str) -> bool:
    own, _, key = entry.key.partition(".")
    return own == id_ and not key.startswith(f"{settings.CONFIRMED}.")


def _start(template: Template) -> str:
    first = template.effective_from
    return first.isoformat() if first else ""


def _approval(template: Template) -> str:
    if template.approval.complete:
        return f"{template.approval.unit}批准：{template.approval.basis}"
    return f"自用表（{DEFAULT_MARK}）：没有写明依据和批准单位，不得要求村里填报。"
