"""What an executive reads first: the badge, then what was found and what it means."""

from collections.abc import Sequence

import pandas as pd

from analysis.report.blocks import Block, KeyFigure
from analysis.report.early_warning import Telling, open_section
from analysis.report.early_warning_alert_words import (
    ALL,
    Decided,
    tell_money,
    tell_money_interval,
    tell_saved,
)
from analysis.report.time_to_churn import Claim, Section, one
from analysis.report.trust import tabulate_claims

# Whom to call and what it is worth, how good warnings were, why customers leave, what to do about
# it. The rest is in its section, unless it is a reason to watch out.
_SUMMARY = (
    "alerts-list",
    "alerts-past",
    "judging-caught",
    "judging-lead",
    "memory-caught",
    "memory-contact",
    "reasons-main",
    "causes-main",
    "life-mean",
    "truth-ranking",
)


def summary_section(
    tell: Telling, sections: Sequence[Section], *, badge: Sequence[Block] = ()
) -> Section:
    """The badge's blocks, the claims of ``_SUMMARY`` in its order, then all warnings."""
    words = tell.report.words
    claims = {claim.id: claim for section in sections for claim in section.claims}
    table = tabulate_claims(
        _choose_claims(claims),
        caption=words("warning-summary-caption"),
        heads=(words("warning-summary-found"), words("warning-summary-means")),
        note=words("warning-summary-note", horizon=tell.ahead),
    )
    heading = words("warning-heading-summary")
    return Section((*open_section(tell.report, "summary", heading), *badge, table))


def _choose_claims(claims: dict[str, Claim]) -> list[Claim]:
    chosen = [claims[key] for key in _SUMMARY if key in claims]
    others = [claim for key, claim in claims.items() if key not in _SUMMARY and claim.headline]
    warnings = [claim for tone in ("bad", "watch") for claim in others if claim.tone == tone]
    return [*chosen, *warnings]


def list_key_figures(
    tell: Telling,
    *,
    decisions: Decided,
    margin: pd.DataFrame,
    past: pd.DataFrame,
    withheld: bool = False,
) -> list[KeyFigure]:
    """The cover's numbers: whom to contact now, how many of them would be lost, how many such lists
    would have reached in past months, and what the list is expected to bring.

    ``margin`` from ``estimate_list_margin``, ``past`` from ``estimate_past_list``. When
    ``withheld`` nothing of the list itself.
    """
    reached = _tell_past(tell, past)
    if withheld:
        return [reached]
    words = tell.report.words
    contacts = KeyFigure(
        label=words("warning-key-contacts"),
        value=words.count_or_suppressed(decisions.n_contacted, tell.minimum),
        note=words(
            "warning-key-contacts-note",
            n=words.number(len(decisions.frame)),
            capacity=words.number(decisions.capacity),
        ),
    )
    losses = _tell_count(tell, one(margin, term="expected_losses"), "losses", "")
    if not decisions.by_money:
        return [contacts, losses, reached]
    row = one(margin, term="list_net_margin", stratum=ALL)
    money = KeyFigure(
        label=words("warning-key-margin"),
        value=tell_money(tell, row["estimate"]),
        interval=tell_money_interval(tell, row),
        note=words("warning-key-margin-note", saved=tell_saved(tell)),
    )
    return [contacts, losses, reached, money]


def _tell_past(tell: Telling, past: pd.DataFrame) -> KeyFigure:
    contacted = one(past, strategy="chosen", stratum=ALL, term="contacted")["estimate"]
    row = one(past, strategy="chosen", stratum=ALL, term="caught")
    return _tell_count(tell, row, "reached", tell.report.words.number(contacted))


def _tell_count(tell: Telling, row: pd.Series, key: str, contacts: str) -> KeyFigure:
    words = tell.report.words
    few = 0 < row["estimate"] < tell.minimum
    return KeyFigure(
        label=words(f"warning-key-{key}", horizon=tell.ahead),
        value=words.count_or_suppressed(row["estimate"], tell.minimum),
        interval="" if few else words.interval(row["conf_low"], row["conf_high"], "number"),
        note=words(f"warning-key-{key}-note", contacts=contacts),
    )
