"""Are the questions fit to measure what they are meant to? Reliability, validity, comparability."""
