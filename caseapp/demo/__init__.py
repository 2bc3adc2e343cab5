"""A demonstration: invented people on an instance of its own that can never become real."""

from caseapp.demo.context import DemoContext

__all__ = ["DemoContext"]
