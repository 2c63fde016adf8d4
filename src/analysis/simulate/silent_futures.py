"""The true chance of a silence: no purchase within so many days, given all that is hidden.

The stage process of ``stages`` with purchases as killing, stepped by Runge and Kutta through all
that can still happen: moves, the shock, offers made and to be made, complaints that will stay open
too long. One approximation: such a complaint lowers satisfaction after a delay with the right mean
(exponential; of one already open, its own), once for each customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from analysis.simulate.parameters import (
    ARMS,
    BUYING_STATES,
    STATE_CODES,
    STATES,
    CompanyParameters,
)
from analysis.simulate.rates import arm_factors, segment_intensities, transition_matrix
from analysis.simulate.stages import campaign_days

NO_ARM = ARMS.index("holdout")  # an offer that changes nothing is as good as none
_SOURCES = [STATE_CODES[state] for state in BUYING_STATES]
_CHURNED, _BACK = STATE_CODES["churned"], STATE_CODES["won_back"]
_LONGEST_STEP = 4  # days; rates are below a tenth a day but for the keenest buyers
_NEVER = 10**9
_CALM, _COMPLAINING, _LOWERED = range(3)  # before, during and after a complaint open too long


@dataclass(frozen=True)
class Latent:
    """Customers at one moment, everything hidden included; arrays (n,).

    ``state`` codes into ``STATES`` (somebody who has bought), ``satisfaction`` now, ``pace``,
    ``segments`` codes by column, ``reachable`` for offers, ``arm`` code into ``ARMS`` of an offer
    that lasts until ``offer_end`` (days from the company's first day), ``lowered_in`` days until
    a complaint open now will have been open too long, missing when there is none.
    """

    state: np.ndarray
    satisfaction: np.ndarray
    pace: np.ndarray
    segments: Mapping[str, np.ndarray]
    reachable: np.ndarray
    arm: np.ndarray
    offer_end: np.ndarray
    lowered_in: np.ndarray

    def __len__(self) -> int:
        return len(self.state)

    def take(self, rows: np.ndarray) -> "Latent":
        """The customers at ``rows``, in that order."""
        columns = {part.name: getattr(self, part.name) for part in fields(self)}
        segments = {name: codes[rows] for name, codes in self.segments.items()}
        rest = {name: column[rows] for name, column in columns.items() if name != "segments"}
        return Latent(segments=segments, **rest)


def find_silent_chances(
    latent: Latent, days: np.ndarray, *, time: int, parameters: CompanyParameters
) -> np.ndarray:
    """Probability (n,) that nothing is bought within ``days`` (n,), whole, after ``time`` (days
    from the company's first day): what is left of the mass when every purchase takes it away."""
    order = np.argsort(-np.asarray(days), kind="stable")
    length = np.asarray(days, int)[order]
    future = _Future(latent.take(order), parameters)
    breaks = _list_breaks(parameters)
    silent, elapsed = np.ones(len(order)), 0
    while elapsed < length.max(initial=0):
        n = int(np.searchsorted(-length, -elapsed))  # whose silence is not complete
        now = time + elapsed
        future.shrink(n)
        future.turn(now)
        reach = int(min(_LONGEST_STEP, breaks[np.searchsorted(breaks, now, side="right")] - now))
        step = np.minimum(reach, length[:n] - elapsed)
        silent[:n] = future.advance(step.astype(float), shock=_is_shock(now, parameters))
        elapsed += reach
    chances = np.empty(len(order))
    chances[order] = silent
    return chances


def _list_breaks(parameters: CompanyParameters) -> np.ndarray:
    """Days on which a rate changes for anybody, ascending; the last never comes."""
    campaigns = campaign_days(parameters)
    stages = parameters.stages
    ends = campaigns + parameters.offers.effect_days
    return np.unique([*campaigns, *ends, stages.shock_start, stages.shock_end, _NEVER])


def _is_shock(time: float, parameters: CompanyParameters) -> bool:
    return parameters.stages.shock_start <= time < parameters.stages.shock_end


class _Future:
    """Probability by buying stage, arm, and what became of a complaint: (5, 3, 3, n); and of being
    churned: (n,). Purchases have taken away what is missing from 1."""

    def __init__(self, latent: Latent, parameters: CompanyParameters) -> None:
        n = len(latent)
        self.latent, self.parameters = latent, parameters
        self.campaigns = {int(day) for day in campaign_days(parameters)}
        self.offer_end = latent.offer_end
        self.listed = np.array([parameters.offers.listed.get(name, 0.0) for name in BUYING_STATES])
        self.shocks = transition_matrix(parameters.stages.shock_factors, fill=1.0)
        age = latent.segments["age_band"]
        self.eased = arm_factors(parameters.offers)[:, age][:, None, :]
        self._set_rates()
        self.churned = (latent.state == _CHURNED).astype(float)
        self.active = np.zeros((len(_SOURCES), len(ARMS), 3, n))
        waiting = np.where(np.isnan(latent.lowered_in), _CALM, _COMPLAINING)
        for place, code in enumerate(_SOURCES):
            here = np.flatnonzero(latent.state == code)
            self.active[place, latent.arm[here], waiting[here], here] = 1.0

    def _set_rates(self) -> None:
        """Rates by transition (3, n), the satisfaction of calm, complaining, lowered in turn."""
        latent, parameters = self.latent, self.parameters
        n = len(latent)
        contacts, stages = parameters.contacts, parameters.stages
        moods = latent.satisfaction - np.array([0.0, 0.0, contacts.late_drop])[:, None]
        by_segment = segment_intensities(latent.segments, np.ones(n, bool), stages)
        slopes = transition_matrix(stages.satisfaction_effects)
        self.moves = {
            (source, target): by_segment[:, source, target] * np.exp(slopes[source, target] * moods)
            for source in _SOURCES
            for target in range(len(STATES))
            if by_segment[:, source, target].any()
        }
        self.returns = by_segment[:, _CHURNED, _BACK]
        buying = np.array([parameters.purchases.rates.get(name, 0.0) for name in BUYING_STATES])
        self.buys = buying[:, None, None, None] * latent.pace
        by_stage = np.array([contacts.complaint_rates.get(name, 0.0) for name in BUYING_STATES])
        slope = np.exp(contacts.complaint_satisfaction * latent.satisfaction)
        self.complains = contacts.late_share * by_stage[:, None, None] * slope
        delay = np.where(np.isnan(latent.lowered_in), contacts.promised_days, latent.lowered_in)
        self.lowers = 1 / np.maximum(delay, _LONGEST_STEP / 2)  # faster is unstable

    def shrink(self, n: int) -> None:
        """Keep the first ``n`` customers."""
        if n == len(self.churned):
            return
        self.moves = {key: rate[:, :n] for key, rate in self.moves.items()}
        self.eased, self.buys = self.eased[..., :n], self.buys[..., :n]
        self.complains, self.lowers = self.complains[..., :n], self.lowers[:n]
        self.returns, self.offer_end = self.returns[:n], self.offer_end[:n]
        self.active, self.churned = self.active[..., :n].copy(), self.churned[:n].copy()

    def turn(self, time: int) -> None:
        """End the offers that have lasted, and make those of a campaign on the day."""
        ended = np.flatnonzero(self.offer_end <= time)
        if len(ended):
            ending = self.active[..., ended]
            self.active[..., ended] = 0.0
            self.active[:, NO_ARM][..., ended] = ending.sum(axis=1)
            self.offer_end[ended] = np.inf
        if time in self.campaigns:
            n, offers = len(self.churned), self.parameters.offers
            chance = self.listed[:, None, None] * self.latent.reachable[:n]
            everyone = self.active.sum(axis=1)
            self.active *= 1 - chance[:, None]
            for arm, share in enumerate(offers.arm_shares):
                self.active[:, arm] += share * chance * everyone
            self.offer_end = np.full(n, float(time + offers.effect_days))

    def advance(self, step: np.ndarray, *, shock: bool) -> np.ndarray:
        """On by ``step`` days (n,), by Runge and Kutta's fourth order. Returns the probability of
        having bought nothing so far."""
        first = self._slope(self.active, self.churned, shock=shock)
        second = self._slope(*self._along(first, step / 2), shock=shock)
        third = self._slope(*self._along(second, step / 2), shock=shock)
        fourth = self._slope(*self._along(third, step), shock=shock)
        self.active, self.churned = (
            here + step / 6 * (first[i] + 2 * (second[i] + third[i]) + fourth[i])
            for i, here in enumerate((self.active, self.churned))
        )
        return np.asarray(self.active.sum(axis=(0, 1, 2)) + self.churned)

    def _along(
        self, slope: tuple[np.ndarray, np.ndarray], step: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        return self.active + step * slope[0], self.churned + step * slope[1]

    def _slope(
        self, active: np.ndarray, churned: np.ndarray, *, shock: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Change per day of ``active`` and ``churned``."""
        change = -self.buys * active
        lost = -self.returns * churned
        for (source, target), rate in self.moves.items():
            place = _SOURCES.index(source)
            flow = rate * active[place]
            if shock:
                flow *= self.shocks[source, target]
            if target == _CHURNED:
                flow *= self.eased
                lost += flow.sum(axis=(0, 1))
            else:
                change[_SOURCES.index(target)] += flow
            change[place] -= flow
        complaints = self.complains * active[:, :, _CALM]
        lowered = self.lowers * active[:, :, _COMPLAINING]
        change[:, :, _CALM] -= complaints
        change[:, :, _COMPLAINING] += complaints - lowered
        change[:, :, _LOWERED] += lowered
        return change, lost
