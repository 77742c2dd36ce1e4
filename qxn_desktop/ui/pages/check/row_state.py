"""One paper sheet in the table: its object, what was typed, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.evaluation import applicable
from qxn_desktop.domain.template import Template
from qxn_desktop.domain.typed_answer import as_typed, read_day
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.check_form import CheckForm, LiveCheck, judge
from qxn_desktop.services.check_round import RoundLine
from qxn_desktop.services.typed_rows import CellFault, TypedRow, parse_row
from qxn_desktop.ui.style.tokens import Tone


@dataclass(slots=True)
class RowState:
    """One sheet: its object, what was typed, and what that comes to."""

    line: RoundLine
    form: CheckForm
    texts: dict[str, str] = field(default_factory=dict)
    date: str = ""
    inspector: str = ""
    items: frozenset[str] = frozenset()
    raw: dict[str, Json] = field(default_factory=dict)
    faults: tuple[CellFault, ...] = ()
    live: LiveCheck | None = None
    recorded: bool = False

    @property
    def blank(self) -> bool:
        return not any(text.strip() for text in self.texts.values())

    @property
    def is_ready(self) -> bool:
        """Whether it can be recorded now."""
        whole = self.live is not None and self.live.ready and not self.faults
        return whole and not self.blank and not self.recorded

    def typed(self, number: int) -> TypedRow:
        """The row as the reader takes it."""
        texts = {code: text for code, text in self.texts.items() if code in self.items}
        return TypedRow(number, self.line.key, texts, self.date, self.inspector)

    def draft(self) -> CheckDraft:
        """What is right of it, to be kept on this machine."""
        day = read_day(self.date, self.form.day.year)
        return replace(
            self.form.draft,
            label=self.line.called,
            date=day,
            inspector=self.inspector.strip(),
            answers={**_photos_of(self.form), **self.raw},
        )


def row_state(line: RoundLine, form: CheckForm, inspector: str) -> RowState:
    """A sheet as it was left: a draft's answers are typed in already."""
    items = applicable(form.template, form.target.subject, form.own, form.day.year)
    draft = form.draft
    return RowState(
        line=line,
        form=form,
        texts={
            code: as_typed(raw)
            for code, raw in draft.answers.items()
            if (item := form.template.item(code)) is not None and item.type != "photo"
        },
        date=(draft.date or form.day).isoformat(),
        inspector=draft.inspector or inspector,
        items=frozenset(item.code for item in items),
    )


def lacks_photos(state: RowState) -> bool:
    """Whether a sheet is whole but for photos, which the table cannot take."""
    missing = state.live.missing if state.live is not None and not state.blank else ()
    return bool(missing) and all(_is_photo(state.form.template, code) for code in missing)


def status_words(state: RowState) -> str:
    """How a sheet stands, in a word or two."""
    live = state.live
    if state.recorded:
        return "已登记"
    if state.blank or live is None:
        return ""
    if state.faults or live.faults:
        return f"{len(state.faults) + len(live.faults)} 处要改"
    if lacks_photos(state):
        return "差照片"
    if live.missing:
        return f"还差 {len(live.missing)} 项"
    return "可以登记"


def status_tone(state: RowState) -> Tone | None:
    """The tone of ``status_words``."""
    words = status_words(state)
    if words.endswith("要改"):
        return Tone.OVERDUE
    if words == "差照片":
        return Tone.SOON
    return Tone.DONE if words in ("可以登记", "已登记") else None


def judge_row(state: RowState) -> None:
    """Judge what was typed in a row."""
    year = state.form.day.year
    state.raw, faults = parse_row(state.form.template, state.typed(0), year)
    state.faults = tuple(faults)
    state.live = judge(state.form, {**_photos_of(state.form), **state.raw})


def _photos_of(form: CheckForm) -> dict[str, Json]:
    """Photos that a draft of the object has already."""
    return {code: raw for code, raw in form.draft.answers.items() if _is_photo(form.template, code)}


def _is_photo(template: Template, code: str) -> bool:
    item = template.item(code)
    return item is not None and item.type == "photo"
