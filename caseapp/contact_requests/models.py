"""Family contact requests: one per enquirer, with one search for each person sought."""

import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record, removed_rows
from caseapp.db.references import Referenced


class ContactRequest(Referenced):
    """What one enquirer asks. It has no state of its own: each search has."""

    __tablename__ = "contact_request"
    __kind__ = "contact_request"
    __reference_prefix__ = "R"
    __access_columns__ = ("case_id", "enquirer_id", "responsible_id")

    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    """The case it belongs to; None when somebody outside asks."""
    enquirer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    responsible_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    language: Mapped[str]
    """The language the enquirer is answered in."""
    received_on = Encrypted.day("contact_request.received_on")
    channel = Encrypted.short("contact_request.channel")
    """Code: how it reached us."""
    enquirer_where = Encrypted.short("contact_request.enquirer_where")
    """Code: inside, left, outside, unknown."""
    safe_contact = Encrypted.text("contact_request.safe_contact")
    """How and when the enquirer may be reached without danger; empty while nobody knows."""
    remark = Encrypted.text("contact_request.remark")


class Search(Record):
    """The work to find and to ask one sought person for one enquirer."""

    __tablename__ = "search"
    __kind__ = "search"
    __access_columns__ = ("request_id", "status", "held_from", "asker_id")
    __table_args__ = (
        Index("ix_search_status_seq", "status", "seq"),
        # The overview walks along it and passes over what has ended without touching the rows.
        Index("ix_search_created_on_seq", "created_on", "seq", "status", "held_from"),
        removed_rows("search"),
    )

    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contact_request.id"), index=True)
    sought_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[str]
    held_from: Mapped[str | None]
    """While it rests: the state that it returns to."""
    outcome: Mapped[str | None]
    """Code of how it ended."""
    asker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    """The worker whom the sought person trusts, who asks them."""
    letter_id: Mapped[uuid.UUID | None]
    """The letter by which an authority was asked."""
    sought_where = Encrypted.short("search.sought_where")
    """Code: inside, left, outside, unknown."""
    relation = Encrypted.short("search.relation")
    """Code: what the sought person is to the enquirer, as the enquirer says."""
    last_news_on = Encrypted.partial_date("search.last_news_on")
    last_place = Encrypted.short("search.last_place")
    last_news = Encrypted.text("search.last_news")
    review_on = Encrypted.day("search.review_on")
    """By when somebody looks at it again while it rests."""
    withdrawal = Encrypted.json("search.withdrawal")
    """While a withdrawal waits to be confirmed: who brought it, how, and what they said; else None."""


class SearchAction(Record):
    """Something that was done to find or to reach the sought person."""

    __tablename__ = "search_action"
    __kind__ = "search_action"

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("search.id"), index=True)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    disclosure_id: Mapped[uuid.UUID | None]
    """The line of the disclosure ledger, when somebody outside was told something."""
    happened_on = Encrypted.day("search_action.happened_on")
    means = Encrypted.short("search_action.means")
    recipient = Encrypted.short("search_action.recipient")
    told = Encrypted.text("search_action.told")
    outcome = Encrypted.text("search_action.outcome")


class SearchChecklist(Record):
    """The answers to one list of questions about a search. See ``checklists``."""

    __tablename__ = "search_checklist"
    __kind__ = "search_checklist"
    __table_args__ = (UniqueConstraint("search_id", "kind"),)

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("search.id"), index=True)
    kind: Mapped[str]
    filled_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    answers = Encrypted.json("search_checklist.answers")


class MatchPoint(Record):
    """One point at which what the enquirer says is compared with what is known of the person found."""

    __tablename__ = "match_point"
    __kind__ = "match_point"

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("search.id"), index=True)
    noted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    fact = Encrypted.short("match_point.fact")
    claimed = Encrypted.text("match_point.claimed")
    found = Encrypted.text("match_point.found")
    source = Encrypted.short("match_point.source")
    asked_blind = Encrypted.short("match_point.asked_blind")
    """Code yes or no: asked openly, without leading to the answer."""
    agrees = Encrypted.short("match_point.agrees")
    """Code yes, no or open."""


class SearchAgreement(Record):
    """A second person's agreement to one step of a search."""

    __tablename__ = "search_agreement"
    __kind__ = "search_agreement"
    __access_columns__ = ("search_id", "purpose", "agreed_by_id")

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("search.id"), index=True)
    purpose: Mapped[str]
    """The code of the step agreed to."""
    agreed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    remark = Encrypted.text("search_agreement.remark")
