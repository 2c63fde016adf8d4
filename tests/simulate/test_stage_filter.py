"""The forward filter beside the same sums written out, where pace and mood are known."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import expm

from analysis.simulate import stage_filter
from analysis.simulate.parameters import CompanyParameters
from analysis.simulate.rates import transition_matrix
from analysis.simulate.stage_filter import (
    AWAY,
    COMPLAINT,
    FILTER_STATES,
    HOME,
    MARK,
    SERVICE,
    VISIT,
    Groups,
    Seen,
    filter_silent_chances,
)

STORY = [(0, HOME), (20, VISIT), (21, HOME), (21, SERVICE), (400, AWAY), (1100, COMPLAINT)]
MARKS = [(25, 180), (300, 150), (1130, 60)]


def alike() -> CompanyParameters:
    """All customers with the same pace, satisfaction without effect."""
    company = CompanyParameters().homogeneous()
    contacts = replace(company.contacts, complaint_satisfaction=0.0)
    return replace(company, purchases=replace(company.purchases, rate_shape=1e9), contacts=contacts)


def write_out(company: CompanyParameters, day: int, silence: int) -> float:
    """The chance at one mark, by matrix exponentials one after the other."""
    codes = stage_filter._CODES
    moves = transition_matrix(company.stages.intensities)[np.ix_(codes, codes)]
    by_state = {
        VISIT: company.contacts.rates["visit"],
        SERVICE: company.contacts.rates["service_contact"],
        COMPLAINT: company.contacts.complaint_rates,
        HOME: company.purchases.rates,
    }
    rate = {
        kind: np.array([told.get(name, 0.0) for name in FILTER_STATES])
        for kind, told in by_state.items()
    }
    back = moves[4, 5]
    quiet = moves - np.diag(moves.sum(axis=1))
    quiet[4, 5] = 0.0
    bought = quiet - np.diag(rate[HOME])
    watched = bought - np.diag(rate[VISIT] + rate[SERVICE] + rate[COMPLAINT])
    home = np.where(np.array(FILTER_STATES) == "declining", 0.55, 0.85)
    weights, now = np.eye(6)[0], 0
    for when, kind in STORY[1:]:
        if when > day:
            break
        weights = weights @ expm(watched * (when - now))
        if kind in (HOME, AWAY):
            share = home if kind == HOME else 1 - home
            returned = weights[4] * back * share[4]
            weights = weights * rate[HOME] * share
            weights[4], weights[5] = 0.0, weights[5] + returned
        else:
            weights = weights * rate[kind]
        now = when
    weights = weights @ expm(watched * (day - now))
    return float((weights / weights.sum() @ expm(bought * silence)).sum())


def test_equals_the_sums_written_out() -> None:
    rows = sorted([(*event, 0) for event in STORY] + [(day, MARK, s) for day, s in MARKS])
    rows = [STORY[0] + (0,), *[row for row in rows if row != (0, HOME, 0)]]
    day, kind, silence = (np.array(column) for column in zip(*rows, strict=True))
    nobody = np.zeros(len(day), int)
    groups = Groups(
        {name: np.zeros(1, int) for name in ("region", "home_channel", "age_band")},
        np.ones(1, bool),
    )
    company = alike()
    found = filter_silent_chances(Seen(nobody, day, kind, silence, nobody), groups, company)
    expected = [write_out(company, *mark) for mark in MARKS]
    np.testing.assert_allclose(found[kind == MARK], expected, rtol=1e-4)
    assert np.isnan(found[kind != MARK]).all()


def test_paces_and_moods_have_the_moments_of_their_distributions() -> None:
    paces, (moods, weights) = stage_filter._paces(CompanyParameters()), stage_filter._moods()
    assert paces.mean() == pytest.approx(1.0)
    assert paces.var() == pytest.approx(1 / 1.8, rel=0.05)
    assert (weights @ moods, weights @ moods**2) == pytest.approx((0.0, 1.0))
