"""Structural models of composites: partial least squares path modelling (PLS)."""
