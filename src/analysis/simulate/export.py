"""The raw tables, with the names and formats a chain's own systems would give them."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.simulate.arrow import Labels, customer_ids, decimal, named, numbered, whole
from analysis.simulate.chunk import Chunk
from analysis.simulate.contacts import (
    CONTACT_CHANNELS,
    CONTACT_TOPICS,
    CONTACT_TYPES,
    NO_TOPIC,
    OPEN,
)
from analysis.simulate.parameters import (
    ARMS,
    CATEGORIES,
    SEGMENTS,
    STATES,
    CompanyParameters,
)
from analysis.simulate.phrases import POOL
from analysis.simulate.snapshots import take_snapshots
from analysis.simulate.voice import FEEDBACK_CHANNELS

_KEY = "customer_no"


def export_tables(chunk: Chunk, n_kept: int, parameters: CompanyParameters) -> dict[str, pa.Table]:
    """The raw tables of the first ``n_kept`` customers of ``chunk``, by name."""
    labels = Labels(customer_ids(chunk.customers.number[:n_kept]), parameters.start_day)
    contacts, answers, feedback = chunk.contacts, chunk.answers, chunk.feedback
    offers = chunk.histories.offers
    columns: dict[str, tuple[np.ndarray, dict[str, Any]]] = {
        "customers": (np.arange(len(chunk.customers)), _customers(chunk, labels)),
        "transactions": _transactions(chunk, labels),
        "interactions": (contacts.customer, _interactions(chunk, labels)),
        "surveys": (answers.customer, _surveys(chunk, labels)),
        "treatments": (offers.customer, _treatments(chunk, labels, parameters)),
        "feedback": (feedback.customer, _feedback(chunk, labels)),
        "snapshots": _snapshots(chunk, labels, parameters),
    }
    return {name: labels.table(_KEY, *parts) for name, parts in columns.items()}


def _customers(chunk: Chunk, labels: Labels) -> dict[str, Any]:
    customers = chunk.customers
    return {
        "region": named(SEGMENTS["region"], customers.segments["region"]),
        "home_channel": named(SEGMENTS["home_channel"], customers.segments["home_channel"]),
        "age_band": named(SEGMENTS["age_band"], customers.segments["age_band"]),
        "language": named(("en", "zh"), customers.chinese.astype(np.int8)),
        "signup_date": labels.date(customers.entry),
        "marketing_consent": customers.consent,
        "do_not_contact": customers.no_contact,
    }


def _transactions(chunk: Chunk, labels: Labels) -> tuple[np.ndarray, dict[str, Any]]:
    """Orders and refunds, by customer and time."""
    purchases, refunds = chunk.purchases, chunk.refunds
    n, m = len(purchases.time), len(refunds.time)
    number = np.arange(n) - np.searchsorted(purchases.customer, purchases.customer) + 1
    row = np.concatenate([np.arange(n), refunds.purchase])
    time = np.concatenate([purchases.time, refunds.time])
    refunded = np.repeat([False, True], [n, m])
    order = np.lexsort((refunded, time, purchases.customer[row]))
    row, time, refunded = row[order], time[order], refunded[order]
    customer = purchases.customer[row]
    order_no = pc.binary_join_element_wise(
        named(("B", "R"), refunded.astype(np.int8)),
        numbered("", chunk.customers.number[customer]),
        numbered("-", number[row], 4),
        "",
    )
    return customer, {
        "order_no": order_no,
        "order_time": labels.moment(time),
        "amount": decimal(np.concatenate([purchases.cents, refunds.cents])[order]),
        "pieces": np.where(refunded, 1, purchases.quantity[row]).astype(np.int32),
        "category": named(CATEGORIES, purchases.category[row]),
        "sales_channel": named(SEGMENTS["home_channel"], purchases.channel[row]),
    }


def _interactions(chunk: Chunk, labels: Labels) -> dict[str, Any]:
    contacts = chunk.contacts
    return {
        "contact_date": labels.date(contacts.time),
        "contact_type": named(CONTACT_TYPES, contacts.kind),
        "contact_channel": named(CONTACT_CHANNELS, contacts.channel),
        "topic": named(CONTACT_TOPICS, contacts.topic, missing=NO_TOPIC),
        "days_to_resolution": whole(contacts.days_open, contacts.days_open == OPEN),
    }


def _surveys(chunk: Chunk, labels: Labels) -> dict[str, Any]:
    """One row per answered survey, one column per item."""
    items = chunk.answers.values.items()
    answered = {name: whole(values, np.isnan(values)) for name, values in items}
    return {"answer_date": labels.date(chunk.answers.day), **answered}


def _treatments(chunk: Chunk, labels: Labels, parameters: CompanyParameters) -> dict[str, Any]:
    """Offers and the held-out, by campaign."""
    offers, settings = chunk.histories.offers, parameters.offers
    costs = np.rint([100 * settings.costs.get(arm, 0.0) for arm in ARMS]).astype(np.int64)
    campaign = np.rint((offers.day - settings.first_day) / settings.every_days).astype(int) + 1
    return {
        "campaign": numbered("K", campaign, 3),
        "offer_date": labels.date(offers.day),
        "arm": named(ARMS, offers.arm),
        "cost": decimal(costs[offers.arm]),
        "accepted": offers.accepted,
    }


def _feedback(chunk: Chunk, labels: Labels) -> dict[str, Any]:
    feedback = chunk.feedback
    return {
        "comment_date": labels.date(feedback.time),
        "source": named(FEEDBACK_CHANNELS, feedback.channel),
        "stars": feedback.rating.astype(np.int32),
        "comment": named(POOL, feedback.text),
    }


def _snapshots(
    chunk: Chunk, labels: Labels, parameters: CompanyParameters
) -> tuple[np.ndarray, dict[str, Any]]:
    """The true stage as the CRM stored it on the last day of every month."""
    snapshots = take_snapshots(chunk.spells, parameters)
    return snapshots.customer, {
        "month_end": labels.date(snapshots.day),
        "stage": named(STATES, snapshots.state),
    }
