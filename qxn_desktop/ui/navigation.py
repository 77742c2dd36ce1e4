"""The pages of the window, in the order of the work. A new page is one file and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from qxn_desktop.ui.page import Page
from qxn_desktop.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One entry of the navigation. ``module`` and ``name`` are imported when it is first opened."""

    id: str
    title: str
    icon: str
    module: str
    name: str
    parts: tuple[tuple[str, str], ...] = ()
    """Places of the page that the palette leads to from everywhere: id and title."""

    def make(self, shell: Shell) -> Page:
        """The page, built."""
        made = getattr(import_module(self.module), self.name)(shell)
        if not isinstance(made, Page):
            raise TypeError(f"{self.name} is no page")
        return made


_HERE = "qxn_desktop.ui.pages"
SETTINGS_PARTS = (
    ("unit", "单位与报告"),
    ("accounts", "账户"),
    ("checklists", "检查表"),
    ("quality", "数据体检"),
    ("villages", "区划变动"),
    ("backup", "备份"),
    ("holidays", "节假日"),
    ("machine", "外观与本机"),
)
"""The sections of 设置, in the order of their list."""
PAGES = (
    PageSpec("today", "今日", "today", f"{_HERE}.today_page", "TodayPage"),
    PageSpec("check", "检查", "checks", f"{_HERE}.check_page", "CheckPage"),
    PageSpec("records", "台账", "ledger", f"{_HERE}.records_page", "RecordsPage"),
    PageSpec("quality", "数据体检", "shield", f"{_HERE}.quality_page", "QualityPage"),
    PageSpec("monitoring", "监测", "monitoring", f"{_HERE}.monitoring_page", "MonitoringPage"),
    PageSpec("problems", "问题", "problems", f"{_HERE}.problems_page", "ProblemsPage"),
    PageSpec("reports", "报告", "reports", f"{_HERE}.reports_page", "ReportsPage"),
    PageSpec("exchange", "数据交换", "exchange", f"{_HERE}.exchange_page", "ExchangePage"),
    PageSpec(
        "settings", "设置", "settings", f"{_HERE}.settings_page", "SettingsPage", SETTINGS_PARTS
    ),
)
