### Loyalty, deeds, drivers and trust in the report on satisfaction and loyalty (notebook 04).
### Values in braces are filled in; keep their names. $n, $failed and $unknown choose between
### singular and plural.

## Title and cover

loyalty-title = Satisfaction and loyalty
loyalty-subtitle = What customers say, what it goes with, and whether they do as they say
loyalty-key-index = Loyalty index (0 to 100)
loyalty-key-index-note = mean of { $n } customers
loyalty-key-lost = Customers lost per 1,000 when “{ $construct }” is one standard deviation higher
loyalty-key-lost-note = change within { $time }; an association
loyalty-key-lever-revenue = Revenue per 1,000 customers: one point more of “{ $lever }”
loyalty-key-lever-leaving = Customers lost per 1,000: one point more of “{ $lever }”
loyalty-key-lever-attitude = Points of “{ $construct }” per point of “{ $lever }”
loyalty-key-lever-note = the first lever in { $share } of the draws; an association

## Used in several places

loyalty-withheld-title = Not in this report
loyalty-head-loyalty = Loyalty
loyalty-head-customers = Customers
loyalty-head-share = Share ({ $level } interval)
loyalty-head-unrelated = If words and deeds were unrelated
loyalty-head-corrected = Without measurement error ({ $level } interval)
loyalty-head-part = Part
loyalty-head-kind = Words or deeds
loyalty-head-weight = Weight
loyalty-head-zero = Counts 0 at
loyalty-head-full = Counts 100 at
loyalty-head-points = Points ({ $level } interval)
loyalty-head-without = Index without it
loyalty-head-construct = Construct
loyalty-head-lost = Change in customers lost per 1,000 ({ $level } interval)
loyalty-head-spend = Change in spend per customer ({ $level } interval)
loyalty-head-ratio = Hazard ratio ({ $level } interval)
loyalty-head-naive = Hazard ratio by plain averages ({ $level } interval)
loyalty-head-way = Way
loyalty-head-group = Group
loyalty-head-lever = Lever
loyalty-head-gain-leaving = Customers lost per 1,000 ({ $level } interval)
loyalty-head-gain-revenue = Revenue per 1,000 customers ({ $level } interval)
loyalty-head-gain-attitude = { $construct }, points ({ $level } interval)
loyalty-head-experience = Experience
loyalty-head-ratio-total = Hazard ratio, in all ({ $level } interval)
loyalty-head-ratio-given = Hazard ratio among the equally satisfied ({ $level } interval)
loyalty-head-rank = Rank
loyalty-head-best = First in
loyalty-head-first-two = Among the first two in
loyalty-head-helps = Helps in
loyalty-head-performance = Performance (0 to 100)
loyalty-head-quadrant = Quadrant
loyalty-head-move = Hazard of
loyalty-head-check = Check
loyalty-head-result = Result
loyalty-head-passed = Verdict
loyalty-head-done = What followed
loyalty-outcome-passed = holds
loyalty-outcome-failed = does not hold
loyalty-outcome-unknown = cannot be told

## Loyalty

loyalty-heading-loyalty = Loyalty in words and in deeds
loyalty-lead-deeds = A customer can be loyal in two ways: in words, by what the survey measures, and in deeds, by what the purchases show. The index puts both into one number; the fourfold table keeps them apart.
loyalty-lead-words = A customer can be loyal in two ways: in words, by what the survey measures, and in deeds, by what the purchases show. This study holds words only.
loyalty-index-claim = The loyalty index stands at { $value } of 100 points, over { $n } customers.
loyalty-index-meaning-deeds = Half of it is what customers say, half what they do. The weights are stated, not estimated: the table shows what the index would be without each part.
loyalty-index-meaning-words = It is made of what customers say only; whether they act on it cannot be seen here. The weights are stated, not estimated.
loyalty-index-title = From { $low } points ({ $worst }) to { $high } ({ $best })
loyalty-index-subtitle = Loyalty index by group, points of 0 to 100, { $level } intervals; the line is the mean of all, { $mean }
loyalty-index-alt = Loyalty index by group. { $points }.
loyalty-index-note = Groups differ in who they are, too. Differences in what customers say may be compared only as far as the section on invariance allows.
loyalty-axis-index = Loyalty index, points
loyalty-kind-words = words
loyalty-kind-deeds = deeds
loyalty-deed-repeat_rate = Repeat purchases per year
loyalty-deed-share_of_rhythm_kept = Share of the own rhythm kept
loyalty-deed-tenure_days = Days as a customer
loyalty-parts-caption = What the loyalty index is made of
loyalty-parts-note = Straight between 0 and 100, cut beyond. A rate or a tenure counts in full from the level that one customer in ten exceeds. Where a part is not known, its weight goes to the others.
loyalty-fourfold-claim = { $share } of customers are loyal in words and in deeds; { $latent } only say they are, and { $spurious } keep buying without being attached.
loyalty-fourfold-meaning-together = If words and deeds had nothing to do with each other, { $expected } would be loyal in both: what customers say and do go together, by { $beyond } percentage points.
loyalty-fourfold-meaning-apart = If words and deeds had nothing to do with each other, { $expected } would be loyal in both, a difference of { $beyond } percentage points: what customers say tells little of how they buy. Judge loyalty by both.
loyalty-fourfold-title = { $share } are loyal in words and in deeds
loyalty-fourfold-subtitle = Shares of { $n } customers who answered and had bought; simultaneous { $level } intervals
loyalty-fourfold-alt = A square of four fields: words across, deeds upwards. { $points }.
loyalty-fourfold-note = After { $source }. High means at or above the median of these customers, in words and in deeds, so the size of each field depends on the cut; what goes beyond the unrelated share does not.
loyalty-kind-true = True loyalty
loyalty-kind-latent = Latent loyalty
loyalty-kind-spurious = Spurious loyalty
loyalty-kind-none = No loyalty
loyalty-words-low = Attached less, in words
loyalty-words-high = Attached more, in words
loyalty-deeds-low = Buy less, in deeds
loyalty-deeds-high = Buy more, in deeds
loyalty-fourfold-caption = The four kinds of loyalty
loyalty-fourfold-table-note = Without measurement error: plausible values of loyalty in words, given the answers and the deeds, put together over many draws ({ $source }).
loyalty-fourfold-corrected = Answers measure loyalty with error. The shares hardly depend on it, but only { $same } of customers would be put in the same field if it were known exactly: use the table for { $n } customers together, not to label one of them.
loyalty-fourfold-uncorrected = Loyalty in words is one question here, so its measurement error is not known; the shares are of answers as given.
loyalty-cuts = Where high begins is a choice. { $result }
loyalty-cuts-result = With { $n } pairs of cuts, between the quantiles { $first } and { $last }, true loyalty is { $low } to { $high } of customers, and { $least } to { $most } percentage points beyond what unrelated words and deeds would give.
loyalty-check-cuts = Words and deeds go together wherever the cuts are put
loyalty-done-cuts = The difference from the unrelated share is stated beside the shares
loyalty-withheld-fourfold = True, latent and spurious loyalty cannot be told apart here: too few customers who answered have purchases on record, or all are alike in words or in deeds.

## Words and deeds: leaving and spend

loyalty-heading-deeds = The bridge: does what customers say show in what they do?
loyalty-withheld-deeds-no-deeds = Answers cannot be joined to what customers did afterwards: the study holds no dated surveys with purchases after them. So nothing is said here about churn or revenue, and true, latent and spurious loyalty cannot be told apart: all is about satisfaction and loyalty in words.
loyalty-withheld-deeds-no-model = The structural model could not be read, so there are no measured constructs to hold against deeds.
loyalty-withheld-deeds-too-few = Too few customers left, or bought, after their survey for the constructs to be held against deeds; with a longer follow-up this section is filled.
loyalty-deeds-lead = { $n } surveys of { $customers } customers who had not been lost on the day were followed from then on; { $base } were lost within { $time }. Compared are customers alike in what was known on the day: { $adjustments }. Constructs are corrected for measurement error, and respondents weighted so that they stand for all who were asked.
loyalty-leaving-claim-fewer = With “{ $construct }” one standard deviation higher, { $size } fewer customers in 1,000 are lost within { $time }.
loyalty-leaving-claim-more = With “{ $construct }” one standard deviation higher, { $size } more customers in 1,000 are lost within { $time }.
loyalty-leaving-claim-unclear = “{ $construct }” tells nothing certain of who leaves: { $change } customers lost per 1,000 within { $time } for one standard deviation more.
loyalty-leaving-meaning = Of 1,000 customers { $base } are lost within { $time }. The hazard ratio is { $ratio } per standard deviation. An association: it would be what a change brings about only if everything else that matters is among what was held alike.
loyalty-leaving-title = { $construct }: hazard of leaving { $ratio } times as high per standard deviation
loyalty-leaving-subtitle = Hazard ratios per standard deviation of the construct, { $level } intervals, { $n } customers lost
loyalty-leaving-alt = Hazard ratios of leaving. { $points }.
loyalty-leaving-note = “On its own” is the whole association of one construct; “beside the others” holds the other constructs fixed, which leaves little to tell them apart. Plain averages are what is found when measurement error is ignored.
loyalty-leaving = leaving
loyalty-axis-ratio = Hazard ratio
loyalty-view-alone-corrected = On its own
loyalty-view-alone-sum-scores = On its own, by plain averages
loyalty-view-together-corrected = Beside the others
loyalty-deeds-caption = What one standard deviation more of each construct goes with, within { $time }
loyalty-deeds-note = Each construct on its own. Intervals allow for several surveys of one customer and for the weights.
loyalty-spend-claim = One standard deviation more of “{ $construct }” goes with { $money } per customer in the { $time } after the survey.
loyalty-spend-claim-unclear = “{ $construct }” tells nothing certain of spend: { $money } per customer in the { $time } after the survey for one standard deviation more.
loyalty-spend-meaning = The mean spend is { $mean }, over { $n } surveys whose whole time afterwards is on record; those who bought nothing count as zero.
loyalty-deeds-naive = Plain averages ignore that answers measure with error. { $result }
loyalty-check-naive = Findings have the same direction without the correction for measurement error
loyalty-naive-result-weaker = For “{ $construct }” the association on the log scale would be { $share } weaker with them.
loyalty-naive-result-stronger = For “{ $construct }” the association on the log scale would be { $share } stronger with them.
loyalty-done-naive = Both are shown; the corrected ones are reported
loyalty-ways-lead = By which way satisfaction goes with leaving: the paths among the constructs come from one survey, the last step looks ahead.
loyalty-ways-caption = Ways to leaving, hazard ratio per standard deviation
loyalty-ways-note = Products of paths and log hazard ratios; percentile intervals. Constructs asked on one day are correlated, not ordered: an indirect effect in the strict sense needs them asked in turn, and no common cause of what lies between and of leaving ({ $source }).
loyalty-way-total-indirect = All indirect ways together
loyalty-way-total = All ways together
loyalty-deeds-reading-title = How to read this
loyalty-deeds-reading = Deeds come after words here, so satisfaction foretells; that it brings about is not shown. Customers who are about to leave may be less satisfied for the same reason that makes them leave. Only an experiment settles it: improve something for a part of the customers chosen at random, and compare.

## Words against deeds

loyalty-heading-promises = Do they do as they say?
loyalty-promises-lead = The question “{ $item }” against the purchases of the following { $time }. An answer of { $cut } or more counts as saying so. { $n } answers have their whole time afterwards on record.
loyalty-promises-claim-clear = Of those who said they would buy again, { $kept } did within { $time }; of the others, { $others }.
loyalty-promises-claim-unclear = Of those who said they would buy again, { $kept } did within { $time }; of the others, { $others }, which may be chance.
loyalty-promises-meaning-none = A customer who bought had given a higher answer than one who did not about as often as not (concordance { $rank }, 0.5 is chance): intention foretells nothing here.
loyalty-promises-meaning-weak = A customer who bought had given a higher answer than one who did not only a little more often than by chance (concordance { $rank }, 0.5 is chance): do not forecast sales from intentions.
loyalty-promises-meaning-fair = Intention ranks customers to some degree (concordance { $rank }, 0.5 is chance, 1 is perfect).
loyalty-promises-meaning-good = Intention ranks customers well (concordance { $rank }, 0.5 is chance, 1 is perfect).
loyalty-promises-title = { $high } of those who gave the highest answer bought; { $low } of those who gave the lowest
loyalty-promises-subtitle = Share that bought within { $time }, by the answer to “{ $item }”, { $level } intervals
loyalty-promises-alt = Share that bought, by answer. { $points }.
loyalty-promises-note = Weighted for nonresponse; a customer asked several times counts as one in the intervals.
loyalty-answer = Answer { $answer } ({ $n } surveys)
loyalty-promises-caption = Words against deeds within { $time }
loyalty-promises-table-note = The first four add up to all. The concordance is the chance that one who bought had given a higher answer than one who did not, ties counted half ({ $source }).
loyalty-promise-said-and-did = Said they would, and did
loyalty-promise-said-did-not = Said they would, and did not
loyalty-promise-did-not-say-but-did = Did not say so, and did
loyalty-promise-neither = Neither
loyalty-promise-kept-promises = Did, of those who said they would
loyalty-promise-difference = Difference from the others, percentage points
loyalty-promise-concordance = Concordance of words and deeds (0.5 is chance)

## Drivers

loyalty-heading-drivers = Drivers: what matters, and how well it is done
loyalty-withheld-drivers-no-model = The structural model could not be read, so nothing can be said of what matters for satisfaction.
loyalty-withheld-drivers-no-levers = The study names no levers that lead to satisfaction in the model: state them under survey, roles, levers.
loyalty-drivers-lead = Importance is the total effect in the model: points of “{ $target }” per point of the lever, both from 0 to 100, other levers alike. Performance is the mean score of the lever. “Effect” is the model’s word; it is an association, as the section on causal reading says.
loyalty-drivers-claim = { $levers } { $n ->
    [one] goes
   *[other] go
} more than the others with “{ $target }”, and { $n ->
    [one] is
   *[other] are
} done worse than the others.
loyalty-drivers-meaning = Look there first: it matters, and there is room. The ranking below says how sure that is.
loyalty-drivers-claim-none = What goes most with “{ $target }” is already done better than the rest: no lever is both important and done badly. { $lever } goes with it most.
loyalty-drivers-meaning-none = Its score is { $performance } of 100: better than the others is not yet good. Keep it up, and improve it where that is cheap.
loyalty-quadrants-sure = Each lever is in the same quadrant in at least { $share } of the draws.
loyalty-quadrants-unsure = Not every place is sure (same quadrant in less than { $share } of the draws): { $parts }.
loyalty-quadrant-part = { $lever } ({ $share })
loyalty-quadrant-improve-first = Improve first
loyalty-quadrant-keep-up = Keep up
loyalty-quadrant-low-priority = Low priority
loyalty-quadrant-possible-excess = Possible excess
loyalty-map-title = { $lever } matters most for “{ $target }”
loyalty-map-subtitle = Importance and performance of each lever, crosses are { $level } intervals, { $n } respondents
loyalty-map-alt = Importance-performance map. { $points }.
loyalty-map-point = { $lever }: importance { $importance }, performance { $performance }
loyalty-map-note = The lines are the means over the levers, so the quadrants compare levers with one another, not with a standard. { $source }.
loyalty-axis-performance = Performance: mean score, 0 to 100
loyalty-axis-importance = Importance: points of “{ $target }” per point
loyalty-gains-claim = One point more (of 0 to 100) of “{ $lever }” goes with { $parts }.
loyalty-gain-attitude = { $value } points of “{ $construct }”
loyalty-gain-fewer = { $value } fewer customers lost per 1,000
loyalty-gain-more = { $value } more customers lost per 1,000
loyalty-gain-revenue = { $value } of revenue per 1,000 customers
loyalty-gains-meaning-deeds = Customers lost and revenue are counted over { $time } and read through the model and the bridge. For small changes the numbers scale: five points more go with about five times as much.
loyalty-gains-meaning-words = For small changes the numbers scale: five points more go with about five times as much. What that means for churn and revenue cannot be told without deeds.
loyalty-gains-caption = What one point more of each lever goes with
loyalty-gains-note-deeds = Points of 0 to 100. Customers lost (a negative number is a gain) and revenue within { $time }, for customers who had not been lost at the survey. Percentile intervals over draws of the paths and of the bridge. Associations: what an action would bring about only as far as the model holds every common cause.
loyalty-gains-note-words = Points of 0 to 100. Percentile intervals over draws of the paths. Associations: what an action would bring about only as far as the model holds every common cause.

## Complaints and the first experience

loyalty-heading-experience = Complaints and the first experience
loyalty-experience-lead = What customers had lived through by the day of the survey, { $n } surveys of customers who had not been lost, alike in what else was known on the day: { $adjustments }. Unlike the answers themselves, these are facts on record.
loyalty-experience-claim = In “{ $construct }”, points of 0 to 100: { $parts }.
loyalty-experience-part = { $experience } { $value }
loyalty-experience-claim-none = No complaint and no first experience goes with “{ $construct }” beyond chance.
loyalty-experience-meaning = Each is over and above the others: the effect of a topic is that of a complaint resolved at once, the days come on top, and so does a second complaint.
loyalty-experience-complaint = Complaint: { $value }
loyalty-experience-days-to-resolution = Each week until resolved
loyalty-experience-repeated-complaint = Complained again
loyalty-experience-first-complaint = Complaint within 60 days of the first purchase
loyalty-experience-first-channel = First purchase: { $value }
loyalty-experience-title = { $experience }: { $points } points of “{ $construct }”
loyalty-experience-subtitle = Difference in points of 0 to 100, { $level } intervals, { $n } surveys
loyalty-experience-alt = Difference by experience. { $points }.
loyalty-experience-note = Differences in the construct itself, not in its score: a latent regression ({ $source }).
loyalty-experience-leaving = The same experiences in the hazard of leaving: in all, and among customers equally satisfied. Where the second is closer to 1, the experience goes with leaving by way of satisfaction.
loyalty-experience-caption = Complaints, first experience and the hazard of leaving
loyalty-experience-table-note = Hazard ratios: above 1, customers leave sooner. With many rows one interval in twenty misses by chance.
loyalty-axis-points = Difference in “{ $construct }”, points

## What to improve first

loyalty-heading-improve = What to improve first
loyalty-improve-claim-sure = Improve { $lever } first: a point of it goes with the most for “{ $target }”, in { $share } of the draws.
loyalty-improve-claim-unsure = { $lever } is the best guess at what to improve first: a point of it goes with the most for “{ $target }”, but only in { $share } of the draws.
loyalty-improve-meaning = The next is { $second }. A difference in the ranking that is not sure should not decide: take the cheaper.
loyalty-improve-meaning-single = It is the only lever the study names.
loyalty-improve-caption = Levers ranked by what one point goes with: { $target }
loyalty-improve-note = Shares of the draws over the uncertainty of the paths and, where there are deeds, of the bridge. A lever that helps in fewer than 95% of the draws may help nothing at all.
loyalty-improve-cost = What a point costs is not in the data. The ranking is by gain per point, not per unit of money: a lever that is second here is first if its point costs half as much. Put your own costs beside the table.
loyalty-improve-reading-title = Before acting on it
loyalty-improve-reading-association = The model describes how answers go together; it may not be read as what an action brings about. Try the first lever on customers chosen at random, measure again, and then decide for all.
loyalty-improve-reading-conditional = The model may be read as effects under conditions that cannot be tested from the data. Try the first lever on customers chosen at random before it is rolled out.
loyalty-target-leaving = customers kept within { $time }
loyalty-check-ranking = The first lever is first in at least 95% of the draws
loyalty-ranking-result = { $lever }: { $share } of the draws
loyalty-done-ranking-sure = It is recommended
loyalty-done-ranking-unsure = It is called the best guess

## The true hazard

loyalty-heading-hazard = The bridge beside the truth
loyalty-hazard-claim = “{ $construct }”: the bridge finds a hazard ratio of { $found } per standard deviation; the truth in the simulation is { $truth }. They are not the same quantity.
loyalty-hazard-meaning = The truth acts on the moves between true stages; the bridge sees leaving by silence only. The direction must agree, the size need not.
loyalty-hazard-caption = Hazard ratios per standard deviation: true moves, and leaving by silence
loyalty-hazard-true = { $move } (true, simulated)
loyalty-hazard-found = leaving by silence (estimated)
loyalty-hazard-note = The true moves are not seen in the data; they are known because this company is simulated.
loyalty-hazard-remark = Why they differ: the true ratio is the intensity of one move of the customers in one stage, on the day it happens. Leaving by silence is seen only months later, when the silence has lasted; it mixes customers of all stages, some of whom had declined or left before they answered, and some who are merely slow. All of that pulls the ratio towards 1. Fitted to the true moves of respondents in the stage itself, the same estimator finds about the true size.

## Trust, methods, limits, glossary

loyalty-heading-summary = In short
loyalty-summary-caption = What was found, and what it means
loyalty-summary-found = What was found
loyalty-summary-means = What it means
loyalty-summary-note = “Goes with” is meant as it says: an association. Whether anything may be read as cause and effect is judged in a section of its own.
loyalty-heading-trust = How far to trust this
loyalty-trust-verdict = { $passed } of { $n ->
    [one] one check holds
   *[other] { $n } checks hold
}{ $failed ->
    [0] {""}
    [one] ; one does not
   *[other] ; { $failed } do not
}{ $unknown ->
    [0] {""}
    [one] ; one cannot be told
   *[other] ; { $unknown } cannot be told
}.
loyalty-trust-use = Scores and their intervals can be relied on for those who answered, and, where weights are known, for those who were asked. Rankings of levers are only as good as the model: read the rows on fit, validity and rival models before them. A check that does not hold is no reason to throw the result away; it says what may not be concluded from it.
loyalty-checks-caption = What was checked
loyalty-check-data = Data quality
loyalty-done-data = Stated on the cover
loyalty-heading-methods = Methods
loyalty-methods-lead = Everything is estimated by the project’s own code, which is tested against R’s lavaan to at least four digits, and against simulated companies whose truth is known.
loyalty-method-sources = Sources: { $source }.
loyalty-method-model-heading = Structural equation model
loyalty-method-model = Each construct is measured by several items with error; constructs depend on one another by the stated paths. Together they imply the covariances of all items, and the model is fitted so that these come close to those observed. Standard errors of standardised coefficients are by the delta method.
loyalty-formula-model = the implied covariance is lambda times the inverse of I minus B, times psi, times the transposes, plus theta
loyalty-method-likelihood-heading = Missing answers
loyalty-method-likelihood = As soon as an answer is missing, the likelihood of what each respondent did answer is maximised: nobody is left out, nothing is filled in. It assumes that whether an answer is missing depends on answers given only. Standard errors and the test are robust to answers that are not normal.
loyalty-formula-likelihood = the log likelihood is the sum over respondents of the normal density of the items each one answered
loyalty-method-ordinal-heading = Answers of few points
loyalty-method-ordinal = Five-point answers are ordered categories of a continuous attitude. Polychoric correlations and diagonally weighted least squares with a mean-and-variance adjusted test take that into account. Where answers are missing, full information comes first and this stands beside it.
loyalty-formula-ordinal = the discrepancy is the squared distance of polychoric correlations from those the model implies, each divided by its sampling variance
loyalty-method-omega-heading = Reliability
loyalty-method-omega = Omega, the composite reliability, is the share of the variance of the sum of the items that is due to the construct. Alpha stands beside it. Average variance extracted is the mean squared loading.
loyalty-formula-omega = omega is the squared sum of the loadings over itself plus the sum of the error variances
loyalty-method-htmt-heading = Are constructs distinct?
loyalty-method-htmt = The heterotrait-monotrait ratio compares the correlations between the items of two constructs with those within them; near 1, the two are one. Intervals are by bootstrap.
loyalty-formula-htmt = the mean correlation between items of two constructs over the geometric mean of the mean correlations within
loyalty-method-effects-heading = Direct, indirect and total effects
loyalty-method-effects = An indirect effect is the product of the paths along a chain; the total effect adds all chains. Intervals are percentiles of at least 5,000 draws: bootstrap refits where every answer is there, otherwise draws from the joint distribution of the estimates. “Effect” is the name of the sum, not a claim about causes.
loyalty-formula-effects = total effects are the inverse of I minus B, less I
loyalty-method-importance-heading = What one point goes with
loyalty-method-importance = The standardised total effect, times the points that one standard deviation of the target is, over those of the lever. Churn and revenue follow by the bridge: the shift of the constructs changes every customer’s hazard and spend, and the mean over customers is compared. The draws of paths and of bridge are combined, and levers ranked in each draw.
loyalty-formula-importance = points of the target per point of the lever: total effect times the standard deviation of the target over that of the lever
loyalty-method-hazard-heading = From words to deeds
loyalty-method-hazard = The hazard of leaving after the survey, constant within bands of time, given the construct itself, which is not observed: the likelihood integrates over what the answers and the known facts leave open. Putting a score in its place would make associations too small. Spend is log linear with the same correction. Standard errors are robust, customers with several surveys counted together.
loyalty-formula-hazard = the hazard given the answers is the baseline hazard times the expectation of the exponential of covariates and constructs among those still there
loyalty-method-weights-heading = Nonresponse
loyalty-method-weights = Respondents are weighted by the mean propensity to answer over their own, from a logistic regression on what was known of everybody asked, cut at the 99th percentile. Weights mend what the records show; those who stay silent because they are dissatisfied, and show it nowhere, stay missing.
loyalty-formula-weights = the weight is the mean propensity over the propensity of the respondent
loyalty-method-rest = Measurement invariance across groups is tested by nested models, configural, metric and scalar. Common-method variance is judged by a method factor and full-collinearity tests, since Harman’s single factor alone is not enough. Fit is judged by the usual thresholds, whose sources stand beside them. Partial least squares stands beside as a check of sensitivity.
loyalty-heading-limits = Limits
loyalty-limits = Answers are what people say when asked. Constructs asked in one questionnaire share mood and manner of answering, which makes them go together more than they would otherwise. The model is one of several that describe the same answers; those that were stated beforehand are compared, others may exist. Small groups are not shown.
loyalty-limits-words = There are no deeds in this study: satisfaction and loyalty are in words only, and nothing here says who stayed.
loyalty-limits-deeds = Leaving is inferred from silence, and counted when the silence is complete. Deeds of those who did not answer are seen, but not their words: weighting by what was known of them mends only a part. Each survey is taken as of its day; satisfaction changes afterwards.
loyalty-heading-glossary = Glossary
loyalty-term-construct = Construct
loyalty-meaning-construct = Something that cannot be asked in one question and is measured by several, such as trust.
loyalty-term-item = Item
loyalty-meaning-item = One question of the survey, with its scale.
loyalty-term-loading = Loading
loyalty-meaning-loading = How closely an item follows its construct: the correlation of the two. 0.708 squared is one half.
loyalty-term-reliability = Reliability (alpha, omega)
loyalty-meaning-reliability = The share of the differences in a score that is due to the construct rather than to error.
loyalty-term-extracted-variance = Average variance extracted
loyalty-meaning-extracted-variance = The share of the differences in the items that the construct accounts for, on average.
loyalty-term-discriminant = Discriminant validity
loyalty-meaning-discriminant = That two constructs are two: their items go together more within than between.
loyalty-term-invariance = Measurement invariance
loyalty-meaning-invariance = That a question means the same in every group. Without it, differences between groups may be differences in how the question is understood.
loyalty-term-path = Path coefficient
loyalty-meaning-path = By how many standard deviations an outcome differs per standard deviation of a cause, other causes alike.
loyalty-term-effect = Direct, indirect and total effect
loyalty-meaning-effect = A path; a product of paths through something between; the sum of all ways. The names do not make them causal.
loyalty-term-fit = Fit indices
loyalty-meaning-fit = How closely the model reproduces the covariances of the items (CFI, TLI, RMSEA, SRMR).
loyalty-term-confidence = Confidence interval
loyalty-meaning-confidence = A range made by a method that holds the true value as often as its level says, if the model is right.
loyalty-term-common-method = Common-method variance
loyalty-meaning-common-method = What answers share because they were asked in the same way at the same time.
loyalty-term-importance = Importance-performance map
loyalty-meaning-importance = What matters against how well it is done: what matters much and is done worse comes first.
loyalty-term-hazard-ratio = Hazard ratio
loyalty-meaning-hazard-ratio = How many times as fast customers leave at any moment; 0.8 is a fifth slower.
loyalty-term-fourfold = True, latent, spurious loyalty
loyalty-meaning-fourfold = Loyal in words and deeds; in words only; in deeds only.
loyalty-term-nonresponse = Nonresponse weight
loyalty-meaning-nonresponse = How many of those asked a respondent stands for, so that the kinds of customers who answer less often count as much as they should.
