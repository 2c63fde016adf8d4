"""The truth: histories and traits as tables, and every parameter in words."""

import inspect
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from io import StringIO
from typing import Any

import numpy as np
import pyarrow as pa
from ruamel.yaml import YAML

from analysis.simulate.arrow import Labels, customer_ids, named
from analysis.simulate.chunk import Chunk
from analysis.simulate.customers import Customers
from analysis.simulate.measurement import CONSTRUCTS, implied_correlations
from analysis.simulate.parameters import (
    CATEGORIES,
    REASONS,
    SEGMENTS,
    STATES,
    CompanyParameters,
)
from analysis.simulate.phrases import COMMENT_TOPICS, SENTIMENTS
from analysis.simulate.purchases import category_shares
from analysis.simulate.spells import Spells, satisfaction_changes
from analysis.simulate.stages import NO_MOVE, campaign_days
from analysis.simulate.surveys import wave_days
from analysis.simulate.tally import Tally

MODEL = (
    "Stages: a continuous-time Markov process for each customer. The rate of a transition is its"
    " intensity (per day), times the factors of the customer's segments, times"
    " exp(satisfaction effect x satisfaction of the moment), times the shock's factor between its"
    " days, times the offer's factor while an offer lasts.",
    "A purchase marks prospect -> new and churned -> won_back exactly; other purchases are a"
    " Poisson process within the stage, at the stage's rate times the customer's pace.",
    "Prospects and the churned never buy. Some prospects (buys: false) stay prospects for ever.",
    "Satisfaction changes only when a complaint has been open for the promised days.",
    "Offers are randomised among the listed of each campaign, anew each time; the list holds"
    " customers by chance given their true stage. Being held out changes nothing.",
    "Satisfaction works on churn and decline; trust and loyalty have no effect of their own on"
    " what customers do, and satisfaction none on how often or for how much they buy in a stage.",
    "There is no season: holidays and the market index change nothing but the shock's own days.",
    "A segment effect multiplies the intensity of its transition, for customers whose column is at"
    " the level, by its factor. An item's answer is its low plus the number of cuts below"
    " loading x construct + error, turned round where it is reversed.",
    "Times in the truth files are days since 1970-01-01 with fractions; a purchase at time t is"
    " recorded on day floor(t).",
)


def true_tables(chunk: Chunk, n_kept: int, parameters: CompanyParameters) -> dict[str, pa.Table]:
    """The truth about the first ``n_kept`` customers of ``chunk``, by table name."""
    labels = Labels(customer_ids(chunk.customers.number[:n_kept]), parameters.start_day)
    spells, churns, feedback = chunk.spells, chunk.churns, chunk.feedback
    customer, time, satisfaction = satisfaction_changes(chunk.histories.pieces)
    columns: dict[str, tuple[np.ndarray, dict[str, Any]]] = {
        "true_spells": (spells.customer, _spells(spells, labels)),
        "customers": (
            np.arange(len(chunk.customers)),
            _customers(chunk.customers, labels, parameters),
        ),
        "satisfaction": (customer, {"day": labels.day(time), "satisfaction": satisfaction}),
        "churns": (
            churns.customer,
            {
                "day": labels.day(churns.time),
                "reason": named(REASONS, churns.reason),
                "interviewed": ~np.isnan(churns.interview),
            },
        ),
        "feedback": (
            feedback.customer,
            {
                "topic": named(COMMENT_TOPICS, feedback.topic),
                "sentiment": named(SENTIMENTS, feedback.sentiment),
            },
        ),
    }
    return {name: labels.table("customer_id", *parts) for name, parts in columns.items()}


def _spells(spells: Spells, labels: Labels) -> dict[str, Any]:
    """Visits to stages, (start_day, stop_day], days since 1970-01-01 with fractions."""
    return {
        "start_day": labels.day(spells.start),
        "stop_day": labels.day(spells.stop),
        "from_state": named(STATES, spells.state),
        "to_state": named(STATES, spells.move, missing=NO_MOVE),
    }


def _customers(
    customers: Customers, labels: Labels, parameters: CompanyParameters
) -> dict[str, Any]:
    """Segments, constructs at entry, and the customer's own rates."""
    constructs = {name: customers.constructs[:, i] for i, name in enumerate(CONSTRUCTS)}
    rates = {
        f"purchases_per_day_{state}": rate * customers.pace
        for state, rate in parameters.purchases.rates.items()
    }
    return {
        **{name: named(SEGMENTS[name], codes) for name, codes in customers.segments.items()},
        "entry_day": labels.day(customers.entry),
        "buys": customers.buys,
        "pace": customers.pace,
        **rates,
        "mean_spend": customers.mean_spend,
        "favourite_category": named(CATEGORIES, customers.favourite),
        **constructs,
    }


def describe_truth(parameters: CompanyParameters, tally: Tally) -> str:
    """``truth.yml``: the model in words, every parameter with its meaning, and what was reached."""
    survey = parameters.survey
    content = {
        "model": list(MODEL),
        "parameters": _described(parameters),
        "derived": {
            "last_date": parameters.last_date,
            "campaign_days": [int(day) for day in campaign_days(parameters)],
            "survey_waves": [int(day) for day in wave_days(parameters)],
            "construct_order": list(CONSTRUCTS),
            "construct_correlations": implied_correlations(survey).round(6).tolist(),
            "category_order": list(CATEGORIES),
            "category_shares_by_favourite": category_shares(parameters).round(6).tolist(),
        },
        "reached": tally.reached(),
    }
    stream = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 100
    yaml.dump(content, stream)
    return stream.getvalue()


def _described(value: Any) -> Any:
    """Plain values; a group of parameters begins with its meaning."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _described(getattr(value, part.name)) for part in fields(value)}
        group = type(value).__name__.endswith("Parameters")
        meaning = {"meaning": " ".join((inspect.getdoc(value) or "").split())} if group else {}
        return {**meaning, **parts}
    if isinstance(value, Mapping):
        return {_key(key): _described(item) for key, item in value.items()}
    if isinstance(value, tuple):
        is_transition = len(value) == 2 and set(value) <= set(STATES)
        return _key(value) if is_transition else [_described(item) for item in value]
    return value if isinstance(value, date | str | bool | int) else float(value)


def _key(key: Any) -> str:
    if isinstance(key, tuple):
        return (" -> " if set(key) <= set(STATES) else ", ").join(key)
    return str(key)
