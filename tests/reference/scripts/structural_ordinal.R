# Reference values for tests/estimate/structural/test_polychoric.py and test_ordinal.py: lavaan's
# WLSMV on answers generated here, which are stored beside the values.
# Run from this folder:  Rscript structural_ordinal.R   (R 4.2, lavaan 0.6-14)
suppressMessages({
  library(jsonlite)
  library(lavaan)
})

set.seed(20250301)
n <- 800
quality <- rnorm(n)
satisfaction <- 0.6 * quality + rnorm(n, sd = 0.8)
loyalty <- 0.5 * satisfaction + 0.2 * quality + rnorm(n, sd = 0.75)
item <- function(construct, loading, cuts) {
  findInterval(loading * construct + rnorm(n, sd = sqrt(1 - loading^2)), cuts) + 1
}
full <- data.frame(
  q1 = item(quality, 0.8, c(-1.8, -1.2, -0.6, 0.4)),
  q2 = item(quality, 0.7, c(-2.0, -1.4, -0.8, 0.1)),
  q3 = item(quality, 0.6, c(-1.0, 0.2, 1.1)),
  s1 = item(satisfaction, 0.85, c(-1.8, -1.2, -0.7, -0.1, 0.5, 1.2)),
  s2 = item(satisfaction, 0.8, c(-1.5, -0.9, -0.3, 0.6)),
  s3 = item(satisfaction, 0.65, c(-0.8, 0.4)),
  l1 = item(loyalty, 0.85, c(-2.0, -1.7, -1.4, -1.1, -0.8, -0.5, -0.2, 0.1, 0.5, 1.0)),
  l2 = item(loyalty, 0.75, c(-1.6, -1.1, -0.5, 0.3)),
  l3 = item(loyalty, 0.7, c(0.3))
)
holes <- full
holes[matrix(runif(n * ncol(full)) < 0.15, n)] <- NA
holes$s2[holes$q1 %in% 1:2 & runif(n) < 0.5] <- NA
holes[1:3, ] <- NA # three who answered nothing
two_points <- as.data.frame(sapply(
  c(a = -1.6, b = -1.3, c = 0.2, d = 0.6),
  function(cut) findInterval(0.75 * quality[1:150] + rnorm(150, sd = 0.66), cut) + 1
))

measurement <- "
  quality =~ q1 + q2 + q3
  satisfaction =~ s1 + s2 + s3
  loyalty =~ l1 + l2 + l3
"
structural <- "
  satisfaction ~ a*quality
  loyalty ~ b*satisfaction + c*quality
  indirect := a*b
"
models <- list(
  complete = list(full, paste0(measurement, structural)),
  pairwise = list(holes, paste0(measurement, structural)),
  equal_loadings = list(full, "
    quality =~ q1 + q*q2 + q*q3
    satisfaction =~ s1 + s2 + s3
    q1 ~~ s1"),
  observed_outcome = list(full, "
    quality =~ q1 + q2 + q3
    satisfaction =~ s1 + s2 + s3
    satisfaction ~ quality
    l2 ~ satisfaction + quality"),
  one_construct = list(full, "general =~ q1 + q2 + q3 + l1 + l2 + l3"),
  two_points = list(two_points, "f =~ a + b + c + d")
)
wanted <- c(
  "chisq", "df", "pvalue", "chisq.scaled", "pvalue.scaled", "cfi", "tli", "cfi.scaled",
  "tli.scaled", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.scaled",
  "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "srmr", "npar", "baseline.chisq",
  "baseline.chisq.scaled", "baseline.df"
)
reference <- lapply(names(models), function(name) {
  given <- models[[name]]
  data <- given[[1]]
  fit <- sem(given[[2]], data,
    ordered = TRUE, estimator = "WLSMV",
    missing = if (anyNA(data)) "pairwise" else "listwise",
    # at this tolerance its optimiser ends by saying that nothing more can be gained
    control = list(rel.tol = 1e-14), optim.force.converged = TRUE
  )
  sample <- lavInspect(fit, "sampstat")
  keep <- function(table, columns) {
    told <- table[!table$op %in% c("~*~", "~1"), ] # scales and means: all 1 and 0
    lapply(as.list(told)[columns], unclass)
  }
  gamma <- lavInspect(fit, "gamma")
  c(if (name %in% c("pairwise", "two_points")) list(
    gamma = signif(unclass(gamma), 9), gamma_names = rownames(gamma)
  ), list(
    model = given[[2]],
    n = lavInspect(fit, "ntotal"),
    items = rownames(sample$cov),
    correlation = unclass(sample$cov),
    threshold_names = names(sample$th),
    thresholds = as.numeric(sample$th),
    estimates = keep(parameterEstimates(fit), c("lhs", "op", "rhs", "est", "se")),
    standardised = keep(standardizedSolution(fit), c("lhs", "op", "rhs", "est.std", "se")),
    r_squared = as.list(lavInspect(fit, "rsquare")),
    fit = as.list(fitMeasures(fit, wanted))
  ))
})
names(reference) <- names(models)
as_text <- function(data) {
  signs <- c(0:9, "a", "b")
  apply(data, 1, function(row) paste(ifelse(is.na(row), ".", signs[row + 1]), collapse = ""))
}
write_json(
  list(
    made_with = paste("lavaan", packageVersion("lavaan")),
    coding = "one respondent a text, one item a sign: 1 to 9, a = 10, b = 11, . = no answer",
    columns = list(full = names(full), holes = names(holes), two_points = names(two_points)),
    answers = list(full = as_text(full), holes = as_text(holes), two_points = as_text(two_points)),
    data_of = list(
      complete = "full", pairwise = "holes", equal_loadings = "full",
      observed_outcome = "full", one_construct = "full", two_points = "two_points"
    ),
    reference = reference
  ),
  "../values/structural_ordinal.json",
  auto_unbox = TRUE, digits = NA, na = "null"
)
