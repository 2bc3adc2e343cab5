"""caseapp: case management for organisations that support people who left a closed, coercive group."""
