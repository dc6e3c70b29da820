"""The published practices and what can be asked of them."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from app.catalogue.facet import FacetIndex, PracticeSet, make_set, members
from app.catalogue.previewing import Kind, read_preview
from app.catalogue.query import Query
from app.catalogue.relation import Relation, Relations
from app.catalogue.rescue import find_ways
from app.catalogue.results import PAGE_SIZE, Chip, FacetCounts, FacetValue, Hit, Results
from app.catalogue.suggestion import Suggestion, Suggestions
from app.catalogue.why import tell_why
from app.content.library import Library
from app.content.practice import FACETS, Facet, Practice, short_code
from app.content.vocabulary import Vocabulary
from app.search.engine import Answer, Engine
from app.search.excerpt import Fragment
from app.search.language import fold

EVIDENCE_ORDER = ("avant-apres", "chiffres", "temoignage")
FORMAT_ORDER = ("etude-de-cas", "initiative")

# Between practices that answer equally well: the better evidenced, then the freshly reviewed.
EVIDENCE_BONUS = {"avant-apres": 0.04, "chiffres": 0.02, "temoignage": 0.0}
FRESH_BONUS = 0.02


class Catalogue:
    """A library opened for searching. It never changes: new content makes a new catalogue."""

    def __init__(
        self,
        library: Library,
        engine: Engine,
        fingerprint: str = "",
        folder: Path | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
        facets: Sequence[Facet] = FACETS,
    ) -> None:
        self.library = library
        self.fingerprint = fingerprint
        self.folder = folder
        self.today = today
        self.facets = tuple(facets)
        self.practices = published(library)
        self.withdrawn = {p.slug: p for p in library.practices if p.withdrawn}
        self._engine = engine
        self._by_slug = {practice.slug: practice for practice in self.practices}
        self._aliases = {alias: practice.slug for practice in library.practices for alias in practice.aliases}
        self._codes = {
            short_code(name): practice.slug
            for practice in library.practices
            for name in (*practice.aliases, practice.slug)
        }
        self._index = FacetIndex(self.practices, self.facets)

    @property
    def vocabulary(self) -> Vocabulary:
        """The closed lists."""
        return self.library.vocabulary

    # --- one practice

    def practice(self, slug: str) -> Practice | None:
        """A published practice by its slug."""
        return self._by_slug.get(slug)

    def current_slug(self, alias: str) -> str | None:
        """The slug of the practice that once had this name."""
        return self._aliases.get(alias)

    def slug_of_code(self, code: str) -> str | None:
        """The slug behind a short address, old names and withdrawn practices included."""
        return self._codes.get(code)

    def nearest(self, slug: str, limit: int = 5) -> list[Practice]:
        """The practices whose text is nearest to a slug that does not exist."""
        answer = self._engine.search(slug.replace("-", " "))
        best = sorted(answer.scores, key=lambda number: -answer.scores[number])[:limit]
        return [self.practices[number] for number in best]

    def source_path(self, slug: str) -> Path:
        """The Markdown file of a published practice, as its authors wrote it."""
        if self.folder is None:
            raise FileNotFoundError(slug)
        return self.folder / "practices" / f"{slug}.md"

    def preview(self, kind: Kind, slug: str) -> bytes | None:
        """The preview image of something published, as PNG."""
        return read_preview(self.folder, kind, slug) if self.folder else None

    def related(self, practice: Practice) -> tuple[Relation, ...]:
        """The practices to read after this one, with the reason of each."""
        return self._relations.find(practice)

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """What may be meant by the beginning of what is being typed."""
        return self._suggestions.find(text)

    @cached_property
    def _relations(self) -> Relations:
        return Relations(self.library, self.practices, self.facets)

    @cached_property
    def _suggestions(self) -> Suggestions:
        return Suggestions(self.library, self.practices, self.facets)

    # --- many practices

    def search(self, query: Query) -> Results:
        """A page of results. A page beyond the last shows the last, and says so."""
        query, notices = self._admit(query)
        answer = self._answer(query)
        if query.text and answer is None:
            notices.append("La recherche ne contient aucun mot que l'on puisse chercher : voici toutes les pratiques.")
        base = self._base(query, answer)
        found = base & self._index.matching(query)
        total = found.bit_count()
        pages = max(1, -(-total // PAGE_SIZE))
        if query.page > pages:
            notices.append(f"La page {query.page} n'existe pas : voici la dernière.")
            query = query.change(page=pages)
        ranked = self._rank(found, query, answer)
        shown = ranked[(query.page - 1) * PAGE_SIZE : query.page * PAGE_SIZE]
        return Results(
            query=query,
            total=total,
            pages=pages,
            hits=tuple(self._hit(number, answer) for number in shown),
            facets=self._facet_counts(query, base),
            chips=self._chips(query),
            correction=answer.correction if answer else None,
            rescue=find_ways(self, query, total, self._engine),
            notices=tuple(notices),
        )

    def find(self, query: Query) -> list[Practice]:
        """Every practice that a query finds, in order: for feeds and tables."""
        query, _ = self._admit(query)
        answer = self._answer(query)
        found = self._base(query, answer) & self._index.matching(query)
        return [self.practices[number] for number in self._rank(found, query, answer)]

    def count(self, query: Query) -> int:
        """How many practices a query finds."""
        query, _ = self._admit(query)
        return (self._base(query, self._answer(query)) & self._index.matching(query)).bit_count()

    def counts(self, facet: str) -> Mapping[str, int]:
        """How many practices have each value of a facet."""
        return self._index.counts(Query(), self._index.everything)[facet]

    def facet(self, name: str) -> Facet:
        """A facet by its name in addresses. Raises StopIteration for another name."""
        return next(facet for facet in self.facets if facet.name == name)

    # --- inside a search

    def _admit(self, query: Query) -> tuple[Query, list[str]]:
        """The query without the terms that the vocabulary does not know, and what there is to say about it."""
        notices = list(query.ignored)
        lists = {facet.name: self.vocabulary.terms(facet.list_name) for facet in self.facets}
        terms = []
        for name, slug in query.terms:
            if slug in lists.get(name, ()):
                terms.append((name, slug))
            else:
                label = next((facet.label for facet in self.facets if facet.name == name), name)
                notices.append(f"« {slug[:40]} » ne fait pas partie de la liste « {label} » : ce filtre est ignoré.")
        return query.change(terms=tuple(terms), page=query.page), notices

    def _answer(self, query: Query) -> Answer | None:
        answer = self._engine.search(query.text, query.exact) if query.text else None
        return None if answer and answer.request.is_empty else answer

    def _base(self, query: Query, answer: Answer | None) -> PracticeSet:
        """What the words and the freshness let through, before any facet."""
        base = self._index.everything if answer is None else make_set(answer.scores, len(self.practices))
        return base & self._fresh_set() if query.fresh else base

    def _fresh_set(self) -> PracticeSet:
        today = self.today()
        fresh = (number for number, due in enumerate(self._due) if today < due)
        return make_set(fresh, len(self.practices))

    def _rank(self, found: PracticeSet, query: Query, answer: Answer | None) -> list[int]:
        if query.sort == "titre":
            return sorted(members(found), key=self._title_order.__getitem__)
        if query.sort == "recentes":
            return sorted(members(found), key=self._recent_order.__getitem__)
        if answer is None:
            return sorted(members(found), key=self._evidence_order.__getitem__)
        today = self.today()
        ranked = sorted(
            (-answer.scores[n] * (self._bonus[n] + FRESH_BONUS * (today < self._due[n])), self._evidence_order[n], n)
            for n in members(found)
        )
        return [number for _, _, number in ranked]

    @cached_property
    def _bonus(self) -> list[float]:
        return [1 + EVIDENCE_BONUS[practice.evidence] for practice in self.practices]

    @cached_property
    def _due(self) -> list[datetime.date]:
        return [practice.review_due for practice in self.practices]

    @cached_property
    def _title_order(self) -> list[int]:
        return self._order(lambda p: (fold(p.title),))

    @cached_property
    def _recent_order(self) -> list[int]:
        return self._order(lambda p: (-p.reviewed.toordinal(), -p.published.toordinal(), *_documented_first(p)))

    @cached_property
    def _evidence_order(self) -> list[int]:
        return self._order(lambda p: (*_documented_first(p), -p.reviewed.toordinal(), fold(p.title)))

    def _order(self, key: Callable[[Practice], tuple[object, ...]]) -> list[int]:
        """The rank of each practice under an order; the slug settles what is left equal."""
        numbers = sorted(range(len(self.practices)), key=lambda n: (*key(self.practices[n]), self.practices[n].slug))
        ranks = [0] * len(numbers)
        for rank, number in enumerate(numbers):
            ranks[number] = rank
        return ranks

    def _hit(self, number: int, answer: Answer | None) -> Hit:
        practice = self.practices[number]
        if answer is None:
            return Hit(practice, (Fragment(practice.summary, is_match=False),))
        explanation = self._engine.explain(answer, number, practice.summary)
        return Hit(practice, explanation.excerpt, explanation.part, tell_why(explanation))

    def _facet_counts(self, query: Query, base: PracticeSet) -> tuple[FacetCounts, ...]:
        counts = self._index.counts(query, base)
        return tuple(
            FacetCounts(facet.name, facet.label, tuple(self._facet_values(facet, query, counts[facet.name])))
            for facet in self.facets
        )

    def _facet_values(self, facet: Facet, query: Query, counts: Mapping[str, int]) -> list[FacetValue]:
        """Values that would find something, and those selected, so that they can be taken away."""
        selected = query.selected(facet.name)
        groups = self.vocabulary.lever_groups
        return [
            FacetValue(
                value=slug,
                label=term.label,
                count=counts.get(slug, 0),
                selected=slug in selected,
                toggled=query.toggle(facet.name, slug),
                group=groups[term.group].label if term.group in groups else "",
            )
            for slug, term in self.vocabulary.terms(facet.list_name).items()
            if counts.get(slug) or slug in selected
        ]

    def _chips(self, query: Query) -> tuple[Chip, ...]:
        chips = [
            Chip(self.vocabulary.label(self.facet(name).list_name, slug), query.toggle(name, slug))
            for name, slug in query.terms
        ]
        chips += [Chip("Vérifiées à temps", query.change(fresh=False))] if query.fresh else []
        return tuple(chips)


def published(library: Library) -> tuple[Practice, ...]:
    """The practices to be found: in the order of their slugs, those withdrawn left out."""
    return tuple(practice for practice in library.practices if not practice.withdrawn)


def _documented_first(practice: Practice) -> tuple[int, int]:
    return FORMAT_ORDER.index(practice.format), EVIDENCE_ORDER.index(practice.evidence)
