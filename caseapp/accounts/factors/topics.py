"""What the guide tells about second factors."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "second-factor",
        905,
        _l("Sign in with more than a passphrase"),
        (
            say(
                _l(
                    "A stolen passphrase opens nothing where a second factor is set up: an app that shows a code, or"
                    " a passkey. Set it up under %(account)s."
                ),
                account=_l("My account"),
            ),
            say(
                _l(
                    "With the first one you get ten recovery codes. Print them and keep them at home: each signs you"
                    " in once when the phone is lost."
                )
            ),
            say(
                _l(
                    "Before an act that could do harm you are asked again who you are, if that was more than five"
                    " minutes ago."
                )
            ),
            say(
                _l(
                    "Phone and codes are lost: tell an administrator. They hand you a link. What you set up with it"
                    " nobody else sees."
                )
            ),
        ),
        (
            "accounts.me",
            "accounts.choose_factor",
            "accounts.add_app",
            "accounts.add_passkey",
            "accounts.factor",
            "accounts.renew_codes",
            "accounts.prove_again",
        ),
        frozenset(Role),
    ),
    Topic(
        "lost-factor",
        505,
        _l("A colleague lost their phone"),
        (
            say(
                _l(
                    "Make sure that it is them: in person, or by a telephone number that you know. Then choose %(lost)s"
                    " on their account."
                ),
                lost=_l("They lost their second factor"),
            ),
            say(
                _l(
                    "What they had ends at once. Hand the link over in person: with it and their passphrase they set"
                    " up another one."
                )
            ),
            say(
                _l(
                    "Who has to have a second factor, the organisation decides for each role, under its rules in the"
                    " settings."
                )
            ),
        ),
        ("accounts.show",),
        frozenset({Role.ADMINISTRATOR}),
    ),
)
