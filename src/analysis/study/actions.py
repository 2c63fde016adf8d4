"""What may be done about a warning: at what cost, for how many, to whom, and against which cause.

Money here is assumed until an experiment has measured it; the reports say which.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from analysis.errors import ParameterError
from analysis.study.parts import Part, Words
from analysis.study.reading import Slug, Text, as_list

Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list)]
Share = Annotated[float, Field(gt=0, le=1)]


class SavedShare(Part):
    """Share of the customers about to leave who stay because they were contacted.

    ``low`` and ``high`` are the least and the most that it may be.
    """

    estimate: Share
    low: Annotated[float, Field(ge=0, le=1)]
    high: Share
    source: Literal["assumption", "experiment"] = "assumption"

    @model_validator(mode="after")
    def _in_order(self) -> "SavedShare":
        if not self.low <= self.estimate <= self.high:
            raise ValueError("low, estimate and high must not fall")
        return self


class ActionRules(Part):
    """How many customers can be contacted, what it costs and saves, and who must be left alone."""

    capacity: int | None = Field(
        default=None,
        ge=1,
        description="Customers that can be contacted in a month, by all who do it together.",
    )
    capacity_share: Share = Field(
        default=0.1,
        description="Where no capacity is given: this share of the customers looked at.",
    )
    contact_cost: float | None = Field(
        default=None,
        ge=0,
        description="Cost of one contact with all that is offered in it, in the study's currency.",
    )
    margin_share: Share | None = Field(
        default=None,
        description="Share of a customer's payments that remains after the cost of what was sold.",
    )
    saved_share: SavedShare | None = Field(
        default=None,
        description="Share of the customers about to leave who stay because they were contacted:"
        " {estimate, low, high, source: assumption or experiment}. Until an experiment has"
        " measured it, it is an assumption, and the list is only as good as it.",
    )
    value_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="What is at stake in a customer is the margin of so many days.",
    )
    lead_days: int = Field(
        default=30,
        ge=0,
        le=365,
        description="A contact needs so many days to work. Who would be lost sooner by the"
        " definition alone, having been silent for almost long enough, is past warning and belongs"
        " to win-back: not listed, and left out when warnings are judged. No effect where leaving"
        " is no silence.",
    )
    holdout_share: float = Field(
        default=0.1,
        ge=0,
        le=0.9,
        description="Share of the customers who are never contacted, drawn at random and for good,"
        " so that what contacts change can be learnt.",
    )
    do_not_contact: Text | None = Field(
        default=None,
        description="Attribute of customers (yes or no): asked not to be contacted. Not known"
        " counts as no.",
    )
    consent: Text | None = Field(
        default=None,
        description="Attribute of customers (yes or no): agreed to be contacted. Not known counts"
        " as no.",
    )

    note: Words | None = Field(
        default=None,
        description="{en, zh}: where these numbers come from; said in the report beside the list.",
    )

    @property
    def flags(self) -> tuple[str, ...]:
        """The attributes of customers that say who may be contacted."""
        return tuple(name for name in (self.do_not_contact, self.consent) if name)

    @property
    def has_money(self) -> bool:
        """Whether all is stated that a decision by money needs."""
        return None not in (self.contact_cost, self.margin_share, self.saved_share)

    def with_capacity(self, given: int) -> "ActionRules":
        """The rules with ``given`` contacts a month; 0 keeps what is stated.

        Raises ParameterError below 0.
        """
        if given < 0:
            raise ParameterError(f"capacity {given} is below 0; 0 takes that of study.yml")
        return self.model_copy(update={"capacity": given}) if given else self

    def count_capacity(self, n_customers: int) -> int:
        """Customers that can be contacted in a month when ``n_customers`` are looked at."""
        stated = self.capacity or max(1, round(self.capacity_share * n_customers))
        return min(stated, n_customers)


class Cause(Part):
    """Why customers say they leave, and what helps against it.

    ``topics`` are the topics recorded with ``leaving_sources`` that mean this cause; without them
    the topic is called as the cause is.
    """

    label: Words
    remedy: Words
    topics: Texts = ()


def _words(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


DEFAULT_CAUSES: dict[str, dict[str, dict[str, str]]] = {
    "price": {
        "label": _words("Price", "价格"),
        "remedy": _words(
            "Offer a better rate or a voucher for the next purchase",
            "提供更优惠的资费，或下次购买可用的优惠券",
        ),
    },
    "product": {
        "label": _words("Product", "产品"),
        "remedy": _words(
            "Show what suits the customer better, and offer an exchange",
            "推荐更合适的产品，并提供换购",
        ),
    },
    "service": {
        "label": _words("Service", "服务"),
        "remedy": _words(
            "Call in person, settle what is open and say what has changed",
            "专人致电，解决遗留问题，并说明改进之处",
        ),
    },
    "moved": {
        "label": _words("Moved away", "搬迁"),
        "remedy": _words(
            "Offer delivery or the online shop at the new address",
            "提供新地址的配送或网上购物",
        ),
    },
}


def add_default_causes(given: Any) -> Any:
    """The causes ``given``, laid over the defaults cause by cause and field by field."""
    if given is None:
        return DEFAULT_CAUSES
    if not isinstance(given, dict):
        return given
    laid = {
        name: {**DEFAULT_CAUSES.get(name, {}), **cause} if isinstance(cause, dict) else cause
        for name, cause in given.items()
    }
    return {**DEFAULT_CAUSES, **laid}


Causes = Annotated[dict[Slug, Cause], BeforeValidator(add_default_causes)]


def default_causes() -> dict[str, Cause]:
    """Price, product, service and moved."""
    return {name: Cause.model_validate(cause) for name, cause in DEFAULT_CAUSES.items()}
