"""Where spellings of one name meet: the keys by which likely doubles are found without comparing all with all."""

from caseapp.names.normalise import normalise
from caseapp.names.sounds import sounds
from caseapp.names.vocabulary import skeletons_of


def meeting_keys(name: str) -> frozenset[str]:
    """The consonant skeletons of a name's parts, titles and little words left out.

    Two spellings of one part share a key in most cases, in whatever script they are; other parts may share it, too.
    """
    keys: set[str] = set()
    for part in normalise(name):
        readings = tuple(sounds(part.text))
        if readings and not part.light:
            keys.update(skeleton for skeleton in skeletons_of(readings) if skeleton)
    return frozenset(keys)
