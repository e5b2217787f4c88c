# SPDX-License-Identifier: GPL-3.0-or-later
"""pdfa.py FILE: prints each rule of PDF/A-2u that FILE breaks, one in a line; nothing if it keeps to all of them.

The rules are those of ISO 19005-2:2011 that a document of text can break. They are read with pypdf, which shares no code
with what wrote the file."""
import io
import re
import sys
import xml.etree.ElementTree as ElementTree

import pypdf
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream, DictionaryObject, NameObject, StreamObject, TextStringObject

raw = open(sys.argv[1], "rb").read()
broken = []


def rule(holds, text):
    if not holds and text not in broken:
        broken.append(text)


# --- the file (6.1) ---------------------------------------------------------------------------------------------------

lines = raw.split(b"\n", 2)
rule(re.fullmatch(rb"%PDF-1\.[0-7]", lines[0]), "6.1.2 header")
rule(lines[1][:1] == b"%" and len([c for c in lines[1][1:5] if c > 127]) == 4, "6.1.2 comment behind the header")
rule(raw.rstrip(b"\r\n").endswith(b"%%EOF"), "6.1.3 data behind the end")
rule(all(raw[m.start() - 1 : m.start()] in (b"\n", b"\r") for m in re.finditer(rb"endstream", raw)), "6.1.7.1 endstream")
reader = pypdf.PdfReader(io.BytesIO(raw), strict=True)
identifiers = reader.trailer.get("/ID")
rule(identifiers is not None and len(identifiers) == 2 and len(identifiers[0].original_bytes) >= 16, "6.1.3 no ID")
rule("/Encrypt" not in reader.trailer, "6.1.3 encrypted")
root = reader.trailer["/Root"]

# --- all objects ------------------------------------------------------------------------------------------------------

objects = {}


def walk(value, depth=0):
    if isinstance(value, pypdf.generic.IndirectObject):
        if value.idnum in objects:
            return
        objects[value.idnum] = value.get_object()
        value = objects[value.idnum]
    if isinstance(value, StreamObject):
        filters = value.get("/Filter", [])
        filters = filters if isinstance(filters, list) else [filters]
        rule(set(filters) <= {"/FlateDecode", "/DCTDecode"}, f"6.1.7.2 filter {filters}")
        rule(not {"/F", "/FFilter", "/FDecodeParms"} & set(value), "6.1.7.1 stream outside the file")
        rule(value.get("/Subtype") != "/PS", "6.2.9 PostScript")
        rule(not value.get("/Interpolate", False), "6.2.8 Interpolate")
        rule("/OPI" not in value and "/Alternates" not in value, "6.2.8 alternate image")
    if isinstance(value, DictionaryObject):
        rule(not {"/AA", "/OpenAction", "/JavaScript", "/EmbeddedFiles", "/XFA"} & set(value), "6.5 actions or files")
        rule(value.get("/S") not in ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide",
                                     "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/Named"), "6.5.1 action")
        if value.get("/Type") == "/ExtGState" or {"/CA", "/ca"} & set(value):
            rule(not {"/TR", "/TR2", "/HTP"} & set(value), "6.2.5 transfer function")
            rule(value.get("/CA", 1) == 1 and value.get("/ca", 1) == 1, "transparent paint")
            rule(value.get("/SMask", "/None") == "/None" and value.get("/BM", "/Normal") == "/Normal", "transparent paint")
        for key, inner in value.items():
            rule(len(key) <= 128, "6.1.13 name")
            if key not in ("/Parent", "/P", "/Pg", "/Prev") or isinstance(inner, pypdf.generic.IndirectObject):
                walk(inner, depth + 1)
    elif isinstance(value, ArrayObject):
        for inner in value:
            walk(inner, depth + 1)
    elif isinstance(value, (TextStringObject, ByteStringObject)):
        rule(len(value.original_bytes) <= 32767, "6.1.13 string")


sys.setrecursionlimit(100000)
walk(reader.trailer["/Root"].indirect_reference)
walk(reader.trailer["/Info"].indirect_reference)
rule("/OCProperties" not in root, "6.9 optional content")

# --- colour (6.2.3, 6.2.4) --------------------------------------------------------------------------------------------

intents = [one.get_object() for one in root.get("/OutputIntents", [])]
intents = [one for one in intents if one.get("/S") == "/GTS_PDFA1"]
rule(len(intents) == 1, "6.2.3 output intent")
for intent in intents:
    rule(intent.get("/OutputConditionIdentifier"), "6.2.3 output condition")
    profile = intent["/DestOutputProfile"].get_object()
    icc = profile.get_data()
    rule(profile.get("/N") == 3 and icc[36:40] == b"acsp" and icc[12:20] == b"mntrRGB ", "6.2.3 profile")
    rule(int.from_bytes(icc[:4], "big") == len(icc) and icc[8] in (2, 4), "6.2.3 profile")

# --- fonts and pages (6.2.2, 6.2.11) ----------------------------------------------------------------------------------


def unicode_map(font):
    """Code to text, as the ToUnicode of the font says."""
    out = {}
    text = font["/ToUnicode"].get_object().get_data().decode("ascii")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, to in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            out[int(code, 16)] = bytes.fromhex(to).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, to in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                start = bytes.fromhex(to).decode("utf-16-be")
                out[int(first, 16) + n] = start[:-1] + chr(ord(start[-1]) + n)
        for first, _, row in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[(.*?)\]", block, re.S):
            for n, to in enumerate(re.findall(r"<(\w+)>", row)):
                out[int(first, 16) + n] = bytes.fromhex(to).decode("utf-16-be")
    return out


maps = {}
for page in reader.pages:
    rule("/Group" not in page, "transparent page")
    rule("/Annots" not in page, "6.3 annotation")
    fonts = page["/Resources"].get("/Font", {})
    for name, reference in fonts.items():
        font = fonts.raw_get(name)
        if font.idnum in maps:
            continue
        font = font.get_object()
        maps[fonts.raw_get(name).idnum] = None
        rule("/ToUnicode" in font, f"6.2.11.7.2 {font.get('/BaseFont')} without ToUnicode")
        if "/ToUnicode" in font:
            maps[fonts.raw_get(name).idnum] = unicode_map(font)
        if font["/Subtype"] == "/Type3":
            continue
        inner = font["/DescendantFonts"][0].get_object() if font["/Subtype"] == "/Type0" else font
        descriptor = inner["/FontDescriptor"].get_object()
        rule({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), f"6.2.11.4 {font['/BaseFont']} not embedded")
        if font["/Subtype"] == "/Type0":
            rule(font["/Encoding"] == "/Identity-H", "6.2.11.3.3 CMap")
            rule(inner["/Subtype"] != "/CIDFontType2" or "/CIDToGIDMap" in inner, "6.2.11.3.2 CIDToGIDMap")
            rule("/CIDSet" not in descriptor, "6.2.11.4.2 a set of letters that nobody has checked")
        elif font["/Subtype"] == "/TrueType":
            rule(font["/Encoding"] == "/WinAnsiEncoding" and descriptor["/Flags"] & 36 == 32, "6.2.11.6 TrueType")
    marked, used = 0, None
    for operands, operator in ContentStream(page.get_contents(), reader, "bytes").operations:
        if operator in (b"BDC", b"BMC"):
            marked += 1
        elif operator == b"EMC":
            marked -= 1
        elif operator == b"Tf":
            used = fonts.raw_get(operands[0])
        elif operator in (b"Tj", b"TJ"):
            rule(marked > 0, "text that is neither tagged nor an artifact")
            wide = used.get_object()["/Subtype"] == "/Type0"
            for string in operands[0] if operator == b"TJ" else operands:
                if not isinstance(string, (TextStringObject, ByteStringObject)):
                    continue
                data = string.original_bytes
                for code in (int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data), 2)) if wide else data:
                    rule(not wide or code != 0, "6.2.11.8 .notdef")
                    to = (maps[used.idnum] or {}).get(code, "")
                    rule(to and not set(to) & {"\0", "\ufeff", "\ufffe"}, f"6.2.11.7.2 {code} is no character")
        else:
            # Of the colours those that the output intent explains, no patterns, no images inside the text.
            rule(operator in b"q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tr Ts "
                 b"Td TD Tm T* Do g G rg RG".split(), f"6.2.2, 6.2.4 operator {operator}")

# --- metadata (6.6), language and tags --------------------------------------------------------------------------------

metadata = root["/Metadata"].get_object()
rule("/Filter" not in metadata, "metadata is compressed")
packet = metadata.get_data()
rule(re.match(rb'<\?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"\?>', packet), "6.6.2.1 packet")
names = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "dc": "http://purl.org/dc/elements/1.1/",
         "pdf": "http://ns.adobe.com/pdf/1.3/", "xmp": "http://ns.adobe.com/xap/1.0/",
         "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
description = ElementTree.fromstring(packet).find("rdf:RDF/rdf:Description", names)
value = lambda path: description.findtext(path, None, names)
rule(value("pdfaid:part") == "2" and value("pdfaid:conformance") == "U", "6.6.4 not PDF/A-2u")
said = reader.metadata
for key, path in (("/Title", "dc:title/rdf:Alt/rdf:li"), ("/Author", "dc:creator/rdf:Seq/rdf:li"),
                  ("/Subject", "dc:description/rdf:Alt/rdf:li"), ("/Creator", "xmp:CreatorTool"),
                  ("/Producer", "pdf:Producer")):
    rule(said.get(key) == value(path), f"6.6.3 {key}: {said.get(key)} and {value(path)}")
for key, path in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
    date = re.fullmatch(r"D:(....)(..)(..)(..)(..)(..)([+-]..)'(..)'?", said.get(key) or "")
    rule(date and "{}-{}-{}T{}:{}:{}{}:{}".format(*date.groups()) == value(path), f"6.6.3 {key}: {said.get(key)} {value(path)}")
rule(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", root.get("/Lang", "")), "6.7.4 language")
rule(root.get("/MarkInfo", {}).get("/Marked") == True and "/StructTreeRoot" in root, "not tagged")

print("\n".join(broken), end="")
