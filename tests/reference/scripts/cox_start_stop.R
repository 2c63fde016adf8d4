# Reference values from R's survival package for tests/estimate/test_cox_start_stop.py: start-stop
# rows, late entry, ties, strata, case weights, errors by cluster. Run from this folder:
# Rscript cox_start_stop.R   (writes ../values/cox_start_stop.json and the generated cox_start_stop.csv)
suppressPackageStartupMessages({library(survival); library(jsonlite)})

# Customers followed in stretches of days: spend and visits change, plan does not.
set.seed(20261123)
make_customer <- function(id) {
  n <- sample(1:5, 1)
  cuts <- cumsum(c(sample(0:20, 1), sample(5:30, n, replace = TRUE)))
  spend <- round(rnorm(1) + rnorm(n, sd = 0.5), 3)
  visits <- rpois(n, 3)
  plan <- sample(c("Basic", "Plus"), 1)
  region <- sample(c("north", "south", "west"), 1)
  hazard <- 0.012 * exp(0.6 * spend - 0.15 * visits + 0.5 * (plan == "Basic"))
  wait <- ceiling(rexp(n, hazard))
  lost <- which(cuts[-1] - cuts[-(n + 1)] >= wait)[1]
  kept <- if (is.na(lost)) seq_len(n) else seq_len(lost)
  tenure <- cuts[-1]
  if (!is.na(lost)) tenure[lost] <- cuts[lost] + wait[lost]
  data.frame(customer_id = paste0("c", id), entry = cuts[kept], tenure = tenure[kept],
             event_observed = as.integer(kept == lost & !is.na(lost)), spend = spend[kept],
             visits = visits[kept], plan = plan, region = region,
             weight = sample(c(0.5, 1, 1.5, 2.25), 1))
}
rows <- do.call(rbind, lapply(1:250, make_customer))
write.csv(rows, "../values/cox_start_stop.csv", row.names = FALSE, quote = FALSE)
rows$area <- as.integer(sub("c", "", rows$customer_id)) %% 20
rows$basic <- as.integer(rows$plan == "Basic")
exact <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)

describe <- function(fit) {
  pairs <- concordance(fit)
  list(coefficient = unname(coef(fit)), std_error = unname(sqrt(diag(vcov(fit)))),
       model_std_error = unname(sqrt(diag(if (is.null(fit$naive.var)) fit$var else fit$naive.var))),
       log_likelihood = fit$loglik, n = fit$n, n_events = fit$nevent,
       concordance = unname(pairs$concordance), wald = unname(fit$wald.test))
}
outcome <- Surv(tenure, event_observed) ~ spend + visits + basic
histories <- Surv(entry, tenure, event_observed) ~ spend + visits + basic
stratified <- Surv(entry, tenure, event_observed) ~ spend + visits + basic + strata(region)
last <- rows[!duplicated(rows$customer_id, fromLast = TRUE), ]

# a customer seen from late on, never lost, spends enormously
far <- rows
quiet <- !duplicated(rows$customer_id, fromLast = TRUE) & rows$event_observed == 0 & rows$entry > 30
far$spend[which(quiet)[1]] <- 60

weighted <- coxph(histories, rows, weights = weight, cluster = customer_id, control = exact)
hazard <- basehaz(weighted, centered = FALSE)
weighted_alone <- coxph(outcome, last, weights = weight, robust = FALSE, control = exact)
of_weighted <- concordance(Surv(tenure, event_observed) ~ I(round(spend, 1)), last,
                           weights = weight, reverse = TRUE)
values <- list(
  plain = describe(coxph(histories, rows, control = exact)),
  clustered = describe(coxph(histories, rows, cluster = customer_id, control = exact)),
  stratified = describe(coxph(stratified, rows, cluster = customer_id, control = exact)),
  weighted = describe(coxph(histories, rows, weights = weight, robust = FALSE, control = exact)),
  weighted_clustered = describe(weighted),
  everything = describe(
    coxph(stratified, rows, weights = weight, cluster = customer_id, control = exact)),
  by_area = describe(coxph(histories, rows, cluster = area, control = exact)),
  weighted_right_censored = describe(weighted_alone),
  each_row_its_own = describe(coxph(outcome, last, weights = weight, robust = TRUE, control = exact)),
  dfbetas = unname(unclass(residuals(weighted, type = "dfbetas"))),
  martingale = unname(residuals(weighted, type = "martingale")),
  baseline = list(time = hazard$time, hazard = hazard$hazard),
  weighted_pairs = list(estimate = unname(of_weighted$concordance),
                        std_error = unname(sqrt(of_weighted$var))),
  outlier = describe(coxph(histories, far, cluster = customer_id, control = exact)),
  heart = describe(coxph(Surv(start, stop, event) ~ age + year + surgery + transplant, heart,
                         cluster = id, control = exact))
)
write_json(values, "../values/cox_start_stop.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
