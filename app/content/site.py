"""What the site says of itself: name, public address, editor."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.content.part import Email, Part, Text, Unique, WebAddress

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Editor(Part):
    """Who answers for the site."""

    name: Text
    email: Email


class Site(Part):
    """Absolute addresses are made from `url`, never from what a request says of its host.

    `examples`: searches that the home page proposes under its search box.
    """

    name: Text
    baseline: Text
    region: Text
    url: WebAddress
    repository: WebAddress
    editor: Editor
    examples: Annotated[tuple[ShortText, ...], Field(max_length=8), Unique] = ()
