"""Failures as people read them, whatever was raised."""

from __future__ import annotations

from qxn_desktop.common.crash_note import write_crash_note
from qxn_desktop.common.errors import AppError, Bug


def as_app_error(error: BaseException) -> AppError:
    """The failure in words; what was not foreseen is noted for the technician."""
    if isinstance(error, AppError):
        return error
    note = write_crash_note(error)
    where = f"故障记录在 {note}，不含个人信息，请发给技术人员。" if note else "请联系技术人员。"
    return Bug(
        "E-UI-070",
        "程序出错，这一步没有完成，已保存的数据不受影响。{where}",
        where=where, kind=type(error).__name__,
    )  # fmt: skip
