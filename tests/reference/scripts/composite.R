# Reference values for analysis.estimate.composite and analysis.estimate.measurement.
# Run from this folder:  Rscript composite.R mobi.csv smartpls_folder   (R 4.2, lavaan 0.6-14)
# mobi: 250 answers to the European customer satisfaction index, mobile phones (Tenenhaus et al.
# 2005), in the CRAN package semPLS 1.0-10; smartpls_folder: its tests/SmartPLS/results/ecsi, the
# output of SmartPLS 2.0.M3. Only moments of mobi are written, not its rows.
suppressMessages({library(lavaan); library(jsonlite)})
arguments <- commandArgs(TRUE)
mobi <- read.csv(arguments[1])

smart <- function(name) {
  lines <- strsplit(readLines(file.path(arguments[2], name), warn = FALSE), "\t")
  head <- trimws(lines[[1]][-1])
  m <- t(sapply(lines[-1], function(l) as.numeric(sub(",", ".", trimws(l[1 + seq_along(head)])))))
  dimnames(m) <- list(trimws(sapply(lines[-1], `[`, 1)), head)
  keep <- which(m != 0, arr.ind = TRUE)
  data.frame(from = rownames(m)[keep[, 1]], to = colnames(m)[keep[, 2]], value = m[keep])
}

# The PLS algorithm and its quality measures, by their formulas, one step after the other.
pls <- function(R, blocks, paths, formative = character()) {
  k <- length(blocks); names <- names(blocks)
  W <- sapply(blocks, function(b) as.numeric(colnames(R) %in% b)); rownames(W) <- colnames(R)
  unit <- function(W) apply(W, 2, function(w) w / sqrt(drop(t(w) %*% R %*% w)))
  W <- unit(W)
  for (round in 1:2000) {
    C <- t(W) %*% R %*% W
    E <- matrix(0, k, k, dimnames = list(names, names))
    for (to in names(paths)) {
      from <- paths[[to]]
      E[from, to] <- solve(C[from, from, drop = FALSE], C[from, to])
      E[to, from] <- C[to, from]
    }
    Z <- R %*% W %*% E; new <- W * 0
    for (j in names) {
      b <- blocks[[j]]
      new[b, j] <- if (j %in% formative) solve(R[b, b], Z[b, j]) else Z[b, j]
    }
    new <- unit(new); moved <- max(abs(new - W)); W <- new
    if (moved < 1e-13) break
  }
  for (j in names) if (sum((R %*% W)[blocks[[j]], j]) < 0) W[, j] <- -W[, j]
  C <- t(W) %*% R %*% W; B <- C * 0; r2 <- numeric()
  for (to in names(paths)) {
    from <- paths[[to]]
    B[to, from] <- solve(C[from, from, drop = FALSE], C[from, to])
    r2[to] <- sum(B[to, from] * C[to, from])
  }
  list(W = W, L = R %*% W, C = C, B = B, r2 = r2, T = solve(diag(k) - B) - diag(k))
}

quality <- function(R, blocks, found) {
  several <- names(blocks)[lengths(blocks) > 1]
  by <- function(f) sapply(several, function(j) f(blocks[[j]], j))
  list(
    alpha = by(function(b, j) {
      k <- length(b); k / (k - 1) * (1 - k / sum(R[b, b]))
    }),
    rho_a = by(function(b, j) {
      w <- found$W[b, j]; S <- R[b, b]; diag(S) <- 0; M <- w %*% t(w); diag(M) <- 0
      sum(w * w)^2 * drop(t(w) %*% S %*% w) / drop(t(w) %*% M %*% w)
    }),
    rho_c = by(function(b, j) {
      l <- found$L[b, j]; sum(l)^2 / (sum(l)^2 + sum(1 - l^2))
    }),
    ave = by(function(b, j) mean(found$L[b, j]^2)))
}

htmt <- function(R, blocks) {
  R <- abs(R); names <- names(blocks)
  own <- sapply(blocks, function(b) if (length(b) > 1) mean(R[b, b][lower.tri(R[b, b])]) else 1)
  rows <- list()
  for (i in seq_along(blocks)) for (j in seq_len(i - 1))
    rows[[length(rows) + 1]] <- list(left = names[i], right = names[j],
      value = mean(R[blocks[[i]], blocks[[j]]]) / sqrt(own[[i]] * own[[j]]))
  rows
}

ecsi <- list(
  Image = paste0("IMAG", 1:5), Expectation = paste0("CUEX", 1:3), Quality = paste0("PERQ", 1:7),
  Value = paste0("PERV", 1:2), Satisfaction = paste0("CUSA", 1:3), Complaints = "CUSCO",
  Loyalty = paste0("CUSL", 1:3))
ecsi_paths <- list(
  Expectation = "Image", Quality = "Expectation", Value = c("Expectation", "Quality"),
  Satisfaction = c("Image", "Expectation", "Quality", "Value"), Complaints = "Satisfaction",
  Loyalty = c("Complaints", "Image", "Satisfaction"))
R <- cor(mobi)
found <- pls(R, ecsi, ecsi_paths)
good <- quality(R, ecsi, found)
f2 <- list()
for (to in names(ecsi_paths)) for (from in ecsi_paths[[to]]) {
  rest <- setdiff(ecsi_paths[[to]], from)
  less <- if (length(rest)) {
    b <- solve(found$C[rest, rest, drop = FALSE], found$C[rest, to]); sum(b * found$C[rest, to])
  } else 0
  others <- if (length(rest)) {
    b <- solve(found$C[rest, rest, drop = FALSE], found$C[rest, from]); sum(b * found$C[rest, from])
  } else 0
  f2[[length(f2) + 1]] <- list(to = to, from = from, vif = 1 / (1 - others),
    value = (found$r2[[to]] - less) / (1 - found$r2[[to]]))
}
formative <- pls(R, ecsi, ecsi_paths, formative = c("Image", "Quality"))

# PLSc (Dijkstra and Henseler 2015) where rho_A lets it: the reduced model.
four <- ecsi[c("Image", "Value", "Satisfaction", "Complaints")]
four_paths <- list(Value = "Image", Satisfaction = c("Image", "Value"), Complaints = "Satisfaction")
items <- unlist(four, use.names = FALSE)
plain <- pls(R[items, items], four, four_paths)
rho <- quality(R[items, items], four, plain)$rho_a
root <- sqrt(c(rho, Complaints = 1))[names(four)]
C <- plain$C / outer(root, root); diag(C) <- 1
consistent <- list(
  correlations = C,
  paths = lapply(names(four_paths), function(to) {
    from <- four_paths[[to]]
    list(to = to, from = I(from), value = I(solve(C[from, from, drop = FALSE], C[from, to])))
  }),
  loadings = lapply(names(rho), function(j) {
    w <- plain$W[four[[j]], j]; list(construct = j, value = w * root[[j]] / sum(w^2))
  }))

# Omega and variance extracted with lavaan's delta method, by maximum likelihood.
cfa_model <- '
  Image =~ i1*IMAG1 + i2*IMAG2 + i3*IMAG3 + i4*IMAG4 + i5*IMAG5
  Satisfaction =~ s1*CUSA1 + s2*CUSA2 + s3*CUSA3
  IMAG1 ~~ e1*IMAG1; IMAG2 ~~ e2*IMAG2; IMAG3 ~~ e3*IMAG3; IMAG4 ~~ e4*IMAG4; IMAG5 ~~ e5*IMAG5
  CUSA1 ~~ u1*CUSA1; CUSA2 ~~ u2*CUSA2; CUSA3 ~~ u3*CUSA3
  Image ~~ r*Satisfaction
  omega_image := (i1+i2+i3+i4+i5)^2 / ((i1+i2+i3+i4+i5)^2 + e1+e2+e3+e4+e5)
  omega_satisfaction := (s1+s2+s3)^2 / ((s1+s2+s3)^2 + u1+u2+u3)
  ave_image := (i1^2/(i1^2+e1) + i2^2/(i2^2+e2) + i3^2/(i3^2+e3) + i4^2/(i4^2+e4) +
                i5^2/(i5^2+e5)) / 5
  ave_satisfaction := (s1^2/(s1^2+u1) + s2^2/(s2^2+u2) + s3^2/(s3^2+u3)) / 3
  correlation := r
'
fit <- cfa(cfa_model, data = mobi, std.lv = TRUE, control = list(rel.tol = 1e-12),
           optim.force.converged = TRUE)  # at this tolerance nlminb stops at the last digit
defined <- subset(parameterEstimates(fit), op == ":=")

# Simulated answers, with and without gaps: folds, pairwise correlations, alpha.
set.seed(20261123)
n <- 150
a <- rnorm(n); b <- .6 * a + .8 * rnorm(n); d <- .4 * a + .4 * b + .7 * rnorm(n)
cut5 <- function(x) as.integer(cut(x, c(-Inf, -1.3, -.5, .3, 1.1, Inf)))
one <- function(x, l) cut5(l * x + sqrt(1 - l^2) * rnorm(n))
rows <- data.frame(a1 = one(a, .8), a2 = one(a, .7), a3 = one(a, .6), b1 = one(b, .8),
                   b2 = one(b, .7), b3 = one(b, .5), d1 = one(d, .8), d2 = one(d, .6))
gaps <- rows
gaps[matrix(runif(n * 8) < .1, n)] <- NA
gaps <- gaps[rowSums(!is.na(gaps)) > 0, ]
blocks <- list(a = paste0("a", 1:3), b = paste0("b", 1:3), d = paste0("d", 1:2))
paths <- list(b = "a", d = c("a", "b"))
filled <- as.data.frame(lapply(gaps, function(x) ifelse(is.na(x), mean(x, na.rm = TRUE), x)))

fold <- (seq_len(n) - 1) %% 5
targets <- c(blocks$b, blocks$d)
errors <- list(pls = NULL, linear = NULL, mean = NULL)
for (f in 0:4) {
  train <- rows[fold != f, ]; test <- rows[fold == f, ]
  m <- colMeans(train); s <- apply(train, 2, sd)
  est <- pls(cor(train), blocks, paths)
  z <- scale(test, m, s)
  score <- z[, blocks$a] %*% est$W[blocks$a, "a"]
  for (y in targets) {
    j <- names(blocks)[sapply(blocks, function(x) y %in% x)]
    predicted <- score * est$T[j, "a"] * est$L[y, j] * s[[y]] + m[[y]]
    linear <- predict(lm(reformulate(blocks$a, y), train), test)
    errors$pls <- rbind(errors$pls, data.frame(item = y, e = test[[y]] - predicted))
    errors$linear <- rbind(errors$linear, data.frame(item = y, e = test[[y]] - linear))
    errors$mean <- rbind(errors$mean, data.frame(item = y, e = test[[y]] - m[[y]]))
  }
}
sums <- function(t, f) tapply(t$e, t$item, f)[targets]
prediction <- list(
  item = targets,
  q_squared = 1 - sums(errors$pls, function(e) sum(e^2)) / sums(errors$mean, function(e) sum(e^2)),
  rmse = sums(errors$pls, function(e) sqrt(mean(e^2))),
  rmse_linear = sums(errors$linear, function(e) sqrt(mean(e^2))),
  mae = sums(errors$pls, function(e) mean(abs(e))),
  mae_linear = sums(errors$linear, function(e) mean(abs(e))))

S <- cov(rows[, blocks$a])
alpha <- 3 / 2 * (1 - sum(diag(S)) / sum(S))
feldt <- 1 - (1 - alpha) * qf(c(.975, .025), n - 1, (n - 1) * 2)
saturated <- '
  a1 ~~ v1*a1; a2 ~~ v2*a2; a3 ~~ v3*a3; a1 ~~ c12*a2; a1 ~~ c13*a3; a2 ~~ c23*a3
  alpha := 3/2 * (1 - (v1+v2+v3) / (v1+v2+v3+2*c12+2*c13+2*c23))
'
gap_fit <- lavaan(saturated, data = gaps, missing = "fiml", meanstructure = TRUE,
                  int.ov.free = TRUE, control = list(rel.tol = 1e-14))
gap_alpha <- subset(parameterEstimates(gap_fit), op == ":=")

centred <- sapply(rows, function(x) x - mean(x))
values <- list(
  source = paste("mobi: CRAN semPLS 1.0-10, Tenenhaus et al. 2005; smartpls: SmartPLS 2.0.M3 output",
                 "in its tests; the rest by the formulas of composite.R and lavaan 0.6-14"),
  mobi = list(items = colnames(mobi), n = nrow(mobi), covariance = cov(mobi), means = colMeans(mobi)),
  ecsi_mobi_pls_standardised_path = smart("smartpls_pathWeighting_pathCoefficients.txt"),
  ecsi_mobi_pls_standardised_factorial = smart("smartpls_factorial_pathCoefficients.txt"),
  ecsi_mobi_pls_standardised_centroid = smart("smartpls_centroid_pathCoefficients.txt"),
  ecsi_mobi_pls_weights = smart("smartpls_pathWeighting_outerWeights.txt"),
  ecsi_mobi_pls_total_effects = smart("smartpls_pathWeighting_totalEffects.txt"),
  ecsi = c(lapply(good, as.list), list(r_squared = as.list(found$r2), htmt = htmt(R, ecsi), f2 = f2)),
  formative = list(paths = formative$B, weights = formative$W, constructs = names(ecsi)),
  consistent = consistent,
  lavaan = list(name = defined$lhs, estimate = defined$est, std_error = defined$se),
  simulated = list(
    rows = as.matrix(rows), gaps = as.matrix(gaps), names = names(rows),
    pairwise = cor(gaps, use = "pairwise.complete.obs"), mean_replaced = cor(filled),
    skewness = colMeans(centred^3) / colMeans(centred^2)^1.5,
    item_rest = sapply(blocks$a, function(i) {
      cor(scale(rows[[i]]), rowSums(scale(rows[, setdiff(blocks$a, i)])))
    }),
    prediction = prediction, alpha = alpha, feldt = feldt,
    gap_alpha = list(estimate = gap_alpha$est, std_error = gap_alpha$se)))
write_json(values, "../values/composite.json", digits = NA, auto_unbox = TRUE, matrix = "rowmajor",
           na = "null")
