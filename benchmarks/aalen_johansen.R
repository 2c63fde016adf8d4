# Aalen-Johansen with standard errors by survival and etm: Rscript aalen_johansen.R rows.csv stop [etm]
suppressMessages({library(survival); library(jsonlite)})
args <- commandArgs(TRUE); stop_day <- as.numeric(args[2])
rows <- read.csv(args[1], stringsAsFactors = FALSE)
states <- paste0("s", 0:5)
if (args[3] == "survfit") {
  event <- factor(ifelse(rows$to_state == "", "censor", rows$to_state), c("censor", states))
  rows$from_state <- factor(rows$from_state, states)
  # occupancy from those in s0 at the start, so that all begin at once: a row of P(0, t)
  t <- system.time(fit <- survfit(Surv(start, stop, event) ~ 1, rows, id = customer,
    istate = from_state, p0 = c(1, 0, 0, 0, 0, 0), start.time = 700.5))["elapsed"]
  at <- summary(fit, times = stop_day)
  out <- list(seconds = unname(t), probability = at$pstate[match(states, fit$states)],
              std_error = at$std.err[match(states, fit$states)])
} else {
  suppressMessages(library(etm))
  data <- data.frame(id = rows$customer, from = rows$from_state,
                     to = ifelse(rows$to_state == "", "cens", rows$to_state),
                     entry = rows$start, exit = rows$stop)
  data <- data[data$from != "s5", ]  # etm wants no rows of an absorbing state
  allowed <- matrix(FALSE, 6, 6, dimnames = list(states, states))
  moves <- unique(data[data$to != "cens", c("from", "to")])
  allowed[as.matrix(moves)] <- TRUE
  t <- system.time(fit <- etm(data, states, allowed, "cens", s = 700, t = stop_day,
                              covariance = TRUE))["elapsed"]
  k <- dim(fit$est)[3]
  out <- list(seconds = unname(t), probability = unname(fit$est[1, , k]),
              std_error = unname(matrix(sqrt(pmax(diag(fit$cov[, , k]), 0)), 6)[1, ]))
}
cat(toJSON(out, digits = NA, auto_unbox = TRUE), "\n", sep = "")
