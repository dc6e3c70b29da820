"""Diagnosis of YAML syntax errors: the commonest mistakes, each with a message in French and the fixed line.

The line that a message shows as right is the one that `check --fix` writes: both come from here.
"""

import re
from typing import NamedTuple

from app.content.problem import shorten


class Fault(NamedTuple):
    """A syntax error at a line, counted from zero.

    `cure` is that line fixed, with its author's words and no other; "" when only the author can tell.
    """

    line: int
    message: str
    read: str = ""
    key: str = ""
    admitted: str = ""
    cure: str = ""


_BLANK = " \t\u00a0\u202f\u2007"
_HEAD = re.compile(rf"^(?P<lead>[{_BLANK}]*(?:-[{_BLANK}]+)*)(?P<rest>.*)$")
_KEY = re.compile(rf"^(?P<key>[\w-]+)(?P<before>[{_BLANK}]*)(?P<colon>[:：])(?P<after>[{_BLANK}]*)(?P<value>.*)$")
_KEY_LINE = re.compile(r"^\s*(?:- )?[a-z_]+:(?: |$)")
_MARKERS = re.compile(r"^(?:<{7} |>{7} |\|{7} |={7}$)")
_LINK = re.compile(r"\[[^\[\]]*\]\((?:mailto:)?(?P<address>[^()\s]*)\)")
_FLOW_SIGN = re.compile(r"(?<=[:,\[{] )(?P<value>[%@`][^,\[\]{}\"']*)(?=[,\]}])")
CURLY = re.compile(r"^[“”„](?P<text>[^“”„]*)[“”]$")
_SIGNS = frozenset("%@`*>|\"'[{")


def diagnose(lines: list[str], index: int) -> Fault | None:
    """The fault of one line, when it is a known mistake; else None."""
    line = lines[index]
    head = _HEAD.match(line)
    lead, rest = (head["lead"], head["rest"]) if head else ("", line)
    found = _KEY.match(rest)
    key = found["key"] if found else ""
    message, cure = _diagnose_spaces(lead, rest, found)
    if message:
        key, admitted = "" if lead else key, cure  # of an indented one the place is not known
    else:
        before = lead + (f"{key}: " if found else "")
        message, admitted, cure = _diagnose_value(found["value"] if found else rest, before)
    if not message:
        return None
    return Fault(index, message, shorten(line), key, _show(admitted), cure)


def find_marker(lines: list[str]) -> Fault | None:
    """The fault of the first conflict marker of git."""
    message = (
        "Deux versions du fichier sont mêlées : git n'a pas su les réunir. Gardez les bonnes lignes, puis ôtez celles "
        "qui commencent par « <<<<<<< », « ======= » et « >>>>>>> »."
    )
    found = (index for index, line in enumerate(lines) if _MARKERS.match(line))
    return next((Fault(index, message, shorten(lines[index])) for index in found), None)


def _diagnose_spaces(lead: str, rest: str, found: re.Match[str] | None) -> tuple[str, str]:
    """(message, fixed line) of a tab, a no-break space or a missing space; ("", "") when there is none."""
    before, after, value = (found["before"], found["after"], found["value"]) if found else ("", "", "")
    plain = re.sub(f"[{_BLANK[2:]}]", " ", lead).replace("\t", "  ")
    right = f"{plain}{found['key']}: {value}".rstrip() if found else plain + rest
    if re.search(f"[{_BLANK[2:]}]", lead + before + after):
        return (
            "Un espace insécable se trouve à côté de la clé ou de ses deux-points. Remplacez-le par un espace simple.",
            right,
        )
    if "\t" in lead:
        return "Une tabulation se trouve en début de ligne. Remplacez-la par des espaces.", right
    if found and found["colon"] == "：":
        return "Ces deux-points ne sont pas ceux du clavier. Écrivez « : ».", right
    if found and not after and value and not value.startswith("//") and not found["key"].isdigit():
        return "Un espace manque après les deux-points.", right
    if re.match(r"-[^\W_]", rest):
        return "Un espace manque après le tiret.", f"{lead}- {rest[1:]}"
    return "", ""


def _diagnose_value(value: str, before: str) -> tuple[str, str, str]:
    """(message, line to show, fixed line) of a value; the last is "" unless its author could mean nothing else."""
    value = value.strip()
    sign = value[:1]
    link = _LINK.search(value)
    if link:
        message = "Écrivez l'adresse seule, sans crochets ni parenthèses."
        return message, before + value.replace(link[0], link["address"]), ""
    if sign and sign in "[{" and not _closes(value):
        admitted = f"{before}{value}{']' if sign == '[' else '}'}"
        return f"Ce qui s'ouvre par « {sign} » ne se ferme pas sur cette ligne.", admitted, ""
    if sign and sign in "[{" and _FLOW_SIGN.search(value):
        cure = before + _FLOW_SIGN.sub(lambda found: quote(found["value"].strip()), value)
        found = _FLOW_SIGN.search(value)
        return _ask_quotes(found["value"][0] if found else sign), cure, cure
    curly = CURLY.match(value)
    if curly:
        cure = before + quote(curly["text"])
        return "Les guillemets qui entourent une valeur doivent être droits.", cure, cure
    cure = before + quote(value)
    if sign == '"' and "\\" in value and len(value) > 1 and value.endswith('"'):
        cure = f"{before}'{value[1:-1]}'" if "'" not in value and '"' not in value[1:-1] else ""
        return "Entre guillemets doubles, « \\ » a un sens particulier. Prenez des guillemets simples.", cure, cure
    is_sure = " # " not in value and not (sign and sign in "[{" and "," in value)
    if sign and sign in _SIGNS and not _is_alone(value):
        return _ask_quotes(sign), cure, cure if is_sure else ""
    if sign and sign not in "#&!" and (": " in value or value.endswith(":")):
        admitted = before + quote(value.replace('"', "'"))
        return "Un texte qui contient « : » doit être entouré de guillemets.", admitted, cure if is_sure else ""
    return "", "", ""


def _ask_quotes(sign: str) -> str:
    return f"Un texte qui commence par « {sign} » doit être entouré de guillemets."


def _closes(value: str) -> bool:
    return (value.count("[") <= value.count("]")) and (value.count("{") <= value.count("}"))


def _is_alone(value: str) -> bool:
    """Whether a value that begins with a sign of YAML is one: `"a"`, `[a, b]`, `>-`, an alias; not `[a] b`."""
    sign, rest = value[0], value[1:]
    if sign in ">|":
        return not rest.strip("+-0123456789 ").partition("#")[0]
    if sign == "*":
        return rest.isalnum()
    if sign in "%@`":
        return False
    close = {"[": "]", "{": "}"}.get(sign, sign)
    return value.partition(" #")[0].rstrip().endswith(close) and rest.count(close) == 1


def quote(text: str) -> str:
    """Quote a scalar in the style that needs least escaping."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def explain_refusal(
    lines: list[str], context: str, opened: int, stumbled: int, quoted: tuple[int, int, str] | None
) -> Fault:
    """Locate the fault, which is rarely where PyYAML fails: it may be where a value began, or above.

    `context` and `opened` are what PyYAML was parsing and since which line; `quoted` is the last quoted scalar
    before that: its first line, its last one and its quote.
    """
    opened, stumbled = (min(line, len(lines) - 1) for line in (opened, stumbled))  # PyYAML may say: after the last line
    if marker := find_marker(lines):
        return marker
    if quoted and any(_KEY_LINE.match(line) for line in lines[quoted[0] + 1 : quoted[1] + 1]):
        return close_quote(lines, quoted[0], quoted[2])
    is_key = context == "while scanning a simple key"
    is_after = stumbled == len(lines) - 1 or _KEY_LINE.match(lines[stumbled])
    is_open = context.startswith("while parsing a flow") and is_after
    wanted = [opened, stumbled] if is_key or is_open else [stumbled]
    if fault := next((fault for index in wanted if (fault := diagnose(lines, index))), None):
        return fault
    if is_key and opened and ":" not in lines[opened]:
        return _continue_line(lines, opened)
    above = next((index for index in range(stumbled - 1, -1, -1) if lines[index].strip()), stumbled)
    if not context and (fault := diagnose(lines, above)):
        return fault
    message = "Cette ligne ne se lit pas. Vérifiez les guillemets, les crochets et les espaces au début de la ligne."
    return Fault(wanted[0], message, shorten(lines[wanted[0]]), admitted="clé: valeur")


def _continue_line(lines: list[str], index: int) -> Fault:
    """A line without a key, flush left under the value that it goes on with."""
    message = "Cette ligne n'a pas de clé. Si elle continue la précédente, décalez-la de deux espaces."
    cure = f"  {lines[index]}" if lines[index][:1].isalpha() else ""
    return Fault(index, message, shorten(lines[index]), admitted=_show(cure) and f"  {_show(cure)}", cure=cure)


def close_quote(lines: list[str], index: int, sign: str) -> Fault:
    """The fault of a quote that is closed only lines below."""
    message = "Les guillemets ouverts sur cette ligne n'y sont pas fermés."
    line = lines[index].rstrip()
    return Fault(index, message, shorten(line), admitted=_show(line + sign), cure=line + sign)


def _show(line: str) -> str:
    """A line trimmed for a message."""
    return shorten(line.strip(), 160)
