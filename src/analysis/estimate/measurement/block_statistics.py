"""What a correlation or covariance matrix of items says of its blocks; many matrices at a time."""

import numpy as np


def cronbach_alpha(moments: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    """Alpha (…, constructs) from covariances (…, items, items); with correlations, the
    standardised alpha. ``blocks`` (items, constructs). Missing for one item. Cronbach (1951)."""
    members = blocks.astype(float)
    n_items = members.sum(axis=0)
    total = _between_blocks(moments, members, members).diagonal(axis1=-2, axis2=-1)
    own = np.diagonal(moments, axis1=-2, axis2=-1) @ members
    factor = np.where(n_items > 1, n_items / np.maximum(n_items - 1, 1), np.nan)
    return np.asarray(factor * (1 - own / total))


def heterotrait_monotrait(correlations: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    """HTMT (…, constructs, constructs) from correlations (…, items, items); the diagonal is 1.

    The mean correlation between items of two constructs over the geometric mean of the mean
    correlations within them; correlations in absolute size, and 1 within a single item. Henseler,
    Ringle and Sarstedt (2015), Journal of the Academy of Marketing Science 43, 115-135.
    """
    members = blocks.astype(float)
    n_items = members.sum(axis=0)
    sums = _between_blocks(np.abs(correlations), members, members)
    pairs = np.maximum(n_items * (n_items - 1), 1)
    within = np.diagonal(sums, axis1=-2, axis2=-1) - n_items
    own = np.where(n_items > 1, within / pairs, 1.0)
    ratio = sums / np.outer(n_items, n_items)
    ratio = ratio / np.sqrt(own[..., :, None] * own[..., None, :])
    index = np.arange(blocks.shape[1])
    ratio[..., index, index] = 1.0
    return np.asarray(ratio)


def correlate_with_block_sums(correlations: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    """Correlation (items, constructs) of every item with the sum of each block's standardised
    items, without the item itself in its own block; missing where nothing else is there."""
    members = blocks.astype(float)
    covariance = correlations @ members - members
    total = np.diagonal(members.T @ correlations @ members)
    # The variance of the rest: the block's, less the item's own and twice its covariances.
    variance = np.broadcast_to(total, covariance.shape) - members * (2 * covariance + 1)
    alone = blocks & (members.sum(axis=0) == 1)
    scale = np.sqrt(np.where(alone | (variance <= 0), np.nan, variance))
    return np.asarray(covariance / scale)


def variance_inflation(correlations: np.ndarray) -> np.ndarray:
    """Variance inflation factor of each variable: 1 / (1 - R2) on all others, about 1e12 where the
    others determine it. ``correlations`` (…, q, q)."""
    # The ridge keeps a singular matrix invertible and moves a factor v by v / 1e12 of itself.
    ridge = 1e-12 * np.eye(correlations.shape[-1])
    inverse = np.linalg.inv(correlations + ridge)
    return np.asarray(np.diagonal(inverse, axis1=-2, axis2=-1))


def _between_blocks(moments: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray(left.T @ moments @ right)
