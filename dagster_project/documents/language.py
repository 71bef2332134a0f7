"""The language of a text: by its script where that tells, else by py3langid among a few."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SAMPLE = 600
_MIN_LETTERS = 12
_LATIN = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "no", "da", "fi", "pl")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ÿ]")
# One CJK character says about as much as this many Latin letters.
_CJK_WEIGHT = 3


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_LATIN))
    return identifier


def detect_language(text: str) -> str | None:
    """ISO 639-1 code, or None where there is too little text to tell."""
    sample = text[:_SAMPLE]
    hangul, kana, han, latin = (
        len(pattern.findall(sample)) for pattern in (_HANGUL, _KANA, _HAN, _LATIN_LETTER)
    )
    if (hangul + kana + han) * _CJK_WEIGHT > latin:
        if hangul >= kana + han / 2:
            return "ko"
        return "ja" if kana * 10 > han else "zh"
    if latin < _MIN_LETTERS:
        return None
    return str(_identifier().classify(sample)[0])
