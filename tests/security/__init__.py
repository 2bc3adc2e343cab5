"""Attacks through the browser's door: each of them has to fail."""
