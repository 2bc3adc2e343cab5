"""Background work: a handful of chores that each feature names, run one after the other by one thread.

There is no queue. The chores carry no arguments beyond what they read from the database themselves, so nothing about
anybody is ever written into a job's row, a pickle or a log, and no second process needs the keys.
"""

from caseapp.jobs.job import Job

__all__ = ["Job"]
