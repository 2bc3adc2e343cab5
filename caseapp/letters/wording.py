"""What a new letter offers in its own language: closing, lead of the points, care-of line, capacities.

They are offered once and then belong to the letter; whoever writes it may change every one.
"""

from dataclasses import dataclass

from caseapp.letters.models import Voice


@dataclass(frozen=True)
class Wording:
    """The offered phrases of one language."""

    closing: str
    i_ask: str
    we_ask: str
    care_of: str
    own_name: str
    for_organisation: str

    def points_lead(self, voice: Voice) -> str:
        """Return the sentence before the numbered points."""
        return self.i_ask if voice is Voice.PERSON else self.we_ask


_WORDING = {
    "en": Wording(
        closing="Yours faithfully,",
        i_ask="For these reasons I ask you:",
        we_ask="For these reasons we ask you:",
        care_of="c/o {organisation}",
        own_name="in my own name",
        for_organisation="for {organisation}",
    ),
    "fa": Wording(
        closing="با احترام",
        i_ask="بنا بر آنچه گفته شد، درخواست‌های من به شرح زیر است:",
        we_ask="بنا بر آنچه گفته شد، درخواست‌های ما به شرح زیر است:",
        care_of="به نشانی {organisation}",
        own_name="به نام خودم",
        for_organisation="از طرف {organisation}",
    ),
    "ar": Wording(
        closing="وتفضلوا بقبول فائق الاحترام،",
        i_ask="بناءً على ما تقدم، أرجو منكم ما يلي:",
        we_ask="بناءً على ما تقدم، نرجو منكم ما يلي:",
        care_of="بواسطة {organisation}",
        own_name="باسمي الشخصي",
        for_organisation="عن {organisation}",
    ),
    "sq": Wording(
        closing="Me respekt,",
        i_ask="Për këto arsye ju kërkoj:",
        we_ask="Për këto arsye ju kërkojmë:",
        care_of="pranë {organisation}",
        own_name="në emrin tim",
        for_organisation="për {organisation}",
    ),
}


def wording_in(language: str) -> Wording:
    """Return the offered phrases of a language of letters; ``KeyError`` for another."""
    return _WORDING[language]
