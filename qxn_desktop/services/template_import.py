"""A checklist from a file: a county's TOML, or a sheet with one question a row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.common.json_text import read_text_file
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.domain.template import Template
from qxn_desktop.domain.template_sheet import SAMPLE, SheetHead, template_from_rows
from qxn_desktop.services import templates
from qxn_desktop.services.catalog import registers
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.table_file import read_rows

TOML = ".toml"


def objects() -> tuple[tuple[str, str], ...]:
    """Registers whose rows can be checked: id and title."""
    return tuple(
        (id_, spec.title)
        for id_, spec in registers().items()
        if spec.village_field and not spec.internal
    )


def take_file(ctx: AppContext, path: Path) -> Template:
    """Take the checklist of a TOML file into use.

    Raises:
        UserError: everything that is wrong with it, or a version that is not new.
    """
    if path.suffix.lower() != TOML:
        raise UserError(
            "E-TPL-310",
            "“{name}”是表格，请先填写检查表的名称和检查对象再导入。",
            name=path.name,
        )
    return templates.add_template(ctx, read_text_file(path))


def take_sheet(ctx: AppContext, path: Path, head: SheetHead) -> Template:
    """Take the questions of a sheet into use as a checklist, or as the next version of one.

    Raises:
        UserError: everything that is wrong with it, by row.
    """
    present = max(templates.texts(ctx, head.id), default=0)
    text, problems = template_from_rows(head, read_rows(path), present + 1)
    refuse(problems)
    return templates.add_template(ctx, text)


def write_sample(path: Path) -> None:
    """Write a sheet to begin from (.csv that WPS and Excel open as it is).

    Raises:
        EnvironmentProblem: the file cannot be written.
    """
    made = io.StringIO()
    csv.writer(made).writerows(SAMPLE)
    write_whole(path, made.getvalue().encode("utf-8-sig"))
