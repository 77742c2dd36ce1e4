from __future__ import annotations

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.sync.keys import SiteKeys, encrypt, is_recipient, is_signed_by


def test_keys_survive_storage() -> None:
    keys = SiteKeys.generate()
    again = SiteKeys.from_bytes(keys.to_bytes())
    assert again == keys
    assert again.decrypt(encrypt(b"x", [keys.recipient])) == b"x"
    assert is_signed_by(keys.signing_key, again.sign(b"m"), b"m")


def test_keys_are_random() -> None:
    one, other = SiteKeys.generate(), SiteKeys.generate()
    assert one.seed != other.seed
    assert one.identity != other.identity


def test_secrets_do_not_show_in_logs() -> None:
    keys = SiteKeys.generate()
    assert keys.identity not in repr(keys)
    assert keys.seed.hex() not in repr(keys)
    assert repr(keys) == "SiteKeys()"


@pytest.mark.parametrize("size", [0, 7, 8, 20, 40, 60, -1])
def test_damaged_storage_is_refused(size: int) -> None:
    with pytest.raises(UserError):
        SiteKeys.from_bytes(SiteKeys.generate().to_bytes()[:size])


def test_a_wrong_start_is_refused() -> None:
    with pytest.raises(UserError):
        SiteKeys.from_bytes(b"QXNKEYS2" + SiteKeys.generate().to_bytes()[8:])


def test_signatures_bind_key_and_message() -> None:
    keys, other = SiteKeys.generate(), SiteKeys.generate()
    signature = keys.sign(b"m")
    assert not is_signed_by(keys.signing_key, signature, b"n")
    assert not is_signed_by(other.signing_key, signature, b"m")
    assert not is_signed_by(keys.signing_key, signature[:-1], b"m")
    assert not is_signed_by("00", signature, b"m")


def test_others_cannot_decrypt() -> None:
    keys, other = SiteKeys.generate(), SiteKeys.generate()
    assert other.decrypt(encrypt(b"x", [keys.recipient])) is None


@pytest.mark.parametrize("change", [str.upper, lambda text: text[:-1], lambda text: text + " "])
def test_an_age_key_has_one_spelling(change: object) -> None:
    good = SiteKeys.generate().recipient
    assert is_recipient(good)
    assert not is_recipient(change(good))  # type: ignore[operator]
    assert not is_recipient("\ud800")
