"""A study's survey model as specifications that can be fitted: the stated one and its rivals."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.estimate.structural.specification import (
    COVARIANCE,
    LOADING,
    PATH,
    Specification,
    Term,
    specify_model,
)
from analysis.estimate.structural.syntax import read_model_syntax
from analysis.study.survey import Mediation, SurveyModel


@dataclass(frozen=True)
class ModelPlan:
    """What is fitted, settled before any result is seen.

    ``constructs`` items by construct, ``paths`` causes by outcome; ``satisfaction`` and
    ``loyalty`` are constructs or items; ``rivals`` specifications by name.
    """

    specification: Specification
    satisfaction: str
    loyalty: str
    levers: tuple[str, ...]
    rivals: Mapping[str, Specification]
    mediation: tuple[Mediation, ...]

    @property
    def constructs(self) -> dict[str, tuple[str, ...]]:
        """Items by construct."""
        model = self.specification
        return {construct: model.indicators(construct) for construct in model.constructs}

    @property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """Causes by outcome."""
        model = self.specification
        outcomes = dict.fromkeys(term.left for term in model.terms if term.operator == PATH)
        return {outcome: model.causes(outcome) for outcome in outcomes}

    @property
    def nodes(self) -> tuple[str, ...]:
        """Constructs, and the items that take part in paths: those that are causes only first."""
        named = dict.fromkeys(
            [
                *self.constructs,
                *(cause for causes in self.paths.values() for cause in causes),
                *self.paths,
            ]
        )
        causes_only = [name for name in named if name not in self.paths]
        return (*causes_only, *(name for name in named if name in self.paths))


def plan_survey_model(survey: SurveyModel) -> ModelPlan:
    """The specifications that ``survey`` states, as constructs and paths or as lavaan's text.

    Raises ParameterError as ``specify_model`` and ``read_model_syntax``.
    """
    if survey.model is None:
        stated = specify_model(survey.construct_items, survey.path_map)
        rivals = {
            rival.name: pin_removed_paths(
                specify_model(survey.construct_items, rival.path_map), stated
            )
            for rival in survey.rivals
        }
    else:
        stated = read_model_syntax(survey.model)
        rivals = {
            rival.name: pin_removed_paths(replace_paths(stated, rival.path_map), stated)
            for rival in survey.rivals
        }
    return ModelPlan(
        stated,
        survey.roles.satisfaction,
        survey.roles.loyalty,
        survey.roles.levers,
        rivals,
        survey.mediation,
    )


def replace_paths(stated: Specification, paths: Mapping[str, tuple[str, ...]]) -> Specification:
    """``stated`` with other paths; what it defined from its own is left behind."""
    kept = [term for term in stated.terms if term.operator != PATH]
    led = [Term(outcome, PATH, cause) for outcome, causes in paths.items() for cause in causes]
    return Specification((*kept, *led))


def pin_removed_paths(rival: Specification, stated: Specification) -> Specification:
    """``rival`` in which two outcomes that only ``stated`` joins by a path share nothing else.

    By default outcomes that lead nowhere covary, which would take the path's place and fit exactly
    as well.
    """
    own = {frozenset(pair) for pair in free_relations(rival)}
    given = {
        frozenset((term.left, term.right)) for term in rival.terms if term.operator == COVARIANCE
    }
    outcomes = {outcome for _, outcome in free_relations(rival)}
    pinned = tuple(
        Term(cause, COVARIANCE, outcome, value=0.0)
        for cause, outcome in sorted(free_relations(stated))
        if {cause, outcome} <= outcomes and frozenset((cause, outcome)) not in own | given
    )
    return Specification((*rival.terms, *pinned), rival.defined)


def add_paths(stated: Specification, extra: tuple[tuple[str, str], ...]) -> Specification:
    """``stated`` with the paths ``extra`` (cause, outcome) beside its own."""
    added = tuple(Term(outcome, PATH, cause) for cause, outcome in extra)
    return Specification((*stated.terms, *added), stated.defined)


def free_relations(specification: Specification) -> frozenset[tuple[str, str]]:
    """The paths (cause, outcome) of ``specification``."""
    return frozenset(
        (term.right, term.left) for term in specification.terms if term.operator == PATH
    )


def same_measurement(one: Specification, other: Specification) -> bool:
    """Whether both measure the same constructs by the same items."""
    loadings = [
        {(term.left, term.right) for term in model.terms if term.operator == LOADING}
        for model in (one, other)
    ]
    return loadings[0] == loadings[1]
