"""What the site says of itself: name, public address, editor."""

from app.content.part import Email, Part, Text, WebAddress


class Editor(Part):
    """Who answers for the site."""

    name: Text
    email: Email


class Site(Part):
    """Absolute addresses are made from `url`, never from what a request says of its host."""

    name: Text
    baseline: Text
    region: Text
    url: WebAddress
    repository: WebAddress
    editor: Editor
