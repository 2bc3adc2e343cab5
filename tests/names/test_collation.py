import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.names import collation_key
from tests.fuzzing import often


@pytest.mark.parametrize(
    ("locale", "in_order"),
    [
        (
            "sq",
            "Cana Çela Dana Dhana Ena Ëna Gana Gjana Lana Llana Nana Njana Rana Rrana Sana Shana Tana Thana",
        ),
        ("sq_AL", "Vana Wana Xana Xhana Yana Zana Zhana"),
        ("fa", "آذین ادیب بهرنگ پرنیان تابان جوانه چکاوک ژاله کیهان گلاره لادن ماهور نیلی ورنا هورا یاقوت"),
        ("ar", "أديب بهيج پرنیان تامر ثريا جود چکاوک زهير ژاله كنان گلاره لجين نبيه هاجر وجد ياقوت"),
        ("en", "Adele Zed ادیب هورا"),
        ("fa", "ادیب هورا Adele Zed"),
        ("en", "Dana D\u00e1ni Dano"),
        ("xx", "Adele Bela"),
    ],
)
def test_names_stand_in_the_order_of_the_language(locale: str, in_order: str) -> None:
    names = in_order.split()
    shuffled = names[::-2] + names[-2::-2]
    assert sorted(shuffled, key=lambda name: collation_key(name, locale)) == names


def test_case_vowel_signs_and_joiners_do_not_change_the_order() -> None:
    assert collation_key("DANA", "en")[0] == collation_key("dana", "en")[0]
    assert collation_key("گُل\u200cاندام", "fa")[0] == collation_key("گلاندام", "fa")[0]
    assert collation_key("كيهان", "fa")[0] == collation_key("کیهان", "fa")[0]


def test_a_shorter_first_name_comes_before_a_longer_one() -> None:
    assert collation_key("Dan Zed", "en") < collation_key("Dana Adele", "en")


def test_numbers_come_before_letters() -> None:
    assert collation_key("۲ ادیب", "fa") < collation_key("آذین", "fa")


@given(text=st.text(), locale=st.sampled_from(["en", "sq", "fa", "ar"]))
@settings(max_examples=often(100))
def test_any_text_has_a_key(text: str, locale: str) -> None:
    key = collation_key(text, locale)
    assert key == collation_key(text, locale)
    assert key <= collation_key(text + "z", locale)
