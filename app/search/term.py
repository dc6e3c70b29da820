"""What things are called in the index: a stem is called by itself, whatever else by a name that no stem can have."""

_FORM = '"'


def pair_term(left: str, right: str) -> str:
    """How two neighbouring stems are indexed."""
    return f"{left}_{right}"


def concept_term(key: str, is_same: bool) -> str:
    """How a concept named in a text is indexed: by one of its names, or by a name that only comes close."""
    return ("=" if is_same else "~") + key


def form_term(form: str) -> str:
    """How a word as it is spelt is indexed beside its stem."""
    return _FORM + form


def is_form(term: str) -> bool:
    """Whether a term is a word as it is spelt."""
    return term.startswith(_FORM)
