"""Preview images: their size, what fits in them, and that every letter of the content can be drawn."""

import io

import pytest
from PIL import Image

from app.content.library import Library
from app.content.practice import DatedValue, Indicator, Practice
from app.preview.canvas import Style, clip_lines, ellipsise, make_drawable, wrap
from app.preview.image import HEIGHT, WIDTH, draw_selection_preview, draw_sheet_preview

STYLE = Style(40, "#000000", "#ffffff")
MOST_BYTES = 32_000  # a chat fetches it while its reader waits


def draw(practice: Practice, library: Library) -> Image.Image:
    return Image.open(io.BytesIO(draw_sheet_preview(practice, library.site, library.vocabulary)))


def change(practice: Practice, **values: object) -> Practice:
    return practice.model_copy(update=values)


def is_blank(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return len(image.convert("RGB").crop(box).getcolors() or []) == 1


def test_every_preview_is_a_light_picture_of_the_right_size(library: Library):
    """1200 by 630, with a palette, light; one for each practice and each curated selection."""
    drawn = [draw_sheet_preview(practice, library.site, library.vocabulary) for practice in library.practices[::8]]
    drawn += [draw_selection_preview(selection, library.site) for selection in library.selections.values()]
    assert len(drawn) > 10
    for file in drawn:
        image = Image.open(io.BytesIO(file))
        assert (image.format, image.mode, image.size) == ("PNG", "P", (WIDTH, HEIGHT))
        assert len(file) < MOST_BYTES
    assert len(set(drawn)) == len(drawn)


def test_the_same_sheet_gives_the_same_bytes(library: Library):
    """So that two builds of one content are one."""
    first, again = (draw_sheet_preview(library.practices[0], library.site, library.vocabulary) for _ in range(2))
    assert first == again


def test_every_letter_of_the_content_is_in_the_font(library: Library):
    """Accents, œ, guillemets, thin spaces: nothing that is published is left out of its picture."""
    texts = ["Œuvre : cœur, à l'été ÀÉÈÊËÎÏÔÙÛÜÇ àâéèêëîïôùûüÿç « 25\u202f000\u00a0€ » – … ’"]
    for practice in library.practices:
        texts += [practice.title, practice.organisation.name, practice.summary]
        texts += [f"{indicator.label} {indicator.unit}" for indicator in practice.indicators]
    assert [text for text in texts if make_drawable(text) != text] == []


def test_a_letter_that_the_font_lacks_loses_its_accent(library: Library):
    """And what is no letter of ours is left out, rather than drawn as an empty box."""
    assert make_drawable("Žižek → 日本 é") == "Zizek   é"
    odd = change(library.practices[0], title="日本 😀 →")
    assert draw(odd, library).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("letter", ["é", "œ", "Ç"])
def test_accents_are_drawn(library: Library, letter: str):
    """A title with its accent is another picture than without."""
    plain = {"é": "e", "œ": "oe", "Ç": "C"}[letter]
    practice = library.practices[0]
    assert draw(change(practice, title=f"Un {letter}"), library) != draw(change(practice, title=f"Un {plain}"), library)


def test_the_longest_texts_stay_in_their_place(library: Library):
    """Words without end, figures with thirteen digits: nothing reaches the margins, nor covers what stands below."""
    values = (DatedValue(year=2020, value=10**12), DatedValue(year=2024, value=-(10**12)))
    figure = Indicator(label="W" * 600, unit="unités" * 50, nature="mesure", values=values)
    organisation = library.practices[0].organisation.model_copy(update={"name": "M" * 600})
    for title in ("W" * 120, "Œuvrer pour toutes et tous " * 4):
        for indicators in ((figure,), ()):
            image = draw(
                change(library.practices[0], title=title, organisation=organisation, indicators=indicators), library
            )
            assert is_blank(image, (0, 12, 56, 538))
            assert is_blank(image, (WIDTH - 56, 12, WIDTH, 538))
            assert is_blank(image, (0, 524, WIDTH, 538))
            assert is_blank(image, (0, 345, WIDTH, 352)) or not indicators


def test_lines_are_even_and_cut_at_words():
    """No word alone on a last line; thin spaces hold together."""
    lines = wrap("un deux trois quatre cinq six sept huit neuf dix", STYLE, 700)
    assert len(lines) == 2
    assert abs(STYLE.measure(lines[0]) - STYLE.measure(lines[1])) < 150
    assert wrap("20\u202f000\u00a0personnes", STYLE, 100) == ["20\u202f000\u00a0personnes"]
    assert clip_lines("un deux trois quatre cinq", STYLE, 200, 2) == ["un deux", "trois…"]
    assert ellipsise("Incompréhensiblement", STYLE, 200).endswith("…")
    assert ellipsise("court", STYLE, 200) == "court"
