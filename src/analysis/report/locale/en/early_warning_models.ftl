### Models side by side: which one the risks come from, and what it earned.

warning-models-heading = Which model the risks come from
warning-models-too-few = Too few customers were lost in the months judged to compare models.
warning-models-basis = Every model predicted the same { $rows } customer-months of { $customers } customers, at the month-ends from { $first } to { $last }. It was fitted anew { $fits ->
    [one] once
   *[other] { $fits } times
} on the way, each time to nothing but months whose outcome over { $ahead } was known by then. The rule a manager would use stands beside the models: sort by one fact ({ $rule }).
warning-models-basis-tenure = Every model predicted the same { $rows } customer-months of { $customers } customers it had not seen: the customers took turns, in { $folds } parts. The rule a manager would use stands beside the models: sort by one fact ({ $rule }).
warning-models-claim-model = { $model } is used: it takes away { $skill } of the error of giving everybody the same risk; the manager’s rule takes away { $rule }.
warning-models-claim-rule = No model predicts better than the manager’s rule, which takes away { $rule } of the error of giving everybody the same risk: the rule is used.
warning-models-meaning-model = Of two customers of whom one was then lost, it had given that one the higher risk in { $auc } of cases, the rule in { $rule }; by chance it would be 50%. Lists made by the rule alone call more customers who would have stayed.
warning-models-meaning-rule = Of two customers of whom one was then lost, the rule put that one first in { $rule } of cases; by chance it would be 50%. More facts about customers, not a finer model, would make warnings better.
warning-models-ensemble-used = The ensemble earns its place: its error is { $ensemble }, that of the best single model ({ $model }) { $best }.
warning-models-ensemble-used-meaning = Averaging models that err differently takes some of the error away, at the price of a risk that is harder to explain.
warning-models-ensemble-left = The ensemble does not earn its place: its error is { $ensemble }, that of the best single model ({ $model }) { $best }.
warning-models-ensemble-left-meaning = Averaging the models gains nothing that can be told from chance, and one model is easier to explain and to check.
warning-models-axis = Brier score less that of the manager’s rule
warning-models-figure-title = { $better } of { $n } models err less than the manager’s rule
warning-models-figure-subtitle = Difference of Brier scores on the same customer-months (left of 0: smaller error), with { $level } intervals for customers
warning-models-figure-alt = Differences of Brier scores from the manager’s rule: { $points }.
warning-models-alt-point = { $model } { $value }
warning-models-caption = The models on the same customer-months
warning-models-head-model = Model
warning-models-head-error = Brier score
warning-models-head-difference = Less the rule’s ({ $level } range)
warning-models-head-skill = Error taken away
warning-models-head-auc = Ranked rightly, AUC ({ $level } range)
warning-models-head-used = Used
warning-models-used = yes
warning-models-reference = reference
warning-models-rule = Manager’s rule: { $rule }
warning-models-table-note = Brier score: mean squared distance between risk and outcome, 0 is perfect. Error taken away: of the Brier score of giving everybody the share lost as risk. Used is the model with the smallest Brier score, or the simplest whose distance from it may be chance; simpler models stand further up.
warning-models-note = Risks of all models are recalibrated alike, by earlier predictions whose outcome was known by then. The manager’s rule is given the share lost among customers of the same standing in the past, so that it, too, is a risk. Settings of the models are fixed beforehand, not tuned to these months. Where a loss is a silence, the Cox model is of the next purchase: the risk is the probability that none comes until the silence is complete.
warning-models-left-out = Not compared, because the records did not suffice to fit it: { $models }.
warning-models-check = The model predicts better than the manager’s rule
warning-models-check-result = difference of Brier scores { $difference }
warning-models-done-model = the model’s risks are used
warning-models-done-rule = the rule is used
