// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/docx.h"

#include "model/document/sheet.h"
#include "model/document/words.h"
#include "model/document/xml.h"
#include "model/document/zip.h"

#include <array>
#include <cmath>
#include <format>
#include <optional>

namespace model::document {
namespace {

constexpr std::string_view kProlog = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kWord = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                                   "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
constexpr const char* kFont = "Noto Serif CJK SC"; // the first of kFamilies

long twips(double points) { return std::lround(points * 20); }
long halves(double points) { return std::lround(points * 2); }

/// The kinds of paragraph that a person finds in the list of styles. The names of those that word processors know are
/// fixed by the standard; their programs show them in the person's language.
struct Kind {
    const char* id;
    const char* name;
    int outline = 0;
};
constexpr std::array<Kind, 7> kKinds{{{"Heading1", "heading 1", 1},
                                      {"Heading2", "heading 2", 2},
                                      {"Title", "Title"},
                                      {"Subtitle", "Subtitle"},
                                      {"Signature", "Signature"},
                                      {"BodyText", "Body Text"},
                                      {"NoSpacing", "No Spacing"}}};

std::size_t kindOf(const Paragraph& one) {
    if (one.outline > 0) return one.outline == 1 ? 0 : 1;
    switch (one.style.align) {
    case Align::centre: return one.style.bold ? 2 : 3;
    case Align::right: return 4;
    case Align::body: return 5;
    case Align::left: break;
    }
    return 6;
}

const char* alignment(Align align) {
    switch (align) {
    case Align::body: return "both";
    case Align::centre: return "center";
    case Align::right: return "right";
    case Align::left: break;
    }
    return "left";
}

// The properties in which a paragraph differs from its style, or all of them where there is no style to differ from.
// The standard fixes their order, and page breaks stand between the first two functions.

std::string keeping(const Style& style, const Style* base) {
    if (base && style.keepWithNext == base->keepWithNext) return {};
    return std::format("<w:keepNext w:val=\"{}\"/>", style.keepWithNext ? 1 : 0);
}

std::string spacing(const Style& style, const Style* base) {
    std::string out;
    if (!base || style.before != base->before || style.pitch != base->pitch)
        out += std::format("<w:spacing w:before=\"{}\" w:after=\"0\" w:line=\"{}\" w:lineRule=\"exact\"/>",
                           twips(style.before), twips(style.pitch));
    if (!base || style.indent != base->indent || style.firstIndent != base->firstIndent) {
        const long first = twips(style.firstIndent);
        out += std::format("<w:ind w:left=\"{}\" w:right=\"0\" w:{}=\"{}\"/>", twips(style.indent),
                           first < 0 ? "hanging" : "firstLine", std::abs(first));
    }
    if (!base || style.align != base->align) out += std::format("<w:jc w:val=\"{}\"/>", alignment(style.align));
    return out;
}

std::string runProperties(const Style& style, const Style* base) {
    std::string out;
    if (!base || style.bold != base->bold) out += std::format("<w:b w:val=\"{}\"/>", style.bold ? 1 : 0);
    if (!base || style.grey != base->grey)
        out += std::format("<w:color w:val=\"{}\"/>", style.grey ? "595959" : "000000");
    if (!base || style.size != base->size)
        out += std::format("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", halves(style.size));
    return out.empty() ? out : "<w:rPr>" + out + "</w:rPr>";
}

using Looks = std::array<std::optional<Style>, kKinds.size()>;

/// How each kind looks that occurs.
Looks looks(const std::vector<Paragraph>& paragraphs) {
    Looks out;
    for (const auto& one : paragraphs) {
        if (auto& look = out[kindOf(one)]; !look) look = one.style;
    }
    return out;
}

std::string paragraph(const Paragraph& one, const Looks& looks) {
    const std::size_t kind = kindOf(one);
    const Style* base = &*looks[kind];
    std::string out = std::format("<w:p><w:pPr><w:pStyle w:val=\"{}\"/>", kKinds[kind].id);
    out += keeping(one.style, base);
    if (one.newPage) out += "<w:pageBreakBefore/>";
    out += spacing(one.style, base) + "</w:pPr>";
    if (const std::string text = xmlText(oneLine(one.text)); !text.empty())
        out += "<w:r>" + runProperties(one.style, base) + "<w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
    return out + "</w:p>\n";
}

std::string documentPart(const Typescript& script, const Looks& looks) {
    std::string out = std::format("{}<w:document {}><w:body>\n", kProlog, kWord);
    for (const auto& one : script.paragraphs) out += paragraph(one, looks);
    const double right = sheet::kWidth - sheet::kLeft - sheet::kTextWidth;
    const double bottom = sheet::kHeight - sheet::kTop - sheet::kTextHeight;
    out += std::format("<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
                       "<w:pgSz w:w=\"{}\" w:h=\"{}\"/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" "
                       "w:left=\"{}\" w:header=\"720\" w:footer=\"1000\" w:gutter=\"0\"/></w:sectPr>"
                       "</w:body></w:document>",
                       twips(sheet::kWidth), twips(sheet::kHeight), twips(sheet::kTop), twips(right), twips(bottom),
                       twips(sheet::kLeft));
    return out;
}

std::string stylesPart(const Typescript& script, const Looks& looks) {
    // Letters of a Chinese text that are not Chinese are read and spelled as English.
    const bool chinese = script.language.starts_with("zh");
    std::string out = std::format(
        "{}<w:styles {}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{}\" w:eastAsia=\"{}\" w:hAnsi=\"{}\" "
        "w:cs=\"{}\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"{}\" w:eastAsia=\"{}\"/></w:rPr>"
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>\n"
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>"
        "<w:pPr><w:widowControl/></w:pPr></w:style>\n",
        kProlog, kWord, kFont, kFont, kFont, kFont, chinese ? "en-GB" : xmlText(script.language),
        chinese ? xmlText(script.language) : "zh-CN");
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (!looks[i]) continue;
        const Kind& kind = kKinds[i];
        const std::string level =
            kind.outline > 0 ? std::format("<w:outlineLvl w:val=\"{}\"/>", kind.outline - 1) : std::string();
        out += std::format("<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/>"
                           "<w:basedOn w:val=\"Normal\"/>{}<w:qFormat/><w:pPr>{}{}{}</w:pPr>{}</w:style>\n",
                           kind.id, kind.name, looks[5] && i < 2 ? "<w:next w:val=\"BodyText\"/>" : "",
                           keeping(*looks[i], nullptr), spacing(*looks[i], nullptr), level,
                           runProperties(*looks[i], nullptr));
    }
    const Style footer{.size = sheet::kFooterSize, .pitch = sheet::kFooterPitch, .align = Align::centre, .grey = true};
    out += std::format("<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/>"
                       "<w:basedOn w:val=\"Normal\"/><w:pPr>{}</w:pPr>{}</w:style>\n",
                       spacing(footer, nullptr), runProperties(footer, nullptr));
    return out + "</w:styles>";
}

std::string footerPart(const std::string& footer) {
    const auto field = [](std::string_view name) {
        return std::format("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "
                           "xml:space=\"preserve\"> {} </w:instrText></w:r><w:r><w:fldChar "
                           "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "
                           "w:fldCharType=\"end\"/></w:r>",
                           name);
    };
    const auto words = [](std::string_view text) {
        return std::format("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", text);
    };
    return std::format("{}<w:ftr {}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:pBdr><w:top w:val=\"single\" "
                       "w:sz=\"4\" w:space=\"6\" w:color=\"999999\"/></w:pBdr></w:pPr>{}</w:p>"
                       "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>",
                       kProlog, kWord, words(xmlText(oneLine(footer))), words("— "), field("PAGE"), words(" / "),
                       field("NUMPAGES"), words(" —"));
}

/// Where the font is missing a word processor takes the first of the others that it has.
std::string fontsPart() {
    return std::format("{}<w:fonts {}><w:font w:name=\"{}\"><w:altName w:val=\"SimSun,宋体,FangSong,仿宋,Noto Sans "
                       "CJK SC\"/><w:charset w:val=\"86\"/><w:family w:val=\"roman\"/><w:pitch "
                       "w:val=\"variable\"/></w:font></w:fonts>",
                       kProlog, kWord, kFont);
}

std::string settingsPart() {
    return std::format("{}<w:settings {}><w:defaultTabStop w:val=\"420\"/><w:characterSpacingControl "
                       "w:val=\"compressPunctuation\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" "
                       "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>",
                       kProlog, kWord);
}

std::string propertiesPart(const Typescript& script) {
    // Midnight in China is four in the afternoon of the day before where the clocks of the format stand.
    const Date before = std::chrono::sys_days(script.date) - std::chrono::days(1);
    const std::string made = formatDate(before) + "T16:00:00Z";
    return std::format(
        "{0}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{1}</dc:title><dc:subject>{2}</dc:subject>"
        "<dc:creator>{3}</dc:creator><cp:lastModifiedBy>{3}</cp:lastModifiedBy><dc:language>{4}</dc:language>"
        "<cp:contentStatus>Draft</cp:contentStatus><dcterms:created xsi:type=\"dcterms:W3CDTF\">{5}</dcterms:created>"
        "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{5}</dcterms:modified></cp:coreProperties>",
        kProlog, xmlText(oneLine(script.title)), xmlText(oneLine(script.subject)), xmlText(oneLine(script.author)),
        xmlText(script.language), made);
}

constexpr std::string_view kTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
</Types>)";
constexpr std::string_view kPackageParts =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/>
</Relationships>)";
constexpr std::string_view kDocumentParts =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>
</Relationships>)";
constexpr std::string_view kProgram =
    R"(<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Touchstone</Application></Properties>)";

std::string part(std::string_view fixed) { return std::string(kProlog) + std::string(fixed); }

} // namespace

Result<crypto::Bytes> docx(const Typescript& script) {
    if (!script.date.ok()) return fail(Code::usage, {"The document has no date.", "文书没有日期。"});
    const Looks look = looks(script.paragraphs);
    // Programs that look at the first bytes know the kind of the file by the part that comes first.
    const std::array<ZipEntry, 10> parts{{{"[Content_Types].xml", part(kTypes)},
                                          {"_rels/.rels", part(kPackageParts)},
                                          {"docProps/core.xml", propertiesPart(script)},
                                          {"docProps/app.xml", part(kProgram)},
                                          {"word/document.xml", documentPart(script, look)},
                                          {"word/_rels/document.xml.rels", part(kDocumentParts)},
                                          {"word/styles.xml", stylesPart(script, look)},
                                          {"word/settings.xml", settingsPart()},
                                          {"word/fontTable.xml", fontsPart()},
                                          {"word/footer1.xml", footerPart(script.footer)}}};
    return zipped(parts);
}

} // namespace model::document
