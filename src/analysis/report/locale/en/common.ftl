### Words that every report uses.
### Values in braces are filled in; keep their names. $count chooses between singular and plural.

## Ranges and lengths of time

common-interval = { $low } to { $high }
common-interval-from = { $low } or more
common-interval-to = up to { $high }
common-duration-day = { $count ->
    [one] { $value } day
   *[other] { $value } days
}
common-duration-week = { $count ->
    [one] { $value } week
   *[other] { $value } weeks
}
common-duration-month = { $count ->
    [one] { $value } month
   *[other] { $value } months
}
common-duration-year = { $count ->
    [one] { $value } year
   *[other] { $value } years
}

## About the report

common-source-line = { $organisation }, { $study }; data up to { $date }
common-study = Study
common-as-of = Data up to
common-data-quality = Data quality
common-confidence-level = Level of the intervals
common-notes = About these data
common-finished = { $count ->
    [one] End of the report: { $count } figure
   *[other] End of the report: { $count } figures
}

## Charts

common-at-risk = Customers at risk

## A value and its range

common-with-range = { $value } ({ $interval })
