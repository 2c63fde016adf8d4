"""Results as figures, tables and sentences; and those as HTML and PDF."""

from analysis.report.report import Report, open_report

__all__ = ["Report", "open_report"]
