"""What the guide tells about documents."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "documents",
        230,
        _l("File a paper, a photograph or a recording"),
        (
            say(
                _l("%(file)s stands on every record. The file is encrypted while it arrives."),
                file=_l("File a document"),
            ),
            say(
                _l(
                    "Say what it is, in which language, and who gave it to us. A date may be as little as a year."
                )
            ),
            say(
                _l(
                    "If something beside it has to be put right, the file is kept for you alone, encrypted, and"
                    " need not be chosen again."
                )
            ),
            say(_l("Everybody who may open the record can download the file, so file it where it belongs.")),
            say(
                _l("A paper that does not belong there is removed with %(take_out)s and a reason."),
                take_out=_l("Take out"),
            ),
        ),
        ("documents.add", "documents.edit", "documents.remove"),
    ),
)
