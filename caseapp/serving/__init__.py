"""Serving: gunicorn, the process that answers, and the one of several that keeps what a host has once."""
