# Reference values for analysis.estimate.structural: lavaan's estimates, and the moments they are of.
# Run from this folder:  Rscript structural.R path/to/mobi.csv   (R 4.2, lavaan 0.6-14)
# mobi: the European Customer Satisfaction Index, mobile phones, 250 customers (Tenenhaus et al. 2005).
suppressMessages({library(lavaan); library(jsonlite)})
mobi <- read.csv(commandArgs(trailingOnly = TRUE)[1])
tight <- list(rel.tol = 1e-15, x.tol = 1e-12, iter.max = 5000, eval.max = 10000)

# lavaan's own stopping rule leaves six digits; the tightened one calls a standstill at the last
# digit a failure, hence force.converged. max_gradient tells how good the point is.
fit_tightly <- function(model, data, estimator = "ML") suppressWarnings(
  sem(model, data, estimator = estimator, control = tight, optim.force.converged = TRUE))

estimates <- function(fit) {
  raw <- parameterEstimates(fit)
  std <- standardizedSolution(fit)
  defined <- raw$op == ":="
  list(left = raw$lhs, operator = raw$op, right = raw$rhs, estimate = raw$est, std_error = raw$se,
       standardised = std$est.std[match(paste(raw$lhs, raw$op, raw$rhs),
                                        paste(std$lhs, std$op, std$rhs))],
       standardised_std_error = std$se[match(paste(raw$lhs, raw$op, raw$rhs),
                                             paste(std$lhs, std$op, std$rhs))])
}
measures <- c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper",
              "srmr", "logl", "aic", "bic", "npar", "baseline.chisq", "baseline.df")
robust <- c("chisq.scaled", "pvalue.scaled", "chisq.scaling.factor", "cfi.scaled", "tli.scaled",
            "rmsea.scaled", "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "cfi.robust",
            "tli.robust", "rmsea.robust", "rmsea.ci.lower.robust", "rmsea.ci.upper.robust")

describe <- function(model, data, gamma = FALSE, indices = FALSE) {
  fit <- fit_tightly(model, data)
  names <- lavNames(fit, "ov")
  x <- as.matrix(data[names])
  n <- nrow(x)
  s <- cov(x) * (n - 1) / n
  out <- list(model = model, observed = names, n = n, means = colMeans(x), covariance = unname(s),
              max_gradient = max(abs(lavTech(fit, "gradient"))),
              parameters = estimates(fit), fit = as.list(fitMeasures(fit, measures)),
              r_squared = as.list(lavInspect(fit, "rsquare")))
  if (gamma) {
    z <- sweep(x, 2, colMeans(x))
    low <- which(upper.tri(s, diag = TRUE), arr.ind = TRUE)  # by columns: the lower one by rows
    products <- z[, low[, 1]] * z[, low[, 2]]
    out$gamma <- unname(cov(products) * (n - 1) / n)
    for (estimator in c("MLM", "MLR")) {
      other <- fit_tightly(model, data, estimator)
      out[[estimator]] <- list(parameters = estimates(other),
                               fit = as.list(fitMeasures(other, robust)))
    }
  }
  if (indices) {
    mi <- modindices(fit)
    out$modification <- list(left = mi$lhs, operator = mi$op, right = mi$rhs, index = mi$mi,
                             expected_change = mi$epc, standardised_change = mi$sepc.all)
  }
  out
}

holzinger <- "
  visual  =~ x1 + x2 + x3
  textual =~ x4 + x5 + x6
  speed   =~ x7 + x8 + x9"
second_order <- paste(holzinger, "
  general =~ visual + textual + speed")
democracy <- "
  ind60 =~ x1 + x2 + x3
  dem60 =~ y1 + a*y2 + b*y3 + c*y4
  dem65 =~ y5 + a*y6 + b*y7 + c*y8   # the same loadings in both years
  dem60 ~ d*ind60
  dem65 ~ e*ind60 + f*dem60
  y1 ~~ y5
  y2 ~~ y4 + y6
  y3 ~~ y7
  y4 ~~ y8
  y6 ~~ y8
  indirect := d * f
  total := e + indirect
  ratio := indirect / total"
pair <- "
  SAT =~ CUSA1 + CUSA2 + CUSA3
  LOY =~ CUSL1 + CUSL2 + CUSL3
  LOY ~ SAT"
reduced <- "
  IMAG =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5
  VAL =~ PERV1 + PERV2
  SAT =~ CUSA1 + CUSA2 + CUSA3
  LOY =~ CUSL1 + CUSL2 + CUSL3
  VAL ~ IMAG
  SAT ~ IMAG + VAL
  CUSCO ~ SAT
  LOY ~ SAT + CUSCO"
path_analysis <- "
  x4 ~ x1 + x2
  x7 ~ x4 + x1"
full <- "
  IMAG =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5
  EXPE =~ CUEX1 + CUEX2 + CUEX3
  QUAL =~ PERQ1 + PERQ2 + PERQ3 + PERQ4 + PERQ5 + PERQ6 + PERQ7
  VAL =~ PERV1 + PERV2
  SAT =~ CUSA1 + CUSA2 + CUSA3
  LOY =~ CUSL1 + CUSL2 + CUSL3
  EXPE ~ IMAG
  QUAL ~ EXPE
  VAL ~ EXPE + QUAL
  SAT ~ IMAG + EXPE + QUAL + VAL
  CUSCO ~ SAT
  LOY ~ IMAG + SAT + CUSCO"

scores <- function(fit, patterns) lapply(c(regression = "regression", bartlett = "Bartlett"),
  function(method) unname(lavPredict(fit, newdata = patterns, method = method)))
items <- paste0("x", 1:9)                  # answers made up around the items' means
scored <- as.data.frame(t(colMeans(HolzingerSwineford1939[items]) +
                          outer(1:9, 1:5, function(i, j) sin(i * j) + j / 5 - .6)))
names(scored) <- items
holes <- scored
holes[2, "x1"] <- NA; holes[3, c("x4", "x5")] <- NA; holes[4, c("x2", "x6", "x9")] <- NA
means_fit <- suppressWarnings(sem(holzinger, HolzingerSwineford1939, missing = "ml",
                                  control = tight, optim.force.converged = TRUE))

everything <- list(
  holzinger = describe(holzinger, HolzingerSwineford1939, gamma = TRUE, indices = TRUE),
  second_order = describe(second_order, HolzingerSwineford1939),
  democracy = describe(democracy, PoliticalDemocracy, gamma = TRUE, indices = TRUE),
  path_analysis = describe(path_analysis, HolzingerSwineford1939),
  mobi_pair = describe(pair, mobi),
  mobi_reduced = describe(reduced, mobi, indices = TRUE),
  mobi_full = describe(full, mobi))
everything$scores <- list(
  answers = unname(as.matrix(holes)),
  complete = c(list(answers = unname(as.matrix(scored))), scores(fit_tightly(holzinger, HolzingerSwineford1939), scored)),
  missing = scores(means_fit, holes))
write_json(everything, "../values/structural.json", digits = NA, auto_unbox = TRUE,
           matrix = "rowmajor", na = "null")
for (name in names(everything)) if (!is.null(everything[[name]]$max_gradient))
  cat(name, everything[[name]]$max_gradient, everything[[name]]$fit$chisq, everything[[name]]$fit$df, "\n")
