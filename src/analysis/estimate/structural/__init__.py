"""Structural equation models: constructs, what they are measured by and what they lead to."""
