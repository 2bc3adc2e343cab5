"""Measurements, run by hand: each prints its figures and fails when a promise is broken."""
