"""The state machine: one pass over sorted purchase days gives each customer's visits to stages.

At every purchase the machine looks back, never ahead: it settles the stage from the purchases so
far and sets two thresholds of silence from the rhythm known on that day. The interval up to the
next purchase is then cut by rule: in the stage until the first threshold, declining until the
second, churned until the next purchase, if any. Whole numbers only: no tie depends on rounding.
"""

from dataclasses import dataclass

import numba
import numpy as np

NEW, GROWING, MATURE, DECLINING, CHURNED, WON_BACK = range(6)
MACHINE_STATES = ("new", "growing", "mature", "declining", "churned", "won_back")
_PERCENT = 100


@dataclass(frozen=True)
class MachineRules:
    """The machine's constants. Multiples and weights in hundredths, days whole.

    ``minimum_days``: the shortest rhythm that is believed; ``maximum_days``: the longest silence
    before a customer is churned; ``shrinkage``: gaps that the segment's rhythm weighs;
    ``settle``: purchases after which a relationship counts as formed; ``window``: gaps and
    purchases compared with as many before them; ``rise`` and ``fall``: percent of the earlier level
    above which a customer grows, below which declines.
    """

    decline_multiple: int
    churn_multiple: int
    minimum_days: int
    maximum_days: int
    shrinkage: int
    settle: int = 3
    window: int = 3
    rise: int = 125
    fall: int = 80


@dataclass(frozen=True)
class PurchaseDays:
    """One entry per customer and purchase day, sorted by customer, then day; all arrays (n,).

    ``customer``: codes; ``day``: days since 1970-01-01; ``amount``: money of the day in cents;
    ``base_gaps``, ``base_days``: number and sum of all gaps of the customer's segment completed on
    earlier days; ``contacts_fell``: 1 where the contacts known by that day have fallen.
    """

    customer: np.ndarray
    day: np.ndarray
    amount: np.ndarray
    base_gaps: np.ndarray
    base_days: np.ndarray
    contacts_fell: np.ndarray


@dataclass(frozen=True)
class MachineSpells:
    """Visits by customer and time; all arrays (m,); ``state`` indexes ``MACHINE_STATES``."""

    customer: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    state: np.ndarray


def run_stage_machine(purchases: PurchaseDays, rules: MachineRules, end: int) -> MachineSpells:
    """Every customer's spells ``(start, stop]`` from the first purchase to ``end``, the observation
    end.

    Neighbouring spells of one customer differ in state; there is no spell of zero length.
    """
    constants = np.array(
        [
            rules.decline_multiple,
            rules.churn_multiple,
            rules.minimum_days,
            rules.maximum_days,
            rules.shrinkage,
            rules.settle,
            rules.window,
            rules.rise,
            rules.fall,
            end,
        ],
        np.int64,
    )
    columns = _walk(
        purchases.customer,
        purchases.day,
        purchases.amount,
        purchases.base_gaps,
        purchases.base_days,
        purchases.contacts_fell,
        constants,
    )
    return MachineSpells(*columns)


@numba.njit(cache=True)
def _walk(
    customer: np.ndarray,
    day: np.ndarray,
    amount: np.ndarray,
    base_gaps: np.ndarray,
    base_days: np.ndarray,
    contacts_fell: np.ndarray,
    rules: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    n = len(customer)
    decline_multiple, churn_multiple, minimum, maximum = rules[0], rules[1], rules[2], rules[3]
    shrinkage, settle, window, rise, fall, end = (
        rules[4],
        rules[5],
        rules[6],
        rules[7],
        rules[8],
        rules[9],
    )
    size = 3 * n
    out_customer = np.empty(size, customer.dtype)
    out_start, out_stop = np.empty(size, np.int32), np.empty(size, np.int32)
    out_state = np.empty(size, np.int8)
    gaps, spend = np.zeros(2 * window, np.int64), np.zeros(2 * window, np.int64)
    k = 0
    run = 0  # purchases since the first one, or since coming back
    came_back = False
    gap_sum, gap_count, churn_after = 0, 0, 0
    for r in range(n):
        first = r == 0 or customer[r] != customer[r - 1]
        if first:
            run, came_back, gap_sum, gap_count = 1, False, 0, 0
        else:
            gap = day[r] - day[r - 1]
            if gap > churn_after:  # a lapse is no part of the rhythm
                run, came_back = 1, True
            else:
                gaps[run % (2 * window)] = gap
                run += 1
                gap_sum += gap
                gap_count += 1
        spend[run % (2 * window)] = amount[r]
        state = _settle(run, came_back, gaps, spend, contacts_fell[r], settle, window, rise, fall)
        # rhythm = numerator / denominator days, shrunk towards the segment's
        if base_gaps[r] > 0:
            numerator = _PERCENT * gap_sum * base_gaps[r] + shrinkage * base_days[r]
            denominator = (_PERCENT * gap_count + shrinkage) * base_gaps[r]
        else:
            numerator, denominator = _PERCENT * gap_sum, _PERCENT * gap_count
        churn_after = _threshold(churn_multiple, numerator, denominator, minimum, maximum)
        decline_after = _threshold(decline_multiple, numerator, denominator, minimum, churn_after)
        last = r + 1 == n or customer[r + 1] != customer[r]
        until = end if last else day[r + 1]
        start = day[r]
        for piece in range(3):
            if piece == 0:
                stop, label = min(until, day[r] + decline_after), state
            elif piece == 1:
                stop, label = min(until, day[r] + churn_after), DECLINING
            else:
                stop, label = until, CHURNED
            if stop <= start:
                continue
            joins = k > 0 and out_customer[k - 1] == customer[r] and out_state[k - 1] == label
            if joins:
                out_stop[k - 1] = stop
            else:
                out_customer[k], out_start[k], out_stop[k] = customer[r], start, stop
                out_state[k] = label
                k += 1
            start = stop
    return out_customer[:k], out_start[:k], out_stop[:k], out_state[:k]


@numba.njit(cache=True)
def _threshold(multiple: int, numerator: int, denominator: int, minimum: int, maximum: int) -> int:
    """multiple (hundredths) x rhythm in days, rounded up; the rhythm is minimum days at least."""
    if numerator < minimum * denominator or denominator == 0:
        numerator, denominator = minimum, 1
    divisor = 100 * denominator
    return min(maximum, (multiple * numerator + divisor - 1) // divisor)


@numba.njit(cache=True)
def _settle(
    run: int,
    came_back: bool,
    gaps: np.ndarray,
    spend: np.ndarray,
    contacts_fell: int,
    settle: int,
    window: int,
    rise: int,
    fall: int,
) -> int:
    """The stage on the day of a purchase, from this run of purchases."""
    if run < settle:
        return WON_BACK if came_back else NEW
    n_gaps = run - 1
    recent = min(window, n_gaps // 2)
    earlier = min(window, n_gaps - recent)
    ring = 2 * window
    gap_recent, gap_earlier, spend_recent, spend_earlier = 0, 0, 0, 0
    for j in range(recent):
        gap_recent += gaps[(run - 1 - j) % ring]
        spend_recent += spend[(run - j) % ring]
    for j in range(recent, recent + earlier):
        gap_earlier += gaps[(run - 1 - j) % ring]
        spend_earlier += spend[(run - j) % ring]
    gap_new, gap_old = 100 * gap_recent * earlier, gap_earlier * recent
    spend_new, spend_old = 100 * spend_recent * earlier, spend_earlier * recent
    # A shorter gap is a faster rhythm.
    faster = gap_new * rise < 10_000 * gap_old
    slower = gap_new * fall > 10_000 * gap_old
    rising = faster or spend_new > rise * spend_old
    falling = slower or spend_new < fall * spend_old or contacts_fell == 1
    if rising and not falling:
        return GROWING
    if falling and not rising:
        return DECLINING
    return MATURE
