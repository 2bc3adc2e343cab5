"""Keys to sort names by, in the alphabetical order of each language: own tables, no system locale needed."""

import re
import unicodedata

_LATIN = tuple("abcdefghijklmnopqrstuvwxyz")
# ë and ç are letters of their own, digraphs too; w is foreign and follows v.
_ALBANIAN = tuple(
    "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh".split()  # noqa: SIM905
)
_PERSIAN = tuple("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
# Letters that Arabic lacks follow the letter they were made from.
_ARABIC = tuple("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی")
_LETTER_FORMS = str.maketrans("يىئكةۀەہھأإٱؤ", "یییکههههه" + "اااو")
_ARABIC_ALEF = str.maketrans("آ", "ا")

_ALPHABETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (_LATIN, _PERSIAN),
    "sq": (_ALBANIAN, _PERSIAN),
    "fa": (_PERSIAN, _LATIN),
    "ar": (_ARABIC, _LATIN),
}

CollationKey = tuple[tuple[int, ...], str]


def _orders() -> dict[str, tuple[re.Pattern[str], dict[str, int]]]:
    orders = {}
    for language, alphabets in _ALPHABETS.items():
        places = {letter: 100 + place for place, letter in enumerate((*alphabets[0], *alphabets[1]))}
        digraphs = "|".join(letter for letter in places if len(letter) > 1)
        orders[language] = re.compile(f"{digraphs}|." if digraphs else ".", re.DOTALL), places
    return orders


_ORDERS = _orders()


def collation_key(text: str, locale: str) -> CollationKey:
    """A key that sorts `text` among others of the same `locale` (fa, ar, sq, en; English order elsewhere).

    First by letters: the locale's own script before the other, digits before letters, spaces before all,
    vowel signs and joiners without effect. Texts alike in letters sort by their exact characters, so that the
    order is fixed.
    """
    language = re.split(r"[-_]", locale, maxsplit=1)[0].lower()
    letters, places = _ORDERS.get(language, _ORDERS["en"])
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    folded = composed.translate(_LETTER_FORMS)
    if language == "ar":
        folded = folded.translate(_ARABIC_ALEF)
    primary = [place for letter in letters.findall(folded) for place in _places(letter, places)]
    return tuple(primary), unicodedata.normalize("NFC", text)


def _places(letter: str, places: dict[str, int]) -> list[int]:
    """The place of a letter; an accented one that is no letter of its own goes with its plain letter."""
    if letter in places:
        return [places[letter]]
    if letter.isspace() or letter == "-":
        return [0]
    if letter.isdecimal():
        return [1 + unicodedata.decimal(letter)]
    category = unicodedata.category(letter)
    if category[0] in "MC" or letter in "ـء":
        return []
    base = unicodedata.normalize("NFKD", letter)[0]
    if base != letter and base in places:
        return [places[base]]
    return [20] if category[0] in "PSZ" else [1000 + ord(base)]
