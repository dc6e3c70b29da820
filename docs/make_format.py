"""Writes docs/format-des-fiches.md from the model: `python docs/make_format.py` after a change of the model."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.content.annotation import READING, Annotation
from app.content.field import Field, practice_fields
from app.content.section import REQUIRED, TITLES
from app.content.serialise import WIDTH
from app.content.source_file import read_yaml
from app.content.vocabulary import BUILT_IN

GUIDE = Path(__file__).resolve().parent / "format-des-fiches.md"
STARTER = GUIDE.parent.parent / "app" / "starter" / "content"
FORMS = {
    "text": "texte",
    "number": "nombre",
    "date": "date, comme 2026-11-21",
    "flag": "`true`, ou rien",
    "one": "un mot de la liste",
    "many": "des mots de la liste",
    "texts": "liste de textes",
    "group": "groupe",
    "groups": "liste de groupes",
}
FIXED = ("formats", "natures", "statuses", "roles", "approximations")  # lists of the software that a sheet names
WHERE = {"sources": "content/sources.yaml", **dict.fromkeys(FIXED, "")}
EXAMPLE = Annotation("redaction", "mobilite", "moyens")

INTRODUCTION = """# Le format des fiches

Cette page est faite avec le code qui lit les fiches, par `python docs/make_format.py`. Un test vérifie qu'elle est à
jour.

Une fiche est un fichier texte de `content/practices/`. Son nom devient l'adresse de la page : des minuscules sans
accent, des chiffres et des tirets, 80 caractères au plus. Il ne change plus une fois la fiche publiée.

Le fichier a deux moitiés. En haut, entre deux lignes `---`, les informations, une par ligne, sous la forme
`clé: valeur`. En bas, le récit, en texte simple avec des titres.

Pour ne pas écrire ce fichier à la main, il y a le formulaire du site, `/contribuer/formulaire`. Pour partir d'un modèle
commenté : `pratiques new "Le titre"`. Pour vérifier : `pratiques check`.
"""
WEBINARS = """## Les sélections et les webinaires

Une sélection est un fichier de `content/selections/` : `title`, `summary`, `practices` (`slug`, et `note` pour qui
anime), `published`, et au besoin `door`, `featured`, `host`, `recording`, `slides`. Une `date` en fait un webinaire ;
le reste est facultatif :

| clé | ce que c'est | exemple |
|---|---|---|
| `date` | jour du webinaire | `2026-12-10` |
| `hour` | heure du début, à l'heure du lieu | `14 h 30` |
| `duration` | durée ; un nombre seul compte des minutes | `1 h 30` |
| `time_zone` | fuseau horaire, si ce n'est pas Europe/Paris | `Indian/Reunion` |
| `place` | lieu, s'il y en a un | `Maison de l'emploi, Lille` |
| `connection` | lien pour se connecter, visible de tous | `https://visio.exemple.org/salle` |
| `registration` | page où s'inscrire | `https://exemple.org/inscription` |
| `revision` | 1, puis 2… chaque fois que la date, l'heure ou le lieu change : les agendas suivent | `1` |

La page et l'agenda (`/selections/<nom>.ics`, ou `/selections.ics` pour tous) disent ce qui est utile : s'inscrire
avant, se connecter le jour même, revoir l'enregistrement ensuite. Un lien de connexion qui doit rester entre
participants s'envoie à l'inscription, il ne s'écrit pas ici.
"""
LAYOUT = f"""## Les règles d'écriture

Le formulaire écrit toujours de la même façon, pour que l'on voie d'un coup d'œil ce qu'une correction change.

- Les clés sont dans l'ordre des tableaux ci-dessus. Une clé facultative sans valeur n'est pas écrite.
- Un texte qui commence par une lettre s'écrit sans guillemets. Il en faut s'il contient « : » suivi d'un espace, s'il
  commence par un chiffre ou un signe, ou si c'est un mot comme `null` ou `yes`.
- Un texte qui dépasserait {WIDTH} caractères est mis sous `>-`, sur des lignes décalées de deux espaces.
- Une liste de mots tient entre crochets, `[btp, industrie]`, ou prend une ligne par mot si elle est trop longue.
- Des nombres qui vont ensemble, et les mots qui les précisent, tiennent entre accolades : `{{year: 2024, value: 12}}`,
  `{{year: 2024, value: 500, approx: pres-de}}`. Le nombre s'écrit sans espace, avec un point : `9668.5`.
- Une ligne vide sépare les parties du récit.

Pour mettre en forme ou en valeur : `**gras**`, `- ` en début de ligne pour une liste, `1. ` pour une liste numérotée,
`### ` pour un sous-titre, `[texte](https://adresse)` pour un lien. Une ligne vide sépare deux paragraphes ; deux
espaces en fin de ligne font aller à la ligne. Une adresse ou un courriel écrits seuls deviennent des liens.

Ce que l'on colle de Word, d'un courriel ou d'un tableur est remis en forme, dans un fichier comme dans le formulaire :
listes à puces de toute sorte (« • », « – », « 1) », « a) », « o »), listes décalées de deux espaces, listes et
tableaux juste sous leur phrase, tableaux aux cases séparées par des tabulations, titres en capitales, soulignés ou
suivis de « : », cases à cocher, encadrés `> [!NOTE]`. Un texte décalé est un paragraphe : un bloc de code s'écrit entre
deux lignes de trois accents graves. L'image d'un autre site est montrée comme un lien.

Le formulaire garde les lignes que l'on a séparées par « Entrée ». Dans un fichier, une ligne peut n'avoir été coupée
que pour sa largeur : `check` dit celles qui semblent voulues. Un paragraphe dont une phrase passe à la ligne est coupé
pour sa largeur, dans l'un comme dans l'autre.

Un nombre s'écrit `1250`, `1 250` ou `14,5`. `1.250` peut se lire de deux façons, et `check` demande laquelle.
"""


def describe_format() -> str:
    """The whole guide."""
    fields = practice_fields()
    groups = [field for field in fields if field.fields]
    parts = [INTRODUCTION, "## Les informations\n", *_table(fields)]
    for field in groups:
        parts += [f"\n### {field.label} : `{field.name}`\n", f"{field.help}\n", *_table(field.fields)]
        for inner in field.fields:
            parts += [f"\nDans `{inner.name}` : {inner.help}\n", *_table(inner.fields)] if inner.fields else []
    return "\n".join([*parts, "", *_describe_words(), *_describe_story(), "", WEBINARS, LAYOUT])


def _table(fields: tuple[Field, ...]) -> Iterator[str]:
    yield "| clé | nom | obligatoire | forme | ce que c'est | exemple |"
    yield "|---|---|---|---|---|---|"
    for field in fields:
        needed = "oui" if field.needs_value else "la clé, même vide : `[]`" if field.is_required else ""
        example = f"`{word}`" if (word := field.example or _first_word(field.list_name)) else ""
        yield f"| `{field.name}` | {field.label} | {needed} | {_form(field)} | {field.help} | {example} |"


@cache
def _first_word(list_name: str) -> str:
    """The first word of a list of the base that `pratiques init` writes; "" for a list that is not a base's own."""
    name = "sources.yaml" if list_name == "sources" else "vocabulary.yaml"
    words = read_yaml(STARTER / name, name).data
    return next(iter(words if list_name == "sources" else words.get(list_name, [""])))


def _form(field: Field) -> str:
    form = FORMS[field.kind]
    if field.list_name:
        where = WHERE.get(field.list_name, "content/vocabulary.yaml")
        form += f" `{field.list_name}`" + (f" de `{where}`" if where else "")
    if field.max_length:
        form += f", {f'{field.min_length} à ' if (field.min_length or 0) > 1 else ''}{field.max_length} caractères"
        form += " au plus" if (field.min_length or 0) <= 1 else ""
    return form


def _describe_words() -> Iterator[str]:
    yield "## Les mots fixés par le logiciel\n"
    for name in FIXED:
        yield f"`{name}` :\n"
        for slug, term in BUILT_IN[name].items():
            yield f"- `{slug}` ({term['label']}) : {term['definition']}"
        yield ""
    yield "Le niveau de preuve ne s'écrit pas, il se déduit de la fiche :\n"
    for term in BUILT_IN["evidence"].values():
        yield f"- {term['label']} : {term['definition']}"
    yield "\nUn objectif et un chiffre de contexte ne prouvent rien. Une activité comptée deux années ne montre pas"
    yield "ce qui a changé : il faut un chiffre dont `role` est `resultat`.\n"


def _describe_story() -> Iterator[str]:
    yield "## Le récit\n"
    yield "Les titres du récit sont ceux-ci, précédés de `## `, dans cet ordre :\n"
    for number, (key, title) in enumerate(TITLES.items(), start=1):
        needed = [
            f"`{form}`" + ("" if len(group) == 1 else f" (ou « {TITLES[next(k for k in group if k != key)]} »)")
            for form, groups in REQUIRED.items()
            for group in groups
            if key in group
        ]
        yield f"{number}. **{title}**" + (f" : obligatoire pour {' et '.join(needed)}" if needed else "")
    yield "\n« Pièges à éviter » et « Ce qui a aidé » sont des listes : chaque point commence par `- `."
    yield "Leurs premiers noms, « Points de vigilance » et « Clés de réussite », se lisent aussi."
    yield "« Points de vigilance » et « Clés de réussite », se lisent aussi."
    yield "Un paragraphe qui suit la liste ne fait pas partie du dernier point.\n"
    yield f"""Un point peut finir par une parenthèse en italique, qui dit d'où il vient et où le ranger :

    - **Prévoir les trajets.** Les cours finissaient après le dernier bus. {EXAMPLE.write()}

Chaque partie est facultative, et `check --fix` les met dans cet ordre. Sans « {READING} », le point est ce que dit le
document ; avec, la rédaction le lit dans le récit, et la page le marque. `levier` est l'un des leviers de la fiche : le
point sera rangé sous celui-là, une fois (sans ce mot, sous le premier de la fiche). `nature`, pour les seuls points de
vigilance, est un mot de la liste `pitfall_kinds` de `content/vocabulary.yaml`.
"""
    yield "Un sous-titre commence par `### `. Un titre souligné par une ligne de `-` ou de `=` n'est pas admis."


if __name__ == "__main__":
    GUIDE.write_text(describe_format(), encoding="utf-8")
