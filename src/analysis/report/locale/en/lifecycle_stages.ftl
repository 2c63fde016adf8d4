### The report on lifecycle stages (notebook 02).
### Values in braces are filled in; keep their names. $n chooses between singular and plural where it is counted.

stages-title = Lifecycle stages
stages-subtitle = Where customers are, how they move, how long they stay, and where they will be

## Said in many places

stages-plus-minus = { $value } ± { $half }
stages-separator = { "; " }
stages-by-rule = set by the rule
stages-quoted = { $stage }
stages-stays = stays
stages-not-reached = not reached
stages-newcomers = Newcomers
stages-yes = yes
stages-no = no
stages-half = half
stages-quarter = a quarter
stages-watched = Watched
stages-withheld-title = Not shown
stages-head-stage = Stage
stages-head-customers = Customers
stages-head-share = Share
stages-head-from = From
stages-head-to = To
stages-head-move = Move
stages-head-at-risk = Customers at the start
stages-head-conclusion = Conclusion
stages-head-holds = Holds
stages-head-p = p
stages-outcome-passed = holds
stages-outcome-failed = does not hold
stages-outcome-unknown = cannot be told

## Cover

stages-key-active = Customers who are not lost
stages-key-counted = a count, not an estimate
stages-key-active-note = { $n } of { $all }
stages-key-risk = Lost within { $time }, from stage { $stage }
stages-key-risk-note = the stage with the highest risk
stages-key-return = Of the lost, back within { $time }
stages-key-return-note = of { $n } lost customers
stages-key-stay = Time as a customer in the first { $time }, from stage { $stage }
stages-key-stay-note = expected length of stay
stages-key-forecast = Customers of today not lost in { $time }
stages-key-forecast-note = { $share } today

## Summary

stages-heading-summary = In short
stages-summary-caption = What was found, and what it means
stages-summary-found = What was found
stages-summary-means = What it means
stages-summary-note = Stages are told { $kind ->
    [contract] from contracts by rules
   *[purchase] from behaviour by rules
}, so every finding is about customers as the rules see them. How far each can be trusted is said near the end.

## Stage map

stages-heading-map = Where customers are today
stages-map-claim = Of { $n } customers, { $lost } are in stage { $loss } today; the largest stage is { $stage }, with { $share } of all.
stages-map-claim-loss = Of { $n } customers, { $active } are not lost; { $loss } is the largest stage, with { $lost } of all.
stages-map-meaning = Customers who are now in stage { $stage } are { $share } of all { $kind ->
    [contract] and account for { $money } of what was charged in the last { $time }.
   *[purchase] and spent { $money } of the money of the last { $time }.
}
stages-map-meaning-counts = { $kind ->
    [contract] The contracts carry no charges, so the map counts customers and not money.
   *[purchase] The records hold no purchases, so the map counts customers and not money.
}
stages-map-title = { $share } of customers are in stage { $stage }
stages-map-subtitle = Customers by stage on { $date }, { $kind ->
    [contract] and what they were charged in
   *[purchase] and what they spent in
} the last { $time }; { $n } customers
stages-map-subtitle-counts = Customers by stage { $kind ->
    [contract] on { $date }
   *[purchase] when last seen
}; { $n } customers
stages-map-alt = Bars of customers by stage: { $points }.
stages-map-axis-n = Customers
stages-map-axis-money = { $kind ->
    [contract] Charged
   *[purchase] Spent
}
stages-map-caption = Stages today
stages-head-so-far = In the stage so far, on average
stages-head-money = { $kind ->
    [contract] Charged
   *[purchase] Spent
}
stages-head-money-each = { $kind ->
    [contract] Charged per customer
   *[purchase] Spent per customer
}
stages-map-note = { $kind ->
    [contract] Charged: what the contracts of customers who are in the stage today came to in the last { $time }, by the day
   *[purchase] Spent: what customers who are in the stage today spent in the last { $time }
}, whichever stage they were in then. Counts of few customers are not shown.
stages-map-note-counts = Counts of few customers are not shown.
stages-missing-prospects = Cannot be shown: { $stages }. Nobody is recorded before { $kind ->
    [contract] the first contract
   *[purchase] the first purchase
}.
stages-missing-contacts = Cannot be shown: { $stages }. The stage begins with a contact, and the study has no table of interactions.
stages-missing-contracts = Cannot be shown: { $stages }. Contracts without dates tell new from settled customers, and running from ended contracts, and no more.
stages-missing-nobody = Empty: { $stages }. No customer ever met its rule.
stages-missing-growth = Cannot be shown: { $stages }. Contracts have no rhythm that could rise.
stages-missing-declines = Cannot be shown: { $stages }. A contract runs or has ended; before its end a decline shows in falling contacts only, and the study has no table of interactions.
stages-taxonomies-lead = Other companies cut the same life into other stages. { $table } counts today's customers by the other taxonomies that ship with the project; { $kind ->
    [contract] the rules of renewal are the same, and a contract counts as a purchase
   *[purchase] the rules of silence are the same
}.
stages-taxonomies-caption = Today's customers under other taxonomies
stages-head-taxonomy = Taxonomy
stages-head-stages = Stages and customers
stages-taxonomy-cell = { $stage } { $count }
stages-taxonomies-note = A stage with 0 customers is empty, or cannot be shown by these data.

## Rules

stages-heading-rules = How the stages are told apart
stages-rules-claim = After a silence of { $decline } times the own rhythm fewer than { $decline_share } of customers return, after { $churn } times fewer than { $churn_share }: these are the thresholds of declining and of being lost.
stages-rules-claim-stated = The study sets the thresholds: declining after a silence of { $decline } times the own rhythm, lost after { $churn } times.
stages-rules-meaning = The rhythm counts as { $minimum } at least, and after { $maximum } of silence everybody counts as lost.
stages-rules-rest = The rhythm is the mean of the customer's own gaps so far, shrunk to that of the whole base with the weight of { $shrinkage } gaps. A relationship is formed with purchase number { $settle }; then the last { $window } gaps and purchases are compared with as many before: more than { $rise } above their level is growth, more than { $fall } below is decline, anything else is maturity.
stages-rules-no-look-ahead = Nothing looks ahead: a stage on a day uses what was known on that day. The two thresholds are the exception: they were chosen once, from all silences on record.
stages-rules-capped = The chosen multiple is so long that the limit of { $maximum } decides for nearly everybody: lost means silent for { $maximum }.
stages-rules-title = After { $churn } times the own rhythm, silence means loss
stages-rules-subtitle = Share of customers who still return after a silence of so many times their own rhythm; { $n } silences
stages-rules-alt = A curve falling from { $start } without silence; vertical lines mark { $decline } times the rhythm (declining) and { $churn } times (lost).
stages-rules-axis-x = Silence, in multiples of the own rhythm
stages-rules-axis-y = Still return
stages-rules-mark = { $stage } from { $multiple }
stages-rules-note = Returns that could be watched, within { $days } days of silence: who comes back later is won back, and counts as not returning here.
stages-withheld-rules-contracts = Contracts need no silences: a customer is new for the first three months (90 days), settled after that, and lost when the contract ends.
stages-rules-dated-claim = { $days ->
    [0] A customer is lost on the day on which the last running contract ends.
   *[other] A customer is lost when no contract has run for { $renewal }: a contract that begins sooner is a renewal.
}
stages-rules-dated-meaning = When a contract ends is on record; how long to wait for a renewal is a choice, and is tried at half and at twice its length below.
stages-rules-dated-rest = A customer is new for the first { $new } of the first contract, won back for as long when a contract begins after a loss, and mature after that while any contract runs. Contracts that run at the same time count as one. Where contacts are on record, mature customers decline while their contacts of the last 90 days are fewer than half of those of the 90 days before.
stages-rules-dated-no-look-ahead = Nothing looks ahead: a stage on a day uses what was known on that day. While a renewal may still come, the stage goes on, and an end date that lies ahead is not known yet.

## Flows

stages-heading-flows = What moved in the last period
stages-flows-claim = In the last { $time }, { $moved } of customers changed stage; { $lost } went to { $loss }, { $back } came back from it and { $arrived } were new.
stages-flows-meaning = The largest flow is { $move }, with { $n } customers. { $direction } by { $balance }.
stages-flows-more-lost = More customers were lost than came back,
stages-flows-more-back = More customers came back than were lost,
stages-flows-meaning-none = No flow is large enough to be shown.
stages-flows-title = Largest flow: { $move }, { $n } customers
stages-flows-subtitle = Customers who changed stage in the { $time } up to { $date }: stage before (left) and after (right); { $n } customers
stages-flows-alt = Ribbons from stages before to stages after: { $points }.
stages-flows-note = Those who stayed in their stage are not drawn. { $n ->
    [0] No flow was too small to be drawn.
    [one] One flow of fewer than { $minimum } customers is not drawn.
   *[other] { $n } flows of fewer than { $minimum } customers each are not drawn.
}
stages-flows-tenure = The contracts carry no dates, so there is no last period whose flows could be drawn. The table below is on each customer's own clock: the { $time } after the stage can first be entered.
stages-alluvial-source = { $stage }: { $n } of { $all }
stages-alluvial-target = { $stage }: { $n }
stages-matrix-lead = The probability that a customer who is in one stage is in another { $time } later, whatever happens in between (Aalen–Johansen).
stages-matrix-title = The most likely move is { $move }: { $share }
stages-matrix-subtitle = Probability of being in a stage (column) { $time } after being in another (row)
stages-matrix-alt = Table of transition probabilities, tinted by size: { $points }.
stages-matrix-note = Empty: none. Cells and stages of fewer than { $minimum } customers are left out.
stages-matrix-caption = Transition probabilities over { $time }, with intervals
stages-head-probability = Probability ({ $level } interval)
stages-matrix-table-note = Probabilities below 0.5% and cells of few customers are left out, and where there are many, the smaller ones. Rows with one starting stage need not add to 100% for that reason.

## Dwell times

stages-heading-dwell = How long a stage lasts, and what comes next
stages-dwell-claim = Half of the visits to a stage are over after: { $points }.
stages-dwell-point = { $stage } { $time }
stages-dwell-none = In no stage are half of the visits over within the time on record.
stages-dwell-meaning = Loss follows most often on stage { $stage }: { $share } of visits to it lead to { $loss } within { $time }.
stages-dwell-meaning-none = From no stage was a direct move to loss seen.
stages-dwell-caption = Time spent in one visit, and the next stage
stages-head-median = Half are over after ({ $level } interval)
stages-head-visits = Visits
stages-head-next = Next stage within { $time }
stages-next-cell = { $stage } { $share }
stages-dwell-note = Visits still going on count as at least that long (Kaplan–Meier). Not reached: fewer than half were over. The three most frequent next stages are listed.
stages-dwell-definition = Where a silence ends a stage, the length of the visit is set by the rule: many visits end on the same day of their clock, and the median and its narrow interval say more about the rule than about customers. The next stage, and how often it comes, is the customers' own.
stages-dwell-contracts = The stage of new customers lasts three months by definition; only the time to loss is the customers' own.
stages-dwell-dated = The stages of new and won-back customers last three months by definition where the contract runs that long; the time to loss and the time until a return are the customers' own.
stages-next-title = { $stage } leads to { $next } in { $share } of visits
stages-next-subtitle = Next stage within { $time } of entering a stage (bar); pale: still there
stages-next-alt = Stacked bars of the next stage: { $points }.
stages-next-note = Competing risks: the first move counts, and visits still going on are taken into account.

## First passage

stages-heading-passage = Time to loss, and back
stages-passage-claim = Within { $time }, { $high } of customers in stage { $worst } reach { $loss }; in stage { $best } it is { $low }.
stages-passage-meaning = Of those in { $loss }, { $share } are back within { $time }.
stages-passage-meaning-none = What is lost stays lost in these records.
stages-passage-no-return = Returns from { $loss } cannot be shown: the records hold none, or too few customers.
stages-passage-title = From stage { $stage }, { $share } are lost within { $time }
stages-passage-subtitle = Probability of reaching { $loss } within { $time }, by stage at the start, with { $level } intervals
stages-passage-alt = Points with intervals: { $points }.
stages-passage-caption = Probability of loss, and of return, by time
stages-head-within = Within { $time }
stages-move-back = Back from { $loss }
stages-passage-note = { $level } intervals in brackets. A customer who was lost and came back counts as having been lost.
stages-stays-lead = Where the next { $time } are spent, on average, by the stage at the start.
stages-stays-caption = Time to be expected in each stage within { $time }
stages-stays-note-day = Days, with half the width of the { $level } interval. Each row adds to the horizon, up to rounding and what is too small to show.
stages-stays-note-month = Months, with half the width of the { $level } interval. Each row adds to the horizon, up to rounding and what is too small to show.
stages-withheld-passage-few = No stage holds enough customers at the start of the horizon.

## Forecast

stages-heading-forecast = Where today's customers will be
stages-forecast-lead = If the next { $time } go as the last { $time } went. Customers yet to come are not in it.
stages-forecast-claim-up = In { $time }, { $count } of today's { $all } customers are to be expected in stage { $stage }, more than the { $now } of today.
stages-forecast-claim-down = In { $time }, { $count } of today's { $all } customers are to be expected in stage { $stage }, fewer than the { $now } of today.
stages-forecast-claim-same = In { $time }, { $count } of today's { $all } customers are to be expected in stage { $stage }; that cannot be told apart from the { $now } of today.
stages-forecast-meaning = This is what happens if nothing is changed; a plan for stage { $stage } should be judged against it.
stages-forecast-title = { $stage }: { $now } today, { $then } in { $time }
stages-forecast-subtitle = Today's customers by stage over the next { $time }; bands hold 50%, 80% and 95%
stages-forecast-alt = Fans of customers by stage; at the end: { $points }.
stages-forecast-note = Each panel has its own scale from zero. The bands hold sampling error, the chance in who moves, and the error that past forecasts of the same kind made.
stages-forecast-axis-day = Days from today
stages-forecast-axis-month = Months from today
stages-forecast-caption = Customers by stage in { $time }
stages-head-today = Today
stages-head-expected = In { $time }
stages-head-band = { $level } prediction interval
stages-withheld-forecast-tenure = The contracts carry no dates: there is no today from which a base could be carried forward. Give start_date and end_date in study.yml to see the forecast.
stages-backtest-none = The records are too short to try the forecast on the past: no earlier day has a full period before it in which all stages were held. The bands therefore hold no experience of being wrong and are too narrow.
stages-backtest-none-short = records too short
stages-backtest-text = Tried on the past: made on { $date } for { $time } ahead, with what was known then, the forecast put { $latest } of customers in another stage than they were found in. Over { $n ->
    [one] one such trial
   *[other] { $n } such trials
} the worst was { $worst }.
stages-backtest-text-shorter = The records are too short to try a forecast over { $horizon } on the past, so one over { $time } was tried: made on { $date }, with what was known then, it put { $latest } of customers in another stage than they were found in. Over { $n ->
    [one] one such trial
   *[other] { $n } such trials
} the worst was { $worst }; the bands of today's forecast grow with this error and with the longer time.
stages-backtest-result = { $inside } of { $all } stages within the band; { $missed } of customers in another stage
stages-backtest-caption = Forecast made on { $date } for { $time } ahead, and what happened
stages-head-then = Then
stages-head-forecast = Forecast
stages-head-happened = Happened
stages-head-inside = Within
stages-check-backtest = Forecast tried on the past
stages-done-backtest = Forecast given with its bands
stages-done-backtest-failed = Bands widened by past errors; read the forecast as a direction
stages-done-backtest-none = Forecast given; bands too narrow

## Segments

stages-heading-segments = The same by segment
stages-withheld-segments = The study names no segment with two groups of enough customers and moves. Name columns under segments in study.yml.
stages-segments-claim-time = { $segment }: in the last { $time } the move { $move } was { $times } times as frequent in { $group } as in { $reference }, per day at risk.
stages-segments-claim-all = { $segment }: the move { $move } is { $times } times as frequent in { $group } as in { $reference }, per month at risk.
stages-segments-claim-even = { $segment }: in the last { $time } none of the main moves was more or less frequent in one group than in another, beyond chance.
stages-segments-meaning = { $n } of { $all } comparisons stand out from chance. Groups differ in more than the trait they are named after.
stages-segments-meaning-even = By this trait alone there is no reason to treat the groups differently.
stages-segments-caveat = { $n } comparisons were made. One counts as standing out only when it does so after allowing for their number (Holm); the intervals drawn are those of single comparisons.
stages-segments-title = { $segment }: { $n } of { $all } comparisons of main moves stand out
stages-segments-subtitle = Rate of moving against { $reference }, by { $segment }, with { $level } intervals; 1 is no difference
stages-segments-alt = Rate ratios: { $points }.
stages-segments-lead = Every customer is in one group of each segment, and each group is estimated from its own customers alone, over the last { $time }. Active customers are those in any stage but { $stages }. Groups too few to be shown are put together.
stages-segments-lead-tenure = Every customer is in one group of each segment, and each group is estimated from its own customers alone, over the first { $time } after joining. Groups too few to be shown are put together.
stages-segments-everyone = Everyone
stages-segments-other = Other groups
stages-segments-unknown = Not known
stages-segments-two-sentences = { $first } { $second }
stages-segments-apart-calendar = { $segment }: { $worst } loses customers fastest, { $high } of its active customers within { $time }; in { $best } it is { $low }. { $longest } keeps them longest: { $stay } of the next { $time } on average.
stages-segments-apart-tenure = { $segment }: { $worst } loses customers fastest, { $high } within { $time } of joining; in { $best } it is { $low }. { $longest } keeps them longest: { $stay } of the first { $time } on average.
stages-segments-even-calendar = { $segment }: no group loses active customers faster than another beyond chance ({ $p }); within { $time } it is from { $low } in { $best } to { $high } in { $worst }.
stages-segments-even-tenure = { $segment }: no group loses customers faster than another beyond chance ({ $p }); within { $time } of joining it is from { $low } in { $best } to { $high } in { $worst }.
stages-segments-back-apart = Of the lost, { $high } come back within { $time } in { $most }, { $low } in { $least }: that is more than chance.
stages-segments-meaning-apart = Of 1,000 active customers, { $n } more are lost in { $worst } than in { $best }. Groups differ in more than the trait they are named after.
stages-segments-meaning-joining = Of 1,000 customers who join, { $n } more are lost in { $worst } than in { $best }. Groups differ in more than the trait they are named after.
stages-segments-meaning-back = What differs is how many of the lost come back: plan win-backs by group, and retention for all alike.
stages-segments-meaning-overlap = The intervals of the highest and the lowest group overlap, so no group of { $segment } can be called the fastest or the slowest to be lost.
stages-segments-meaning-chance = The intervals of the highest and the lowest group do not overlap, but once the number of comparisons is allowed for the difference can be chance: do not act on it yet.
stages-segments-alike-fast = About as fast, as far as can be told: { $others }.
stages-segments-alike-slow = Not to be told apart from { $group }: { $others }.
stages-segments-mix-explains = If all groups stood in the same stages, they could not be told apart: the difference lies in which stages their customers are in.
stages-segments-mix-not = The groups also differ when all are given everyone's mix of stages: it is not only a matter of which stages their customers are in.
stages-segments-panel-leaving = Lost within { $time }, of active customers
stages-segments-panel-returning = Back within { $time }, of the lost
stages-segments-title-apart = { $first } loses { $high } within { $time }, { $last } { $low }
stages-segments-title-back = { $segment }: { $high } of the lost come back in { $first }, { $low } in { $last }; losses do not differ beyond chance
stages-segments-title-even = { $segment }: no group loses customers faster beyond chance
stages-segments-subtitle-calendar = Probabilities within { $time } by { $segment }, with { $level } intervals; the line is everyone, and groups whose interval leaves it out stand out
stages-segments-subtitle-tenure = Probability of being lost within { $time } of joining, by { $segment }, with { $level } intervals; the line is everyone, and groups whose interval leaves it out stand out
stages-segments-points = Points with intervals: { $points }.
stages-segments-caption = { $segment }: losses, returns and time until loss
stages-segments-head-n-calendar = Active today
stages-segments-head-n-tenure = Customers
stages-segments-head-leaving = Lost within { $time } ({ $level } interval)
stages-segments-head-leaving_equal_mix = With everyone's mix of stages
stages-segments-head-returning = Of the lost, back within { $time }
stages-segments-head-stay = Time until loss, of { $time }
stages-segments-note-calendar = Lost: of today's active customers, if the next horizon goes as the last one went. With everyone's mix: the same if the group stood in the stages as everyone does, so that only its own moves differ. Time until loss counts to the horizon at most.
stages-segments-note-tenure = Of customers who join. Time until loss counts to the horizon at most.
stages-segments-forecast-caption = Active customers in { $time }, by segment
stages-segments-head-expected = Active in { $time }
stages-segments-head-tried = Last forecast tried was within its band
stages-segments-forecast-note = Of today's customers, lost ones who come back included. Bands hold sampling error, the chance in who moves, and what past forecasts for the same group missed.
stages-segments-sum = In { $time } the groups' forecasts add to { $sums }; all customers forecast at once give { $whole } active customers. They need not be equal: at once, everybody moves with the average of the groups as they stood in the past, not as they stand today. Bands do not add: groups' errors partly cancel.
stages-segments-sum-unknown = The groups do not add up to everyone here: not every group can be shown.
stages-segments-no-forecast = The contracts carry no dates, so there is no forecast of a base by group; what is shown holds from joining.
stages-segments-details = All segments together
stages-segments-sum-of = { $sum } by { $segment }
stages-segments-details-some = { $n } comparisons were made by stage, of losses and of lengths of visits; { $apart } stand out from chance.
stages-segments-details-none = { $n } comparisons were made by stage, of losses and of lengths of visits; none stands out from chance.
stages-segments-stages-caption = Stages in which groups differ beyond chance
stages-segments-stages-note = The lowest and the highest group, { $level } intervals in brackets; the { $n } clearest. The test of visits compares whole curves (log-rank), not medians alone.
stages-segments-by-leaving = { $stage }: lost within { $time }
stages-segments-by-dwell = { $stage }: median visit
stages-segments-group-value = { $group }: { $value }
stages-segments-head-lowest = Lowest
stages-segments-head-highest = Highest
stages-segments-head-group = Group
stages-segments-recorded = Every group's mix of stages, losses, lengths of visits and moves by stage are among the recorded estimates of this report: the rows of { $file } whose analysis begins with “{ $prefix }”.
stages-segments-tests-caption = Tests of a difference between groups
stages-segments-head-segment = Segment
stages-segments-head-tested = What is compared
stages-segments-head-statistic = Chi-squared
stages-segments-head-degrees = Degrees of freedom
stages-segments-head-unadjusted = p, unadjusted
stages-segments-head-p = p, adjusted
stages-segments-test-leaving = Lost within { $time }
stages-segments-test-leaving_equal_mix = The same with everyone's mix of stages
stages-segments-test-returning = Of the lost, back within { $time }
stages-segments-tests-note = The hypothesis is that all groups have the same probability (Cochran's test, logit scale). Adjusted by Holm: losses and returns of all segments together; all other tests of this part, those by stage included, together.
stages-segments-ratios = Single moves by { $segment }

## Conversion

stages-heading-conversion = From contact to purchase, and back again
stages-heading-prospects = First contact to first purchase
stages-heading-again = First purchase to second
stages-heading-winback = Win-back
stages-withheld-conversion = Conversion and returns are told from purchases, and the study has none.
stages-curve-prospects-missing = Conversion of prospects cannot be shown: nobody is recorded before the first purchase.
stages-curve-prospects-claim = { $share } of prospects buy within { $time } of the first contact; { $n } prospects.
stages-curve-prospects-meaning = After { $time }, { $part } have bought.
stages-curve-prospects-meaning-unknown = Not even a quarter have bought within the time on record.
stages-curve-prospects-title = { $share } of prospects buy within { $time }
stages-curve-prospects-subtitle = Share of prospects who have bought, by time since first contact (Kaplan–Meier), with { $level } intervals
stages-curve-prospects-alt = A rising curve: { $share } after { $time }.
stages-curve-prospects-axis-x = Days since first contact
stages-curve-prospects-axis-y = Have bought
stages-curve-again-missing = No second purchase is on record.
stages-curve-again-claim = { $not_yet } of first-time buyers have not bought again { $time } after the first purchase; { $share } have.
stages-curve-again-meaning = After { $time }, { $part } have bought again. Few of those who wait longer ever return, so this is close to the share who never do.
stages-curve-again-meaning-unknown = Not even a quarter ever bought again; the share who never return is close to the share said here.
stages-curve-again-title = { $share } buy a second time within { $time }
stages-curve-again-subtitle = Share of first-time buyers who have bought again, by time since the first purchase (Kaplan–Meier), with { $level } intervals
stages-curve-again-alt = A rising curve: { $share } after { $time }.
stages-curve-again-axis-x = Days since the first purchase
stages-curve-again-axis-y = Have bought again
stages-heading-signing = From contact to contract, and back again
stages-heading-signers = First contact to first contract
stages-heading-renewal = End of the first contract to the next
stages-withheld-signing = Nobody was recorded before the first contract and signed one later, and no first contract that ended was followed by another.
stages-curve-signers-missing = Conversion of prospects cannot be shown: nobody is recorded before the first contract.
stages-curve-signers-claim = { $share } of prospects sign a contract within { $time } of the first contact; { $n } prospects.
stages-curve-signers-meaning = After { $time }, { $part } have signed.
stages-curve-signers-meaning-unknown = Not even a quarter have signed within the time on record.
stages-curve-signers-title = { $share } of prospects sign within { $time }
stages-curve-signers-subtitle = Share of prospects who have a contract, by time since first contact (Kaplan–Meier), with { $level } intervals
stages-curve-signers-alt = A rising curve: { $share } after { $time }.
stages-curve-signers-axis-x = Days since first contact
stages-curve-signers-axis-y = Have signed
stages-curve-renewal-missing = No second contract is on record.
stages-curve-renewal-claim = { $not_yet } of the customers whose first contract ended have no other { $time } later; { $share } have.
stages-curve-renewal-meaning = After { $time }, { $part } have another contract. Some of the others may yet sign one: the share who never renew is at most that without one so far.
stages-curve-renewal-meaning-unknown = Not even a quarter have another contract. Some of the others may yet sign one: the share who never renew is at most that without one so far.
stages-curve-renewal-title = { $share } have another contract { $time } after the first ended
stages-curve-renewal-subtitle = Share of customers with another contract, by time since the end of the first (Kaplan–Meier), with { $level } intervals; what was signed before the end counts on the first day
stages-curve-renewal-alt = A rising curve: { $share } after { $time }.
stages-curve-renewal-axis-x = Days since the end of the first contract
stages-curve-renewal-axis-y = Have another contract
stages-winback-missing = Returns from { $loss } are too few to be told by time since lapse.
stages-winback-claim = In the first { $width } after reaching { $loss }, { $first } come back; from { $low } to { $high } after it, { $last } of those still away do.
stages-winback-meaning = The return intensity falls with time: an offer to win customers back has most to build on right after the lapse.
stages-winback-meaning-even = The return intensity does not clearly fall with time since lapse.
stages-winback-title = { $share } come back in the first { $width } after the lapse
stages-winback-subtitle = Return intensity since lapse: returns per { $width }, of those still away, with { $level } intervals
stages-winback-alt = Bars from { $first } right after the lapse to { $last } at the end.
stages-winback-axis-x = Days since lapse
stages-winback-axis-y = Come back per { $width }

## Leaks

stages-heading-leaks = Where the largest leak is
stages-withheld-leaks = { $kind ->
    [contract] The worth of moves is told from charges, and the contracts carry none.
   *[purchase] The worth of moves is told from purchases, and the study has none.
}
stages-withheld-leaks-none = No move to a stage { $kind ->
    [contract] whose customers are charged less
   *[purchase] that spends less
} is frequent and costly enough to be told apart from chance.
stages-leaks-claim = The largest leak is { $move }: { $n } moves in { $period }, that is { $per_year } a year, each with { $difference } { $kind ->
    [contract] less charged in
   *[purchase] less spent in
} the { $time } that follow: { $money } a year.
stages-leaks-meaning = If one in ten of these moves had not happened, and { $kind ->
    [contract] these customers had been charged like those who stayed
   *[purchase] these customers had spent like those who stayed
}, that would have been { $part } a year.
stages-leaks-caption = Leaks: moves to { $kind ->
    [contract] a stage whose customers are charged less
   *[purchase] a stage that spends less
}
stages-head-moves = Moves in { $time }
stages-head-per-year = Per year
stages-head-difference = { $kind ->
    [contract] Charged less
   *[purchase] Spent less
} in { $time }, per customer
stages-head-leak = Per year ({ $level } interval)
stages-leaks-note = Moves x { $kind ->
    [contract] difference in mean charges. Charges, not margin
   *[purchase] difference in mean spend. Spend, not margin
}: multiply by the margin share to get profit. A customer may take the same leak more than once a year, and closing all of it would change the rest: take the total as the upper end and the tenth as the scale of what can be had.
stages-leaks-caveat = This is arithmetic on observed groups, not an effect: customers who move differ from those who stay, and keeping one need not bring the difference. What an action brings is known from an experiment only.
stages-worth-caption = { $kind ->
    [contract] What customers were charged
   *[purchase] What customers spent
} in the last { $time }, by their stage when these days began
stages-head-worth = { $kind ->
    [contract] Charged
   *[purchase] Spent
} per customer ({ $level } interval)
stages-worth-note = Whatever stage they moved to afterwards.

## Change

stages-heading-change = What moved since the last period
stages-withheld-change-tenure = The contracts carry no dates: there are no periods to compare.
stages-change-claim = Stage { $loss } changed by { $total } customers in the last { $time }, compared with the period before: { $inflow } by inflow, { $mix } by mix, { $behaviour } by behaviour.
stages-change-meaning-worse = Customers in the same stage ended in { $loss } more often than in the period before: conduct has changed for the worse, { $kind ->
    [contract] or more of their contracts came to an end
   *[purchase] or they have been silent in their stage for longer
}.
stages-change-meaning-better = Customers in the same stage ended in { $loss } less often than in the period before: conduct has changed for the better, { $kind ->
    [contract] or fewer of their contracts came to an end
   *[purchase] or they have been in their stage for less long
}.
stages-change-meaning-same = Customers in the same stage moved to { $loss } about as often as in the period before; the change is one of numbers, not of conduct.
stages-change-caption = Change in the number of customers by stage over the last { $time }, and its causes
stages-head-total = Change
stages-head-inflow = Inflow
stages-head-mix = Mix
stages-head-behaviour = Behaviour
stages-change-note = { $level } intervals in brackets where there is sampling error. The change is in each stage's count between the start and the end of the last period.
stages-change-note-long = Inflow: more or fewer newcomers than in the { $time } before. Mix: the base stood elsewhere when the period began. Behaviour: customers in the same stage moved differently. The three add to the change exactly.

## Sensitivity

stages-heading-sensitivity = Does it depend on the definitions?
stages-withheld-sensitivity-contracts = The end of a contract is recorded, not defined: there are no thresholds to vary.
stages-sensitivity-claim = With { $kind ->
    [contract] the time allowed for a renewal and that of being new half as long and twice as long
   *[purchase] all silences half as long and twice as long
}, { $n } of { $all } conclusions stay the same: { $names }. Not the same: { $others }.
stages-sensitivity-claim-all = All { $all } conclusions stay the same with { $kind ->
    [contract] the time allowed for a renewal and that of being new half as long and twice as long
   *[purchase] all silences half as long and twice as long
}.
stages-sensitivity-claim-none = None of the { $all } conclusions stays the same with { $kind ->
    [contract] the time allowed for a renewal and that of being new half as long and twice as long
   *[purchase] all silences half as long and twice as long
}.
stages-sensitivity-meaning = How many are lost is a matter of definition; which stage is most at risk, where money leaks and which way the base moves are not.
stages-sensitivity-differ = What does not stay the same is a statement about the definition: settle first what a lost customer is, then act on it.
stages-sensitivity-caption = Conclusions under three definitions { $kind ->
    [contract] of renewal and of being new
   *[purchase] of silence
}
stages-sensitivity-numbers = A share that depends on the definition is no contradiction: { $kind ->
    [contract] with less time for a renewal more
   *[purchase] with shorter silences more
} customers count as lost, and more of them come back.
stages-sensitivity-note = { $level } intervals in brackets, of sampling error only. Sooner: { $kind ->
    [contract] the time allowed for a renewal and that of being new half as long; later: twice as long.
   *[purchase] all silences half as long; later: twice as long. The minimum rhythm stays.
}
stages-definition-sooner = Sooner
stages-definition-stated = As stated
stages-definition-later = Later
stages-term-loss_share = In stage { $loss } today
stages-term-churn_probability = Of the others, in { $loss } within { $time }
stages-term-return_probability = Of those in { $loss }, back within { $time }
stages-term-loss_change = Expected change of the share in { $loss } in { $time }
stages-term-riskiest_stage = Stage with the highest risk of { $loss }
stages-term-largest_leak = Largest leak
stages-short-loss_change = the direction in which the share of the lost moves
stages-short-riskiest_stage = the stage most at risk
stages-short-largest_leak = the largest leak
stages-verdict-holds = yes
stages-verdict-differs = no
stages-verdict-number = a matter of definition
stages-check-definitions = Conclusions under other definitions
stages-check-definitions-result = { $n } of { $all } the same
stages-done-definitions = All three definitions shown

## Checks

stages-heading-checks = Do the assumptions hold?
stages-checks-lead = A Markov model assumes that the rate of moving depends on the present stage alone: not on how long a customer has been in it, not on the date, not on the stage before. With this many customers any departure is found, so its size is said too.
stages-markov-caption = Assumptions of the Markov model
stages-markov-clock = Rates do not depend on the time in the stage
stages-markov-stationarity = Rates do not change over time (within the horizon)
stages-markov-order_one = Rates do not depend on the stage before
stages-head-assumption = Assumption
stages-head-factor = Typical factor
stages-head-size = Departure
stages-head-passed = Verdict
stages-markov-note = Typical factor: by how much rates usually differ from their average when the assumption is dropped; 1.00 is no departure. Below 1.10 the assumption is taken to hold well enough, whatever the test says. Likelihood-ratio tests.
stages-markov-consequence = { $kind ->
    [contract] Contracts have terms, and being new ends after a set time, so
   *[purchase] The rules cut stages after a silence, so
} rates must depend on the time in the stage. What is said about the base as a whole (the forecast) does not need the Markov assumption: the Aalen–Johansen estimate of where customers are holds without it. What is said by starting stage is an average over customers who have been in it for different times.
stages-markov-consequence-tenure = What is said by starting stage is an average over customers who have been in it for different times. On tenure there is one calendar period only and one stage before, so those two assumptions cannot be tested.
stages-markov-result = typical factor { $factor }: { $size }
stages-size-negligible = negligible
stages-size-small = small
stages-size-moderate = moderate
stages-size-large = large
stages-size-unknown = cannot be told
stages-check-clock = Time in the stage does not matter
stages-check-stationarity = Rates are stable over the horizon
stages-check-order_one = The stage before does not matter
stages-check-spells = Histories are sound
stages-spells-sound = no overlap, gap, jump or visit without length
stages-spells-faults = faults found: { $found }
stages-fault-overlap = overlap
stages-fault-gap = gap
stages-fault-jump = jump
stages-fault-teleport = teleport
stages-fault-zero_length = no length
stages-fault-after_end = after the end
stages-done-holds = Nothing to be done
stages-done-spells = Look into the records before reading on
stages-done-clock = Dwell times and next stages are given on the clock that restarts with each stage
stages-done-stationarity = Only the last horizon is used, and the forecast is tried on the past
stages-done-order_one = Read probabilities by stage as averages over past stages

## Truth

stages-heading-truth = How near the stages are to the truth
stages-truth-claim = The company is simulated, so the true stage is known: on { $share } of customer-days the assigned stage is the true one; after the first purchase, on { $bought }.
stages-truth-meaning = Of the days on which a customer is truly in stage { $loss }, { $caught } are seen as such.
stages-truth-title = On { $share } of customer-days the assigned stage is the true one
stages-truth-subtitle = Where days in each true stage (row) were assigned (column)
stages-truth-alt = Table of agreement; days of each true stage that were recognised: { $points }.
stages-truth-note = Rows add to 100%; shares below 0.5% are left out.
stages-truth-limits = Purchases alone tell little more: the true stages differ in the rate of buying only, and between two purchases nothing is seen. A customer who has left looks like one who is slow until the silence is long, so { $loss } is recognised late; and growing, mature and new customers buy at rates that a handful of purchases cannot tell apart. Estimates of flows and durations are therefore about stages as assigned, not about the true ones.
stages-truth-passage-lead = The probabilities of loss within { $time } differ accordingly: a customer counts as lost later than truly, and the stages mix customers of several true ones.
stages-truth-caption = Probability of loss within { $time }, of true and of assigned stages
stages-head-true = True stages ({ $level } interval)
stages-head-assigned = Assigned stages ({ $level } interval)
stages-truth-table-note = Both by the same estimator; a true loss is the moment a customer leaves, an assigned one the day on which the silence is long enough.
stages-check-truth = Assigned stage against the true one
stages-truth-result = { $share } of customer-days agree
stages-done-truth = Limits of what can be known are stated

## Trust

stages-heading-trust = How far to trust this
stages-trust-verdict = { $passed } of { $n ->
    [one] one check
   *[other] { $n } checks
} passed, { $failed } failed, { $unknown } cannot be told.
stages-trust-plan = Counts, flows and the forecast of the base can be planned with, within their bands. Probabilities by stage are averages over customers with different pasts: right for the stage as a whole, not for one customer.
stages-trust-direction = Counts and flows of the past can be relied on; read the forecast as a direction. Probabilities by stage are averages over customers with different pasts: right for the stage as a whole, not for one customer.
stages-trust-truth = Here the truth is known, and the assigned stage often is not the true one: read every stage as a description of behaviour, not as what the customer has in mind.
stages-trust-tenure = Probabilities and times on tenure can be relied on for customers like those on record, as averages over customers who joined at different times. There is no forecast to trust or to doubt.
stages-checks-caption = Checks, and what followed from them
stages-head-check = Check
stages-head-result = Result
stages-head-done = What followed
stages-check-data = Data quality
stages-done-data = Faults are listed in the report on the customer base

## Methods

stages-heading-methods = How it was done
stages-methods-calendar = { $kind ->
    [contract] Contracts become histories
   *[purchase] Purchases become histories
}: one row per customer and visit to a stage. Everything below is estimated from counts of these rows: who was in a stage on a day, and who moved.
stages-methods-tenure = Contracts become histories on each customer's own clock, the time since joining: new, settled, lost. Everything below is estimated from counts of these rows.
stages-method-aalen-johansen-heading = Transition probabilities
stages-method-aalen-johansen = The matrix of probabilities from time s to time t is the product, over the days on which anything happened, of one matrix per day. It handles customers who come late, who are still there at the end, and who return.
stages-formula-aalen-johansen = P hat from s to t is the product over times u after s up to t of the identity plus the increment of A hat at u
stages-method-increments-heading = Increments
stages-method-increments = On each day, the share of those in stage j who moved to stage k. Standard errors are of Greenwood's type (Andersen, Borgan, Gill and Keiding 1993, section IV.4); intervals are on the logit scale.
stages-formula-increments = The increment of A hat from j to k at u is the number of moves from j to k at u over the number at risk in j
stages-method-stay-heading = Expected length of stay
stages-method-stay = The time to be spent in stage k by a customer who begins in stage j: the area under the transition probability.
stages-formula-stay = e hat from j to k at h is the integral from 0 to h of P hat from j to k
stages-method-forecast-heading = Forecast
stages-method-forecast = Today's counts by stage, carried forward by the probabilities of the last horizon. The bands add the variance of these probabilities, the binomial chance in who moves, and the mean squared error of past forecasts beyond both, which grows with time.
stages-formula-forecast = n hat at t plus u is n at t times P hat from t minus h to t minus h plus u
stages-method-change-heading = Split of the change
stages-method-change = Counts at the starts of two periods and at the end of the second; newcomers; probabilities of each period. The identity is exact.
stages-formula-change = n 2 minus n 1 is the difference of newcomers plus the difference of starting counts times P 0 plus n 1 times the difference of P 1 and P 0
stages-method-rest = Dwell times are Kaplan–Meier medians of visits that began on record; the next stage is a cumulative incidence with all next stages competing; first passage makes the stage of loss absorbing; rate ratios are of events over time at risk (Poisson).

## Limits

stages-heading-limits = Limits
stages-limits = { $kind ->
    [contract] Stages are told from contracts. What a customer does while a contract runs is seen in contacts only, where they are recorded; who signs under another name looks lost. How long to wait for a renewal is a choice. Differences between stages and groups are associations.
   *[purchase] Stages are told from purchases. A customer who buys elsewhere, or with another card, looks silent. Thresholds were chosen from the same data they are applied to. Differences between stages and groups are associations.
}
stages-limits-tenure = Without dates nothing can be said about calendar periods, about seasons or about today's trend; customers of different years are pooled on one clock.

## Glossary

stages-heading-glossary = Terms
stages-name-stage = Stage
stages-meaning-stage = The phase of the relationship a customer is in on a day, told from behaviour up to that day
stages-name-spell = Visit
stages-meaning-spell = One uninterrupted time in one stage (a spell); a customer may visit a stage several times
stages-name-transition = Transition probability
stages-meaning-transition = The probability of being in one stage at a later time, given another now
stages-name-aalen-johansen = Aalen–Johansen estimate
stages-meaning-aalen-johansen = The estimate of transition probabilities from counts, without assuming a form of the rates
stages-name-sojourn = Dwell time
stages-meaning-sojourn = The length of one visit to a stage (sojourn time)
stages-name-first-passage = First passage
stages-meaning-first-passage = Reaching a stage for the first time from now on
stages-name-occupancy = Stage mix
stages-meaning-occupancy = The shares of customers by stage at one time (state occupancy)
stages-name-band = Prediction interval
stages-meaning-band = The range in which a future count is to be expected with the stated probability
stages-name-competing = Competing risks
stages-meaning-competing = Several possible next stages, of which the first to come rules out the others
stages-name-markov = Markov assumption
stages-meaning-markov = That the road ahead depends on the present stage alone
stages-name-rate-ratio = Rate ratio
stages-meaning-rate-ratio = How many times as often a move happens in one group as in another, per day at risk
