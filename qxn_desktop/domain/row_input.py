"""A whole row as it was typed: its fields cleaned, what is unknown, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import RegisterSpec


def clean_row(
    spec: RegisterSpec, raw: Mapping[str, Json], today: date
) -> tuple[dict[str, Json], list[Problem]]:
    """The canonical values of ``raw`` (None clears a field) and every problem in it."""
    values: dict[str, Json] = {}
    problems: list[Problem] = []
    for key, value in raw.items():
        field = spec.field(key)
        if field is None:
            known = "、".join(f"{f.id}（{f.title}）" for f in spec.fields if not f.derived)
            message = f"{spec.title}没有字段“{key}”，可用：{known}。"
            problems.append(Problem(key, "E-REG-240", message))
        elif field.derived:
            message = f"{field.title}由程序自动得出，不能直接填写。"
            problems.append(Problem(key, "E-REG-241", message))
        else:
            cleaned, problem = clean(field, value, today)
            if problem is None:
                values[key] = cleaned
            else:
                problems.append(problem)
    return values, problems


def missing_fields(spec: RegisterSpec, values: Mapping[str, Json]) -> list[Problem]:
    """One problem for each required field that the finished row does not hold."""
    return [
        Problem(field.id, "E-REG-242", f"缺少必填项“{field.title}”（{field.id}），请补填。")
        for field in spec.fields
        if field.required and values.get(field.id) is None
    ]


def with_missing(
    spec: RegisterSpec, values: Mapping[str, Json], problems: Iterable[Problem]
) -> list[Problem]:
    """``problems``, and each required field that is absent and not yet complained about."""
    found = list(problems)
    told = {problem.path for problem in found}
    return found + [one for one in missing_fields(spec, values) if one.path not in told]
