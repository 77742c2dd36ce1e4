"""The recovery code on one sheet, for the sealed envelope."""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.reports.document import Column, Document, Paragraph, Table, Title

KEEPING = ("封存人", "封存日期", "保管人", "拆封人", "拆封日期及事由")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the sheet says. ``date`` as printed (2026年11月23日); ``machine`` is the short code."""

    unit: str
    machine: str
    code: str
    date: str


def envelope_document(envelope: Envelope) -> Document:
    """The code in a table that can be read aloud group by group, and what to do with it."""
    groups = tuple(envelope.code.split("-"))
    columns = tuple(Column(f"第{number}组") for number in range(1, len(groups) + 1))
    return Document(
        title="数据恢复码",
        org=envelope.unit,
        blocks=(
            Title(("数据恢复码",), subtitle="密封保存，非紧急情况不得拆封"),
            Paragraph(
                f"{envelope.unit}{envelope.machine}号机的数据已加密，恢复码生成于{envelope.date}。"
                "所有账户的口令都忘记时，凭下面的恢复码可以打开数据并重设口令。"
                "程序不保存恢复码，丢失后只能另行换发。"
            ),
            Table(columns, (groups,)),
            Paragraph(
                "使用：打开数据时用恢复码代替口令（命令行设环境变量QXN_RECOVERY）。码中不含数字0、1和字母O、I，"
                "字母不分大小写。打开后立即为本人账户重设口令，并换发新的恢复码；旧码随即作废。"
            ),
            Paragraph(
                "保管：装入信封密封，骑缝处签名并注明日期，由单位负责人锁存，"
                "不与电脑放在一处，不拍照、不扫描、不通过网络发送。"
            ),
            Table(tuple(Column(title) for title in KEEPING), (("",) * len(KEEPING),) * 3),
        ),
    )
