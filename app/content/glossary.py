"""Acronyms and terms of the field: explained to readers, and used by the search to know what is the same thing."""

from typing import Annotated

from pydantic import RootModel

from app.content.types import ContentModel, LongText, Slug, Text, WithSlugs


class GlossaryEntry(ContentModel):
    """`variants` are other spellings of the same thing; `synonyms` are near in meaning and weigh less in the search."""

    slug: Slug
    term: Text
    spelled_out: Text | None = None
    definition: LongText
    variants: tuple[Text, ...] = ()
    synonyms: tuple[Text, ...] = ()

    @property
    def same(self) -> tuple[str, ...]:
        """Every way to write exactly this."""
        spelled_out = (self.spelled_out,) if self.spelled_out else ()
        return (self.term, *spelled_out, *self.variants)


class Glossary(RootModel[Annotated[dict[Slug, GlossaryEntry], WithSlugs]]):
    """The entries by slug."""
