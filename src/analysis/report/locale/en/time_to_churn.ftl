### The report on time to churn (notebook 03).
### Values in braces are filled in; keep their names. $n chooses between singular and plural where it is counted.

churn-title = Time to churn
churn-subtitle = How long customers stay, when they leave, and what goes with leaving

## Said in many places

churn-everyone = All customers
churn-group-other = Other groups
churn-group-unknown = Not known
churn-not-reached = not reached
churn-axis-month = Months as a customer
churn-axis-day = Days since the first purchase
churn-axis-survival = Still customers
churn-axis-hazard = Leave per { $period }, of those still there
churn-axis-cumulative = Cumulative hazard
churn-bin-month = month { $at }
churn-bin-months = months { $low } to { $high }
churn-bin-day = day { $at }
churn-bin-days = days { $low } to { $high }
churn-period-month = month
churn-period-day = 30 days
churn-unit-month = months
churn-unit-day = days
churn-nobody-left = 100% (nobody had left)
churn-withheld-title = Not shown

## Cover

churn-key-survival = Still customers after { $time }
churn-key-survival-note = of { $n } customers
churn-key-mean = Average stay in the first { $time }
churn-key-mean-note = restricted mean survival time
churn-key-cliff = Leaving in the riskiest time, { $period }
churn-key-cliff-note = per { $period }, of those still there

## Summary

churn-heading-summary = In short
churn-summary-caption = What was found, and what it means
churn-summary-found = What was found
churn-summary-means = What it means
churn-summary-note = Findings about groups and traits are associations: they do not say what changing a trait would do. How far each can be trusted is said near the end.

## How long customers stay

churn-heading-survival = How long customers stay
churn-survival-claim = Of every 1,000 customers, { $kept } are still customers after { $time } and { $kept_last } after { $last }.
churn-survival-meaning = In the first { $time } a customer stays { $mean } on average; { $lost } of the time that could have been had is lost to leaving.
churn-survival-meaning-silence = { $meaning } The last silence, up to the day the customer counts as lost, is included.
churn-survival-title = { $share } stay for { $time }, { $share_last } for { $last }
churn-survival-subtitle = Share still customers (Kaplan–Meier); { $n } customers, of whom { $lost } left. Dark band: { $level } confidence at each time; light band: { $level } for the whole curve at once
churn-survival-alt = Curve of the share still customers, falling in steps: { $points }.
churn-survival-alt-point = { $share } at { $time }
churn-survival-note = At risk: customers still there and still observed just before that time.
churn-median = Half of the customers have left after { $median }.
churn-median-alone = Half of the customers have left after { $median }.
churn-median-definition = Half of the customers are lost at the fall of the curve at { $day }. That day comes from the definition, so the median says nothing of its own here.
churn-median-not-reached = More than half were still customers at the last time observed, { $last }, so the time after which half have left (the median) cannot be given.
churn-survival-caption = Share still customers, by time since the start
churn-head-time = Time
churn-head-kept = Still customers
churn-head-pointwise = { $level } range
churn-head-band = { $level } range, whole curve
churn-head-lost = Left so far
churn-head-at-risk = At risk
churn-survival-table-note = A range for the whole curve holds at all its times together, so it is wider than one for a single time; it is not given where too few have left or are still observed.
churn-silence-fall = The fall at { $day } is made by the definition. Nobody can count as lost before { $first }, when the first silence is long enough, and every customer who never bought again reaches that moment on the same day of their clock: { $share } of all customers at { $day }. The level after the fall means something; its day does not.
churn-silence-wait = Nobody can count as lost before { $first }, when the first silence is long enough; the largest fall on one day is { $share } of all customers, at { $day }. The flat beginning of the curve is made by the definition, not by loyalty.
churn-late-entry = { $n } customers ({ $share }) were there before records began. Each counts only from then on, because those who had left before are not in the records (left truncation).
churn-late-start = Too few customers were observed early on, so the curve is about customers still there at { $start }: earlier losses are not in it.

## When they leave

churn-heading-hazard = When they leave
churn-hazard-claim = The riskiest time is { $bin }: { $rate } of those still there leave per { $period }, { $times } times the { $rest } of all other times.
churn-hazard-even = No time stands out: leaving is highest in { $bin }, at { $rate } of those still there per { $period }, which cannot be told apart from the { $rest } of all other times.
churn-hazard-too-few = Too few customers left to say when leaving is most likely.
churn-hazard-meaning = { $n } customers left in { $bin }. What customers meet then is the first place to look for reasons.
churn-hazard-meaning-even = There is no single moment to act at; what is done to keep customers has to run all the time.
churn-hazard-meaning-silence = That is when the silence of those who bought only once becomes long enough to count. What happened, happened a silence earlier: right after the first purchase.
churn-hazard-title = Leaving peaks in { $bin }: { $times } times the risk of all other times
churn-hazard-title-even = The risk of leaving has no clear peak
churn-hazard-subtitle = Above: customers lost per { $period }, of those still there, with { $level } intervals. Below: the hazard added up over time (Nelson–Aalen)
churn-hazard-alt = Bars of the share leaving per period, from { $first } in { $first_bin } to { $last } in { $last_bin }; below them the cumulative hazard, rising to { $sum }.
churn-hazard-silence = Here a customer is lost by silence, so the hazard is zero until the first silence can be complete, and its peak is the definition's. Compare groups and definitions rather than days.

## Who stays longer

churn-heading-segments = Who stays longer
churn-segments-lead = The groups below differ in more than the trait they are named after. What is said is what goes together, not what would happen if a customer were moved from one group to another.
churn-segment-claim = { $segment }: { $kept_best } of { $best } are still customers after { $time }, against { $kept_worst } of { $worst }. A difference this large is not expected by chance (log-rank { $p }).
churn-segment-claim-even = { $segment }: { $kept_best } of { $best } and { $kept_worst } of { $worst } are still customers after { $time }. The groups cannot be told apart (log-rank { $p }).
churn-segment-meaning = Per 1,000 customers, { $n } more are lost by { $time } in { $worst } than in { $best }.
churn-segment-meaning-even = By this trait alone there is no reason to treat the groups differently.
churn-segment-title = Still customers after { $time }: { $kept_best } of { $best }, { $kept_worst } of { $worst }
churn-segment-subtitle = Share still customers by { $segment } (Kaplan–Meier), with { $level } intervals at each time
churn-segment-alt = Survival curves by group. Still customers after { $time }: { $points }.
churn-segment-alt-point = { $group } { $share }
churn-segment-caption = Staying by { $segment }
churn-head-customers = Customers
churn-head-kept-by = Still customers after { $time } ({ $level } range)
churn-head-median = Half have left after, { $unit } ({ $level } range)
churn-head-mean = Average stay in the first { $time }, { $unit } ({ $level } range)
churn-segment-note = Not reached: more than half were still customers when last observed. Groups of few customers are shown together as other groups.
churn-pairs-one = The two groups compared directly: log-rank { $p }.
churn-pairs-all = All { $n } pairs of groups differ, also after allowing for the number of comparisons (pairwise log-rank, Holm).
churn-pairs-none = None of the { $n } pairs of groups can be told apart after allowing for the number of comparisons (pairwise log-rank, Holm).
churn-pairs-some = { $differ } of { $n } pairs of groups differ after allowing for the number of comparisons (pairwise log-rank, Holm). Not told apart: { $pairs }.
churn-pair = { $a } and { $b } ({ $p })
churn-withheld-no-segments = The study names no segments with at least two groups of customers, so groups cannot be compared. Name columns under segments in study.yml.

## What goes with leaving

churn-heading-drivers = What goes with leaving
churn-drivers-lead = Each trait is compared with its reference among customers who are alike in all the other traits of the model. Differences are counted in customers and in time; the hazard ratio stands beside them.
churn-drivers-none = None of the traits goes with a difference in customers lost within { $time } that can be told from none.
churn-drivers-none-meaning = The traits known here do not tell leavers from stayers. Look for others: use, complaints, price changes.
churn-driver-claim-fewer = { $driver }, { $comparison }: { $n } fewer customers lost per 1,000 within { $time }, among customers otherwise alike.
churn-driver-claim-more = { $driver }, { $comparison }: { $n } more customers lost per 1,000 within { $time }, among customers otherwise alike.
churn-driver-meaning-longer = Such customers stay { $stay } longer within the first { $time }.
churn-driver-meaning-shorter = Such customers stay { $stay } less within the first { $time }.
churn-driver-meaning-plain = How much longer or shorter such customers stay is in the table.
churn-association-title = Associations, not effects
churn-association = Customers were not assigned to these traits; they chose them, or were chosen. Part of each difference may come from what made them choose. To learn what changing something does, change it for some customers at random and compare.
churn-against = { $level } rather than { $reference }
churn-per-step = { $step } more
churn-yes = Yes
churn-no = No
churn-axis-lost-difference = Difference in customers lost per 1,000 within { $time }
churn-drivers-title-fewer = { $driver }, { $comparison }, goes with { $n } fewer lost per 1,000
churn-drivers-title-more = { $driver }, { $comparison }, goes with { $n } more lost per 1,000
churn-drivers-title-none = No trait goes with a clear difference in leaving
churn-drivers-subtitle = Difference in customers lost per 1,000 within { $time }, other traits held as they are, with { $level } intervals
churn-drivers-alt = Intervals for the difference in customers lost per 1,000 within { $time }, by trait. { $points }.
churn-drivers-note = Left of zero: fewer lost. In grey: cannot be told from no difference. Compared with: { $references }.
churn-drivers-note-plain = Left of zero: fewer lost. In grey: cannot be told from no difference.
churn-drivers-caption = Traits and leaving, in customers and in time
churn-hazard-ratios-caption = Hazard ratios
churn-driver-level = { $driver }: { $level }
churn-head-period = Time as a customer
churn-period-all = all
churn-curve-part = bend of the curve
churn-head-driver = Trait
churn-head-comparison = Comparison
churn-head-ratio = Hazard ratio ({ $level } range)
churn-head-lost-difference = Lost per 1,000 within { $time } ({ $level } range)
churn-head-stay-difference = Time stayed within { $time }, { $unit } ({ $level } range)
churn-period-until = up to { $time }
churn-period-after = after { $time }
churn-period-between = { $low } to { $high }
churn-drivers-table-note = Above 1: leaving sooner. A ratio given for two stretches of time changes as a customer stays; each is an average over its stretch.
churn-drivers-stratified = { $drivers }: leaving does not keep a constant ratio between these groups, so each group has its own course over time in the model (stratified) and there is no single hazard ratio for it. Its differences in customers and time are still given.
churn-withheld-no-drivers = The study names no drivers, so nothing can be said about what goes with leaving. Name columns under drivers in study.yml.
churn-withheld-too-few-events = Too few customers left for a model of the drivers; it wants at least five losses for each comparison.
churn-withheld-not-estimated = The model of the drivers could not be estimated on these data; the notebook gives the technical reason.
churn-withheld-not-validated = The model could not be fitted again without a part of the customers, so nothing can be said about its predictions; the notebook gives the technical reason.

## Checks of the model

churn-heading-assumptions = Whether the model's assumptions hold
churn-assumptions-lead = The model of the drivers assumes that a trait multiplies the risk of leaving by the same number at all times, that a number's effect has the assumed shape, and that no few customers decide the result. Each assumption was tested; where one failed, the model was changed and fitted again.
churn-assumptions-all = All assumptions of the model that could be tested hold.
churn-assumptions-all-meaning = The hazard ratios can be read as they stand.
churn-assumptions-remedied = { $failed } of { $n } tested assumptions failed in the first model; the model was changed accordingly.
churn-assumptions-remedied-meaning = Differences in customers and time come from the changed model. Where a ratio changes with time, it is given for each period.
churn-assumptions-caption = Tests of the first model's assumptions
churn-head-assumption = Assumption
churn-head-term = Trait
churn-head-statistic = Statistic
churn-head-p = p
churn-head-holds-term = Holds
churn-assumption-proportional = Constant ratio over time (scaled Schoenfeld residuals)
churn-assumption-form = Shape of a number's effect (against a curve)
churn-assumption-influence = No few customers decide (dfbeta)
churn-term-all = All traits together
churn-action-stratify = own course over time for each group
churn-action-by-period = ratio may change at { $time }
churn-action-curve = entered as a curve
churn-action-kept = kept: the departure is small
churn-action-none = could not be mended: read with caution
churn-assumptions-open = { $failed } of { $n } tested assumptions fail, and the model could not be changed to meet them.
churn-assumptions-open-meaning = Read the hazard ratios of the traits concerned as rough averages, and do not act on them alone.
churn-assumptions-small = { $failed } of { $n } tested assumptions fail, by amounts too small to matter; the model was kept.
churn-assumptions-small-meaning = With many customers a test finds departures nobody would notice. A ratio that changes by less than a quarter counts as constant.
churn-assumptions-note = The last row leaves out the { $n } customers who move the result most and fits again; the statistic is the largest change of a coefficient, in its standard errors. It fails when that turns the sign of a coefficient that can be told from none.
churn-assumptions-remaining = In the changed model the test still finds the ratio of { $terms } to move within a stretch of time, by an amount it cannot size. Read those ratios as averages over their stretch.
churn-check-proportional = Ratios constant over time (Schoenfeld)
churn-check-form = Shape of effects of numbers
churn-check-influence = No few customers decide
churn-check-terms-failed = { $failed } of { $n } traits depart: { $terms }
churn-check-terms-passed = none of { $n } traits departs
churn-check-influence-result = leaving out the { $n } most influential customers moves no coefficient by more than { $shift } of its standard errors
churn-done-used = Used as it is
churn-done-remedied = Model changed and fitted again
churn-done-caution = Kept, and read with caution

## Other models

churn-heading-accelerated = Time instead of risk
churn-accelerated-claim = Of { $n } models that stretch or shrink the time to leaving, { $family } describes the data best; it misses the observed share still customers by at most { $gap } percentage points.
churn-accelerated-meaning-agree = Its directions agree with the model of risk in { $agree } of { $n } comparisons that both can tell from none, so the directions do not hang on one kind of model.
churn-accelerated-meaning-differ = Its directions agree with the model of risk in { $agree } of { $n } comparisons that both can tell from none; do not rely on those that differ: { $terms }.
churn-accelerated-caption = Models of the time to leaving compared
churn-head-family = Model
churn-head-log-likelihood = Log-likelihood
churn-head-aic = AIC
churn-head-aic-difference = AIC above the best
churn-family-weibull = Weibull
churn-family-log-normal = Log-normal
churn-family-log-logistic = Log-logistic
churn-head-gap = Largest miss, percentage points
churn-accelerated-claim-poor = None of { $n } models that stretch or shrink the time to leaving fits well: the best, { $family }, misses the observed share still customers by up to { $gap } percentage points.
churn-accelerated-withheld = No time ratios are given, because no model of this kind fits well enough. The hazard ratios do not need the time to leaving to have a smooth shape. With churn by silence the misfit is expected: nobody can be lost before the first silence is complete, and many are lost on that very day.
churn-ratios-caption = Time ratios of the best model
churn-head-time-ratio = Time ratio ({ $level } range)
churn-ratios-note = Time ratio above 1: the time to leaving is longer by that factor, among customers otherwise alike.
churn-check-accelerated = A model of the time to leaving fits
churn-check-accelerated-result = misses the observed share still customers by up to { $gap } percentage points
churn-done-no-time-ratio = Time ratios withheld
churn-accelerated-note = AIC: smaller is better. Differences below about 4 are not decisive.

## How well it predicts

churn-heading-validation = How well it predicts
churn-validation-lead = The customers were split into { $n } parts; each part was predicted by a model that had not seen it.
churn-validation-claim = Of 100 pairs of customers, the model says of { $pairs } rightly who leaves first; chance is right in 50. Its predictions of who is still there have { $gained } less error than the same prediction for everyone.
churn-validation-meaning-good = Both the order of customers by risk and the predicted shares can be planned with.
churn-validation-meaning-rank = Customers can be ordered by risk, but the predicted shares are off for some groups: use the order, not the probability.
churn-validation-meaning-none = The model orders customers no better than chance; it should not be used to choose whom to approach.
churn-validation-meaning-weak = The order is better than chance, but not by much: the traits known here say little about who leaves. The predicted shares hold for groups; do not choose single customers by them.
churn-calibration-title = Predicted and observed losses agree to within { $gap } percentage points
churn-calibration-title-off = Predicted losses miss the observed ones by up to { $gap } percentage points
churn-calibration-subtitle = Share of customers lost within { $time }: predicted without having seen them, and observed, by tenth of predicted risk, with { $level } intervals
churn-calibration-perfect = predicted = observed
churn-calibration-alt = Points of predicted against observed shares lost: { $points }.
churn-calibration-alt-point = { $predicted } predicted, { $observed } observed
churn-axis-predicted = Predicted to be lost within { $time }
churn-axis-observed = Observed lost within { $time }
churn-calibration-withheld = The predicted probability of leaving within { $time } does not match what happened closely enough, so probabilities for single customers are not given in this report or passed on to later ones. The order of customers by risk is.
churn-brier-lead = The Brier score is the mean squared error of the predicted probability of still being a customer: 0 is perfect. It is compared with giving every customer the same curve.
churn-brier-title = The model's error is { $gained } below that of one curve for everyone
churn-brier-title-none = The model predicts no better than one curve for everyone
churn-brier-subtitle = Brier score over time as a customer, cross-validated, weighted for censoring; lower is better
churn-brier-alt = Two curves of prediction error over time. At { $time } the model's is { $model }, that of one curve for everyone { $null }.
churn-brier-model = Model
churn-brier-null = One curve for everyone
churn-axis-brier = Brier score
churn-check-concordance = Orders customers by risk
churn-check-concordance-result = concordance { $value }; chance is 0.5
churn-check-brier = Predicts better than one curve for everyone
churn-check-brier-result = { $gained } less squared error
churn-check-calibration = Predicted shares lost by { $time } come true
churn-check-calibration-result = largest difference { $gap } percentage points; slope { $slope }, 1 is ideal
churn-done-no-ranking = No ranking of customers is passed on
churn-done-no-prediction = No prediction is passed on
churn-done-no-probability = Probabilities for single customers withheld

## Does it depend on the definition

churn-heading-definitions = Whether it depends on what counts as lost
churn-definitions-contract = Here a customer is lost when the contract ends. That is recorded, not defined, so there is no other definition to compare.
churn-definitions-lead = Without a contract, "lost" is a decision of the analyst. Every conclusion was therefore drawn again under two other definitions.
churn-definitions-caption = The definitions, and what each says
churn-head-definition = Definition
churn-head-rule = Lost after
churn-head-threshold = Days of silence allowed after the first purchase
churn-threshold = { $median } (middle; { $range })
churn-rule-fixed-days = { $days } without a purchase
churn-rule-own-rhythm = { $multiple } times the customer's own gap between purchases, { $low } to { $high }
churn-definitions-note = A customer's own gap is what was known at the purchase, drawn toward the mean gap known that day. Early in the records only short gaps can have been completed, so this rule is strict at first.
churn-definitions-all = All { $n } conclusions are the same under all { $definitions } definitions.
churn-definitions-all-meaning = What is said about groups and traits does not hang on where the line for "lost" is drawn. How many are lost, and when, does.
churn-definitions-some = { $agreed } of { $n } conclusions are the same under all { $definitions } definitions. Not the same: { $disputed }.
churn-definitions-some-meaning = Act only on those that hold under every definition. How many are lost, and when, depends on the definition in any case.
churn-definitions-title = Depending on the definition, { $low } to { $high } are still customers after { $time }
churn-definitions-subtitle = Share still customers under each definition (Kaplan–Meier), with { $level } intervals
churn-conclusions-caption = Each conclusion under each definition
churn-head-conclusion = Conclusion
churn-head-holds = Holds under all
churn-conclusions-note = Groups: difference in mean time stayed. Traits: difference in customers lost per 1,000. Ranking: concordance, 0.5 is chance. In brackets { $level } ranges.
churn-topic-ranking = The model orders customers by risk
churn-topic-group = { $segment }: { $level } stays longer than { $reference }
churn-topic-driver = { $driver }: { $comparison }
churn-verdict-holds = yes
churn-verdict-absent = no difference under any
churn-verdict-differs = only under some
churn-verdict-reversed = reversed
churn-check-definitions = Conclusions do not depend on the definition
churn-check-definitions-result = { $agreed } of { $n } the same
churn-done-definitions = Each conclusion shown under every definition

## How far to trust this

churn-heading-trust = How far to trust this
churn-trust-verdict = { $passed } of { $n } checks passed, { $failed } did not, and { $unknown } cannot be told. Where one did not pass, the table says what was changed or withheld; what stands in this report already follows it.
churn-checks-caption = What was checked, what came out, what was done
churn-head-check = Check
churn-head-result = Result
churn-head-passed = Passed
churn-head-done = What was done
churn-outcome-passed = passed
churn-outcome-failed = not passed
churn-outcome-unknown = cannot be told
churn-check-data = The data
churn-done-data = Faults listed in the report on the customer base

## Methods

churn-heading-methods = How it was done
churn-methods-dated = A customer's clock starts with the first contract and stops when no contract has run for { $time }: one that begins within that time of the last one's end is its renewal. Customers still there on the last day of the data are not known to leave later or never; they count for as long as they were seen (censored) and no longer.
churn-methods-contract = A customer's clock starts with the contract and stops when the contract ends. Customers still there on the last day of the data are not known to leave later or never; they count for as long as they were seen (censored) and no longer.
churn-methods-silence = A customer's clock starts with the first purchase. The customer counts as lost on the first day on which the silence since the last purchase has lasted as long as the definition says; only what was known on that day is used. Purchases of one day are one purchase, money given back is none, and a customer who returns after being lost stays lost. Customers whose silence is not yet complete on the last day of the data are censored.
churn-method-kaplan-meier-heading = Share still customers
churn-method-kaplan-meier = At every time a customer leaves, the share still there is multiplied by the share of those at risk who did not leave. The range at each time is computed on the log-minus-log scale; the band for the whole curve is Nair's equal-precision band.
churn-formula-kaplan-meier = The estimated survival at time t is the product, over all times t i up to t, of one minus d i over n i: those who left at t i over those at risk just before.
churn-method-restricted-mean-heading = Average stay
churn-method-restricted-mean = The average time as a customer within the first h units of time is the area under the survival curve up to h. Unlike an overall average it needs nothing that was not observed.
churn-formula-restricted-mean = The restricted mean survival time up to h is the integral of the survival function from zero to h.
churn-method-cox-heading = Drivers of leaving
churn-method-cox = Cox's proportional hazards model (ties after Efron) says by what number each trait multiplies the risk of leaving, whatever that risk is over time.
churn-formula-cox = The hazard at time t of a customer with traits x is the baseline hazard at t times the exponential of beta one x one plus and so on to beta p x p.
churn-method-tests = Groups are compared by log-rank tests; p-values are adjusted by Holm's method for the number of comparisons. The hazard by tenure is losses over time at risk, with exact Poisson ranges; the cumulative hazard is Nelson and Aalen's. Numbers about few customers are not shown.
churn-method-effects = Differences in customers and in time come from predicting every customer twice with the model, once with the trait and once with its reference, all else as it is, and averaging; their ranges follow by the delta method.
churn-method-validation = Predictions are made for customers left out of the fit. Concordance is the share of comparable pairs ordered rightly; the Brier score and the calibration are weighted for censoring.

churn-heading-limits = Limits
churn-limits = Censoring is taken to tell nothing about leaving: customers seen for a short time are assumed to leave like others of the same tenure. Everything about groups and traits is an association.

churn-heading-glossary = Words used
churn-term-survival = Survival curve
churn-meaning-survival = The share of customers still there, by time since they began.
churn-term-censoring = Censored
churn-meaning-censoring = Still a customer when last seen; the time of leaving is not known.
churn-term-median = Median survival time
churn-meaning-median = The time after which half have left.
churn-term-mean = Restricted mean survival time
churn-meaning-mean = The average time as a customer within a stated first stretch of time.
churn-term-hazard = Hazard
churn-meaning-hazard = The rate at which those still there leave at a given time.
churn-term-hazard-ratio = Hazard ratio
churn-meaning-hazard-ratio = How many times the hazard of one group is that of another; above 1 means leaving sooner.
churn-term-proportional = Proportional hazards
churn-meaning-proportional = The assumption that a hazard ratio is the same at all times.
churn-term-log-rank = Log-rank test
churn-meaning-log-rank = A test whether survival curves of groups differ by more than chance.
churn-term-confidence = Confidence interval (range)
churn-meaning-confidence = A range made so that it covers the true value in the stated share of such studies.
churn-term-concordance = Concordance index
churn-meaning-concordance = The share of pairs of customers whose order of leaving was predicted rightly; 0.5 is chance.
churn-term-brier = Brier score
churn-meaning-brier = The mean squared error of a predicted probability; smaller is better.
churn-term-calibration = Calibration
churn-meaning-calibration = Whether predicted probabilities come true as often as they say.

churn-check-peer = Another implementation of the model
churn-peer-tiny = less than 0.01
churn-peer-gap = Coefficients differ from those of the library lifelines by { $gap } standard errors at the most
churn-done-peer = Used as it is
churn-done-peer-failed = Do not rely on the model before the difference is explained
