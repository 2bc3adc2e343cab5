"""The features, in menu order. One line adds a feature; removing the line removes it."""

from caseapp import (
    access,
    accounts,
    audit,
    authorities,
    cases,
    consents,
    disclosures,
    documents,
    history,
    incoming_contacts,
    notes,
    people,
    reports,
    search,
    setup,
    tasks,
)
from caseapp.web.feature import Feature

FEATURES: tuple[Feature, ...] = (
    cases.feature,
    tasks.feature,
    notes.feature,
    incoming_contacts.feature,
    people.feature,
    consents.feature,
    disclosures.feature,
    documents.feature,
    authorities.feature,
    search.feature,
    reports.feature,
    history.feature,
    access.feature,
    accounts.feature,
    audit.feature,
    setup.feature,
)
