"""The model a study states for its survey: fitted, compared, and judged, in one call."""
