"""Liberation Sans, the one typeface of every figure: for matplotlib, for Typst and inside each SVG.

The fonts are under the SIL Open Font License (``LICENSE-OFL.txt`` beside them).
"""

from hcc_analysis.fonts.embed import FAMILY, FOLDER, embed

__all__ = ["FAMILY", "FOLDER", "embed"]
