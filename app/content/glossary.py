"""Model of glossary.yaml: acronyms and terms, shown as definitions and used for query expansion."""

from typing import Annotated

from pydantic import RootModel

from app.content.types import ContentModel, LongText, Slug, Text, WithSlugs


class GlossaryEntry(ContentModel):
    """One term. `variants` are exact equivalents; `synonyms` are near in meaning, and weigh less in the search."""

    slug: Slug
    term: Text
    spelled_out: Text | None = None
    definition: LongText
    variants: tuple[Text, ...] = ()
    synonyms: tuple[Text, ...] = ()

    @property
    def same(self) -> tuple[str, ...]:
        """Every exact equivalent: the term, its spelled-out form, its variants."""
        spelled_out = (self.spelled_out,) if self.spelled_out else ()
        return (self.term, *spelled_out, *self.variants)


class Glossary(RootModel[Annotated[dict[Slug, GlossaryEntry], WithSlugs]]):
    """Root model of glossary.yaml: the entries by slug."""
