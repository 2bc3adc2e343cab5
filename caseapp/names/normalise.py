"""From a name as written to the parts that are compared.

A name is folded (case, accents, letter forms of Arabic script, invisible marks, digits), then cut into parts.
Titles and little words stay as *light* parts: they may be missing on either side at small cost. Compounds
that people write apart or together are written one way: servant names and names of the faith as one part
(Abd al-Rahman, Nour ed-Din, Hedayat Allah), double given names as two (Ali Reza).
"""

import re
import unicodedata
from dataclasses import dataclass

NORM_VERSION = 2
"""Raised with any change of what `normalise`, the sounds or the skeletons give: an older index is rebuilt."""

# Letters of Arabic script as Persian writes the same letter; Urdu, Pashto and Kurdish ones by their sound.
_ARABIC_LETTERS = str.maketrans(
    "يىےۍېێئىكڪہھەۀةۂأإٱآؤۆۇٹټڈډڑړڕڵںڼښږځڅ",
    "ییییییییککههههههااااوووتتددرررلننشژزس",
) | str.maketrans("", "", "ءـ")
_LATIN_LETTERS = str.maketrans(
    {
        "ş": "sh", "š": "sh", "ğ": "gh", "ġ": "gh", "ḡ": "gh", "ž": "zh", "č": "ch", "ć": "ch", "đ": "dj",
        "ð": "dh", "þ": "th", "ı": "i", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "ẖ": "kh", "ḫ": "kh",
        "ḵ": "kh", "ə": "e", "ß": "ss", "ṯ": "th", "ḏ": "dh",
    }
)  # fmt: skip
_PRONUNCIATION_MARKS = re.compile("[ʿʾʼʻ‘’'`´ˈ\u02b9\u02ba]")
_WORD = re.compile(r"[^\W_]+")
_PRIVATE_C_CEDILLA = "\ue000"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    """
    seyed seyyed sayed sayyed syed sayyid seyid seyd sayid sied saiyid seyyid haj hajj haji hadj hadji
    dr doctor mr mrs ms prof professor eng engineer mullah mulla molla sheikh shaikh shaykh cheikh
    agha aqa khanom khanum mirza zoti zonja znj
    سید سیده سادات السید السیده حاج حاجی حاجیه الحاج دکتر دکتور مهندس استاد اقای خانم شیخ الشیخ ملا میرزا
    """
)
_LITTLE_WORDS = _words(
    "bin ben ibn bint bent ould walad ait abu abou abo abi bou de du van von of la le da di "
    "بن ابن بنت ولد ابو ابی ابا ایت بو"
)
_ARTICLES = _words("al el ul ol il ال ل")
_SERVANT = _words("abd abdul abdel abdal abdol abdo abde abdu عبد عبدال عبدل")
_ARTICLE_BEFORE_SUN_LETTER = re.compile(r"[aeu](?:s|sh|ch|t|th|d|dh|r|z|n|l)")
_OF_THE_FAITH = re.compile(r"(?:[aeuoi]?[ld]?)?d[ie]+ne?|(?:ال)?دین")
_OF_GOD = re.compile(r"[aeuo]?l+[aeo]h|الله|اله|لله")
_TITLES_WRITTEN_ON = ("سید", "seyyed", "seyed", "sayed")
# Given names that Persian and Arabic families set side by side, written as one word or as two.
_DOUBLE_GIVEN_NAME = re.compile(
    r"(?P<first>{names}|امیر|غلام|am[ie]+r|g?hol[ae]m)(?P<second>{names})".format(
        names=(
            "محمد|علی|رضا|حسین|حسن|مهدی|احمد|اکبر|اصغر|هادی|کاظم|جواد|باقر|تقی|نقی|صادق|حمید|محمود|سعید|عباس|"
            "قاسم|ابراهیم|یونس|m[ou]hamm?[ae]d|al[iy]|r[ei]za|h[ou]ss?[aei]+n|hass?an|m[ae]hdi|ahm[ae]d|akbar|"
            "asghar|hadi|kaz[ei]m|javad|bagh?er|taghi|naghi|sade[gq]h?|ham[ie]+d|mahm(?:oo|ou|u)d|sa[ei]+d|"
            "abbas|[gq]h?as[ei]m|[ei]brahim"
        )
    )
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name, folded; `light` where it is a title or a little word that may be missing."""

    text: str
    light: bool = False


def fold(text: str) -> str:
    """Text without case, accents, vowel signs, joiners, marks of direction; one letter form; digits 0 to 9.

    ç stays apart from c, because Albanian and Turkish hear two sounds. Never raises; folding a folded text
    changes nothing.
    """
    folded = _fold_once(text)
    while (
        not folded.isascii() and (again := _fold_once(folded)) != folded
    ):  # one fold may open another; two rounds settle any text
        folded = again
    return folded


def _fold_once(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_LATIN_LETTERS)
    lowered = _PRONUNCIATION_MARKS.sub("", lowered)
    if lowered.isascii():
        return lowered
    lowered = unicodedata.normalize("NFC", lowered).replace("ç", _PRIVATE_C_CEDILLA)
    decomposed = unicodedata.normalize("NFKD", lowered).translate(_ARABIC_LETTERS)
    kept = [letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Me", "Cf")]
    digits = (str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in kept)
    return "".join(digits).replace(_PRIVATE_C_CEDILLA, "ç")


def is_arabic_script(text: str) -> bool:
    """Whether a folded part is written in Arabic script (Persian, Arabic, Urdu, Pashto, Kurdish)."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def normalise(name: str) -> list[Part]:
    """The parts of a name, in their order; none for a text without letters and digits. Never raises."""
    apart = [piece for word in _WORD.findall(fold(name)) for piece in _cut(word)]
    return [
        Part(word, light=word in _TITLES or word in _LITTLE_WORDS or len(word) == 1)
        for word in _put_together(apart)
    ]


def _cut(word: str) -> list[str]:
    """A word without the title that was written onto it («سیدکاظم»), a double given name as two."""
    for title in _TITLES_WRITTEN_ON:
        if word.startswith(title) and len(word) - len(title) >= 3 and word not in _TITLES:
            return [title, *_cut(word.removeprefix(title))]
    double = _DOUBLE_GIVEN_NAME.fullmatch(word)
    return [double["first"], double["second"]] if double else [word]


def _put_together(words: list[str]) -> list[str]:
    """Words with servant names and names of the faith as one word each, and without articles."""
    together: list[str] = []
    rest = words
    while rest:
        word, rest = rest[0], rest[1:]
        article = _article_length(rest)
        if word in _SERVANT and len(rest) > article:
            together.append(_servant(rest[article]))
            rest = rest[article + 1 :]
        elif _article_length([word, *rest]) and rest:
            if together and _OF_THE_FAITH.fullmatch(rest[0]):
                together[-1] += rest[0]
                rest = rest[1:]
        elif together and len(together[-1]) > 1 and together[-1] not in _TITLES and _closes_compound(word):
            together[-1] += word.removeprefix("ال") if _OF_THE_FAITH.fullmatch(word) else word
        else:
            together.append(word)
    return together


def _article_length(words: list[str]) -> int:
    """1 where an article stands first: al Nasser, or assimilated: er Rahman, es Salam; otherwise 0."""
    if not words:
        return 0
    if words[0] in _ARTICLES:
        return 1
    assimilated = _ARTICLE_BEFORE_SUN_LETTER.fullmatch(words[0]) and len(words) > 1
    return 1 if assimilated and words[1].startswith(words[0][1:]) else 0


def _servant(named: str) -> str:
    return "عبدال" + named.removeprefix("ال") if is_arabic_script(named) else "abdul" + named


def _closes_compound(word: str) -> bool:
    return bool(_OF_THE_FAITH.fullmatch(word) or _OF_GOD.fullmatch(word))
