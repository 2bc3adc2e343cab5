"""What the guide tells about staff and one's own account."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "your-screen",
        900,
        _l("Hide the screen, sign out, read in your language"),
        (
            say(
                _l(
                    "%(hide)s empties the screen at once and signs you out; so does the Escape key, pressed twice."
                ),
                hide=_l("Hide"),
            ),
            say(
                _l(
                    "It cannot take back what the browser has noted: the addresses that you opened stay in its history,"
                    " and files that you downloaded stay where they are. Nor does it help against somebody who films"
                    " the screen. Without a connection the screen is emptied, but you stay signed in until the time is"
                    " up."
                )
            ),
            say(
                _l(
                    "After a while in which nothing happens you are signed out. What you had typed, and the file"
                    " that you had sent, are kept for you alone and offered when you come back."
                )
            ),
            say(
                _l(
                    "Language and light or dark stand under your name at the top; the calendar under %(account)s."
                ),
                account=_l("My account"),
            ),
            say(
                _l("%(change)s is there too. Nobody at the office knows your passphrase or will ask for it."),
                change=_l("Change the passphrase"),
            ),
            say(
                _l(
                    "%(sessions)s shows every browser in which you are signed in, and ends them. Where somebody"
                    " signed in with your name from a new browser or network, the start page asks whether that was"
                    " you."
                ),
                sessions=_l("Your sessions"),
            ),
            say(
                _l(
                    "After the machine was started the system may be locked for everybody. One of the people"
                    " named at set-up opens it with their unlock passphrase."
                )
            ),
        ),
        ("accounts.me", "accounts.passphrase", "accounts.sessions", "accounts.events"),
        frozenset(Role),
    ),
    Topic(
        "staff-and-roles",
        500,
        _l("Invite colleagues, give roles, close accounts"),
        (
            say(
                _l("%(invite)s makes a link. Hand it over in person: whoever has it opens the account."),
                invite=_l("Invite a colleague"),
            ),
            say(
                _l(
                    "Give the fewest roles that will do. %(support)s and %(coordinator)s read cases;"
                    " %(administrator)s and %(auditor)s read none."
                ),
                support=_l("Support worker"),
                coordinator=_l("Coordinator"),
                administrator=_l("Administrator"),
                auditor=_l("Auditor"),
            ),
            say(
                _l("%(teams)s decide what coordinators see: the cases that their teams share."),
                teams=_l("Teams"),
            ),
            say(
                _l("A forgotten passphrase: %(reset)s. You never learn theirs."),
                reset=_l("Have them choose a new passphrase"),
            ),
            say(
                _l(
                    "Whoever has opened as much as the rules allow in a day sees only their own cases until midnight."
                    " Ask them first whether it was they; then %(let_on)s on their page, with the reason."
                ),
                let_on=_l("Let them go on today"),
            ),
            say(
                _l("When somebody leaves, choose %(close)s the same day. What they wrote stays."),
                close=_l("Close the account"),
            ),
        ),
        ("accounts.staff", "accounts.show", "accounts.invite", "accounts.team_list", "accounts.team"),
        frozenset({Role.ADMINISTRATOR}),
    ),
    Topic(
        "deputies",
        317,
        _l("Name a deputy"),
        (
            say(
                _l(
                    "Under %(account)s press %(name)s. Choose a colleague, what they may do in your stead, and"
                    " the days."
                ),
                account=_l("My account"),
                name=_l("Name a deputy for the time when I am away"),
            ),
            say(
                _l(
                    "They see no more records than before: who should see your cases, too, covers for you. They"
                    " do not decide what you wrote or asked for."
                )
            ),
            say(
                _l(
                    "It ends by itself. %(back)s ends it at once.",
                ),
                back=_l("Take it back"),
            ),
        ),
        ("accounts.deputies", "accounts.deputies_for"),
        frozenset(Role),
    ),
)
