"""What ships as data: registers, codes, checklists, divisions. Read once, when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from qxn_desktop.common.errors import refuse
from qxn_desktop.common.resource_files import list_resources, read_resource
from qxn_desktop.domain.code_table import CodeTable, parse_code_table
from qxn_desktop.domain.division import Divisions
from qxn_desktop.domain.known_workbook import KnownWorkbook, parse_workbook
from qxn_desktop.domain.monitor_rules import RuleSet
from qxn_desktop.domain.monitor_rules_parse import parse_rules
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.register_parse import check_registers, parse_register
from qxn_desktop.domain.template import Template
from qxn_desktop.domain.template_parse import parse_template


@cache
def registers() -> Mapping[str, RegisterSpec]:
    """All registers by id, internal ones too."""
    specs: dict[str, RegisterSpec] = {}
    for path in list_resources("registers", ".toml"):
        spec, problems = parse_register(path.read_text(encoding="utf-8"), code_tables())
        refuse(problems)
        if spec is not None:
            specs[spec.id] = spec
    refuse(check_registers(specs.values()))
    return specs


@cache
def code_tables() -> Mapping[str, CodeTable]:
    """The tables of official codes, by id."""
    found: dict[str, CodeTable] = {}
    for path in list_resources("codes", ".toml"):
        table, problems = parse_code_table(path.read_text(encoding="utf-8"))
        refuse(problems)
        if table is not None:
            found[table.id] = table
    return found


@cache
def known_workbooks() -> tuple[KnownWorkbook, ...]:
    """The workbooks of other systems that are recognised by their headings."""
    paths = list_resources("imports", ".toml")
    return tuple(parse_workbook(path.read_text(encoding="utf-8")) for path in paths)


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """The rules by which households are monitored, by id, oldest first."""
    found: dict[str, RuleSet] = {}
    for path in list_resources("rules", ".toml"):
        rules, problems = parse_rules(path.read_text(encoding="utf-8"))
        refuse(problems)
        if rules is not None:
            found[rules.id] = rules
    return found


@cache
def shipped_templates() -> Mapping[str, tuple[Template, str]]:
    """The checklists that ship, by id, each with its text."""
    found: dict[str, tuple[Template, str]] = {}
    for path in list_resources("templates", ".toml"):
        text = path.read_text(encoding="utf-8")
        template, problems = parse_template(text)
        refuse(problems)
        if template is not None:
            found[template.id] = (template, text)
    return found


@cache
def divisions() -> Divisions:
    """The prefecture's units (National Bureau of Statistics, 2023)."""
    return Divisions.parse(read_resource("divisions/qxn_divisions.csv"))
