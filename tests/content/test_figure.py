"""Figures as they are told in French, and the one that stands for a practice."""

import pytest

from app.content.figure import (
    CitedDocument,
    KeyFigure,
    group_sources,
    key_figure,
    key_indicator,
    merge_citations,
    sort_indicators,
    write_approx,
    write_checked,
    write_period,
    write_situation,
    write_value,
    write_year,
    write_years,
)
from app.content.practice import Citation, DatedValue, Indicator, Period
from app.content.typography import count_of, strip_accents, write_figure, write_number
from tests.content.test_practice import practice_of
from tests.content.test_problems import GOOD


def indicator(label: str = "Part des femmes", nature: str = "mesure", **years: float) -> Indicator:
    """An indicator with its values by year: `_2020=5`."""
    values = [{"year": int(year.strip("_")), "value": value} for year, value in years.items()]
    return Indicator.model_validate({"label": label, "unit": "%", "nature": nature, "values": values})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (7, "7"),
        (1234, "1\u202f234"),
        (1234.5, "1\u202f234,5"),
        (20.0, "20"),
        (0.1 + 0.2, "0,3"),
        (128000, "128\u202f000"),
        (12_345_678_901.5, "12\u202f345\u202f678\u202f901,5"),
        (1e10, "10\u202f000\u202f000\u202f000"),
        (1e12, "1\u202f000\u202f000\u202f000\u202f000"),
        (0.00001, "0,00001"),
        (1 / 3, "0,3333333333"),
        (-1234.5, "-1\u202f234,5"),
    ],
)
def test_numbers_have_narrow_spaces_and_a_comma(value: float, told: str):
    """No more digits than were written, whatever a float makes of them."""
    assert write_number(value) == told


def test_a_unit_follows_its_number():
    """A narrow space before %, a whole one before a word: neither is a place to break a line."""
    assert write_figure(22, "%") == "22\u202f%"
    assert write_figure(128000, "heures") == "128\u202f000\u00a0heures"


@pytest.mark.parametrize(("number", "told"), [(0, "0\u00a0fiche"), (1, "1\u00a0fiche"), (2, "2\u00a0fiches")])
def test_zero_is_singular(number: int, told: str):
    """As French has it."""
    assert count_of(number, "fiche") == told


def test_a_plural_that_is_no_s_is_given():
    """« niveaux »."""
    assert count_of(2, "niveau", "niveaux") == "2\u00a0niveaux"
    assert count_of(1, "niveau", "niveaux") == "1\u00a0niveau"


def test_years_are_told_for_what_they_are():
    """A span, a year, or the year of a target."""
    assert write_years(indicator(_2020=5, _2024=9)) == "de 2020 à 2024"
    assert write_years(indicator(_2024=9, _2020=5)) == "de 2020 à 2024"
    assert write_years(indicator(_2024=9)) == "en 2024"
    assert write_years(indicator(nature="objectif", _2030=50)) == "pour 2030"
    assert write_year(2024, "declare") == "en 2024"
    assert write_year(2030, "objectif") == "pour 2030"


def test_a_change_comes_first_and_a_target_last():
    """Else they stay as they were written."""
    target, plain, change = (
        indicator("But", "objectif", _2030=50),
        indicator("Un", _2024=1),
        indicator(_2020=5, _2024=9),
    )
    other = indicator("Autre", _2023=2)
    assert sort_indicators([target, plain, other, change]) == [change, plain, other, target]
    assert key_indicator([target, plain]) == plain
    assert key_indicator([target]) is None
    steps = indicator("Étapes", "objectif", _2025=10, _2030=20)
    assert sort_indicators([steps, target, plain]) == [plain, steps, target]
    assert key_indicator([steps, plain]) == plain
    assert key_indicator([]) is None


def test_the_author_chooses_what_is_shown_first():
    """Even a context or a target, which nothing else would put forward."""
    rows = {role: indicator(role, _2024=1).model_copy(update={"role": role}) for role in ("activite", "contexte")}
    assert key_indicator([rows["contexte"]]) is None
    chosen = rows["contexte"].model_copy(update={"headline": True})
    assert key_indicator([rows["activite"], chosen]) == chosen
    assert sort_indicators([rows["activite"], chosen])[0] == chosen
    result = rows["activite"].model_copy(update={"role": "resultat"})
    assert sort_indicators([rows["contexte"], rows["activite"], result]) == [result, rows["activite"], rows["contexte"]]


@pytest.mark.parametrize(
    ("approx", "told"),
    [(None, "1\u202f500"), ("plus-de", "plus de 1\u202f500"), ("pres-de", "près de 1\u202f500"),
     ("environ", "environ 1\u202f500"), ("moins-de", "moins de 1\u202f500")],
)  # fmt: skip
def test_an_approximation_stands_before_the_number(approx: str | None, told: str):
    """With its unit or without."""
    assert write_approx(1500, approx) == told
    value = DatedValue.model_validate({"year": 2024, "value": 1500, "approx": approx})
    assert write_value(value, "sites") == f"{told}\u00a0sites"


def test_a_fall_is_known_as_one():
    """A rise is not, nor a value alone."""
    told = [
        key_figure([each]) for each in (indicator(_2022=9, _2023=8), indicator(_2022=8, _2023=9), indicator(_2023=9))
    ]
    assert [each.is_fall for each in told if each] == [True, False, False]


@pytest.mark.parametrize(
    ("period", "short", "long"),
    [
        ({"start": 2021}, "en 2021", "Menée en 2021 d'après un document de 2022 ; depuis : non vérifié"),
        (
            {"start": 2022, "status": "en-cours"},
            "à partir de 2022",
            "Menée à partir de 2022 ; en cours en 2022 d'après le document",
        ),
        ({"start": 2019, "end": 2021}, "de 2019 à 2021", "De 2019 à 2021, terminée"),
        ({"start": 2019, "status": "terminee"}, "en 2019", "À partir de 2019, terminée"),
        ({"start": 2021, "status": "ponctuelle"}, "en 2021", "Action ponctuelle, en 2021"),
        (
            {"start": 2020, "end": 2021, "status": "inconnue"},
            "de 2020 à 2021",
            "Menée de 2020 à 2021 d'après un document de 2022 ; depuis : non vérifié",
        ),
    ],
)
def test_what_is_told_of_a_period_is_what_the_documents_say(period: dict[str, object], short: str, long: str):
    """Nothing of today."""
    read = Period.model_validate(period)
    assert write_period(read.start, read.end, read.state) == short
    assert write_situation(read, 2022) == long
    assert "2022" not in write_situation(Period(start=2021), None)


def test_citations_of_one_document_are_told_together():
    """Pages in their order, each once; what is no number last; two documents stay two."""
    rows = [("a", "21-25", None), ("b", None, "Partie"), ("a", "11", None), ("a", "annexe, 11 et 30–31", "Emploi")]
    citations = [Citation(document=key, pages=pages, section=section) for key, pages, section in rows]
    assert merge_citations(citations) == [
        CitedDocument("a", ("11", "21 à 25", "30 à 31", "annexe"), ("Emploi",)),
        CitedDocument("b", (), ("Partie",)),
    ]


def test_each_value_of_an_indicator_is_told_with_its_document():
    """With its years when there are several documents."""
    values = [
        {"year": 2023, "value": 1},
        {"year": 2021, "value": 1, "source": "b"},
        {"year": 2022, "value": 2, "source": "b"},
    ]
    plain = {"label": "F", "unit": "f", "nature": "mesure", "values": values}
    assert group_sources(Indicator.model_validate({**plain, "source": "a"})) == [("b", "2021, 2022"), ("a", "2023")]
    assert group_sources(Indicator.model_validate(plain)) == [("b", "")]
    assert group_sources(indicator(_2024=9)) == []


def test_a_sheet_that_was_only_reviewed_is_not_told_as_confirmed():
    """The later of both is told for what it is."""
    assert write_checked(practice_of(GOOD)) == "relue le 21 novembre 2026"
    confirmed = practice_of(GOOD.replace("reviewed:", "confirmed: 2027-03-01\nreviewed:"))
    assert write_checked(confirmed) == "confirmée par l'organisation le 1er mars 2027"


def test_the_key_figure_goes_from_the_oldest_value_to_the_newest():
    """In whichever order they were written; alone or unchanged, a value is compared with nothing."""
    change = indicator(_2024=9, _2020=5, _2022=7)
    assert key_figure([change]) == KeyFigure("Part des femmes", "%", "mesure", "de 2020 à 2024", 5, 9)
    assert key_figure([indicator(_2024=9, _2020=9)]) == KeyFigure(
        "Part des femmes", "%", "mesure", "de 2020 à 2024", None, 9
    )
    assert key_figure([indicator(_2024=9)]) == KeyFigure("Part des femmes", "%", "mesure", "en 2024", None, 9)
    assert key_figure([]) is None


def test_letters_lose_their_accents_and_nothing_else():
    """Composed or not."""
    assert strip_accents("Égalité, cœur, à l'été") == "Egalite, cœur, a l'ete"
    assert strip_accents("e\u0301") == "e"
