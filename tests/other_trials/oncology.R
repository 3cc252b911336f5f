# Writes oncology.csv: survival, responses and adverse events of the same files, by R's survival and counting.
# Rscript tests/other_trials/oncology.R, from the project's folder; needs survival, foreign and jsonlite.
library(survival)
library(foreign)
library(jsonlite)
folder <- "tests/other_trials/oncology/"
frame_of <- function(rows, head) {
  values <- lapply(seq_along(head$columns$name), function(i) sapply(rows, function(row) if (is.null(row[[i]])) NA else row[[i]]))
  as.data.frame(setNames(values, head$columns$name), stringsAsFactors = FALSE)
}
whole <- fromJSON(paste0(folder, "adsl.json"), simplifyMatrix = FALSE)
adsl <- frame_of(fromJSON(paste0(folder, "adsl.json"), simplifyVector = FALSE)$rows, whole)
lines <- readLines(paste0(folder, "adrs_onco.ndjson"))
adrs <- frame_of(lapply(lines[-1], fromJSON, simplifyVector = FALSE), fromJSON(lines[1]))
adtte <- read.xport(paste0(folder, "adtte_onco.xpt"))
adtte[sapply(adtte, is.factor)] <- lapply(adtte[sapply(adtte, is.factor)], function(x) trimws(as.character(x)))
adae <- read.csv(paste0(folder, "adae.csv"), stringsAsFactors = FALSE)

golden <- list()
treated <- adsl[adsl$ITTFL == "Y" & !is.na(adsl$TRTSDT), ]
n <- nrow(treated)
put <- function(id, value) golden[[id]] <<- value
put_share <- function(id, count, of = n) {
  put(paste0(id, ".n"), count)
  put(paste0(id, ".pct"), 100 * count / of)
}

# A time to event: whole population, then by arm. AVAL counts days.
put_times <- function(code, prefix) {
  rows <- merge(adtte[adtte$PARAMCD == code, ], treated[c("USUBJID", "TRT01P")], by = "USUBJID")
  rows$time <- rows$AVAL / 30.416667
  rows$event <- as.integer(rows$CNSR == 0)
  all <- survfit(Surv(time, event) ~ 1, rows, conf.type = "log")
  middle <- quantile(all, 0.5)
  put(paste0(prefix, ".median"), middle$quantile[[1]])
  put(paste0(prefix, ".median.lower"), middle$lower[[1]])
  put(paste0(prefix, ".median.upper"), middle$upper[[1]])
  # Beyond the last time nothing is known, unless the last of all had the event.
  rates <- summary(all, times = c(6, 12, 24), extend = min(all$surv) == 0)
  for (i in 1:3) {
    id <- paste0(prefix, ".rate.", c(6, 12, 24)[i], "m")
    put(id, 100 * rates$surv[i])
    put(paste0(id, ".lower"), 100 * rates$lower[i])
    put(paste0(id, ".upper"), 100 * rates$upper[i])
  }
  followed <- survfit(Surv(time, 1 - event) ~ 1, rows)
  put(paste0("follow_up.", prefix, ".median"), quantile(followed, 0.5)$quantile[[1]])
  by_arm <- summary(survfit(Surv(time, event) ~ TRT01P, rows))$table[, "median"]
  put(paste0(prefix, ".study_drug_200_mg.median"), by_arm[["TRT01P=Study Drug 200 mg"]])
  put(paste0(prefix, ".docetaxel.median"), by_arm[["TRT01P=Docetaxel"]])
  exactly <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50)
  fit <- summary(coxph(Surv(time, event) ~ relevel(factor(TRT01P), ref = "Docetaxel"), rows, control = exactly))
  put(paste0(prefix, ".trt01p.cox.hr"), fit$conf.int[1])
  put(paste0(prefix, ".trt01p.cox.lower"), fit$conf.int[3])
  put(paste0(prefix, ".trt01p.cox.upper"), fit$conf.int[4])
  put(paste0(prefix, ".trt01p.cox.p"), fit$coefficients[1, "Pr(>|z|)"])
  test <- survdiff(Surv(time, event) ~ TRT01P, rows)
  put(paste0(prefix, ".trt01p.logrank.p"), pchisq(test$chisq, 1, lower.tail = FALSE))
}
put_times("OS", "os")
put_times("PFS", "pfs")

# Overall survival by baseline characteristics, one at a time.
put_cox <- function(id, rows, group) {
  fit <- summary(coxph(Surv(rows$time, rows$event) ~ group, control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50)))
  put(paste0(id, ".cox.hr"), fit$conf.int[1])
  put(paste0(id, ".cox.lower"), fit$conf.int[3])
  put(paste0(id, ".cox.upper"), fit$conf.int[4])
  put(paste0(id, ".cox.p"), fit$coefficients[1, "Pr(>|z|)"])
}
survived <- merge(adtte[adtte$PARAMCD == "OS", ], treated[c("USUBJID", "AGE", "SEX")], by = "USUBJID")
survived$time <- survived$AVAL / 30.416667
survived$event <- as.integer(survived$CNSR == 0)
put_cox("os.age", survived, survived$AGE >= 60)
put_cox("os.sex", survived, factor(survived$SEX, levels = c("M", "F")))

# Best overall response of the treated; nobody assessed is not evaluable.
best <- adrs$AVALC[adrs$PARAMCD == "BOR"][match(treated$USUBJID, adrs$USUBJID[adrs$PARAMCD == "BOR"])]
best[is.na(best) | best == "MISSING"] <- "NE"
for (response in c("CR", "PR", "SD", "PD", "NE")) put_share(paste0("table2.", tolower(response)), sum(best == response))
objective <- sum(best %in% c("CR", "PR"))
put_share("table2.orr", objective)
put_share("table2.dcr", sum(best %in% c("CR", "PR", "SD")))
exact <- binom.test(objective, n, conf.level = 0.90)$conf.int
put("response.orr.lower90", 100 * exact[1])
put("response.orr.upper90", 100 * exact[2])

responded <- best %in% c("CR", "PR")
put("radiographic_response.age.fisher.p", fisher.test(table(treated$AGE >= 60, responded))$p.value)
put("radiographic_response.sex.fisher.p", fisher.test(table(treated$SEX, responded))$p.value)

# Related events: a subject counts once a term at the worst grade, in "any" in every grade that occurred.
related <- adae[adae$AEREL != "NONE" & adae$USUBJID %in% treated$USUBJID, ]
names_of <- c(ANAEMIA = "anemia", RASH = "rash", NAUSEA = "nausea", DIARRHOEA = "diarrhoea", FATIGUE = "fatigue",
  NEUTROPENIA = "neutropenia", "ALANINE AMINOTRANSFERASE INCREASED" = "alanine_aminotransferase_increased")
stopifnot(all(related$AEDECOD %in% names(names_of)))
subjects_of <- function(rows) length(unique(rows$USUBJID))
put_events <- function(prefix, among) {
  rows <- related[related$USUBJID %in% among, ]
  put_share(paste0(prefix, ".any"), subjects_of(rows), length(among))
  for (grade in 1:5) {
    put_share(paste0(prefix, ".any.g", grade), subjects_of(rows[rows$AETOXGR == grade, ]), length(among))
  }
  for (term in names(names_of)) {
    had <- rows[rows$AEDECOD == term, ]
    worst <- tapply(had$AETOXGR, had$USUBJID, max)
    id <- paste0(prefix, ".", names_of[[term]])
    put_share(id, length(worst), length(among))
    for (grade in 1:5) put_share(paste0(id, ".g", grade), sum(worst == grade), length(among))
  }
}
put_events("safety.overall", treated$USUBJID)
put_events("safety.study_drug_200_mg", treated$USUBJID[treated$TRT01P == "Study Drug 200 mg"])
put_events("safety.docetaxel", treated$USUBJID[treated$TRT01P == "Docetaxel"])

# Baseline.
put_share("table1.age.ge60", sum(treated$AGE >= 60))
put_share("table1.sex.male", sum(treated$SEX == "M"))
for (arm in c("Study Drug 200 mg", "Docetaxel")) {
  members <- treated[treated$TRT01P == arm, ]
  id <- tolower(gsub(" ", "_", arm))
  put_share(paste0("table1.age.ge60.", id), sum(members$AGE >= 60), nrow(members))
  put_share(paste0("table1.sex.male.", id), sum(members$SEX == "M"), nrow(members))
}

text <- vapply(golden, function(value) if (is.na(value)) "NA" else sprintf("%.12g", value), "")
write.csv(data.frame(id = names(golden), value = text), "tests/other_trials/oncology.csv", row.names = FALSE, quote = FALSE)
