"""What a search finds, and in which order: named cases over a few texts."""

import unicodedata
from collections.abc import Callable

import pytest

from app.search.document import Concept
from tests.search.conftest import Base, document

IAE = Concept("iae", "IAE", ("IAE", "insertion par l'activité économique"), near=("chantier d'insertion",))
COLLECT = Concept("ripeur", "Ripeur", ("ripeur", "ripeuse", "éboueur"))

DOCUMENTS = {
    "plan": document(
        "Un plan d'égalité pour les agentes et agents",
        "La collectivité compte 964 salarié·es.\nLe plan suit l'accord de 2018 contre le harcèlement sexuel.",
        organisation="Valenciennes Métropole",
        summary="Un plan pour l'égalité professionnelle au travail.",
        terms="Plan d'action\nAgents publics",
    ),
    "transport": document(
        "STEF féminise le transport avec MIX'UP",
        "Le groupe transporte sous froid.\nLes conductrices sont 4 % des équipes.\nL'égalité progresse dans le groupe.",
        organisation="Groupe STEF",
        summary="Un programme porté par 135 ambassadrices.",
        terms="Transport et logistique",
    ),
    "dechets": document(
        "Les premières ripeuses de la collecte",
        "Des vestiaires pour femmes.\nElles conduisent des poids lourds.",
        organisation="Béthune-Bruay",
        summary="La collecte des déchets recrute des femmes.",
        terms="Déchets et propreté",
    ),
    "chantier": document(
        "Un chantier pour deux femmes en binôme",
        "L'association relève de l'insertion par l'activité économique.\nLe PLIE de l'arrondissement l'aide.",
        organisation="Environnement et Solidarité",
        summary="Deux embauches au Grand Site, l'été.",
        terms="Espaces verts",
    ),
    "emploi": document(
        "Des offres d'emploi cachées",
        "Proch'Emploi démarche les employeurs.\nDes job datings réunissent les candidats.\nL'emploi reste rare.",
        organisation="Région",
        summary="La plateforme cherche les offres.",
        terms="Mise en relation",
    ),
}


@pytest.fixture
def small(base: Callable[..., Base]) -> Base:
    return base(DOCUMENTS, [IAE, COLLECT])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("egalite", "plan"),  # the title counts for more than the body of « transport »
        ("ÉGALITÉ", "plan"),
        ("plan egalite agents", "plan"),
        ("agents égalité plan", "plan"),  # in any order
        ("conducteur", "transport"),  # masculine typed, feminine written
        ("valenciennes", "plan"),  # an organisation
        ("stef", "transport"),
        ("MIX'UP", "transport"),
        ("mix’up", "transport"),
        ("mixup", "transport"),
        ("mix up", "transport"),
        ("prochemploi", "emploi"),
        ("proch emploi", "emploi"),
        ("jobdating", "emploi"),  # in one piece here, in two there
        ("jobsdatings", "emploi"),  # whatever their endings
        ("IAE", "chantier"),  # spelled out in the text
        ("I.A.E.", "chantier"),
        ("iae", "chantier"),
        ("éboueuses", "dechets"),  # another name
        ("PLIE", "chantier"),
        ("plie", "chantier"),
        ("salariée", "plan"),  # an inclusive spelling in the text
        ("salarié(e)s", "plan"),  # and in the query
        ("harcelment sexuel", "plan"),  # a letter left out
        ("ambasadrices", "transport"),
        ("vestiares", "dechets"),
        ("embauches été", "chantier"),  # the season is a word
        ("ambassad", "transport"),  # a word begun
        ("où trouver un plan d'égalité pour des agents ?", "plan"),  # a question
        ("964", "plan"),  # a figure
        ("135ambassadrices", "transport"),  # and a word without their space
        ('"offres d’emploi"', "emploi"),
    ],
)
def test_what_comes_first(small: Base, text: str, first: str):
    """Each of these queries has one best answer, also in NFD."""
    assert small.find(text)[0] == first
    assert small.find(unicodedata.normalize("NFD", text))[0] == first


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("employeuse", "plan"),  # not emploi: only « emploi » holds employeurs
        ("plier", "chantier"),  # not PLIE
        ("egalite -transport", "transport"),
        ('egalite -"groupe"', "transport"),
        ('"plan professionnelle"', "plan"),  # both words are there, not side by side
    ],
)
def test_what_is_not_found(small: Base, text: str, absent: str):
    """What was excluded, and what only looks alike."""
    assert absent not in small.find(text)


def test_all_words_come_before_some(base: Callable[..., Base]):
    """A document with both words precedes one that repeats the rarer one."""
    small = base(
        {
            "both": document("Rapport", "La mixité des métiers avance.\nUn bilan de la garde des jeunes enfants."),
            "one": document("Rapport", "La garde. La garde encore. Une garde de plus, et la garde."),
            "other": document("Rapport", "Les enfants jouent."),
        }
    )
    assert small.find("garde enfants") == ["both", "one", "other"]


def test_a_word_too_many_hides_nothing(small: Base):
    """A word that no document holds does not empty the page; the one that holds the others stays first."""
    assert small.find("plan égalité zanzibar") == small.find("plan égalité")


@pytest.mark.parametrize("text", ["garde enfants horaires", "garde enfants horaires décalés"])
def test_up_to_four_words_none_that_lacks_one_comes_before_one_that_has_all(base: Callable[..., Base], text: str):
    """However often the others are repeated, be it in a title; a corrected word counts as the word."""
    lines = ["Un mot de la garde.", "Des enfants.", "Les horaires changent.", "Ils sont décalés."]
    small = base(
        {
            "all": document("Rapport", "\n".join(["Une longue introduction sans rapport."] * 30 + lines)),
            "three": document("La garde des enfants aux horaires", "Garde, enfants, horaires. Garde des enfants."),
            "two": document("La garde des enfants", "La garde, les enfants, la garde, les enfants."),
            "four": document("Des horaires décalés", "Des horaires décalés pour la garde : décalés, décalés, garde."),
        }
    )
    assert small.find(text)[0] == ("all" if "décalés" in text else "three")
    assert small.find(text.replace("horaires", "horraires"))[0] == small.find(text)[0]
    assert small.find(text).index("all") < small.find(text).index("two")


def test_a_question_is_answered_by_what_it_is_about(base: Callable[..., Base]):
    """Its words are not all keywords: a long page that holds each once does not bury the short one that says it."""
    long = "\n".join(f"Un paragraphe numéro {n} sur autre chose." for n in range(40))
    small = base(
        {
            "about": document("La mobilité des apprentis", "Le bail mobilité, pour la mobilité des apprentis."),
            "long": document("Le logement", f"{long}\nDes règles.\nUn bail.\nLa mobilité.\nDes apprentis.\n{long}"),
            "rest": document("Autre", "Rien."),
        }
    )
    assert small.find("Quelles sont les règles du bail mobilité pour des apprentis ?") == ["about", "long"]
    assert small.find("règles bail mobilité apprentis") == ["long", "about"]  # keywords: all of them first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("entreprise de 60 salariés", ["firm"]),
        ("commune de 5000 habitants", []),
        ("réunion à 18 h", []),
        ("60", ["firm", "sixty"]),
        ("8 mars", ["day", "month"]),
        ("à quoi sert le plan", ["day"]),
        ("comment obtenir un plan", ["day"]),
    ],
)
def test_neither_a_figure_nor_a_letter_nor_a_verb_of_all_work_makes_a_result(
    base: Callable[..., Base], text: str, found: list[str]
):
    """Beside a word that says more they only add to the score; alone they are searched."""
    small = base(
        {
            "firm": document("Note", "Une entreprise de 60 salariés."),
            "sixty": document("Note", "Il reste 60 baguettes, 5000 sachets et 18 sacs, lot H."),
            "day": document("Note", "Un plan pour le 8 mars."),
            "month": document("Note", "En mars, il sert à obtenir un vote."),
        }
    )
    assert small.find(text) == found
    for name in found:
        assert small.explain(text, name).missing == ()


@pytest.mark.parametrize(
    "texts",
    [
        ("L'article L. 5132-5.", "L5132-5", "l. 5132-5", "L.5132-5", "5132-5"),
        ("Des SIAE et un PLIE.", "SIAEs", "PLIEs"),
        ("Le ﬁnancement et la coor\u00addination.", "financement", "coordination", "co\u00adordination"),
        ("Le financement et la coordination.", "ﬁnancement", "coor\u00addination", "coordi\u200bnation"),
        ("20 m² de CO₂ le 1ᵉʳ mars", "20 m2", "20m2", "CO2", "1er mars", "premier mars"),
        ("20m2", "20 m²", "20m²"),
        ("Réunion à 18h", "réunion à 18 h", "réunion 18h"),
        ("Le plan 2021-2026", "plan 2021", "plan 2026", "plan 2021-2026", "plan 2021 2026"),
    ],
    ids=lambda texts: texts[0],
)
def test_one_thing_is_found_in_every_way_of_writing_it(base: Callable[..., Base], texts: tuple[str, ...]):
    """References, plurals of acronyms, compatibility forms, invisible signs, units."""
    written, *typed = texts
    small = base({"one": document("Note", written), "rest": document("Note", "Article 5, lot 132, 18 rue H.")})
    for text in typed:
        assert small.find(text)[:1] == ["one"], text
        assert small.plan(text).correction is None, text


def test_a_reference_is_one_word(base: Callable[..., Base]):
    """Not its figures one by one."""
    small = base({"one": document("Note", "Cinq, 5, 5132, 1 et 2141."), "rest": document("Note", "L.")})
    assert small.find("L5132-5") == small.find("2141-1") == []


def test_a_long_text_is_read_to_its_end(base: Callable[..., Base]):
    """An e-mail of a thousand characters: its last words count."""
    small = base({"one": document("Note", "Un vestiaire."), "rest": document("Note", "Rien.")})
    assert small.find(f"{'avec nous, pour vous ' * 45} vestiaire") == ["one"]


def test_words_side_by_side_come_first(base: Callable[..., Base]):
    """Of two documents with the same words as often, the one where they are neighbours answers better."""
    small = base(
        {
            "apart": document("Note", "La commande du matériel est faite. La piscine publique rouvre demain."),
            "together": document("Note", "La piscine du matériel est faite. La commande publique rouvre demain."),
            "rest": document("Note", "Rien de cela."),
        }
    )
    assert small.find("commande publique")[0] == "together"


def test_a_short_title_that_says_it_all_comes_first(base: Callable[..., Base]):
    """The same word weighs more in a title than in a body."""
    small = base(
        {
            "body": document("Une charte", "La mobilité est un sujet parmi d'autres.\nLe logement aussi."),
            "title": document("La mobilité des femmes", "Une réflexion commence.\nLe logement aussi."),
        }
    )
    assert small.find("mobilité") == ["title", "body"]


def test_words_typed_weigh_more_than_other_names(base: Callable[..., Base]):
    """The sheet that says « IAE » precedes the one that spells it out, which precedes one that comes near."""
    small = base(
        {
            "near": document("Note", "Un chantier d'insertion ouvre."),
            "spelled": document("Note", "Pour l'insertion par l'activité économique."),
            "typed": document("Note", "L'IAE recrute."),
            "rest": document("Note", "Autre chose."),
        },
        [IAE],
    )
    assert small.find("IAE") == ["typed", "spelled", "near"]


def test_synonyms_work_both_ways(base: Callable[..., Base]):
    """Typing the spelled-out form finds the acronym."""
    small = base({"typed": document("Note", "L'IAE recrute."), "rest": document("Note", "L'insertion.")}, [IAE])
    assert small.find("insertion par l'activité économique")[0] == "typed"


def test_each_thing_that_is_named_gets_a_neighbouring_name_first(base: Callable[..., Base]):
    """Then a second one. What means exactly the same is searched already."""
    collect = Concept("ripeur", "Ripeur", ("ripeur", "éboueur"), near=("agent de collecte", "métiers de la propreté"))
    small = base(DOCUMENTS, [IAE, collect])
    assert list(small.planner.expansion.renamed("ripeuse en IAE")) == [
        "agent de collecte en IAE",
        "ripeuse en chantier d'insertion",
        "métiers de la propreté en IAE",
    ]
    assert list(small.planner.expansion.renamed("chantier d'insertion")) == [
        "IAE",
        "insertion par l'activité économique",
    ]


def test_a_name_is_searched_as_it_stands(base: Callable[..., Base]):
    """No word of a name is corrected or completed, though no document holds it."""
    concepts = [
        Concept("plafond", "Plafond de verre", ("plafond de verre", "freins invisibles")),
        Concept("equilibre", "Équilibre", ("vie perso", "articulation des temps")),
    ]
    small = base(
        {
            "ceiling": document("Note", "Des freins invisibles. Le plafond est de plâtre, on verse une subvention."),
            "balance": document("Note", "L'articulation des temps. La vie personnelle et le plafond."),
        },
        concepts,
    )
    assert small.plan("plafond de verre").correction is None
    assert small.find("plafond de verre")[0] == "ceiling"
    assert not any(word.completed for word in small.plan("vie perso").words)
    assert small.find("vie perso")[0] == "balance"
    assert small.plan("perso").words[0].completed


def test_an_acronym_names_its_concept_in_small_letters_too(base: Callable[..., Base]):
    """« siae » has the results of « SIAE »; « plie », which some document holds as a verb, has both."""
    concepts = [
        Concept("siae", "SIAE", ("SIAE", "structure de l'insertion")),
        Concept("plie", "PLIE", ("PLIE", "plan local pour l'insertion")),
    ]
    small = base(
        {
            "structure": document("Note", "Une structure de l'insertion ouvre sur le site."),
            "plan": document("Note", "Le plan local pour l'insertion avance."),
            "verb": document("Note", "On plie le linge sur le site."),
        },
        concepts,
    )
    assert small.plan("siae").correction is None
    assert small.find("siae") == small.find("SIAE") == ["structure"]
    assert small.find("PLIE") == ["plan"]
    assert set(small.find("plie")) == {"verb", "plan"}


def test_exact_guesses_nothing(small: Base):
    """No family, no other name, no correction, no completion; accents stay free."""
    assert small.find("egalite", exact=True) == ["plan", "transport"]
    for guessed in ("éboueuse", "agent", "egalte", "ambassad", "IAE"):
        assert small.find(guessed, exact=True) == []
    assert small.marked("collecte femmes", "dechets", exact=True) == ["collecte", "femmes"]


def test_exact_explains_by_the_words_as_they_are_spelt(base: Callable[..., Base]):
    """Reasons, passage and marks: neither a plural nor a word of the family stands for what was typed."""
    small = base(
        {
            "one": document("Des marchés publics", "Les marchés avancent.\nUn marché d'insertion de 128 000 euros."),
            "rest": document("Autre", "Rien."),
        }
    )
    assert small.explain("marché", "one", exact=True).fields == ()
    assert small.marked("marché", "one", exact=True) == ["marché"]
    assert small.marked("marché 128 000", "one", exact=True) == ["marché", "128 000"]
    assert small.explain("publics", "one", exact=True).fields == ("title",)


def test_a_correction_is_told_in_place(small: Base):
    """What was searched instead keeps the rest of the text as typed."""
    assert small.plan("Harcelment, au TRAVAIL").correction == "harcèlement, au TRAVAIL"
    assert small.plan("harcèlement").correction is None
    assert small.plan(unicodedata.normalize("NFD", "été harcelment")).correction == "été harcèlement"


@pytest.mark.parametrize("text", ["rh", "xyz", "plin", "12345", "aaaaaaaaaa", "zanzibar"])
def test_short_and_strange_words_are_not_corrected(small: Base, text: str):
    """Better nothing than nonsense."""
    assert small.plan(text).correction is None


@pytest.mark.parametrize("text", ["lens", "Lens", "main"])
def test_four_letters_are_not_corrected(base: Callable[..., Base], text: str):
    """They are too easily those of another word: neither liens, nor mai."""
    note = document("Note", "Des liens en mai.")
    small = base({"one": note, "other": note})
    assert small.plan(text).correction is None


def test_another_form_is_no_error(base: Callable[..., Base]):
    """Two words that differ in a last s, x or t are two persons of a verb."""
    small = base({"verb": document("Note", "Elle construit un plan.")})
    assert small.plan("je construis un plan").correction is None


def test_quoted_words_are_not_corrected(small: Base):
    """They are to be found as they stand; the words beside them are corrected."""
    assert small.plan('"harcelment sexuel"').correction is None
    assert small.plan('"accord de 2018" harcelment').correction == '"accord de 2018" harcèlement'


def test_two_errors_are_forgiven_in_long_words_only(small: Base):
    """« anbasadrices » is ambassadrices; « colltcte » is not guessed from two errors in eight letters."""
    assert small.plan("anbasadrices").correction == "ambassadrices"
    assert small.plan("cxllxcte").correction is None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("egalite", "plan", {"fields": ("title", "summary")}),
        ("stef", "transport", {"fields": ("title", "organisation")}),
        ("IAE", "chantier", {"fields": (), "concepts": (IAE.label,)}),
        ("harcelment", "plan", {"corrected": ("harcèlement",)}),
        ("ambassad", "transport", {"completed": ("ambassad",)}),
        ("plan égalité vestiaires", "plan", {"missing": ("vestiaires",)}),
    ],
)
def test_each_result_says_why(small: Base, text: str, name: str, expected: dict[str, object]):
    """Where the words stand, under which other name, corrected, completed, or missing."""
    explanation = small.explain(text, name)
    assert {key: getattr(explanation, key) for key in expected} == expected


def test_the_excerpt_is_the_best_passage(small: Base):
    """The line with most of the words, and its section; other names are marked too."""
    assert small.explain("harcelement accord", "plan").part == "Contexte"
    assert small.marked("harcelement accord", "plan") == ["accord", "harcèlement"]
    assert small.marked("IAE", "chantier") == ["insertion", "activité", "économique"]


def test_a_name_of_several_words_is_marked_where_they_follow_each_other(base: Callable[..., Base]):
    """Not where a passage happens to hold each of them, be it the first."""
    scattered, named = "L'activité reprend : l'insertion est économique.", "De l'insertion par l'activité économique."
    documents = {"one": document("Note", f"{scattered}\n{named}"), "other": document("Note", scattered, terms="IAE")}
    small = base(documents, [IAE])
    assert small.explain("IAE", "one").excerpt.text == named
    assert small.marked("IAE", "one") == ["insertion", "activité", "économique"]
    assert small.marked("IAE", "other") == []


@pytest.mark.parametrize("text", ["aller-vers", "aller vers", "l'aller-vers", "maraude"])
def test_a_name_of_which_one_word_means_something_is_more_than_that_word(base: Callable[..., Base], text: str):
    """« aller-vers » is not every « aller », and « Passer'elles » is neither « passer » nor « passerelles »."""
    outreach = Concept("aller-vers", "Aller-vers", ("aller-vers", "maraude"))
    small = base(
        {
            "outreach": document("Note", "Une longue démarche d'aller-vers."),
            "verb": document("Note", "Il fallait y aller en bus."),
            "other": document("Note", "Une maraude."),
        },
        [outreach],
    )
    found = small.find(text)
    assert set(found) >= {"outreach", "other"}
    assert outreach.label not in (small.explain(text, "verb").concepts if "verb" in found else ())
    assert small.marked(text, "outreach") in (["aller-vers"], ["aller"])


@pytest.mark.parametrize("text", ["autiste", "langue des signes", "un AUTISTE"])
def test_a_word_that_is_french_is_not_taken_for_another(base: Callable[..., Base], text: str):
    """Nobody wrote it here, and it is spelt right: an honest nothing, and no proposal that has only its letters."""
    small = base({"one": document("Note", "Un artiste, une longue route."), "two": document("Autre", "Signes.")})
    answer = small.plan(text)
    assert answer.correction is None
    assert small.find(text) == (["two"] if "signes" in text else [])
    assert not {"artiste", "longue"} & {word for way in small.planner.expansion.nearby(text) for word in way.split()}


def test_a_word_that_is_french_is_completed_only_alone(base: Callable[..., Base]):
    """« bat » may become bâtiment while it is typed; in « mon mari me bat » it is itself."""
    small = base({"one": document("Note", "Un bâtiment."), "two": document("Autre", "Un débat.")})
    assert small.find("bat") == ["one"]
    assert small.find("mon mari me bat") == []
    assert small.find("mari batime") == ["one"]


@pytest.mark.parametrize("text", ["3ème", "3eme", "3e", "troisième"])
def test_an_ordinal_is_one_word_however_it_is_written(base: Callable[..., Base], text: str):
    """« stage de 3ème » is not « 3 » and « ème »."""
    small = base({"one": document("Note", "Un stage de 3e."), "two": document("Note", "Enfants de 3 ans.")})
    assert small.find(f"stage de {text}") == ["one"]
    assert small.explain(f"stage de {text}", "one").missing == ()


def test_other_names_are_offered_for_a_compound_too(base: Callable[..., Base]):
    """Typed with a hyphen or without."""
    outreach = Concept("aller-vers", "Aller-vers", ("aller-vers",), near=("maraude",))
    small = base({"one": document("Note", "Rien.")}, [outreach])
    assert list(small.planner.expansion.renamed("emploi aller-vers")) == ["emploi maraude"]
    assert "maraude emploi" in small.planner.expansion.renamed("aller vers emploi")
    assert list(small.planner.expansion.renamed("aller emploi")) == []


def test_without_a_passage_the_summary_is_shown(small: Base):
    """A match in the terms alone shows the summary."""
    explanation = small.explain("logistique", "transport")
    assert (explanation.part, explanation.excerpt) == ("", (DOCUMENTS["transport"].summary, []))


def test_words_that_the_summary_alone_holds_are_marked_there(small: Base):
    """A line of the text comes first even when the summary holds more of what was typed."""
    assert small.explain("ambassadrice", "transport").part == ""
    assert small.marked("ambassadrice", "transport") == ["ambassadrices"]
    assert small.explain("programme ambassadrice conductrices", "transport").part == "Contexte"
    assert small.marked("programme ambassadrice conductrices", "transport") == ["conductrices"]


@pytest.mark.parametrize("text", ["salariée", "mix up", "plan d'action égalité", "iae", "135", "femmes -plan"])
def test_runs_join_back_to_the_text(small: Base, text: str):
    """Marking changes no character of what the authors wrote."""
    names = small.find(text)
    assert names
    for name in names:
        shown, _ = small.explain(text, name).excerpt
        assert shown in {DOCUMENTS[name].summary, *(passage.text for passage in DOCUMENTS[name].passages)}


ABOUT_BREAD = "La baguette porte un message contre les violences."


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        (f"Il part. {ABOUT_BREAD} Elle est vendue.", ABOUT_BREAD),
        ("Une baguette. Elle porte un message.", "Une baguette. Elle porte un message."),
        ("Baguette", ""),
        ("60 baguettes (61,1 %)", ""),
        ("les emballages d'une baguette et de plusieurs autres pains ;", ""),
        ("Des sachets de baguette vendus dans le canton", ""),
    ],
)
def test_an_excerpt_is_a_whole_sentence(base: Callable[..., Base], passage: str, shown: str):
    """With what follows a very short one; never a cell of a table nor the rest of a list: the summary then."""
    small = base({"one": document("Note", passage, summary="Un résumé."), "rest": document("Autre", "Rien.")})
    explanation = small.explain("baguette", "one")
    assert explanation.excerpt.text == (shown or "Un résumé.")
    assert explanation.part == ("Contexte" if shown else "")


def test_what_the_title_shows_needs_no_excerpt(base: Callable[..., Base]):
    """The summary is shown where title and summary hold all the words; a sentence of the text where they do not."""
    small = base(
        {"one": document("Des baguettes", ABOUT_BREAD, summary="Un résumé."), "rest": document("Autre", "Rien.")}
    )
    assert small.explain("baguette", "one").part == ""
    assert small.explain("baguette message", "one").part == "Contexte"


def test_a_long_passage_is_cut_between_words(base: Callable[..., Base]):
    """Around the word found, with dots where something is left out."""
    words = " ".join(f"mot{n}" for n in range(200))
    text = f"Des {words} baguette {words}."
    small = base({"long": document("Note", text), "rest": document("Autre", "Rien.")})
    shown, _ = small.explain("baguette", "long").excerpt
    assert shown.startswith("… ") and shown.endswith(" …") and "baguette" in shown
    assert f" {shown.strip('… ')} " in f" {text} "
    assert len(shown) < 300


def test_a_quoted_phrase_is_kept_whole(small: Base):
    """Every kind of quotation mark; a phrase leaves out what does not hold it."""
    for quoted in ('"offres d\'emploi"', "« offres d'emploi »", "“offres d’emploi”"):
        assert small.find(quoted) == ["emploi"]
    assert small.find('"emploi cachées offres"') == []


def test_a_phrase_counts_stop_words(small: Base):
    """« collecte des déchets » is found as it stands, not as its important words."""
    assert small.find('"collecte des déchets"') == ["dechets"]
    assert small.find('"collecte déchets"') == []


def test_a_phrase_stays_inside_one_passage(small: Base):
    """The end of one line and the beginning of the next make no phrase."""
    assert small.find('"vestiaires pour femmes"') == ["dechets"]
    assert small.find('"femmes elles conduisent"') == []


def test_only_exclusions_find_the_rest(small: Base):
    """A minus alone means everything but that."""
    assert set(small.find("-égalité")) == {"dechets", "chantier", "emploi"}


def test_nearby_gives_other_texts(small: Base):
    """A near spelling, other names, and the text without its quotes."""
    assert "ambassadrices" in small.planner.expansion.nearby("ambasadrices")
    assert "chantier d'insertion" in small.planner.expansion.nearby("IAE")
    assert "plan transport" in small.planner.expansion.nearby('"plan transport"')
    assert list(small.planner.expansion.nearby("")) == []


def test_a_figure_and_a_word_in_one_piece_are_two_unless_somebody_wrote_them_so(base: Callable[..., Base]):
    """« 8mars » is 8 mars; « 3d » is itself; the two parts of « 20,5 » are never parted."""
    texts = {"day": "Le 8 mars.", "plan": "Un plan en 3D.", "floor": "Porte 3 d.", "share": "De 20 à 5 %."}
    small = base({name: document("Note", text) for name, text in texts.items()})
    assert small.find("8mars") == ["day"]
    assert small.find("3d") == ["plan"]
    assert small.find("20,5") == []


def test_the_words_around_a_question_are_left_out(small: Base):
    """« bonjour, je cherche » weighs nothing and is not told as missing; alone, quoted or in a name it is a word."""
    assert small.find("bonjour, je cherche des idées sur l'égalité") == small.find("égalité")
    assert small.explain("bonjour, je cherche l'égalité", "plan").missing == ()
    assert small.find("cherche") == ["emploi"]
    assert small.find('égalité "cherche les offres"') == ["emploi"]


def test_a_name_keeps_the_words_of_a_question(base: Callable[..., Base]):
    """« venir au travail » is named in the glossary: all its words are looked for."""
    invite = Concept("invite", "Faire venir", ("venir au travail", "mobilité"))
    small = base({"bus": document("Note", "La mobilité."), "rest": document("Note", "Le travail.")}, [invite])
    assert small.find("venir au travail")[0] == "bus"
    assert [word.typed for word in small.plan("venir au travail").words if word.required] == ["venir", "travail"]


def test_a_word_that_somebody_wrote_is_not_respelt(base: Callable[..., Base]):
    """« stade » is no misspelling of « stage » where both are written; « stabe » is."""
    small = base({"one": document("Note", "Un stade."), "other": document("Note", "Des stages, un stage.")})
    assert list(small.planner.expansion.nearby("stade")) == []
    assert "stage" in small.planner.expansion.nearby("stabe")


def test_nearby_leaves_out_a_word(small: Base):
    """Of several, the rarest first and no more than two; one alone is kept, as is what nobody wrote."""
    assert list(small.planner.expansion.nearby("égalité au travail des femmes")) == ["égalité femmes", "travail femmes"]
    assert list(small.planner.expansion.nearby("zanzibar égalité")) == []
    assert list(small.planner.expansion.nearby("égalité")) == []


def test_other_texts_have_no_spaces_too_many(small: Base):
    """Quotes leave none behind."""
    assert "plan d'égalité" in small.planner.expansion.nearby("« plan  d'égalité »")


def test_an_empty_base_answers_too(base: Callable[..., Base]):
    """Nothing is found, and nothing breaks."""
    empty = base({}, [IAE])
    for text in ("égalité", '"plan"', "-plan", "IAE", "egalte"):
        assert empty.find(text) == []
        assert all(isinstance(other, str) for other in empty.planner.expansion.nearby(text))
