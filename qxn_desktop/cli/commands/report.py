"""Reports: which there are, and one as a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, opened
from qxn_desktop.cli.output import say
from qxn_desktop.domain.period import parse_period
from qxn_desktop.services import reporting
from qxn_desktop.services.reporting import Produced, Wanted


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    command(subparsers, "reports", "有哪些报表", _reports, workspace=False)
    report = command(subparsers, "report", "生成一份报表", _report)
    report.add_argument("report", metavar="REPORT", help="报表代码，如 monthly")
    report.add_argument("--period", required=True, metavar="PERIOD", help="统计期，如 2026-10")
    report.add_argument("--out", required=True, metavar="FILE.pdf", type=Path)
    report.add_argument("--docx", metavar="FILE.docx", type=Path, help="另存一份可编辑的文本")
    report.add_argument("--issue", action="store_true", help="正式出具：数据从此固定")
    report.add_argument("--correct", metavar="理由", default="", help="更正后重新出具")
    report.add_argument("--reviewer", metavar="姓名", default="", help="审核人")
    report.add_argument("--head", metavar="姓名", default="", help="负责人")


def _reports(_arguments: Namespace) -> object:
    return [{"id": spec.id, "title": spec.title} for spec in reporting.catalogue()]


def _report(arguments: Namespace) -> object:
    wanted = Wanted(
        arguments.report,
        arguments.period,
        arguments.out,
        arguments.docx,
        arguments.issue,
        arguments.correct,
        arguments.reviewer,
        arguments.head,
    )
    with opened(arguments) as ctx:
        produced = reporting.produce(ctx, wanted)
    tell(produced, arguments.period)
    return {
        "path": str(produced.path),
        "pages": produced.pages,
        "sha256": produced.sha256,
        "docx": None if produced.docx is None else str(produced.docx),
        "issued_on": produced.issued_on,
        "number": produced.number,
        "as_issued": produced.as_issued,
        "amendments": [
            {"kind": a.kind, "figure": a.figure, "was": a.was, "now": a.now}
            for a in produced.amendments
        ],
    }


def tell(produced: Produced, period: str) -> None:
    """What a person should know about the file: a draft, issued early, changed since."""
    if produced.issued_on and produced.issued_on <= parse_period(period).end.isoformat():
        say(f"{period} 出具时还没有过完，数据只到 {produced.issued_on}；以后的变化要另作更正。")
    if not produced.issued_on:
        say("这是未出具的草稿，数据可能变动。")
    elif produced.amendments:
        say(f"出具后有 {len(produced.amendments)} 处数据变化，已作为更正或补报附在文末。")
    elif not produced.as_issued:
        say("数据与出具时相同；版面因程序更新与当时的文件不同。")
