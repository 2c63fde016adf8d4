"""Groups of what is known of a customer at a landmark: what a reason for a risk is said in.

Dozens of features are too many to reason with, and those of one group stand in for each other: a
share of the risk can be laid at the door of a group, seldom at that of one feature.
"""

# In the order in which they are listed when all weigh the same.
FEATURE_GROUPS = (
    "recency",
    "purchases",
    "contract",
    "contacts",
    "complaints",
    "activity",
    "channel",
    "satisfaction",
    "stage",
    "tenure",
    "market",
    "profile",
)

# What each sign of decline is a sign of.
SIGN_GROUPS = {
    "contacts_fall": "contacts",
    "purchases_fall": "recency",
    "satisfaction_falls": "satisfaction",
    "activity_falls": "activity",
    "channel_shifts": "channel",
}

# A study's own attributes have little in common: as a reason each stands for itself.
OWN_PREFIX = "profile:"

_MEMBERS = {
    "recency": (
        "days_since_purchase",
        "rhythm_days",
        "recency_ratio",
        "silence_left",
        "gap_recent_days",
        "gap_before_days",
        "gap_ratio",
        "probability_alive",
    ),
    "purchases": (
        "n_purchases",
        "amount_recent_cents",
        "amount_before_cents",
        "amount_ratio",
        "n_purchases_recent",
        "n_purchases_before",
        "n_purchases_last_year",
        "spend_recent_cents",
        "spend_before_cents",
        "spend_last_year_cents",
        "spend_trend",
        "n_products_last_year",
    ),
    "contract": (
        "contract_days",
        "n_contracts_so_far",
        "n_contracts_running",
        "charge_cents",
        "charge_ratio",
    ),
    "contacts": ("n_contacts_recent", "n_contacts_before", "days_since_contact"),
    "complaints": (
        "n_complaints_last_year",
        "days_since_complaint",
        "n_open_complaints",
        "complaint_days",
    ),
    "activity": ("n_active_days_recent", "n_active_days_before"),
    "channel": ("off_channel_recent", "off_channel_before"),
    "satisfaction": (
        "days_since_answer",
        "days_since_comment",
        "n_comment_days_last_year",
        "last_rating",
    ),
    "stage": ("stage", "days_in_stage"),
    "tenure": ("tenure_days",),
}
_GROUP_OF = SIGN_GROUPS | {name: group for group, names in _MEMBERS.items() for name in names}
_PREFIXES = {"score_": "satisfaction", "market_": "market"}

NAMED_FEATURES = tuple(name for names in _MEMBERS.values() for name in names)


def find_feature_group(feature: str) -> str:
    """The group of a column of the landmarks; a study's own segments and drivers are the profile.

    ``feature`` may be the term of a design, such as ``region=south``.
    """
    name = feature.partition("=")[0]
    if name in _GROUP_OF:
        return _GROUP_OF[name]
    return next((group for start, group in _PREFIXES.items() if name.startswith(start)), "profile")
