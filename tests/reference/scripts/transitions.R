# Reference values for analysis.estimate.transitions and analysis.estimate.panel.
# Run from this folder:  Rscript transitions.R   (R 4.2, etm 1.1.1, msm 1.7, survival 3.5-3)
# The data are simulated here, so they are ours to keep beside the values.
suppressMessages({library(etm); library(msm); library(survival); library(jsonlite)})
set.seed(20261123)
out <- "../values"

# 1. A reversible three-state process with an absorbing end, late entry and censoring, on whole days.
rates <- rbind(c(0, .010, .002), c(.008, 0, .006), c(0, 0, 0))
one <- function(id) {
  t <- if (runif(1) < .3) sample(1:60, 1) else 0
  end <- sample(200:400, 1); s <- sample(1:2, 1, prob = c(.8, .2)); rows <- NULL
  while (t < end && s < 3) {
    stay <- ceiling(rexp(1, sum(rates[s, ])))
    to <- if (t + stay > end) "cens" else as.character(sample(1:3, 1, prob = rates[s, ]))
    stop <- min(t + stay, end)
    rows <- rbind(rows, data.frame(id = id, from = s, to = to, entry = t, exit = stop))
    t <- stop; s <- if (to == "cens") 4 else as.integer(to)
  }
  rows
}
paths <- do.call(rbind, lapply(1:300, one))
write.csv(paths, file.path(out, "transitions_paths.csv"), row.names = FALSE, quote = FALSE)
allowed <- rates > 0
fit <- etm(paths, c("1", "2", "3"), allowed, "cens", s = 30, t = 300, covariance = TRUE)
at <- c(60, 120, 240, 300)
probs <- lapply(at, function(t) { k <- max(which(fit$time <= t)); fit$est[, , k] })
# the covariance is that of the stacked columns of P
spread <- lapply(at, function(t) {
  k <- max(which(fit$time <= t)); matrix(sqrt(pmax(diag(fit$cov[, , k]), 0)), 3) })
closed <- survfit(Surv(entry, exit, factor(ifelse(to == "cens", 0, to), levels = 0:3)) ~ 1,
                  data = paths, id = id, istate = factor(from, levels = 1:3))

# 2. mgus2: competing risks, as multi-state data with two absorbing states.
etime <- with(mgus2, ifelse(pstat == 0, futime, ptime))
event <- with(mgus2, factor(ifelse(pstat == 0, 2 * death, 1), 0:2, c("censor", "pcm", "death")))
cr <- summary(survfit(Surv(etime, event) ~ 1), times = c(60, 120, 240, 360))

# 3. Panel-observed states: snapshots every 30 days of a four-state process, exact time of the last.
q <- rbind(c(0, .010, 0, .002), c(.006, 0, .012, .003), c(0, .004, 0, .010), c(0, 0, 0, 0))
covariate <- rbinom(400, 1, .4)
visits <- data.frame(subject = rep(1:400, each = 13), time = rep(seq(0, 360, 30), 400),
                     x = rep(covariate, each = 13))
panel <- simmulti.msm(visits, q, death = 4, covariates = list(x = c(.5, 0, 0, -.3, .4, 0, .2)))
panel <- panel[, c("subject", "time", "x", "state")]
panel$time <- round(panel$time, 3)
write.csv(panel, file.path(out, "panel_snapshots.csv"), row.names = FALSE, quote = FALSE)
control <- list(reltol = 1e-16, maxit = 5000)
plain <- msm(state ~ time, subject = subject, data = panel, qmatrix = q, deathexact = 4,
             control = control)
with_x <- msm(state ~ time, subject = subject, data = panel, qmatrix = q, deathexact = 4,
              covariates = ~x, control = control)
values <- list(
  transitions = list(start = 30, times = at, probability = probs, std_error = spread),
  mgus2 = list(times = c(60, 120, 240, 360), probability = cr$pstate, std_error = cr$std.err),
  panel = list(
    plain = list(minus2loglik = plain$minus2loglik, q = plain$Qmatrices$baseline,
                 log_se = sqrt(diag(plain$covmat))),
    with_x = list(minus2loglik = with_x$minus2loglik, q = with_x$Qmatrices$baseline,
                  effect = with_x$Qmatrices$x, log_se = sqrt(diag(with_x$covmat))),
    p180 = unclass(pmatrix.msm(plain, t = 180))))
write_json(values, file.path(out, "transitions.json"), digits = NA, auto_unbox = TRUE, matrix = "rowmajor")
