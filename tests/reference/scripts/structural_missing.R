# Reference values for analysis.estimate.structural.missing and .groups and
# analysis.estimate.measurement.invariance.
# Run from this folder:  Rscript structural_missing.R   (R 4.2, lavaan 0.6-14)
# The ABC survey is read from the file the study's intake fetches (data/abc/raw).
suppressMessages({library(lavaan); library(jsonlite)})
# nlminb runs until nothing moves and then calls it "false convergence": the gradient is looked at
# instead.
tight <- list(rel.tol = 1e-14, iter.max = 5000, eval.max = 10000)
settled <- function(fit) {
  gradient <- max(abs(lavInspect(fit, "optim.gradient")))
  if (gradient > 1e-5) stop("not at the maximum: ", gradient)
  fit
}
exactly <- function(name) function(...) {
  settled(do.call(name, list(..., control = tight, optim.force.converged = TRUE,
                            em.h1.tol = 1e-12, em.h1.iter.max = 20000, warn = FALSE)))
}
exact_cfa <- exactly("cfa")
exact_sem <- exactly("sem")
HS <- HolzingerSwineford1939
three <- "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9"
INDICES <- c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper",
             "srmr", "logl", "unrestricted.logl", "aic", "bic", "npar", "baseline.chisq")

# n, means and covariance (divisor n) of the rows of each missing pattern.
by_pattern <- function(data) {
  data <- data[rowSums(!is.na(data)) > 0, ]
  key <- apply(!is.na(data), 1, function(r) paste(as.integer(r), collapse = ""))
  unname(lapply(split(data, key), function(d) {
    seen <- colnames(d)[!is.na(d[1, ])]
    m <- as.matrix(d[, seen, drop = FALSE])
    centred <- sweep(m, 2, colMeans(m))
    list(seen = I(seen), n = nrow(m), mean = I(unname(colMeans(m))),
         covariance = unname(crossprod(centred) / nrow(m)))
  }))
}
table_of <- function(fit) {
  est <- parameterEstimates(fit, standardized = TRUE)
  keep <- intersect(c("lhs", "op", "rhs", "group", "est", "se", "std.all"), names(est))
  est[, keep]
}
result <- function(fit, extra = character()) {
  list(parameters = table_of(fit), indices = as.list(fitMeasures(fit, c(INDICES, extra))))
}

# Holzinger and Swineford, answers taken away: x1-x3 depend on age, x5 and x8 at random.
set.seed(1939)
lost <- HS[, paste0("x", 1:9)]
older <- HS$ageyr > 13
lost$x2[older & runif(nrow(HS)) < .5] <- NA
lost$x3[!older & runif(nrow(HS)) < .3] <- NA
lost$x5[runif(nrow(HS)) < .2] <- NA
lost$x8[runif(nrow(HS)) < .15] <- NA
lost[7, ] <- NA                                  # answered nothing: no information
path <- paste(three, "\n speed ~ visual + textual\n textual ~ visual")
hs <- list(patterns = by_pattern(lost),
           measurement = result(exact_cfa(three, lost, missing = "ml")),
           paths = result(exact_sem(path, lost, missing = "ml")))

# Saturated moments of the same answers.
saturated <- lavInspect(exact_cfa(three, lost, missing = "ml"), "sampstat")
hs$saturated <- list(mean = unname(saturated$mean), covariance = unname(unclass(saturated$cov)))

# Rows for the robust errors: simulated, skewed, missing at random.
set.seed(7)
n <- 300
f <- rexp(n) - 1
g <- .6 * f + .8 * (rexp(n) - 1)
rows <- sapply(1:6, function(j) round((if (j < 4) f else g) + .7 * rnorm(n) + j / 10, 4))
colnames(rows) <- paste0("y", 1:6)
rows[runif(n) < plogis(rows[, 1] - 1), 2] <- NA
rows[runif(n) < .15, 5] <- NA
rows[runif(n) < .10, 6] <- NA
two <- "a =~ y1 + y2 + y3\n b =~ y4 + y5 + y6\n b ~ a"
mlr <- exact_sem(two, as.data.frame(rows), missing = "ml", estimator = "MLR")
robust <- list(rows = rows, fit = result(mlr, c("chisq.scaled", "df.scaled", "pvalue.scaled",
  "chisq.scaling.factor", "cfi.scaled", "tli.scaled", "rmsea.scaled", "baseline.chisq.scaled")))

# The ABC survey: zeros are "not applicable".
abc_data <- read.csv(gzfile("../../../data/abc/raw/ABC.csv.gz"), check.names = FALSE)
items <- paste0("q", c(6:9, 12:16, 18:24, 58:64, 4, 5, 1))
answers <- abc_data[, items]
answers[answers == 0] <- NA
abc_model <- "
EQ =~ q6 + q7 + q8 + q9
SALES =~ q12 + q13 + q14 + q15 + q16
TECH =~ q18 + q19 + q20 + q21 + q22 + q23 + q24
PRICE =~ q58 + q59 + q60 + q61 + q62 + q63 + q64
LOY =~ q4 + q5
q1 ~ EQ + SALES + TECH + PRICE
LOY ~ q1"
abc_fit <- exact_sem(abc_model, answers, missing = "ml")
abc <- c(list(model = abc_model, n = nobs(abc_fit), r2 = as.list(inspect(abc_fit, "r2"))),
         result(abc_fit))

# Two schools: invariance, and one school's latent means.
levels <- list(configural = "", metric = "loadings",
               scalar = c("loadings", "intercepts"),
               strict = c("loadings", "intercepts", "residuals"))
school <- function(equal, ...) exact_cfa(three, data = HS, group = "school", group.equal = equal,
                                   meanstructure = TRUE, ...)
fits <- lapply(levels, school)
partial <- school(levels$scalar, group.partial = c("x3 ~ 1", "x7 ~ 1"))
score <- lavTestScore(fits$scalar)$uni
groups <- list(
  patterns = lapply(split(HS[, paste0("x", 1:9)], factor(HS$school, unique(HS$school))), by_pattern),
  levels = lapply(fits, function(f) result(f)), partial = result(partial),
  score = score[, c("lhs", "rhs", "X2")],
  labels = parTable(fits$scalar)[, c("lhs", "op", "rhs", "group", "plabel")])
lost$school <- HS$school
groups$missing <- list(
  patterns = lapply(split(lost[, paste0("x", 1:9)], factor(HS$school, unique(HS$school))), by_pattern),
  scalar = result(exact_cfa(three, lost, group = "school", group.equal = levels$scalar, missing = "ml")))
write_json(list(hs = hs, robust = robust, abc = abc, groups = groups),
           "../values/structural_missing.json", digits = NA, auto_unbox = TRUE,
           matrix = "rowmajor", na = "null")
