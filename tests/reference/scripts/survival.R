# Reference values from R's survival package for tests/estimate.
# Run from this folder: Rscript survival.R   (writes ../values/survival.json)
suppressPackageStartupMessages(library(survival))

number <- function(x) ifelse(is.na(x), "null", trimws(formatC(x, digits = 15, format = "g")))
text <- function(x) paste0('"', x, '"')
to_json <- function(x) {  # numbers, texts, vectors of either, named lists
  if (is.list(x)) {
    parts <- vapply(x, to_json, "")
    return(paste0("{", paste(text(names(x)), parts, sep = ": ", collapse = ",\n"), "}"))
  }
  body <- if (is.character(x)) text(x) else number(as.numeric(x))
  if (length(x) == 1 && is.null(attr(x, "vector"))) body else paste0("[", paste(body, collapse = ", "), "]")
}
vec <- function(x) structure(as.vector(x), vector = TRUE)

lung <- survival::lung
# late entry: some customers are seen from later on
lung$entry <- ifelse(seq_len(nrow(lung)) %% 3 == 0, pmin(lung$time - 1, 50), 0)
lung$group <- factor(c("low", "mid", "high")[1 + (lung$ph.ecog >= 1) + (lung$ph.ecog >= 2)],
                     levels = c("low", "mid", "high"))
full <- lung[!is.na(lung$ph.ecog), ]

curve <- function(fit) list(
  time = vec(fit$time), n_at_risk = vec(fit$n.risk), n_events = vec(fit$n.event),
  survival = vec(fit$surv), std_error = vec(fit$surv * fit$std.err),
  low = vec(fit$lower), high = vec(fit$upper),
  cumulative_hazard = vec(fit$cumhaz), cumulative_hazard_error = vec(fit$std.chaz))
median_of <- function(fit) vec(summary(fit)$table[c("median", "0.95LCL", "0.95UCL")])

km <- survfit(Surv(time, status) ~ 1, lung, conf.type = "log-log")
late <- survfit(Surv(entry, time, status) ~ 1, lung, conf.type = "log-log")
by_sex <- survfit(Surv(time, status) ~ sex, lung)
rmst <- summary(by_sex, rmean = 500)$table[, c("rmean", "se(rmean)")]
long <- summary(survfit(Surv(time, status) ~ 1, lung), rmean = 1022)$table[c("rmean", "se(rmean)")]
late_rmst <- summary(survfit(Surv(entry, time, status) ~ 1, lung), rmean = 500)$table[c("rmean", "se(rmean)")]

tests <- function(fit) list(chisq = fit$chisq, observed = vec(fit$obs), expected = vec(fit$exp))

cox_of <- function(fit) list(
  coefficient = vec(coef(fit)), std_error = vec(sqrt(diag(vcov(fit)))),
  log_likelihood = vec(fit$loglik), concordance = vec(concordance(fit)$concordance),
  concordance_error = sqrt(concordance(fit)$var))
zph_of <- function(fit) {
  table <- cox.zph(fit)$table
  list(term = vec(rownames(table)), chisq = vec(table[, 1]), df = vec(table[, 2]))
}

plain <- coxph(Surv(time, status) ~ age + sex, lung)
factors <- coxph(Surv(time, status) ~ age + group, full)
stratified <- coxph(Surv(time, status) ~ age + ph.ecog + strata(sex), full)
truncated <- coxph(Surv(entry, time, status) ~ age + sex + ph.ecog, full)
# ties: time in months
full$month <- ceiling(full$time / 30)
full$entry_month <- ifelse(seq_len(nrow(full)) %% 3 == 0, pmin(full$month - 1, 2), 0)
tied <- coxph(Surv(entry_month, month, status) ~ age + sex + ph.ecog, full)
# coefficients before and after month 10
split <- survSplit(Surv(month, status) ~ ., full[, c("month", "status", "age", "sex", "ph.ecog")], cut = 10, episode = "period")
split$sex1 <- split$sex * (split$period == 1)
split$sex2 <- split$sex * (split$period == 2)
periods <- coxph(Surv(tstart, month, status) ~ age + sex1 + sex2 + ph.ecog, split)

new <- data.frame(age = c(50, 70), sex = c(1, 2), ph.ecog = c(0, 2))
curves <- survfit(tied, newdata = new)
predicted <- summary(curves, times = c(3, 10, 20))

aft <- function(dist) {
  fit <- survreg(Surv(time, status) ~ age + sex, lung, dist = dist, control = list(rel.tolerance = 1e-14, maxiter = 200))
  list(coefficient = vec(coef(fit)), scale = fit$scale, std_error = vec(sqrt(diag(vcov(fit)))), log_likelihood = fit$loglik[2])
}

out <- list(
  version = as.character(packageVersion("survival")),
  km = curve(km), km_median_log_log = median_of(km),
  km_median = median_of(survfit(Surv(time, status) ~ 1, lung)),
  km_late = curve(late), median_by_sex = vec(t(summary(by_sex)$table[, c("median", "0.95LCL", "0.95UCL")])),
  rmst_by_sex_500 = vec(t(rmst)), rmst_1022 = vec(long), rmst_late_500 = vec(late_rmst),
  logrank_sex = tests(survdiff(Surv(time, status) ~ sex, lung)),
  logrank_ecog = tests(survdiff(Surv(time, status) ~ ph.ecog, full)),
  cox = cox_of(plain), cox_factors = cox_of(factors), cox_stratified = cox_of(stratified),
  cox_truncated = cox_of(truncated), cox_tied = cox_of(tied), cox_periods = cox_of(periods),
  zph = zph_of(plain), zph_factors = zph_of(factors), zph_stratified = zph_of(stratified),
  zph_truncated = zph_of(truncated), zph_tied = zph_of(tied),
  dfbetas_tied = vec(residuals(tied, type = "dfbetas")),
  martingale_tied = vec(residuals(tied, type = "martingale")),
  predicted_tied = list(survival = vec(predicted$surv), std_error = vec(predicted$std.err)),
  weibull = aft("weibull"), log_normal = aft("lognormal"), log_logistic = aft("loglogistic"))
writeLines(to_json(out), "../values/survival.json")
