# Aalen-Johansen with standard errors by survival and etm: Rscript aalen_johansen.R rows.csv stop [etm]
suppressMessages({library(survival); library(jsonlite)})
args <- commandArgs(TRUE); stop_day <- as.numeric(args[2])
rows <- read.csv(args[1], stringsAsFactors = FALSE)
states <- paste0("s", 0:5)
if (args[3] == "survfit") {
  event <- factor(ifelse(rows$to_state == "", "censor", rows$to_state), c("censor", states))
  rows$from_state <- factor(rows$from_state, states)
  # occupancy when everybody begins in one state is that state's row of P(700, t); nobody leaves s5
  rows_of_p <- lapply(1:5, function(from) {
    t <- system.time(fit <- survfit(Surv(start, stop, event) ~ 1, rows, id = customer,
      istate = from_state, p0 = as.numeric(seq_len(6) == from), start.time = 700.5))["elapsed"]
    at <- summary(fit, times = stop_day)
    here <- match(states, fit$states)
    list(seconds = unname(t), probability = at$pstate[here], std_error = at$std.err[here])
  })
  stack <- function(name, last) rbind(t(sapply(rows_of_p, `[[`, name)), last)
  out <- list(seconds = sum(sapply(rows_of_p, `[[`, "seconds")),
              probability = unname(stack("probability", c(0, 0, 0, 0, 0, 1))),
              std_error = unname(stack("std_error", rep(0, 6))))
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
  out <- list(seconds = unname(t), probability = unname(fit$est[, , k]),
              std_error = unname(matrix(sqrt(pmax(diag(fit$cov[, , k]), 0)), 6)))
}
cat(toJSON(out, digits = NA, auto_unbox = TRUE), "\n", sep = "")
