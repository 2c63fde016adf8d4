"""A company whose customers leave for planted causes, as landmarks and interviews."""

import numpy as np
import pandas as pd

CAUSES = ("price", "service", "moved")
# Log odds against "moved": constant, per point of satisfaction (standardised), in the campaign.
LOGITS = {"price": (0.8, -0.1, 0.9), "service": (0.4, -0.9, 0.0), "moved": (0.0, 0.0, 0.0)}
LAST_DAY, MONTH = 720, 30


def cause_chances(satisfaction: np.ndarray, campaign: np.ndarray) -> np.ndarray:
    """True probabilities (n, causes)."""
    logits = np.stack(
        [a + b * satisfaction + c * campaign for a, b, c in (LOGITS[name] for name in CAUSES)], 1
    )
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def simulate_leavers(
    rng: np.random.Generator, n: int, *, asked_when_happy: float = 0.4, asked: float = 0.4
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Landmarks every 30 days, interviews the day after the loss, and everybody's true cause.

    Unhappy customers leave twice as fast; a campaign runs in the second year. Of those who leave a
    share is asked: ``asked_when_happy`` of those above the mean of satisfaction, else ``asked``.
    """
    mood = rng.normal(size=n)
    loss = np.ceil(rng.exponential(400 * np.exp(0.35 * mood)))
    cause = _draw(rng, cause_chances(mood, (loss > LAST_DAY / 2).astype(float)))
    days = np.arange(0, LAST_DAY + 1, MONTH)
    customer, day = np.meshgrid(np.arange(n), days, indexing="ij")
    there = loss[customer] > day
    customer, day = customer[there], day[there]
    wait, end = loss[customer] - day, LAST_DAY - day
    names = np.array([f"c{i:05d}" for i in range(n)], object)
    landmarks = pd.DataFrame(
        {
            "customer_id": pd.Categorical.from_codes(customer, categories=names),
            "day": day.astype(np.int32),
            "days_to_loss": pd.array(np.where(wait <= end, wait, np.nan), "Int32"),
            "days_followed": np.minimum(wait, end).astype(np.int32),
            "tenure_days": day.astype(np.int32),
            "score_satisfaction": (50 + 20 * mood[customer]).astype(np.float32),
            "market_campaign": (day >= LAST_DAY / 2).astype(np.float32),
            "region": pd.Categorical(np.array(["east", "west"])[customer % 2]),
        }
    )
    left = (landmarks["days_to_loss"] <= 90).fillna(False)
    landmarks["left_90"] = left.astype("boolean").where(day + 90 <= LAST_DAY)
    landmarks.attrs["clock"] = "calendar"
    known = loss <= LAST_DAY
    chance = np.where(mood > 0, asked_when_happy, asked)
    told = np.flatnonzero(known & (rng.random(n) < chance))
    stated = pd.DataFrame(
        {
            "customer_id": names[told],
            "day": (loss[told] + 1).astype(np.int32),
            "cause": np.array(CAUSES, object)[cause[told]],
        }
    ).sort_values(["customer_id", "day"], ignore_index=True)
    truth = pd.DataFrame(
        {
            "customer_id": names,
            "mood": mood,
            "loss": loss,
            "known": known,
            "cause": np.array(CAUSES, object)[cause],
        }
    )
    return landmarks, stated, truth


def _draw(rng: np.random.Generator, chances: np.ndarray) -> np.ndarray:
    ladder = chances.cumsum(axis=1)
    return (ladder > rng.random(len(chances))[:, None] * ladder[:, [-1]]).argmax(axis=1)
