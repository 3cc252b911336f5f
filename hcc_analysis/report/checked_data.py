"""The data of a build, checked: errors stop it, warnings are counted for the supplement."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hcc_analysis.endpoints.check import ENDPOINT_RULES
from hcc_analysis.errors import InputError
from hcc_analysis.formatting import counted
from hcc_analysis.report.data_check.remarks import Remark, remarks
from hcc_analysis.trial import DatasetInfo, load_trial
from hcc_analysis.trial.check import CheckResult, check_folder
from hcc_analysis.trial.info import read_info


@dataclass(frozen=True)
class CheckedData:
    """Data without errors.

    Attributes
    ----------
    info : DatasetInfo
        What the data are.
    remarks : tuple of Remark
        What the check asks to look at, counted.
    """

    info: DatasetInfo
    remarks: tuple[Remark, ...] = ()


def read_checked(data: Path) -> CheckedData:
    """Check a data folder as ``hcc-report check`` does.

    Parameters
    ----------
    data : Path
        Data folder.

    Returns
    -------
    CheckedData
        What the data are, and the warnings.

    Raises
    ------
    InputError
        The check finds an error; the message names the first one and how many there are.
    """
    found = check_folder(data, ENDPOINT_RULES)
    if found.errors:
        load_trial(data)  # says what keeps the data from being read, if anything does
        raise _first_error(found)
    return CheckedData(read_info(found.folder), remarks(found.findings))


def _first_error(found: CheckResult) -> InputError:
    first = next(finding for finding in found.findings if finding.severity == "error")
    more = f" ({counted(found.errors, 'error')}; hcc-report check {found.folder} shows all)"
    file, column = found.folder / first.file, first.variable or None
    return InputError.at(first.message + more, file=file, row=first.row, column=column)
