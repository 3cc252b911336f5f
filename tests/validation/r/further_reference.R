# Further reference results: random data with ties, several groups, strata and covariates; Firth's penalty by direct
# maximisation of the penalised likelihood; conditional odds ratios solved more finely than fisher.test does.
# Usage: Rscript further_reference.R OUT.json SEED
suppressMessages({library(survival); library(jsonlite)})
args <- commandArgs(TRUE); set.seed(as.integer(args[2]))
num <- function(x) { x <- unname(as.numeric(x)); ifelse(is.finite(x), x, NA) }

draw <- function(n, groups, digits) {
  g <- sample(groups, n, TRUE); x <- rnorm(n); b <- rbinom(n, 1, .4); s <- sample(1:3, n, TRUE)
  t <- rexp(n, exp(.3 * (g - 1) + .4 * x - .5 * b) / 10); c <- runif(n, 5, 40)
  data.frame(time = round(pmin(t, c), digits), event = as.integer(t <= c), group = g, x = x, b = b, stratum = s)
}
km <- function(d, type) { f <- survfit(Surv(time, event) ~ 1, d, conf.type = type); q <- quantile(f, c(.25, .5, .75))
  list(time = f$time, n_risk = f$n.risk, survival = num(f$surv), lower = num(f$lower), upper = num(f$upper),
       quantile = num(q$quantile), quantile_lower = num(q$lower), quantile_upper = num(q$upper)) }
test <- function(formula, d, rho) { s <- survdiff(formula, d, rho = rho)
  sum_rows <- function(m) if (is.matrix(m)) rowSums(m) else m
  list(statistic = s$chisq, df = length(s$n) - 1, observed = num(sum_rows(s$obs)), expected = num(sum_rows(s$exp))) }
cox <- function(formula, d, ties) { f <- coxph(formula, d, ties = ties, eps = 1e-14, iter.max = 100); s <- summary(f)
  zph <- sapply(c("km", "rank", "identity"), function(tr) unname(cox.zph(f, tr, terms = FALSE)$table[, 1]), simplify = FALSE)
  list(coef = num(coef(f)), se = num(sqrt(diag(vcov(f)))), lower = num(s$conf.int[, 3]), upper = num(s$conf.int[, 4]),
       p_wald = num(s$coefficients[, 5]), loglik = f$loglik, score = f$score, wald = num(f$wald.test),
       concordance = num(s$concordance[1]), zph = zph) }
survival_case <- function(i) {
  d <- draw(c(12, 25, 40, 80, 150, 300, 30, 60)[i], c(2, 3, 4, 5, 2, 3, 2, 4)[i], c(0, 0, 1, 0, 1, 0, 6, 6)[i])
  horizon <- unname(quantile(d$time, .7)); r <- summary(survfit(Surv(time, event) ~ 1, d), rmean = horizon)$table
  list(data = d, km = sapply(c("plain", "log", "log-log", "arcsin"), function(t) km(d, t), simplify = FALSE),
       log_rank = lapply(c(0, .5, 1), function(r) c(rho = r, test(Surv(time, event) ~ group, d, r))),
       stratified = lapply(c(0, 1), function(r) c(rho = r, test(Surv(time, event) ~ group + strata(stratum), d, r))),
       cox = sapply(c("efron", "breslow"), function(t) cox(Surv(time, event) ~ group + x + b, d, t), simplify = FALSE),
       cox_stratified = sapply(c("efron", "breslow"), function(t) cox(Surv(time, event) ~ group + x + b + strata(stratum), d, t), simplify = FALSE),
       rmst = list(horizon = horizon, estimate = num(r["rmean"]), se = num(r["se(rmean)"]))) }

# Firth: log L + log|I| / 2, evaluated by coxph at fixed coefficients, maximised here.
penalised <- function(formula, d, beta, ties) {
  f <- suppressWarnings(coxph(formula, d, ties = ties, init = beta, iter.max = 0))
  f$loglik[length(f$loglik)] - .5 * as.numeric(determinant(as.matrix(f$var))$modulus) }
top <- function(fn, start) { if (!length(start)) return(list(par = start, value = fn(start)))
  for (k in 1:6) start <- optim(start, function(b) -fn(b), method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))$par
  list(par = start, value = fn(start)) }
firth <- function(formula, d, p, ties) {
  fn <- function(b) penalised(formula, d, b, ties); m <- top(fn, rep(0, p))
  fall <- function(k, v) 2 * (m$value - top(function(o) fn(append(o, v, k - 1)), m$par[-k])$value)
  limits <- sapply(seq_len(p), function(k) sapply(c(-1, 1), function(side) { far <- m$par[k] + side
    while (fall(k, far) < qchisq(.95, 1)) far <- far + side
    uniroot(function(v) fall(k, v) - qchisq(.95, 1), sort(c(m$par[k], far)), tol = 1e-9)$root }))
  list(coef = m$par, loglik = m$value, loglik_null = fn(rep(0, p)), lower = limits[1, ], upper = limits[2, ],
       p_value = sapply(seq_len(p), function(k) pchisq(fall(k, 0), 1, lower.tail = FALSE))) }
firth_case <- function(i) {
  d <- if (i == 1) data.frame(time = 1:8, event = 1, group = rep(0:1, each = 4), x = c(.5, -1, .3, 1.2, -.4, .1, 1, -.8))
       else if (i == 2) data.frame(time = c(1, 2, 3, 4, 5, 6), event = c(1, 1, 1, 0, 0, 0), group = c(1, 1, 1, 0, 0, 0), x = c(1, 3, 2, 2, 1, 4))
       else draw(c(0, 0, 15, 30)[i], 2, c(0, 0, 0, 1)[i])
  d$group <- as.numeric(d$group)
  list(data = d[c("time", "event", "group", "x")],
       one = sapply(c("efron", "breslow"), function(t) firth(Surv(time, event) ~ group, d, 1, t), simplify = FALSE),
       two = sapply(c("efron", "breslow"), function(t) firth(Surv(time, event) ~ group + x, d, 2, t), simplify = FALSE)) }

# fisher.test stops its root finder at 1e-4; the same equations to 1e-12.
odds <- function(m) { r <- rowSums(m); k <- sum(m[, 1]); s <- max(0, k - r[2]):min(k, r[1]); x <- m[1, 1]; w <- dhyper(s, r[1], r[2], k, log = TRUE)
  p <- function(b) { e <- w + b * s; e <- exp(e - max(e)); e / sum(e) }
  root <- function(fn) uniroot(fn, c(-40, 40), tol = 1e-13)$root
  list(table = m, p_value = fisher.test(m)$p.value, odds_ratio = exp(root(function(b) sum(p(b) * s) - x)),
       lower = exp(root(function(b) sum(p(b)[s >= x]) - .025)), upper = exp(root(function(b) sum(p(b)[s <= x]) - .025))) }
tables <- Filter(function(m) all(m > 0), lapply(1:30, function(i) matrix(rmultinom(1, sample(10:80, 1), runif(4)), 2)))
larger <- lapply(1:12, function(i) { m <- matrix(rmultinom(1, sample(30:90, 1), runif(12) + .3), 4, 3); list(table = m, p_value = fisher.test(m, workspace = 2e8)$p.value) })

write(toJSON(list(r = R.version.string, survival = lapply(1:8, survival_case), firth = lapply(1:4, firth_case),
                  odds_ratio = lapply(tables, odds), fisher = larger), digits = NA, auto_unbox = TRUE, null = "null", na = "null", dataframe = "columns"), args[1])
