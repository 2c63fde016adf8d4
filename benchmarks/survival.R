# One Cox fit, or one concordance, by R's survival, timed without reading the file.
# Rscript survival.R rows.csv right_censored|start_stop|clustered|concordance
suppressPackageStartupMessages({library(survival); library(jsonlite)})
arguments <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(arguments[1])
task <- arguments[2]
drivers <- c("spend", "visits", "age", "online", "complained")
outcome <- if (task %in% c("right_censored", "concordance")) "Surv(tenure, event_observed)" else
  "Surv(entry, tenure, event_observed)"
model <- as.formula(paste(outcome, "~", paste(drivers, collapse = " + ")))
call <- switch(task,
  right_censored = ,
  start_stop = function() coxph(model, rows, ties = "efron"),
  clustered = function() coxph(model, rows, ties = "efron", cluster = customer_id),
  concordance = function() concordance(Surv(tenure, event_observed) ~ risk, rows, reverse = TRUE))
time <- system.time(found <- call())
answer <- if (task == "concordance") list(concordance = unname(found$concordance)) else
  list(coefficient = unname(coef(found)), std_error = unname(sqrt(diag(vcov(found)))),
       log_likelihood = found$loglik[2])
seconds <- list(wall = unname(time[["elapsed"]]), processor = unname(sum(time[1:2])))
cat(toJSON(c(answer, seconds), auto_unbox = TRUE, digits = NA), "\n")
