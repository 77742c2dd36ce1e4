"""The driver's errors in our words, and those we have no words for as they are."""

from __future__ import annotations

import pytest

from qxn_desktop.common.errors import TrustError
from qxn_desktop.store import driver
from qxn_desktop.store.connection import translated


def test_a_known_error_is_told_in_words() -> None:
    with pytest.raises(TrustError) as caught, translated():
        raise driver.DatabaseError("file is not a database")
    assert isinstance(caught.value.__cause__, driver.DatabaseError)


def test_an_unknown_error_is_not_its_own_cause() -> None:
    with pytest.raises(driver.DatabaseError) as caught, translated():
        raise driver.DatabaseError("no such table: wanted")
    assert caught.value.__cause__ is None
