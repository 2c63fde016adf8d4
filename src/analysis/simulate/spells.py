"""The true histories as tables: visits to stages, satisfaction over time, reasons of churn."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.parameters import REASONS, STATE_CODES, CompanyParameters
from analysis.simulate.stages import NO_MOVE, Pieces


@dataclass(frozen=True)
class Spells:
    """Visits to stages by customer and time; ``move`` is ``NO_MOVE`` where censored."""

    customer: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    state: np.ndarray
    move: np.ndarray


@dataclass(frozen=True)
class Churns:
    """Every churn: ``time``, ``satisfaction`` then, ``reason`` code into ``REASONS``,
    ``interview`` time or NaN."""

    customer: np.ndarray
    time: np.ndarray
    satisfaction: np.ndarray
    reason: np.ndarray
    interview: np.ndarray


def build_spells(pieces: Pieces) -> Spells:
    """Pieces joined across breakpoints that moved nobody."""
    last = pieces.move != NO_MOVE
    last[:-1] |= pieces.customer[1:] != pieces.customer[:-1]
    last[-1:] = True
    rows = np.flatnonzero(last)
    firsts = np.concatenate([[0], rows[:-1] + 1])[: len(rows)]
    return Spells(
        pieces.customer[rows],
        pieces.start[firsts],
        pieces.stop[rows],
        pieces.state[rows],
        pieces.move[rows],
    )


def satisfaction_changes(pieces: Pieces) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customer, day and value of satisfaction at entry and wherever it changed."""
    fresh = np.ones(len(pieces.customer), dtype=bool)
    fresh[1:] = (pieces.customer[1:] != pieces.customer[:-1]) | (
        pieces.satisfaction[1:] != pieces.satisfaction[:-1]
    )
    return pieces.customer[fresh], pieces.start[fresh], pieces.satisfaction[fresh]


def simulate_churns(
    rng: np.random.Generator,
    pieces: Pieces,
    spells: Spells,
    no_contact: np.ndarray,
    parameters: CompanyParameters,
) -> Churns:
    """The reason of every churn, and when an exit interview was held.

    Interviews are held 1 to ``interview_days`` days after the churn, with those who have not come
    back by then.
    """
    rows = np.flatnonzero(pieces.move == STATE_CODES["churned"])
    customer, time = pieces.customer[rows], pieces.stop[rows]
    satisfaction = pieces.satisfaction[rows]
    chances = reason_probabilities(satisfaction, time, parameters)
    ladder = np.cumsum(chances, axis=1)
    ladder[:, -1] = 1.0
    reason = (ladder > rng.random(len(rows))[:, None]).argmax(axis=1)
    voice = parameters.voice
    interview = time + 1 + rng.random(len(rows)) * (voice.interview_days - 1)
    back = spells.stop[np.flatnonzero(spells.move == STATE_CODES["churned"]) + 1]
    held = (rng.random(len(rows)) < voice.interview_share) & ~no_contact[customer]
    interview = np.where(held & (interview < back), interview, np.nan)
    return Churns(customer, time, satisfaction, reason, interview)


def reason_probabilities(
    satisfaction: np.ndarray, time: np.ndarray, parameters: CompanyParameters
) -> np.ndarray:
    """Probability (n, 4) of each of ``REASONS`` for a churn at ``time`` with ``satisfaction``."""
    voice, stages = parameters.voice, parameters.stages
    shock = (time >= stages.shock_start) & (time < stages.shock_end)
    logits = np.stack(
        [
            voice.reason_logits.get(reason, 0.0)
            + voice.reason_satisfaction.get(reason, 0.0) * satisfaction
            + voice.reason_shock.get(reason, 0.0) * shock
            for reason in REASONS
        ],
        axis=1,
    )
    weights = np.exp(logits)
    return weights / weights.sum(axis=1, keepdims=True)
