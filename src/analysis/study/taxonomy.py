"""Taxonomies of stages: which words a company uses for the states its histories go through.

Six ship as data files beside this module; ``study.yml`` names one, or writes its own in the same
form.
"""

from importlib.resources import files
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from ruamel.yaml import YAML

from analysis.errors import StudyError, list_faults
from analysis.schema import CANONICAL_STATES
from analysis.study.parts import Part, Words
from analysis.study.reading import Slug

DEFAULT_TAXONOMY = "lifecycle"

# Where a history may go from each canonical state. Who has bought is never a prospect again, only
# who had left comes back, and nobody comes back before having left.
CANONICAL_MOVES = {
    "prospect": ("new",),
    "new": ("growing", "mature", "declining", "churned"),
    "growing": ("mature", "declining", "churned"),
    "mature": ("growing", "declining", "churned"),
    "declining": ("new", "growing", "mature", "churned", "won_back"),
    "churned": ("won_back",),
    "won_back": ("growing", "mature", "declining", "churned"),
}
_FOLDER = files("analysis.study") / "taxonomies"


class Origin(Part):
    """A canonical state, or the part of it after an event.

    ``purchases``: from the customer's n-th purchase on; ``contacts``: from the n-th contact since
    the state was first entered.
    """

    state: str
    purchases: int | None = Field(default=None, ge=2)
    contacts: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _known(self) -> "Origin":
        if self.state not in CANONICAL_STATES:
            raise ValueError(f"{self.state!r} is none of {', '.join(CANONICAL_STATES)}")
        if self.purchases is not None and self.contacts is not None:
            raise ValueError("give purchases or contacts, not both")
        return self

    @property
    def is_part(self) -> bool:
        """Whether the stage begins within a visit rather than with it."""
        return self.purchases is not None or self.contacts is not None


def _as_origin(value: Any) -> Any:
    return {"state": value} if isinstance(value, str) else value


class Stage(Part):
    """One stage: its name in every language and the canonical states it is made of."""

    id: Slug
    name: Words
    origins: tuple[Annotated[Origin, BeforeValidator(_as_origin)], ...] = Field(
        alias="from", min_length=1
    )


class Taxonomy(Part):
    """Stages that together cover every canonical state once."""

    title: Words
    stages: tuple[Stage, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _covers_every_state_once(self) -> "Taxonomy":
        identifiers = [stage.id for stage in self.stages]
        if len(set(identifiers)) < len(identifiers):
            raise ValueError("two stages share an id")
        whole = [origin.state for _, origin in self.origins() if not origin.is_part]
        for state in CANONICAL_STATES:
            if whole.count(state) != 1:
                raise ValueError(
                    f"canonical state {state} must belong to exactly one stage, "
                    f"not to {whole.count(state)}"
                )
        parts = [origin.state for _, origin in self.origins() if origin.is_part]
        if len(set(parts)) < len(parts):
            raise ValueError("a canonical state is cut more than once")
        return self

    def origins(self) -> list[tuple[Stage, Origin]]:
        """Every stage with each of its origins."""
        return [(stage, origin) for stage in self.stages for origin in stage.origins]

    @property
    def stage_ids(self) -> tuple[str, ...]:
        """The stages in the order of the taxonomy."""
        return tuple(stage.id for stage in self.stages)

    @property
    def allowed_moves(self) -> set[tuple[str, str]]:
        """Pairs of stages that the moves between their canonical states allow."""
        stages = [(origin.state, stage.id) for stage, origin in self.origins()]
        return {
            (source, target)
            for state, source in stages
            for other, target in stages
            if source != target and (state == other or other in CANONICAL_MOVES[state])
        }

    def stage_of(self, state: str) -> str:
        """The stage a visit to canonical ``state`` begins in."""
        return next(s.id for s, o in self.origins() if o.state == state and not o.is_part)


def list_taxonomies() -> list[str]:
    """Names of the taxonomies that ship with the project."""
    return sorted(
        path.name.removesuffix(".yml") for path in _FOLDER.iterdir() if path.name.endswith(".yml")
    )


def load_taxonomy(name: str) -> Taxonomy:
    """The taxonomy that ships under ``name``; raises StudyError for a name that does not."""
    if name not in list_taxonomies():
        raise StudyError(
            f"there is no taxonomy {name!r}; there are {', '.join(list_taxonomies())}, "
            "or write your own under stages in study.yml"
        )
    text = (_FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    try:
        return Taxonomy.model_validate(YAML(typ="safe").load(text))
    except ValidationError as error:
        faults = [str(detail["msg"]) for detail in error.errors()]
        raise StudyError(list_faults(f"taxonomy {name}:", faults)) from None
