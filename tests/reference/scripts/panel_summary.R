# Reference values for analysis.estimate.panel_summary.
# Run from this folder, after transitions.R:  Rscript panel_summary.R   (R 4.2, msm 1.7)
suppressMessages({library(msm); library(jsonlite)})
set.seed(20261123)
panel <- read.csv("../values/panel_snapshots.csv")
q <- rbind(c(0, .010, 0, .002), c(.006, 0, .012, .003), c(0, .004, 0, .010), c(0, 0, 0, 0))
fit <- msm(state ~ time, subject = subject, data = panel, qmatrix = q, deathexact = 4,
           control = list(reltol = 1e-16, maxit = 5000))
# msm has no delta method for probabilities: the spread of many draws of the log intensities.
draws <- mvtnorm::rmvnorm(40000, rep(0, 7), fit$covmat)
rows <- which(t(q) > 0)                      # msm numbers intensities by rows
one <- function(z) {
  m <- matrix(0, 4, 4)
  m[rows] <- t(fit$Qmatrices$baseline)[rows] * exp(z)
  m <- t(m); diag(m) <- -rowSums(m)
  MatrixExp(m, 180)
}
spread <- apply(apply(draws, 1, one), 1, sd)
stay <- sojourn.msm(fit, ci = "delta")
values <- list(
  p180 = unclass(pmatrix.msm(fit, t = 180)), p180_sd = matrix(spread, 4),
  sojourn = list(estimate = stay$estimates, std_error = stay$SE, low = stay$L, high = stay$U))
write_json(values, "../values/panel_summary.json", digits = NA, auto_unbox = TRUE,
           matrix = "rowmajor")
