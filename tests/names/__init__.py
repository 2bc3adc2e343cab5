"""Tests of the names, and names that nobody bears to try the search on."""
