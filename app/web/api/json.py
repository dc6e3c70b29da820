"""JSON serializers: from results, practices and completions to the response models of `app/web/api/model.py`."""

from collections.abc import Iterable
from typing import Any

from flask import request, url_for

from app.catalogue.autocomplete import Suggestion
from app.catalogue.facet import FacetCounts
from app.catalogue.query import Query
from app.catalogue.results import Alternative, Hit, Place, Results
from app.catalogue.site_index import DirectAnswer
from app.content.practice import Practice
from app.web.api import model
from app.web.current import current_catalogue
from app.web.links import absolute, named_path, prefix_links, search_path, sheet_path

_DERIVED = set(model.Derived.model_fields)


def results_to_dict(results: Results) -> dict[str, Any]:
    """A page of results with its facets, as JSON types."""
    return model.Results(
        query=query_to_dict(results.query),
        total=results.total,
        page=results.query.page,
        pages=results.pages,
        correction=results.correction,
        notices=results.notices,
        close_total=results.close_total,
        answer=_answer(results.answer),
        results=tuple(_hit(hit) for hit in results.shown),
        elsewhere=tuple(
            model.Elsewhere(
                kind=section.kind,
                title=section.title,
                detail=section.detail,
                excerpt=section.text,
                url=named_path(section.kind, section.slug, section.title),
            )
            for section in results.elsewhere
        ),
        facets=tuple(_facet(facet) for facet in results.facets),
        rescue=tuple(map(_way, results.rescue)),
        place=_place(results.place) if results.place else None,
        similar=tuple(model.Similar(**_hit_fields(hit)) for hit in results.similar),
    ).to_dict()


def _way(way: Alternative) -> model.Way:
    return model.Way(label=way.label, url=search_path(way.query), total=way.total)


def _place(place: Place) -> model.Place:
    return model.Place(
        name=place.name,
        department=place.department,
        practices=place.practices,
        nearest=_way(place.nearest) if place.nearest else None,
        distance_km=place.distance,
        ways=tuple(map(_way, place.ways)),
    )


def query_to_dict(query: Query) -> dict[str, Any]:
    """The parsed query; repeatable parameters are lists."""
    answered: dict[str, Any] = {}
    facets = {name for name, _ in query.terms}
    for name, value in query.to_args():
        if name in facets:
            answered.setdefault(name, []).append(value)
        else:
            answered[name] = value
    return answered


def _answer(answer: DirectAnswer | None) -> model.DirectAnswer | None:
    if answer is None:
        return None
    named = answer.named
    return model.DirectAnswer(
        kind=named.kind,
        label=named.label,
        definition=named.definition,
        url=named_path(named.kind, named.slug, named.label),
        total=answer.total,
    )


def _facet(facet: FacetCounts) -> model.Facet:
    values = (
        model.FacetValue(
            value=value.value,
            label=value.label,
            count=value.total,
            selected=value.selected,
            toggle_url=search_path(value.toggled),
        )
        for value in facet.values
    )
    return model.Facet(name=facet.name, label=facet.label, values=tuple(values))


def _hit(hit: Hit) -> model.Hit:
    return model.Hit(**_hit_fields(hit), match="all" if hit.has_all else "some")


def _hit_fields(hit: Hit) -> dict[str, Any]:
    practice = current_catalogue().open([hit.headline])[0]
    return {**_summary_fields(practice), "excerpt": hit.excerpt.text, "why": tuple(hit.why)}


def _summary_fields(practice: Practice) -> dict[str, Any]:
    """The fields of a summary: those of the practice that bear the same name, and its addresses."""
    same = model.Summary.model_fields.keys() & {*Practice.model_fields, "evidence"}
    return {
        **{name: getattr(practice, name) for name in same},
        **_addresses(practice),
        "departments": practice.territory.departments,
        "status": practice.period.state,
        "reach": practice.contact.reach,
    }


def _addresses(practice: Practice) -> dict[str, str]:
    short = absolute(url_for("short", code=practice.code))
    return {"url": absolute(sheet_path(practice)), "short_url": short}


def practice_to_dict(practice: Practice) -> dict[str, Any]:
    """A whole practice: its front matter, its sections, and what is derived from them, as JSON types."""
    front_matter = practice.model_dump(mode="json", exclude=_DERIVED, exclude_none=True)
    sections = tuple(
        model.Section(
            key=section.key,
            title=section.title,
            markdown=section.markdown,
            html=prefix_links(request.script_root, section.html),
            items=tuple(
                model.Item(text=item.text, origin=item.origin, lever=practice.lever_of(item), kind=item.kind)
                for item in section.items
            ),
        )
        for section in practice.sections
    )
    derived = model.Derived(
        slug=practice.slug,
        **_addresses(practice),
        evidence=practice.evidence,
        status=practice.period.state,
        reach=practice.contact.reach,
        review_due=practice.review_due,
        sections=sections,
    )
    return {**front_matter, **derived.to_dict()}


def suggestions_to_dict(text: str, suggestions: Iterable[Suggestion]) -> dict[str, Any]:
    """Completions of a text, each with the address that it opens, as JSON types."""
    found = tuple(
        model.Suggestion(
            kind=each.kind, label=each.label, detail=each.detail, url=named_path(each.kind, each.slug, each.label)
        )
        for each in suggestions
    )
    return model.Suggestions(query=text, suggestions=found).to_dict()
