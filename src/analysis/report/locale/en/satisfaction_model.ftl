### The structural model in the report on satisfaction and loyalty (notebook 04).
### Values in braces are filled in; keep their names. $n and $found choose between singular and plural.

## Used in several places

model-separator = ;{" "}
model-quoted = “{ $text }”
model-head-outcome = Outcome
model-head-cause = Goes with
model-head-causes = Number of causes in the model
model-head-coefficient = Coefficient ({ $level } interval)
model-head-p = p
model-head-explained = Share explained (R²)
model-head-index = Index
model-head-value = Value
model-head-asked = Asked for
model-head-verdict = Verdict
model-head-source = Who asks for it
model-head-direct = Direct
model-head-indirect = Indirect
model-head-total = Total
model-head-chain = Chain
model-head-share = Indirect share
model-head-pattern = Pattern
model-head-model = Model
model-head-chi-square = Chi-square (degrees of freedom)
model-head-aic = AIC less that of the stated model
model-head-relation = Relation the model leaves out
model-head-gain = Fall in chi-square
model-head-change = Expected size (standardised)
model-head-path = Path
model-head-conclusion = Conclusion
model-head-estimator = Estimator
model-head-respondents = Respondents
model-head-use = Use
model-head-condition = A causal reading needs
model-head-found = What is known here
model-head-met = Met?
model-head-quantity = Of
model-head-covered = Intervals that hold the truth
model-head-bias = Mean error
model-head-largest-error = Largest error
model-axis-coefficient = Standardised coefficient
model-axis-total = Standard deviations of { $loyalty } per standard deviation of the cause

## Estimators

model-estimator-fiml = Full-information maximum likelihood ({ $code })
model-estimator-wlsmv = Answers as ordered categories ({ $code })
model-estimator-mlr = Robust maximum likelihood on complete answers ({ $code })
model-estimator-pls = Partial least squares, weighted sums of items ({ $code })

## The model

model-heading-model = The structural model: what goes with what
model-lead = The model was stated before it was fitted: which questions measure the same thing, and what may lead to what. It was fitted to { $n } respondents. Estimator: { $estimator }. Coefficients are standardised: they say by how many standard deviations an outcome differs between customers who are one standard deviation apart in one cause and alike in the others.
model-claim = The strongest links: { $parts }
model-claim-part = { $outcome } goes most closely with { $cause }, { $value }
model-explained-part = { $share } of the differences in { $outcome }
model-meaning = Together the model accounts for { $explained }. These are associations at one time; whether they may be read as effects is judged further below.
model-overlap = The order of the closest two is not certain: the interval of { $first } overlaps with that of { $second }, { $value }.
model-and-more = { $n } more
model-node-explained = R² { $share }
model-diagram-subtitle = Standardised coefficients; lines are solid where the { $level } interval leaves zero outside
model-diagram-alt = Path diagram. { $paths }.
model-diagram-note = Rounded boxes are constructs measured by several questions, square ones are single questions. A line is as thick as its coefficient is large, and dashed where its interval holds zero. R² is the share of the differences that the model accounts for.
model-small-title = Few respondents for so large a model
model-small-text = There are fewer than five respondents for each number that is estimated ({ $n } respondents). Intervals and fit indices are approximate.
model-withheld-title = No coefficients are shown
model-withheld-text = The model could not be estimated in a way that may be read: { $reasons }. Its numbers would mislead, so none are given.
model-problem-not_converged = the search for the best values did not settle ({ $where })
model-problem-under_identified = the answers cannot tell some of its numbers apart ({ $where })
model-problem-negative_variance = the unexplained variance of { $where } came out negative (a Heywood case)
model-problem-impossible_correlation = a correlation came out beyond 1 ({ $where })
model-problem-collapsed_constructs = the answers cannot keep { $where } apart: they have collapsed into one
model-check-readable = Can the structural model be read?
model-check-readable-no = The solution is not admissible
model-check-readable-done = No coefficients are shown
model-check-size = Respondents per estimated number
model-check-size-small = Fewer than five
model-check-size-enough = At least five
model-check-size-done = Intervals are shown with every coefficient

## Coefficients

model-heading-coefficients = Every coefficient
model-coefficients-claim = { $told } of { $all } coefficients can be told from zero
model-coefficients-all = No interval holds zero.
model-coefficients-unclear = Not clear, because the interval holds zero: { $paths }.
model-coefficients-caption = Standardised coefficients of the structural model
model-coefficients-note = Based on { $n } respondents. Each coefficient holds the other causes of the same outcome constant.
model-explained-caption = How much of each outcome the model accounts for
model-explained-note = For constructs, the share is of the differences in the construct itself, free of the questions’ measurement error.

## Fit

model-heading-fit = How well the model fits
model-fit-lead = A model that describes the answers badly may still give precise coefficients, but of the wrong model. Several indices are read together.
model-fit-claim-good = The model fits the answers well: all { $all } indices meet the strict limits
model-fit-claim-acceptable = The fit is acceptable: all { $all } indices meet at least the lenient limits
model-fit-claim-poor = The model does not fit well: { $n_missed } of { $all } indices miss the usual limits ({ $missed })
model-fit-meaning-good = The stated constructs and paths reproduce how the answers go together.
model-fit-meaning-acceptable = The stated constructs and paths reproduce most of how the answers go together.
model-fit-meaning-poor = The stated constructs and paths leave much of how the answers go together unexplained. Large links can be relied on for their direction, not for their exact size; small ones should not be relied on.
model-fit-saturated-title = The fit cannot be judged
model-fit-saturated = The model has as many numbers to estimate as the answers give: it reproduces them exactly, whether it is right or wrong.
model-fit-caption = Fit indices, with the limits asked for and who asks for them
model-fit-note = The interval of the RMSEA is a 90% one, as is usual. In large samples the chi-square rejects a model for trifles, so it is shown but not judged.
model-fit-exact = { $value } ({ $spare } degrees of freedom, { $p })
model-fit-exact-asked = Not judged
model-exact-holds = Exact fit is not rejected
model-exact-rejected = Exact fit is rejected
model-index-chi_square = Chi-square
model-index-cfi = Comparative fit index ({ $code })
model-index-tli = Tucker-Lewis index ({ $code })
model-index-rmsea = Root mean square error of approximation ({ $code })
model-index-srmr = Standardised root mean square residual ({ $code })
model-asked-least = At least { $good }; { $lenient } is acceptable
model-asked-least-one = At least { $good }
model-asked-most = At most { $good }; { $lenient } is acceptable
model-asked-most-one = At most { $good }
model-grade-good = Meets the limit
model-grade-acceptable = Acceptable
model-grade-poor = Misses the limit
model-check-fit = Fit of the structural model
model-check-fit-done-good = None was needed
model-check-fit-done-acceptable = Sizes are read with caution
model-check-fit-done-poor = Only large links are read, and for their direction

## Effects

model-heading-effects = Direct, indirect and total effects
model-effects-lead = A cause can go with { $loyalty } directly, and through what lies between. The total adds both. “Effect” is the field’s word; it is one only if the paths of the model are causes.
model-effects-claim = The largest total effect on { $loyalty } is that of { $cause }: { $value }
model-effects-meaning = Standard deviations of the outcome per standard deviation of the cause, along all paths of the model.
model-effects-levers = { $n ->
    [0] Among what managers can act on, { $lever } has the largest, { $value }; none can be told from zero.
   *[other] Among what managers can act on, { $lever } has the largest, { $value }. Clear of zero: { $clear }.
}
model-effects-subtitle = Total effects on { $loyalty }, standardised, with { $level } intervals
model-effects-alt = Total effects. { $points }.
model-effects-note = Grey: the interval holds zero.
model-effects-caption = Effects on { $loyalty }, standardised ({ $level } intervals)
model-effects-table-note = A dash: the model has no such path.
model-mediation-claim = { $n ->
    [1] { $found ->
        [0] The indirect effect { $chain } cannot be told from zero: { $value }
       *[other] The indirect effect { $chain } is clear: { $value }
    }
   *[other] { $clear } of { $all } indirect effects can be told from zero; the largest is { $chain }: { $value }
}
model-mediation-meaning = If the model’s order is right, this is how much of the association passes through what lies between.
model-mediation-caption = Mediation: what passes through, and what is direct ({ $level } intervals)
model-mediation-note = Standardised. Intervals are { $method }. The share is given where both effects are clear and have the same sign.
model-draws-bootstrap = percentiles of { $draws } bootstrap samples
model-draws-parameters = percentiles of { $draws } draws of the model’s parameters
model-mediation-freed = The stated model has no direct path here. For this test the direct paths were added, so the numbers differ a little from those of the stated model.
model-mediation-assumes = A mediated effect is causal only if nothing unmeasured affects both the cause and what lies between, or both that and the outcome, and if the order in time is as stated. A survey at one time cannot show this.
model-pattern-complementary = Partly through it: both clear, same sign
model-pattern-competitive = Opposed: both clear, different signs
model-pattern-indirect_only = Through it only
model-pattern-direct_only = Directly only
model-pattern-neither = Neither is clear

## Rivals

model-heading-rivals = Rival models
model-rivals-lead = Another account of the same answers may fit as well. The rivals below were stated beforehand. Models of the same questions are compared by AIC, where a difference of more than 2 counts; others cannot be compared this way.
model-rivals-claim-best = The stated model fits better than all { $all } rivals it can be compared with
model-rivals-claim-equal = { $n ->
    [one] A rival fits as well as the stated model: { $names }
   *[other] Rivals fit as well as the stated model: { $names }
}
model-rivals-claim-better = { $n ->
    [one] A rival fits better than the stated model: { $names }
   *[other] Rivals fit better than the stated model: { $names }
}
model-rivals-claim-none = No rival can be compared with the stated model
model-rivals-meaning-best = Of the accounts stated, the answers favour this one. Accounts nobody stated remain possible.
model-rivals-meaning-equal = The answers cannot tell them apart. What the two do not share must not be read as found.
model-rivals-meaning-better = The stated model leaves something out. Conclusions that the rival contradicts should not be drawn from the stated model.
model-rivals-meaning-none = The rivals are models of other questions, or could not be estimated.
model-rivals-none-title = No rival stated
model-rivals-none = The study states no rival model. That this one fits says little about others that might.
model-rivals-caption = The stated model and its rivals
model-rivals-note = p tests the difference of chi-squares where one model holds the other. A negative difference of AIC favours the rival. Where a rival takes a path away, nothing takes its place.
model-chi-square-of = { $value } ({ $spare })
model-rival-stated = The stated model
model-rival-better = Fits better
model-rival-as_well = Fits as well
model-rival-worse = Fits worse
model-rival-other_items = Other questions: not comparable
model-rival-unusable = Cannot be read
model-check-rivals = Rival models
model-check-rivals-done = They are shown side by side
model-modifications-caption = What the answers would most like to change in the model
model-modifications-note = Modification indices, { $basis }. A change that the same answers suggest must be tested on others: chasing fit this way finds chance. Two questions that share more than their construct often have similar wording.
model-basis-saturated = from the model refitted to the means and covariances that use all answers
model-basis-complete = from respondents without gaps
model-relation-loading = { $right } also measures { $left }
model-relation-path = { $right } → { $left }
model-relation-covariance = { $left } and { $right } share more than the model says

## Sensitivity

model-heading-sensitivity = Do the conclusions hang on the estimator?
model-sensitivity-lead = The same model was fitted in other ways that reviewers ask for. A conclusion holds when every one of them says the same of a path: above zero, below zero, or not clear.
model-sensitivity-claim-same = All { $all } paths lead to the same conclusion by every estimator
model-sensitivity-claim-unclear = { $n ->
    [one] { $same } of { $all } paths lead to the same conclusion by every estimator; one is clear by some only: { $paths }
   *[other] { $same } of { $all } paths lead to the same conclusion by every estimator; these are clear by some only: { $paths }
}
model-sensitivity-claim-opposite = Estimators contradict each other; { $same } of { $all } paths lead to the same conclusion by all, these do not: { $paths }
model-sensitivity-leaders-differ = What goes most closely with { $satisfaction } depends on the estimator: { $parts }. No single one should be named as the strongest.
model-leader-part = { $cause } by { $estimator }
model-sensitivity-leader = By every estimator, { $satisfaction } goes most closely with { $cause }.
model-sensitivity-size = The sizes differ less than their intervals.
model-sensitivity-subtitle = Standardised coefficients with { $level } intervals
model-sensitivity-alt = Coefficients by estimator; range of the estimates for each path: { $points }.
model-sensitivity-note = Partial least squares works with sums of questions. Their measurement error weakens links, and where there are several causes it moves part of one’s link to the others. Intervals are wider where only complete answers are used.
model-sensitivity-caption = The same paths by estimator ({ $level } intervals)
model-conclusion-same = Same by all
model-conclusion-unclear = Clear by some only
model-conclusion-opposite = Contradictory
model-estimators-caption = Which estimators were used, and on how many respondents
model-used-main = Main results
model-used-beside = For comparison
model-refused-few_rows = Not used: only { $n } respondents answered every question
model-refused-many_points = Not used: the scales have too many points for categories
model-refused-unreadable = Not used: its solution cannot be read
model-check-estimators = Conclusions by other estimators
model-check-estimators-done = All are shown side by side

## Causal reading

model-heading-causal = May the model be read causally?
model-causal-lead = Arrows in a model are assumptions. The table lists what a causal reading would need, and what is known about each here.
model-causal-claim-association = The links may be read as associations only: of { $all } conditions of a causal reading, { $failed } fail and { $unknown } cannot be tested
model-causal-claim-conditional = A causal reading is possible under conditions: of { $all }, { $failed } fail and { $unknown } cannot be tested
model-causal-meaning-association = Where this report says “goes with”, it does not mean “raises”. To learn what an improvement would do, try it on some customers chosen at random and compare.
model-causal-meaning-conditional = The order in time supports it, and nothing tested contradicts it. It still rests on what cannot be tested.
model-causal-caption = Conditions of a causal reading
model-causal-note = The conditions follow Bollen and Pearl (2013), Shadish, Cook and Campbell (2002) and Podsakoff et al. (2003).
model-condition-order_in_time = Causes were measured before outcomes
model-condition-random_assignment = Causes were assigned at random
model-condition-common_causes = Nothing unmeasured lies behind both ends of a path
model-condition-fit = The model describes the answers
model-condition-rivals = No rival account fits as well
model-condition-common_method = The way of asking does not make answers agree
model-condition-nonresponse = Those who answered are like those who did not
model-met-holds = Yes
model-met-fails = No
model-met-unknown = Cannot be told
model-found-same-dated = Causes and outcomes were asked in the same survey. The answers are dated, so that deeds after the survey have an order in time; the answers among themselves have none.
model-found-same-undated = Causes and outcomes were asked in the same survey, and it has no date.
model-found-order_in_time-holds = Causes were asked in an earlier survey than outcomes.
model-found-random_assignment-fails = Customers were observed, not assigned.
model-found-random_assignment-holds = They were assigned at random.
model-found-common_causes-unknown = No test exists. In the simplest case, something unmeasured that correlates { $size } with both ends would account for all of { $path }.
model-found-common_causes-holds = Random assignment rules it out.
model-found-fit-holds = Its fit is acceptable or better.
model-found-fit-fails = Its fit misses the usual limits.
model-found-fit-unknown = It has no fit to judge: it reproduces any answers.
model-found-rivals-holds = All { $n } rivals that can be compared fit worse.
model-found-rivals-fails = The rival { $name } fits as well or better.
model-found-rivals-unknown = No rival of the same questions was stated.
model-found-common_method-holds = The checks find no more than a small share of method in the answers.
model-found-common_method-fails = { $known ->
    [0] A check of common method variance fails.
   *[other] A check of common method variance fails; a shared way of answering accounts for about { $share } of an answer’s variance.
}
model-found-common_method-unknown = { $known ->
    [0] It could not be checked.
   *[other] The checks cannot tell; the estimated share of method in an answer is { $share }.
}
model-found-nonresponse-holds = { $rate } of those asked answered.
model-found-nonresponse-fails = { $rate } of those asked answered; the silent may differ.
model-found-nonresponse-unknown = It is not known how many were asked.
model-check-causal = Causal reading of the structural model
model-check-causal-done = The report speaks of associations

## Truth

model-heading-truth = The estimated model beside the true one
model-truth-lead = This company is simulated, so its true paths are known. They were not used in any estimate.
model-truth-claim = The { $level } interval holds the true value for { $covered } of { $all } paths
model-truth-meaning = The largest error of a path is { $error }. At this level, { $misses } of { $all } intervals are expected to miss by chance.
model-truth-mark = True value
model-truth-subtitle = Estimated standardised coefficients with { $level } intervals, and the true values
model-truth-alt = Estimated paths with true values: { $points }.
model-truth-caption = How often the intervals hold the truth ({ $level } intervals)
model-truth-note = Errors are estimate less truth, in standardised units.
model-truth-loadings = Answers on five points are coarse. Estimators that take them as plain numbers find loadings that are too small: that is known of them and harmless for the paths between constructs, which is what they are used for here. Taking answers as ordered categories removes it.
model-quantity-loading = Loadings
model-quantity-path = Paths
model-quantity-correlation = Correlations of constructs
model-covered-of = { $covered } of { $all }
model-check-truth = True paths within the intervals
model-check-truth-done = Estimates and truth are shown side by side
