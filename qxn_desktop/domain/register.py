"""Registers (台账) as data: what a row of each kind holds. Parsed by ``register_parse``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from qxn_desktop.domain.character import half_width

FieldType = Literal[
    "text",  # free text
    "integer",  # whole number
    "decimal",  # fixed-point number as a canonical decimal string
    "date",  # YYYY-MM-DD
    "month",  # YYYY-MM; the national system writes YYYYMM
    "choice",  # one of options
    "multi",  # list of options
    "yesno",  # 是 / 否
    "village",  # 12-digit code of a village of this unit
    "ref",  # id of a row of another register
    "id_number",  # 18-digit resident identity number (GB 11643)
    "phone",
    "photo",  # list of SHA-256
    "json",  # any JSON value
]

MaskKind = Literal["", "name", "id_number", "phone", "address", "secret"]
"""What has to be hidden in a value; how much is shown is decided by ``privacy.mask``."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One column. ``derived`` columns are computed by replaying events, never put.

    ``min`` and ``max`` bound numbers; ``max`` of a text is its greatest length, and ``places`` of
    a decimal its most digits after the point. ``codes`` names the table that the options come
    from; ``aliases`` are (word, option): what else is written for an option, codes among it.

    ``synonyms`` are other headings of the same column in sheets; under one of ``opposites`` 是
    means 否 and the other way round. ``section`` is the part of a form that the field stands in,
    ``note`` help that is shown under it. ``source`` is where the fact has its ground.
    """

    id: str
    title: str
    type: FieldType
    required: bool = False
    indexed: bool = False
    options: tuple[str, ...] = ()
    ref: str = ""
    unit: str = ""
    min: str = ""
    max: str = ""
    mask: MaskKind = ""
    derived: bool = False
    source: str = ""
    places: int = -1
    codes: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    section: str = ""
    note: str = ""
    meanings: Mapping[str, str] = field(init=False, repr=False, compare=False)
    """Options by everything that is written for them, in half width."""

    def __post_init__(self) -> None:
        words = {half_width(word): option for word, option in self.aliases}
        words |= {half_width(option): option for option in self.options}
        object.__setattr__(self, "meanings", words)

    @property
    def column_type(self) -> Literal["INTEGER", "TEXT"]:
        return "INTEGER" if self.type == "integer" else "TEXT"

    @property
    def is_json(self) -> bool:
        """Stored as JSON text."""
        return self.type in ("multi", "photo", "json")


@dataclass(frozen=True, slots=True)
class RegisterSpec:
    """One register: one table, one identity rule, one stream rule.

    ``identity``: ``code`` (id is given), ``uuid`` (random), or the name of the field whose
    official number, when present, is hashed into the id. ``village_field`` names the column
    that routes operations to a village's stream (``id``: the row is itself the village);
    ``sealed`` keeps the register from villages.
    ``internal`` registers (checks, problems, orders) are not listed to users.

    ``area`` is the field of work that it belongs to, ``place`` where it stands among the others,
    ``counter`` the word its rows are counted with. ``ledger`` are the columns of the printed
    ledger ``ledger_title``: fields, or those of a referred row (``household.head_name``).
    ``public`` are those of its columns that a notice to the public may show; none: the register
    is not made public.
    """

    id: str
    title: str
    fields: tuple[FieldSpec, ...]
    identity: str = "uuid"
    village_field: str = ""
    sealed: bool = False
    internal: bool = False
    label_field: str = ""
    area: str = ""
    place: int = 100
    counter: str = "条"
    ledger_title: str = ""
    ledger: tuple[str, ...] = ()
    public: tuple[str, ...] = ()

    def field(self, field_id: str) -> FieldSpec | None:
        return next((f for f in self.fields if f.id == field_id), None)
