"""What the window offers before a register leaves: purposes, numbers of rows, columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qxn_desktop.domain.privacy import Purpose
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services import exporting, record_list, records, register_rows
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery

SHOWN: Mapping[Purpose, str] = {
    Purpose.INTERNAL: "本单位自己用。姓名写全，证件号、电话遮住中间几位，住址只到组。",
    Purpose.UPWARD: "报给上级。遮盖和内部工作一样，表上写明用途。",
    Purpose.PUBLIC: "贴出去给大家看。只有可以公示的列，姓名遮一个字，没有证件号和电话。",
}
"""What each purpose shows, in one line (docs/domain.md H.5)."""
NOT_PUBLIC = "这本台账没有可以公示的内容。"
KIND_WORDS: Mapping[str, str] = {
    ".xlsx": "Excel 表格（.xlsx）",
    ".csv": "文本表格（.csv），给别的系统用",
    ".docx": "Word 文档（.docx）",
    ".pdf": "PDF，用来打印（.pdf）",
}


@dataclass(frozen=True, slots=True)
class ColumnOffer:
    """One column. ``ledger``: of the printed ledger; ``public``: may be shown to everybody."""

    path: str
    title: str
    ledger: bool
    public: bool


@dataclass(frozen=True, slots=True)
class ExportOffer:
    """What can be exported. ``matched`` rows of ``total``; ``narrowed``: the list is filtered."""

    register: str
    title: str
    counter: str
    matched: int
    total: int
    columns: tuple[ColumnOffer, ...]

    @property
    def narrowed(self) -> bool:
        return self.matched != self.total

    @property
    def has_public(self) -> bool:
        """Whether a notice to the public may show anything of it."""
        return any(column.public for column in self.columns)


def offer(ctx: AppContext, query: ListQuery) -> ExportOffer:
    """What can be exported of the list ``query``.

    Raises:
        UserError: no such register.
    """
    spec = records.spec_of(ctx, query.register)
    return ExportOffer(
        spec.id,
        spec.title,
        spec.counter,
        len(record_list.keys(ctx, query)),
        ctx.ws.count(spec.id),
        tuple(columns(ctx, spec)),
    )


def columns(ctx: AppContext, spec: RegisterSpec) -> Iterator[ColumnOffer]:
    """All columns of a register: those of its ledger in their order, then the others."""
    others = (field.id for field in spec.fields if field.type != "json")
    for path in dict.fromkeys((*spec.ledger, *others)):
        found = register_rows.column(ctx, spec, path)
        if found is not None:
            title = found.field.title
            whose = f"{found.via.title}的{title}" if found.via else title
            in_ledger = path in spec.ledger or not spec.ledger
            yield ColumnOffer(path, whose, in_ledger, path in spec.public)


def title_of(ctx: AppContext, register: str) -> str:
    """What the sheet of a register is called."""
    return exporting.title_of(records.spec_of(ctx, register))
