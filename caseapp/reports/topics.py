"""What the guide tells about numbers and exports."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "numbers",
        400,
        _l("Report numbers to the board and to donors"),
        (
            say(
                _l("%(numbers)s shows what there is by status, quarter and age, drawn and as a table."),
                numbers=_l("Numbers"),
            ),
            say(
                _l("%(download)s makes an Excel or CSV file without names."),
                download=_l("Download the file"),
            ),
            say(
                _l(
                    "For readers outside, numbers from one to four are withheld: so few could be recognised."
                    " Choose who will read it before you make the file."
                )
            ),
            say(_l("Why a file was made, and by whom, stands in the audit log.")),
        ),
        ("reports.index",),
        frozenset(Role),
    ),
    Topic(
        "exports",
        410,
        _l("Take records out as a file"),
        (
            say(
                _l("Under %(rows)s choose the records, then the fewest columns that will do."),
                rows=_l("Take records out, one row each"),
            ),
            say(_l("Without names, the rows carry random numbers and months instead of days. Prefer that.")),
            say(
                _l(
                    "With names a second person agrees first, and only people who allowed it for this reader"
                    " are in it."
                )
            ),
            say(
                _l(
                    "The file is encrypted. Its passphrase is shown once; give it to the reader by another"
                    " way than the file."
                )
            ),
        ),
        ("reports.ask_rows", "reports.show_rows"),
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    ),
    Topic(
        "export-the-log",
        620,
        _l("Take the audit log out as a file"),
        (
            say(
                _l("Narrow the log down to what the reader needs, then choose %(take)s."),
                take=_l("Take these events out as a file"),
            ),
            say(_l("Say what it is for. Your reason stands in the log.")),
            say(
                _l(
                    "The file is encrypted. Its passphrase is shown once; give it to the reader by another"
                    " way than the file."
                )
            ),
        ),
        ("reports.export_log", "reports.log_taken"),
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
)
