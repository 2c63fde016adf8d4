"""Visits, service contacts and complaints, and what becomes of complaints."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.customers import Customers, choose
from analysis.simulate.parameters import SEGMENTS, STATE_CODES, STATES, CompanyParameters
from analysis.simulate.purchases import scatter
from analysis.simulate.stages import Histories, Pieces

CONTACT_TYPES = (
    "enquiry",
    "visit",
    "service_contact",
    "complaint",
    "survey_invitation",
    "exit_interview",
)
CONTACT_TOPICS = ("service", "price", "product", "delivery", "moved")
CONTACT_CHANNELS = (*SEGMENTS["home_channel"], "phone", "email")
NO_TOPIC = -1
OPEN = -1
_PHONE = len(SEGMENTS["home_channel"])
_EMAIL = _PHONE + 1


@dataclass(frozen=True)
class Contacts:
    """Contacts: ``kind`` code into ``CONTACT_TYPES``, ``topic`` into ``CONTACT_TOPICS`` or
    ``NO_TOPIC``, ``channel`` into ``CONTACT_CHANNELS``, ``days_open`` or ``OPEN``,
    ``satisfaction`` of those who complain."""

    customer: np.ndarray
    time: np.ndarray
    kind: np.ndarray
    topic: np.ndarray
    channel: np.ndarray
    days_open: np.ndarray
    satisfaction: np.ndarray


def simulate_contacts(
    rng: np.random.Generator,
    customers: Customers,
    histories: Histories,
    parameters: CompanyParameters,
) -> tuple[Contacts, ...]:
    """First enquiries, visits, service contacts and complaints."""
    home = customers.segments["home_channel"]
    n = len(customers)
    first = _plain_contacts("enquiry", np.arange(n), customers.entry, home)
    visits = _draw_regular(rng, "visit", customers, histories.pieces, parameters)
    calls = _draw_regular(rng, "service_contact", customers, histories.pieces, parameters)
    return first, visits, calls, _draw_complaints(rng, customers, histories, parameters)


def _plain_contacts(
    kind: str,
    customer: np.ndarray,
    time: np.ndarray,
    channel: np.ndarray,
    *,
    topic: np.ndarray | None = None,
) -> Contacts:
    """Contacts of one kind that need no resolution."""
    n = len(customer)
    return Contacts(
        customer=customer,
        time=time,
        kind=np.full(n, CONTACT_TYPES.index(kind), dtype=np.int8),
        topic=np.full(n, NO_TOPIC, dtype=np.int8) if topic is None else topic,
        channel=channel,
        days_open=np.full(n, OPEN),
        satisfaction=np.full(n, np.nan),
    )


def email_contacts(kind: str, customer: np.ndarray, time: np.ndarray) -> Contacts:
    """Contacts of one kind by email."""
    return _plain_contacts(kind, customer, time, np.full(len(customer), _EMAIL))


def phone_contacts(
    kind: str, customer: np.ndarray, time: np.ndarray, topic: np.ndarray
) -> Contacts:
    """Contacts of one kind by telephone, with their topics."""
    return _plain_contacts(kind, customer, time, np.full(len(customer), _PHONE), topic=topic)


def join_contacts(*parts: Contacts) -> Contacts:
    """All contacts of ``parts``, sorted by customer and time."""
    names = list(Contacts.__dataclass_fields__)
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    order = np.lexsort((columns["time"], columns["customer"]))
    return Contacts(**{name: column[order] for name, column in columns.items()})


def _draw_regular(
    rng: np.random.Generator,
    kind: str,
    customers: Customers,
    pieces: Pieces,
    parameters: CompanyParameters,
) -> Contacts:
    """Poisson contacts at the rate of the stage; prospects lose interest after a time."""
    rates = parameters.contacts.rates[kind]
    by_state = np.array([rates.get(state, 0.0) for state in STATES])
    fades = customers.entry[pieces.customer] + parameters.contacts.prospect_days
    prospect = pieces.state == STATE_CODES["prospect"]
    stop = np.where(
        prospect, np.clip(pieces.stop, pieces.start, np.maximum(fades, pieces.start)), pieces.stop
    )
    piece, time = scatter(rng, by_state[pieces.state] * (stop - pieces.start), pieces.start, stop)
    customer = pieces.customer[piece]
    home = customers.segments["home_channel"][customer]
    calls = rng.random(len(piece)) < (0.6 if kind == "service_contact" else 0.0)
    return _plain_contacts(kind, customer, time, np.where(calls, _PHONE, home))


def _draw_complaints(
    rng: np.random.Generator,
    customers: Customers,
    histories: Histories,
    parameters: CompanyParameters,
) -> Contacts:
    """Complaints settled in time, drawn here, and those the walk left open too long."""
    settings, pieces = parameters.contacts, histories.pieces
    by_state = np.array([settings.complaint_rates.get(state, 0.0) for state in STATES])
    rate = by_state[pieces.state] * np.exp(settings.complaint_satisfaction * pieces.satisfaction)
    expected = (1 - settings.late_share) * rate * (pieces.stop - pieces.start)
    piece, time = scatter(rng, expected, pieces.start, pieces.stop)
    late_piece = _piece_at(pieces, histories.late_customer, histories.late_time, parameters)
    customer = np.concatenate([pieces.customer[piece], histories.late_customer])
    time = np.concatenate([time, histories.late_time])
    late = np.repeat([False, True], [len(piece), len(late_piece)])
    n = len(customer)
    home = customers.segments["home_channel"][customer]
    return Contacts(
        customer=customer,
        time=time,
        kind=np.full(n, CONTACT_TYPES.index("complaint"), dtype=np.int8),
        topic=choose(rng, settings.topic_shares, n),
        channel=np.where(rng.random(n) < 0.5, _PHONE, np.where(rng.random(n) < 0.5, _EMAIL, home)),
        days_open=_draw_days_open(rng, time, late, parameters),
        satisfaction=pieces.satisfaction[np.concatenate([piece, late_piece])],
    )


def _piece_at(
    pieces: Pieces, customer: np.ndarray, time: np.ndarray, parameters: CompanyParameters
) -> np.ndarray:
    """The row of the piece that ``customer`` was in just before ``time``."""
    span = 2.0 * parameters.n_days
    starts = pieces.customer * span + pieces.start
    return np.searchsorted(starts, customer * span + time, side="left") - 1


def _draw_days_open(
    rng: np.random.Generator, time: np.ndarray, late: np.ndarray, parameters: CompanyParameters
) -> np.ndarray:
    """Whole days to resolution; ``OPEN`` when never resolved, or not by the end of the records."""
    settings, n = parameters.contacts, len(time)
    in_time = rng.exponential(settings.resolution_mean_days, n).astype(int)
    too_late = rng.exponential(settings.late_resolution_mean_days, n).astype(int)
    days = np.where(
        late,
        settings.promised_days + 1 + too_late,
        np.minimum(in_time, settings.promised_days - 1),
    )
    never = late & (rng.random(n) < settings.never_resolved_share)
    return np.where(never | (np.floor(time) + days >= parameters.n_days), OPEN, days)
