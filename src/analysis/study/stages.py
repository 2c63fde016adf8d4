"""The rules by which a purchase log becomes stages, and the simulated company's size."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from analysis.errors import StudyError
from analysis.study.parts import Part
from analysis.study.reading import Text
from analysis.study.taxonomy import DEFAULT_TAXONOMY, Taxonomy, load_taxonomy


def _load_by_name(value: Any) -> Any:
    """A taxonomy is named, or written out."""
    if not isinstance(value, str):
        return value
    try:
        return load_taxonomy(value)
    except StudyError as error:
        raise ValueError(str(error)) from None


class StageRules(Part):
    """When a customer is new, growing, mature, declining or churned.

    ``decline_multiple`` and ``churn_multiple`` are silences in multiples of the customer's own
    rhythm; without them they are chosen from the data: the silence after which fewer than
    ``decline_share``, fewer than ``churn_share`` of the customers return. ``segment`` is the column
    of customers whose rhythm a customer's own is shrunk to, with the weight of ``shrinkage`` gaps.
    No rhythm is taken to be shorter than ``minimum_days``, and after ``maximum_days`` of silence
    everybody is churned.
    A relationship is formed with purchase number ``settle``; the last ``window`` gaps and purchases
    are compared with as many before: above ``rise`` times their level a customer grows, below
    ``fall`` times declines.
    Of contracts with dates one that begins within ``renewal_days`` of the end of the last is its
    renewal; a customer is churned when none has begun by then. A week by default: a renewal signed
    late, over a weekend or a holiday, is not a loss.
    """

    taxonomy: Annotated[Taxonomy, BeforeValidator(_load_by_name)] = Field(
        default_factory=lambda: load_taxonomy(DEFAULT_TAXONOMY)
    )
    decline_multiple: float | None = Field(default=None, gt=0, le=100)
    churn_multiple: float | None = Field(default=None, gt=0, le=100)
    decline_share: float = Field(default=0.5, gt=0, lt=1)
    churn_share: float = Field(default=0.2, gt=0, lt=1)
    minimum_days: int = Field(default=30, ge=1, le=3650)
    maximum_days: int = Field(default=365, ge=1, le=3650)
    shrinkage: float = Field(default=3.0, ge=0, le=1000)
    settle: int = Field(default=3, ge=2, le=20)
    window: int = Field(default=3, ge=1, le=20)
    rise: float = Field(default=1.25, gt=1, le=10)
    fall: float = Field(default=0.8, gt=0, lt=1)
    renewal_days: int = Field(default=7, ge=0, le=365)
    segment: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "StageRules":
        if self.minimum_days > self.maximum_days:
            raise ValueError("minimum_days is above maximum_days")
        if self.churn_share > self.decline_share:
            raise ValueError("churn_share is above decline_share: decline comes before churn")
        decline, churn = self.decline_multiple, self.churn_multiple
        if decline is not None and churn is not None and decline > churn:
            raise ValueError("decline_multiple is above churn_multiple")
        return self


class Simulation(Part):
    """A company whose tables are simulated, so that the truth is known."""

    n_customers: int = Field(default=20_000, ge=1)
    n_days: int = Field(default=1461, ge=30)
    seed: int = Field(default=20_261_123, ge=0)
