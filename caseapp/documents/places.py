"""Where documents may hang: the kinds of record whose pages show a panel of them."""

PLACES = (
    "case",
    "person",
    "contact_request",
    "statement",
    "letter",
    "incoming_contact",
    "search",
    "incident",
)
