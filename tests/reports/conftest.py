"""What several tests of exports begin with."""

import pytest

from tests.authorities.test_list_of_authorities import add_authority
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import consent_to_tell_authorities
from tests.statements.writing import client_of


@pytest.fixture
def told(amina: Person) -> dict[str, str]:
    """Two cases, one of which may be told to authorities, and an authority."""
    free = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, free, client_of(amina, free))
    return {"free": free, "other": start_case(amina, name="Nika Sample"), "authority": add_authority(amina)}
