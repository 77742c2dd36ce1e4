"""Any list counted by village: rows of a register, problems, tasks, whatever names villages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.village_count import NUMBER, VillageCount, VillageNumbers
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.store.condition import Query

NOWHERE = "未登记村"


def count_codes(ctx: AppContext, what: str, codes: Iterable[str], unit: str = "") -> VillageCount:
    """How often each village's code stands in ``codes``."""
    return count_columns(ctx, what, {NUMBER: Counter(codes)}, unit)


def count_rows(
    ctx: AppContext, what: str, register: str, query: Query, unit: str = ""
) -> VillageCount:
    """How many rows of ``query`` each village has; the store counts.

    Raises:
        UserError: the register's rows lie in no village.
    """
    spec = ctx.ws.schema.registers[register]
    if not spec.village_field:
        raise UserError("E-REG-340", "{title}不分村登记，不能按村统计。", title=spec.title)
    found = ctx.ws.count_by(register, query, spec.village_field)
    return count_columns(ctx, what, {NUMBER: {str(k or ""): n for k, n in found.items()}}, unit)


def count_columns(
    ctx: AppContext, what: str, columns: Mapping[str, Mapping[str, int]], unit: str = ""
) -> VillageCount:
    """Several numbers a village: counts by code under each heading."""
    names = village_names(ctx)
    elsewhere = sorted({code for counts in columns.values() for code in counts} - names.keys())
    rows = [
        VillageNumbers(code, names[code], tuple(c.get(code, 0) for c in columns.values()))
        for code in sorted(names)
    ]
    lost = tuple(sum(c.get(code, 0) for code in elsewhere) for c in columns.values())
    if any(lost):
        rows.append(VillageNumbers("", NOWHERE, lost))
    return VillageCount(what, tuple(rows), tuple(columns), unit)
