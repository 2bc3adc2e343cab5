"""Letters to sounds: one alphabet of sounds for Latin script, with Albanian and French habits, and Arabic.

A sound is one character; a part of a name becomes a short string of them, as `bytes` so that comparing is
fast.
Small Latin letters are what they look like, and:

`S` sh, `Z` zh, `c` ch, `C` c before e or i, `Q` another c, `x` kh, `G` gh, `T` th or ث, `J` dj, `D` dh or ذ,
`X` ض or ظ;
`a e i o u` vowels of Latin script, `U I` those written long (ou, ee), `E` a closing e that may be silent;
`A W Y` the letters ا و ی, which are long vowels, or none, or (W, Y) consonants, `B` an opening ا,
`F` a closing ی or ى, `H` a closing ه or ة, `V` the letter ع.

Letters of other scripts stand for themselves, as one of 128 values above ASCII: a Cyrillic name is found by its
own letters.
"""

import re

from caseapp.names.normalise import is_arabic_script

_ARABIC = dict(
    zip(
        "بپتطثسصجچحهخدذرزژضظشعغفقکگلمنویا",
        "bpttTssjchhxdDrzZXXSVGfqkglmnWYA",
        strict=True,
    )
)
_SUN = frozenset("تثدذرزسشصضطظلن")

_DIGRAPHS = {
    "tch": "c", "dzh": "j", "sch": "S", "tsch": "c", "dsch": "j", "kh": "x", "gh": "G", "sh": "S", "ch": "c",
    "zh": "Z", "th": "T", "dh": "D", "ph": "f", "dj": "J", "xh": "j", "gj": "j", "ck": "k", "qu": "k",
    "ou": "U", "oo": "U", "ee": "I", "aa": "a", "ii": "I", "uu": "U", "ei": "eI", "ai": "aI", "iy": "iy",
    "x": "ks", "ç": "c",
}  # fmt: skip
_TOKEN = re.compile("|".join(sorted(_DIGRAPHS, key=len, reverse=True)) + "|.", re.DOTALL)
_DOUBLED = re.compile(r"(.)\1+")
_DOUBLED_DIGRAPH = re.compile(r"(sh|ch|kh|gh|th|dh|zh)\1")
_VOWELS = "aeiou"
_ARTICLE_LATIN = re.compile(r"(?:[aeu]l)(?=[^aeiouyh].{2,}|[hy][aeiou].{2,}|[aeou][^aeiou].{2,})")
_ARTICLE_BEFORE_SUN = re.compile(r"[ae](?=(s|sh|ch|t|d|r|z|n|th|dh)\1.{2,})")
_SERVANT_LATIN = re.compile(r"abd[aeouiy]?(?:l(?=[sztdrnl]))?")
_X_AS_KH = re.compile("x(?!h)")
_TH_APART = re.compile("(t|^[aei]s)h")
_POLISH = re.compile("[sc]z")


def sounds(part: str) -> list[bytes]:
    """The sounds of a folded part, and a second reading where one may be meant: at most two.

    The second reading leaves off an article written onto the name (Alnasser, Ennaji, النصر), reads the t of "tch"
    as a letter (Saatchi), or as تش writes the ch that Arabic lacks, th and sh as two letters
    (Fathi, Ishaq), ch as the French do, x as Azeris and Kurds do, sz and cz as Poles do.
    """
    readings = _arabic_readings(part) if is_arabic_script(part) else _latin_readings(part)
    return [reading for reading in dict.fromkeys(readings) if reading]


def _arabic_readings(part: str) -> list[bytes]:
    readings = [_arabic(part)]
    if "تش" in part:
        readings.append(_arabic(part.replace("تش", "چ")))
    elif part.startswith(("ال", "لل")) and len(part) >= 5:
        readings.append(_arabic(part[2:]))
    return readings


def _arabic(part: str) -> bytes:
    if part.startswith("عبدال") and len(part) > 6:
        rest = part[5:]
        part = "عبد" + ("" if rest[0] in _SUN else "ل") + rest
    else:
        part = re.sub("(?<=..)ال(?=دین|دوله)", "", part)
        part = re.sub("(?<=..)ه(?=الله$)", "ت", part)
    spoken = "".join(_ARABIC.get(letter, letter) for letter in part)
    if spoken.startswith("A"):
        spoken = "B" + spoken[1:]
    if spoken.endswith("h") and len(spoken) > 2 and part.endswith("ه"):
        spoken = spoken[:-1] + "H"
    if spoken.endswith("Y") and len(spoken) > 1:
        spoken = spoken[:-1] + "F"
    return _as_bytes(spoken.replace("llH", "lH"))


def _latin_readings(part: str) -> list[bytes]:
    part = _DOUBLED_DIGRAPH.sub(r"\1", part)
    servant = _SERVANT_LATIN.match(part)
    if servant and len(part) > servant.end() + 2 and len(part) > 6:
        return [_latin("abd" + part[servant.end() :])]
    readings = [_latin(part)]
    article = _ARTICLE_LATIN.match(part) or _ARTICLE_BEFORE_SUN.match(part)
    if article:
        readings.append(_latin(part[article.end() :]))
    elif "tch" in part[1:]:
        readings.append(_latin(part.replace("tch", "tç")))
    elif _TH_APART.search(part):
        readings.append(_latin(_TH_APART.sub(r"\1'h", part)).replace(b"'", b""))
    elif "ch" in part and "ou" in part:
        readings.append(_latin(part.replace("ch", "sh")))
    elif _X_AS_KH.search(part):
        readings.append(_latin(_X_AS_KH.sub("kh", part)))
    elif _POLISH.search(part):
        readings.append(_latin(part.replace("sz", "sh").replace("cz", "ç").replace("j", "y")))
    return readings


def _latin(part: str) -> bytes:
    part = _DOUBLED.sub(
        lambda match: match.group() if match.group()[:2] in ("oo", "ee") else match.group(1), part
    )
    part = re.sub(r"(?<=[aeiou])h$", "H", part)
    part = re.sub(r"(?<=..)([aeuo])l(?=d[ie]+n)", r"\1", part)
    tokens = _TOKEN.findall(part)
    spoken = "".join(_latin_sound(spelling, tokens, position) for position, spelling in enumerate(tokens))
    if spoken.endswith("e") and len(spoken) > 2:
        spoken = spoken[:-1] + "E"
    return _as_bytes(_DOUBLED.sub(r"\1", spoken))


def _as_bytes(spoken: str) -> bytes:
    return bytes(ord(letter) if letter.isascii() else 128 + ord(letter) % 128 for letter in spoken)


def _latin_sound(spelling: str, tokens: list[str], position: int) -> str:
    following = tokens[position + 1][0] if position + 1 < len(tokens) else ""
    if spelling == "c":
        return "C" if following in ("e", "i", "y") else "Q"
    if spelling == "y":
        near_vowel = following in tuple(_VOWELS) or (position and tokens[position - 1][0] in _VOWELS)
        return "y" if near_vowel else "i"
    return _DIGRAPHS.get(spelling, spelling)
