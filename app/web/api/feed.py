"""Feed serializers: the results of a search as Atom (RFC 4287) and as JSON Feed 1.1 (jsonfeed.org)."""

import datetime
from collections.abc import Sequence

from flask import Response, current_app, render_template, url_for

from app.catalogue.news import changed_on
from app.catalogue.query import Query
from app.content.practice import Practice, short_code
from app.web.api import model
from app.web.current import current_catalogue
from app.web.links import absolute, search_path, sheet_path

JSON_FORM = "feed.json"


def print_atom(query: Query, practices: Sequence[Practice]) -> Response:
    """Atom response; the page number of the query is ignored."""
    query = query.change()
    newest = max(map(changed_on, practices), default=current_catalogue().today())
    feed = render_template(
        "feed.xml",
        practices=practices,
        query=query,
        title=_title(query),
        updated=_moment(newest),
        moment=_moment,
        changed_on=changed_on,
        entry_id=entry_id,
    )
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


def print_selections() -> Response:
    """Atom response: the curated selections, the newest first."""
    listed = sorted(current_catalogue().library.selections.values(), key=lambda one: one.published, reverse=True)
    updated = listed[0].published if listed else current_catalogue().today()
    feed = render_template(
        "feed_selections.xml", selections=listed, updated=_moment(updated), moment=_moment, short_code=short_code
    )
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


def print_json_feed(query: Query, practices: Sequence[Practice]) -> Response:
    """JSON Feed response; the page number of the query is ignored."""
    query = query.change()
    site = current_catalogue().library.site
    feed = model.JsonFeed(
        title=_title(query),
        description=site.baseline,
        home_page_url=absolute(search_path(query)),
        feed_url=absolute(search_path(query, JSON_FORM)),
        authors=(model.Author(name=site.editor.name),),
        items=tuple(_item(practice) for practice in practices),
    )
    return Response(current_app.json.dumps(feed.to_dict()), content_type="application/feed+json; charset=utf-8")


def entry_id(practice: Practice) -> str:
    """Permanent entry id: the short URL of the oldest slug, so that a renamed practice is no new entry."""
    oldest = practice.aliases[0] if practice.aliases else practice.slug
    return absolute(url_for("short", code=short_code(oldest)))


def _item(practice: Practice) -> model.FeedItem:
    vocabulary = current_catalogue().vocabulary
    return model.FeedItem(
        id=entry_id(practice),
        url=absolute(sheet_path(practice)),
        title=practice.title,
        content_text=practice.summary,
        image=absolute(url_for("sheet_preview", slug=practice.slug)),
        date_published=_moment(practice.published),
        date_modified=_moment(changed_on(practice)),
        tags=tuple(vocabulary.label("levers", slug) for slug in practice.levers),
    )


def _title(query: Query) -> str:
    """Feed title: the name of the site, and the query in words."""
    catalogue = current_catalogue()
    asked = catalogue.describe_query(query)
    site: str = catalogue.library.site.name
    return f"{site} : {asked}" if asked else site


def _moment(day: datetime.date) -> str:
    """RFC 3339 timestamp of the start of a day, UTC."""
    return f"{day.isoformat()}T00:00:00Z"
