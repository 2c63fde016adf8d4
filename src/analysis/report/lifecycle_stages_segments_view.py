"""One segment of a study as the report shows it: its groups, their names, their estimates."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.report.lifecycle_stages import Telling
from analysis.report.time_to_churn import GROUP_OTHER, GROUP_UNKNOWN

EVERYONE = ""
_SIGNIFICANT = 0.05


@dataclass(frozen=True)
class SegmentView:
    """``estimates``, ``tests`` and ``pairs`` of one segment, as of ``estimate_segment_flows``.

    ``position`` counts the segments of the report from 1; ``active`` names the stages of customers
    who are not lost and not yet to be won.
    """

    tell: Telling
    column: str
    position: int
    active: tuple[str, ...]
    estimates: pd.DataFrame
    tests: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def name(self) -> str:
        """The segment's name in the report's language."""
        return self.tell.report.label(self.column)

    @property
    def groups(self) -> list[str]:
        """The groups, without everyone, in order."""
        return [str(each) for each in self.estimates["segment"].unique() if each != EVERYONE]

    def group(self, segment: str) -> str:
        """A group's name in the report's language."""
        words = self.tell.report.words
        if segment == EVERYONE:
            return words("stages-segments-everyone")
        if segment in (GROUP_OTHER, GROUP_UNKNOWN):
            key = "other" if segment == GROUP_OTHER else "unknown"
            return words(f"stages-segments-{key}")
        return self.tell.report.label(segment, column=self.column)

    def list_groups(self, segments: Iterable[str]) -> str:
        """Names of groups as a list in words."""
        return self.tell.report.words.list(self.group(segment) for segment in segments)

    def rows(self, analysis: str, *, stage: str | None = "") -> pd.DataFrame:
        """Estimates of ``analysis`` for groups and everyone, from ``stage`` (None: from any)."""
        found = self.estimates[self.estimates["analysis"] == analysis]
        return found if stage is None else found[found["from_state"] == stage]

    def known(self, analysis: str, *, stage: str = "") -> pd.DataFrame:
        """Those of groups only that have an estimate."""
        found = self.rows(analysis, stage=stage)
        return found[(found["segment"] != EVERYONE) & found["estimate"].notna()]

    def find(self, analysis: str, segment: str, stage: str = "") -> pd.Series | None:
        """The row of one group, if it may be shown."""
        found = self.rows(analysis, stage=stage)
        found = found[(found["segment"] == segment) & found["estimate"].notna()]
        return None if found.empty else found.iloc[0]

    def p(self, analysis: str, stage: str = "") -> float:
        """Adjusted p of the test that all groups are alike; missing where there was none."""
        tests = self.tests
        found = tests[(tests["analysis"] == analysis) & (tests["from_state"] == stage)]
        return float(found["p_adjusted"].iloc[0]) if len(found) else float("nan")

    def extremes(self, analysis: str, stage: str = "") -> tuple[pd.Series, pd.Series]:
        """The rows of the groups with the highest and the lowest estimate."""
        found = self.known(analysis, stage=stage)
        values = found["estimate"].to_numpy(float)
        return found.iloc[int(values.argmax())], found.iloc[int(values.argmin())]

    def apart(self, a: str, b: str) -> bool:
        """Whether two groups differ in leaving, allowing for the number of pairs."""
        pairs = self.pairs
        found = pairs[pairs["segment_a"].isin([a, b]) & pairs["segment_b"].isin([a, b])]
        return bool((found["p_adjusted"] < _SIGNIFICANT).any())

    @property
    def losing_differs(self) -> bool:
        """Whether groups differ in leaving, and the fastest from the slowest."""
        worst, best = self.extremes("leaving")
        told = self.p("leaving") < _SIGNIFICANT
        return told and self.apart(str(worst["segment"]), str(best["segment"]))

    @property
    def returns(self) -> bool:
        """Whether anybody lost came back, in two groups that may be shown."""
        found = self.known("returning", stage=self.tell.loss)
        return len(found) > 1 and bool((found["estimate"] > 0).any())

    @property
    def returning_differs(self) -> bool:
        """Whether groups differ in how many of the lost come back."""
        return self.returns and self.p("returning", self.tell.loss) < _SIGNIFICANT

    @property
    def mix_explains(self) -> bool:
        """Whether the difference in leaving is gone when all groups stand in the same stages."""
        return not self.p("leaving_equal_mix") < _SIGNIFICANT


def view_segments(
    tell: Telling,
    *,
    estimates: pd.DataFrame,
    tests: pd.DataFrame,
    pairs: pd.DataFrame,
    active: tuple[str, ...],
) -> list[SegmentView]:
    """A view of every segment with two groups whose probability of leaving may be shown."""
    views: list[SegmentView] = []
    for column in dict.fromkeys(estimates["column"]):
        frames = {
            name: frame[frame["column"] == column]
            for name, frame in (("estimates", estimates), ("tests", tests), ("pairs", pairs))
        }
        view = SegmentView(tell, str(column), len(views) + 1, active, **frames)
        if len(view.known("leaving")) > 1:
            views.append(view)
    return views
