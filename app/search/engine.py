"""A search: from what was typed to scored documents, with the reasons of each.

Each typed word is looked up on its own in each field; a document's score is the sum over words and fields, raised for
neighbouring words found side by side, and lowered when words are missing. Nothing here knows what a document is about.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from app.search.document import Concept, Document
from app.search.excerpt import Fragment, best_passage, mark, shorten
from app.search.index import STEM_FIELDS, Reader, Scores, build_index
from app.search.language import Token, fold, tokenise
from app.search.request import Request, parse_request
from app.search.spelling import Lexicon
from app.search.thesaurus import Thesaurus, content_stems

EXACT_WEIGHT = 0.3
PAIR_WEIGHT = 0.35
SAME_WEIGHT = 0.7  # another name of the same concept
NEAR_WEIGHT = 0.4  # a name that only comes close
COMPLETION_WEIGHT = 0.6
COVERAGE_POWER = 1.0  # how much a document loses for the words that it lacks
KEPT_COVERAGE = 0.5  # documents with less than this share of the best coverage are not results


@dataclass
class WordMatch:
    """Where one typed word was found: scores by document, for each way it was found."""

    typed: str
    stems: set[str]
    by_field: dict[str, Scores] = field(default_factory=dict)
    by_concept: list[tuple[Concept, Scores]] = field(default_factory=list)
    corrected: str | None = None
    completed: bool = False

    def total(self) -> Scores:
        """The score of the word in each document: its own forms summed, or the best concept when that is more."""
        total: Scores = defaultdict(float)
        for scores in self.by_field.values():
            for number, score in scores.items():
                total[number] += score
        for _, scores in self.by_concept:
            for number, score in scores.items():
                total[number] = max(total[number], score)
        return total


@dataclass(frozen=True)
class Answer:
    """Scores by document number; `correction` is the text that was searched instead of the one typed."""

    request: Request
    scores: Scores
    words: tuple[WordMatch, ...] = ()
    correction: str | None = None

    @property
    def stems(self) -> set[str]:
        """What to mark in texts."""
        return {stem for word in self.words for stem in word.stems}


@dataclass(frozen=True)
class Explanation:
    """Why one document is a result, and the passage that shows it."""

    fields: tuple[str, ...]
    concepts: tuple[Concept, ...]
    corrected: tuple[str, ...]
    completed: tuple[str, ...]
    missing: tuple[str, ...]
    part: str | None
    excerpt: tuple[Fragment, ...]


class Engine:
    """An index opened for searching."""

    def __init__(self, folder: Path, concepts: Iterable[Concept]) -> None:
        self._reader = Reader(folder / "whoosh")
        self._thesaurus = Thesaurus(concepts)
        self._lexicon = Lexicon(json.loads((folder / "lexicon.json").read_text(encoding="utf-8")))
        self._acronyms = self._thesaurus.acronyms | self._reader.acronyms()

    @staticmethod
    def build(folder: Path, documents: Iterable[Document], concepts: Iterable[Concept]) -> None:
        """Write into an empty folder all that Engine(folder, concepts) needs."""
        (folder / "whoosh").mkdir()
        lexicon = build_index(folder / "whoosh", documents, Thesaurus(concepts))
        (folder / "lexicon.json").write_text(json.dumps(lexicon.words, ensure_ascii=False), encoding="utf-8")

    def search(self, text: str, exact: bool = False) -> Answer:
        """Every document that answers, best scores highest. `exact`: words as typed, nothing guessed."""
        request = parse_request(text)
        if exact:
            words = [self._match_exactly(token) for token in request.words]
            return Answer(request, self._combine(request, words), tuple(words))
        words = self._match_words(request.words)
        return Answer(request, self._combine(request, words), tuple(words), _spell_correction(text, words))

    def explain(self, answer: Answer, number: int, summary: str) -> Explanation:
        """Why document `number` is in the answer; the excerpt is the best passage, or the summary."""
        found = [word for word in answer.words if number in word.total()]
        fields = [name for name in STEM_FIELDS if any(number in word.by_field.get(name, {}) for word in found)]
        concepts = {
            concept.key: concept
            for word in found
            if not any(number in scores for scores in word.by_field.values())
            for concept, scores in word.by_concept
            if number in scores
        }
        part, fragments = self._excerpt(answer, number, summary)
        return Explanation(
            fields=tuple(fields),
            concepts=tuple(concepts.values()),
            corrected=tuple(word.corrected for word in found if word.corrected),
            completed=tuple(word.typed for word in found if word.completed),
            missing=tuple(word.typed for word in answer.words if word not in found),
            part=part,
            excerpt=tuple(fragments),
        )

    def nearby(self, text: str) -> list[str]:
        """The text with one of its words replaced by one that the documents hold and that is spelt nearly so."""
        texts = []
        for token in parse_request(text).words:
            near = None if token.is_stop else self._lexicon.correct(fold(token.exact))
            if near:
                texts.append(text[: token.start] + near + text[token.end :])
        return texts

    def _excerpt(self, answer: Answer, number: int, summary: str) -> tuple[str | None, list[Fragment]]:
        weights = dict.fromkeys(answer.stems, 1.0)
        passage = best_passage(self._reader.passages(number), weights) if weights else None
        text = shorten(passage.text, answer.stems) if passage else summary
        return (passage.part if passage else None), mark(text, answer.stems)

    # --- the words of a request

    def _match_words(self, tokens: Sequence[Token]) -> list[WordMatch]:
        content = [token for token in tokens if not token.is_stop]
        words = [self._match_word(token, is_last=token is content[-1]) for token in content]
        self._add_compounds(tokens, content, words)
        self._add_concepts(content, words)
        return words

    def _match_word(self, token: Token, is_last: bool) -> WordMatch:
        stems = self._stems_of(token)
        word = self._look_up(token.exact, stems)
        if word.by_field or self._is_concept(token):
            return word
        folded = fold(token.exact)
        completions = self._lexicon.complete(folded) if is_last else []
        if completions:
            word = self._look_up(token.exact, {stem for other in completions for stem in tokenise(other)[0].stems})
            word.completed = True
            word.by_field = {name: _scale(scores, COMPLETION_WEIGHT) for name, scores in word.by_field.items()}
            return word
        corrected = self._lexicon.correct(folded)
        if corrected:
            word = replace(self._look_up(token.exact, set(tokenise(corrected)[0].stems)), corrected=corrected)
        return word

    def _stems_of(self, token: Token) -> set[str]:
        """An acronym known here is itself and nothing else; typed in lower case it may also be a word."""
        acronym = fold(token.exact)
        if acronym not in self._acronyms:
            return set(tokenise(token.exact)[0].stems) if token.is_acronym else set(token.stems)
        return {acronym} if token.is_acronym else {*token.stems, acronym}

    def _look_up(self, typed: str, stems: set[str]) -> WordMatch:
        word = WordMatch(typed, stems)
        for name, weight in STEM_FIELDS.items():
            scores = _best([self._reader.scores(name, stem) for stem in sorted(stems)])
            if scores:
                word.by_field[name] = _scale(scores, weight)
        exact = self._reader.scores("exact", typed)
        if exact and word.by_field:
            word.by_field["exact"] = _scale(exact, EXACT_WEIGHT)
        return word

    def _match_exactly(self, token: Token) -> WordMatch:
        return WordMatch(token.exact, set(token.stems), {"exact": self._reader.scores("exact", token.exact)})

    def _is_concept(self, token: Token) -> bool:
        return any(True for _ in self._thesaurus.mentions(content_stems([token])))

    def _add_compounds(self, tokens: Sequence[Token], content: list[Token], words: list[WordMatch]) -> None:
        """« mix up » and « aller vers » also meet MIX'UP and aller-vers, written in one piece in the index."""
        for left, right in pairwise(tokens):
            joined = tokenise(left.exact + right.exact)
            if len(joined) != 1:
                continue
            found = self._look_up(joined[0].exact, set(joined[0].stems))
            for token, word in zip(content, words, strict=True):
                if found.by_field and token in (left, right):
                    word.stems |= found.stems
                    for name, scores in found.by_field.items():
                        word.by_field[name] = _best([word.by_field.get(name, {}), scores])

    def _add_concepts(self, content: list[Token], words: list[WordMatch]) -> None:
        """Other names of what was typed; a name of several words gives each of them its share."""
        for mention in self._thesaurus.mentions([token.stems[-1] for token in content]):
            share = 1 / (mention.last - mention.first + 1)
            same = self._reader.scores("concepts", mention.concept.key)
            near = self._reader.scores("near", mention.concept.key) if mention.is_same else {}
            weight = SAME_WEIGHT if mention.is_same else NEAR_WEIGHT
            scores = {**_scale(near, NEAR_WEIGHT * share), **_scale(same, weight * share)}
            for word in words[mention.first : mention.last + 1]:
                word.by_concept.append((mention.concept, scores))

    # --- from words to documents

    def _combine(self, request: Request, words: list[WordMatch]) -> Scores:
        totals = [word.total() for word in words]
        sums: Scores = defaultdict(float)
        coverage: Scores = defaultdict(float)
        for scores in totals:
            weight = max(scores.values(), default=0.0)  # a rare word counts for more than a common one
            for number, score in scores.items():
                sums[number] += score
                coverage[number] += weight
        self._add_pairs(words, request, sums)
        allowed = self._allowed(request)
        whole = max((coverage[number] for number in sums if allowed is None or number in allowed), default=0.0)
        if not words and allowed is not None:
            return dict.fromkeys(allowed, 1.0)
        return {
            number: score * (coverage[number] / whole) ** COVERAGE_POWER
            for number, score in sums.items()
            if (allowed is None or number in allowed) and coverage[number] >= KEPT_COVERAGE * whole
        }

    def _add_pairs(self, words: list[WordMatch], request: Request, sums: Scores) -> None:
        stems = content_stems(request.words)
        for pair in pairwise(stems):
            for number, score in self._reader.scores("pairs", "_".join(pair)).items():
                if number in sums:
                    sums[number] += PAIR_WEIGHT * score

    def _allowed(self, request: Request) -> set[int] | None:
        """The documents that hold every quoted phrase and nothing excluded; None when all are allowed."""
        if not request.phrases and not request.excluded:
            return None
        allowed = set(range(self._reader.size))
        for phrase in request.phrases:
            allowed &= self._reader.with_phrase(tuple(fold(token.exact) for token in phrase))
        for excluded in request.excluded:
            allowed -= self._holding(excluded)
        return allowed

    def _holding(self, tokens: tuple[Token, ...]) -> set[int]:
        if len(tokens) > 1:
            return self._reader.with_phrase(tuple(fold(token.exact) for token in tokens))
        return set(self._look_up(tokens[0].exact, self._stems_of(tokens[0])).total())


def _scale(scores: Scores, weight: float) -> Scores:
    return {number: score * weight for number, score in scores.items()}


def _best(several: Sequence[Scores]) -> Scores:
    """The highest score of each document."""
    if len(several) == 1:
        return several[0]
    best: Scores = {}
    for scores in several:
        for number, score in scores.items():
            if score > best.get(number, 0.0):
                best[number] = score
    return best


def _spell_correction(text: str, words: list[WordMatch]) -> str | None:
    """The typed text with its corrected words in place, or None when nothing was corrected."""
    corrections = {word.typed: word.corrected for word in words if word.corrected}
    if not corrections:
        return None
    parts, position = [], 0
    for token in tokenise(text):
        if token.exact in corrections and token.start >= position:
            parts += [text[position : token.start], corrections[token.exact] or ""]
            position = token.end
    return "".join(parts) + text[position:]
