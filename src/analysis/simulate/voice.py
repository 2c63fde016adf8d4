"""Comments and ratings: after purchases, with complaints, in exit interviews."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.contacts import CONTACT_TYPES, Contacts
from analysis.simulate.customers import Customers
from analysis.simulate.parameters import REASONS, TOPICS, CompanyParameters
from analysis.simulate.phrases import (
    COMMENT_TOPICS,
    POOL_COUNTS,
    POOL_STARTS,
    SENTIMENTS,
)
from analysis.simulate.purchases import Purchases
from analysis.simulate.spells import Churns

FEEDBACK_CHANNELS = ("after_purchase", "complaint", "exit_interview")
RATING_CUTS = (-1.7, -1.0, -0.3, 0.7)
HIGHEST_CRITICAL = 3  # nobody praises in a complaint or on leaving


@dataclass(frozen=True)
class Feedback:
    """Comments by customer and time: ``channel`` into ``FEEDBACK_CHANNELS``, ``topic`` into
    ``COMMENT_TOPICS``, ``sentiment`` into ``SENTIMENTS``, ``text`` a row of the pool."""

    customer: np.ndarray
    time: np.ndarray
    channel: np.ndarray
    rating: np.ndarray
    topic: np.ndarray
    sentiment: np.ndarray
    text: np.ndarray


@dataclass(frozen=True)
class _Occasions:
    """Occasions for a comment, before anything is said."""

    customer: np.ndarray
    time: np.ndarray
    topic: np.ndarray
    satisfaction: np.ndarray
    channel: np.ndarray


def simulate_feedback(
    rng: np.random.Generator,
    customers: Customers,
    sources: tuple[Purchases, Contacts, Churns],
    parameters: CompanyParameters,
) -> Feedback:
    """Ratings follow satisfaction at the time; sentiment and words follow the rating."""
    said = _occasions(rng, sources, parameters)
    voice, n = parameters.voice, len(said.customer)
    mood = voice.rating_loading * said.satisfaction
    mood = mood + np.sqrt(1 - voice.rating_loading**2) * rng.standard_normal(n)
    mood += np.where(said.channel > 0, voice.complaint_rating, 0.0)
    rating = 1 + np.searchsorted(RATING_CUTS, mood)
    rating = np.where(said.channel > 0, np.minimum(rating, HIGHEST_CRITICAL), rating)
    sentiment = np.searchsorted([3, 4], rating, side="right")
    sentiment[said.topic == COMMENT_TOPICS.index("moved")] = SENTIMENTS.index("neutral")
    chinese = customers.chinese[said.customer].astype(int)
    pool = (chinese * len(COMMENT_TOPICS) + said.topic) * len(SENTIMENTS) + sentiment
    text = np.array(POOL_STARTS)[pool] + rng.integers(0, np.array(POOL_COUNTS)[pool])
    return Feedback(said.customer, said.time, said.channel, rating, said.topic, sentiment, text)


def _occasions(
    rng: np.random.Generator,
    sources: tuple[Purchases, Contacts, Churns],
    parameters: CompanyParameters,
) -> _Occasions:
    purchases, contacts, churns = sources
    voice = parameters.voice
    bought = np.flatnonzero(rng.random(len(purchases.time)) < voice.comment_purchase)
    complaint = contacts.kind == CONTACT_TYPES.index("complaint")
    drawn = rng.random(len(contacts.time)) < voice.comment_complaint
    complained = np.flatnonzero(complaint & drawn)
    told = rng.random(len(churns.time)) < voice.comment_exit
    left = np.flatnonzero(told & ~np.isnan(churns.interview))
    customer = np.concatenate(
        [purchases.customer[bought], contacts.customer[complained], churns.customer[left]]
    )
    time = np.concatenate(
        [purchases.time[bought], contacts.time[complained], churns.interview[left]]
    )
    topics = rng.integers(0, len(TOPICS), len(bought))
    order = np.lexsort((time, customer))
    return _Occasions(
        customer[order],
        time[order],
        np.concatenate([topics, contacts.topic[complained], _reason_topics(churns.reason[left])])[
            order
        ].astype(int),
        np.concatenate(
            [
                purchases.satisfaction[bought],
                contacts.satisfaction[complained],
                churns.satisfaction[left],
            ]
        )[order],
        np.repeat([0, 1, 2], [len(bought), len(complained), len(left)])[order],
    )


def _reason_topics(reason: np.ndarray) -> np.ndarray:
    """The topic code of each churn reason."""
    return np.array([COMMENT_TOPICS.index(name) for name in REASONS])[reason]
