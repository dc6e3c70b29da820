"""Preview images (Open Graph) of the site and of selections: PNG files in the snapshot, drawn when it is built."""

from collections.abc import Iterator
from pathlib import Path

from app.catalogue.catalogue import SITE, LibraryPreview
from app.content.library import Library

_FOLDER = "previews"


def write_previews(folder: Path, library: Library, practices: int) -> None:
    """Draw and write them into a snapshot's folder; those of practices are in the segments."""
    for kind, slug, image in _draw(library, practices):
        path = folder / _FOLDER / kind / f"{slug}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image)


def _draw(library: Library, practices: int) -> Iterator[tuple[LibraryPreview, str, bytes]]:
    from app.preview.image import draw_selection_preview, draw_site_preview

    for selection in library.selections.values():
        yield "selections", selection.slug, draw_selection_preview(selection, library.site)
    yield "site", SITE, draw_site_preview(library.site, practices)


def read_preview(folder: Path, kind: LibraryPreview, slug: str) -> bytes | None:
    """The PNG bytes of an image, or None."""
    try:
        return (folder / _FOLDER / kind / f"{slug}.png").read_bytes()
    except OSError:
        return None
