# Reference values for analysis.estimate.intensities.
# Run from this folder:  Rscript intensities.R   (R 4.2, base only)
# The data are simulated here, so they are ours to keep beside the values.
suppressMessages(library(jsonlite))
set.seed(20261123)
out <- "../values"

cells <- expand.grid(from_state = c("new", "mature"), segment = c("app", "online", "store"),
                     time_since_entry = c(0, 30, 90), stringsAsFactors = FALSE)
cells$exposure <- round(runif(nrow(cells), 400, 4000))
rate <- .01 * c(app = 1, online = 1.5, store = .7)[cells$segment] *
  c("0" = 2, "30" = 1, "90" = .6)[as.character(cells$time_since_entry)]
cells <- rbind(transform(cells, to_state = "churned", n_events = rpois(nrow(cells), cells$exposure * rate)),
               transform(cells, to_state = "growing", n_events = rpois(nrow(cells), cells$exposure * rate / 2)))
write.csv(cells, file.path(out, "intensities_cells.csv"), row.names = FALSE, quote = FALSE)

pick <- subset(cells, from_state == "new" & to_state == "churned")
fit <- glm(n_events ~ segment + factor(time_since_entry), poisson, pick,
           offset = log(exposure), control = list(epsilon = 1e-12))
one <- summary(fit)$coefficients[-1, ]
# The likelihood ratio of rates by time since entry, each move on its own: what check_markov sums.
ratio <- function(d) {
  m <- aggregate(cbind(n_events, exposure) ~ time_since_entry, d, sum)
  g <- glm(n_events ~ factor(time_since_entry), poisson, m, offset = log(exposure),
           control = list(epsilon = 1e-12))
  c(g$null.deviance - g$deviance, g$df.null - g$df.residual)
}
lr <- rowSums(sapply(split(cells, paste(cells$from_state, cells$to_state)), ratio))
exact <- lapply(c(0, 1, 5, 37), function(n) poisson.test(n, 250)$conf.int[1:2])
write_json(list(
  rate_ratios = list(log_ratio = unname(one[, 1]), std_error = unname(one[, 2]),
                     p_value = unname(one[, 4]), terms = rownames(one)),
  markov = list(statistic = lr[1], df = lr[2], p_value = pchisq(lr[1], lr[2], lower.tail = FALSE)),
  poisson_test = list(events = c(0, 1, 5, 37), exposure = 250, interval = exact)),
  file.path(out, "intensities.json"), digits = NA, auto_unbox = TRUE, matrix = "rowmajor")
