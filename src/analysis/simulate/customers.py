"""Who the customers are: segments and latent traits."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.measurement import CONSTRUCTS, draw_constructs
from analysis.simulate.parameters import CATEGORIES, SEGMENTS, CompanyParameters

SATISFACTION = CONSTRUCTS.index("satisfaction")


@dataclass(frozen=True)
class Customers:
    """One chunk of customers, each array of length n.

    ``number`` from 1; ``entry`` the day of first contact from the company's first day;
    ``segments`` codes into ``SEGMENTS`` by column; ``constructs`` (n, 10); ``buys`` whether the
    customer will ever buy; ``pace`` the factor of the purchase rate; ``mean_spend`` in currency
    units; ``favourite`` product category.
    """

    number: np.ndarray
    entry: np.ndarray
    segments: dict[str, np.ndarray]
    constructs: np.ndarray
    buys: np.ndarray
    pace: np.ndarray
    mean_spend: np.ndarray
    favourite: np.ndarray
    chinese: np.ndarray
    no_contact: np.ndarray
    consent: np.ndarray

    def __len__(self) -> int:
        return len(self.number)

    @property
    def satisfaction(self) -> np.ndarray:
        """Satisfaction at the first contact."""
        return self.constructs[:, SATISFACTION]


def draw_customers(
    rng: np.random.Generator, parameters: CompanyParameters, first_number: int, n: int
) -> Customers:
    """``n`` customers numbered from ``first_number``."""
    stages, purchases = parameters.stages, parameters.purchases
    shares = (parameters.region_shares, parameters.channel_shares, parameters.age_shares)
    segments = {
        column: choose(rng, share, n) for column, share in zip(SEGMENTS, shares, strict=True)
    }
    constructs = draw_constructs(rng, parameters.survey, n)
    shift = [parameters.region_satisfaction.get(region, 0.0) for region in SEGMENTS["region"]]
    _shift_satisfaction(constructs, np.array(shift)[segments["region"]], parameters)
    span = stages.joining_span * parameters.n_days
    no_contact = rng.random(n) < parameters.no_contact_share
    spend_rate = rng.gamma(purchases.spend_q, 1 / purchases.spend_v, n)
    return Customers(
        number=np.arange(first_number, first_number + n),
        entry=span * rng.random(n) ** stages.joining_power,
        segments=segments,
        constructs=constructs,
        buys=rng.random(n) >= stages.never_share,
        pace=rng.gamma(purchases.rate_shape, 1 / purchases.rate_shape, n),
        mean_spend=purchases.spend_p / spend_rate,
        favourite=rng.integers(0, len(CATEGORIES), n),
        chinese=rng.random(n) < parameters.voice.chinese_share,
        no_contact=no_contact,
        consent=~no_contact & (rng.random(n) < 0.8),
    )


def _shift_satisfaction(
    constructs: np.ndarray, shift: np.ndarray, parameters: CompanyParameters
) -> None:
    """Move satisfaction, and with it what satisfaction causes."""
    constructs += shift[:, None] * satisfaction_consequences(parameters)


def satisfaction_consequences(parameters: CompanyParameters) -> np.ndarray:
    """The total effect of satisfaction on each of ``CONSTRUCTS`` (10,); 1 on itself."""
    effects = np.zeros(len(CONSTRUCTS))
    effects[SATISFACTION] = 1.0
    for row in range(SATISFACTION + 1, len(CONSTRUCTS)):
        for cause, weight in parameters.survey.paths[CONSTRUCTS[row]].items():
            effects[row] += weight * effects[CONSTRUCTS.index(cause)]
    return effects


def choose(rng: np.random.Generator, shares: tuple[float, ...], n: int) -> np.ndarray:
    """``n`` codes 0, 1, … drawn with probabilities ``shares``."""
    edges = np.cumsum(shares)[:-1]
    return np.searchsorted(edges, rng.random(n), side="right").astype(np.int8)
