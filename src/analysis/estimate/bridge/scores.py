"""What a survey tells of each respondent's constructs: a mean and how uncertain it is.

Whoever puts a score into another model as if it were the construct finds effects that are too
small. So scores travel with their uncertainty: given the items, the constructs of a respondent are
normal with ``means`` and ``covariances``; before them, normal with ``prior``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import EstimationError

MOST_RELIABLE = 0.9999  # a construct taken as its item: nearly, so that the arithmetic holds
_ROUNDS, _TOLERANCE = 500, 1e-7


@dataclass(frozen=True)
class ConstructPosteriors:
    """Constructs of n respondents given their items, in population standard deviations.

    ``means`` (n, k), ``covariances`` (n, k, k), ``prior`` (k, k): the constructs' covariance in
    the population, whose mean is 0.
    """

    constructs: tuple[str, ...]
    means: np.ndarray
    covariances: np.ndarray
    prior: np.ndarray

    def __len__(self) -> int:
        return len(self.means)

    def position(self, construct: str) -> int:
        """Where ``construct`` stands; raises EstimationError when it is not among them."""
        if construct not in self.constructs:
            raise EstimationError(
                f"there are no scores of {construct!r}; there are {', '.join(self.constructs)}"
            )
        return self.constructs.index(construct)

    def take(self, rows: np.ndarray) -> "ConstructPosteriors":
        """The scores of some respondents (positions or a mask)."""
        return replace(self, means=self.means[rows], covariances=self.covariances[rows])

    def select(self, constructs: Sequence[str]) -> "ConstructPosteriors":
        """Some constructs, each still informed by the items of all."""
        at = np.array([self.position(name) for name in constructs])
        return ConstructPosteriors(
            tuple(constructs),
            self.means[:, at],
            self.covariances[:, at[:, None], at],
            self.prior[np.ix_(at, at)],
        )

    def alone(self, construct: str) -> "ConstructPosteriors":
        """One construct informed by its own items only: what a model without the others needs."""
        at = self.position(construct)
        weighted, precision = self.evidence()
        own = np.maximum(precision[:, at, at], 0.0)
        variance = 1 / (own + 1 / self.prior[at, at])
        return ConstructPosteriors(
            (construct,),
            (variance * weighted[:, at])[:, None],
            variance[:, None, None],
            self.prior[at : at + 1, at : at + 1],
        )

    def evidence(self) -> tuple[np.ndarray, np.ndarray]:
        """What the items alone say: precision-weighted scores (n, k) and precisions (n, k, k)."""
        inverse = np.linalg.inv(self.covariances)
        weighted = np.einsum("nij,nj->ni", inverse, self.means)
        return weighted, inverse - np.linalg.inv(self.prior)

    def reliability(self) -> np.ndarray:
        """Squared correlation of each score with its construct (k,)."""
        kept = np.diagonal(self.covariances, axis1=1, axis2=2).mean(axis=0)
        return np.asarray(1 - kept / np.diag(self.prior))

    def condition_on(self, design: np.ndarray) -> "ConstructPosteriors":
        """The scores when covariates (n, p) are known too: a latent regression, by the EM
        algorithm. Needed before the constructs enter a model beside those covariates.

        Mislevy (1991), Randomization-based inference about latent variables.
        """
        if not self.constructs:
            return self
        weighted, precision = self.evidence()
        columns = np.column_stack([np.ones(len(design)), design])
        means, covariances, residual = self.means, self.covariances, self.prior
        effects = np.zeros((columns.shape[1], means.shape[1]))
        for _ in range(_ROUNDS):
            before = effects
            effects = np.linalg.lstsq(columns, means, rcond=None)[0]
            rest = means - columns @ effects
            residual = covariances.mean(axis=0) + rest.T @ rest / len(rest)
            inverse = np.linalg.inv(residual)
            covariances = np.linalg.inv(precision + inverse)
            drawn = weighted + columns @ effects @ inverse
            means = np.einsum("nij,nj->ni", covariances, drawn)
            if np.abs(effects - before).max(initial=0.0) < _TOLERANCE:
                break
        return replace(self, means=means, covariances=covariances)

    def draw(self, n_draws: int, rng: np.random.Generator) -> np.ndarray:
        """Plausible values (draws, n, k): constructs each respondent may well have."""
        roots = np.linalg.cholesky(self.covariances)
        noise = rng.standard_normal((n_draws, *self.means.shape))
        return np.asarray(self.means + np.einsum("nij,dnj->dni", roots, noise))


def no_scores(n: int) -> ConstructPosteriors:
    """Scores of no construct, for a model of covariates alone."""
    return ConstructPosteriors((), np.zeros((n, 0)), np.zeros((n, 0, 0)), np.zeros((0, 0)))


def score_composites(
    values: pd.DataFrame, reliabilities: Mapping[str, float]
) -> ConstructPosteriors:
    """Scores from one number per construct, such as a mean of items, of known reliability.

    ``values`` (respondents x constructs; missing allowed); ``reliabilities`` (0, 1] by construct,
    such as alpha; 1 says the number is the construct. Raises EstimationError for a reliability
    out of range, or when two composites correlate more than their reliabilities allow.
    """
    names = tuple(str(name) for name in values.columns)
    given = np.array([reliabilities[name] for name in names], dtype=float)
    bad = ~((given > 0) & (given <= 1))
    if bad.any():
        worst = int(np.argmax(bad))
        raise EstimationError(
            f"construct {names[worst]!r}: reliability {given[worst]:g} is not between 0 and 1"
        )
    given = np.minimum(given, MOST_RELIABLE)
    standard = ((values - values.mean()) / values.std(ddof=0)).to_numpy(float)
    prior = _disattenuate(values, given, names)
    seen = np.isfinite(standard)
    precision = np.where(seen, given / (1 - given), 0.0)
    weighted = np.where(seen, np.nan_to_num(standard) * np.sqrt(given) / (1 - given), 0.0)
    inverse = np.linalg.inv(prior) + precision[:, :, None] * np.eye(len(names))
    covariances = np.linalg.inv(inverse)
    return ConstructPosteriors(
        names, np.einsum("nij,nj->ni", covariances, weighted), covariances, prior
    )


def average_items(frame: pd.DataFrame, constructs: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The naive score: each construct's mean of its answered items, every item in its standard
    deviations, then standardised; missing where no item was answered."""
    scores = {}
    for construct, items in constructs.items():
        own = frame[list(items)].astype(float)
        mean = ((own - own.mean()) / own.std(ddof=0)).mean(axis=1)
        scores[construct] = (mean - mean.mean()) / mean.std(ddof=0)
    return pd.DataFrame(scores, index=frame.index)


def _disattenuate(
    values: pd.DataFrame, reliabilities: np.ndarray, names: tuple[str, ...]
) -> np.ndarray:
    """Correlations of the constructs behind composites (Spearman 1904)."""
    raw = values.corr().to_numpy(float)
    prior = raw / np.sqrt(np.outer(reliabilities, reliabilities))
    np.fill_diagonal(prior, 1.0)
    if np.linalg.eigvalsh(prior)[0] <= 1e-6:
        off = np.abs(prior - np.eye(len(names)))
        first, second = np.unravel_index(int(off.argmax()), off.shape)
        raise EstimationError(
            f"{names[first]!r} and {names[second]!r} correlate more than their reliabilities allow "
            f"({prior[first, second]:.2f} after correction): they cannot be told apart, use one"
        )
    return np.asarray(prior)
