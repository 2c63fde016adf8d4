"""The best forecast of a silence from purchases and contacts, by somebody who knows the rates.

A forward filter (Rabiner 1989, III.A) over the hidden stage, pace and satisfaction of a customer:
what is seen is weighed by how likely each of them makes it. It knows every true rate and nothing
that is hidden; no model that learns from the same records can be expected to rank better. Amounts,
answers and offers are left out; offers enter by their average effect.
"""

from dataclasses import dataclass

import numba
import numpy as np
from scipy import stats

from analysis.simulate.parameters import ARMS, SEGMENTS, STATE_CODES, CompanyParameters
from analysis.simulate.rates import arm_factors, segment_intensities, transition_matrix

FILTER_STATES = ("new", "growing", "mature", "declining", "churned", "won_back")
# What can be told of a customer on a day; in this order when several fall on the same.
SHOCK, CALM, LOWERED, HOME, AWAY, VISIT, SERVICE, COMPLAINT, MARK = range(9)
N_PACES, N_MOODS = 16, 5
MOST_LOWERED = 2
_POWERS = 9  # of two: up to 511 days in one go
_TERMS = 12
_LISTED = 0.5  # weight of being in decline since before the last campaign, beside: since then
_CODES = np.array([STATE_CODES[name] for name in FILTER_STATES])
_CHURNED, _BACK = FILTER_STATES.index("churned"), FILTER_STATES.index("won_back")


@dataclass(frozen=True)
class Seen:
    """What is told of customers, by customer, day and ``kind``; arrays (m,).

    A customer's first row is the first purchase. ``silence``: at a ``MARK`` the days without a
    purchase whose chance is asked for. ``group`` is the customer's row in ``Groups``.
    """

    customer: np.ndarray
    day: np.ndarray
    kind: np.ndarray
    silence: np.ndarray
    group: np.ndarray


@dataclass(frozen=True)
class Groups:
    """Customers alike in all that is known for good: codes of segments, ``reachable``; (g,)."""

    segments: dict[str, np.ndarray]
    reachable: np.ndarray


def filter_silent_chances(seen: Seen, groups: Groups, parameters: CompanyParameters) -> np.ndarray:
    """Probability (m,) of the silence asked for at every mark; missing at other rows."""
    grid = _Grid(groups, parameters)
    chances = np.full(len(seen.day), np.nan)
    changes = np.flatnonzero(np.diff(seen.customer)) + 1
    begins = np.concatenate([[0], changes, [len(seen.customer)]]).astype(np.int64)
    _walk(
        begins,
        (seen.day.astype(np.int64), seen.kind.astype(np.int64)),
        (seen.silence.astype(np.int64), seen.group.astype(np.int64)),
        (grid.watched, grid.bought, grid.told, grid.prior),
        chances,
    )
    return chances


class _Grid:
    """Steps and weights by group, condition (shock or not, times satisfaction fell) and cell (pace
    and satisfaction).

    ``watched`` (g, c, powers, 6, 6, k): 1, 2, 4, ... days in which nothing at all is seen;
    ``bought`` the same without a purchase, whatever else; ``told`` (g, c, kinds, 6, k) how likely
    each stage makes what is seen; ``prior`` (g, k).
    """

    def __init__(self, groups: Groups, parameters: CompanyParameters) -> None:
        self.parameters = parameters
        paces, moods = _paces(parameters), _moods()
        self.pace = np.repeat(paces, N_MOODS)
        n = len(groups.reachable)
        shift = [parameters.region_satisfaction.get(name, 0.0) for name in SEGMENTS["region"]]
        mean = np.array(shift)[groups.segments["region"]]
        fall = parameters.contacts.late_drop * np.tile(np.arange(MOST_LOWERED + 1), 2)
        mood = mean[:, None, None] + np.tile(moods[0], N_PACES) - fall[None, :, None]
        self.prior = np.tile(np.tile(moods[1], N_PACES) / N_PACES, (n, 1))
        rates = self._moves(groups, mood)
        buys, contacts = self._buys(rates), self._contacts(mood)
        leaves = rates.sum(axis=-1)
        quiet = rates.copy()
        quiet[..., _CHURNED, _BACK] = 0.0  # the purchase that ends the silence
        diagonal = np.arange(len(FILTER_STATES))
        quiet[..., diagonal, diagonal] = -leaves - self._within()
        self.bought = _powers(quiet)
        quiet[..., diagonal, diagonal] -= sum(contacts.values())
        self.watched = _powers(quiet)
        self.told = self._tell(buys, contacts)

    def _moves(self, groups: Groups, mood: np.ndarray) -> np.ndarray:
        """Rates of moves (g, c, k, 6, 6)."""
        stages, offers = self.parameters.stages, self.parameters.offers
        n = len(groups.reachable)
        by_segment = segment_intensities(groups.segments, np.ones(n, bool), stages)
        pick = np.ix_(np.arange(n), _CODES, _CODES)
        slopes = transition_matrix(stages.satisfaction_effects)[np.ix_(_CODES, _CODES)]
        shocks = transition_matrix(stages.shock_factors, fill=1.0)[np.ix_(_CODES, _CODES)]
        rates = by_segment[pick][:, None, None] * np.exp(slopes * mood[..., None, None])
        rates[:, MOST_LOWERED + 1 :] *= shocks
        listed = [offers.listed.get(name, 0.0) for name in ("declining", "mature")]
        share = _LISTED * listed[0] + (1 - _LISTED) * listed[1]
        by_arm = arm_factors(offers)[:, groups.segments["age_band"]]
        eased = 1 - share * (1 - np.array(offers.arm_shares[: len(ARMS)]) @ by_arm)
        eased = np.where(groups.reachable, eased, 1.0)
        rates[..., FILTER_STATES.index("declining"), _CHURNED] *= eased[:, None, None]
        return rates

    def _within(self) -> np.ndarray:
        """Rates of purchases within a stage (k, 6)."""
        by_stage = [self.parameters.purchases.rates.get(name, 0.0) for name in FILTER_STATES]
        return self.pace[:, None] * np.array(by_stage)

    def _buys(self, rates: np.ndarray) -> np.ndarray:
        """Rates of purchases (g, c, k, 6): within the stage, or coming back."""
        buys = np.broadcast_to(self._within(), rates.shape[:-1]).copy()
        buys[..., _CHURNED] = rates[..., _CHURNED, _BACK]
        return buys

    def _contacts(self, mood: np.ndarray) -> dict[int, np.ndarray]:
        """Rates of contacts by kind, each (g, c, k, 6)."""
        contacts = self.parameters.contacts
        by_stage = {
            kind: np.array([rates.get(name, 0.0) for name in FILTER_STATES])
            for kind, rates in (
                (VISIT, contacts.rates["visit"]),
                (SERVICE, contacts.rates["service_contact"]),
                (COMPLAINT, contacts.complaint_rates),
            )
        }
        shape = (*mood.shape, len(FILTER_STATES))
        rates = {kind: np.broadcast_to(rate, shape) for kind, rate in by_stage.items()}
        complains = np.exp(contacts.complaint_satisfaction * mood)
        rates[COMPLAINT] = rates[COMPLAINT] * complains[..., None]
        return rates

    def _tell(self, buys: np.ndarray, contacts: dict[int, np.ndarray]) -> np.ndarray:
        purchases = self.parameters.purchases
        home = np.full(len(FILTER_STATES), purchases.home_channel_share)
        home[FILTER_STATES.index("declining")] = purchases.home_channel_share_declining
        likely = {HOME: buys * home, AWAY: buys * (1 - home), **contacts}
        nothing = np.ones_like(buys)
        told = np.stack([likely.get(kind, nothing) for kind in range(MARK)], axis=2)
        return np.ascontiguousarray(np.moveaxis(told, 3, -1))


def _paces(parameters: CompanyParameters) -> np.ndarray:
    """Means of the pace within sixteenths of the customers."""
    shape = parameters.purchases.rate_shape
    edges = stats.gamma.ppf(np.linspace(0, 1, N_PACES + 1), shape, scale=1 / shape)
    below = stats.gamma.cdf(edges, shape + 1, scale=1 / shape)  # mean 1
    return np.asarray(np.diff(below) * N_PACES)


def _moods() -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of a standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(N_MOODS)
    return nodes, weights / weights.sum()


def _powers(rates: np.ndarray) -> np.ndarray:
    """exp(rates x 1, 2, 4, ... days) of ``rates`` (g, c, k, 6, 6), as (g, c, powers, 6, 6, k)."""
    step = np.eye(rates.shape[-1]) + rates
    term = rates
    for order in range(2, _TERMS):
        term = term @ rates / order
        step = step + term
    powers = [step]
    for _ in range(_POWERS - 1):
        powers.append(powers[-1] @ powers[-1])
    return np.ascontiguousarray(np.moveaxis(np.stack(powers, axis=2), 3, -1))


@numba.njit(cache=True)
def _step(weights: np.ndarray, days: int, steps: np.ndarray) -> None:
    """Move ``weights`` (6, k) on by ``days`` of ``steps`` (powers, 6, 6, k), in place."""
    n_states, n_cells = weights.shape
    n_powers = steps.shape[0]
    moved = np.empty((n_states, n_cells))
    left, power = days, 0
    while left > 0:
        # beyond the largest power, the largest again and again
        last = power == n_powers - 1
        if last or left & 1:
            moved[:] = 0.0
            for source in range(n_states):
                for target in range(n_states):
                    for cell in range(n_cells):
                        moved[target, cell] += (
                            weights[source, cell] * steps[power, source, target, cell]
                        )
            weights[:] = moved
        if last:
            left -= 1
        else:
            left >>= 1
            power += 1


@numba.njit(cache=True)
def _walk(
    begins: np.ndarray,
    rows: tuple[np.ndarray, np.ndarray],
    asked: tuple[np.ndarray, np.ndarray],
    grid: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    chances: np.ndarray,
) -> None:
    """Every customer from the first purchase on."""
    days, kinds = rows
    silences, groups = asked
    watched, bought, told, prior = grid
    n_falls = MOST_LOWERED + 1
    weights = np.empty((len(FILTER_STATES), prior.shape[1]))
    for customer in range(len(begins) - 1):
        first, stop = begins[customer], begins[customer + 1]
        if first == stop:
            continue
        group, shock, falls = groups[first], 0, 0
        weights[:] = 0.0
        weights[0] = prior[group]
        for row in range(first + 1, stop):
            condition = shock * n_falls + falls
            _step(weights, days[row] - days[row - 1], watched[group, condition])
            kind = kinds[row]
            if kind == MARK:
                ahead = weights / weights.sum()
                _step(ahead, silences[row], bought[group, condition])
                chances[row] = ahead.sum()
            elif kind == SHOCK:
                shock = 1
            elif kind == CALM:
                shock = 0
            elif kind == LOWERED:
                falls = min(falls + 1, n_falls - 1)
            else:
                weights *= told[group, condition, kind]
                if kind in (HOME, AWAY):
                    weights[_BACK] += weights[_CHURNED]
                    weights[_CHURNED] = 0.0
            weights /= weights.sum()
