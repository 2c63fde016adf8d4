"""The bivariate normal distribution with unit variances: distribution function and density."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]

_FAR = 40.0  # beyond this many standard deviations nothing is left of a normal tail
_NEAR = 1e-100  # stands for zero: Owen's formula divides by its argument


def bivariate_normal_cdf(h: ArrayLike, k: ArrayLike, r: ArrayLike) -> Array:
    """P(X <= h, Y <= k) of standard normal X and Y with correlation ``r``, -1 < r < 1.

    The arguments are broadcast against each other; ``h`` and ``k`` may be infinite. By Owen's T
    function (Owen 1956, Annals of Mathematical Statistics 27, equation 2.1), correct to about
    1e-15.
    """
    h, k, r = np.broadcast_arrays(_bounded(h), _bounded(k), np.asarray(r, float))
    spread = np.sqrt((1 - r) * (1 + r))
    opposite = np.where(h * k < 0, 0.5, 0.0)
    return np.asarray(
        (special.ndtr(h) + special.ndtr(k)) / 2
        - opposite
        - special.owens_t(h, (k - r * h) / (h * spread))
        - special.owens_t(k, (h - r * k) / (k * spread))
    )


def bivariate_normal_density(h: ArrayLike, k: ArrayLike, r: ArrayLike) -> Array:
    """Density at (h, k), which is also the derivative of the distribution function by ``r``."""
    h, k = _bounded(h), _bounded(k)
    rest = (1 - np.asarray(r, float)) * (1 + np.asarray(r, float))
    exponent = (h * h + k * k - 2 * np.asarray(r, float) * h * k) / (2 * rest)
    return np.asarray(np.exp(-exponent) / (2 * np.pi * np.sqrt(rest)))


def _bounded(x: ArrayLike) -> Array:
    """``x`` without infinities and zeros.

    A zero must stay clear of underflow when it is multiplied, and takes the sign of plus.
    """
    x = np.clip(np.asarray(x, float), -_FAR, _FAR)
    return np.where(np.abs(x) < _NEAR, _NEAR, x)
