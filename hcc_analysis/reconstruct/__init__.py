"""Pseudo-patients from published aggregates: search, assembly, writing."""

from hcc_analysis.reconstruct.reconstruct import DEFAULT_SEED, Reconstruction, reconstruct

__all__ = ["DEFAULT_SEED", "Reconstruction", "reconstruct"]
