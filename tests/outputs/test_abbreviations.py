from hcc_analysis.outputs.abbreviations import used_abbreviations


def test_abbreviations_are_found_in_sentences_plurals_and_grades():
    assert list(used_abbreviations(["RECIST 1.1; TRAEs, CTCAE 5.0.", "Vp3"])) == [
        "CTCAE",
        "RECIST",
        "TRAE",
        "Vp",
    ]


def test_letters_of_an_identifier_are_no_abbreviation():
    assert used_abbreviations(["HCC-01, HCC-13", "PD-1"]) == {}
    assert list(used_abbreviations(["HCC-01 has HCC"])) == ["HCC"]
