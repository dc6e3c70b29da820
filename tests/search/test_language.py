"""French words: which meet, which do not, and where each stands in the text."""

import unicodedata

import pytest

from app.search.analyzer import stem, tokenise

MEET = """
égalité/egalite égalités/égalité femme/femmes salarié/salariée salarié/salariés salariée/salaries
directeur/directrice directeurs/directrices recruteur/recruteuse recruteurs/recruteuses conseiller/conseillère
conseillers/conseilleres agriculteur/agricultrice employeur/employeuse employeurs/employeuses acheteur/acheteuse
chauffeur/chauffeuse ripeur/ripeuse éboueur/éboueuse vendeur/vendeuse travailleur/travailleuse
entrepreneur/entrepreneure entrepreneur/entrepreneuse entrepreneurs/entrepreneures formateur/formatrice
animateur/animatrice médiateur/médiatrices ambassadeur/ambassadrice ambassadeurs/ambassadrices conducteur/conductrice
créateur/créatrice acteur/actrice éducateur/éducatrice auteur/autrice auteur/auteure technicien/technicienne
infirmier/infirmière infirmiers/infirmieres ouvrier/ouvrière policier/policière boulanger/boulangère
étranger/étrangère premier/première particulier/particulière menuisier/menuisière chef/cheffe chefs/cheffes
maître/maîtresse élu/élue élus/élues élu/élus habitant/habitante habitants/habitantes étudiant/étudiante
apprenti/apprentie apprentis/apprenties agent/agente dirigeant/dirigeante handicapé/handicapée
handicapés/handicapees inclusif/inclusive inclusifs/inclusives sportif/sportive actif/active
professionnel/professionnelle professionnels/professionnelles social/sociaux social/sociale local/locaux
régional/régionaux travail/travaux bail/baux journal/journaux nouveau/nouvelle nouveaux/nouvelles beau/belle
heureux/heureuse nombreux/nombreuses œuvre/oeuvre œuvres/oeuvre cœur/coeur nœud/noeud sœur/soeurs lieu/lieux jeu/jeux
niveau/niveaux bureau/bureaux réseau/réseaux métier/métiers emploi/emplois école/ecole élève/élèves lycéen/lycéenne
européen/européenne citoyen/citoyenne gardien/gardienne accompagner/accompagnement accompagné/accompagnée
recruter/recrutement recrutée/recruter former/formation formée/former financement/financer insertion/insertions
violence/violences conjugal/conjugale conjugales/conjugaux sexuel/sexuelle public/publique numérique/numeriques
économique/economiques féminin/féminine masculin/masculine ancien/ancienne sec/sèche blanc/blanche vieux/vieille
fou/folle sexisme/sexiste sexistes/sexisme sensibiliser/sensibilisée sensibilisation/sensibiliser économisée/économiser
créer/créée bénévole/bénévoles veuf/veuve juif/juive chercheur/chercheuse tuteur/tutrice français/française
valenciennois/valenciennoise artisan/artisane référent/référente hôpital/hopital août/aout usager/usagers usager/usagère
danger/dangers étranger/étrangers boulanger/boulangers délit/délits récit/récits petit/petits petits/petite
petit/petites crédit/crédits conflit/conflits profit/profiter portrait/portraits interdit/interdite parfait/parfaites
souhait/souhaiter audit/audits divers/diverse hiver/hivers foyer/foyers loyer/loyers média/médias fond/fonds pôle/pôles
français/françaises franc/francs mari/maris marié/mariée mère/mères café/cafés fonder/fondation
alternance/alternants restauration/restaurant accompagnent/accompagner travaillent/travailler luttent/lutter
organisent/organiser cherchent/chercher
""".split()  # noqa: SIM905 - a table is read line by line

APART = """
employeuse/emploi employeur/emploi conseiller/conseil salaire/salarié collecte/collectivité données/don
général/génération organe/organisation cours/course permis/permettre action/acte nation/nature salon/sale mode/modèle
sécurité/secours format/formation article/artisan handicap/handball mineur/mine auteur/auto acteur/acte
facteur/facture sexe/sexagénaire logement/logistique travail/traverse matin/matière genre/gendre gendarme/genre
village/ville cuisine/cuisse poisson/poison dessert/désert cession/session prospère/prospection couleur/coulée
paire/père pair/parité sport/sportif université/universel police/politique commune/communication public/publicité
femme/féminin homme/homologue quartier/quart agent/agence service/serveur marché/marque égalité/également
mission/mixité parité/partie santé/sanction usager/usage danger/danse délit/delà récit/recette profit/prof
lillers/lille univers/unité
france/franc france/français franc/français mars/mari mars/marie mari/marie foyer/fois foyer/foi loyer/loi
média/médiation fonds/fondation fonds/fondé pôle/poli mère/mer café/caf pays/payé
commune/commun communes/communs collecte/collectif collectes/collectives département/départ direction/direct
dispositif/disposition don/donne environnement/environ équipement/équipe concertation/concert initiative/initié
mobilier/mobiliser part/partie parts/partir partie/partir publication/public relais/relié repas/repère Seine/sein
alternance/alternative alternant/alternative alternance/alterner restauration/restaurer restaurant/restaurer
""".split()  # noqa: SIM905 - a table is read line by line


def pairs(table: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (pair.partition("/") for pair in table)]


def stems(text: str) -> set[str]:
    return {token.stem for token in tokenise(text) if not token.is_stop}


@pytest.mark.parametrize(("one", "other"), pairs(MEET))
def test_words_of_one_family_meet(one: str, other: str):
    """Singular and plural, masculine and feminine, with and without accents, in capitals and in NFD."""
    shouted = f"{one} ET {other}".upper()
    assert stem(one) == stem(other)
    assert stem(one) in stems(shouted) and len(stems(shouted)) == 1
    assert stems(unicodedata.normalize("NFD", one)) == stems(other)


@pytest.mark.parametrize(("one", "other"), pairs(APART))
def test_words_of_two_families_stay_apart(one: str, other: str):
    """Words that only look alike do not meet, whichever of the two is searched."""
    assert stem(one) != stem(other)


def test_the_tables_are_long_enough():
    """Eighty pairs that meet, forty that do not."""
    assert len(MEET) >= 80
    assert len(APART) >= 40


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("employeur·euse·s", ["employeur"]),
        ("employeur•euse", ["employeur"]),
        ("salarié(e)s", ["salarié"]),
        ("salarié(es)", ["salarié"]),
        ("élu.es", ["élu"]),
        ("chef·fe", ["chef"]),
        ("habitant-e-s", ["habitant"]),
        ("agriculteur/trice", ["agriculteur"]),
        ("directeur·ice·s", ["directeur"]),
        ("EMPLOYEUR·EUSE·S", ["employeur"]),
        ("lycéen·ne·s", ["lycéen"]),
        ("infirmier·ière", ["infirmier"]),
        ("Potenti'elles", ["potenti", "elles", "potentielles"]),
        ("MIX'UP", ["mix", "up", "mixup"]),
        ("MIX’UP", ["mix", "up", "mixup"]),
        ("Proch'Emploi", ["proch", "emploi", "prochemploi"]),
        ("aller-vers", ["aller", "vers", "allervers"]),
        ("aller‑vers", ["aller", "vers", "allervers"]),
        ("l'égalité", ["égalité"]),
        ("qu’une", ["une"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("I.A.E.", ["iae"]),
        ("Q.P.V", ["qpv"]),
        ("128 000 heures", ["128000", "heures"]),
        ("L. 5132-5", ["5132-5"]),
        ("l’article L.5132-5", ["article", "5132-5"]),
        ("l5132-5", ["5132-5"]),
        ("R. 2112-3-1", ["2112-3-1"]),
        ("2141-1", ["2141-1"]),
        ("de 2021-2026", ["de", "2021", "2026"]),
        ("20-30 ans", ["20", "30", "ans"]),
        ("SIAEs", ["siae"]),
        ("les PLIEs", ["les", "plie"]),
        ("ﬁnancement", ["financement"]),
        ("20m²", ["20", "m2"]),
        ("20 m2", ["20", "m2"]),
        ("18h", ["18", "h"]),
        ("12km", ["12", "km"]),
        ("3D", ["3d"]),
        ("CO₂", ["co2"]),
        ("1ᵉʳ", ["1er"]),
        ("128\u202f000", ["128000"]),
        ("20,5 %", ["20,5"]),
        ("20.5 %", ["20,5"]),
        ("de 20.5.", ["de", "20,5"]),
        ("128.000", ["128000"]),
        ("1.250.75", ["1250,75"]),
        ("le 12.03.2021", ["le", "12", "03", "2021"]),
        ("le 8 mars 2021", ["le", "8", "mars", "2021"]),
        ("en 2022 171 personnes", ["en", "2022", "171", "personnes"]),
        ("Mise en œuvre", ["mise", "en", "oeuvre"]),
        ("fin.Début", ["fin", "début"]),
        ("", []),
        ("?! — …", []),
    ],
)
def test_a_text_is_cut_into_words(text: str, words: list[str]):
    """Elisions, forms that hold both genders, compounds, sigles with dots, numbers."""
    assert [token.exact for token in tokenise(text)] == words


def test_each_word_knows_where_its_author_wrote_it():
    """Positions are those of the text as it is, whatever was folded to compare it."""
    text = "L’œuvre des salarié·es, « Aller‑vers » : 128 000 heures d'I.A.E. en été"
    found = [text[token.start : token.end] for token in tokenise(text)]
    assert found == [
        "œuvre", "des", "salarié·es", "Aller", "vers", "Aller‑vers", "128 000", "heures", "I.A.E.", "en", "été",
    ]  # fmt: skip


def test_acronyms_are_themselves():
    """PLIE in capitals is not the verb; nor is SIAE cut as a word would be."""
    assert stems("le PLIE") == {"plie"}
    assert stems("plier") == {"pli"}
    assert stems("une SIAE") == {"siae"}


def test_capitals_say_nothing_where_all_is_in_capitals():
    """A title in capitals is made of words, not of acronyms; the next line is read for itself."""
    assert stems("LES FEMMES DANS LE BÂTIMENT") == stems("les femmes dans le bâtiment")
    assert stems("LES FEMMES DANS LE BÂTIMENT\nle PLIE") == {*stems("femmes bâtiment"), "plie"}


def test_the_season_is_no_stop_word():
    """« été » answers something; « très » and « tres » do not."""
    stop = {token.exact: token.is_stop for token in tokenise("en été très tres dès des plusieurs sans les cette")}
    assert [word for word, is_stop in stop.items() if not is_stop] == ["été"]
