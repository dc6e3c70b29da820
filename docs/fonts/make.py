"""Cuts the site's font down to what French needs: `uv run --with fonttools,brotli docs/fonts/make.py FOLDER`.

FOLDER holds the files of the npm package @fontsource/atkinson-hyperlegible-next, as its `files` folder does. Kerning
and figures of one width are kept; hints, which high resolutions do without, and marks, which no letter here needs, go.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
NAME = "atkinson-hyperlegible-next-latin-{}-normal.woff2"
WEIGHTS = (400, 700)
ASCII = "".join(map(chr, range(0x20, 0x7F)))
LETTERS = "ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜàâäæçéèêëîïôöœùûüÿ"
SIGNS = "\u00a0«»‹›‘’“”–—…•·°€×−÷±§©²³½¼¾ªº"


def main(folder: str) -> int:
    """Write each weight in static/fonts and tell its size."""
    options = Options(flavor="woff2", layout_features=["kern", "tnum"], hinting=False, notdef_outline=True)
    options.drop_tables += ["STAT", "GDEF"]
    for weight in WEIGHTS:
        font = TTFont(Path(folder) / NAME.format(weight))
        subsetter = Subsetter(options)
        subsetter.populate(text=ASCII + LETTERS + SIGNS)
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(FONTS / NAME.format(weight))
        sys.stdout.write(f"{weight}: {(FONTS / NAME.format(weight)).stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
