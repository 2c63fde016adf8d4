"""What lists like today's would have brought in past months, against simpler ones."""

import pandas as pd

from analysis.report.blocks import Column, Heading, Paragraph, Table, Tone
from analysis.report.early_warning import Telling
from analysis.report.early_warning_alert_words import (
    ALL,
    Decided,
    tell_money,
    tell_money_range,
    tell_saved,
)
from analysis.report.time_to_churn import Check, Claim, Section, one, only

CHOSEN, REFERENCE, RANDOM = "chosen", "reference", "random"
_NEAR = 0.1  # so far may losses be from what was expected, as a share of it
_MARGINS = (ALL, "saved_low", "saved_high")


def past_section(tell: Telling, *, past: pd.DataFrame, decisions: Decided) -> Section:
    """Contacts, losses reached and net margin of a month, by this rule, the manager's and by lot.

    ``past`` from ``estimate_past_list``, by money where ``decisions`` are.
    """
    words = tell.report.words
    lead = words(f"warning-alerts-past-lead{'' if tell.calendar else '-tenure'}")
    heading = words("warning-alerts-past-heading")
    claim = _claim(tell, past, decisions.by_money)
    blocks = (
        Heading("warning-alerts-past", heading, level=3),
        Paragraph(lead),
        *_tell_left_out(tell),
        *claim.blocks(),
        _tabulate(tell, past, decisions.by_money),
    )
    return Section(blocks, (claim,), _checks(tell, past, decisions.by_money))


def _tell_left_out(tell: Telling) -> list[Paragraph]:
    """That customers past warning are left out, where there can be any."""
    if not tell.lead_days:
        return []
    lead = tell.days(tell.lead_days)
    return [Paragraph(tell.report.words("warning-alerts-past-in-time", lead=lead))]


def _claim(tell: Telling, past: pd.DataFrame, by_money: bool) -> Claim:
    words = tell.report.words
    contacted = one(past, strategy=CHOSEN, term="contacted")
    if contacted["estimate"] <= 0:
        text = words("warning-alerts-past-claim-none")
        return Claim("alerts-past", text, words("warning-alerts-meaning-none"), "watch")
    said = {
        "contacted": words.number(contacted["estimate"]),
        "caught": tell.number_range(one(past, strategy=CHOSEN, term="caught")),
    }
    key = "warning-alerts-past-claim-alone"
    if (past["strategy"] == REFERENCE).any():
        key = "warning-alerts-past-claim"
        other = {name: one(past, strategy=REFERENCE, term=name) for name in ("caught", "contacted")}
        said["reference"] = tell.number_range(other["caught"])
        said["reference_contacted"] = words.number(other["contacted"]["estimate"])
    return Claim("alerts-past", words(key, **said), *_mean(tell, past, by_money))


def _mean(tell: Telling, past: pd.DataFrame, by_money: bool) -> tuple[str, Tone]:
    """What the past lists mean in money, or without it, and its tone."""
    words = tell.report.words
    if not by_money:
        gained = one(past, strategy=RANDOM, term="caught_difference")
        text = words("warning-alerts-past-no-money", difference=tell.number_range(gained))
        return text, "good" if gained["conf_low"] > 0 else "watch"
    said = {
        "saved": tell_saved(tell),
        "margin": tell_money_range(
            tell, one(past, strategy=CHOSEN, term="net_margin", stratum=ALL)
        ),
    }
    difference = _find_difference(past, by_money)
    if difference is None:
        drawn = one(past, strategy=RANDOM, term="net_margin", stratum=ALL)
        random = tell_money(tell, drawn["estimate"])
        return words("warning-alerts-past-alone", random=random, **said), "neutral"
    said["difference"] = tell_money_range(tell, difference)
    if difference["conf_low"] > 0:
        return words("warning-alerts-past-more", **said), "good"
    if difference["conf_high"] < 0:
        return words("warning-alerts-past-less", **said), "watch"
    return words("warning-alerts-past-same", **said), "neutral"


def _find_difference(past: pd.DataFrame, by_money: bool) -> pd.Series | None:
    """This rule less the manager's, in money or else in losses reached; None without the other."""
    term = "net_margin_difference" if by_money else "caught_difference"
    found = only(past, strategy=REFERENCE, term=term)
    return found.iloc[0] if len(found) else None


def _checks(tell: Telling, past: pd.DataFrame, by_money: bool) -> tuple[Check, ...]:
    if one(past, strategy=CHOSEN, term="contacted")["estimate"] <= 0:
        return ()
    return (*_check_rule(tell, past, by_money), _check_promise(tell, past))


def _check_promise(tell: Telling, past: pd.DataFrame) -> Check:
    """Whether as many of the listed were lost as their risks had said, within a tenth or chance."""
    words = tell.report.words
    expected, caught, beyond = (
        one(past, strategy=CHOSEN, term=term) for term in ("expected", "caught", "unexpected")
    )
    near = _NEAR * float(expected["estimate"])
    passed: bool | None = bool(abs(beyond["estimate"]) <= near)
    if not passed and beyond["conf_low"] <= 0 <= beyond["conf_high"]:
        passed = None
    result = words(
        "warning-alerts-check-promise-result",
        expected=words.number(expected["estimate"]),
        caught=tell.number_range(caught),
    )
    done = words(f"warning-alerts-check-promise-{'kept' if passed else 'broken'}")
    return Check(words("warning-alerts-check-promise"), result, passed, done)


def _check_rule(tell: Telling, past: pd.DataFrame, by_money: bool) -> tuple[Check, ...]:
    words = tell.report.words
    difference = _find_difference(past, by_money)
    if difference is None or difference["estimate"] == 0:
        return ()
    better = difference["conf_low"] > 0
    passed = True if better else (False if difference["conf_high"] < 0 else None)
    told = tell_money_range(tell, difference) if by_money else tell.number_range(difference)
    done = "used" if better else "not-better"
    return (
        Check(
            words("warning-alerts-check-past"),
            words("warning-alerts-check-past-result", difference=told),
            passed,
            words(f"warning-alerts-check-{done}"),
        ),
    )


def _tabulate(tell: Telling, past: pd.DataFrame, by_money: bool) -> Table:
    words, currency = tell.report.words, tell.report.study.currency
    heads = [words("warning-alerts-head-strategy")]
    heads += [words(f"warning-alerts-head-{name}") for name in ("contacted", "caught")]
    if by_money:
        heads.append(words("warning-alerts-head-margin", currency=currency))
        heads += [
            words("warning-alerts-head-margin-low", saved=tell_saved(tell, stratum))
            for stratum in _MARGINS[1:]
        ]
    strategies = [name for name in (CHOSEN, REFERENCE, RANDOM) if name in set(past["strategy"])]
    return Table(
        id="tbl-alerts-past",
        caption=words("warning-alerts-past-caption"),
        columns=tuple(
            Column(head, "right" if position else "left") for position, head in enumerate(heads)
        ),
        rows=tuple(_tell_strategy(tell, past, name, by_money) for name in strategies),
        note=words("warning-alerts-past-note", level=tell.level()),
        source=tell.report.source_line,
    )


def _tell_strategy(
    tell: Telling, past: pd.DataFrame, strategy: str, by_money: bool
) -> tuple[str, ...]:
    words = tell.report.words
    row = {name: one(past, strategy=strategy, term=name) for name in ("contacted", "caught")}
    cells = [
        words(f"warning-alerts-strategy-{strategy}"),
        words.number(row["contacted"]["estimate"]),
        tell.number_range(row["caught"]),
    ]
    if by_money:
        margins = [
            one(past, strategy=strategy, term="net_margin", stratum=stratum) for stratum in _MARGINS
        ]
        cells.append(tell.number_range(margins[0]))
        cells += [words.number(margin["estimate"]) for margin in margins[1:]]
    return tuple(cells)
