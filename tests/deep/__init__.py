"""The long tier: the floors of the tests at their full counts, and the page that says what was measured."""
