# SPDX-License-Identifier: GPL-3.0-or-later
"""read_docx.py FILE: what python-docx makes of a Word document, as JSON."""
import json
import sys
import zipfile

import docx

path = sys.argv[1]
with zipfile.ZipFile(path) as archive:
    assert archive.testzip() is None
    times = sorted({"%d-%02d-%02d" % one.date_time[:3] for one in archive.infolist()})
    first = archive.namelist()[0]

document = docx.Document(path)
section = document.sections[0]


def of(paragraph, name):
    """A property of a paragraph, its own or that of its style."""
    own = getattr(paragraph.paragraph_format, name)
    return own if own is not None else getattr(paragraph.style.paragraph_format, name)


def letters(paragraph, name):
    own = getattr(paragraph.runs[0].font, name) if paragraph.runs else None
    return own if own is not None else getattr(paragraph.style.font, name)


def colour(paragraph):
    own = paragraph.runs[0].font.color.rgb if paragraph.runs else None
    return str(own if own is not None else paragraph.style.font.color.rgb)


def points(length):
    return None if length is None else length.pt


fonts = document.styles.element.find(".//" + docx.oxml.ns.qn("w:rFonts"))
language = document.styles.element.find(".//" + docx.oxml.ns.qn("w:lang"))
named = lambda element, name: element.get(docx.oxml.ns.qn("w:" + name))
properties = document.core_properties
print(json.dumps({
    "times": times,
    "first": first,
    "page": [round(one.mm) for one in (section.page_width, section.page_height, section.top_margin, section.right_margin,
                                       section.bottom_margin, section.left_margin)],
    "paragraphs": [{
        "text": one.text,
        "style": one.style.name,
        "align": str(of(one, "alignment")).split(" ")[0],
        "keep": bool(of(one, "keep_with_next")),
        "newPage": bool(one.paragraph_format.page_break_before),
        "before": points(of(one, "space_before")),
        "pitch": points(of(one, "line_spacing")),
        "indent": points(of(one, "left_indent")),
        "first": points(of(one, "first_line_indent")),
        "size": points(letters(one, "size")),
        "bold": letters(one, "bold"),
        "colour": colour(one),
    } for one in document.paragraphs],
    "footer": [one.text for one in section.footer.paragraphs],
    "font": named(fonts, "eastAsia"),
    "language": named(language, "eastAsia"),
    "title": properties.title,
    "author": properties.author,
    "subject": properties.subject,
    "status": properties.content_status,
    "created": properties.created.isoformat(),
    "modified": properties.modified.isoformat(),
}))
