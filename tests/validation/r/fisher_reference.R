# Reference results for larger tables: fisher.test with its default workspace; simulated for wide tables. Usage: Rscript fisher_reference.R OUT.json SEED
suppressMessages(library(jsonlite)); args <- commandArgs(TRUE); set.seed(as.integer(args[2]))
draw <- function(i) { r <- sample(2:6, 1); c <- sample(2:6, 1)
  weight <- switch(i %% 3 + 1, rep(1, r * c), as.vector(outer(rexp(r), rexp(c))), rexp(r * c))
  m <- matrix(rmultinom(1, sample(8:150, 1), weight), r); if (runif(1) < .15) m[sample(r, 1), ] <- 0L; m }
answer <- function(m) { p <- tryCatch(fisher.test(m)$p.value, error = function(e) NULL); if (is.null(p)) NULL else list(table = m, p_value = p) }
default <- Filter(Negate(is.null), lapply(1:80, function(i) answer(draw(i))))
wide <- lapply(list(c(5, 13, 54), c(4, 11, 49), c(9, 9, 37)), function(k) { m <- matrix(rmultinom(1, k[3], rep(1, k[1] * k[2])), k[1])
  list(table = m, p_value = fisher.test(m, simulate.p.value = TRUE, B = 1e5)$p.value, tables = 1e5) })
write(toJSON(list(r = R.version.string, default = default, simulated = wide), digits = NA, auto_unbox = TRUE, null = "null"), args[1])
