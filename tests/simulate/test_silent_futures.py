"""The true chance of a silence: closed forms, and the fate of customers simulated from it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.simulate.customers import draw_customers
from analysis.simulate.parameters import STATE_CODES, CompanyParameters
from analysis.simulate.silent_futures import NO_ARM, Latent, find_silent_chances

STILL = replace(CompanyParameters().stages, intensities={("churned", "won_back"): 1 / 300})


def make_latent(n: int, **changes: Any) -> Latent:
    base: dict[str, Any] = {
        "state": np.full(n, STATE_CODES["mature"]),
        "satisfaction": np.zeros(n),
        "pace": np.linspace(0.2, 3, n),
        "segments": {name: np.zeros(n, int) for name in ("region", "home_channel", "age_band")},
        "reachable": np.ones(n, bool),
        "arm": np.full(n, NO_ARM),
        "offer_end": np.full(n, np.inf),
        "lowered_in": np.full(n, np.nan),
    }
    return Latent(**(base | changes))


def chances(latent: Latent, days: np.ndarray, **changes: Any) -> np.ndarray:
    parameters = replace(CompanyParameters(), **changes)
    return find_silent_chances(latent, days, time=400, parameters=parameters)


def test_without_moves_a_silence_is_exponential() -> None:
    latent, days = make_latent(9), np.arange(1, 181, 20)
    found = chances(latent, days, stages=replace(STILL, segment_effects=()))
    np.testing.assert_allclose(found, np.exp(-latent.pace * days / 64), atol=1e-6)


def test_the_churned_stay_silent_until_they_come_back() -> None:
    latent = make_latent(4, state=np.full(4, STATE_CODES["churned"]))
    days = np.array([1, 90, 7, 180])
    found = chances(latent, days, stages=replace(STILL, segment_effects=()))
    np.testing.assert_allclose(found, np.exp(-days / 300), rtol=1e-9)


def test_an_answer_does_not_depend_on_who_else_is_asked() -> None:
    rng = np.random.default_rng(3)
    latent = make_latent(
        30,
        state=rng.choice([STATE_CODES[name] for name in ("new", "growing", "declining")], 30),
        arm=rng.integers(0, 3, 30),
        offer_end=np.full(30, 444.0),
        lowered_in=np.where(rng.random(30) < 0.3, 5.0, np.nan),
    )
    days = rng.integers(0, 180, 30)
    together = chances(latent, days)
    alone = [float(chances(latent.take(np.array([i])), days[[i]])[0]) for i in range(30)]
    np.testing.assert_allclose(together, alone, rtol=1e-9)
    assert (together[days == 0] == 1).all()


def test_what_makes_customers_stay_makes_them_break_the_silence() -> None:
    declining = np.full(2, STATE_CODES["declining"])
    base = {"state": declining, "pace": np.ones(2)}
    days = np.full(2, 120)
    content = chances(make_latent(2, **base, satisfaction=np.array([-1.0, 1.0])), days)
    assert content[0] > content[1]
    offered = {"arm": np.array([NO_ARM, 1]), "offer_end": np.full(2, 480.0)}
    eased = chances(make_latent(2, **base, **offered), days)
    assert eased[0] > eased[1]
    complaining = chances(make_latent(2, **base, lowered_in=np.array([3.0, np.nan])), days)
    assert complaining[0] > complaining[1]
    in_shock = find_silent_chances(
        make_latent(2, **base), days, time=740, parameters=CompanyParameters()
    )
    assert in_shock[0] > chances(make_latent(2, **base), days)[0]


def test_the_shape_of_customers_is_that_of_the_simulation() -> None:
    drawn = draw_customers(np.random.default_rng(1), CompanyParameters(), 1, 50)
    latent = make_latent(50, segments=drawn.segments, pace=drawn.pace)
    found = chances(latent, np.full(50, 180))
    assert ((found > 0) & (found < 1)).all() and len(latent) == 50


@pytest.mark.parametrize("step", [1, 2])
def test_shorter_steps_change_nothing_to_speak_of(
    step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    latent = make_latent(
        20, state=np.full(20, STATE_CODES["growing"]), pace=np.linspace(0.1, 6, 20)
    )
    days = np.arange(20) * 9
    long = chances(latent, days)
    monkeypatch.setattr("analysis.simulate.silent_futures._LONGEST_STEP", step)
    np.testing.assert_allclose(chances(latent, days), long, atol=2e-5)
