"""How estimates are said in every report: a value and its range, in the report's language."""

from dataclasses import dataclass

import pandas as pd

from analysis.report.report import Report


@dataclass(frozen=True)
class Wording:
    """Texts of rows that hold ``estimate``, ``conf_low`` and ``conf_high``."""

    report: Report

    @property
    def minimum(self) -> int:
        """The smallest number of customers that may be shown."""
        return self.report.study.minimum_cell

    def with_range(self, value: str, interval: str) -> str:
        """``value (interval)``."""
        return self.report.words("common-with-range", value=value, interval=interval)

    def share(self, row: pd.Series, digits: int = 1) -> str:
        """``84.3% (83.4% to 85.2%)``."""
        words = self.report.words
        return self.with_range(
            words.percent(row["estimate"], digits),
            words.interval(row["conf_low"], row["conf_high"], digits=digits),
        )

    def number_range(self, row: pd.Series, digits: int = 0, scale: float = 1.0) -> str:
        """``0.48 (0.19 to 0.76)``, times ``scale``; without a known range the value alone."""
        words = self.report.words
        value = words.number(scale * row["estimate"], digits)
        if pd.isna(row["conf_low"]) and pd.isna(row["conf_high"]):
            return value
        low, high = scale * row["conf_low"], scale * row["conf_high"]
        return self.with_range(value, words.interval(low, high, "number", digits=digits))

    def money(self, cents: float, digits: int = 0) -> str:
        """An amount in the study's currency."""
        return self.report.words.money(cents, self.report.study.currency, digits)

    def money_range(self, row: pd.Series, digits: int = 0) -> str:
        """An amount with its range."""
        words, currency = self.report.words, self.report.study.currency
        interval = words.interval(
            row["conf_low"], row["conf_high"], "money", currency=currency, digits=digits
        )
        return self.with_range(self.money(row["estimate"], digits), interval)

    def level(self) -> str:
        """The confidence level, such as ``95%``."""
        level = self.report.confidence_level
        return self.report.words.percent(level, 0 if round(level * 100, 6) % 1 == 0 else 1)
