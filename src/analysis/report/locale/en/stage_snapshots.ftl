### The report on stages stored as snapshots (notebook 02, stage snapshots).
### Values in braces are filled in; keep their names. A bare count chooses between singular and plural.

snapshots-title = Stages from snapshots
snapshots-subtitle = How customers move between the stages that were stored at month ends

## Said in many places

snapshots-few = too few to tell
snapshots-head-stage = Stage
snapshots-head-from = From
snapshots-head-to = To
snapshots-head-move = Move
snapshots-head-today = Today
snapshots-outcome-passed = holds
snapshots-outcome-failed = does not hold
snapshots-outcome-unknown = cannot be told

## Cover

snapshots-key-today = In stage { $stage } today
snapshots-key-counted = a count, not an estimate
snapshots-key-today-note = of { $all } customers
snapshots-key-risk = From stage { $stage }: in { $loss } after { $time }
snapshots-key-risk-note = the stage with the highest probability
snapshots-key-base = Expected in stage { $loss } in { $time }
snapshots-key-base-note = today: { $now }

## Summary

snapshots-heading-summary = In short
snapshots-summary-caption = What was found, and what it means
snapshots-summary-found = What was found
snapshots-summary-means = What it means

## What was stored

snapshots-heading-stored = What was stored
snapshots-stored-lead = { $snapshots } snapshots of { $customers } customers, from { $first } to { $last }, usually { $gap } apart. Each says in which stage a customer was on one day. When a customer moved, and through which stages between two snapshots, was not stored; nothing here pretends to know it.
snapshots-late = { $n } of { $all } pairs of snapshots lie further apart than usual because one is missing in between; they enter with their real distance.
snapshots-once = { $n } customers have one snapshot only and say nothing about moves.
snapshots-gone = { $n } customers have no recent snapshot; their moves up to the last one count, they themselves do not count as today's.
snapshots-today-claim = Of { $n } customers with a current snapshot, { $lost } are in stage { $loss }; the largest stage is { $stage }, with { $share }.
snapshots-today-claim-lost = Of { $n } customers with a current snapshot, { $lost } are in stage { $loss }, the largest; of the other stages, { $stage } is the largest, with { $share }.
snapshots-today-meaning = This is where the base stands before anything is estimated.
snapshots-today-title = { $share } of customers are in stage { $stage }
snapshots-today-subtitle = Customers by the stage in their latest snapshot; { $n } customers
snapshots-today-alt = Bars of customers by stage: { $points }.
snapshots-today-note = Stages of fewer than { $minimum } customers are not drawn.

## Moves

snapshots-heading-moves = How customers move
snapshots-moves-lead = The model finds the rates of moving at any moment that fit best with what the snapshots show. A customer can make several moves between two snapshots; this is taken into account.
snapshots-moves-claim = Of 100 customers in stage { $stage }, { $n } move to { $to } next, within a month.
snapshots-moves-meaning = Of 100 customers in stage { $loss }, { $n } move to { $to } next, within a month.
snapshots-moves-meaning-none = No way back from stage { $loss } was seen often enough to be shown.
snapshots-moves-few = No move was seen often enough to be shown.
snapshots-moves-caption = The next move, and its intensity
snapshots-head-month = Makes this move next, within a month
snapshots-head-intensity = Intensity per month
snapshots-head-seen = Pairs of snapshots that show it
snapshots-moves-note = { $level } intervals in brackets. Intensity: moves per customer in the stage and month; it can be above 1 where a stage lasts less than a month. Moves that fewer than { $minimum } pairs of snapshots show are not listed.
snapshots-moves-more = { $small ->
    [0] No estimated move is too rare to be listed;
    [one] One estimated move is too rare to be listed;
   *[other] { $small } estimated moves are too rare to be listed;
} { $zero ->
    [0] none was estimated as zero.
    [one] one has an intensity estimated as zero, as several moves in a row explain it.
   *[other] { $zero } have intensities estimated as zero, as several moves in a row explain them.
}

## Probabilities

snapshots-heading-matrix = Where a customer is after a while
snapshots-matrix-lead = The probability that a customer who is in one stage is in another { $time } later, whatever happens in between.
snapshots-matrix-claim = Of the customers in stage { $stage }, { $share } are in { $loss } after { $time }, more than from any other stage.
snapshots-matrix-meaning = From stage { $stage } it is { $share }; that is how much the present stage tells about loss within { $time } ({ $loss }).
snapshots-matrix-title = The most likely change is { $move }: { $share }
snapshots-matrix-subtitle = Probability of being in a stage (column) { $time } after being in another (row)
snapshots-matrix-alt = Table of probabilities, tinted by size: { $points }.
snapshots-matrix-note = Probabilities below 0.5% are left out, and so are starting stages with fewer than { $minimum } pairs of snapshots.
snapshots-matrix-caption = Probabilities after { $time }, with intervals
snapshots-head-probability = Probability ({ $level } interval)

## Stays

snapshots-heading-stays = How long a stage lasts
snapshots-stays-claim = A visit to stage { $longest } lasts longest, { $long } on average; one to { $shortest } is shortest, { $short }.
snapshots-stays-meaning = An action aimed at stage { $stage } has that long to reach a customer; visits that begin and end between two snapshots are included.
snapshots-stays-title = On average a visit to { $stage } lasts { $time }
snapshots-stays-subtitle = Mean length of a visit to a stage, with { $level } intervals; logarithmic scale
snapshots-stays-alt = Points with intervals: { $points }.
snapshots-stays-axis = Days
snapshots-stays-note = Beyond a year the mean is an extrapolation of the present rate of leaving.

## Forecast

snapshots-heading-forecast = Where today's customers will be
snapshots-forecast-claim-up = In { $time }, { $count } of today's customers are to be expected in stage { $stage }, more than the { $now } of today.
snapshots-forecast-claim-down = In { $time }, { $count } of today's customers are to be expected in stage { $stage }, fewer than the { $now } of today.
snapshots-forecast-claim-same = In { $time }, { $count } of today's customers are to be expected in stage { $stage }; that cannot be told apart from the { $now } of today.
snapshots-forecast-meaning = This is what happens if rates stay as they were on average over the records. Customers yet to come are not in it.
snapshots-forecast-caption = Customers by stage in { $time }
snapshots-head-expected = Expected ({ $level } interval)
snapshots-forecast-note = { $tried ->
    [yes] The intervals hold the error of the estimated rates, and the error that the model made over the last period of this length where it is larger than chance.
   *[no] The intervals hold the error of the estimated rates and the chance in who moves, under the model; the records are too short to add how far the model was off before.
}

## Fit

snapshots-heading-fit = Does the model fit what was stored?
snapshots-fit-lead = The model assumes that the rate of moving depends on the present stage alone, is the same for all customers in it, and does not change over the years. Where this is wrong, observed and expected counts differ.
snapshots-fit-claim-passed = From one snapshot to the next, observed and expected counts agree by calendar year and starting stage; { $share } of pairs end in another stage than expected, no more than chance.
snapshots-fit-claim-failed = From one snapshot to the next, the model puts { $share } of pairs in another stage than they were found in, by calendar year and starting stage; that is more than chance.
snapshots-fit-claim-unknown = There are too few pairs of snapshots to compare observed and expected counts.
snapshots-fit-meaning = Nothing in the snapshots speaks against the model.
snapshots-fit-meaning-failed = The model is furthest off for customers who begin in stage { $stage } ({ $share } of them). Read what is said about that stage as an average over unlike customers and over the years.
snapshots-fit-result = { $share } in another stage, { $p }
snapshots-check-fit = From one snapshot to the next, by year
snapshots-done-fit-passed = Nothing to be done
snapshots-done-fit-failed = Size of the departure stated; intervals hold under the model only
snapshots-done-fit-unknown = Conclusions rest on the model alone
snapshots-past-none = The records are too short to try the model on a past period of { $time }.
snapshots-past-text = Tried on the past: a model of the snapshots up to { $time } before the last one, carried forward by { $time }, puts { $share } of customers in another stage than they were found in.
snapshots-past-caption = Customers by stage: expected { $time } ahead, and found
snapshots-head-then = Then
snapshots-head-model = Expected
snapshots-head-found = Found
snapshots-past-note = Customers who had a snapshot at both ends. Where found and expected differ, today's forecast is likely to be off the same way.
snapshots-check-past = Over the last { $time }, from what was known before
snapshots-done-past-passed = Nothing to be done
snapshots-done-past-failed = Intervals of the forecast widened by this error; read it as a direction
snapshots-done-past-unknown = Forecast given without a trial

## Exact times

snapshots-heading-exact = What exact times would add
snapshots-exact-lead = With month-end stages, whatever happens within a month is inferred from a model. A customer who was lost and came back within the same month was never seen as lost; a stage that lasts days is hardly seen at all.
snapshots-exact-more = If the day of each move were stored, durations could be estimated without assuming a constant rate of leaving; the time already spent in a stage could be used; and what follows an action could be dated. The report on lifecycle stages does this from purchases.
snapshots-exact-remedy = The remedy is small: keep every change of the stage with its date, instead of overwriting it.

## Trust

snapshots-heading-trust = How far to trust this
snapshots-trust-verdict = { $passed } of { $all } checks passed, { $failed } failed, { $unknown } cannot be told.
snapshots-checks-caption = Checks, and what followed from them
snapshots-head-check = Check
snapshots-head-result = Result
snapshots-head-passed = Verdict
snapshots-head-done = What followed
snapshots-check-data = Data quality
snapshots-done-data = Faults are listed in the report on the customer base

## Methods

snapshots-heading-methods = How it was done
snapshots-methods-lead = A continuous-time Markov model for states seen at intervals only (Kalbfleisch and Lawless 1985), by maximum likelihood. A move is allowed where enough pairs of snapshots show it, or where nothing else could explain a pair.
snapshots-method-exponential-heading = Probabilities
snapshots-method-exponential = Q holds the rates of moving from stage to stage; its rows add to zero. The probabilities after any time follow from it.
snapshots-formula-exponential = P of t is the exponential of the matrix Q times t
snapshots-method-likelihood-heading = Likelihood
snapshots-method-likelihood = Each pair of successive snapshots contributes the probability of the second stage given the first, over the real number of days between the two. A missing month is a longer distance and nothing else.
snapshots-formula-likelihood = The likelihood of Q is the product over customers and pairs of snapshots of P from the first stage to the second over the time between them
snapshots-method-stay-heading = Mean stay
snapshots-method-stay = The mean length of a visit is one over the rate of leaving.
snapshots-formula-stay = The expected stay in j is minus one over q j j
snapshots-method-fit-heading = Fit
snapshots-method-fit = Observed and expected numbers of pairs by calendar year, starting stage and stage reached; cells with fewer than five expected are pooled (Aguirre-Hernández and Farewell 2002).
snapshots-formula-fit = X squared is the sum of observed minus expected, squared, over expected
snapshots-method-rest = Intervals come from the information matrix by the delta method: for intensities and stays on the logarithmic scale, for probabilities on the logit scale. Intensities, probabilities and stays are tested against the R package msm.

## Limits

snapshots-heading-limits = Limits
snapshots-limits = The stages are the company's own; whether they were kept up to date cannot be seen here. Rates are averages over all customers in a stage and over all years on record. Differences between stages are associations, not effects.

## Glossary

snapshots-heading-glossary = Terms
snapshots-name-snapshot = Snapshot
snapshots-meaning-snapshot = The stage that was stored for a customer on one day
snapshots-name-stage = Stage
snapshots-meaning-stage = The phase of the relationship a customer is in
snapshots-name-intensity = Intensity
snapshots-meaning-intensity = The rate at which customers of one stage move to another, per unit of time
snapshots-name-probability = Transition probability
snapshots-meaning-probability = The probability of being in a stage at a later time, given the stage now
snapshots-name-stay = Mean stay
snapshots-meaning-stay = The mean length of one uninterrupted visit to a stage (sojourn time)
snapshots-name-panel = Panel observation
snapshots-meaning-panel = Seeing where customers are at certain days, but not when they move
snapshots-name-markov = Markov assumption
snapshots-meaning-markov = That the road ahead depends on the present stage alone
snapshots-name-boundary = At the boundary
snapshots-meaning-boundary = An intensity whose best estimate is zero; it has no interval
