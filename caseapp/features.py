"""The features, in menu order. One line adds a feature; removing the line removes it."""

from caseapp import access, accounts, audit, cases, people, setup
from caseapp.web.feature import Feature

FEATURES: tuple[Feature, ...] = (
    cases.feature,
    people.feature,
    access.feature,
    accounts.feature,
    audit.feature,
    setup.feature,
)
