"""What an early warning is: how far ahead it looks, and when something counts as a sign of decline.

Stated before anything is estimated, so that no threshold can be chosen by its results.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from analysis.errors import ParameterError
from analysis.study.actions import ActionRules, Causes, default_causes
from analysis.study.parts import Part
from analysis.study.reading import Text, as_list

Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list)]


class SignRules(Part):
    """Thresholds of the five signs of decline; each field's description says why it is what it is.

    A sign is not shown, rather than absent, where there is too little to fall from.
    """

    window_days: int = Field(
        default=90,
        ge=7,
        le=365,
        description="The last so many days are compared with as many before: a season, long enough"
        " for most customers to be heard of.",
    )
    fewest: int = Field(
        default=3,
        ge=1,
        le=100,
        description="Contacts, or active days, in the window before that there must be to fall"
        " from: half of two or of one is chance.",
    )
    contacts_fall: float = Field(
        default=0.5,
        gt=0,
        lt=1,
        description="Contact frequency falls: below this share of the window before. The rule by"
        " which the stages see a decline.",
    )
    last_purchases: int = Field(
        default=3,
        ge=1,
        le=20,
        description="The last so many gaps and purchases are compared with all before: one alone is"
        " chance, many would be late.",
    )
    rarer: float = Field(
        default=2.0,
        gt=1,
        le=20,
        description="Purchases are rarer: the last gaps, or the silence now, are so many times"
        " those before. Somebody who buys at random is silent for twice the usual gap on 14 % of"
        " days.",
    )
    smaller: float = Field(
        default=0.7,
        gt=0,
        lt=1,
        description="Purchases are smaller: the mean of the last, or a new contract's charge,"
        " is at most this share of that before. Of purchases that vary by 40 %, means of three"
        " vary by 23 %.",
    )
    satisfaction_fall: float = Field(
        default=10.0,
        gt=0,
        le=100,
        description="Satisfaction falls: by so many points of 100 from one survey to the next. One"
        " step on one of three items of five points is 8 points: no fall yet.",
    )
    answers_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="An answer older than this shows nothing of satisfaction now.",
    )
    activity_fall: float = Field(
        default=0.5,
        gt=0,
        lt=1,
        description="Activity falls: days on which the customer did anything are fewer than this"
        " share of those of the window before.",
    )
    channel_shift: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="The channel shifts: at least this share of the last purchases was made outside"
        " the customer's main channel, and more than before.",
    )


class WarningRules(Part):
    """How far ahead is warned, from how much history, what shows a decline, and what is done."""

    horizons_days: tuple[Annotated[int, Field(ge=1, le=730)], ...] = Field(
        default=(30, 60, 90),
        min_length=1,
        max_length=6,
        description="A warning is for a loss within so many days; ascending.",
    )
    history_days: int = Field(
        default=180,
        ge=14,
        le=3650,
        description="Days of records there must be before the first month-end that is looked at:"
        " two windows at least.",
    )
    leaving_sources: Texts = Field(
        default=("exit_interview",),
        description="Types of interactions, and channels of feedback, that exist only because a"
        " customer leaves. They are never read: they would tell the outcome.",
    )
    company_sources: Texts = Field(
        default=("survey_invitation",),
        description="Types of interactions begun by the company: no sign of the customer's.",
    )
    signs: SignRules = SignRules()
    actions: ActionRules = ActionRules()
    causes: Causes = Field(
        default_factory=default_causes,
        description="Why customers say they leave: {label: {en, zh}, remedy: {en, zh}, topics:"
        " [...]}. The topics are those recorded with leaving_sources; without them the cause's own"
        " name. Price, product, service and moved are there, and may be changed.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> "WarningRules":
        if list(self.horizons_days) != sorted(set(self.horizons_days)):
            raise ValueError("horizons_days must ascend, each once")
        if self.history_days < 2 * self.signs.window_days:
            raise ValueError("history_days is below two windows (signs.window_days)")
        lead = self.actions.lead_days
        if "lead_days" in self.actions.model_fields_set and lead >= self.horizons_days[-1]:
            raise ValueError(
                f"actions.lead_days {lead} is not below the longest horizon"
                f" ({self.horizons_days[-1]} days): nobody could be warned"
            )
        topics = [topic for cause in self.causes.values() for topic in cause.topics]
        if twice := sorted({topic for topic in topics if topics.count(topic) > 1}):
            raise ValueError(f"causes: topic {twice[0]} is given to two causes")
        return self

    def choose_horizon(self, given: int = 0) -> int:
        """Days ahead that a report is about: ``given``, or with 0 the longest stated.

        Raises ParameterError for one that is not among ``horizons_days``.
        """
        if given and given not in self.horizons_days:
            stated = ", ".join(map(str, self.horizons_days))
            raise ParameterError(
                f"horizon {given} is none of the study's horizons of early warning ({stated} days);"
                " choose one of these, 0 for the longest, or add it to warning.horizons_days in"
                " study.yml"
            )
        return given or self.horizons_days[-1]

    @property
    def topics(self) -> dict[str, str]:
        """The cause that every topic recorded with a leaving customer means."""
        given = {topic: name for name, cause in self.causes.items() for topic in cause.topics}
        own = {name: name for name, cause in self.causes.items() if not cause.topics}
        return {**own, **given}
