"""What a list shows of a register: search, village, filters, order."""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.store.condition import Filter


@dataclass(frozen=True, slots=True)
class ListQuery:
    """``village`` is a code, "" for all. ``spelt``: fields whose texts letters spell (拼音首字母).

    ``faulty``: only rows with findings of the check of the data.
    """

    register: str
    search: str = ""
    village: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    descending: bool = False
    spelt: tuple[tuple[str, str], ...] = ()
    faulty: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the register is chosen."""
        return bool(self.search or self.village or self.filters or self.spelt or self.faulty)
