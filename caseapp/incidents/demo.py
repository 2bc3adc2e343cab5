"""Two invented incidents for a demonstration: a bag left on a bus, and two officers who ask without an order."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

from caseapp.clock import today
from caseapp.dates import from_day
from caseapp.db import db
from caseapp.incidents.actions import Notice, Reported, move_incident, report_incident, write_notice
from caseapp.incidents.concerned import Decision, add_persons, decide_person
from caseapp.incidents.models import IncidentKind, Notified, Warned
from caseapp.incidents.ordering import Demanded, write_item, write_order
from caseapp.incidents.parts import persons_in
from caseapp.workflow import StepDetails

LOST, ASKED = 4, 10
"""The numbers of the cases beside which they happen."""
BAG = {
    "en": (
        "A bag with a paper notebook was left on the bus. Two first names and one telephone number stood in it."
        " The bus company has been asked.",
        "Bus between the office and the hostel",
        "Rang over the safe number and told what was lost. A new telephone number is used from today.",
        "Data-protection authority (invented)",
        "What was lost, how many people it is about, and that they were warned.",
    ),
    "fa": (
        "کیفی با یک دفترچهٔ کاغذی در اتوبوس جا ماند. دو نام کوچک و یک شمارهٔ تلفن در آن بود. از شرکت اتوبوس‌رانی"
        " پرس‌وجو شد.",
        "اتوبوس میان دفتر و خوابگاه",
        "با شمارهٔ امن تماس گرفتیم و گفتیم چه گم شده است. از امروز شمارهٔ تازه‌ای به کار می‌رود.",
        "نهاد حفاظت از داده‌ها (ساختگی)",
        "چه گم شده، دربارهٔ چند نفر است و این‌که به آن‌ها هشدار داده شده است.",
    ),
}
OFFICERS = {
    "en": (
        "Two officers in plain clothes rang at the door and wanted a list of everybody who lives in the hostel. They"
        " had no paper with them.",
        "At the office door",
        "Police of an invented town",
        "Agron Shembull, inspector, number 000 (invented)\nA second officer who gave no name",
        "Dr. Mira Trill (invented), called by the coordinator",
        "Tell them nothing without an order, and ask them to write.",
        "We said that we neither confirm nor deny whether we know anybody, and asked for an order in writing.",
        "The poster with the opening hours in the corridor",
    ),
    "fa": (
        "دو مأمور با لباس شخصی زنگ در را زدند و فهرست همهٔ ساکنان خوابگاه را خواستند. هیچ کاغذی همراه نداشتند.",
        "جلوی در دفتر",
        "پلیس شهری ساختگی",
        "آگرون نمونه‌ای، بازرس، شمارهٔ ۰۰۰ (ساختگی)\nمأمور دومی که نامش را نگفت",
        "دکتر میرا تریل (ساختگی)، هماهنگ‌کننده به او زنگ زد",
        "بدون حکم چیزی نگویید و بخواهید کتبی بنویسند.",
        "گفتیم که نه تأیید می‌کنیم و نه رد می‌کنیم که کسی را می‌شناسیم، و حکم کتبی خواستیم.",
        "آگهی ساعت‌های کار در راهرو",
    ),
}


def add_incidents(demo: Any) -> Iterator[float]:
    """Add the incident that belongs beside this case, if one does."""
    if demo.number == LOST:
        yield 0.9
        _lose_a_bag(demo)
    elif demo.number == ASKED:
        yield 0.99
        _ask_at_the_door(demo)


def _lose_a_bag(demo: Any) -> None:
    words, where, warned, authority, what = BAG[demo.language]
    incident = report_incident(demo.support, _reported(IncidentKind.LOSS, words, where))
    add_persons(demo.support, incident, [demo.client])
    db.session.flush()
    (row,) = persons_in(incident)
    decide_person(
        demo.coordinator, incident, row, Decision(Warned.WARNED, today(), demo.coordinator.name, words=warned)
    )
    told = Notice(Notified.YES, today(), time(9, 15), authority, demo.coordinator.name, "", what)
    write_notice(demo.coordinator, incident, told)
    move_incident(demo.coordinator, incident, "take_up", StepDetails())


def _ask_at_the_door(demo: Any) -> None:
    words, where, authority, officers, lawyer, advice, objected, seen = OFFICERS[demo.language]
    incident = report_incident(demo.support, _reported(IncidentKind.DEMAND, words, where))
    demanded = Demanded(
        authority_id=None,
        authority_words=authority,
        officers=officers,
        number="",
        court="",
        dated=None,
        scope_words="",
        in_writing="no",
        lawyer=lawyer,
        lawyer_on=today(),
        lawyer_time="10:05",
        lawyer_words=advice,
        objections=objected,
        consent_refused="refused",
        shown="",
        taken_said="nothing",
        outcome="",
    )
    write_order(demo.support, incident, None, demanded)
    write_item(demo.support, incident, None, item=seen, how="seen", by_whom="", receipt="")
    add_persons(demo.support, incident, [demo.client])
    move_incident(demo.coordinator, incident, "take_up", StepDetails())


def _reported(kind: IncidentKind, words: str, where: str) -> Reported:
    return Reported(
        kind=kind.value,
        happened_on=from_day(today() - timedelta(days=1)),
        happened_time="09:40",
        where=where,
        words=words,
        aware_on=today() - timedelta(days=1),
        aware_time="10:00",
    )
