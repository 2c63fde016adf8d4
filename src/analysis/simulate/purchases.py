"""What customers buy: Poisson purchases within stages, gamma-gamma spend, refunds."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.customers import Customers
from analysis.simulate.parameters import (
    CATEGORIES,
    SEGMENTS,
    STATE_CODES,
    STATES,
    CompanyParameters,
)
from analysis.simulate.stages import Pieces


@dataclass(frozen=True)
class Purchases:
    """Purchases by customer and time: ``time`` in days from the company's first day,
    ``satisfaction`` then, ``cents`` paid, ``entering`` whether the purchase began the stage."""

    customer: np.ndarray
    time: np.ndarray
    state: np.ndarray
    satisfaction: np.ndarray
    entering: np.ndarray
    cents: np.ndarray
    quantity: np.ndarray
    category: np.ndarray
    channel: np.ndarray


@dataclass(frozen=True)
class Refunds:
    """Refunds: ``purchase`` the row refunded, ``time``, ``cents`` below zero."""

    purchase: np.ndarray
    time: np.ndarray
    cents: np.ndarray


def scatter(
    rng: np.random.Generator, expected: np.ndarray, start: np.ndarray, stop: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Events of a Poisson process: the piece (row) and the time of each.

    ``expected`` number of events between ``start`` and ``stop``, by piece.
    """
    piece = np.repeat(np.arange(len(expected)), rng.poisson(expected))
    time = start[piece] + rng.random(len(piece)) * (stop - start)[piece]
    return piece, time


def simulate_purchases(
    rng: np.random.Generator, customers: Customers, pieces: Pieces, parameters: CompanyParameters
) -> Purchases:
    """Purchases within the buying stages, and those that begin "new" and "won_back" exactly."""
    rates = np.array([parameters.purchases.rates.get(state, 0.0) for state in STATES])
    pace = customers.pace[pieces.customer]
    expected = rates[pieces.state] * pace * (pieces.stop - pieces.start)
    piece, time = scatter(rng, expected, pieces.start, pieces.stop)
    entering = np.isin(pieces.move, [STATE_CODES["new"], STATE_CODES["won_back"]])
    first = np.flatnonzero(entering)
    piece = np.concatenate([piece, first])
    time = np.concatenate([time, pieces.stop[first]])
    began = np.repeat([False, True], [len(piece) - len(first), len(first)])
    order = np.lexsort((time, pieces.customer[piece]))
    piece, time, began = piece[order], time[order], began[order]
    state = np.where(began, pieces.move[piece], pieces.state[piece])
    customer = pieces.customer[piece]
    return Purchases(
        customer=customer,
        time=time,
        state=state,
        satisfaction=pieces.satisfaction[piece],
        entering=began,
        cents=_draw_cents(rng, customers.mean_spend[customer], state, began, parameters),
        quantity=1 + rng.poisson(0.8, len(piece)),
        category=_draw_category(rng, customers.favourite[customer], parameters),
        channel=_draw_channel(rng, customers.segments["home_channel"][customer], state, parameters),
    )


def _draw_cents(
    rng: np.random.Generator,
    mean: np.ndarray,
    state: np.ndarray,
    entering: np.ndarray,
    parameters: CompanyParameters,
) -> np.ndarray:
    """Gamma around the customer's mean, at least one cent; a few are free replacements."""
    spend = parameters.purchases
    amount = rng.standard_gamma(spend.spend_p, len(mean)) * mean / spend.spend_p
    amount *= np.where(state == STATE_CODES["declining"], spend.decline_spend, 1.0)
    free = (rng.random(len(mean)) < spend.zero_share) & ~entering
    return np.where(free, 0, np.maximum(np.rint(amount * 100), 1)).astype(np.int64)


def category_shares(parameters: CompanyParameters) -> np.ndarray:
    """Probability (6, 6) of a purchase's category (column) by the favourite (row).

    Half goes to the favourite, a third of the rest to its companion (the next but one category,
    both ways), the remainder evenly to all.
    """
    n, share = len(CATEGORIES), parameters.purchases.favourite_share
    favourite = np.eye(n)
    companion = np.roll(np.eye(n), n // 2, axis=1)
    return share * favourite + (1 - share) * (companion / 3 + (2 / 3) / n)


def _draw_category(
    rng: np.random.Generator, favourite: np.ndarray, parameters: CompanyParameters
) -> np.ndarray:
    ladder = np.cumsum(category_shares(parameters), axis=1)
    ladder[:, -1] = 1.0
    return (ladder[favourite] > rng.random(len(favourite))[:, None]).argmax(axis=1)


def _draw_channel(
    rng: np.random.Generator, home: np.ndarray, state: np.ndarray, parameters: CompanyParameters
) -> np.ndarray:
    """The home channel mostly, less so in decline; else one of the others."""
    purchases, n = parameters.purchases, len(SEGMENTS["home_channel"])
    declining = state == STATE_CODES["declining"]
    stays = rng.random(len(home)) < np.where(
        declining, purchases.home_channel_share_declining, purchases.home_channel_share
    )
    other = (home + rng.integers(1, n, len(home))) % n
    return np.where(stays, home, other)


def draw_refunds(
    rng: np.random.Generator, purchases: Purchases, parameters: CompanyParameters
) -> Refunds:
    """Some purchases are given back, in full or by half, 1 to 30 days later."""
    settings, n = parameters.purchases, len(purchases.time)
    drawn, lag, full = rng.random(n), rng.integers(1, 31, n), rng.random(n)
    time = purchases.time + lag
    returned = (drawn < settings.refund_share) & (purchases.cents > 1) & (time < parameters.n_days)
    cents = np.where(full < settings.refund_full_share, purchases.cents, purchases.cents // 2)
    rows = np.flatnonzero(returned)
    return Refunds(rows, time[rows], -cents[rows])
