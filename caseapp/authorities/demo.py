"""An invented ministry for demonstrations, with a registry, and a minister who never held an office."""

from typing import Any

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.authorities.actions import add_authority, add_holder, add_office
from caseapp.authorities.models import OfficeHolder
from caseapp.db import db

MINISTRY: dict[str, Any] = {
    "names": {
        "en": "Ministry for Lost Papers (invented)",
        "fa": "وزارت اسناد گمشده (ساختگی)",
        "ar": "وزارة الأوراق المفقودة (وهمية)",
        "sq": "Ministria e Dokumenteve të Humbura (e trilluar)",
    },
    "kind": "ministry",
    "country": "Sampleland",
    "address": "1 Square of Examples\n1000 Sample Town",
    "contact": "Registry desk: ground floor, mornings (invented)",
    "source": "invented for the demonstration",
    "reply_rule": {
        "days": 30,
        "counted_in": "days",
        "counted_from": "acknowledged",
        "source": "Sample Code, article 12 (invented)",
    },
}
REGISTRY: dict[str, Any] = {
    "names": {
        "en": "Registry (invented)",
        "fa": "دبیرخانه (ساختگی)",
        "ar": "ديوان الوزارة (وهمي)",
        "sq": "Protokolli (i trilluar)",
    },
    "address": "",
    "contact": "Ground floor, mornings (invented)",
}
MINISTER: dict[str, Any] = {
    "names": {"en": "Agron Shembull", "fa": "آگرون شمبول", "ar": "أغرون شمبول", "sq": "Agron Shembull"},
    "titles": {
        "en": "Minister for Lost Papers",
        "fa": "وزیر اسناد گمشده",
        "ar": "وزير الأوراق المفقودة",
        "sq": "Ministër i Dokumenteve të Humbura",
    },
    "forms_of_address": {
        "en": "His Excellency Mr",
        "fa": "جناب آقای",
        "ar": "معالي السيد",
        "sq": "Shkëlqesisë së Tij, z.",
    },
    "salutations": {
        "en": "Your Excellency,",
        "fa": "با سلام و احترام،",
        "ar": "معالي الوزير، تحية طيبة وبعد،",
        "sq": "Shkëlqesi,",
    },
}


def invented_minister(actor: User) -> OfficeHolder:
    """Return the invented minister; the first call adds the ministry with its registry, and him."""
    found = db.session.scalar(select(OfficeHolder).order_by(OfficeHolder.seq).limit(1))
    if found is not None:
        return found
    ministry = add_authority(actor, dict(MINISTRY))
    add_office(actor, ministry, dict(REGISTRY))
    return add_holder(actor, ministry, dict(MINISTER))


def add_ministry(demo: Any) -> None:
    """Add the invented ministry to a demonstration, once."""
    invented_minister(demo.coordinator)
