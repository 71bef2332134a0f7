"""Bytes to text, and text to the form in which it is stored and every span is counted."""

from __future__ import annotations

import re
import unicodedata

from charset_normalizer import from_bytes

from dagster_project.documents.model import Refusal

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# A guess is made from this much, and believed only where it is hardly disordered.
_GUESS_BYTES = 65_536
_MAX_DISORDER = 0.05
_MIN_COHERENCE = 0.3
_MAX_CONTROL_SHARE = 0.005
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_TABLE = {
    **dict.fromkeys((code for code in (*range(32), 0x7F) if chr(code) not in "\t\n"), None),
    **dict.fromkeys(map(ord, _INVISIBLE), None),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _LINE_ENDS), "\n"),
}
_UNUSUAL = re.compile(f"[{re.escape(''.join(chr(code) for code in _TABLE))}]")


# Putting marks into their order takes the square of their number: no letter keeps more than the 30
# that Unicode's stream-safe format allows.
_MARKS = re.compile(
    "([{marks}]{{30}})[{marks}]+".format(
        marks="".join(
            chr(code) for code in range(0x300, 0x1E94B) if unicodedata.combining(chr(code))
        )
    )
)


def decode(data: bytes) -> str:
    """Text of a file: by its byte order mark, as UTF-8, or by a guess that is well founded.

    Raises Refusal `not_text` where the bytes are no text or their encoding cannot be told.
    """
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _guess(data)
    if len(_CONTROL.findall(text)) > len(text) * _MAX_CONTROL_SHARE:
        raise Refusal("not_text", "The file holds binary data, not text.")
    return text


def _guess(data: bytes) -> str:
    if b"\x00" in data[:_GUESS_BYTES]:
        raise Refusal("not_text", "The file holds binary data, not text.")
    best = from_bytes(data[:_GUESS_BYTES]).best()
    if best is None or best.chaos > _MAX_DISORDER or best.coherence < _MIN_COHERENCE:
        raise Refusal(
            "not_text", "The encoding is not UTF-8 and cannot be told; save the file as UTF-8."
        )
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise Refusal(
            "not_text", f"The file looks like {best.encoding} but is not: {error.reason}."
        ) from error


def normalise(text: str) -> str:
    """NFC, plain spaces and line ends, nothing invisible; blank lines at the ends are dropped.

    NFC and not NFKC: compatibility forms carry meaning (superscripts, full-width units).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNUSUAL.search(text):
        text = text.translate(_TABLE)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", _MARKS.sub(r"\1", text))
    return text.strip("\n")


def lower(text: str) -> str:
    """Lower case of the same length, so that offsets hold (`"İ".lower()` has two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
