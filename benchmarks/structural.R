# One structural model by lavaan: Rscript structural.R rows.csv model.txt ML|FIML|WLSMV|bootstrap repeat
# The time is that of the call alone, best of `repeat`; for the bootstrap, `repeat` is the draws.
suppressMessages({library(lavaan); library(jsonlite)})
args <- commandArgs(TRUE); kind <- args[3]; times <- as.integer(args[4])
rows <- read.csv(args[1]); model <- paste(readLines(args[2]), collapse = "\n")
clock <- function(expression) {
  spent <- system.time(expression)
  c(wall = spent[["elapsed"]], cpu = spent[["user.self"]] + spent[["sys.self"]])
}
fit_once <- switch(kind,
  FIML = function() sem(model, rows, missing = "fiml", fixed.x = FALSE),
  WLSMV = function() sem(model, rows, ordered = TRUE, estimator = "WLSMV", missing = "pairwise"),
  function() sem(model, rows))
if (kind == "bootstrap") {
  fit <- fit_once()
  spent <- clock(draws <- bootstrapLavaan(fit, R = times)) / times
  out <- list(name = names(coef(fit)), est = as.numeric(coef(fit)),
              se = unname(apply(draws, 2, sd)))
} else {
  spent <- do.call(pmin, lapply(seq_len(times), function(k) clock(fit <<- fit_once())))
  out <- list(name = names(coef(fit)), est = as.numeric(coef(fit)),
              se = unname(sqrt(diag(vcov(fit)))))
}
cat(toJSON(c(out, as.list(spent)), digits = NA, auto_unbox = TRUE), "\n", sep = "")
