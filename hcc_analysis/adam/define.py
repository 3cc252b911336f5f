"""Define-XML 2.1 of the exported data sets: what each variable is, and where it comes from.

Source: CDISC Define-XML 2.1. Variables that were read have the origin Predecessor with file and variable;
derived ones a method with the function of this package that computes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as Xml

from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.adam.values import decimals, plain, width
from hcc_analysis.trial import DatasetInfo

_ODM = "http://www.cdisc.org/ns/odm/v1.3"
_DEF = "http://www.cdisc.org/ns/def/v2.1"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_TYPES = {"text": "text", "integer": "integer", "number": "float", "date": "date"}
_STANDARD = "STD.ADAM"


def define_xml(
    data_sets: Sequence[AdamSet], info: DatasetInfo, suffix: str, names: Mapping[str, Mapping[str, str]]
) -> bytes:
    """Describe data sets.

    Parameters
    ----------
    data_sets : sequence of AdamSet
        The data sets.
    info : DatasetInfo
        What the data are; the cutoff stands for the time of writing.
    suffix : str
        Suffix of their files.
    names : mapping of str to mapping of str to str
        Names of variables in the files, by data set and variable, where they differ.

    Returns
    -------
    bytes
        The XML document.
    """
    for prefix, uri in (("", _ODM), ("def", _DEF), ("xlink", _XLINK)):
        Xml.register_namespace(prefix, uri)
    root = _root(info)
    version = _metadata(root, info)
    for data_set in data_sets:
        _group(version, data_set, suffix, names.get(data_set.name, {}))
    for data_set in data_sets:
        for column in data_set.columns:
            _item(version, data_set, column, names.get(data_set.name, {}))
    for data_set in data_sets:
        for column in data_set.columns:
            _codes(version, data_set, column)
    for data_set in data_sets:
        for column in data_set.columns:
            _method(version, data_set, column)
    Xml.indent(root, " ")
    return Xml.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _odm(name: str) -> str:
    return f"{{{_ODM}}}{name}"


def _def(name: str) -> str:
    return f"{{{_DEF}}}{name}"


def _root(info: DatasetInfo) -> Xml.Element:
    return Xml.Element(
        _odm("ODM"),
        {
            "FileType": "Snapshot",
            "FileOID": f"{info.registry_id}.define",
            "ODMVersion": "1.3.2",
            "CreationDateTime": f"{info.cutoff.isoformat()}T00:00:00",
            "Originator": "hcc-report export",
            _def("Context"): "Other",
        },
    )


def _metadata(root: Xml.Element, info: DatasetInfo) -> Xml.Element:
    study = Xml.SubElement(root, _odm("Study"), OID=info.registry_id)
    names = Xml.SubElement(study, _odm("GlobalVariables"))
    facts = {
        "StudyName": info.registry_id,
        "StudyDescription": f"{info.title}. {info.banner}",
        "ProtocolName": info.registry_id,
    }
    for name, text in facts.items():
        Xml.SubElement(names, _odm(name)).text = text
    version = Xml.SubElement(
        study,
        _odm("MetaDataVersion"),
        {"OID": "MDV.1", "Name": info.title, _def("DefineVersion"): "2.1.0"},
    )
    standards = Xml.SubElement(version, _def("Standards"))
    Xml.SubElement(
        standards,
        _def("Standard"),
        {"OID": _STANDARD, "Name": "ADaMIG", "Type": "IG", "Version": "1.1", "Status": "Final"},
    )
    return version


def _described(parent: Xml.Element, text: str) -> None:
    description = Xml.SubElement(parent, _odm("Description"))
    Xml.SubElement(description, _odm("TranslatedText"), {f"{{{_XML}}}lang": "en"}).text = text


def _group(version: Xml.Element, data_set: AdamSet, suffix: str, names: Mapping[str, str]) -> None:
    name, file = data_set.name.upper(), f"{data_set.name}.{suffix}"
    group = Xml.SubElement(
        version,
        _odm("ItemGroupDef"),
        {
            "OID": f"IG.{name}",
            "Name": name,
            "SASDatasetName": name,
            "Repeating": "No" if data_set.key == ("USUBJID",) else "Yes",
            "IsReferenceData": "No",
            "Purpose": "Analysis",
            _def("StandardOID"): _STANDARD,
            _def("Structure"): data_set.structure,
            _def("ArchiveLocationID"): f"LF.{name}",
        },
    )
    _described(group, data_set.label)
    for order, column in enumerate(data_set.columns, start=1):
        reference = {
            "ItemOID": _item_id(data_set, column),
            "OrderNumber": str(order),
            "Mandatory": "Yes" if column.required else "No",
        }
        if column.name in data_set.key:
            reference["KeySequence"] = str(data_set.key.index(column.name) + 1)
        if column.derived:
            reference["MethodOID"] = f"MT.{name}.{column.name}"
        Xml.SubElement(group, _odm("ItemRef"), reference)
    Xml.SubElement(group, _def("Class"), Name=data_set.kind)
    leaf = Xml.SubElement(group, _def("leaf"), {"ID": f"LF.{name}", f"{{{_XLINK}}}href": file})
    Xml.SubElement(leaf, _def("title")).text = file


def _item_id(data_set: AdamSet, column: Column) -> str:
    return f"IT.{data_set.name.upper()}.{column.name}"


def _item(version: Xml.Element, data_set: AdamSet, column: Column, names: Mapping[str, str]) -> None:
    written = names.get(column.name, column.name)
    facts = {
        "OID": _item_id(data_set, column),
        "Name": written,
        "DataType": _TYPES[column.kind],
        "SASFieldName": written[:8],
    }
    if column.kind != "date":
        values = plain(data_set, column)
        facts["Length"] = str(width(values))
        if column.kind == "number":
            facts["SignificantDigits"] = str(decimals(values))
    item = Xml.SubElement(version, _odm("ItemDef"), facts)
    _described(item, column.label)
    if column.values:
        Xml.SubElement(item, _odm("CodeListRef"), CodeListOID=_list_id(data_set, column))
    if column.derived:
        Xml.SubElement(item, _def("Origin"), Type="Derived", Source="Sponsor")
    else:
        origin = Xml.SubElement(item, _def("Origin"), Type="Predecessor")
        _described(origin, column.source)


def _list_id(data_set: AdamSet, column: Column) -> str:
    return f"CL.{data_set.name.upper()}.{column.name}"


def _codes(version: Xml.Element, data_set: AdamSet, column: Column) -> None:
    if not column.values:
        return
    codes = Xml.SubElement(
        version,
        _odm("CodeList"),
        {
            "OID": _list_id(data_set, column),
            "Name": f"{column.name} of {data_set.name.upper()}",
            "DataType": _TYPES[column.kind],
        },
    )
    for value in column.values:
        Xml.SubElement(codes, _odm("EnumeratedItem"), CodedValue=str(value))


def _method(version: Xml.Element, data_set: AdamSet, column: Column) -> None:
    if column.derived:
        name = data_set.name.upper()
        method = Xml.SubElement(
            version,
            _odm("MethodDef"),
            OID=f"MT.{name}.{column.name}",
            Name=f"{column.name} of {name}",
            Type="Computation",
        )
        _described(method, f"{column.source} ({column.code})")
