import re

from hcc_analysis.fonts import FAMILY, FOLDER, embed

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text style="{style}">{text}</text></svg>'


def faces(svg):
    return re.findall(r"font-weight:(\d+);font-style:(\w+)", svg)


def test_the_letters_are_embedded_once():
    embedded = embed(SVG.format(style=f"font-family: '{FAMILY}'", text="Survival"))
    assert faces(embedded) == [("400", "normal")]
    assert "data:font/woff;base64," in embedded
    assert embed(embedded) == embedded


def test_bold_and_italic_come_where_they_are_used():
    assert ("700", "normal") in faces(embed(SVG.format(style="font: bold 7px x", text="A")))
    assert ("400", "italic") in faces(embed(SVG.format(style="font-style: italic", text="A")))


def test_the_same_picture_gives_the_same_bytes_and_fewer_letters_fewer():
    one, two = (embed(SVG.format(style="", text=text)) for text in ("ab", "abcdefghij &amp; 0123456789"))
    assert one == embed(SVG.format(style="", text="ab"))
    assert len(one) < len(two)


def test_a_picture_without_text_stays():
    assert embed("<svg><path d='M0 0'/></svg>") == "<svg><path d='M0 0'/></svg>"


def test_the_four_faces_and_their_licence_are_there():
    assert len(list(FOLDER.glob("LiberationSans-*.ttf"))) == 4
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "LICENSE-OFL.txt").read_text()
