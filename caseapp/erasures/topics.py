"""What the guide tells about erasing a person or a case."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "erase",
        345,
        _l("Erase a person or a case for good"),
        (
            say(
                _l(
                    "Somebody may ask that we forget them. On their page choose %(ask)s and write who asked and why."
                ),
                ask=_l("Ask for the erasure"),
            ),
            say(
                _l(
                    "A coordinator who did not ask for it approves. Then it is held back for two weeks; everybody who"
                    " sees it may choose %(stop)s meanwhile."
                ),
                stop=_l("Stop the erasure"),
            ),
            say(
                _l(
                    "Under %(mentions)s each place that names them in other work waits for a decision: it stays, for a"
                    " reason, or it is taken out. A text is corrected on its own page."
                ),
                mentions=_l("Mentions elsewhere"),
            ),
            say(
                _l(
                    "What stood in a record before it was changed, and what was taken out of it, waits for a decision,"
                    " too: the names are blackened there, or it stays, for a reason."
                )
            ),
            say(
                _l(
                    "Open letters, open searches and disclosures that wait for a second person keep it back. Close"
                    " them first."
                )
            ),
            say(
                _l(
                    "With %(carry_out)s a coordinator destroys the keys, the records and the files. Relatives and"
                    " other cases stay as they are. Nobody can bring it back, not from a backup either."
                ),
                carry_out=_l("Carry the erasure out"),
            ),
        ),
        (
            "erasures.index",
            "erasures.show",
            "erasures.ask",
            "erasures.approve",
            "erasures.stop",
            "erasures.mentions",
            "erasures.mention",
            "erasures.carry_out",
        ),
        frozenset({Role.SUPPORT, Role.COORDINATOR}),
    ),
)
