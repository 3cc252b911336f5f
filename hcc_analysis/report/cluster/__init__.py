"""Notebooks on a Dask cluster. Needs the extra ``cluster``; the rest of the package does without."""
