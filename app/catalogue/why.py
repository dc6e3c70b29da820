"""The reasons for a result, in words a visitor understands."""

from app.search.engine import Explanation

_FIELDS = {
    "title": "dans le titre",
    "organisation": "dans l'organisation, le lieu ou un partenaire",
    "summary": "dans le résumé",
    "terms": "dans les mots-clés (secteur, levier, public…)",
}


def tell_why(explanation: Explanation) -> tuple[str, ...]:
    """Short phrases, the weightiest first: « dans le titre », « sous un autre nom : IAE »."""
    why = [_FIELDS[name] for name in explanation.fields[:2]]
    if not why and not explanation.concepts and explanation.part:
        why = ["dans le texte"]
    why += [f"sous un autre nom : {concept.label}" for concept in explanation.concepts]
    why += [f"orthographe proche : {word}" for word in explanation.corrected]
    why += [f"mots qui commencent par « {word} »" for word in explanation.completed]
    if explanation.missing:
        why.append("sans " + ", ".join(f"« {word} »" for word in explanation.missing))
    return tuple(why)
