"""What the parts of a study share: no unknown fields, fixed values, words in every language."""

from pydantic import BaseModel, ConfigDict

from analysis.schema import LANGUAGES
from analysis.study.reading import Text


class Part(BaseModel):
    """A part of the study: unknown fields are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """One text in every report language."""

    en: Text
    zh: Text

    def __getitem__(self, language: str) -> str:
        if language not in LANGUAGES:
            raise KeyError(language)
        return str(getattr(self, language))
