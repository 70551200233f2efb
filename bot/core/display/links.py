"""Shows where links lead: no address hides behind words, is previewed unasked, or invites to a server by a button."""

import re

# A pair of brackets within an address belongs to it, as in Wikipedia's.
_ADDRESS = r"(?:\([^\s()<>]*\)|[^\s()<>])+"
_FOUND = re.compile(
    # What begins no code span, and a code span, as Discord finds them.
    r"\\[\\`]|(?P<code>(?P<ticks>`+)(?s:.*?[^`])(?P=ticks)(?!`))"
    rf"|\[(?P<label>[^\[\]\n]+)\]\(\s*<?(?P<behind>https?://{_ADDRESS})>?(?:\s+[^()\n]*)?\)"
    # Whatever else Discord may read as words with an address behind them.
    r"|(?P<joint>\\*\]\()"
    r"|(?P<invitation><?(?:https?://)?(?:\w+\.)?(?:discord\.gg|discord(?:app)?\.com/invite)/(?:(?!\]\()[^\s<>`])+>?)"
    r"|<https?://(?:(?!\]\()[^\s<>])+>|(?P<address>https?://(?:(?!\]\()[^\s<>])+)",
    re.IGNORECASE,
)
_ESCAPE = "\\"
# What stands after an address and is no part of it.
_AFTER = re.compile(r"[.,;:!?'\"*_~|`\])]+$")


def opened(text: str) -> str:
    """
    `text` with the address of each link beside the words that it stood behind, none of them previewed, and invitations
    as code, which nobody can press.

    A preview is fetched with the whole address, before anybody has pressed it: by
    one, a model that a file has talked into it could tell others what was said in the channel.
    """
    return _FOUND.sub(_put, text)


def _put(match: re.Match[str]) -> str:
    if match["behind"]:
        label, address = opened(match["label"].strip()), match["behind"]
        shown = opened(address)
        if _bare(label) == _bare(address):
            return shown
        # Discord would take it for the address behind what stands in front.
        return f"{_ESCAPE if label.startswith('(') else ''}{label} ({shown})"
    if match["joint"]:
        return match["joint"][:-1] + _ESCAPE + "("
    if match["invitation"]:
        written = match["invitation"].strip("<>")
        return _around("`", written, "`")
    return _around("<", match["address"], ">") if match["address"] else match[0]


def _around(before: str, address: str, after: str) -> str:
    end = _AFTER.search(address)
    rest = end[0] if end else ""
    if "(" in address:
        rest = rest.lstrip(")")
    address = address.removesuffix(rest)
    return f"{before}{address}{after}{rest}"


def _bare(address: str) -> str:
    return re.sub(r"^<?(?:https?://)?(?:www\.)?", "", address.casefold()).strip("/>")
