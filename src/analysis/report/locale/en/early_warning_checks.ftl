### The report on early warning (notebook 05): leaks, drift and the trust badge.
### Values in braces are filled in; keep their names. The index is the population stability index.

## The badge

warning-checks-badge-heading = Can these warnings be trusted?
warning-checks-badge-green = Green: the data, the past warnings, and the likeness of today’s customers to those learnt from give no reason to doubt the list.
warning-checks-badge-amber = { $n ->
    [one] Amber: the list can be used, with one reservation.
   *[other] Amber: the list can be used, with { $n } reservations.
}
warning-checks-badge-red = Red: the list must not be used and is withheld.
warning-checks-withheld-title = The list is withheld
warning-checks-withheld = No alert is shown or written. Why, and what to do about it, stands in { $table }; the other figures are kept so that the cause can be found.
warning-checks-badge-caption = What stands against the warnings, and what to do about it
warning-checks-badge-note = The worst colour counts. The limits were set before any result was seen: calibration and ranking are those of past months, drift is that of today’s customers.
warning-checks-head-colour = Colour
warning-checks-head-reason = Reason
warning-checks-head-todo = What to do
warning-checks-colour-red = Red
warning-checks-colour-amber = Amber
warning-checks-and-more = { $n ->
    [one] { $names }, and one more
   *[other] { $names }, and { $n } more
}

warning-checks-reason-data_red = The data gate is red
warning-checks-reason-data_amber = The data gate is amber
warning-checks-reason-leak = Something was known only once a customer had left: { $names }
warning-checks-reason-calibration_wrong = Past risks were off by more than a factor of two, beyond chance
warning-checks-reason-calibration_off = Past risks were off by more than chance and by enough to matter
warning-checks-reason-calibration_unknown = There were too few losses to tell whether past risks came true
warning-checks-reason-ranking_none = Past warnings did not put those who left before those who stayed, beyond chance
warning-checks-reason-ranking_weak = Past warnings ranked customers only little better than chance
warning-checks-reason-drift_most = Most of what the warnings rest on has shifted by a lot: { $names }
warning-checks-reason-drift_features = { $n ->
    [one] One feature has drifted: { $names }
   *[other] { $n } features have drifted: { $names }
}
warning-checks-reason-drift_outside = At least a quarter of today’s customers lie beyond everything seen before: { $names }
warning-checks-reason-drift_risk = The risks themselves are spread otherwise than in past months
warning-checks-unknown-tenure = Contracts carry no dates, so today’s customers cannot be told from those of the past
warning-checks-unknown-no_months = No earlier month has an outcome yet, so there is nothing to compare today’s customers with
warning-checks-unknown-nobody = No customer can be lost within the horizon today, so there is nobody to compare

warning-checks-todo-data_red = Mend the faults that the data gate lists, then run again
warning-checks-todo-data_amber = Read the data gate’s list of faults before acting
warning-checks-todo-leak = Take the feature out, or record the day on which it is entered
warning-checks-todo-calibration_wrong = Do not weigh money by these risks; look for what changed in the company or its records
warning-checks-todo-calibration_off = Use the order of the list; take the risks themselves as rough
warning-checks-todo-calibration_unknown = Use the order of the list; judge again when more months have passed
warning-checks-todo-ranking_none = Choose whom to contact by other means
warning-checks-todo-ranking_weak = Use the list for groups of customers, not for single ones
warning-checks-todo-drift_most = Find out whether the records or the customers changed; wait for months learnt from the new state
warning-checks-todo-drift_features = Check how the named features are recorded; watch calibration in the next run
warning-checks-todo-drift_outside = Watch calibration in the next run: for these customers the model extends what it has seen
warning-checks-todo-drift_risk = Expect a list longer or shorter than in past months, and watch calibration in the next run
warning-checks-todo-drift_unknown = Compare the next extract with this one before acting on it

## Leaks

warning-checks-heading = Was anything known too early, and have customers changed?
warning-checks-lead = A warning is worth something only if it was learnt from what was known on the day, and if today’s customers are like those it was learnt from. Every run checks both; a leak stops it.
warning-checks-leaks-none = { $n ->
    [one] The one feature the warnings rest on does not give the loss away.
   *[other] None of the { $n } features the warnings rest on gives the loss away.
}
warning-checks-leaks-found = The outcome is known beforehand through { $names }.
warning-checks-leaks-meaning-none = What the warnings achieved in past months they achieved with what was known then; nothing was learnt from an answer given, or a field filled in, because somebody had already left.
warning-checks-leaks-meaning-found = How well the warnings seem to do says nothing: they look at the answer. Nothing is to be concluded from them.
warning-checks-leaks-caption = Three ways of knowing too much, and what was found
warning-checks-head-question = Question
warning-checks-head-looked = Looked at
warning-checks-head-result = Result
warning-checks-head-outcome = Outcome
warning-checks-replay-name = Was it on record on the day?
warning-checks-replay-looked = { $days ->
    [one] { $n } columns of { $rows } customer-months, built again for one past day from records cut off on it
   *[other] { $n } columns of { $rows } customer-months, built again for { $days } past days from records cut off on each
}
warning-checks-replay-clean = Equal to the last digit
warning-checks-replay-nothing = Nothing: the records carry no dates
warning-checks-separation-name = Does one feature foretell everything?
warning-checks-separation-looked = { $n } features in { $rows } rows, every value and threshold of each
warning-checks-separation-clean = Nowhere were more than { $share } lost behind one value or threshold (the most: { $name })
warning-checks-separation-few = No value or threshold has enough losses behind it
warning-checks-separation-nothing = Nothing: too few losses whose outcome was still open
warning-checks-exit-name = Was it asked because somebody left?
warning-checks-exit-looked = { $n } kinds of answers, comments and contacts ({ $rows } records), beside exit interviews of the same customers and in earlier weeks
warning-checks-exit-clean = None gathers at exit interviews
warning-checks-exit-nothing = Nothing: no exit interviews are recorded
warning-checks-result-found = { $n ->
    [one] One leak
   *[other] { $n } leaks
}
warning-checks-result-clean = No leak
warning-checks-excused = Part of what a loss is in this study, and so allowed to foretell it: { $names }.
warning-checks-unchecked = Not made from the tables, and so not built again: { $names }.

## Drift

warning-checks-drift-unknown-title = Drift cannot be judged
warning-checks-drift-none = { $months ->
    [one] Today’s customers are like those of the last month whose outcome is known: none of { $n } features has drifted.
   *[other] Today’s customers are like those of the last { $months } months whose outcome is known: none of { $n } features has drifted.
}
warning-checks-drift-some = { $n ->
    [one] One of { $of } features has drifted: { $names }.
   *[other] { $n } of { $of } features have drifted: { $names }.
}
warning-checks-drift-meaning-none = What was learnt from past months speaks about customers such as those of today.
warning-checks-drift-meaning-some = Part of today’s customers differ from those learnt from. First check how these features are recorded; if the records are right, the next runs show whether the risks still come true.
warning-checks-drift-meaning-outside = In what they do, today’s customers are like those learnt from; in what moves with time they are not.
warning-checks-drift-beyond = At least a quarter of today’s customers lie beyond everything seen before in this: { $names }. For them the models extend what they have seen; the next runs show whether the risks come true.
warning-checks-figure-none = No feature has moved both by enough to matter and further than past months did
warning-checks-figure-some = Moved furthest beyond what past months did: { $name }
warning-checks-figure-subtitle = { $months ->
    [one] Of the { $n } features that moved most: today against the last known month. Strokes: the largest of those months against the others. Dashed: 0.10, a shift that matters, and 0.25, a large one. Dark bars have drifted
   *[other] Of the { $n } features that moved most: today against the last { $months } known months. Strokes: the largest of those months against the others. Dashed: 0.10, a shift that matters, and 0.25, a large one. Dark bars have drifted
}
warning-checks-axis = Population stability index (0: no shift)
warning-checks-figure-alt = Bars of the population stability index today, with the largest of past months: { $points }.
warning-checks-figure-point = { $name } { $value } against { $usual }
warning-checks-drift-caption = Drift of the risk and of features, { $n } customers today
warning-checks-drift-note = A feature has drifted when its index is above chance (all features counted), above its mean by chance by 0.10 or more, and above that of every past month against the others. What moves with time by its nature is judged by the customers who lie beyond everything seen before.
warning-checks-head-feature = Feature
warning-checks-head-index = Index
warning-checks-head-chance = By chance below (95%)
warning-checks-head-usual = Largest of past months
warning-checks-head-outside = Beyond all seen
warning-checks-head-verdict = Verdict
warning-checks-risk = Risk
warning-checks-verdict-drifted = Drifted
warning-checks-verdict-steady = Steady
warning-checks-verdict-beyond = Beyond what was seen
warning-checks-verdict-moves-clock = Moves: time passes
warning-checks-verdict-moves-count = Moves: counts only grow
warning-checks-verdict-moves-market = Moves: the market’s, the same for all
warning-checks-verdict-moves-cohort = Moves: the day of joining
warning-checks-false-alarms = How often this cries wolf was measured: among simulated companies of 150 customers that did not change at all, { $share } had some feature flagged; among those of 1,500 customers, none.

## Checks

warning-checks-check-leaks = Nothing known too early (leaks)
warning-checks-check-drift = Features as in the months learnt from (drift)
warning-checks-check-risk = Risks spread as in past months (drift)
warning-checks-drift-result = { $flagged } of { $n } features drifted
warning-checks-risk-result = Index { $value }; by chance below { $high }
warning-checks-done-used = The warnings are used
warning-checks-done-leaks = The warnings are withheld
warning-checks-done-drift = Shown on the badge; recording to be checked
warning-checks-done-risk = Shown on the badge; expect a longer or shorter list
warning-checks-done-drift-unknown = Shown on the badge as a reservation
