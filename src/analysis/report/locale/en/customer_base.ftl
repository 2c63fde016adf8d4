### The report on the customer base (notebook 01).
### Values in braces are filled in; keep their names. $count chooses between singular and plural.

base-title = Who the customers are
base-subtitle = Size, retention, purchase rhythm and money, and how far the data can be trusted
base-not-reached = not reached
base-level = { $column }: { $level }
base-level-missing = not given
base-level-rest = other, small groups
base-meaning-title = What this means
base-quarter = Q{ $quarter } { $year }
base-year = { $year }
base-periods = { $grain ->
    [month] { $count ->
        [one] { $n } month
       *[other] { $n } months
    }
    [quarter] { $count ->
        [one] { $n } quarter
       *[other] { $n } quarters
    }
   *[year] { $count ->
        [one] { $n } year
       *[other] { $n } years
    }
}

## Headings

base-heading-summary = At a glance
base-heading-data = The data and their quality
base-heading-overview = How many customers, since when
base-heading-size = How many customers
base-heading-mix = Who they are, by segment
base-heading-cohorts = Who stays: cohorts and retention
base-heading-rhythm = The purchase rhythm
base-heading-returns = Silence, and who comes back from it
base-heading-segments = Segments by recency, frequency and money
base-heading-concentration = How concentrated the money is
base-heading-answers = What respondents say
base-heading-answer-quality = How good the answers are
base-heading-missing = What these data cannot show
base-heading-methods = How this was calculated
base-heading-glossary = Terms

## At a glance

base-summary-reading = A range in brackets is a { $level } confidence interval: the values that fit the data, given that chance plays a part in any one period. Numbers without a range were counted, not estimated.

## Cover

base-key-customers = { $count ->
    [one] of { $n } customer
   *[other] of { $n } customers
}
base-key-respondents = { $count ->
    [one] of { $n } respondent
   *[other] of { $n } respondents
}
base-key-second-purchase = Bought again within { $time }
base-key-active = Customers still active
base-key-lowest = Still active in the weakest segment, { $name }
base-key-top = { $kind ->
    [purchase] Share of money from the top { $share } of customers
   *[contract] Share of monthly charges from the top { $share } of customers
}
base-key-lost = Called lost, yet back within { $watch }
base-key-lost-note = by the definition “{ $rule }”
base-key-item = { $item }: top two answers

## The data

base-data-verdict = { $verdict ->
    [green] The data quality is green
    [amber] The data quality is amber
   *[red] The data quality is red
}: { $aside ->
    [0] all { $read } rows were used.
    [one] 1 of { $read } rows ({ $share }) was set aside.
   *[other] { $n } of { $read } rows ({ $share }) were set aside.
}
base-data-rule = Green means that fewer than { $green } of the rows of any table had to be repaired or set aside, amber fewer than { $amber }, red more: then read the results as a hint, not as a basis for decisions.
base-data-clean = No check found anything.
base-data-faults = { $count ->
    [one] One check found something, listed in { $table } with what was done.
   *[other] { $count } checks found something, listed in { $table } with what was done.
}
base-faults-caption = What the checks found and what was done about it
base-faults-more = { $count ->
    [one] 1 further check with fewer rows is not listed.
   *[other] { $count } further checks with fewer rows are not listed.
}
base-column-check = What was found
base-column-place = Where
base-column-rows = Rows
base-column-share-rows = Share of rows
base-column-action = What was done
base-action = { $action ->
    [stopped] stopped
    [quarantined] rows set aside
    [repaired] repaired
   *[noted] noted, rows used
}
base-place = { $table }, { $column }
base-table-customers = customers
base-table-transactions = purchases
base-table-refunds = refunds
base-table-contracts = contracts
base-table-interactions = contacts
base-table-surveys = survey
base-table-survey_items = survey questions
base-table-treatments = offers
base-table-feedback = comments
base-table-market = calendar
base-table-snapshots = stage snapshots
base-field-customer_id = customer number
base-field-date = date
base-field-amount = amount
base-field-unit_price = unit price
base-field-quantity = quantity
base-field-transaction_id = order number
base-field-product = product
base-field-channel = channel
base-field-contract_id = contract number
base-field-start_date = start date
base-field-end_date = end date
base-field-tenure = tenure
base-field-ended = ended or not
base-field-joined_date = first day as a customer
base-field-type = type of contact
base-field-topic = topic
base-field-days_to_resolution = days until resolved
base-field-item = question
base-field-answer = answer
base-field-treatment = offer
base-field-cost = cost
base-field-accepted = accepted or not
base-field-text = text
base-field-rating = rating
base-field-stage = stage

## Names of checks

base-check-other = Other finding: { $name }
base-check-answer_off_scale = Answers outside the scale
base-check-answer_repeated = One question answered twice on one day
base-check-contract_repeated = Contract listed twice
base-check-customers_added = Customers missing from the customer list
base-check-customers_repeated = Customers listed twice
base-check-customers_too_few = Too few customers to report on
base-check-customers_without_purchases = Customers without a purchase
base-check-date_future = Dates after the end of the data
base-check-date_implausible = Dates before 1900
base-check-date_order_assumed = Order of day and month inferred
base-check-date_unreadable = Unreadable dates
base-check-dates_ambiguous = Day and month cannot be told apart
base-check-dates_mixed = Dates written in several ways
base-check-decimal_comma_assumed = Comma taken for the decimal sign
base-check-empty_table = Table without rows
base-check-encoding_assumed = Text encoding inferred
base-check-end_after_as_of = Contracts that end later, counted as running
base-check-end_before_start = Contracts that end before they start
base-check-ended_contradicted = End date and status disagree
base-check-file_cut = File cut off or rows incomplete
base-check-file_missing = File missing
base-check-file_unreadable = File unreadable
base-check-flag_unreadable = Unreadable yes-or-no values
base-check-id_missing = Rows without a customer
base-check-id_trimmed = Blanks around customer numbers removed
base-check-line_open = Last line without an end: the file may be cut off
base-check-missing_column = Column missing
base-check-missing_values = Values missing
base-check-number_ambiguous = Decimal sign unclear
base-check-number_out_of_range = Numbers out of range
base-check-number_unreadable = Unreadable numbers
base-check-order_lines = Several rows of one order
base-check-reference_missing = Value to compare with does not occur
base-check-refunds = Refunds, counted as money given back
base-check-rows_repeated = Rows that are exact repeats
base-check-snapshot_repeated = Stages stored twice for one day
base-check-stage_unknown = Stages that the study does not know
base-check-tenure_fraction = Tenure with a fraction
base-check-tenure_negative = Tenure below zero
base-check-tenure_zero = Tenure of zero: nothing was observed
base-check-text_missing = Text missing
base-check-time_zones_mixed = Times with and without a time zone
base-check-transaction_repeated = Purchases listed twice
base-check-zero_amounts = Purchases with an amount of zero

## How many

base-size-plain = { $count ->
    [one] The study has { $n } customer.
   *[other] The study has { $n } customers.
}
base-size-purchases = { $count ->
    [one] { $buyers } customer made
   *[other] { $buyers } customers made
} { $n ->
    [one] { $purchases } purchase
   *[other] { $purchases } purchases
} between { $first } and { $last }, worth { $money } after refunds.
base-size-contracts = { $count ->
    [one] Of { $customers } customer
   *[other] Of { $customers } customers
} on record up to { $date }, { $active } are still active, { $share }; { $ended } have left.
base-size-survey = { $count ->
    [one] { $respondents } customer was
   *[other] { $respondents } customers were
} asked { $items } questions; { $share } of the answers that could have been given were given.
base-second-purchase = Of new customers, { $share } bought again within { $time } of their first purchase, counted over the { $n } who could be watched that long.
base-counts-caption = The customer base in numbers
base-counts-note = A purchase day is a day on which a customer bought at least once. Money is after refunds.
base-column-count = What was counted
base-column-value = Number
base-count-n_customers = Customers
base-count-n_purchases = Purchases (rows)
base-count-n_buyers = Customers with a purchase
base-count-n_purchase_days = Purchase days
base-count-n_once = Customers with one purchase day only
base-count-first_day = First purchase on
base-count-last_day = Last purchase on
base-count-cents = Money
base-count-n_refunds = Refunds
base-count-refunded_cents = Money given back
base-count-n_contract_customers = Customers with a contract
base-count-n_active = Of these, still active
base-count-monthly_cents = Charges a month, of active customers
base-count-n_respondents = Respondents
base-count-n_items = Questions
base-count-n_questions = Answers that could have been given
base-count-n_answers = Answers given

## Segments of the base

base-mix-largest = The largest groups, with their share of customers: { $groups }.
base-mix-group = { $name } ({ $share })
base-mix-finding = The share of customers still active is lowest for “{ $low_name }” with { $low }, and highest for “{ $high_name }” with { $high }.
base-mix-claim = “{ $high_name }” keeps the most customers, “{ $low_name }” the fewest
base-mix-subtitle = Share of all customers on record still active on { $date }, with intervals
base-mix-alt = Points with intervals by segment. Lowest: { $low_name } with { $low }; highest: { $high_name } with { $high }.
base-axis-active = Share of customers still active
base-mix-caption = Customers by segment
base-mix-note = Groups of fewer than { $minimum } customers are put together, or not shown.
base-meaning-mix = A low share in “{ $name }” shows where customers leave, not why: segments differ in how long their customers have been there and in much else. The report on time to churn separates these; start there before acting.

## Cohorts

base-cohorts-lead = { $kind ->
    [purchase] A cohort is all customers whose first purchase on record fell in the same { $grain }.
   *[contract] A cohort is all customers whose contract began in the same { $grain }.
} { $kind ->
    [purchase] Its retention is the share of them who buy in a later { $grain }. It can rise again: who skips one { $grain } may buy in the next.
   *[contract] Its retention is the share of them whose contract still runs at the end of a later { $grain }.
}
base-retention-finding = { $kind ->
    [purchase] In the { $grain } after the one they first bought in, { $first } of customers buy again
   *[contract] At the end of the { $grain } after the one they joined in, { $first } of customers are still there
}{ $single ->
    [1] .
   *[0] ; after { $time } it is { $last }.
}
base-retention-claim = { $kind ->
    [purchase] { $first } buy in the next { $grain }; after { $time } it is { $last }
   *[contract] { $first } are still there after one { $grain }, { $last } after { $time }
}
base-retention-subtitle = { $kind ->
    [purchase] Share of customers who buy in a later { $grain }, all cohorts together, with interval
   *[contract] Share of customers whose contract still runs, by { $grain }, all cohorts together, with interval
}
base-retention-alt = { $kind ->
    [purchase] Line with interval: the share of customers who buy is { $first } in the first { $grain } and { $last } after { $time }.
   *[contract] Line with interval: the share of customers still there is { $first } after one { $grain } and { $last } after { $time }.
}
base-retention-note = Only periods that had ended are counted; points further right rest on fewer, older cohorts. The first { $grain } itself is not shown: it is 100% by definition.
base-retention-caption = Retention over all cohorts
base-axis-periods = { $grain ->
    [month] Months since the first
    [quarter] Quarters since the first
   *[year] Years since the first
}
base-axis-retention = { $kind ->
    [purchase] Share who buy
   *[contract] Share still there
}
base-column-retention = Retention
base-column-cohorts = Cohorts
base-column-customers = Customers
base-cohorts-finding = One { $grain } on, retention is lowest for { $low_name } with { $low }, and highest for { $high_name } with { $high }; { $passed ->
    [yes] chance alone often makes such a difference ({ $p }), so do not read the cohorts as better or worse.
   *[no] chance alone would rarely make such a difference ({ $p }), so the cohorts probably differ.
}
base-cohorts-claim = { $same ->
    [1] All cohorts start alike: { $low } one { $grain } on
   *[0] One { $grain } on, retention runs from { $low } ({ $low_name }) to { $high } ({ $high_name })
}
base-cohorts-subtitle = { $grain ->
    [month] Retention in percent; rows: month of the first purchase or contract; columns: months since
    [quarter] Retention in percent; rows: quarter of the first purchase or contract; columns: quarters since
   *[year] Retention in percent; rows: year of the first purchase or contract; columns: years since
}
base-cohorts-alt = { $count ->
    [one] Table of retention of { $count } cohort by { $grain }, tinted by value.
   *[other] Table of retention of { $count } cohorts by { $grain }, tinted by value.
} One { $grain } on: lowest { $low } ({ $low_name }), highest { $high } ({ $high_name }).
base-cohorts-hidden = { $count ->
    [one] 1 cell about fewer than { $minimum } customers is left empty.
   *[other] { $count } cells about fewer than { $minimum } customers are left empty.
}
base-meaning-cohorts = { $kind ->
    [purchase] Most of the fall comes at once, so the days after the first purchase are the time to act: an offer then meets the most customers who are still deciding. Judge it by the retention of the cohorts that follow.
   *[contract] Compare each new cohort with the older ones at the same age, not with the average of the base: the base ages, and that alone changes the average.
}

## Purchase rhythm

base-rhythm-lead = A gap is the time from one purchase day of a customer to the next. Gaps that ended are short by nature: long ones are seen only when there was time to see them end. So { $figure } shows both the gaps that ended and all gaps, where customers who have not been back yet count as still waiting.
base-gaps-finding = Of the purchases that were followed by another, half were followed within { $half }, nine in ten within { $most } (over { $n } gaps).
base-waits-finding = Counting those still waiting, too (over { $n } gaps), { $reached ->
    [both] half of all purchases are followed by another within { $half }, nine in ten within { $most }.
    [half] half of all purchases are followed by another within { $half }; nine in ten are not: after { $end }, the longest time on record, { $bought } are.
   *[none] fewer than half of all purchases are followed by another: after { $end }, the longest time on record, { $bought } are.
}
base-gaps-completed = Gaps that ended
base-gaps-all = All gaps
base-axis-days-since = Days since a purchase
base-axis-bought-again = Share who bought again
base-gaps-claim = Who buys again mostly does so soon, half within { $half }; { $rest } do not come back within { $end }
base-gaps-subtitle = Share of purchases followed by another, by days since, with intervals
base-gaps-alt = Two rising curves. Gaps that ended: half within { $half }. All gaps: { $bought } within { $end }, the remaining { $rest } not.
base-gaps-caption = Days until the next purchase
base-column-share-bought = Share followed by another purchase
base-gaps-note = { $completed } gaps ended; { $open } were still open at the end of the data. Not reached: too few bought again within the time on record.
base-meaning-rhythm = A reminder is early within the usual gap and late after { $most }: by then nine in ten of those who come back at all are back. All gaps, not only those that ended, are the base for a plan of reorders.

## Silence and returns

base-returns-lead = On { $date } every customer had been silent for some time. { $figure } groups customers by that silence and counts who bought in the { $watch } after, so nothing known later enters the grouping.
base-returns-unlikely = After { $days } of silence a return is unlikely: fewer than 1 in { $one_in } buy within the next { $watch }, { $there } at that point, against { $first } of those silent for less than { $first_days }.
base-returns-never = No silence on record can be shown to make a return unlikely: within the next { $watch }, { $last } of customers silent for { $last_days } or more still buy, against { $first } of those silent for less than { $first_days }.
base-returns-claim = The chance of a purchase within { $watch } falls from { $first } to { $last } as the silence grows
base-returns-subtitle = Share of customers who bought within { $watch }, by days of silence before, with intervals
base-returns-alt = Points with intervals by days of silence. Silent for less than { $first_days }: { $first } buy within { $watch }; silent for { $last_days } or more: { $last }.
base-returns-note = The vertical line marks { $limit }.
base-axis-return = Share who bought within { $watch }
base-axis-silence = Days of silence
base-lost-finding = By the definition “{ $rule }”, { $lost } customers have been called lost. { $count ->
    [one] Of the { $watched } who could be watched for { $watch } after
   *[other] Of the { $watched } who could be watched for { $watch } after
}, { $share } bought again. Of all called lost so far that makes about { $expected } ({ $range }).
base-lost-caption = Customers called lost who came back, by definition
base-lost-note = Of customers called lost too lately to be watched the full time, it is assumed that they return as the others did.
base-column-rule = Definition of churn
base-column-lost = Called lost
base-column-back = Back so far
base-column-watched = Watched for { $watch }
base-column-returned = Of these, back within { $watch }
base-meaning-returns = Spend on winning back before a return becomes unlikely, not after. A definition of churn that calls customers lost earlier finds more of them in time and raises more false alarms; { $table } shows that price.
base-meaning-returns-silence = Spend on winning back before a return becomes unlikely, not after.
base-meaning-returns-never = There is no point yet at which giving up on a silent customer pays; keep contact, at low cost, for as long as the data reach.

## Segments by recency, frequency and money

base-segments-lead = Every customer has three scores from 1 to 5. Recency counts the days since the last purchase against the rhythm of the shop itself: 5 up to { $cut1 } days, 4 up to { $cut2 }, 3 up to { $cut3 }, 2 up to { $cut4 }, 1 beyond. Frequency (purchase days) and money compare customers with each other, by fifths. The segments follow from the scores by fixed rules.
base-segments-finding = { $same ->
    [yes] “{ $best }” is both the largest segment and the one that brought the most money: { $best_share } of customers, { $best_money } of the money.
   *[no] “{ $best }” are { $best_share } of customers and brought { $best_money } of the money; “{ $largest }” are { $largest_share } and brought { $largest_money }.
}
base-segments-claim = “{ $best }”, { $share } of customers, brought { $money } of the money
base-segments-subtitle = Customers and their money so far by segment, as of { $date }
base-segments-alt = { $count ->
    [one] Bars for { $count } segment.
   *[other] Bars for { $count } segments.
} { $best }: { $share } of customers, { $money } of the money.
base-segments-caption = Segments as of { $date }
base-segments-note = Counted, not estimated. Segments without customers, or with too few to be shown, are left out.
base-segment-meaning-caption = What the segments mean
base-column-segment = Segment
base-column-share-customers = Share of customers
base-column-money = Money
base-column-share-money = Share of money
base-column-recency = Days since last purchase (median)
base-column-purchase-days = Purchase days per customer
base-column-active = Still active
base-column-range = Range
base-column-monthly = Charges a month
base-column-who = Who they are
base-column-do = What to do
base-segment-champions = Champions
base-segment-who-champions = Bought lately, often and for much
base-segment-do-champions = Keep close: service first, early access, no discounts they do not need
base-segment-promising = Promising
base-segment-who-promising = Bought lately, with room to grow
base-segment-do-promising = Lead to the next purchase: a fitting offer within the usual gap
base-segment-newcomers = Newcomers
base-segment-who-newcomers = Bought lately, once, for little
base-segment-do-newcomers = Welcome, and make the second purchase easy
base-segment-loyal_slipping = Regulars slipping
base-segment-who-loyal_slipping = Good customers, silent for longer than usual
base-segment-do-loyal_slipping = Remind now: the cheapest moment to keep them
base-segment-attention = Need attention
base-segment-who-attention = Middling customers, silent for longer than usual
base-segment-do-attention = A reminder at low cost
base-segment-cannot_lose = Cannot lose
base-segment-who-cannot_lose = Among the best so far, silent for very long
base-segment-do-cannot_lose = Contact in person; ask what happened
base-segment-at_risk = At risk
base-segment-who-at_risk = Silent for very long, a return still happens
base-segment-do-at_risk = A last offer, tested against a group that gets none
base-segment-former_regulars = Former regulars
base-segment-who-former_regulars = Used to buy; silent beyond nearly all gaps on record
base-segment-do-former_regulars = Win back only where the money at stake pays for it
base-segment-dormant = Dormant
base-segment-who-dormant = Bought little, long ago
base-segment-do-dormant = No spending; leave the door open

## Concentration

base-concentration-finding = { $kind ->
    [purchase] The { $tenth } of customers who paid the most brought { $tenth_share } of the money, the top { $fifth } brought { $fifth_share }.
   *[contract] The { $tenth } of active customers with the highest charge pay { $tenth_share } of all charges a month, the top { $fifth } pay { $fifth_share }.
}
base-gini = The Gini coefficient says it in one number: 0 if all paid the same, 1 if one customer paid everything. Here it is { $gini }.
base-lorenz-claim = { $kind ->
    [purchase] { $share } of customers brought { $money } of the money; the other { $rest } brought { $rest_money }
   *[contract] { $share } of active customers pay { $money } of the charges; the other { $rest } pay { $rest_money }
}
base-lorenz-subtitle = { $kind ->
    [purchase] Customers from the one who paid most to the one who paid least, and their share of all money up to { $date }
   *[contract] Active customers from the highest charge to the lowest, and their share of all charges a month on { $date }
}
base-lorenz-alt = { $kind ->
    [purchase] Curve above the diagonal: the top { $share } of customers brought { $money } of the money, the other { $rest } brought { $rest_money }.
   *[contract] Curve above the diagonal: the top { $share } of active customers pay { $money } of the charges, the other { $rest } pay { $rest_money }.
}
base-lorenz-point = top { $share }: { $money }
base-lorenz-equal = if all paid the same
base-axis-lorenz-customers = Share of customers, best first
base-axis-lorenz-money = { $kind ->
    [purchase] Share of money
   *[contract] Share of charges
}
base-concentration-below = { $count ->
    [one] { $n } customer got back more than was paid and counts as zero.
   *[other] { $n } customers got back more than they paid and count as zero.
}
base-meaning-concentration = Know the top { $share } by name, and watch them one by one: what happens to them moves the result. The steeper the curve, the more a loss in this group costs compared with one elsewhere.
base-meaning-concentration-even = The money is spread fairly evenly: no small group carries the business. What keeps many customers counts for more than what pleases the few who pay most.

## Survey

base-answers-lead = The first rating questions that the study lists are its headline questions. The “top two” are the share of respondents who chose one of the two best answers, of those who answered, with a { $level } interval.
base-answers-finding = { $item }: { $top } chose { $upper } or { $high }; { $bottom } chose { $low } or { $lower }.
base-answers-claim = { $top } give one of the two best answers to “{ $item }”
base-answers-subtitle = Respondents by answer, lowest answer at the left; the upper number is the answer
base-answers-alt = Stacked bars of answers to { $items }. “{ $item }”: { $top } in the top two.
base-answers-caption = The headline questions
base-axis-respondents = Share of respondents
base-column-item = Question
base-column-answered = Answered
base-column-mean = Mean
base-column-top = Top two
base-column-bottom = Bottom two
base-meaning-answers = What customers say is not yet what they do. Tie the answers to later purchases or renewals before money is spent on raising a score.
base-missing-answers = { $count ->
    [0] None of { $total } questions was left out by { $limit } of respondents or more
    [one] { $n } of { $total } questions was left out by { $limit } of respondents or more
   *[other] { $n } of { $total } questions were left out by { $limit } of respondents or more
}{ $items ->
    [one] : the share without an answer is { $most }.
   *[other] ; the typical question lacks { $median } of answers, the worst ({ $item }) { $most }.
}
base-ends-finding = Of { $total } rating questions, { $ceiling ->
    [0] none piles up
    [one] 1 piles up
   *[other] { $ceiling } pile up
} at the best answer and { $floor ->
    [0] none
   *[other] { $floor }
} at the worst ({ $limit } of answers or more): there, differences between satisfied customers cannot be seen.
base-alike-finding = { $count ->
    [0] None of { $total } respondents with enough answers gave one and the same answer to { $limit } of the questions or more: at most { $share } of such customers do.
   *[other] { $n } of { $total } respondents with enough answers gave one and the same answer to { $limit } of the questions or more ({ $share }).
}
base-alike-few = Fewer than { $minimum } of { $total } respondents with enough answers gave one and the same answer to { $limit } of the questions or more.
base-items-caption = Questions to read with care
base-items-more = { $count ->
    [one] 1 further question with fewer missing answers is not listed.
   *[other] { $count } further questions with fewer missing answers are not listed.
}
base-column-share-missing = No answer
base-column-floor = At the worst answer
base-column-ceiling = At the best answer
base-no-rating = no rating
base-meaning-answer-quality = Questions that many leave out often concern what only some customers use: report them for those who answered, and say so. Respondents who answer everything alike should be left out when questions are compared with each other.

## What cannot be shown

base-missing-caption = { $count ->
    [one] The part that the tables of this study do not allow
   *[other] The parts that the tables of this study do not allow
}
base-column-part = Part
base-column-reason = Why
base-missing-segments = The study names no segments.
base-missing-segments-derived = The segments this study names are made from the first purchase, not given with the customers; the report on time to churn uses them.
base-missing-cohorts-start = The records say how long each contract has run, but not when it began. It takes start dates.
base-missing-cohorts-dates = No table has dates of purchases or of contracts.
base-missing-cohorts-few = No cohort has enough customers and a full period after it. It takes a longer time on record, or more customers.
base-missing-purchases = There are no purchases with dates. It takes a table of transactions.
base-missing-rhythm-once = No customer bought on a second day, so there is no gap to measure.
base-missing-short = The time on record is too short to watch customers after a silence.
base-missing-money = No table has amounts of money, or they add up to nothing for two customers or more.
base-missing-survey = There is no survey.
base-missing-no-ratings = No question of the survey has a rating scale of three steps or more.

## Methods

base-methods-wilson = Shares have Wilson intervals at { $level }: they stay between 0 and 100% and hold their level for small groups and rare events, where the textbook interval does not. With p the share among n customers and z the quantile of the normal distribution:
base-formula-wilson = The limits are p plus z squared over two n, plus or minus z times the square root of p times one minus p over n plus z squared over four n squared, all divided by one plus z squared over n.
base-methods-purchases = Purchases of one customer on one day count as one purchase day; refunds reduce money and are never purchases. Cohorts follow the calendar. The grain (month, quarter or year) is the finest of which the time on record has no more than 24.
base-methods-gaps = The share who bought again by day t is one minus the Kaplan-Meier estimate, where d customers bought again on a day out of n who were still waiting; a gap that is open at the end of the data counts until then. Intervals are from 1,000 bootstrap draws of groups of customers, because the gaps of one customer are alike.
base-formula-kaplan-meier = S of t is the product, over all days up to t, of one minus d over n.
base-methods-returns = Returns after a silence are counted from one day on which every customer was looked at with what was known then. Customers called lost are watched from the day the definition called them so; a later purchase is a return.
base-methods-concentration = The Gini coefficient is computed from the Lorenz curve L, the share of money of the customers who pay least; its interval and those of the top shares are percentiles of 400 bootstrap draws of customers.
base-formula-gini = G is one minus two times the area under the Lorenz curve.
base-methods-survey = An answer that is not applicable counts as missing. Shares at the best and the worst answer are of those who answered; only rating scales are judged so.
base-methods-privacy = Numbers about fewer than { $minimum } customers are not shown. Customers are known by pseudonyms only.

## Terms

base-term-confidence-interval = Confidence interval
base-meaning-of-confidence-interval = A range made so that, over many such studies, it holds the true value as often as its level says.
base-term-purchase-day = Purchase day
base-meaning-of-purchase-day = A day on which a customer bought at least once.
base-term-cohort = Cohort
base-meaning-of-cohort = Customers who began in the same period of the calendar.
base-term-retention = Retention
base-meaning-of-retention = The share of a cohort that is active in a later period.
base-term-gap = Gap
base-meaning-of-gap = Days from one purchase day of a customer to the next.
base-term-kaplan-meier = Kaplan-Meier estimate
base-meaning-of-kaplan-meier = A share over time that also uses those of whom the end has not been seen yet.
base-term-churn = Churn
base-meaning-of-churn = Customers leaving; without a contract it is inferred from a long silence, by a stated definition.
base-term-recency = Recency
base-meaning-of-recency = Days since the last purchase.
base-term-frequency = Frequency
base-meaning-of-frequency = Number of purchase days so far.
base-term-money = Money
base-meaning-of-money = What a customer paid so far, less refunds.
base-term-active = Active
base-meaning-of-active = A customer with a contract that runs on the last day of the data.
base-term-gini = Gini coefficient
base-meaning-of-gini = From 0 (all pay the same) to 1 (one pays everything).
base-term-item = Question
base-meaning-of-item = One question of a survey with its scale; also called an item.
base-term-top-two = Top two
base-meaning-of-top-two = The share of respondents who chose one of the two best answers.
base-term-ceiling = Ceiling and floor
base-meaning-of-ceiling = Many answers at the best or the worst end of a scale, where differences can no longer be seen.
base-term-alike = Straight-lining
base-meaning-of-alike = One and the same answer to almost every question: a sign that the questions were not weighed.

base-heading-stages = Where they are in the lifecycle
base-column-stage = Stage
base-stages-finding = { $share } of { $total } customers are in stage { $stage }, more than in any other.
base-stages-lead = A stage is told from { $kind ->
    [contract] contracts: whether one runs, for how long one has, and how long ago the last one ended. Here a customer is lost only when no other contract has begun within { $renewal }; everywhere else in this report a customer has left on the day the last contract ends, so a few customers are counted as left and not yet as lost
   *[purchase] behaviour alone: how often and how lately a customer bought, against the customer's own rhythm
}. The report on lifecycle stages has the rules, the flows between stages and how far to trust them.
base-stages-caption = Customers by stage on { $date }
base-stages-note = Share of money: of { $kind ->
    [contract] what was charged
   *[purchase] what was spent
} in the last { $days } days. Stages with few customers are not shown.
