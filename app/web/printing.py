"""Results and practices as data: the field names here are public and do not change (docs: /donnees)."""

from collections.abc import Iterable
from typing import Any

from flask import g, url_for

from app.catalogue.query import Query
from app.catalogue.results import Hit, Results
from app.catalogue.suggestion import Suggestion
from app.content.practice import Practice
from app.web.links import absolute, search_path, sheet_path, term_path

# What the JSON of a sheet has beside its front matter, and what it means.
DERIVED = {
    "slug": "Nom de la fiche dans son adresse.",
    "url": "Adresse de la fiche.",
    "short_url": "Adresse courte et permanente.",
    "evidence": "Niveau de preuve, déduit des chiffres : avant-apres, chiffres ou temoignage.",
    "review_due": "Jour à partir duquel la fiche est à revoir.",
    "sections": "Parties du texte : key, title, markdown, html.",
}


def results_to_dict(results: Results) -> dict[str, Any]:
    """A page of results with its facets: what `/pratiques.json` answers."""
    return {
        "query": query_to_dict(results.query),
        "total": results.total,
        "page": results.query.page,
        "pages": results.pages,
        "correction": results.correction,
        "notices": list(results.notices),
        "results": [_hit_to_dict(hit) for hit in results.hits],
        "facets": [
            {
                "name": facet.name,
                "label": facet.label,
                "values": [
                    {
                        "value": value.value,
                        "label": value.label,
                        "count": value.total,
                        "selected": value.selected,
                        "toggle_url": search_path(value.toggled),
                    }
                    for value in facet.values
                ],
            }
            for facet in results.facets
        ],
        "rescue": [{"label": w.label, "url": search_path(w.query), "total": w.total} for w in results.rescue],
    }


def query_to_dict(query: Query) -> dict[str, Any]:
    """The query as it was understood; repeatable parameters are lists."""
    answered: dict[str, Any] = {}
    facets = {name for name, _ in query.terms}
    for name, value in query.to_args():
        if name in facets:
            answered.setdefault(name, []).append(value)
        else:
            answered[name] = value
    return answered


def _hit_to_dict(hit: Hit) -> dict[str, Any]:
    summary = summary_to_dict(g.catalogue.practice(hit.headline.slug))
    return {**summary, "excerpt": hit.excerpt.text, "why": list(hit.why)}


def summary_to_dict(practice: Practice) -> dict[str, Any]:
    """A practice as it stands in a list."""
    return {
        "slug": practice.slug,
        "title": practice.title,
        "summary": practice.summary,
        "url": absolute(sheet_path(practice)),
        "short_url": absolute(url_for("short", code=practice.code)),
        "format": practice.format,
        "theme": practice.theme,
        "sectors": list(practice.sectors),
        "levers": list(practice.levers),
        "audiences": list(practice.audiences),
        "departments": list(practice.territory.departments),
        "organisation": practice.organisation.model_dump(exclude_none=True),
        "evidence": practice.evidence,
        "reviewed": practice.reviewed.isoformat(),
    }


def practice_to_dict(practice: Practice) -> dict[str, Any]:
    """A whole practice: its front matter, its sections, and what is derived from them."""
    return {
        **practice.model_dump(mode="json", exclude={"sections"}, exclude_none=True),
        "url": absolute(sheet_path(practice)),
        "short_url": absolute(url_for("short", code=practice.code)),
        "evidence": practice.evidence,
        "review_due": practice.review_due.isoformat(),
        "sections": [section.model_dump(include={"key", "title", "markdown", "html"}) for section in practice.sections],
    }


def suggestions_to_list(suggestions: Iterable[Suggestion]) -> list[dict[str, str]]:
    """Completions with the address that each one opens."""
    return [{"kind": s.kind, "label": s.label, "detail": s.detail, "url": _suggestion_path(s)} for s in suggestions]


def _suggestion_path(suggestion: Suggestion) -> str:
    if suggestion.kind == "practice":
        return url_for("sheet", slug=suggestion.slug)
    if suggestion.kind in {"lever", "sector"}:
        return term_path(suggestion.kind, suggestion.slug)
    if suggestion.kind == "term":
        return url_for("glossary", _anchor=suggestion.slug)
    return search_path(Query(text=f'"{suggestion.label}"'))
