"""The walk through the stages: competing exponential clocks, restarted wherever a rate changes.

Rates are constant between breakpoints (a campaign, the shock's ends, the end of an offer, the day
a complaint has stayed open too long), and exponential waiting times forget, so restarting the
clocks at every breakpoint is exact, not an approximation. All customers of a chunk step together.
"""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.customers import Customers, choose
from analysis.simulate.parameters import ARMS, STATE_CODES, STATES, CompanyParameters
from analysis.simulate.rates import arm_factors, segment_intensities, transition_matrix

NO_MOVE = -1
_LATE_COMPLAINT = len(STATES)  # the competing event after those of the seven states
_DECLINING, _CHURNED = STATE_CODES["declining"], STATE_CODES["churned"]


@dataclass(frozen=True)
class Pieces:
    """Stretches of constant rates, by customer and time: ``customer`` row in the chunk, ``start``
    and ``stop`` in days from the company's first day, ``state``, ``satisfaction`` during the
    piece, ``move`` the state entered at ``stop`` or ``NO_MOVE``."""

    customer: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    state: np.ndarray
    satisfaction: np.ndarray
    move: np.ndarray


@dataclass(frozen=True)
class Offers:
    """Offers made: ``customer`` row in the chunk, ``day``, ``arm`` code into ``ARMS``,
    ``accepted``."""

    customer: np.ndarray
    day: np.ndarray
    arm: np.ndarray
    accepted: np.ndarray


@dataclass(frozen=True)
class Histories:
    """What happened to a chunk: its pieces, offers, and complaints that stay open too long."""

    pieces: Pieces
    offers: Offers
    late_customer: np.ndarray
    late_time: np.ndarray


def campaign_days(parameters: CompanyParameters) -> np.ndarray:
    """Days on which offers are made, from the company's first day."""
    return np.arange(
        parameters.offers.first_day, parameters.n_days, parameters.offers.every_days, dtype=float
    )


def simulate_stages(
    rng: np.random.Generator, customers: Customers, parameters: CompanyParameters
) -> Histories:
    """Every customer's path from first contact to the end of the records."""
    stages = parameters.stages
    campaigns = campaign_days(parameters)
    breaks = np.unique([*campaigns, stages.shock_start, stages.shock_end, parameters.n_days])
    walk = _Walk(rng, customers, parameters)
    begin = 0.0
    for end in breaks[(breaks > 0) & (breaks <= parameters.n_days)]:
        walk.advance(end, shock=stages.shock_start <= begin < stages.shock_end)
        if end in campaigns:
            walk.make_offers(end)
        begin = end
    return walk.histories()


class _Walk:
    """The state of every customer of a chunk while the clock runs."""

    def __init__(
        self, rng: np.random.Generator, customers: Customers, parameters: CompanyParameters
    ) -> None:
        n = len(customers)
        self.rng, self.customers, self.parameters = rng, customers, parameters
        self.time = customers.entry.copy()
        self.state = np.zeros(n, dtype=np.int8)
        self.satisfaction = customers.satisfaction.copy()
        self.deadline = np.full(n, np.inf)
        self.offer_end = np.full(n, -np.inf)
        self.offer_factor = np.ones(n)
        self.rates = segment_intensities(customers.segments, customers.buys, parameters.stages)
        self.slopes = transition_matrix(parameters.stages.satisfaction_effects)
        self.shocks = transition_matrix(parameters.stages.shock_factors, fill=1.0)
        contacts = parameters.contacts
        self.late_rates = contacts.late_share * np.array(
            [contacts.complaint_rates.get(state, 0.0) for state in STATES]
        )
        self.arm_factors = arm_factors(parameters.offers)
        self.accepts = np.array([parameters.offers.accepted.get(arm, 0.0) for arm in ARMS])
        nobody, never = np.zeros(0, dtype=np.int64), np.zeros(0)
        none = np.zeros(0, dtype=np.int8)
        self.pieces: list[tuple[np.ndarray, ...]] = []
        self.late: list[tuple[np.ndarray, ...]] = [(nobody, never)]
        self.offers: list[tuple[np.ndarray, ...]] = [(nobody, never, none, none.astype(bool))]

    def advance(self, until: float, *, shock: bool) -> None:
        """Move everybody who has entered to ``until``."""
        active = np.flatnonzero(self.time < until)
        while len(active):
            self._step(active, until, shock=shock)
            active = active[self.time[active] < until]

    def _step(self, who: np.ndarray, until: float, *, shock: bool) -> None:
        """One event or breakpoint for each of ``who``."""
        start, state = self.time[who], self.state[who]
        rates = self._current_rates(who, start, state, shock=shock)
        ladder = np.cumsum(rates, axis=1)
        with np.errstate(divide="ignore"):
            event = start + self.rng.standard_exponential(len(who)) / ladder[:, -1]
        level = self.rng.random(len(who)) * ladder[:, -1]
        offer_end = np.where(self.offer_end[who] > start, self.offer_end[who], np.inf)
        stop = np.minimum(np.minimum(offer_end, self.deadline[who]), until)
        happens = event < stop
        stop = np.where(happens, event, stop)
        chosen = (ladder > level[:, None]).argmax(axis=1)
        chosen = np.where(happens, chosen, NO_MOVE).astype(np.int8)
        move = np.where(chosen == _LATE_COMPLAINT, NO_MOVE, chosen).astype(np.int8)
        self.pieces.append((who, start, stop, state, self.satisfaction[who], move))
        self._apply(who, stop, chosen, move)

    def _current_rates(
        self, who: np.ndarray, start: np.ndarray, state: np.ndarray, *, shock: bool
    ) -> np.ndarray:
        """Rates (m, 8) of entering each state, and of a complaint that will stay open too long."""
        satisfaction = self.satisfaction[who]
        rates = np.empty((len(who), len(STATES) + 1))
        rates[:, :-1] = self.rates[who, state] * np.exp(self.slopes[state] * satisfaction[:, None])
        if shock:
            rates[:, :-1] *= self.shocks[state]
        offered = (state == _DECLINING) & (self.offer_end[who] > start)
        rates[:, _CHURNED] *= np.where(offered, self.offer_factor[who], 1.0)
        slope = self.parameters.contacts.complaint_satisfaction
        late = self.late_rates[state] * np.exp(slope * satisfaction)
        rates[:, _LATE_COMPLAINT] = np.where(np.isinf(self.deadline[who]), late, 0.0)
        return rates

    def _apply(
        self, who: np.ndarray, stop: np.ndarray, chosen: np.ndarray, move: np.ndarray
    ) -> None:
        contacts = self.parameters.contacts
        due = who[stop >= self.deadline[who]]
        self.satisfaction[due] -= contacts.late_drop
        self.deadline[due] = np.inf
        self.time[who] = stop
        moved = move != NO_MOVE
        self.state[who[moved]] = move[moved]
        complains = chosen == _LATE_COMPLAINT
        if complains.any():
            self.deadline[who[complains]] = stop[complains] + contacts.promised_days
            self.late.append((who[complains], stop[complains]))

    def make_offers(self, day: float) -> None:
        """List customers by the stage they are in, and randomise the listed over the arms."""
        offers, n = self.parameters.offers, len(self.customers)
        chance = np.array([offers.listed.get(state, 0.0) for state in STATES])[self.state]
        draw, arms = self.rng.random(n), choose(self.rng, offers.arm_shares, n)
        entered = self.customers.entry < day
        who = np.flatnonzero(entered & ~self.customers.no_contact & (draw < chance))
        arm = arms[who]
        self.offer_end[who] = day + offers.effect_days
        self.offer_factor[who] = self.arm_factors[arm, self.customers.segments["age_band"][who]]
        accepted = self.rng.random(len(who)) < self.accepts[arm]
        self.offers.append((who, np.full(len(who), day), arm, accepted))

    def histories(self) -> Histories:
        """Everything that was logged, sorted by customer and time."""
        return Histories(
            Pieces(*_in_order(self.pieces)), Offers(*_in_order(self.offers)), *_in_order(self.late)
        )


def _in_order(parts: list[tuple[np.ndarray, ...]]) -> list[np.ndarray]:
    """The columns of all ``parts``, sorted by their first two: customer and time."""
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[1], columns[0]))
    return [column[order] for column in columns]
