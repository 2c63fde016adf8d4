"""Errors a user can act on: one clear message each, and the exit code the command ends with."""

from collections.abc import Sequence


class AnalysisError(Exception):
    """Something the user can mend; shown as its message, never as a traceback."""

    exit_code = 1


class StudyError(AnalysisError):
    """A study folder or its ``study.yml`` is wrong."""

    exit_code = 2


class ParameterError(AnalysisError):
    """A notebook parameter is unknown, of the wrong type or out of range."""

    exit_code = 2


class DataError(AnalysisError):
    """The data gate: a table cannot be used as it is."""

    exit_code = 3


class EstimationError(AnalysisError):
    """A model cannot be estimated, or cannot be trusted, on these data."""

    exit_code = 4


class DiskFullError(AnalysisError):
    """No space is left where a run must write."""

    exit_code = 74


class BusyError(AnalysisError):
    """Another run holds what this one needs, or a registry does not answer; try again later."""

    exit_code = 75


def list_faults(heading: str, faults: Sequence[str]) -> str:
    """All faults in one message: ``heading`` and one line for each fault."""
    return "\n".join([heading, *(f"  - {fault}" for fault in faults)])
