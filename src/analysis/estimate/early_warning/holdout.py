"""Who is never contacted, so that what contacts change can be learnt."""

import hashlib
from collections.abc import Iterable

import numpy as np

_SPACE = 2.0**64


def assign_holdout(pseudonyms: Iterable[str], study_name: str, share: float) -> np.ndarray:
    """Whether each customer is held out: true for ``share`` of them (0 to 1), for good.

    A hash of study and pseudonym decides, so that no list needs to be kept and the same customer
    has the same answer in every run: somebody contacted in one month and compared with in the
    next would blur what the contact changed. The pseudonym depends on the company's key, and on
    nothing about the customer, so the share is a random one.
    """
    prefix = f"{study_name}\0holdout\0"
    return np.array([_draw(prefix + str(name)) < share for name in pseudonyms], dtype=bool)


def _draw(text: str) -> float:
    """A number from 0 to below 1 that looks random and is always the same."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") / _SPACE
