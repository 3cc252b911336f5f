# Schoenfeld residuals of R: Rscript schoenfeld_reference.R OUT.json
suppressMessages({library(survival); library(jsonlite)})
set.seed(3); n <- 40
d <- data.frame(time=round(rexp(n,.1),0)+1, event=rbinom(n,1,.7), x=rbinom(n,1,.5), z=round(rnorm(n),2))
out <- list(time=d$time,event=d$event,x=d$x,z=d$z)
for (ties in c("efron","breslow")) { f <- coxph(Surv(time,event)~x+z,d,ties=ties); s<-residuals(f,"schoenfeld"); k<-residuals(f,"scaledsch")
 out[[ties]] <- list(times=as.numeric(rownames(s)), schoenfeld=unname(s), scaled=unname(k)) }
write(toJSON(out, digits = NA), commandArgs(TRUE)[1])
