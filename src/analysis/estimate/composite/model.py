"""A model of composites as values: constructs and their items, then paths; no estimation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.errors import ParameterError
from analysis.estimate.measurement.item_answers import suggest_name


@dataclass(frozen=True, eq=False)
class CompositeModel:
    """``blocks`` (items, constructs) says which item belongs to which construct, ``paths``
    (constructs, constructs) which outcome (row) has which cause (column), ``formative``
    (constructs,) whose weights come from a regression (mode B) instead of correlations (mode A).
    """

    constructs: tuple[str, ...]
    items: tuple[str, ...]
    blocks: np.ndarray
    paths: np.ndarray
    formative: np.ndarray

    @cached_property
    def outcomes(self) -> tuple[int, ...]:
        """Constructs that have causes."""
        return tuple(int(j) for j in np.flatnonzero(self.paths.any(axis=1)))

    @cached_property
    def causes(self) -> tuple[np.ndarray, ...]:
        """For every construct, its causes."""
        return tuple(np.flatnonzero(row) for row in self.paths)

    @cached_property
    def links(self) -> np.ndarray:
        """Which two constructs have a path between them, in either direction."""
        return np.asarray(self.paths | self.paths.T)


def specify_composite_model(
    constructs: Mapping[str, Sequence[str]],
    paths: Mapping[str, Sequence[str]],
    *,
    formative: Sequence[str] = (),
    single_items: Sequence[str] = (),
) -> CompositeModel:
    """The model in which every outcome of ``paths`` has the causes listed beside it.

    ``single_items`` stand in ``paths`` under their own names. ParameterError for a construct
    without items or path, an item in two constructs, a misspelt construct (with the nearest), or
    paths that run in a circle.
    """
    constructs = {**constructs, **{item: [item] for item in single_items}}
    names = tuple(constructs)
    for name in [*paths, *(cause for causes in paths.values() for cause in causes), *formative]:
        if name not in constructs:
            raise ParameterError(
                f"{name!r} is not a construct of the model.{suggest_name(name, names)} "
                f"Constructs: {', '.join(names) or 'none'}"
            )
    _check_items(constructs)
    _check_circle(paths)
    items = tuple(item for block in constructs.values() for item in block)
    at = {name: j for j, name in enumerate(names)}
    owner = [at[name] for name, block in constructs.items() for _ in block]
    blocks = np.zeros((len(items), len(names)), dtype=bool)
    blocks[np.arange(len(items)), owner] = True
    arrows = np.zeros((len(names), len(names)), dtype=bool)
    for outcome, causes in paths.items():
        arrows[at[outcome], [at[cause] for cause in causes]] = True
    alone = [name for name in names if not (arrows[at[name]].any() or arrows[:, at[name]].any())]
    if alone:
        raise ParameterError(
            f"construct {alone[0]!r} has no path to or from another construct; PLS weights come "
            "from its neighbours: give it a path or leave it out"
        )
    return CompositeModel(names, items, blocks, arrows, np.isin(names, list(formative)))


def _check_items(constructs: Mapping[str, Sequence[str]]) -> None:
    owner: dict[str, str] = {}
    for name, block in constructs.items():
        if isinstance(block, str) or not block:
            raise ParameterError(f"construct {name!r} needs a list of at least one item")
        for item in block:
            if item in owner:
                place = "twice" if owner[item] == name else f"in {owner[item]!r} too"
                raise ParameterError(
                    f"item {item!r} of construct {name!r} is {place}; list it once"
                )
            owner[item] = name


def _check_circle(paths: Mapping[str, Sequence[str]]) -> None:
    """Follow causes backwards; a construct met again on its own trail closes a circle."""
    finished: set[str] = set()

    def follow(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            loop = [*trail[trail.index(name) :], name]
            raise ParameterError(
                f"the paths run in a circle: {' -> '.join(reversed(loop))}; PLS needs causes "
                "before effects: leave one of these paths out"
            )
        if name not in finished:
            for cause in paths.get(name, ()):
                follow(cause, (*trail, name))
            finished.add(name)

    for outcome in paths:
        follow(outcome, ())
