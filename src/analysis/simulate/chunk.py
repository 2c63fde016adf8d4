"""Everything that happens to one chunk of customers."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.contacts import (
    CONTACT_TOPICS,
    Contacts,
    email_contacts,
    join_contacts,
    phone_contacts,
    simulate_contacts,
)
from analysis.simulate.customers import Customers, draw_customers
from analysis.simulate.parameters import REASONS, CompanyParameters
from analysis.simulate.purchases import Purchases, Refunds, draw_refunds, simulate_purchases
from analysis.simulate.spells import Churns, Spells, build_spells, simulate_churns
from analysis.simulate.stages import Histories, simulate_stages
from analysis.simulate.surveys import Answers, Invitations, draw_answers, invite
from analysis.simulate.voice import Feedback, simulate_feedback

CHUNK = 2_000  # customers; part of the truth: another size gives other bytes
_CUSTOMER_STREAM = 1
_STREAMS = 7  # one for each part of a chunk, so that a part can change without moving the others


@dataclass(frozen=True)
class Chunk:
    """The true and the recorded history of ``CHUNK`` customers."""

    customers: Customers
    histories: Histories
    spells: Spells
    purchases: Purchases
    refunds: Refunds
    contacts: Contacts
    invitations: Invitations
    answers: Answers
    churns: Churns
    feedback: Feedback


def simulate_chunk(index: int, parameters: CompanyParameters) -> Chunk:
    """Chunk ``index`` of the company, always drawn whole, from its own child of the seed."""
    seed = np.random.SeedSequence(parameters.seed, spawn_key=(_CUSTOMER_STREAM, index))
    rngs = [np.random.default_rng(child) for child in seed.spawn(_STREAMS)]
    customers = draw_customers(rngs[0], parameters, index * CHUNK + 1, CHUNK)
    histories = simulate_stages(rngs[1], customers, parameters)
    pieces = histories.pieces
    spells = build_spells(pieces)
    purchases = simulate_purchases(rngs[2], customers, pieces, parameters)
    invitations = invite(rngs[4], customers, pieces, purchases, parameters)
    churns = simulate_churns(rngs[5], pieces, spells, customers.no_contact, parameters)
    contacts = join_contacts(
        *simulate_contacts(rngs[3], customers, histories, parameters),
        email_contacts("survey_invitation", invitations.customer, invitations.day),
        _interviews(churns),
    )
    return Chunk(
        customers=customers,
        histories=histories,
        spells=spells,
        purchases=purchases,
        refunds=draw_refunds(rngs[2], purchases, parameters),
        contacts=contacts,
        invitations=invitations,
        answers=draw_answers(rngs[4], customers, pieces, invitations, parameters),
        churns=churns,
        feedback=simulate_feedback(rngs[6], customers, (purchases, contacts, churns), parameters),
    )


def _interviews(churns: Churns) -> Contacts:
    """Exit interviews by telephone, their topic the reason."""
    topics = np.array([CONTACT_TOPICS.index(reason) for reason in REASONS], dtype=np.int8)
    held = ~np.isnan(churns.interview)
    return phone_contacts(
        "exit_interview",
        churns.customer[held],
        churns.interview[held],
        topics[churns.reason[held]],
    )
