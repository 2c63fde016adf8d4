"""The likelihood of a model in one or several groups, with or without missing answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.estimate.structural.group_model import GroupModel
from analysis.estimate.structural.missing_likelihood import (
    MomentScores,
    inform_parameters,
    is_positive_definite,
    score_moments,
)
from analysis.estimate.structural.missing_moments import SaturatedMoments
from analysis.estimate.structural.missing_patterns import MissingPatterns, as_complete
from analysis.estimate.structural.ram_curvature import contract_scores, curve_scores

_ROUNDS = 200
_SETTLED = 1e-12  # twice the log likelihood still to be gained, per respondent


@dataclass(frozen=True, eq=False)
class GroupLikelihood:
    """``patterns`` holds each group's answers, in the order of ``model.groups``."""

    model: GroupModel
    patterns: tuple[MissingPatterns, ...]

    @property
    def n(self) -> int:
        """Rows of all groups."""
        return sum(part.n for part in self.patterns)

    def moments(self, theta: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Implied means (p,) and covariance (p, p) of each group."""
        ram = self.model.ram
        own = [self.model.of_group(theta, group) for group in range(len(self.patterns))]
        return [(ram.implied_means(part), ram.implied_covariance(part)) for part in own]

    def moment_scores(self, theta: np.ndarray) -> list[MomentScores]:
        """Each group's log likelihood and its gradient in the moments."""
        pairs = zip(self.patterns, self.moments(theta), strict=True)
        return [score_moments(patterns, *moments) for patterns, moments in pairs]

    def group_gradients(self, theta: np.ndarray, scores: list[MomentScores]) -> np.ndarray:
        """Gradient in each group's own parameters (groups, parameters of one group)."""
        own = (self.model.of_group(theta, group) for group in range(len(scores)))
        pairs = zip(own, scores, strict=True)
        return np.array([contract_scores(self.model.ram, part, score) for part, score in pairs])

    def group_information(
        self, theta: np.ndarray, scores: list[MomentScores], *, expected: bool = False
    ) -> np.ndarray:
        """Information on each group's own parameters (groups, parameters, parameters): observed,
        or, always positive semidefinite, ``expected`` given who answered what."""
        ram = self.model.ram
        found = []
        for group, (patterns, score) in enumerate(zip(self.patterns, scores, strict=True)):
            own = self.model.of_group(theta, group)
            mean, in_mean = ram.mean_derivatives(own)
            covariance, in_covariance = ram.covariance_derivatives(own)
            information = inform_parameters(
                patterns, (mean, covariance), (in_mean, in_covariance), expected=expected
            )
            if not expected:
                information -= curve_scores(ram, own, score)
            found.append(information)
        return np.array(found)

    def information(
        self, theta: np.ndarray, scores: list[MomentScores], *, expected: bool = False
    ) -> np.ndarray:
        """Information on ``theta``."""
        parts = self.group_information(theta, scores, expected=expected)
        spread = [self.model.spread(group) for group in range(len(parts))]
        return np.asarray(sum(s.T @ part @ s for s, part in zip(spread, parts, strict=True)))

    def gradient(self, theta: np.ndarray, scores: list[MomentScores]) -> np.ndarray:
        """Gradient in ``theta``."""
        parts = self.group_gradients(theta, scores)
        return np.asarray(sum(part @ self.model.spread(g) for g, part in enumerate(parts)))


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the search ended: ``information`` is the observed one there."""

    theta: np.ndarray
    log_likelihood: float
    information: np.ndarray
    scores: list[MomentScores]
    converged: bool


def search_maximum(likelihood: GroupLikelihood, saturated: Sequence[SaturatedMoments]) -> Maximum:
    """The maximum, found from that of complete rows with the ``saturated`` moments of each group,
    which is close by and costs little."""
    complete = tuple(
        as_complete(part.names, part.n, moments.mean, moments.covariance)
        for part, moments in zip(likelihood.patterns, saturated, strict=True)
    )
    start = likelihood.model.start(
        [moments.covariance for moments in saturated], [moments.mean for moments in saturated]
    )
    first = maximise(GroupLikelihood(likelihood.model, complete), start)
    if all(part.seen.all() for part in likelihood.patterns):
        return first
    return maximise(likelihood, first.theta)


def maximise(likelihood: GroupLikelihood, theta: np.ndarray) -> Maximum:
    """Newton's method, damped (Levenberg 1944), with the expected information wherever the
    observed is not positive definite."""
    scores, damping = likelihood.moment_scores(theta), 1e-3
    settled = False
    for _ in range(_ROUNDS):
        gradient = likelihood.gradient(theta, scores)
        curvature, newton = _curvature(likelihood, theta, scores)
        while damping < 1e9:
            step = _damped_step(curvature, gradient, damping)
            new = likelihood.moment_scores(theta + step)
            gained = _total(new) - _total(scores)
            if gained >= -1e-11 * abs(_total(scores)):
                break
            damping = max(damping * 10, 1e-6)
        else:
            break
        theta, scores = theta + step, new
        damping = damping / 10 if damping > 1e-9 else 0.0
        if newton and damping < 1e-5 and abs(gradient @ step) < _SETTLED * likelihood.n:
            settled = True
            break
    information = likelihood.information(theta, scores)
    return Maximum(theta, _total(scores), information, scores, settled)


def _total(scores: list[MomentScores]) -> float:
    return float(sum(score.log_likelihood for score in scores))


def _curvature(
    likelihood: GroupLikelihood, theta: np.ndarray, scores: list[MomentScores]
) -> tuple[np.ndarray, bool]:
    observed = likelihood.information(theta, scores)
    if is_positive_definite(observed):
        return observed, True
    return likelihood.information(theta, scores, expected=True), False


def _damped_step(curvature: np.ndarray, gradient: np.ndarray, damping: float) -> np.ndarray:
    scale = np.sqrt(np.maximum(np.diag(curvature), 1e-12))
    scaled = curvature / np.outer(scale, scale)
    scaled[np.diag_indices_from(scaled)] += max(damping, 1e-13)
    return np.asarray(np.linalg.lstsq(scaled, gradient / scale, rcond=None)[0] / scale)
