### The report on early warning (notebook 05): its names, its frame.
### Values in braces are filled in; keep their names. $window is a number of days; $n chooses between singular and plural where it is counted.

warning-title = Early warning
warning-subtitle = Who is about to leave within { $horizon }, why, and how good the last warnings were

## Said in many places

warning-withheld-title = Not shown
warning-unknown = unknown
warning-everyone = Everyone
warning-group-others = others
warning-named-value = { $name }: { $value }
warning-flag-yes = yes
warning-flag-no = no
warning-outcome-passed = passed
warning-outcome-failed = not passed
warning-outcome-unknown = cannot tell

## Models

warning-model-recency = The manager’s rule
warning-model-alive = Probability of being alive (BG/NBD)
warning-model-hazard = Logistic hazard
warning-model-cox = Cox model
warning-model-boosting = Gradient boosting
warning-model-ensemble = Ensemble

## Signs of decline

warning-sign-contacts_fall = Contacts become fewer
warning-sign-purchases_fall = Purchases become rarer or smaller
warning-sign-satisfaction_falls = Satisfaction falls
warning-sign-activity_falls = Activity falls
warning-sign-channel_shifts = The channel shifts

## Causes of leaving, as customers stated them

warning-cause-other = Other causes

## Groups of features

warning-group-recency = Silence against the own rhythm
warning-group-purchases = Number, size and breadth of purchases
warning-group-contract = Contract and price
warning-group-contacts = Contacts
warning-group-complaints = Complaints
warning-group-activity = Activity
warning-group-channel = Channel used
warning-group-satisfaction = Satisfaction, ratings and comments
warning-group-stage = Stage
warning-group-tenure = Time as a customer
warning-group-market = Market
warning-group-profile = Profile

## Features

warning-feature-score = { $name }: score of 100
warning-feature-change = { $name }: change since the survey before
warning-feature-market = { $name }, mean of the last 30 days
warning-feature-tenure_days = Days as a customer
warning-feature-days_since_purchase = Days since the last purchase
warning-feature-rhythm_days = Own rhythm, days between purchases
warning-feature-recency_ratio = Silence over own rhythm
warning-feature-silence_left = Days until the silence is a loss
warning-feature-gap_recent_days = Days between the last purchases
warning-feature-gap_before_days = Days between the purchases before
warning-feature-gap_ratio = Gaps now over gaps before
warning-feature-probability_alive = Probability of being alive
warning-feature-n_purchases = Purchases so far
warning-feature-amount_recent_cents = Mean amount of the last purchases
warning-feature-amount_before_cents = Mean amount of the purchases before
warning-feature-amount_ratio = Amounts now over amounts before
warning-feature-n_purchases_recent = Purchases in the last { $window } days
warning-feature-n_purchases_before = Purchases in the { $window } days before
warning-feature-n_purchases_last_year = Purchases in the last year
warning-feature-spend_recent_cents = Spend in the last { $window } days
warning-feature-spend_before_cents = Spend in the { $window } days before
warning-feature-spend_last_year_cents = Spend in the last year
warning-feature-spend_trend = Trend of spend (−1 to 1)
warning-feature-n_products_last_year = Kinds of products bought in the last year
warning-feature-contract_days = Days since the contract began
warning-feature-n_contracts_so_far = Contracts so far
warning-feature-n_contracts_running = Contracts running
warning-feature-charge_cents = Charge per period
warning-feature-charge_ratio = Charge now over the charge before
warning-feature-n_contacts_recent = Contacts in the last { $window } days
warning-feature-n_contacts_before = Contacts in the { $window } days before
warning-feature-days_since_contact = Days since the last contact
warning-feature-n_complaints_last_year = Complaints in the last year
warning-feature-days_since_complaint = Days since the last complaint
warning-feature-n_open_complaints = Complaints not resolved
warning-feature-complaint_days = Days until the last complaint was resolved
warning-feature-n_active_days_recent = Active days in the last { $window } days
warning-feature-n_active_days_before = Active days in the { $window } days before
warning-feature-off_channel_recent = Last purchases outside the main channel
warning-feature-off_channel_before = Purchases before outside the main channel
warning-feature-days_since_answer = Days since the last survey answer
warning-feature-days_since_comment = Days since the last comment
warning-feature-n_comment_days_last_year = Days with a comment in the last year
warning-feature-last_rating = Last rating
warning-feature-stage = Stage
warning-feature-days_in_stage = Days in the stage

## In short

warning-heading-summary = In short
warning-summary-caption = What was found, and what it means
warning-summary-found = What was found
warning-summary-means = What it means
warning-summary-note = A risk is the probability of being lost within { $horizon }. What goes with a high risk need not cause it: whether calling a customer keeps them is learnt only from customers who are, at random, not called.

## How far to trust this

warning-heading-trust = How far to trust this
warning-trust-verdict = { $passed } of { $n ->
    [one] one check is passed
   *[other] { $n } checks are passed
}{ $failed ->
    [0] {""}
    [one] ; one is not
   *[other] ; { $failed } are not
}{ $unknown ->
    [0] {""}
    [one] ; one cannot tell
   *[other] ; { $unknown } cannot tell
}.
warning-trust-use = Every figure on how good the warnings are comes from months that the models had not seen: each was predicted with what was known then and compared with what happened. A check that is not passed says what may not be concluded; the last column says what followed from it.
warning-trust-caption = What was checked
warning-head-check = Check
warning-head-result = Result
warning-head-passed = Verdict
warning-head-done = What followed
warning-check-data = Data quality
warning-done-data = Stated on the cover

## Methods

warning-heading-methods = Methods
warning-method-lead = Models are of well-kept libraries or of the project’s own code; the latter is tested against published values and against a simulated company whose true risks are known.
warning-method-sources = Sources: { $source }.
warning-method-risk-heading = Risk
warning-method-dated = At each month’s end everybody who is still a customer is described by what was known at the end of that day, and followed for { $horizon }. The risk is the probability of being lost in that time. Models learn only from months whose outcome was known on the day they predict from, and are judged by later months. Customers whose outcome within the horizon is settled by the definition of a loss are left out: nobody can lose or win by predicting them.
warning-method-tenure = Every 30 days of tenure everybody who is still a customer is described by what was known then, and followed for { $horizon }. The risk is the probability of being lost in that time. The contracts have no dates, so nothing orders them in time: models learn from some customers and are judged by others, and those not followed long enough are made up for by weighting the others.
warning-formula-risk = the risk at time t is the probability that the loss comes by t plus H, given that it has not come by t, and what is known by t
warning-method-cox-heading = Models
warning-method-cox = All models see the same customers, months and facts. Beside the rule a manager would use stand a logistic model of the loss within the horizon, a Cox model whose facts change with time (of the next purchase, where a loss is a silence), and gradient boosting, which finds bends and combinations by itself. The one with the smallest error is used; of those that cannot be told apart, the simplest.
warning-formula-cox = the hazard is the baseline hazard times the exponential of beta times the facts at time t
warning-method-alive-heading = Probability of being alive
warning-method-alive = Customers buy at a constant rate of their own until they stop without saying so; after each purchase they stop with a probability of their own. How often and how lately somebody bought then says how probable it is that they still buy, and that nothing is bought until the silence counts as a loss.
warning-formula-alive = the probability of being alive is the probability that the unseen end comes after t, given the number of purchases, the time of the last one, and t
warning-method-recalibration-heading = Recalibration
warning-method-recalibration = A model’s score is turned into a probability by a line fitted to earlier predictions whose outcome was known by then. The range of a risk is that of the share lost among customers given that risk in a new month: it holds the error of the line and how much months differ. It is no range for the fate of one customer, who leaves or does not.
warning-formula-recalibration = the complementary log-log of the risk is a plus b times that of the score
warning-method-brier-heading = Error and calibration
warning-method-brier = The Brier score is the mean squared distance between risk and outcome; the weights make up for customers not followed to the horizon. Calibration compares the share predicted with the share lost, among customers of like risk. The expected calibration error is the mean distance of the two, less what chance alone would show.
warning-formula-brier = the Brier score is the weighted mean of the squared difference of outcome and risk
warning-method-auc-heading = Ranking
warning-method-auc = Of a customer who was then lost and one who was not, the probability that the first had been given the higher risk, compared within the same month. 50% is chance.
warning-formula-auc = the area under the curve is the probability that the risk of somebody lost is above that of somebody not lost
warning-method-decision-heading = Whom to call
warning-method-decision = A call is worth its cost when risk, times the share of those called who would be kept, times what the customer is worth in the time stated, is above it. The decision curve shows what a list gains at every such limit, beside calling everybody and nobody. The share kept is an assumption until the holdout has shown it.
warning-formula-decision = alert when risk times saved share times value exceeds the cost of a contact
warning-method-reasons-heading = Reasons
warning-method-reasons = A customer’s risk is computed again with the facts of one group replaced by what is usual in the customer’s stage: the difference is the group’s contribution. What a group matters for the model as a whole is how much the error grows when its facts are shuffled among the customers of a month.
warning-formula-reasons = the contribution of a group is the risk less the risk with the usual values of the group
warning-method-causes-heading = Causes
warning-method-causes = Causes are what customers said when they left. Somebody who leaves for one cause can no longer leave for another: the causes compete, and the shares lost by each add up to the share lost. Those who were asked are weighted to stand for all who left.
warning-formula-causes = the share lost to cause k by u is the integral of the share still there, over the hazard of cause k
warning-method-life-heading = Remaining life
warning-method-life = How long a customer will still stay, given that they are there today and what is known of them: the clock starts at the landmark, not when the customer joined.
warning-formula-life = the probability of being there at t plus u, given being there at t
warning-method-drift-heading = Drift
warning-method-drift = The population stability index compares how a fact is spread over bins in the months learnt from and now. Chance alone makes it larger than zero, so it is held against what it would be without drift; with many facts, p is adjusted by Holm’s method.
warning-formula-drift = the index is the sum over bins of the difference of shares times the logarithm of their ratio
warning-method-errors = Ranges are { $level } intervals. The months of one customer are counted as one customer, not as many.

## Limits

warning-heading-limits = Limits
warning-limits-general = A risk is for customers like this one, not a forecast of a fate. A reason says what raises the risk in the model, not what would lower it. Past months are no promise: when the company, its market or its records change, risks are off until the model has seen it; drift and calibration are checked for that at every run. Small groups are not shown.
warning-limits-silence = A loss is a silence that has lasted as long as the study’s definition asks. Who has bought so lately that the silence cannot be complete within { $horizon } has no risk by definition, and some who count as lost come back.
warning-limits-dated = A loss is the end of a contract that is not renewed, as the study defines it.
warning-limits-tenure = The contracts have no dates: there is no backtest over past months, no drift and no lead time by the calendar, and nothing here says what the coming { $horizon } will bring that past tenures did not. Attributes are those on record when the data were drawn.
warning-limits-effect = Nothing here says that a call keeps a customer. The holdout is drawn so that it can be learnt: compare losses among those called and those held out.

## Glossary

warning-heading-glossary = Words used
warning-term-risk = Risk
warning-meaning-risk = The probability of being lost within the horizon.
warning-term-horizon = Horizon
warning-meaning-horizon = How far ahead is warned, in days.
warning-term-landmark = Landmark
warning-meaning-landmark = A day, such as a month’s end, on which customers are looked at: everything before is known, everything after is the outcome.
warning-term-alert = Alert
warning-meaning-alert = A customer put on the list to be contacted.
warning-term-sign = Sign of decline
warning-meaning-sign = Fewer contacts, rarer or smaller purchases, falling satisfaction, falling activity, a shift of channel: each by a stated rule.
warning-term-backtest = Backtest
warning-meaning-backtest = Past months predicted from what was known then, and compared with what happened.
warning-term-precision = Precision
warning-meaning-precision = Of the customers listed, the share who were then lost.
warning-term-recall = Recall
warning-meaning-recall = Of the customers lost, the share who had been listed.
warning-term-lift = Lift
warning-meaning-lift = How many times as many of the listed were lost as of all customers.
warning-term-calibration = Calibration
warning-meaning-calibration = That of customers given a risk of 20%, 20% are lost.
warning-term-auc = AUC
warning-meaning-auc = The probability that a customer who was lost had been given a higher risk than one who was not. 50% is chance, 100% is perfect.
warning-term-brier = Brier score
warning-meaning-brier = The mean squared error of a predicted probability. 0 is perfect.
warning-term-lead-time = Lead time
warning-meaning-lead-time = Days from the first alert to the loss.
warning-term-value-at-stake = Value at stake
warning-meaning-value-at-stake = The margin a customer is expected to bring in the time stated, if they stay.
warning-term-decision-curve = Decision curve
warning-meaning-decision-curve = What a list gains, net of its cost, at every limit above which one calls.
warning-term-drift = Drift
warning-meaning-drift = That customers now differ from those the model learnt from, beyond chance.
warning-term-leak = Leak
warning-meaning-leak = A fact that tells the outcome because it was recorded after it, or by it.
warning-term-cause = Cause
warning-meaning-cause = What a customer said when leaving: price, product, service, moved away.
warning-term-remedy = Remedy
warning-meaning-remedy = What the company can do about a cause.
warning-term-remaining-life = Remaining life
warning-meaning-remaining-life = How long a customer will still stay, given that they are here today.
warning-term-holdout = Holdout
warning-meaning-holdout = Customers on the list who, at random, are not contacted, so that the effect of contacting can be learnt.
warning-term-confidence = Interval
warning-meaning-confidence = A range that would hold the true value in the stated share of studies like this one.

## Cover

warning-key-contacts = Customers to contact now
warning-key-contacts-note = of { $n } looked at; { $capacity } can be contacted in a month
warning-key-losses = Of them, lost within { $horizon } without a contact
warning-key-losses-note = expected, adding up their risks
warning-key-reached = Lost customers such a list would have reached
warning-key-reached-note = in a past month, with { $contacts } contacts and what was known then
warning-key-margin = Expected net margin of the list
warning-key-margin-note = if a contact keeps { $saved } of those about to leave
