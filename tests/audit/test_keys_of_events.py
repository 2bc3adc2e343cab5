"""Every event keeps the keys that its feature declares, no more and no fewer; what else is recorded is refused."""

import pytest
from flask import Flask

from caseapp.audit import record, record_refusal
from caseapp.audit.wording import detail_of
from caseapp.db import write
from caseapp.features import FEATURES
from caseapp.web.installed import keys_kept
from tests.frame.test_audit_words import recorded

DECLARED = [(event.code, event.keeps) for feature in FEATURES for event in feature.events]


def test_an_event_that_lacks_a_key_or_has_one_too_many_is_refused(app: Flask) -> None:
    assert len(DECLARED) > 50
    for code, keeps in DECLARED:
        for lacking in keeps.must:
            there = dict.fromkeys(keeps.must - {lacking}, "")
            with app.app_context(), pytest.raises(ValueError, match=f"{code} lacks {lacking}"), write():
                record(None, code, **there)
        whole = dict.fromkeys(keeps.must, "")
        with app.app_context(), pytest.raises(ValueError, match=f"{code} keeps something, which is not"):
            record_refusal(None, code, **whole, something="")


def test_an_event_without_declared_keys_keeps_none(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ValueError, match=r"account\.signed_out keeps name"), write():
            record(None, "account.signed_out", name="Reza")
        with write():
            record(None, "account.signed_out")


def test_what_is_declared_belongs_to_an_event_of_the_feature_and_has_words(app: Flask) -> None:
    with app.app_context():
        for feature in FEATURES:
            wordless = [
                (event.code, key)
                for event in feature.events
                for key in event.keeps.all
                if detail_of(event.code, key) is None
            ]
            assert wordless == []
            assert all(not event.keeps.must & event.keeps.may for event in feature.events)


def test_every_key_that_the_code_records_is_declared(app: Flask) -> None:
    found = list(recorded())
    assert len(found) > 50
    with app.app_context():
        assert [each for each in found if each[2] not in keys_kept(each[1]).all] == []
