"""Do the same questions measure the same thing, on the same scale, in every group?

Three nested models (Joereskog 1971, Meredith 1993, Steenkamp and Baumgartner 1998): the same
constructs and items (configural), the same loadings (metric: paths may be compared), and the same
intercepts (scalar: means may be compared). A level holds when fit worsens by no more than
|CFI| .01, RMSEA .015 and SRMR .030 (metric) or .010 (scalar) (Cheung and Rensvold 2002, Chen 2007).
One deviating item among many hardly moves these, so each item is tested as well; those that deviate
are released one by one (Byrne, Shavelson and Muthen 1989) as long as every construct keeps two
that do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.measurement.invariance_items import (
    ItemTests,
    combine_tests,
    find_deviating,
    score_items,
)
from analysis.estimate.measurement.invariance_levels import LevelFit, tabulate_levels
from analysis.estimate.structural.groups import GroupFit, GroupSample, collect_groups, fit_groups
from analysis.estimate.structural.ram import build_ram_model
from analysis.estimate.structural.specification import (
    COVARIANCE,
    INTERCEPT,
    LOADING,
    Specification,
    Term,
)

LEVELS = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}
MINIMUM_GROUP = 100  # respondents


@dataclass(frozen=True, eq=False)
class MeasurementInvariance:
    """What holds between the values ``groups`` of the column ``group``.

    ``levels``: a row per model fitted, ``level, partial, released, chi_square, degrees_of_freedom,
    p_value, cfi, rmsea, srmr``, the differences from the model before (``delta_...``, with
    ``delta_p_value``) and ``passed``. ``items``: a row per item and kind (loading, intercept),
    ``construct, item, kind, group`` (that deviates most), ``statistic, degrees_of_freedom,
    p_value`` (Holm's), ``change`` (of this group, in standard deviations), ``broken, released``.
    ``left_out``: ``group, n`` of those with too few respondents. ``fit`` is the last model that
    holds (None when not even the configural one does).
    """

    group: str
    groups: tuple[str, ...]
    confidence_level: float
    levels: pd.DataFrame
    items: pd.DataFrame
    left_out: pd.DataFrame
    fit: GroupFit | None
    reached: tuple[str, ...]
    failure: str

    @property
    def paths_comparable(self) -> bool:
        """Whether paths and correlations may be compared between groups."""
        return "metric" in self.reached

    @property
    def means_comparable(self) -> bool:
        """Whether means of constructs may be compared between groups."""
        return "scalar" in self.reached

    @property
    def released(self) -> tuple[str, ...]:
        """Items whose loading or intercept differs between groups."""
        return tuple(dict.fromkeys(self.items.loc[self.items["broken"], "item"]))

    @property
    def verdicts(self) -> pd.DataFrame:
        """``comparison`` (paths, means), ``allowed``, ``level`` it needs, ``partial`` (only
        with the ``items`` named released) and the ``reason`` where it is not allowed."""
        rows = []
        for comparison, level in (("paths", "metric"), ("means", "scalar")):
            kinds = ["loading"] if level == "metric" else ["loading", "intercept"]
            broken = self.items[self.items["broken"] & self.items["kind"].isin(kinds)]
            allowed = level in self.reached
            rows.append(
                {
                    "comparison": comparison,
                    "allowed": allowed,
                    "level": level,
                    "partial": allowed and bool(len(broken)),
                    "items": ", ".join(dict.fromkeys(broken["item"])),
                    "reason": "" if allowed else self.failure,
                }
            )
        return pd.DataFrame(rows)


def check_measurement_invariance(
    frame: pd.DataFrame,
    specification: Specification,
    *,
    group: str,
    confidence_level: float,
    levels: Sequence[str] = ("configural", "metric", "scalar"),
    minimum_group: int = MINIMUM_GROUP,
) -> MeasurementInvariance:
    """Test the measurement part of ``specification`` between the values of the column ``group``.

    The largest group comes first: others are compared with it. Groups with fewer than
    ``minimum_group`` respondents, or no more than parameters, are left out and listed.
    Missing answers count by full information.

    Raises ParameterError for an unknown column or level and EstimationError when fewer than two
    groups are left, no construct has two items, or a group's answers cannot be used.
    """
    if list(levels) != list(LEVELS)[: len(levels)] or not levels:
        raise ParameterError(f"levels must be the first of {', '.join(LEVELS)}, in this order")
    measured = measurement_part(specification)
    kept, left_out = _choose_groups(frame, measured, group, minimum_group)
    sample = collect_groups(frame, measured, group=group, groups=kept)
    climb = _Climb(sample, confidence_level)
    for level in levels:
        if not climb.reach(level):
            break
    return MeasurementInvariance(
        group=group,
        groups=sample.groups,
        confidence_level=confidence_level,
        levels=tabulate_levels(climb.fits),
        items=combine_tests(climb.tests),
        left_out=left_out,
        fit=climb.last,
        reached=tuple(climb.reached),
        failure=climb.failure,
    )


def measurement_part(specification: Specification) -> Specification:
    """Constructs and their items, without paths, labels or fixed values; constructs of one item or
    of other constructs have no place in it. Raises EstimationError when none is left."""
    observed = set(specification.observed)
    items = {
        construct: [item for item in specification.indicators(construct) if item in observed]
        for construct in specification.constructs
    }
    items = {construct: found for construct, found in items.items() if len(found) > 1}
    if not items:
        raise EstimationError("no construct has two items: there is no measurement to compare")
    used = {item for found in items.values() for item in found}
    terms = [Term(name, LOADING, item) for name, found in items.items() for item in found]
    terms += [
        Term(term.left, COVARIANCE, term.right)
        for term in specification.terms
        if term.operator == COVARIANCE
        and term.left != term.right
        and {term.left, term.right} <= used
    ]
    return Specification(tuple(terms))


def _choose_groups(
    frame: pd.DataFrame, specification: Specification, group: str, minimum_group: int
) -> tuple[list[object], pd.DataFrame]:
    if group not in frame.columns:
        raise ParameterError(f"the answers have no column {group} to group by")
    items = [item for item in specification.observed if item in frame.columns]
    counts = frame.loc[frame[items].notna().any(axis=1), group].value_counts()
    counts = counts[counts > 0]
    counts = counts.sort_index(key=lambda index: index.astype(str))
    counts = counts.sort_values(ascending=False, kind="stable")
    least = max(minimum_group, build_ram_model(specification, mean_structure=True).n_parameters + 1)
    kept = counts.index[counts >= least]
    few = counts[counts < least]
    if len(kept) < 2:
        sizes = ", ".join(f"{name} {n}" for name, n in counts.items())
        raise EstimationError(
            f"measurement cannot be compared between the values of {group}: fewer than two have "
            f"{least} respondents ({sizes}); join groups or collect more answers"
        )
    return list(kept), pd.DataFrame({"group": few.index.astype(str), "n": few.to_numpy(int)})


class _Climb:
    """The levels reached so far, and the items released on the way."""

    def __init__(self, sample: GroupSample, confidence_level: float) -> None:
        self.sample, self.confidence_level = sample, confidence_level
        self.fits: list[LevelFit] = []
        self.tests: list[ItemTests] = []
        self.released: tuple[str, ...] = ()
        self.reached: list[str] = []
        self.last: GroupFit | None = None
        self.failure = ""

    def reach(self, level: str) -> bool:
        """Fit ``level``, releasing items until it holds; False when it does not."""
        if level == "scalar":
            self._release_intercepts()
        while True:
            fit = fit_groups(
                self.sample,
                confidence_level=self.confidence_level,
                equal=LEVELS[level],
                released=self.released,
                standardised=True,
            )
            step = LevelFit(level, fit, self.released, self.last)
            self.fits.append(step)
            if not step.usable:
                self.failure = step.failure
                return False
            deviating = self._deviating(level, fit, step)
            if deviating is None and step.passed:
                self.reached.append(level)
                self.last = fit
                return True
            if deviating is None or not self._can_release(deviating):
                self.failure = step.failure or (
                    f"{level} invariance fails: {deviating} differs too, and its construct would "
                    "keep fewer than two items that do not"
                )
                return False
            self.released = (*self.released, deviating)

    def _deviating(self, level: str, fit: GroupFit, step: LevelFit) -> str | None:
        if level not in ("metric", "scalar"):
            return None
        tests = score_items(fit, level)
        self.tests.append(tests)
        return find_deviating(tests, any_size=not step.passed)

    def _release_intercepts(self) -> None:
        """An item whose unit differs between groups has no common origin either."""
        loadings = (name.split(f" {LOADING} ") for name in self.released)
        self.released += tuple(f"{parts[1]} {INTERCEPT}" for parts in loadings if len(parts) > 1)

    def _can_release(self, parameter: str) -> bool:
        """Whether the parameter's construct keeps two items that do not deviate."""
        item = parameter.removesuffix(f" {INTERCEPT}").split(f" {LOADING} ")[-1]
        broken = {
            name.removesuffix(f" {INTERCEPT}").split(f" {LOADING} ")[-1] for name in self.released
        }
        specification = self.sample.specification
        return all(
            len(set(specification.indicators(construct)) - broken - {item}) >= 2
            for construct in specification.constructs
            if item in specification.indicators(construct)
        )
