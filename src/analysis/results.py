"""What every estimate, diagnostic and finding looks like: a tidy frame and a sentence."""

from dataclasses import dataclass

import pandas as pd

ESTIMATE_COLUMNS: dict[str, str] = {
    "kind": "string",  # estimate, diagnostic or finding
    "analysis": "string",  # what was run, such as kaplan_meier
    "term": "string",  # what the number is of, such as contract=One year
    "stratum": "string",  # the customers it is about; "all" when everyone
    "time": "Float64",  # tenure it holds at, in time units of the study
    "estimate": "Float64",
    "std_error": "Float64",
    "conf_low": "Float64",
    "conf_high": "Float64",
    "conf_level": "Float64",
    "statistic": "Float64",
    "p_value": "Float64",
    "n": "Int64",  # customers behind the number
    "n_events": "Int64",
    "unit": "string",
    "passed": "boolean",  # of a diagnostic: true, false, or missing when it cannot be told
    "text": "string",  # of a finding: the sentence
    "method": "string",
}
KINDS = ("estimate", "diagnostic", "finding")


@dataclass(frozen=True)
class Diagnostic:
    """The outcome of one check.

    ``passed`` is true, false, or None when the data cannot tell; ``statistic`` and ``p_value``
    are those of the test named in ``method``.
    """

    name: str
    passed: bool | None
    statistic: float
    p_value: float
    degrees_of_freedom: int | None = None
    method: str = ""


def as_estimates(
    frame: pd.DataFrame, *, analysis: str, kind: str = "estimate", **constants: object
) -> pd.DataFrame:
    """``frame`` (one row per number) in the columns of ``ESTIMATE_COLUMNS``.

    Columns of ``frame`` that are not among them are left behind; those it lacks come from
    ``constants`` or are missing. Raises ValueError for an unknown kind or constant, so that a
    misspelt column cannot get lost in silence.
    """
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    unknown = sorted(set(constants) - set(ESTIMATE_COLUMNS))
    if unknown:
        raise ValueError(f"no estimate column is called {', '.join(unknown)}")
    given = {"kind": kind, "analysis": analysis, **constants}
    columns = {
        name: pd.Series(given.get(name, frame.get(name)), index=frame.index, dtype=dtype)
        for name, dtype in ESTIMATE_COLUMNS.items()
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def diagnostics_as_estimates(diagnostics: list[Diagnostic], *, analysis: str) -> pd.DataFrame:
    """One row of ``ESTIMATE_COLUMNS`` per diagnostic; the check's name is the term."""
    frame = pd.DataFrame(
        [
            {
                "term": check.name,
                "statistic": check.statistic,
                "p_value": check.p_value,
                "passed": check.passed,
                "method": check.method,
            }
            for check in diagnostics
        ],
        columns=["term", "statistic", "p_value", "passed", "method"],
    )
    return as_estimates(frame, analysis=analysis, kind="diagnostic")
