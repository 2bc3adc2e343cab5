"""What is missing before an incident can be closed, in plain words."""

from collections.abc import Iterator

from caseapp.accounts import User
from caseapp.i18n.messages import gettext as _
from caseapp.incidents.models import Incident, Notified, TakenSaid
from caseapp.incidents.parts import order_of, persons_in
from caseapp.workflow import Block, way


def everybody_is_decided(_actor: User, incident: Incident) -> Iterator[Block]:
    """Ask for a decision about each person whose data are concerned, or the word that it is nobody.

    Nobody is named in the sentence: whoever reads it may not see everybody who is concerned.
    """
    if not incident.is_breach:
        return
    there = persons_in(incident)
    if not there and not incident.nobody_why:
        yield Block(
            _("Nobody has said yet whose data are concerned."),
            way("incidents.add_person", incident_id=incident.id),
            _("Say whose data"),
        )
    elif any(each.is_open for each in there):
        yield Block(_("Of somebody whose data are concerned nobody has decided whether they are warned."))


def authority_is_decided(_actor: User, incident: Incident) -> Iterator[Block]:
    """Ask whether the data-protection authority was told, or why not."""
    if incident.is_breach and incident.notified not in (Notified.YES, Notified.NO):
        yield Block(
            _("Nobody has written down that the data-protection authority was told, or why not."),
            way("incidents.notice", incident_id=incident.id),
            _("Write it down"),
        )


def order_is_written(_actor: User, incident: Incident) -> Iterator[Block]:
    """Ask for what has to be known of every demand: the lawyer, the objections, and what left the house."""
    if not incident.is_demand:
        return
    order = order_of(incident)
    there = way("incidents.order", incident_id=incident.id)
    if order is None or not (order.lawyer or order.lawyer_words):
        yield Block(
            _("Which lawyer was called, or why none, is not written down."), there, _("Write it down")
        )
    if order is None or not order.objections:
        yield Block(_("What we objected, or why nothing, is not written down."), there, _("Write it down"))
    if order is None or order.taken_said not in (TakenSaid.NOTHING, TakenSaid.LISTED):
        yield Block(_("Whether anything was taken or copied is not written down."), there, _("Write it down"))
