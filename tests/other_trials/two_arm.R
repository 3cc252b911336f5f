# Writes two_arm.csv: median survival by arm and the hazard ratio (Efron), by R's survival on the same file.
# Rscript tests/other_trials/two_arm.R, from the project's folder; needs survival and foreign.
library(survival)
library(foreign)
adsl <- read.xport("tests/other_trials/two_arm/adsl.xpt")
event <- !is.na(adsl$DTHDT)
time <- (ifelse(event, adsl$DTHDT, adsl$LSTALVDT) - adsl$TRTSDT) / 30.416667
arm <- trimws(as.character(adsl$TRT01P))
median <- summary(survfit(Surv(time, event) ~ arm))$table[, "median"]
fit <- summary(coxph(Surv(time, event) ~ relevel(factor(arm), ref = "Xanomeline High Dose")))
test <- survdiff(Surv(time, event) ~ arm)
ages <- summary(coxph(Surv(time, event) ~ (adsl$AGE >= 60), control = coxph.control(eps = 1e-12, toler.chol = 1e-13)))
sexes <- summary(coxph(Surv(time, event) ~ factor(trimws(adsl$SEX), levels = c("M", "F")), control = coxph.control(eps = 1e-12, toler.chol = 1e-13)))
golden <- c(os.placebo.median = unname(median[["arm=Placebo"]]),
  os.xanomeline_high_dose.median = unname(median[["arm=Xanomeline High Dose"]]),
  os.trt01p.cox.hr = fit$conf.int[1], os.trt01p.cox.lower = fit$conf.int[3],
  os.trt01p.cox.upper = fit$conf.int[4], os.trt01p.logrank.p = pchisq(test$chisq, 1, lower.tail = FALSE),
  os.age.cox.hr = ages$conf.int[1], os.age.cox.p = ages$coefficients[1, "Pr(>|z|)"],
  os.sex.cox.hr = sexes$conf.int[1], os.sex.cox.p = sexes$coefficients[1, "Pr(>|z|)"])
write.csv(data.frame(id = names(golden), value = sprintf("%.12g", golden)),
  "tests/other_trials/two_arm.csv", row.names = FALSE, quote = FALSE)
