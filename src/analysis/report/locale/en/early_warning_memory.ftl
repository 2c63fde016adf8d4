### What became of the warnings of earlier runs (notebook 05, early warning).
### Values in braces are filled in; keep their names. A bare count chooses between singular and plural.

warning-memory-heading = What became of earlier warnings
warning-memory-none = No earlier run kept its predictions. Those of today are kept: the first run after { $ahead } from now judges them by what will have happened.
warning-memory-waiting = Predictions have been kept since { $as_of }. They are for the { $ahead } after that day, and are judged by the first run with data up to { $due } or later; before, losses still to come would be missing.
warning-memory-unknown = Earlier runs kept predictions, but of nobody, or of no loss, is the outcome known; nothing can be judged.
warning-memory-lead = { $n ->
    [one] The run with data up to { $last } gave every customer a risk for the { $ahead } that followed; they have passed.
   *[other] { $n } runs, with data up to { $first } to { $last }, gave every customer a risk for the { $ahead } that followed; they have passed.
} Each risk is set against what then happened.
warning-memory-lead-gone = Left out are { $n } risks of customers who are no longer on record, or were not followed for so long.
warning-memory-lead-waiting = { $n ->
    [one] One more run waits for its time to pass, on { $due }.
   *[other] { $n } more runs wait for their time to pass, the first on { $due }.
}

## Caught and missed

warning-memory-caught = Of { $lost } losses that followed, { $caught } had been on the list: recall { $recall }.
warning-memory-caught-means = Of the customers listed, { $precision } were lost, against { $base } of everybody: lift { $lift }. The lists named those about to leave.
warning-memory-caught-chance = Of the customers listed, { $precision } were lost, against { $base } of everybody: lift { $lift }. It found no more losses than a list drawn by lot would. A list drawn up by money at stake may earn its cost all the same: judge it by its margin; any other does not.
warning-memory-caught-none = { $lost } losses followed, and no list had been published.
warning-memory-caught-none-means = The risks were withheld or nobody was worth a contact; the risks themselves are judged below.
warning-memory-lists-caption = Earlier lists against what happened
warning-memory-lists-note = Caught: listed and lost. Missed: lost and not listed. False alarms: listed and not lost; some of them stayed because they were contacted. Recall: share of the lost that were listed. Precision: share of the listed that were lost. Intervals of { $level }, clustered by customer.
warning-memory-every-run = All runs
warning-memory-head-run = Data up to
warning-memory-head-listed = Listed
warning-memory-head-caught = Caught
warning-memory-head-missed = Missed
warning-memory-head-false = False alarms
warning-memory-head-recall = Recall
warning-memory-head-precision = Precision

## In time, and saved

warning-memory-ahead = Half of the losses that were on a list came { $median } or more after the first alert.
warning-memory-ahead-means = For a quarter of them there were { $quarter } or less to act. Never listed before they were lost: { $never }.
warning-memory-contact-saved = Contacting saved customers: of those listed, { $contacted } of the contacted were lost, and { $holdout } of the holdout, which was left alone.
warning-memory-contact-means = Of customers who would have been lost, contacting kept { $share }. Put this in the place of the assumption (saved_share in study.yml).
warning-memory-contact-open = Whether contacting saves customers cannot be told yet: of those listed, { $contacted } of the contacted were lost, and { $holdout } of the holdout, which was left alone.
warning-memory-contact-open-means = The holdout is a random share of the list, so the comparison is fair; it needs more customers. Keep the holdout.
warning-memory-contact-harmed = Contacting drove customers away: of those listed, { $contacted } of the contacted were lost, and { $holdout } of the holdout, which was left alone.
warning-memory-contact-harmed-means = The holdout is a random share of the list, so this is an effect of contacting. Stop, and change what is offered.

## Calibration then and now

warning-memory-calibration-true = The risks came true: for every 100 losses they promised, { $happened } happened.
warning-memory-calibration-off = The risks did not come true: for every 100 losses they promised, { $happened } happened.
warning-memory-calibration-open = Too few losses tell whether the risks came true: for every 100 they promised, { $happened } happened.
warning-memory-basis-uncontacted = Counted as if nobody had been contacted: of the listed, only the holdout counts, for as many as were listed. Otherwise every customer saved would look like a risk put too high.
warning-memory-basis-everyone = Customers who were contacted count as they are: there is no holdout large enough. Those who stayed because of it make the risks look too high.
warning-memory-axis-said = Risk said, within { $ahead }
warning-memory-axis-happened = Share lost, within { $ahead }
warning-memory-diagonal = said = happened
warning-memory-figure-true = What was said is what happened
warning-memory-figure-off = What was said is not what happened
warning-memory-figure-open = Too few losses to tell said from happened
warning-memory-figure-subtitle = Customers of earlier runs by the risk they were given, with { $level } intervals clustered by customer
warning-memory-alt = Points of risk said against share lost: { $points }.
warning-memory-alt-point = { $said } said, { $happened } lost
warning-memory-measures-caption = Calibration: what the run said of itself then, and what is known now
warning-memory-head-measure = Measure
warning-memory-head-ideal = Ideal
warning-memory-head-then = Then
warning-memory-head-now = Now
warning-memory-measure-calibration_slope = Calibration slope
warning-memory-measure-calibration_intercept = Calibration intercept
warning-memory-measure-observed_to_expected = Lost per loss predicted
warning-memory-measure-expected_calibration_error = Expected calibration error, percentage points
warning-memory-measures-note = Then: on months that were already past, by the latest of the runs judged. Now: on the months that followed, of all runs judged. Intervals of { $level }, clustered by customer.
warning-memory-check = Risks of earlier runs came true
warning-memory-check-result = calibration slope { $slope }, ideal 1
warning-memory-check-done-true = read as probabilities
warning-memory-check-done-off = read as a ranking only
warning-memory-check-done-open = left open

## Who is there now

warning-memory-shift-some = { $n } of { $all } features are distributed otherwise than in the run with data up to { $date }.
warning-memory-shift-some-means = Most of all: { $names }. Customers like today's were rarer when the last list was made; look at its hits before trusting the new one as much.
warning-memory-shift-none = None of { $all } features is distributed otherwise than in the run with data up to { $date }.
warning-memory-shift-none-means = Customers today are like those the last list was made for.
warning-memory-shift-caption = Features that shifted most since the run with data up to { $date }
warning-memory-head-feature = Feature
warning-memory-head-index = Stability index
warning-memory-head-chance = By chance
warning-memory-head-p = p-value
warning-memory-head-shifted = Shifted?
warning-memory-shifted = yes
warning-memory-not-shifted = no
warning-memory-shift-note = Population stability index, no unit: 0 when distributions agree. Shifted: beyond chance over all features (Holm) and at least 0.10 more than by chance. Features that move with time by their nature are left out. Both runs are treated as if they had different customers, which errs on the safe side.
