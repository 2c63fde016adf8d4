### What moved since the last run: the same section in every report.
### Values in braces are filled in; keep their names.

movement-heading = What moved since the last run
movement-first = Compared with earlier runs: this is the first one that can be compared. The next run will say here what has moved.
movement-same-data = Compared with earlier runs: the data are exactly those of the run of { $date }, so no figure can have moved.
movement-all-same = Compared with earlier runs: all { $n } figures that can be compared are what they were in the run of { $date }.
movement-nothing-shared = Compared with earlier runs: no figure of this report was in the last one.
movement-lead = This report is compared with the one of { $published }. Its data went up to { $before }; they now go up to { $now }.
movement-same-day = This report is compared with the one of { $published }. The data of both go up to { $now }: what differs comes from corrected records, changed definitions or a changed method, not from the passing of time.
movement-claim-some = { $n } of the { $tested } figures that changed have moved by more than chance explains.
movement-claim-some-means = The surest movement: { $what }, from { $before } to { $now }; change { $change }.
movement-claim-none = None of the { $tested } figures that changed has moved by more than chance explains.
movement-claim-none-means = The differences from the last report lie within the error of the two. They are no reason to act.
movement-caption = Figures then and now: those that moved most surely, then those asked for first
movement-head-figure = Figure
movement-head-before = Last run
movement-head-now = This run
movement-head-change = Change ({ $level } interval)
movement-head-verdict = Beyond chance?
movement-verdict-moved = yes
movement-verdict-chance = no
movement-verdict-same = unchanged
movement-verdict-unknown = not tested
movement-note = Not tested: a count, or its error is not known. Of the figures said to have moved, { $false } at most are false alarms on average (false discovery rate over all figures compared). The two runs are treated as if they had different customers. Most customers are in both, so the true errors are smaller: what is called moved has moved all the more surely, and a small movement may go unseen. Figures that only one of the runs has: { $out }.
movement-points = { $value } points
movement-times = × { $value }
movement-trait = { $column }: { $value }
movement-path = { $source } → { $target }
movement-measured = { $what } ({ $measure })

## What a figure is of

movement-what-kaplan_meier = { $term }: { $stratum }
movement-what-validation = { $term }
movement-what-driver_effects = { $term }, within { $time }
movement-what-cox = Hazard ratio, { $term }
movement-what-stages_today = Customers in stage { $stratum }
movement-what-snapshot_stages_today = Customers in stage { $stratum }
movement-what-first_passage = Lost within { $time }, from stage { $stratum }
movement-what-return = Come back within { $time } of their loss
movement-what-sojourn_time = Median stay in stage { $stratum }
movement-what-length_of_stay = Time in stage { $term } within { $time }, from { $stratum }
movement-what-next_stage = Next stage { $term }, from { $stratum }
movement-what-spend_after = Spend per customer ahead, stage { $stratum }
movement-what-leaks = Lost a year by moves from { $stratum } to { $term }
movement-what-panel_probability = In stage { $term } after { $time }, from { $stratum }
movement-what-panel_stay = Mean stay in stage { $stratum }
movement-what-second_purchase = Buy a second time within { $time }
movement-what-returns_of_lost = Buy again within { $time } of counting as lost ({ $stratum })
movement-what-concentration = Concentration of spend: { $term }
movement-what-base_mix = Share of customers: { $term }
movement-what-headline_answers = { $stratum }: { $term }
movement-what-loyalty_index = Loyalty index: { $stratum }
movement-what-performance = Score (0 to 100): { $term }
movement-what-structural_model = Path { $term }
movement-what-survey_customers_lost = Customers lost per 1,000 within { $time }, per standard deviation of { $term }
movement-what-warning_ranking = { $term }, warnings { $time } ahead
movement-what-warning_calibration = { $term }, warnings { $time } ahead

## Terms

movement-term-active = active
movement-term-all = all customers
movement-term-bottom_two = answers at the two lowest points
movement-term-concordance_index = Concordance index, how well risks are ranked
movement-term-gini = Gini coefficient
movement-term-lost = lost
movement-term-median_survival_time = Time until half have left
movement-term-restricted_mean_survival_time = Mean time with the company within { $time }
movement-term-stay = time with the company
movement-term-survival = Still here after { $time }
movement-term-top_share = share of the top { $time } of customers
movement-term-top_two = answers at the two highest points
movement-term-auc = Area under the curve, how well risks are ranked
movement-term-calibration_intercept = Calibration intercept
movement-term-calibration_slope = Calibration slope
movement-term-expected_calibration_error = Expected calibration error
movement-term-observed_to_expected = Lost per loss predicted
