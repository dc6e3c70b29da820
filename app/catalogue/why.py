"""The reasons for a result, in words a visitor understands."""

from app.search.engine import Explanation

_FIELDS = {
    "title": "dans le titre",
    "organisation": "dans le nom de l'organisation ou du lieu",
    "summary": "dans le résumé",
    "body": "dans le texte",
    "terms": "dans les mots-clés (secteur, levier, public…)",
}


def tell_why(explanation: Explanation) -> tuple[str, ...]:
    """Short phrases, the weightiest first: « dans le titre », « sous un autre nom : IAE »."""
    why = [_FIELDS[name] for name in explanation.fields[:2]]
    why += [f"sous un autre nom : {concept.label}" for concept in explanation.concepts]
    why += [f"orthographe proche : {word}" for word in explanation.corrected]
    why += [f"mots qui commencent par « {word} »" for word in explanation.completed]
    if explanation.missing:
        why.append("sans " + ", ".join(f"« {word} »" for word in explanation.missing))
    return tuple(why)
