// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/archival_pdf.h"

#include "model/document/xml.h"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QUtil.hh>

#include <format>

namespace model::document {
namespace {

QPDFObjectHandle name(const char* value) { return QPDFObjectHandle::newName(value); }
QPDFObjectHandle words(const std::string& value) { return QPDFObjectHandle::newUnicodeString(value); }

/// A member of the information dictionary for XML, empty where there is none.
std::string said(const QPDFObjectHandle& info, const char* key) {
    const QPDFObjectHandle value = info.getKey(key);
    return value.isString() ? xmlText(value.getUTF8Value()) : std::string();
}

std::string moment(const QPDFObjectHandle& info, const char* key) {
    QUtil::QPDFTime time;
    const QPDFObjectHandle value = info.getKey(key);
    if (!value.isString() || !QUtil::pdf_time_to_qpdf_time(value.getUTF8Value(), &time)) return {};
    return QUtil::qpdf_time_to_iso8601(time);
}

/// The metadata packet (ISO 16684-1). What it shares with the information dictionary is taken from there, so that the
/// two cannot differ.
std::string packet(const QPDFObjectHandle& info, const std::string& language) {
    std::string out = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                      " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                      " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
                      "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>\n"
                      "<dc:format>application/pdf</dc:format>\n";
    const auto plain = [&](const char* element, const std::string& value) {
        if (!value.empty()) out += std::format("<{0}>{1}</{0}>\n", element, value);
    };
    const auto inList = [&](const char* element, const char* list, const char* attribute, const std::string& value) {
        if (value.empty()) return;
        out += std::format("<{0}><rdf:{1}><rdf:li{2}>{3}</rdf:li></rdf:{1}></{0}>\n", element, list, attribute, value);
    };
    inList("dc:title", "Alt", " xml:lang=\"x-default\"", said(info, "/Title"));
    inList("dc:creator", "Seq", "", said(info, "/Author"));
    inList("dc:description", "Alt", " xml:lang=\"x-default\"", said(info, "/Subject"));
    inList("dc:language", "Bag", "", xmlText(language));
    plain("pdf:Producer", said(info, "/Producer"));
    plain("xmp:CreatorTool", said(info, "/Creator"));
    plain("xmp:CreateDate", moment(info, "/CreationDate"));
    plain("xmp:ModifyDate", moment(info, "/ModDate"));
    // "r" asks programs not to change the packet in place: it belongs to what was signed.
    return out + "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

/// cairo leaves out the D: that a date begins with (ISO 32000-1, 7.9.4).
void mendDates(QPDFObjectHandle info) {
    for (const char* key : {"/CreationDate", "/ModDate"}) {
        const QPDFObjectHandle date = info.getKey(key);
        if (date.isString() && !date.getStringValue().starts_with("D:"))
            info.replaceKey(key, QPDFObjectHandle::newString("D:" + date.getStringValue()));
    }
}

QPDFObjectHandle outputIntent(QPDF& pdf, std::string_view colours) {
    QPDFObjectHandle profile = pdf.newStream(std::string(colours));
    profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
    QPDFObjectHandle intent = QPDFObjectHandle::newDictionary();
    intent.replaceKey("/Type", name("/OutputIntent"));
    intent.replaceKey("/S", name("/GTS_PDFA1")); // the name for all parts of the standard
    intent.replaceKey("/OutputConditionIdentifier", words("sRGB"));
    intent.replaceKey("/Info", words("sRGB IEC61966-2.1"));
    intent.replaceKey("/DestOutputProfile", profile);
    return intent;
}

void describe(QPDF& pdf, const std::string& language, std::string_view colours) {
    QPDFObjectHandle root = pdf.getRoot();
    const QPDFObjectHandle info = pdf.getTrailer().getKey("/Info");
    mendDates(info);
    QPDFObjectHandle metadata = pdf.newStream(packet(info, language));
    metadata.getDict().replaceKey("/Type", name("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", name("/XML"));
    root.replaceKey("/Metadata", metadata);
    root.replaceKey("/OutputIntents", QPDFObjectHandle::newArray({outputIntent(pdf, colours)}));
    root.replaceKey("/Lang", words(language));
    QPDFObjectHandle view = QPDFObjectHandle::newDictionary();
    view.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
    root.replaceKey("/ViewerPreferences", view);
    QPDFObjectHandle mark = QPDFObjectHandle::newDictionary();
    mark.replaceKey("/Marked", QPDFObjectHandle::newBool(root.hasKey("/StructTreeRoot")));
    root.replaceKey("/MarkInfo", mark);
}

/// cairo makes every page a transparent group, though nothing on it is transparent; asks for smooth images (a font with
/// coloured letters has them), which ISO 19005-2, 6.2.8 forbids; and leaves out what is understood in PDF but has to be
/// said in PDF/A (6.2.11.3.2), that the numbers of TrueType's letters are those in the font.
void mendPages(QPDF& pdf) {
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) page.getObjectHandle().removeKey("/Group");
    for (auto& object : pdf.getAllObjects()) {
        if (object.isStreamOfType("", "/Image")) object.getDict().removeKey("/Interpolate");
        if (object.isDictionaryOfType("/Font", "/CIDFontType2") && !object.hasKey("/CIDToGIDMap"))
            object.replaceKey("/CIDToGIDMap", name("/Identity"));
    }
}

std::string written(QPDF& pdf) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_disable); // who has only the bytes, long after us, can read its structure
    writer.setNewlineBeforeEndstream(true);     // ISO 19005-2, 6.1.7.1
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

} // namespace

ArchivalPdf archivalPdf(std::string_view from, const std::string& language, std::string_view colours) {
    try {
        QPDF pdf;
        pdf.setLogger(QPDFLogger::create()); // nothing is printed
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("document", from.data(), from.size());
        describe(pdf, language, colours);
        mendPages(pdf);
        return {written(pdf), {}};
    } catch (const std::exception& error) {
        return {{}, error.what()};
    }
}

} // namespace model::document
