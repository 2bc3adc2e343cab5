"""Where spellings of one name meet: the keys by which likely doubles are found without comparing all with all."""

from caseapp.names.normalise import normalise
from caseapp.names.skeleton import skeletons_of
from caseapp.names.sounds import sounds


def meeting_keys(name: str) -> tuple[frozenset[str], ...]:
    """The consonant skeletons of each part of a name; titles and little words are left out.

    Two spellings of one part share a key in most cases, in whatever script they are; other parts may share it, too.
    """
    heard = (tuple(sounds(part.text)) for part in normalise(name) if not part.light)
    keys = (frozenset(filter(None, skeletons_of(readings))) for readings in heard if readings)
    return tuple(each for each in keys if each)
