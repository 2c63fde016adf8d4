"""What a survey measures: constructs, what leads to what, and what the answers are used for.

Stated before anything is estimated, so that the model cannot be chosen by its results.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from analysis.errors import ParameterError
from analysis.study.parts import Part, Words
from analysis.study.reading import Slug, Text, TextMap, as_list, as_text_keys
from analysis.study.survey_template import fill_in_template
from analysis.study.survey_text import ModelText, read_model_text

Names = Annotated[tuple[Text, ...], BeforeValidator(as_list), Field(min_length=1)]


def _named_lists(first: str, second: str) -> BeforeValidator:
    """``{name: [a, b]}`` as rows of two fields; rows are left as they are."""

    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        for name, members in value.items():
            if isinstance(members, dict) or members in (None, []):
                raise ValueError(f"{name} needs a list of names, such as [a, b]")
        return [{first: name, second: members} for name, members in value.items()]

    return BeforeValidator(convert)


class SurveyConstruct(Part):
    """What several items measure together."""

    name: Text
    items: Names


class SurveyPath(Part):
    """What an outcome is explained by; outcome and causes are constructs or items."""

    outcome: Text
    causes: Names


Paths = Annotated[tuple[SurveyPath, ...], _named_lists("outcome", "causes")]


class RivalModel(Part):
    """Another account of the same answers, to be compared with the stated one."""

    name: Slug
    label: Words
    paths: Paths = Field(min_length=1)

    @property
    def path_map(self) -> dict[str, tuple[str, ...]]:
        """Causes by outcome."""
        return _as_map(self.paths)


class SurveyRoles(Part):
    """Which construct or item stands for what; ``levers`` are what a manager can act on.

    ``csat``, ``recommend``, ``repurchase`` and ``share_of_wallet`` are items.
    """

    satisfaction: Text
    loyalty: Text
    trust: Text | None = None
    csat: Text | None = None
    recommend: Text | None = None
    repurchase: Text | None = None
    share_of_wallet: Text | None = None
    levers: tuple[Text, ...] = ()

    def named(self) -> dict[str, str]:
        """The role of every construct or item named, levers as ``levers.<n>``."""
        single = {role: name for role, name in self if isinstance(name, str)}
        return single | {f"levers.{place}": name for place, name in enumerate(self.levers)}


class Mediation(Part):
    """A chain to be tested: the cause works on the outcome through what lies between."""

    cause: Text
    through: Names
    outcome: Text


class SurveyModel(Part):
    """The stated measurement and structural model of a survey.

    ``model`` is text in lavaan's syntax that stands in for the fields constructs and paths, which
    are then empty; ``construct_items``, ``path_map`` and ``items`` are those of either.
    ``expectations`` names, for items that ask what was perceived, the item that asks what
    had been expected. ``rivals`` may leave out a construct; fits are comparable only between models
    of the same items.
    """

    constructs: Annotated[
        tuple[SurveyConstruct, ...],
        _named_lists("name", "items"),
    ] = ()
    paths: Paths = ()
    rivals: tuple[RivalModel, ...] = ()
    reversed_items: tuple[Text, ...] = Field(default=(), alias="reversed")
    roles: SurveyRoles
    expectations: TextMap = Field(default_factory=dict)
    mediation: tuple[Mediation, ...] = ()
    model: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_template(cls, given: Any) -> Any:
        """What a template states, with the study's own statements before it."""
        if not isinstance(given, dict):
            return given
        return fill_in_template(as_text_keys(given))

    @model_validator(mode="after")
    def _stated_once(self) -> "SurveyModel":
        if self.model is not None and (self.constructs or self.paths):
            raise ValueError("give either model, or constructs and paths")
        if self.model is None and not (self.constructs or self.paths):
            raise ValueError("give constructs and paths, a template, or model in lavaan's syntax")
        names = [rival.name for rival in self.rivals]
        if len(set(names)) < len(names):
            raise ValueError("two rivals share a name")
        return self

    @property
    def construct_items(self) -> dict[str, tuple[str, ...]]:
        """Items by construct; a construct measured by constructs alone has none."""
        if self.model is None:
            return {construct.name: construct.items for construct in self.constructs}
        measured = self._text.constructs
        items = {
            name: tuple(item for item in own if item not in measured)
            for name, own in measured.items()
        }
        return {name: own for name, own in items.items() if own}

    @property
    def path_map(self) -> dict[str, tuple[str, ...]]:
        """Causes by outcome."""
        return _as_map(self.paths) if self.model is None else self._text.paths

    @property
    def items(self) -> tuple[str, ...]:
        """Every item that the model, its rivals and roles speak of, each once."""
        named: list[str] = [item for items in self.construct_items.values() for item in items]
        for paths in (self.path_map, *(rival.path_map for rival in self.rivals)):
            named += [name for outcome, causes in paths.items() for name in (outcome, *causes)]
        named += [*self.roles.named().values(), *self.expectations, *self.expectations.values()]
        return tuple(dict.fromkeys(name for name in named if not self.is_construct(name)))

    def is_construct(self, name: str) -> bool:
        """Whether ``name`` is a construct rather than an item."""
        return name in self.construct_items or name in self._text.constructs

    def construct_of(self, item: str) -> str | None:
        """The construct that ``item`` measures, if any; the first of several."""
        found: Iterable[str] = (name for name, own in self.construct_items.items() if item in own)
        return next(iter(found), None)

    @property
    def _text(self) -> ModelText:
        """What ``model`` says; nothing when it cannot be read, which the study's checks tell."""
        try:
            return read_model_text(self.model or "")
        except ParameterError:
            return ModelText()


def _as_map(paths: tuple[SurveyPath, ...]) -> dict[str, tuple[str, ...]]:
    mapped: Mapping[str, tuple[str, ...]] = {path.outcome: path.causes for path in paths}
    return dict(mapped)
