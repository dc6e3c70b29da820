"""Catalogue: read model of the published practices, and search over them through a search backend."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import Protocol, overload

from app.catalogue.alternatives import find_alternatives
from app.catalogue.autocomplete import Suggestion, SuggestionIndex
from app.catalogue.facet import choose_common, count_facets, list_active_filters
from app.catalogue.place import PlaceFinder, PlaceTables
from app.catalogue.query import SORTS, Query, Sort
from app.catalogue.related import RelatedIndex, RelatedPractice
from app.catalogue.results import CLOSE_SHOWN, PAGE_SIZE, Hit, Results, match_reasons
from app.catalogue.similar import FEW, MAX_SIMILAR, find_similar
from app.catalogue.site_index import DirectAnswer, Named, SiteIndex, SiteSection
from app.content.address import list_addresses
from app.content.headline import Headline
from app.content.library import Library
from app.content.practice import FACETS, Facet, Practice, short_code
from app.content.vocabulary import Vocabulary
from app.environment import today
from app.search.analyzer import tokenise
from app.search.backend import SearchBackend, SearchRequest, SearchResponse
from app.search.highlighter import Excerpt, Highlighter
from app.search.neighbours import Neighbours
from app.search.plan import QueryPlan
from app.search.planner import QueryPlanner, content_stems_of
from app.search.query_parser import parse_query
from app.search.spelling import SpellChecker

SHOWN_PART = 5
KEPT_OPEN = 512  # about 50 kB each

Opener = Callable[[int], Practice]


def cache_opener(opener: Opener) -> Opener:
    """The same opener behind an LRU cache of `KEPT_OPEN` practices."""
    return lru_cache(KEPT_OPEN)(opener)


class LazyPractices(Sequence[Practice]):
    """Lazy sequence of practices: holds their numbers, and opens one when it is indexed or iterated."""

    def __init__(self, opener: Opener, numbers: Sequence[int]) -> None:
        self._opener = opener
        self._numbers = numbers

    @overload
    def __getitem__(self, index: int) -> Practice: ...
    @overload
    def __getitem__(self, index: slice) -> "LazyPractices": ...
    def __getitem__(self, index: int | slice) -> "Practice | LazyPractices":
        if isinstance(index, slice):
            return LazyPractices(self._opener, self._numbers[index])
        return self._opener(self._numbers[index])

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Practice]:
        return map(self._opener, self._numbers)


_ALIASES = re.compile(rb"^aliases:.*\n(?:(?:[ \t]+|- ).*\n)*", re.MULTILINE)  # of the front matter, in any layout


class SnapshotFiles(Protocol):
    """Protocol: files of a snapshot beside its practices: their sources, and the digests of a former one."""

    def source(self, number: int) -> bytes: ...
    def former_digests(self, version: str) -> Mapping[str, str]: ...


class Catalogue:
    """Read model of the published practices: one by name, many by `Query`. Immutable: new content makes a new one.

    What is not there: a name that a visitor may have typed is looked up, and answered None (`practice`, `withdrawn`,
    `current_slug`, `slug_of_code`); one that the caller has from here raises KeyError (`headline`, `digest`,
    `source`, `facet`, `counts`).
    """

    def __init__(
        self,
        library: Library,
        planner: QueryPlanner,
        backend: SearchBackend,
        headlines: Sequence[Headline] | None = None,
        files: SnapshotFiles | None = None,
        fingerprint: str = "",
        today: Callable[[], datetime.date] = today,
        facets: Sequence[Facet] = FACETS,
        site_index: SiteIndex | None = None,
        neighbours: Neighbours | None = None,
        places: PlaceTables | None = None,
    ) -> None:
        """`headlines` and `files` are those of `library.practices`; `backend` holds only those that are published.

        Without `site_index`, it is built at the first search.
        """
        every = headlines or [Headline.of(practice, facets=facets) for practice in library.practices]
        published = [number for number, headline in enumerate(every) if not headline.is_withdrawn]
        self.library = library
        self.fingerprint = fingerprint
        self.today = today
        self.facets = tuple(facets)
        self._facets = {facet.name: facet for facet in facets}
        self.every_headline = tuple(every)  # those of withdrawn practices too
        self.headlines = tuple(every[number] for number in published)
        self.practices: Sequence[Practice] = LazyPractices(library.practices.__getitem__, published)
        self._planner = planner
        self._backend = backend
        self._files = files
        self._given_site_index = site_index
        self._neighbours = neighbours
        self._places = {headline.slug: number for number, headline in enumerate(every)}
        self._finder = PlaceFinder(self, places or PlaceTables())
        self._numbers = {headline.slug: number for number, headline in enumerate(self.headlines)}
        self._aliases = {alias: headline.slug for headline in every for alias in headline.aliases}
        self._codes = {short_code(name): headline.slug for headline in every for name in headline.names[::-1]}

    @property
    def vocabulary(self) -> Vocabulary:
        """The controlled vocabulary."""
        return self.library.vocabulary

    @property
    def spelling(self) -> SpellChecker:
        """What documents and the dictionary hold of words."""
        return self._planner.spelling

    # --- one practice

    def practice(self, slug: str) -> Practice | None:
        """A published practice by its slug."""
        number = self._numbers.get(slug)
        return None if number is None else self.practices[number]

    def headline(self, slug: str) -> Headline:
        """The headline of a published practice. Raises KeyError for any other."""
        return self.headlines[self._numbers[slug]]

    def withdrawn(self, slug: str) -> Practice | None:
        """A practice that is no longer shown, by its slug."""
        place = None if slug in self._numbers else self._places.get(slug)
        return None if place is None else self.library.practices[place]

    def current_slug(self, alias: str) -> str | None:
        """The present slug for a former one (alias), or None."""
        return self._aliases.get(alias)

    def slug_of_code(self, code: str) -> str | None:
        """The slug for a short code, made from a present or former slug, withdrawn practices included; or None."""
        return self._codes.get(code)

    def nearest(self, slug: str, limit: int = 5) -> list[Headline]:
        """Suggestions for a 404: the practices that match the words of an unknown slug best, by score without boost."""
        plan = self._planner.plan(slug.replace("-", " "))
        if plan is None:
            return []
        response = self._backend.search(SearchRequest(plan, self.today(), boosted=False, limit=limit, close=limit))
        documents = [*response.documents, *response.close]
        return [self.headline(document.slug) for document in documents[:limit]]

    def source(self, slug: str) -> bytes:
        """The file of a practice, as its authors wrote it. Raises KeyError when there is none."""
        if self._files is None:
            raise KeyError(slug)
        return self._files.source(self._places[slug])

    def digest(self, slug: str) -> str:
        """The SHA-256 of the file of a published practice, in hexadecimal. Raises KeyError for any other."""
        return self.headline(slug).digest

    def digest_of_text(self, slug: str) -> str:
        """As `digest`, of the file without its former names: a practice that is only renamed keeps it."""
        if not self.headline(slug).aliases:
            return self.digest(slug)
        return hashlib.sha256(_ALIASES.sub(b"", self.source(slug), count=1)).hexdigest()

    def former_digests(self, version: str) -> Mapping[str, str]:
        """The digest of each practice in an older snapshot, by slug; empty when that version is no longer kept."""
        return self._files.former_digests(version) if self._files and version else {}

    def related(self, practice: Practice) -> tuple[RelatedPractice, ...]:
        """Related practices, each with its reason."""
        found = self._relations.find(practice)
        return tuple(RelatedPractice(self.headlines[number], reason) for number, reason in found)

    def alike(self, practice: Practice, limit: int = 10) -> Sequence[Practice]:
        """Published practices that hold most of the rare words of its title and summary ("more like this")."""
        scores = self._backend.similar(content_stems_of(f"{practice.title}\n{practice.summary}"))
        others = sorted(scores.keys() - {practice.slug}, key=lambda slug: (-scores[slug], self._numbers[slug]))
        return LazyPractices(self.practices.__getitem__, [self._numbers[slug] for slug in others[:limit]])

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Autocomplete: what may be meant by the beginning of what is being typed."""
        return self._suggestions.find(text)

    @cached_property
    def addresses(self) -> set[str]:
        """Every address made from a slug of the content, as `list_addresses` tells them."""
        return list_addresses(self.library, [*self._places, *self._aliases])

    @cached_property
    def _relations(self) -> RelatedIndex:
        return RelatedIndex(self.vocabulary, self.headlines, self.facets, self._backend)

    @cached_property
    def _suggestions(self) -> SuggestionIndex:
        return SuggestionIndex(self.library, self.headlines, self.facets)

    @cached_property
    def site_index(self) -> SiteIndex:
        """What is searched beside the practices."""
        return self._given_site_index or SiteIndex.build(self.library, self.headlines, self.facets)

    # --- many practices

    def admit(self, query: Query) -> Query:
        """Validate a query that somebody typed: drop terms that the vocabulary lacks, with a message each in `ignored`.

        Once, where it comes in: `search`, `find` and `count` take it as it is.
        """
        lists = {facet.name: self.vocabulary.terms(facet.list_name) for facet in self.facets}
        labels = {facet.name: facet.label for facet in self.facets}
        unknown = [(name, slug) for name, slug in query.terms if slug not in lists.get(name, ())]
        ignored = [
            f"« {slug[:40]} » ne fait pas partie de la liste « {labels.get(name, name)} » : ce filtre est ignoré."
            for name, slug in unknown
        ]
        terms = tuple(term for term in query.terms if term not in unknown)
        return query.change(terms=terms, page=query.page, ignored=(*query.ignored, *ignored))

    def search(self, query: Query) -> Results:
        """The results page of an admitted query. A page number beyond the last gives the last, with a notice."""
        notices = list(query.ignored)
        plan = self._plan(query)
        if query.text and plan is None:
            notices.append("La recherche ne contient aucun mot que l'on puisse chercher : voici toutes les pratiques.")
        request = replace(
            self._request(query, plan, limit=PAGE_SIZE),
            offset=(query.page - 1) * PAGE_SIZE,
            close=CLOSE_SHOWN,
            facets=tuple(facet.name for facet in self.shown_facets),
            with_vectors=True,
        )
        response = self._backend.search(request)
        listed = response.total + (min(CLOSE_SHOWN, response.close_total) if request.is_mixed else 0)
        pages = max(1, -(-listed // PAGE_SIZE))
        if query.page > pages:
            notices.append(f"La page {query.page} n'existe pas : voici la dernière.")
            query = query.change(page=pages)
            response = self._backend.search(replace(request, offset=(pages - 1) * PAGE_SIZE))
        hits = self._hits(response, plan)
        correction = plan.correction if plan else None
        place = self._finder.find(query)
        answer, elsewhere = self._search_site(query, correction) if query.text and query.page == 1 else (None, ())
        return Results(
            query=query,
            words=sum(word.required for word in plan.words) if plan else 0,
            is_mixed=request.is_mixed and response.close_total > 0,
            total=response.total,
            pages=pages,
            hits=hits[: len(response.documents)],
            close_total=response.close_total,
            close=hits[len(response.documents) :],
            facets=count_facets(query, response.facets, self.shown_facets, self.vocabulary, self._common_values),
            sorts=tuple(sort for sort in SORTS if sort in self._useful_sorts or sort == query.sort),
            chips=list_active_filters(query, self.facets, self.vocabulary),
            correction=correction,
            rescue=find_alternatives(self, query, response.total, response.close_total, self._planner.expansion),
            notices=tuple(notices),
            answer=answer,
            elsewhere=elsewhere,
            place=place,
            similar=() if place else self._find_similar(query, request, response.total, hits),
        )

    def _find_similar(self, query: Query, request: SearchRequest, total: int, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Practices close in meaning to a query that finds few, beside those found."""
        if self._neighbours is None or query.exact or total >= FEW:
            return ()
        shown = {hit.headline.slug for hit in hits}
        found = find_similar(self._backend, self._neighbours, request, shown)
        return tuple(Hit(self.headline(each.slug), each.excerpt, each.part, (each.reason,), False) for each in found)

    def _search_site(self, query: Query, correction: str | None) -> tuple[DirectAnswer | None, tuple[SiteSection, ...]]:
        """What a query names, and what holds its words beside the practices; or else the other words of that name."""
        index = self.site_index
        typed = parse_query(query.text)
        meant = parse_query(correction) if correction else typed
        named = index.names.find(typed) or index.names.find(meant)
        sections = index.sections.find(meant)
        if named is None:
            return None, sections
        sections = sections or index.sections.find(parse_query(named.label))
        return DirectAnswer(named, self.count_named(named)), tuple(
            section for section in sections if (section.kind, section.slug) != (named.kind, named.slug)
        )

    def count_named(self, named: Named) -> int:
        """How many practices something has that has a name."""
        if named.kind == "tool":
            return sum(slug in self._numbers for slug in self.library.tools[named.slug].practices)
        if named.query is None:
            return sum(choice.slug in self._numbers for choice in self.library.selections[named.slug].practices)
        return self.count(named.query)

    def near_words(self, text: str) -> list[str]:
        """The words of practices that are near in meaning to those of a text, at most `MAX_SIMILAR` for each of these.

        They are names that the glossary could have.
        """
        stems = dict.fromkeys(token.stem for token in tokenise(text) if not token.is_stop)
        near = (self._neighbours.of(stem)[:MAX_SIMILAR] for stem in stems if self._neighbours)
        return list(dict.fromkeys(each.word for each in chain.from_iterable(near)))

    def find(self, query: Query) -> list[Headline]:
        """Every practice that has all the words of an admitted query, ranked, without pagination."""
        response = self._backend.search(self._request(query, self._plan(query)))
        return [self.headline(document.slug) for document in response.documents]

    def rank(self, query: Query) -> list[Headline]:
        """Every practice found, in the order of pages: what lacks a word too."""
        request = self._request(query, self._plan(query))
        response = self._backend.search(replace(request, close=len(self.headlines)))
        return [self.headline(document.slug) for document in (*response.documents, *response.close)]

    def open(self, headlines: Iterable[Headline]) -> Sequence[Practice]:
        """The practices of some headlines as a lazy sequence: for feeds and tables."""
        return LazyPractices(self.practices.__getitem__, [self._numbers[headline.slug] for headline in headlines])

    def describe_query(self, query: Query) -> str:
        """An admitted query in words, for titles: « mixité », Industrie. An empty text when it has no condition."""
        words = [f"«\u00a0{query.text}\u00a0»"] if query.text else []
        return ", ".join([*words, *(chip.label for chip in list_active_filters(query, self.facets, self.vocabulary))])

    def count(self, query: Query) -> int:
        """How many practices have all the words of an admitted query."""
        return self._backend.search(self._request(query, self._plan(query), limit=0)).total

    def counts(self, facet: str, terms: tuple[tuple[str, str], ...] = ()) -> Mapping[str, int]:
        """Facet counts (slug → count) over all practices, or those under filters. KeyError for an unknown facet."""
        request = SearchRequest(None, self.today(), terms, limit=0, facets=(facet,))
        return self._backend.search(request).facets[facet]

    def facet(self, name: str) -> Facet:
        """A facet by its name in addresses. Raises KeyError for another name."""
        return self._facets[name]

    @cached_property
    def shown_facets(self) -> tuple[Facet, ...]:
        """The facets offered as filters: those of which one practice in `SHOWN_PART` at least has a value."""
        return tuple(
            facet
            for facet in self.facets
            if SHOWN_PART * sum(bool(headline.terms[facet.name]) for headline in self.headlines) >= len(self.headlines)
        )

    @cached_property
    def _common_values(self) -> Mapping[str, tuple[str, ...]]:
        """By facet, the values that stay in sight."""
        return {facet.name: choose_common(self.counts(facet.name)) for facet in self.shown_facets}

    @cached_property
    def _useful_sorts(self) -> frozenset[Sort]:
        """The sorts that change something: not by date in a base where every sheet has the same."""
        dates = {headline.checked for headline in self.headlines}
        years = {headline.start for headline in self.headlines}
        idle = {"recentes"} if len(dates) < 2 else set()
        return frozenset(SORTS) - idle - ({"annee"} if len(years) < 2 else set())

    # --- inside a search

    def _plan(self, query: Query) -> QueryPlan | None:
        return self._planner.plan(query.text, query.exact) if query.text else None

    def _request(self, query: Query, plan: QueryPlan | None, limit: int | None = None) -> SearchRequest:
        """The request for what a query finds, all of it without a limit."""
        return SearchRequest(plan, self.today(), query.terms, query.fresh, query.sort, limit=limit)

    def _hits(self, response: SearchResponse, plan: QueryPlan | None) -> tuple[Hit, ...]:
        documents = [*response.documents, *response.close]
        headlines = [self.headline(document.slug) for document in documents]
        if plan is None:
            return tuple(Hit(headline, Excerpt(headline.summary)) for headline in headlines)
        highlighter = Highlighter(plan, response.weights)
        explanations = map(highlighter.explain, documents)
        return tuple(
            Hit(headline, told.excerpt, told.part, match_reasons(told), has_all=not told.missing)
            for headline, told in zip(headlines, explanations, strict=True)
        )
