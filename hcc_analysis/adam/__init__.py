"""The derived ADaM data sets, for others to use: what they hold, and the formats that they are written in."""

from hcc_analysis.adam.derive import adam_data_sets
from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.adam.write import FORMATS, Note, encode

__all__ = ["FORMATS", "AdamSet", "Column", "Note", "adam_data_sets", "encode"]
