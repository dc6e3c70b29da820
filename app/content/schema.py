"""JSON Schema of the front matter, generated from the model: for editors, forms and other programs."""

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import DEFAULT_REF_TEMPLATE

from app.content.frame import list_labels
from app.content.practice import FrontMatter
from app.content.source import Document
from app.content.vocabulary import Vocabulary


def practice_schema(
    vocabulary: Vocabulary, documents: Mapping[str, Document], reference: str = DEFAULT_REF_TEMPLATE
) -> dict[str, Any]:
    """JSON Schema, draft 2020-12, each controlled vocabulary an enum with the labels of its terms.

    `reference` is the template of `$ref` addresses, for a schema embedded in another document.
    """
    titles = {key: document.title for key, document in documents.items()}
    labels = {**list_labels(vocabulary), "sources": titles}
    schema = FrontMatter.model_json_schema(ref_template=reference)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Fiche de pratique"
    filled: dict[str, Any] = _fill_lists(schema, labels)
    return filled


def _fill_lists(node: Any, labels: Mapping[str, Mapping[str, str]]) -> Any:
    """Replace each `x-list` by the enum of its vocabulary; recursive."""
    if isinstance(node, list):
        return [_fill_lists(child, labels) for child in node]
    if not isinstance(node, dict):
        return node
    filled = {key: _fill_lists(child, labels) for key, child in node.items() if key != "x-list"}
    words = labels.get(node.get("x-list", ""))
    if words:
        filled["enum"] = list(words)
        filled["markdownEnumDescriptions"] = list(words.values())
    return filled
