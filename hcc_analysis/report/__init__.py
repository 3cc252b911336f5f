"""From notebooks to the supplement: plan, execute, collect, assemble, render, write.

Each step is a module of its own; :mod:`hcc_analysis.report.build` runs them in that order.
"""
