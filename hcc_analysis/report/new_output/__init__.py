"""Make a new output from one that there is: ``hcc-report new``."""
