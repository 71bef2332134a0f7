"""One reader per format: bytes in, text and what the file says about itself out.

Every reader raises Refusal for what it cannot read; anything else it raises is a defect of the file
or of a library, and quarantined as `unreadable` by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from dagster_project.documents.metadata import parse_period, split_front_matter
from dagster_project.documents.model import Metadata, Published, Refusal
from dagster_project.documents.text import decode, normalise

# Names under which pages state their publication day in <meta>; a modification day is none of them.
_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "date",
    "pubdate",
    "publishdate",
    "publication_date",
)
_BYLINE_CLASS = re.compile(r"byline|dateline|published|posted|timestamp|\bdate\b|\bmeta\b", re.I)
_BYLINE = 160
_TABLE_ROW = re.compile(r"^\|(.*?)\|?\s*$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?:\n|\Z)", re.MULTILINE)
_WRAPPED = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_A-Z])")
_WRAPPED_LINE_SHARE = 0.7
_MIN_WRAPPED_LINE = 50


def read_plain(data: bytes) -> tuple[Metadata, str]:
    """Text or Markdown, with front matter or without."""
    return split_front_matter(normalise(decode(data)))


def read_html(data: bytes) -> tuple[Metadata, str]:
    """The main text of a page, tables as `a | b | c` lines; scripts and styles are never text."""
    # Slow to import, and most folders hold no HTML.
    import trafilatura

    html = decode(data)
    tree = trafilatura.load_html(html)
    if tree is None:
        raise Refusal("no_text", "The page has no HTML that could be read.")
    head = _head(tree)
    for box in tree.xpath("//article//aside | //main//aside"):
        # A box inside an article is told by its author; asides around it are the site's.
        box.tag = "section"
    for line in tree.xpath("//body//*[@class]"):
        # The library takes a byline for furniture by its class; it is the line that tells the day.
        if _BYLINE_CLASS.search(line.get("class")) and _is_short(line):
            del line.attrib["class"]
    page = trafilatura.bare_extraction(
        tree, include_tables=True, include_comments=False, favor_recall=True
    )
    text = "" if page is None or isinstance(page, dict) else page.text or ""
    text = _TABLE_ROW.sub(_row, _TABLE_RULE.sub("", normalise(text)))
    if head.title and text and head.title not in text[: len(head.title) + 20]:
        text = f"{head.title}\n\n{text}"
    return head, text


def _is_short(element: Any) -> bool:
    """Whether an element holds no more than a line, without reading all of a page to know."""
    length = 0
    for count, text in enumerate(element.itertext()):
        length += len(text.strip())
        if length > _BYLINE or count > _BYLINE:
            return False
    return True


def _row(match: re.Match[str]) -> str:
    return " | ".join(cell.strip() for cell in match[1].split("|"))


def _head(tree: Any) -> Metadata:
    """Title, site, publication day, language and address as the page's head states them."""
    meta: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        if content := normalise(tag.get("content") or "").strip():
            meta.setdefault(name.lower(), content)
    heading = next((" ".join(h.text_content().split()) for h in tree.iter("h1")), None)
    title = meta.get("og:title") or heading or next((t.text for t in tree.iter("title")), None)
    language = (tree.get("lang") or "")[:2].lower()
    return Metadata(
        title=normalise(title).strip() or None if title else None,
        publisher=meta.get("og:site_name"),
        published=_meta_date(meta),
        language=language if re.fullmatch("[a-z]{2}", language) else None,
        url=meta.get("og:url"),
    )


def _meta_date(meta: dict[str, str]) -> Published | None:
    for name in _DATE_NAMES:
        try:
            period = parse_period(meta.get(name, "")[:10])
        except ValueError:
            continue
        return Published(period.on, period.precision, "front_matter", period.on, period.last_day)
    return None


def read_pdf(data: bytes) -> tuple[Metadata, str]:
    """The text layer, page after page, with lines joined to paragraphs."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if b"%PDF-" not in data[:1024]:
        raise Refusal("not_text", "The file is called .pdf but is no PDF.")
    if b"%%EOF" not in data[-2048:]:
        raise Refusal("truncated_pdf", "The PDF breaks off before its end; fetch it again.")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal("encrypted_pdf", "The PDF is protected by a password.")
        pages = [page.extract_text() for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except PyPdfError as error:
        raise Refusal("truncated_pdf", f"The PDF is damaged: {error}.") from error
    text = normalise("\n\n".join(pages))
    if not text.strip():
        raise Refusal("no_text_layer", "The PDF holds pictures of text only; it needs OCR first.")
    title = normalise(title).strip() if isinstance(title, str) else None
    return Metadata(title=title or None), _unwrap(text)


def _unwrap(text: str) -> str:
    """Join the lines of a paragraph that a page's width broke."""
    text = _WRAPPED.sub("", text)
    lines = text.split("\n")
    width = sorted(map(len, lines))[int(len(lines) * 0.9)]
    full = max(_MIN_WRAPPED_LINE, width * _WRAPPED_LINE_SHARE)
    joined = lines[:1]
    previous = lines[0]
    for line in lines[1:]:
        broken = len(previous) >= full and line.strip() and not previous.rstrip().endswith(":")
        if broken and not line.lstrip().startswith(("-", "•", "*", "#")):
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
        previous = line
    return "\n".join(joined)


Reader = Callable[[bytes], tuple[Metadata, str]]
READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
}
