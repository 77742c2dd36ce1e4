import pytest

from tests.unit.domain.quality.family import found, home, person


@pytest.mark.parametrize(
    ("phone", "wrong"),
    [
        ("13800001234", False),
        ("19912345678", False),
        ("0859-3221234", False),  # a landline is a number too (H.4)
        ("1380000123", True),
        ("138000012345", True),
        ("12800001234", True),
        ("13800000000.0", False),
        (None, False),
    ],
)
def test_phone(phone, wrong):
    assert found(21, home(person("户主", "男", 40, phone=phone))) == (
        [("m0", "phone")] if wrong else []
    )
    assert found(21, home(phone=phone)) == ([("h", "phone")] if wrong else [])


def test_one_phone_in_two_counties():
    def away(place, phone="13800001234"):
        return person("之子", "男", 30, work_place=place, phone=phone)

    assert found(21, home(away("广东省东莞市"), away("浙江省义乌市"))) == [
        ("m0", "phone"), ("m1", "phone"),
    ]  # fmt: skip
    assert found(21, home(away("广东省东莞市"), away("广东省东莞市"))) == []
    assert found(21, home(away("广东省东莞市"), away("浙江省义乌市", "13800001235"))) == []
