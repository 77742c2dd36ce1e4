"""Reports by id: one file in ``catalog/`` is one report, and nothing else need be told."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from qxn_desktop.common.errors import Bug, UserError
from qxn_desktop.reports.document import Document

CATALOG = "qxn_desktop.reports.catalog"
"""The package with one module a report."""


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """One report. ``build`` makes the document from figures of the type ``figures``.

    It is called as ``build(figures, watermark=...)``.
    """

    id: str
    title: str
    figures: type
    build: Callable[..., Document]


def find_report(report_id: str) -> ReportSpec:
    """The report ``report_id``; E-REP-001 when there is none."""
    spec = all_reports().get(report_id)
    if spec is None:
        known = "、".join(f"{spec.id}（{spec.title}）" for spec in all_reports().values())
        raise UserError(
            "E-REP-001", "没有名为 {id} 的报表。可用的有：{known}。", id=report_id, known=known
        )
    return spec


@lru_cache(maxsize=1)
def all_reports() -> dict[str, ReportSpec]:
    """Every report of the catalog, by id. Works frozen where the modules were collected."""
    # By name: the reports import ReportSpec from here, and no import may lead back to them.
    catalog = importlib.import_module(CATALOG)
    names = sorted(module.name for module in pkgutil.iter_modules(catalog.__path__))
    modules = [importlib.import_module(f"{CATALOG}.{name}") for name in names]
    return collect(modules)


def collect(modules: Iterable[ModuleType]) -> dict[str, ReportSpec]:
    """The ``REPORT`` of each module by id; a module without one or a second of an id is a bug."""
    found: dict[str, ReportSpec] = {}
    for module in modules:
        spec = getattr(module, "REPORT", None)
        if not isinstance(spec, ReportSpec):
            raise Bug("E-REP-002", "报表文件 {name} 没有定义 REPORT。", name=module.__name__)
        if spec.id in found:
            raise Bug("E-REP-003", "报表编号 {id} 重复。", id=spec.id)
        found[spec.id] = spec
    return dict(sorted(found.items()))
