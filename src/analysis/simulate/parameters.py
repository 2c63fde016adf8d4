"""Every true value of the simulated company, in one frozen object.

Rates are per day. A transition is written ``(from_state, to_state)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from analysis.simulate.measurement import SurveyParameters

STATES = ("prospect", "new", "growing", "mature", "declining", "churned", "won_back")
STATE_CODES = {state: code for code, state in enumerate(STATES)}
BUYING_STATES = ("new", "growing", "mature", "declining", "won_back")
KNOWN_STATES = (*BUYING_STATES, "churned")  # have bought at least once

Transition = tuple[str, str]

SEGMENTS: dict[str, tuple[str, ...]] = {
    "region": ("north", "south", "east", "west"),
    "home_channel": ("store", "online", "app"),
    "age_band": ("18-34", "35-54", "55+"),
}
REASONS = ("price", "product", "service", "moved")
TOPICS = ("service", "price", "product", "delivery")
ARMS = ("holdout", "voucher", "call")
CATEGORIES = ("home", "garden", "clothing", "electronics", "toys", "beauty")

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class SegmentEffect:
    """Customers whose ``column`` is ``level`` make ``transition`` at ``factor`` times the rate."""

    column: str
    level: str
    transition: Transition
    factor: float


def _intensities() -> dict[Transition, float]:
    return {
        ("prospect", "new"): 1 / 90,
        ("new", "growing"): 1 / 100,
        ("new", "declining"): 1 / 25,
        ("growing", "mature"): 1 / 130,
        ("growing", "declining"): 1 / 230,
        ("mature", "declining"): 1 / 420,
        ("declining", "growing"): 1 / 400,
        ("declining", "mature"): 1 / 500,
        ("declining", "churned"): 1 / 65,
        ("churned", "won_back"): 1 / 2200,
        ("won_back", "growing"): 1 / 90,
        ("won_back", "declining"): 1 / 70,
    }


def _segment_effects() -> tuple[SegmentEffect, ...]:
    return (
        SegmentEffect("home_channel", "online", ("prospect", "new"), 1.3),
        SegmentEffect("home_channel", "app", ("prospect", "new"), 1.6),
        SegmentEffect("home_channel", "online", ("new", "declining"), 1.25),
        SegmentEffect("home_channel", "app", ("mature", "declining"), 0.8),
        SegmentEffect("home_channel", "app", ("churned", "won_back"), 1.4),
        SegmentEffect("region", "west", ("declining", "churned"), 1.25),
        SegmentEffect("region", "east", ("growing", "mature"), 1.2),
        SegmentEffect("region", "south", ("churned", "won_back"), 0.7),
    )


@dataclass(frozen=True, kw_only=True)
class StageParameters:
    """How customers move through the stages.

    ``satisfaction_effects``: the log of the intensity changes by this per unit of satisfaction
    (a latent trait of mean 0 and standard deviation 1). ``shock_factors`` multiply intensities
    from day ``shock_start`` to day ``shock_end`` (counted from the company's first day).
    ``never_share``: the share of prospects who never buy. ``joining_span`` and ``joining_power``:
    the first contact falls on day ``joining_span * n_days * U ** joining_power``, U uniform.
    """

    intensities: Mapping[Transition, float] = field(default_factory=_intensities)
    segment_effects: tuple[SegmentEffect, ...] = field(default_factory=_segment_effects)
    satisfaction_effects: Mapping[Transition, float] = field(
        default_factory=lambda: {("declining", "churned"): -0.5, ("mature", "declining"): -0.5}
    )
    shock_factors: Mapping[Transition, float] = field(
        default_factory=lambda: {("declining", "churned"): 1.4}
    )
    shock_start: int = 730
    shock_end: int = 912
    never_share: float = 0.2
    joining_span: float = 0.92
    joining_power: float = 1.4


def _offer_factors() -> dict[tuple[str, str], float]:
    return {
        ("voucher", "18-34"): 0.45,
        ("voucher", "35-54"): 0.70,
        ("voucher", "55+"): 1.0,
        ("call", "18-34"): 1.0,
        ("call", "35-54"): 0.80,
        ("call", "55+"): 0.55,
    }


@dataclass(frozen=True, kw_only=True)
class OfferParameters:
    """Campaigns with a randomised holdout.

    On each campaign day the company's warning list holds a customer with the probability in
    ``listed`` for the stage they are in; the listed are randomised over ``ARMS`` by
    ``arm_shares``. For ``effect_days`` after the offer the intensity declining -> churned is
    multiplied by ``factors[arm, age_band]`` (1 where absent, and in the holdout).
    """

    first_day: int = 180
    every_days: int = 91
    listed: Mapping[str, float] = field(
        default_factory=lambda: {
            "new": 0.04,
            "growing": 0.04,
            "mature": 0.04,
            "declining": 0.60,
            "won_back": 0.04,
        }
    )
    arm_shares: tuple[float, float, float] = (0.4, 0.3, 0.3)
    factors: Mapping[tuple[str, str], float] = field(default_factory=_offer_factors)
    effect_days: int = 90
    costs: Mapping[str, float] = field(
        default_factory=lambda: {"holdout": 0.0, "voucher": 8.0, "call": 5.5}
    )
    accepted: Mapping[str, float] = field(
        default_factory=lambda: {"holdout": 0.0, "voucher": 0.28, "call": 0.45}
    )


@dataclass(frozen=True, kw_only=True)
class PurchaseParameters:
    """When customers buy, and for how much.

    Purchases are a Poisson process at ``rates[state]`` times the customer's own factor, gamma
    with mean 1 and shape ``rate_shape``. Spend is gamma-gamma (Fader, Hardie and Lee 2005): a
    purchase is gamma with shape ``spend_p`` and the customer's own rate, which is gamma with
    shape ``spend_q`` and rate ``spend_v`` (currency units); in decline times ``decline_spend``.
    """

    rates: Mapping[str, float] = field(
        default_factory=lambda: {
            "new": 1 / 130,
            "growing": 1 / 54,
            "mature": 1 / 64,
            "declining": 1 / 380,
            "won_back": 1 / 90,
        }
    )
    rate_shape: float = 1.8
    spend_p: float = 6.25
    spend_q: float = 3.74
    spend_v: float = 15.44
    decline_spend: float = 0.8
    margin_share: float = 0.32
    zero_share: float = 0.003
    refund_share: float = 0.02
    refund_full_share: float = 0.7
    home_channel_share: float = 0.85
    home_channel_share_declining: float = 0.55
    favourite_share: float = 0.5


def _contact_rates() -> dict[str, dict[str, float]]:
    return {
        "visit": {
            "prospect": 0.02,
            "new": 0.012,
            "growing": 0.016,
            "mature": 0.014,
            "declining": 0.004,
            "churned": 0.0004,
            "won_back": 0.012,
        },
        "service_contact": {
            "new": 0.005,
            "growing": 0.005,
            "mature": 0.004,
            "declining": 0.0015,
            "churned": 0.0001,
            "won_back": 0.005,
        },
    }


@dataclass(frozen=True, kw_only=True)
class ContactParameters:
    """Visits, service contacts and complaints, Poisson at rates by state.

    Complaints are at ``complaint_rates[state] * exp(complaint_satisfaction * satisfaction)``. A
    share ``late_share`` is still open after ``promised_days``; on that day the customer's
    satisfaction falls by ``late_drop`` for good. A customer has at most one such complaint open.
    ``prospect_days``: visits before the first purchase stop after so many days.
    """

    rates: Mapping[str, Mapping[str, float]] = field(default_factory=_contact_rates)
    prospect_days: int = 180
    complaint_rates: Mapping[str, float] = field(
        default_factory=lambda: {
            "new": 0.0024,
            "growing": 0.0016,
            "mature": 0.0014,
            "declining": 0.0050,
            "won_back": 0.0024,
        }
    )
    complaint_satisfaction: float = -0.3
    topic_shares: tuple[float, float, float, float] = (0.3, 0.2, 0.2, 0.3)
    late_share: float = 0.35
    promised_days: int = 14
    late_drop: float = 0.6
    never_resolved_share: float = 0.15
    resolution_mean_days: float = 4.0
    late_resolution_mean_days: float = 20.0


@dataclass(frozen=True, kw_only=True)
class VoiceParameters:
    """Exit interviews and comments.

    The true reason of a churn is multinomial logit with "moved" as reference: ``reason_logits``,
    plus ``reason_satisfaction`` per unit of satisfaction, plus ``reason_shock`` in the shock. A
    share ``interview_share`` is interviewed and tells it. Comments come with ``comment_purchase``
    of purchases, ``comment_complaint`` of complaints and ``comment_exit`` of interviews; the
    rating loads ``rating_loading`` on satisfaction.
    """

    reason_logits: Mapping[str, float] = field(
        default_factory=lambda: {"price": 0.9, "product": 0.3, "service": 0.6}
    )
    reason_satisfaction: Mapping[str, float] = field(
        default_factory=lambda: {"price": -0.2, "product": -0.3, "service": -0.9}
    )
    reason_shock: Mapping[str, float] = field(default_factory=lambda: {"price": 0.8})
    interview_share: float = 0.35
    interview_days: int = 30
    chinese_share: float = 0.35
    comment_purchase: float = 0.05
    comment_complaint: float = 0.4
    comment_exit: float = 0.6
    rating_loading: float = 0.75
    complaint_rating: float = -0.9


@dataclass(frozen=True, kw_only=True)
class CompanyParameters:
    """One simulated company: its size, its calendar, its seed and its true values.

    ``region_satisfaction`` shifts the mean of satisfaction; ``no_contact_share`` have asked not to
    be contacted and get no offers and no surveys.
    """

    n_customers: int = 20_000
    start_date: date = date(2022, 1, 1)
    n_days: int = 1461
    seed: int = 20261123
    region_shares: tuple[float, ...] = (0.3, 0.2, 0.3, 0.2)
    channel_shares: tuple[float, ...] = (0.5, 0.3, 0.2)
    age_shares: tuple[float, ...] = (0.3, 0.4, 0.3)
    region_satisfaction: Mapping[str, float] = field(default_factory=lambda: {"west": -0.25})
    no_contact_share: float = 0.06
    stages: StageParameters = field(default_factory=StageParameters)
    offers: OfferParameters = field(default_factory=OfferParameters)
    purchases: PurchaseParameters = field(default_factory=PurchaseParameters)
    contacts: ContactParameters = field(default_factory=ContactParameters)
    voice: VoiceParameters = field(default_factory=VoiceParameters)
    survey: SurveyParameters = field(default_factory=SurveyParameters)

    @property
    def start_day(self) -> int:
        """The company's first day, in days since 1970-01-01."""
        return (self.start_date - _EPOCH).days

    @property
    def last_date(self) -> date:
        """The last day of the records: the as-of date."""
        return self.start_date + timedelta(days=self.n_days - 1)

    def homogeneous(self) -> "CompanyParameters":
        """The same company, all customers alike and nothing changing in time.

        Stages are then one homogeneous Markov process with the matrix of ``intensities``, and
        offers have no effect: a null experiment.
        """
        stages = replace(
            self.stages,
            segment_effects=(),
            satisfaction_effects={},
            shock_factors={},
            never_share=0.0,
        )
        return replace(self, stages=stages, offers=replace(self.offers, factors={}))
