"""What the figures that two runs are compared by are called, and how their values are written."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.report.wording import Wording
from analysis.study.taxonomy import DEFAULT_TAXONOMY, load_taxonomy

Clock = Literal["study", "day", "share", ""]
# Analyses that are compared, the ones a reader asks for first at the head, and what their time is.
# Left out is what moves because more time is on record: periods of cohorts, completed gaps.
CLOCKS: dict[str, Clock] = {
    "kaplan_meier": "study",
    "validation": "study",
    "driver_effects": "study",
    "cox": "",
    "stages_today": "",
    "first_passage": "study",
    "return": "study",
    "sojourn_time": "",
    "length_of_stay": "study",
    "next_stage": "study",
    "spend_after": "study",
    "leaks": "",
    "snapshot_stages_today": "",
    "panel_probability": "day",
    "panel_stay": "",
    "second_purchase": "day",
    "returns_of_lost": "day",
    "concentration": "share",
    "base_mix": "",
    "headline_answers": "",
    "loyalty_index": "",
    "performance": "",
    "structural_model": "",
    "survey_customers_lost": "day",
    "warning_ranking": "day",
    "warning_calibration": "day",
}
COMPARED = tuple(CLOCKS)
_TERMS = (
    "active",
    "all",
    "auc",
    "bottom_two",
    "calibration_intercept",
    "calibration_slope",
    "concordance_index",
    "expected_calibration_error",
    "gini",
    "lost",
    "median_survival_time",
    "observed_to_expected",
    "restricted_mean_survival_time",
    "stay",
    "survival",
    "top_share",
    "top_two",
)
_SHARES = ("probability", "share", "share of pairs")
_MONEY = ("cents", "cents per year")
_COUNTS = ("customers",)
_POINTS = ("points (0 to 100)", "customers lost per 1,000")


@dataclass(frozen=True)
class MovementNames(Wording):
    """How rows of ``estimate.movement`` are said; ``analysis, term, stratum, time, unit``."""

    def figure(self, row: pd.Series) -> str:
        """What the number is of: ``Lost within 90 days, from stage Mature``."""
        words = self.report.words
        time = self._time(str(row["analysis"]), float(row["time"]))
        return words(
            f"movement-what-{row['analysis']}",
            term=self._terms(str(row["term"]), time),
            stratum=self._term(str(row["stratum"]), time),
            time=time,
        )

    def _time(self, analysis: str, time: float) -> str:
        words, clock = self.report.words, CLOCKS[analysis]
        if not clock or np.isnan(time):
            return ""
        if clock in ("study", "day"):
            unit = self.report.study.time_unit if clock == "study" else "day"
            return words.duration(time, unit, 0 if float(time).is_integer() else 1)
        return words.percent(time, 0)

    def _terms(self, term: str, time: str) -> str:
        """A term of one name, of a name and a measure, or of a path between two."""
        if " ~ " in term:
            target, source = term.split(" ~ ")
            return self.report.words(
                "movement-path", source=self._term(source, time), target=self._term(target, time)
            )
        trait, comma, measure = term.rpartition(", ")
        if comma and measure in _TERMS:
            return self.report.words(
                "movement-measured", what=self._term(trait, time), measure=self._term(measure, time)
            )
        return self._term(term, time)

    def _term(self, term: str, time: str) -> str:
        words = self.report.words
        if term in _TERMS:
            return words(f"movement-term-{term}", time=time)
        column, equals, value = term.partition("=")
        if equals:
            name, label = self.report.label(column), self.report.label(value, column=column)
            return words("movement-trait", column=name, value=label)
        return self._stage(term) or self.report.label(term)

    def _stage(self, term: str) -> str:
        for taxonomy in (self.report.study.stages.taxonomy, load_taxonomy(DEFAULT_TAXONOMY)):
            names = {stage.id: stage.name for stage in taxonomy.stages}
            if term in names:
                return self.report.words.from_data(names[term][self.report.language])
        return ""

    def value(self, value: float, unit: str) -> str:
        """A figure with its unit: ``81.2%``, ``14.2 months``, ``$120``."""
        words = self.report.words
        if unit in _SHARES:
            return words.percent(value)
        if unit in _MONEY:
            return self.money(value)
        if unit in ("day", "month", "time"):
            return words.duration(value, self._length_unit(unit), 1)
        return words.number(value, self._digits(unit))

    def change(self, row: pd.Series) -> str:
        """The change with its interval: ``+2.1 points (0.4 to 3.8)``, ``× 1.10 (1.02 to 1.19)``."""
        words, unit = self.report.words, str(row["unit"])
        sides = [float(row[name]) for name in ("estimate", "conf_low", "conf_high")]
        if row["scale"] == "ratio":
            value = words("movement-times", value=words.number(sides[0], 2))
            return self._ranged(value, sides, 2)
        sign = "+" if sides[0] > 0 else ""
        if unit in _SHARES:
            points = [100 * side for side in sides]
            value = words("movement-points", value=sign + words.number(points[0], 1))
            return self._ranged(value, points, 1)
        if unit in _MONEY:
            shown = [side / 100 for side in sides]
            return self._ranged(sign + self.money(sides[0]), shown, 0)
        digits = 1 if unit in ("day", "month", "time") else self._digits(unit)
        value = sign + self.value(sides[0], unit)
        return self._ranged(value, sides, digits)

    def _ranged(self, value: str, sides: list[float], digits: int) -> str:
        if np.isnan(sides[1]) and np.isnan(sides[2]):
            return value
        words = self.report.words
        interval = words.interval(sides[1], sides[2], "number", digits=digits)
        return self.with_range(value, interval)

    def _length_unit(self, unit: str) -> str:
        return self.report.study.time_unit if unit == "time" else unit

    def _digits(self, unit: str) -> int:
        if unit in _COUNTS:
            return 0
        return 1 if unit in _POINTS else 2
