"""Compound parts that people shorten: what stays when the head or the tail is left off.

Abdul Zahir is also called Zahir, Mir Hashemzadeh also Hashemzadeh; Alipour, Azam-ol-Sadat and Yazdan-Panah lose their
second half. What stays is a weaker witness than the whole part.
"""

import re

from caseapp.names.normalise import is_arabic_script

_HEAD = re.compile(
    r"(?:abd(?:[aeouiy](?:l|(?P<sun>sh|s|t|d|r|z|n)(?=(?P=sun)))?)?|mir|agha|aqa|haj+i|sh[ae][iy]kh|mirza|m[uo]ll?a|"
    r"عبد(?:ال)?|میرزا|میر|اقا|حاجی?|شیخ|ملا)(?P<rest>.+)"
)
_TAIL = re.compile(
    r"(?P<rest>.+?)(?:"
    r"p(?:ou|oo|o|u)r|zade?h?|n[ei](?:jad|zhad|zad)|niy?a|fard?|kh?ah|d(?:ou|oo|u)st|panah|vand|dokht|mehr|"
    r"(?:al|ol|os|as)?sadat|(?:a|e|o|u)?d+[ie]+n|[au]l+ah|manesh|parast|tabar|asl|bakhsh|l(?:ou|oo|u)|gh?oli|khan|"
    r"پور|زاده|نژاد|نیا|فرد?|خواه|دوست|پناه|وند|دخت|مهر|السادات|سادات|(?:ال)?دین|الله|اله|منش|پرست|تبار|اصل|بخش|لو|قلی|خان"
    r")i?"
)
_SHORTEST_LATIN, _SHORTEST_ARABIC = 4, 3


def shortened(part: str) -> list[str]:
    """A folded part without its head, and without its tail, where it has them and enough stays to know it by."""
    least = _SHORTEST_ARABIC if is_arabic_script(part) else _SHORTEST_LATIN
    found = (pattern.fullmatch(part) for pattern in (_HEAD, _TAIL))
    rests = [match["rest"] for match in found if match]
    return [rest for rest in dict.fromkeys(rests) if len(rest) >= least]
