"""The address space of requests and searches. The modules of pages add to it."""

from flask import Blueprint

blueprint = Blueprint("contact_requests", __name__)
