"""A clerk's day, walked from beginning to end on synthetic data of a real township.

Run by ``build/dev.py run``: what is due, a check, the problem it opens, closed
by two people, the month's report, and a colleague's laptop that reaches the same state by file.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from qxn_desktop.cli.commands import NEW_PASSPHRASE, PASSPHRASE
from qxn_desktop.cli.main import build_parser
from qxn_desktop.cli.output import print_failure
from qxn_desktop.common.clock import SystemClock, today
from qxn_desktop.common.errors import AppError, Bug, UserError

TOWN = "522327103000"
"""丫他镇, 册亨县: twelve villages."""

MARK = ".qxn-day"
"""Stands in a folder that a walk made: only such a one is made anew."""

OWNER, SUPERVISOR = "板万村 岑正林", "韦督办"


class Day:
    """The folder of one walk, and the steps of it as they are printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mine = folder / "丫他镇-1号机"
        self.theirs = folder / "丫他镇-2号机"
        self.month = f"{today(SystemClock()):%Y-%m}"

    def walk(self) -> None:
        """All of it."""
        self.begin()
        task = self.see_what_is_due()
        problem = self.check(task)
        self.close(problem)
        self.report()
        self.exchange()
        self.look()

    def begin(self) -> None:
        tell("一、建立工作区（演示数据，人名均为合成）")
        counts = qxn("demo", self.mine, "--unit", TOWN, "--households", 120, "--months", 3)[
            "counts"
        ]
        tell("   " + "，".join(f"{key} {count}" for key, count in counts.items()))
        with passphrase(NEW_PASSPHRASE):
            qxn("clerk", "add", self.mine, SUPERVISOR)

    def see_what_is_due(self) -> dict[str, Any]:
        tell("二、今天要办什么")
        tasks = qxn("tasks", self.mine)["tasks"]
        open_tasks = [
            task for task in tasks if task["status"] in ("due", "soon", "overdue", "away")
        ]
        tell(f"   应办 {len(tasks)} 项，未办 {len(open_tasks)} 项")
        toilets = [t for t in tasks if t["template"] == "HC"]
        return next((t for t in toilets if t in open_tasks), toilets[0])

    def check(self, task: dict[str, Any]) -> str:
        tell("三、检查一座户厕，发现渗漏")
        answers = self.write_answers()
        done = qxn(
            "check", self.mine, "HC", task["object"],
            "--answers", answers, "--date", today(SystemClock()), "--inspector", "罗检查",
        )  # fmt: skip
        tell(f"   得分 {done['score']}（{done['grade']}），未过 {'、'.join(done['failed'])}")
        return str(done["problems"][0])

    def write_answers(self) -> Path:
        photos = [picture(self.folder / f"before-{n}.jpg", n) for n in range(3)]
        answers: dict[str, object] = {
            "HC05": ["渗漏"],
            "HC08": 60,
            "HC10": 6,
            "HC14": [path.name for path in photos],
        }
        for item in next(t for t in qxn("templates", "list") if t["id"] == "HC")["items"]:
            if item["code"] not in answers:
                answers[item["code"]] = good_answer(item)
        return self.write("answers.json", answers)

    def close(self, problem: str) -> None:
        tell("四、交办、整改、两人销号")
        after = picture(self.folder / "after.jpg", 7)
        steps: list[tuple[str, str, dict[str, object]]] = [
            ("assign", "", {"owner": OWNER, "supervisor": SUPERVISOR}),
            ("work", OWNER, {"note": "已联系改厕工匠，今日修补池壁"}),
            ("apply", OWNER, {"text": "池壁裂缝已修补，满水试验不渗", "photos": [after.name]}),
        ]
        for event, by, facts in steps:
            self.act(problem, event, by, facts)
        done = self.act(problem, "confirm", SUPERVISOR, {"note": "现场复核"}, SUPERVISOR)
        tell(f"   现状态：{done['state']}，经过 {len(done['history'])} 步")

    def act(
        self, problem: str, event: str, by: str, facts: dict[str, object], clerk: str = ""
    ) -> dict[str, Any]:
        arguments: list[object] = ["problem", "do", self.mine, problem, event]
        arguments += ["--by", by] if by else []
        arguments += ["--clerk", clerk] if clerk else []
        path = self.write(f"{event}.json", facts)
        document: dict[str, Any] = qxn(*arguments, "--facts", path)
        return document

    def report(self) -> None:
        tell("五、月报")
        pdf, docx = self.folder / f"月报-{self.month}.pdf", self.folder / f"月报-{self.month}.docx"
        done = qxn(
            "report", self.mine, "monthly", "--period", self.month, "--out", pdf, "--docx", docx
        )
        tell(f"   {done['pages']} 页：{pdf}")

    def exchange(self) -> None:
        tell("六、同事的电脑通过文件得到同样的数据")
        qxn("new", self.theirs, "--unit", TOWN)
        for mine, theirs in ((self.mine, self.theirs), (self.theirs, self.mine)):
            qxn("card", mine, "--out", self.folder / f"{mine.name}.qxncard")
            qxn("trust", theirs, self.folder / f"{mine.name}.qxncard")
        package = self.folder / "数据包.qxnpkg"
        packed = qxn("pack", self.mine, "--out", package)
        merged = qxn("merge", self.theirs, package)
        size = f"{packed['operations']} 条，{packed['bytes'] // 1024} KB"
        tell(f"   {size}，合并 {merged['applied']} 条")
        if qxn("digest", self.mine) != qxn("digest", self.theirs):
            raise Bug("E-CLI-080", "两台电脑的数据摘要不同，请报告技术人员。")
        tell("   两台电脑的数据摘要相同")

    def look(self) -> None:
        """Pictures of the report's pages, and where all results lie."""
        tell("文件：")
        for path in [*draw_pages(self.folder / f"月报-{self.month}.pdf"), *self.results()]:
            tell(f"   {path}")

    def results(self) -> list[Path]:
        kinds = (".pdf", ".docx", ".qxnpkg")
        return sorted(path for path in self.folder.iterdir() if path.suffix in kinds)

    def write(self, name: str, document: object) -> Path:
        path = self.folder / name
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return path


def tell(line: str) -> None:
    """A line of the walk."""
    print(line, flush=True)


def qxn(*arguments: object) -> Any:
    """One command, as from the command line; gives its document."""
    parsed = build_parser().parse_args([str(argument) for argument in arguments])
    return parsed.handler(parsed)


@contextmanager
def passphrase(variable: str) -> Iterator[None]:
    """Give the second account the first one's passphrase: this is a walk, not an office."""
    os.environ[variable] = os.environ[PASSPHRASE]
    try:
        yield
    finally:
        del os.environ[variable]


def good_answer(item: dict[str, Any]) -> object:
    """An answer that passes, by the type of the item: the first option is the good one."""
    match item["type"]:
        case "yesno":
            return "是"
        case "multi":
            return item["options"][:1]
        case _:
            return item["options"][0]


def picture(path: Path, shade: int) -> Path:
    """A small photograph of nothing."""
    Image.new("RGB", (320, 240), (90 + shade * 20, 120, 90)).save(path, "JPEG")
    return path


def draw_pages(pdf: Path) -> list[Path]:
    """PNG pictures of a PDF's pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        paths = []
        for number in range(len(document)):
            path = pdf.with_name(f"{pdf.stem}-{number + 1:02}.png")
            document[number].render(scale=1.5).to_pil().save(path)
            paths.append(path)
        return paths
    finally:
        document.close()


def main(argv: Sequence[str]) -> int:
    """Walk the day in an empty folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/day"))
    os.environ.setdefault(PASSPHRASE, "demo-passphrase")
    try:
        Day(empty_folder(parser.parse_args(argv).out.resolve())).walk()
    except AppError as error:
        print_failure(error, as_json=False)
        return error.exit_code
    return 0


def empty_folder(folder: Path) -> Path:
    """``folder``, new or emptied of an earlier walk."""
    if (folder / MARK).exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise UserError("E-CLI-081", "“{name}”不是空文件夹，请换一个。", name=folder.name)
    (folder / MARK).touch()
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
