"""Small files that grow, nest or repeat until a careless reader hangs or runs out of memory."""

from __future__ import annotations

import zlib


def pdf_of(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """One page whose content stream is `content`, encoded already by what `filters` name."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Filter %s/Length %d>>\nstream\n%s\nendstream" % (filters, len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(out))
    )


def _page(body: bytes) -> bytes:
    return b"<html><body>" + body + b"</body></html>"


def attributes(count: int) -> bytes:
    """A tag of many attributes, which the parser compares with one another inside one call."""
    return _page(b"<p " + b" ".join(b"a%d=b" % n for n in range(count)) + b">plant")


def bombs(size: int) -> dict[str, bytes]:
    """Bombs by file name; `size` is how often their smallest part is repeated."""
    show = b"BT /F1 10 Tf 40 760 Td (a plant) Tj ET\n"
    aliases = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 25))
    return {
        "zipped_blanks.pdf": pdf_of(zlib.compress(b" " * 400 * size, 9)),
        "zipped_twice.pdf": pdf_of(
            zlib.compress(zlib.compress(b"\0" * 400 * size, 9), 9), b"[/FlateDecode/FlateDecode]"
        ),
        "many_words.pdf": pdf_of(zlib.compress(show * size, 9)),
        "one_word.pdf": pdf_of(zlib.compress(b"BT /F1 9 Tf (" + b"a" * 40 * size + b") Tj ET", 9)),
        "nested_array.pdf": pdf_of(zlib.compress(b"[" * size, 9)),
        "own_child.pdf": pdf_of(b"").replace(b"Kids[3 0 R]", b"Kids[2 0 R]"),
        "nested_blocks.html": _page(b"<div>" * size + b"a plant" + b"</div>" * size),
        "nested_inline.html": _page(b"<p>A plant opens. " + b"<b><i>" * size),
        "nested_tables.html": _page(b"<table><tr><td>" * size + b"a plant"),
        "nested_lists.html": _page(b"<ul><li>plant " * size),
        "long_table.html": _page(b"<table>" + b"<tr><td>a<td>b<td>c" * size + b"</table>"),
        "entities.html": _page(b"<p>" + b"&amp;&#x41;&lt;" * size),
        "attributes.html": attributes(size),
        "links.html": _page(b"<a href='x'>plant</a> " * size),
        "open_comments.html": _page(b"<!--" * size),
        "open_tags.html": b"<" * size,
        "blank_lines.txt": b"a" + b"\n" * size + b"b",
        "bars.txt": b"|" * size,
        "digits.txt": b"1" * size,
        "brackets.txt": b"(" * size,
        "addresses.txt": b"a@" * size,
        "initials.txt": b"A. B. " * size,
        "marks.txt": ("a" + "\u0315\u0300" * size).encode(),
        "headings.md": b"# About " * size,
        "rules.md": b"---\n" + b"a: " * size,
        "nested_yaml.md": b"---\n" + b"[" * size + b"\n---\nA plant\n",
        "laughs.md": f"---\nl0: &l0 [ha]\n{aliases}title: *l24\n---\nA plant\n".encode(),
    }
