"""Survey waves: who is invited, who answers, and what."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.customers import Customers, satisfaction_consequences
from analysis.simulate.measurement import CONSTRUCTS, Item, SurveyParameters
from analysis.simulate.parameters import SEGMENTS, CompanyParameters
from analysis.simulate.purchases import Purchases
from analysis.simulate.stages import Pieces

_NEVER = -1.0e6


@dataclass(frozen=True)
class Invitations:
    """Survey invitations: ``satisfaction`` when invited; ``answered``; ``lag`` days until then."""

    customer: np.ndarray
    day: np.ndarray
    satisfaction: np.ndarray
    answered: np.ndarray
    lag: np.ndarray


@dataclass(frozen=True)
class Answers:
    """Answered surveys: ``values`` by item, NaN where the item was left out."""

    customer: np.ndarray
    day: np.ndarray
    values: dict[str, np.ndarray]


def wave_days(parameters: CompanyParameters) -> np.ndarray:
    """Days of invitation, from the company's first day."""
    survey = parameters.survey
    return np.arange(survey.first_day, parameters.n_days, survey.every_days, dtype=float)


def invite(
    rng: np.random.Generator,
    customers: Customers,
    pieces: Pieces,
    purchases: Purchases,
    parameters: CompanyParameters,
) -> Invitations:
    """At each wave a random share of those who bought lately, and whether they answer."""
    survey, n, waves = parameters.survey, len(customers), wave_days(parameters)
    customer = np.repeat(np.arange(n), len(waves))
    day = np.tile(waves, n)
    drawn, answers = rng.random(len(day)), rng.random(len(day))
    lag = rng.integers(0, survey.answer_days + 1, len(day))
    recent = day - _last_purchase(purchases, customer, day) <= survey.invited_after_days
    reachable = ~customers.no_contact[customer]
    rows = np.flatnonzero(recent & reachable & (drawn < survey.invited_share))
    customer, day, lag = customer[rows], day[rows], lag[rows]
    satisfaction = satisfaction_at(customers, pieces, customer, day)
    index = survey.answer_intercept + survey.answer_satisfaction * satisfaction
    answered = (answers[rows] < 1 / (1 + np.exp(-index))) & (day + lag < parameters.n_days)
    return Invitations(customer, day, satisfaction, answered, lag)


def _last_purchase(purchases: Purchases, customer: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The time of each customer's last purchase before ``day``; long ago when there is none."""
    span = 1.0e5
    keys = purchases.customer * span + purchases.time
    row = np.searchsorted(keys, customer * span + day) - 1
    if not len(keys):
        return np.full(len(day), _NEVER)
    own = (row >= 0) & (purchases.customer[row] == customer)
    return np.where(own, purchases.time[row], _NEVER)


def satisfaction_at(
    customers: Customers, pieces: Pieces, customer: np.ndarray, day: np.ndarray
) -> np.ndarray:
    """Satisfaction of ``customer`` at ``day``; at entry for a day before the first contact."""
    span = 1.0e5
    row = np.searchsorted(pieces.customer * span + pieces.start, customer * span + day, "right") - 1
    row = np.maximum(row, 0)
    own = pieces.customer[row] == customer
    return np.where(own, pieces.satisfaction[row], customers.satisfaction[customer])


def draw_answers(
    rng: np.random.Generator,
    customers: Customers,
    pieces: Pieces,
    invitations: Invitations,
    parameters: CompanyParameters,
) -> Answers:
    """What those who answered said: constructs on the day of the answer, through the items."""
    survey = parameters.survey
    rows = np.flatnonzero(invitations.answered)
    customer = invitations.customer[rows]
    day = invitations.day[rows] + invitations.lag[rows]
    change = satisfaction_at(customers, pieces, customer, day) - customers.satisfaction[customer]
    consequences = satisfaction_consequences(parameters)
    constructs = customers.constructs[customer] + change[:, None] * consequences
    shifted = customers.segments["home_channel"][customer] == SEGMENTS["home_channel"].index(
        survey.shifted_channel
    )
    values = {}
    for name, item in survey.items.items():
        shift = np.where(shifted, survey.item_shift, 0.0) if name == survey.shifted_item else 0.0
        values[name] = _answer(rng, item, constructs, shift)
    values["share_of_wallet"] = _share_of_wallet(rng, survey, constructs)
    for column in values.values():
        column[rng.random(len(rows)) < survey.item_missing_share] = np.nan
    return Answers(customer, day, values)


def _answer(
    rng: np.random.Generator, item: Item, constructs: np.ndarray, shift: np.ndarray | float
) -> np.ndarray:
    """Answers to one item: the latent response cut into the points of the scale."""
    construct = constructs[:, CONSTRUCTS.index(item.construct)]
    error = np.sqrt(1 - item.loading**2) * rng.standard_normal(len(construct))
    steps = np.searchsorted(item.cuts, item.loading * construct + error - shift)
    answer = steps + item.low
    return (item.low + item.high - answer if item.reversed else answer).astype(float)


def _share_of_wallet(
    rng: np.random.Generator, survey: SurveyParameters, constructs: np.ndarray
) -> np.ndarray:
    """Percent of spending in the category that goes to this company, as stated."""
    loyalty = constructs[:, CONSTRUCTS.index("loyalty")]
    index = survey.wallet_mean + survey.wallet_slope * loyalty
    index = index + survey.wallet_sd * rng.standard_normal(len(loyalty))
    return np.rint(100 / (1 + np.exp(-index)))
