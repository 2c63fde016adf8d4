"""A structural equation model as values: which construct is measured by what, what leads to what.

The four operators are those of lavaan: ``construct =~ item`` (measured by), ``outcome ~ cause``,
``a ~~ b`` (variance or covariance beyond what the model explains), ``a ~1`` (intercept).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import product

from analysis.errors import ParameterError
from analysis.estimate.structural.defined import evaluation_order

LOADING, PATH, COVARIANCE, INTERCEPT = "=~", "~", "~~", "~1"


@dataclass(frozen=True)
class Term:
    """One relation. ``value`` fixes its parameter; ``freed`` frees one that is fixed by default
    (the first loading of a construct); terms with one ``label`` have one parameter."""

    left: str
    operator: str
    right: str
    label: str | None = None
    value: float | None = None
    freed: bool = False

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}".rstrip()


@dataclass(frozen=True)
class Defined:
    """A quantity computed from labelled parameters, such as ``indirect := a * b``."""

    name: str
    expression: str


@dataclass(frozen=True)
class Specification:
    """A checked model: ``terms`` in the order given, and the quantities ``defined`` from them.

    Raises ParameterError when a relation is given twice, a path leads round in a circle, a
    construct has a single indicator of unknown error, or a definition uses an unknown label.
    """

    terms: tuple[Term, ...]
    defined: tuple[Defined, ...] = field(default=())

    def __post_init__(self) -> None:
        _check_repeats(self.terms)
        _check_loops(self.terms)
        _check_single_indicators(self)
        labels = {term.label for term in self.terms if term.label}
        evaluation_order({part.name: part.expression for part in self.defined}, labels)

    @property
    def constructs(self) -> tuple[str, ...]:
        """The latent variables, in the order in which their measurement is given."""
        return tuple(dict.fromkeys(term.left for term in self.terms if term.operator == LOADING))

    @property
    def observed(self) -> tuple[str, ...]:
        """The columns the model is about, in order of appearance."""
        latent = set(self.constructs)
        names = dict.fromkeys(name for term in self.terms for name in _names(term))
        return tuple(name for name in names if name not in latent)

    @property
    def has_intercepts(self) -> bool:
        """Whether the model says anything about means."""
        return any(term.operator == INTERCEPT for term in self.terms)

    def indicators(self, construct: str) -> tuple[str, ...]:
        """What ``construct`` is measured by: items, or constructs when it is of second order."""
        return tuple(
            term.right for term in self.terms if term.operator == LOADING and term.left == construct
        )

    def causes(self, outcome: str) -> tuple[str, ...]:
        """What leads straight to ``outcome`` in the structural part."""
        return tuple(
            term.right for term in self.terms if term.operator == PATH and term.left == outcome
        )


def specify_model(
    constructs: Mapping[str, Sequence[str]],
    paths: Mapping[str, Sequence[str]],
    *,
    covariances: Sequence[tuple[str, str]] = (),
    defined: Mapping[str, str] | None = None,
) -> Specification:
    """The model in which each construct is measured by its items and ``paths`` lead from the
    causes listed to each outcome (constructs, or items standing for themselves).

    A cause may carry a label for ``defined``: ``"b*satisfaction"``. ``covariances`` are pairs whose
    unexplained parts may covary. Causes that nothing leads to covary, be they constructs or items.
    Raises ParameterError as ``Specification`` does.
    """
    measured = [
        Term(construct, LOADING, *_labelled(item))
        for construct, items in constructs.items()
        for item in items
    ]
    led = [
        Term(outcome, PATH, *_labelled(cause))
        for outcome, causes in paths.items()
        for cause in causes
    ]
    given = [Term(left, COVARIANCE, right) for left, right in covariances]
    terms = (*measured, *led, *given, *_mixed_covariances(constructs, led, given))
    return Specification(terms, tuple(Defined(*pair) for pair in (defined or {}).items()))


def _labelled(text: str) -> tuple[str, str | None]:
    label, star, name = text.rpartition("*")
    return name.strip(), label.strip() if star else None


def _mixed_covariances(
    constructs: Mapping[str, Sequence[str]], led: Sequence[Term], given: Sequence[Term]
) -> Iterator[Term]:
    """Constructs and items that are causes only may covary: lavaan lets each kind covary among
    itself but would fix the covariances between the kinds at zero."""
    outcomes = {term.left for term in led}
    causes = dict.fromkeys(term.right for term in led if term.right not in outcomes)
    taken = {frozenset((term.left, term.right)) for term in given}
    loaded = {item for items in constructs.values() for item in items}
    alone = [name for name in constructs if name not in outcomes | loaded]
    items = [name for name in causes if name not in constructs and name not in loaded]
    for construct, item in product(alone, items):
        if frozenset((construct, item)) not in taken:
            yield Term(construct, COVARIANCE, item)


def _names(term: Term) -> tuple[str, ...]:
    return (term.left,) if term.operator == INTERCEPT else (term.left, term.right)


def _key(term: Term) -> tuple[str, object]:
    if term.operator == COVARIANCE:
        return term.operator, frozenset(_names(term))
    return term.operator, _names(term)


def _check_repeats(terms: Sequence[Term]) -> None:
    seen = set()
    for term in terms:
        if _key(term) in seen:
            raise ParameterError(f"the model says {term} twice: remove one of them")
        seen.add(_key(term))


def _check_loops(terms: Sequence[Term]) -> None:
    """A circle of paths makes the model non-recursive: not estimable from one survey."""
    before: dict[str, set[str]] = {}
    for term in terms:
        if term.operator in (LOADING, PATH):
            outcome, cause = term.left, term.right
            if term.operator == LOADING:
                outcome, cause = cause, outcome
            before.setdefault(outcome, set()).add(cause)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        loop = " -> ".join(error.args[1])
        raise ParameterError(
            f"the paths lead round in a circle ({loop}): a non-recursive model cannot be "
            "estimated from one survey; remove one of these paths"
        ) from None


def _check_single_indicators(specification: Specification) -> None:
    fixed = {
        term.left
        for term in specification.terms
        if term.operator == COVARIANCE and term.left == term.right and term.value is not None
    }
    for construct in specification.constructs:
        items = specification.indicators(construct)
        if len(items) == 1 and items[0] not in fixed:
            raise ParameterError(
                f"construct {construct} has one item ({items[0]}): its error cannot be told from "
                f"the construct; add items, use {items[0]} itself in the paths, or fix its error "
                f"variance ({items[0]} ~~ 0*{items[0]})"
            )
