"""The architecture page shows the workflows that the code runs."""

import re
from pathlib import Path

from caseapp.features import FEATURES
from caseapp.workflow.commands import diagrams

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_the_diagrams_are_those_of_the_code() -> None:
    found = re.search(
        r"<!-- workflows -->\n(.*)<!-- end of workflows -->", PAGE.read_text("utf-8"), re.DOTALL
    )
    assert found
    expected = diagrams(workflow for feature in FEATURES for workflow in feature.workflows)
    assert found.group(1).strip() == expected.strip(), "run: make diagrams"
