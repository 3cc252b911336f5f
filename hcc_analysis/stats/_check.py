"""Validation of what callers pass in: every error names the argument and the first bad position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]

_FEW_CODES = 65_536


def choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """Return `value` if it is one of `allowed`."""
    if value not in allowed:
        raise ValueError(f"{name}: {value!r} is not one of {', '.join(map(repr, allowed))}")
    return value


def fraction(name: str, value: float) -> float:
    """Return `value` if it lies strictly between 0 and 1."""
    if not 0.0 < value < 1.0:
        raise ValueError(f"{name}: {value!r} does not lie strictly between 0 and 1")
    return float(value)


def non_negative(name: str, values: FloatArray) -> FloatArray:
    """Return `values` if all are finite and at least 0."""
    _reject(name, values, ~np.isfinite(values), "is missing or not finite")
    _reject(name, values, values < 0, "is negative")
    return values


def vector(name: str, values: ArrayLike) -> FloatArray:
    """Return `values` as a one-dimensional array of floats."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: not numeric ({error})") from error
    if array.ndim != 1:
        raise ValueError(f"{name}: expected one dimension, got {array.ndim}")
    return array


def same_length(name: str, found: int, expected: int) -> None:
    """Raise unless an argument has as many rows as `time`."""
    if found != expected:
        raise ValueError(f"{name}: {found} values, but time has {expected}")


def survival_data(time: ArrayLike, event: ArrayLike) -> tuple[FloatArray, BoolArray]:
    """Return follow-up times and event indicators, checked."""
    times = non_negative("time", vector("time", time))
    flags = np.asarray(event)
    if flags.dtype != np.bool_:
        flags = vector("event", event)
        _reject("event", flags, (flags != 0) & (flags != 1), "is neither 0 nor 1")
    elif flags.ndim != 1:
        raise ValueError(f"event: expected one dimension, got {flags.ndim}")
    same_length("event", flags.size, times.size)
    return times, flags.astype(np.bool_, copy=False)


def levels(name: str, values: Any, n: int) -> tuple[tuple[Any, ...], IntArray]:  # noqa: ANN401
    """Return the sorted distinct levels of a factor and the code of each row.

    Levels of a pandas categorical keep the order of its categories; unused ones are dropped.
    """
    categories = getattr(values, "cat", values)
    if hasattr(categories, "categories") and hasattr(categories, "codes"):
        return _categorical(name, categories, n)
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name}: expected one dimension, got {array.ndim}")
    same_length(name, array.size, n)
    _reject(name, array, _missing(array), "is missing")
    return _factor(array)


def _categorical(name: str, values: Any, n: int) -> tuple[tuple[Any, ...], IntArray]:  # noqa: ANN401
    codes = np.asarray(values.codes).astype(np.intp)
    same_length(name, codes.size, n)
    _reject(name, codes, codes < 0, "is missing")
    used, inverse = _factor(codes)
    return tuple(values.categories[code] for code in used), inverse


def _factor(array: NDArray[Any]) -> tuple[tuple[Any, ...], IntArray]:
    if array.size and array.dtype.kind in "iubf" and abs(array).max() < _FEW_CODES:
        whole = array.astype(np.intp)
        if (whole == array).all():
            return _counted(whole, array.dtype)
    try:
        distinct, inverse = np.unique(array, return_inverse=True)
    except TypeError:  # mixed types have no order of their own
        distinct, inverse = np.unique(array.astype(str), return_inverse=True)
    return tuple(distinct.tolist()), inverse.reshape(-1).astype(np.intp, copy=False)


def _counted(whole: IntArray, dtype: np.dtype[Any]) -> tuple[tuple[Any, ...], IntArray]:
    """Return levels and codes of small whole numbers without a sort."""
    lowest = int(whole.min())
    present = np.bincount(whole - lowest) > 0
    found = np.flatnonzero(present) + lowest
    return tuple(found.astype(dtype).tolist()), (np.cumsum(present) - 1)[whole - lowest]


def _missing(array: NDArray[Any]) -> BoolArray:
    if array.dtype.kind == "f":
        return np.isnan(array)
    if array.dtype.kind != "O":
        return np.zeros(array.shape, dtype=np.bool_)
    return np.array([value is None or value is not value or str(value) == "<NA>" for value in array], bool)


def covariate_matrix(covariates: Any, n: int) -> tuple[FloatArray, tuple[str, ...]]:  # noqa: ANN401
    """Return covariates as an (n, p) array with their names.

    Accepts a mapping from names to columns, a pandas data frame or series, or an array of one or two
    dimensions (columns are then named x1, x2, ...).
    """
    if isinstance(covariates, Mapping) or hasattr(covariates, "columns"):
        names = tuple(
            str(name) for name in (covariates if isinstance(covariates, Mapping) else covariates.columns)
        )
        columns = [vector(str(name), covariates[name]) for name in covariates]
        for name, column in zip(names, columns, strict=True):
            same_length(f"covariates[{name!r}]", column.size, n)
        matrix = np.column_stack(columns) if columns else np.empty((n, 0))
    else:
        matrix, names = _unnamed(covariates)
    same_length("covariates", matrix.shape[0], n)
    for name, column in zip(names, matrix.T, strict=True):
        _reject(f"covariates[{name!r}]", column, ~np.isfinite(column), "is missing or not finite")
    return matrix, names


def _named(covariates: Any, n: int) -> tuple[FloatArray, tuple[str, ...]]:  # noqa: ANN401
    keys = list(covariates)
    if not keys:
        return np.empty((n, 0)), ()
    columns = [vector(f"covariates[{str(key)!r}]", covariates[key]) for key in keys]
    for key, column in zip(keys, columns, strict=True):
        same_length(f"covariates[{str(key)!r}]", column.size, n)
    return np.column_stack(columns), tuple(map(str, keys))


def _unnamed(covariates: Any) -> tuple[FloatArray, tuple[str, ...]]:  # noqa: ANN401
    try:
        matrix = np.asarray(covariates, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"covariates: not numeric ({error})") from error
    if matrix.ndim not in (1, 2):
        raise ValueError(f"covariates: expected one or two dimensions, got {matrix.ndim}")
    if matrix.ndim == 1:
        name = getattr(covariates, "name", None)
        return matrix[:, None], (str(name) if name is not None else "x1",)
    return matrix, tuple(f"x{column + 1}" for column in range(matrix.shape[1]))


def _reject(name: str, values: NDArray[Any], bad: BoolArray, problem: str) -> None:
    if bad.any():
        first = int(np.argmax(bad))
        raise ValueError(f"{name}: the value at position {first} ({values[first]}) {problem}")
