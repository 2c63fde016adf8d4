### The alert list and the decision behind it (notebook 05).
### Values in braces are filled in; keep their names. Money and counts come ready-made; $n chooses between singular and plural.

## The list

warning-alerts-heading = Whom to contact now
warning-alerts-lead = The list itself is not printed: it is in actions/alerts.csv of this run, one row per customer, under pseudonyms. A contact goes to whom it is expected to pay for, best first, up to { $capacity } a month, and to nobody who asked not to be contacted or did not agree to be.
warning-alerts-lead-no-money = The list itself is not printed: it is in actions/alerts.csv of this run, one row per customer, under pseudonyms. It holds the customers of the highest risk, up to { $capacity } contacts a month, and nobody who asked not to be contacted or did not agree to be.
warning-alerts-withheld = The checks of this report forbid acting on these risks (see the badge at the beginning). No list was written.
warning-alerts-claim = { $n ->
    [one] { $contacted } customer should be contacted now; without a contact about { $lost } would be lost within { $ahead }.
   *[other] { $contacted } customers should be contacted now; without a contact about { $lost } of them would be lost within { $ahead }.
}
warning-alerts-claim-none = Nobody should be contacted now: for no customer is the expected saved margin above the { $cost } of a contact.
warning-alerts-meaning-assumption = If a contact keeps { $saved } of those about to leave, which is assumed and not yet measured, the contacts bring { $margin } net of { $cost } of costs. They pay for themselves if they keep at least { $break_even }.
warning-alerts-meaning-experiment = A contact keeps { $saved } of those about to leave, as an experiment has measured; the contacts then bring { $margin } net of { $cost } of costs. They pay for themselves if they keep at least { $break_even }.
warning-alerts-meaning-none = Cheaper contacts, or better ones, would change this; the table of assumptions below shows how far.
warning-alerts-meaning-no-money = What a contact costs, what margin a customer brings and how many a contact keeps are not all stated in study.yml: whether these contacts pay cannot be told.
warning-alerts-binding-capacity = The list ends because capacity ends: { $beyond } more customers would be worth a contact.
warning-alerts-binding-capacity-plain = The list ends because capacity ends; those further down have lower risks.
warning-alerts-binding-money = The list ends because no further contact is expected to pay; { $left } of the { $capacity } contacts a month remain free.
warning-alerts-binding-customers = The list ends because there is nobody else whose loss within { $ahead } is still open.
warning-alerts-too-late = { $n ->
    [0] Nobody who is otherwise worth a contact is past warning, which is to say would be lost within { $lead } by the length of the silence alone.
    [one] { $customers } more customer would be worth a contact but is past warning: silent for so long that the loss could be complete within { $lead }, before a contact has had time to work. Such a customer belongs to win-back and is not listed.
   *[other] { $customers } more customers would be worth a contact but are past warning: silent for so long that the loss could be complete within { $lead }, before a contact has had time to work. They belong to win-back and are not listed.
}
warning-alerts-holdout-title = Held out
warning-alerts-note-title = What the money rests on
warning-alerts-holdout-note = { $share } of the customers are held out for good, drawn at random: they are listed and not contacted, so that what contacts change can be measured.
warning-alerts-funnel-caption = From the customers looked at to those to be contacted
warning-alerts-head-step = Step
warning-alerts-head-customers = Customers
warning-alerts-step-looked = Still customers, looked at
warning-alerts-step-open = whose loss within { $ahead } is still open
warning-alerts-step-worth = for whom a contact is expected to pay
warning-alerts-step-eligible = whose risk is above nothing
warning-alerts-step-too-late = of them, left out: past warning, could be lost within { $lead } by silence alone
warning-alerts-step-refused = of them, left out: asked not to be contacted, or did not agree
warning-alerts-step-beyond = of them, left out: no capacity
warning-alerts-step-listed = On the list
warning-alerts-step-holdout = of them, held out: not contacted
warning-alerts-step-contacted = To be contacted
warning-alerts-money-caption = What the contacts are expected to bring
warning-alerts-head-term = Of those to be contacted
warning-alerts-head-value = Value
warning-alerts-head-range = Range
warning-alerts-money-note = The range sets every risk to the lower, then to the upper limit of its { $level } interval at once: if the risks are off, they are off together. Value at stake is the margin of { $days } at each customer’s own pace, drawn towards everybody’s where the record is short.
warning-alerts-money-note-plain = The range sets every risk to the lower, then to the upper limit of its { $level } interval at once: if the risks are off, they are off together.
warning-alerts-term-expected_losses = Would be lost within { $ahead } without a contact (customers)
warning-alerts-term-expected_saved = Expected to be kept by the contacts (customers)
warning-alerts-term-list_cost = Cost of the contacts
warning-alerts-term-list_value = Value at stake, if all were lost
warning-alerts-term-list_net_margin = Expected saved margin, net of the cost, if { $saved } are kept
warning-alerts-term-break_even_saved_share = Share that must be kept for the contacts to pay

## Who is at risk

warning-alerts-risk-heading = Who is at risk, by stage and value
warning-alerts-risk-claim = Of { $total } customers expected to be lost within { $ahead }, most are { $group }: { $lost }.
warning-alerts-risk-claim-money = Most is at stake among customers in the stage { $group }: { $money } of the { $total } expected to go with customers lost within { $ahead }.
warning-alerts-risk-claim-value = Customers in the upper third by value hold { $money } of the { $total } expected to go with customers lost within { $ahead }.
warning-alerts-risk-claim-plain = { $total } of { $n } customers are expected to be lost within { $ahead }.
warning-alerts-risk-meaning = Expected losses add up the risks; value at risk weighs each customer by the margin at stake. Groups where much is at risk and few are listed cost more to keep than they bring.
warning-alerts-risk-meaning-in-time = Expected losses add up the risks; value at risk weighs each customer by the margin at stake. Groups where much is at risk and few are listed cost more to keep than they bring, or are past warning.
warning-alerts-risk-meaning-plain = Expected losses add up the risks of the customers in a group.
warning-alerts-risk-title = { $group } customers have the highest risk: { $risk } on average
warning-alerts-risk-subtitle = Mean risk of being lost within { $ahead }, by stage and by third of value at stake; groups below { $minimum } customers not shown
warning-alerts-risk-alt = Mean risk of being lost within { $ahead }: { $cells }.
warning-alerts-risk-cell = { $stage }, { $value }: { $risk }
warning-alerts-risk-caption = Customers, expected losses and value at risk
warning-alerts-risk-note = Range of expected losses: every risk at its { $level } limit at once. Thirds are of customers by value at stake; customers of equal value stay together. Groups below { $minimum } customers are not shown.
warning-alerts-head-group = Group
warning-alerts-head-mean-risk = Mean risk
warning-alerts-head-losses = Expected losses (customers)
warning-alerts-head-value-at-risk = Value at risk ({ $currency })
warning-alerts-head-listed = Listed
warning-alerts-group-all = All
warning-alerts-group-stage = Stage: { $name }
warning-alerts-group-value = Value at stake: { $name }
warning-alerts-band-low = lower third
warning-alerts-band-middle = middle third
warning-alerts-band-high = upper third
warning-alerts-band-unknown = not known
warning-alerts-stage-unknown = not known

## Past months

warning-alerts-past-heading = What such lists would have brought
warning-alerts-past-lead = The same rule on past months, with what was known at the time and risks from models that had not seen them. A month’s figures, with as many customers as today.
warning-alerts-past-lead-tenure = The same rule on customers the model had not seen: undated contracts have no past months, so each part of the customers takes its turn. A month’s figures, with as many customers as today and their mix of tenures. What is known of a customer is known as of one day only, so that today’s customers can differ from these in more than tenure.
warning-alerts-past-in-time = Customers who could be lost within { $lead } by silence alone are past warning: they are left out here as they are on the list, and by the manager’s rule, too.
warning-alerts-past-claim = Such lists would have reached { $caught } of the lost with { $contacted } contacts a month; the manager’s rule { $reference } with { $reference_contacted }.
warning-alerts-past-claim-alone = Such lists would have reached { $caught } of the lost with { $contacted } contacts a month.
warning-alerts-past-claim-none = In past months, too, no contact would have been expected to pay.
warning-alerts-past-more = Had contacts kept { $saved } of those about to leave, a month’s list would have brought { $margin } net, and { $difference } more than the manager’s rule: a difference beyond chance.
warning-alerts-past-same = Had contacts kept { $saved } of those about to leave, a month’s list would have brought { $margin } net. The difference from the manager’s rule, { $difference }, can be chance.
warning-alerts-past-less = Had contacts kept { $saved } of those about to leave, a month’s list would have brought { $margin } net, and the manager’s rule more ({ $difference }): use that rule for the list.
warning-alerts-past-alone = Had contacts kept { $saved } of those about to leave, a month’s list would have brought { $margin } net; contacts drawn by lot { $random }.
warning-alerts-past-no-money = Against contacts drawn by lot, { $difference } more of the lost were reached.
warning-alerts-past-caption = A month’s contacts in the past: this rule, the manager’s, and by lot
warning-alerts-past-note = { $level } intervals, clustered by customer, as one customer is judged in several months. Contacts are counted as if made; nobody was held out. By lot: as many contacts among those who may be contacted.
warning-alerts-head-strategy = Contacts chosen by
warning-alerts-head-contacted = Contacts
warning-alerts-head-caught = Lost among them
warning-alerts-head-margin = Net margin ({ $currency })
warning-alerts-head-margin-low = if { $saved } are kept
warning-alerts-strategy-chosen = This rule
warning-alerts-strategy-reference = The manager’s rule
warning-alerts-strategy-random = Lot
warning-alerts-check-past = Past lists against the manager’s rule
warning-alerts-check-past-result = { $difference } a month
warning-alerts-check-promise = Losses among those past lists name
warning-alerts-check-promise-result = { $expected } expected, { $caught } came, a month
warning-alerts-check-promise-kept = the list’s expected margin stands
warning-alerts-check-promise-broken = take the list’s expected margin with that error
warning-alerts-check-used = the list follows the model
warning-alerts-check-not-better = read the list as no better than the manager’s rule

## The decision curve

warning-alerts-curve-heading = From which risk a contact pays
warning-alerts-curve-lead = The dearer a needless contact is against a loss prevented, the higher the risk from which a contact pays. The decision curve shows, for every such threshold, what the warnings are worth against contacting all customers, none, or those the manager’s rule names.
warning-alerts-curve-claim = Where contacts pay from a risk of { $from } to { $to }, the warnings are worth more than contacting all, none, or by the manager’s rule, beyond chance.
warning-alerts-curve-claim-none = At no threshold are the warnings worth more, beyond chance, than contacting all, none, or by the manager’s rule.
warning-alerts-curve-meaning-inside = With the stated costs a contact pays from a risk of { $threshold } for a customer of middle value ({ $value } at stake): inside that range.
warning-alerts-curve-meaning-outside = With the stated costs a contact pays from a risk of { $threshold } for a customer of middle value ({ $value } at stake): outside that range. For customers of higher value it pays earlier ({ $higher } in the upper quarter).
warning-alerts-curve-meaning-never = With the stated costs a contact does not pay for a customer of middle value ({ $value } at stake), however high the risk; in the upper quarter it pays from { $higher }.
warning-alerts-curve-meaning-at-no-risk = With the stated costs a contact does not pay for a customer of middle value, however high the risk.
warning-alerts-curve-meaning-no-money = Which threshold is the right one depends on costs that study.yml does not state.
warning-alerts-curve-title = The warnings gain most against the other rules where a contact pays from { $threshold }: { $gain } more losses reached per 1,000 customers
warning-alerts-curve-title-none = The warnings gain nothing beyond chance over simpler rules
warning-alerts-curve-subtitle = Net benefit per 1,000 customers: losses reached, less needless contacts at the price the threshold sets; lost within { $ahead }, { $level } interval
warning-alerts-curve-alt = Net benefit per 1,000 customers by threshold. { $points }.
warning-alerts-curve-alt-point = At { $threshold }: this model { $own }, all { $all }
warning-alerts-curve-axis-threshold = Risk from which a contact pays
warning-alerts-curve-axis-benefit = Losses reached per 1,000 customers, net
warning-alerts-curve-line-chosen = The warnings
warning-alerts-curve-line-reference = Manager’s rule
warning-alerts-curve-line-alert_all = All
warning-alerts-curve-line-alert_none = None
warning-alerts-curve-mark = pays at middle value

## Sensitivity

warning-alerts-sensitivity-heading = How much hangs on the assumptions
warning-alerts-sensitivity-claim = Changing one assumption at a time, the list brings from { $low } to { $high } a month; most hangs on { $parameter }.
warning-alerts-sensitivity-meaning-robust = It pays under every one of these assumptions.
warning-alerts-sensitivity-meaning-fragile = It loses money under some of them: measure first what is least certain, with the customers held out.
warning-alerts-sensitivity-title = If { $parameter } is at its worst, the list brings { $low }; at its best { $high }
warning-alerts-sensitivity-subtitle = Expected net margin of the list as it is ({ $currency } a month), if one assumption is wrong and the others hold
warning-alerts-sensitivity-alt = Expected net margin of the list if one assumption is wrong: { $rows }.
warning-alerts-sensitivity-alt-row = { $parameter }: { $low } to { $high }
warning-alerts-sensitivity-axis = Net margin ({ $currency })
warning-alerts-sensitivity-caption = The list made anew under other assumptions
warning-alerts-sensitivity-note = Stay: share of the contacts of today’s list that would be made under the other assumption, too.
warning-alerts-head-parameter = Assumption
warning-alerts-head-setting = Set to
warning-alerts-head-new-contacts = Contacts
warning-alerts-head-new-margin = Net margin, list made anew ({ $currency })
warning-alerts-head-kept-margin = Net margin, list as it is ({ $currency })
warning-alerts-head-overlap = Stay
warning-alerts-label-base = As stated
warning-alerts-label-contact_cost = Cost of a contact
warning-alerts-label-saved_share = Share kept
warning-alerts-label-value_at_stake = Value at stake
warning-alerts-label-risk = Risks
warning-alerts-parameter-contact_cost = the cost of a contact
warning-alerts-parameter-saved_share = the share kept
warning-alerts-parameter-value_at_stake = the value at stake
warning-alerts-parameter-risk = the risks
warning-alerts-setting-times = times { $factor }
warning-alerts-setting-risk-low = all at the lower limit
warning-alerts-setting-risk-high = all at the upper limit

## The columns of the list

warning-alerts-column-pseudonym = The customer, under a pseudonym; the command analysis reidentify gives the company’s own number to whoever has the key
warning-alerts-column-rank = 1 is the customer for whom a contact is expected to bring most
warning-alerts-column-stage = Stage of the lifecycle on the as-of date
warning-alerts-column-risk = Probability of being lost within { $ahead }, from 0 to 1
warning-alerts-column-conf_low = Lower limit of the { $level } interval: of the share lost among customers given this risk in a new month
warning-alerts-column-conf_high = Upper limit of that interval
warning-alerts-column-value_at_stake = Margin of { $days } at the customer’s own pace, in { $currency }; empty when it cannot be told
warning-alerts-column-signs = Signs of decline that show
warning-alerts-column-reason = What raises the risk most, against the usual customer of the same stage
warning-alerts-column-remedy = What helps against the likeliest cause of leaving, as leaving customers stated causes
warning-alerts-column-do_not_contact = Asked not to be contacted; empty when not known. Nobody who did is on the list; check again on the day of the contact
warning-alerts-column-consent = Agreed to be contacted; empty when not known
warning-alerts-column-holdout = Yes means: do not contact. Drawn at random for good, so that what contacts change can be measured
warning-alerts-reason = { $group } (+{ $points } points of risk)
warning-alerts-ask = Ask what is missing: no cause of leaving is on record
