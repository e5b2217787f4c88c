// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/pages.h"

#include "model/document/archival.h"
#include "model/document/fonts.h"
#include "model/document/sheet.h"
#include "model/document/words.h"
#include "model/document/xml.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <format>
#include <memory>

namespace model::document {
namespace {

constexpr double kLeft = sheet::kLeft;
constexpr double kTop = sheet::kTop;
constexpr double kWidth = sheet::kTextWidth;
constexpr double kBottom = kTop + sheet::kTextHeight;
constexpr const char* kArtifact = "Artifact";

struct DropSurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DropCairo {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
struct DropFontOptions {
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
struct DropDescription {
    void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
struct DropAttributes {
    void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
using Context = std::unique_ptr<PangoContext, Unref>;
using Layout = std::unique_ptr<PangoLayout, Unref>;

double points(int units) { return static_cast<double>(units) / PANGO_SCALE; }
int units(double value) { return static_cast<int>(std::lround(value * PANGO_SCALE)); }

/// A paragraph broken into lines.
struct Broken {
    Layout layout;
    Style style;
    int lines = 0;
};

/// A line with its place. `y` is the baseline.
struct Placed {
    std::size_t paragraph = 0;
    int line = 0;
    double y = 0;
};
using Page = std::vector<Placed>;

Context makeContext(PangoFontMap* fonts, const std::string& language) {
    Context context(pango_font_map_create_context(fonts));
    const std::unique_ptr<cairo_font_options_t, DropFontOptions> options(cairo_font_options_create());
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options.get());
    pango_cairo_context_set_resolution(context.get(), 72);
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    pango_context_set_language(context.get(), pango_language_from_string(language.c_str()));
    return context;
}

Layout makeLayout(PangoContext* context, const std::string& text, const Style& style, double width) {
    Layout layout(pango_layout_new(context));
    const std::unique_ptr<PangoFontDescription, DropDescription> font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), kFamilies);
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout.get(), font.get());
    const std::unique_ptr<PangoAttrList, DropAttributes> attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE)); // a digest has none
    pango_layout_set_attributes(layout.get(), attributes.get());
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout.get(), units(width - style.indent));
    pango_layout_set_indent(layout.get(), units(style.firstIndent));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

double lineWidth(PangoLayoutLine* line) {
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    return points(logical.width);
}

/// Whether space may be put between two characters to fill a line: behind a space and beside Chinese characters and
/// their punctuation, never inside a word or a number.
bool opensBetween(gunichar here, gunichar next) {
    const auto han = [](gunichar c) { return c >= 0x2E80; };
    return next != ' ' && (here == ' ' || han(here) || han(next)); // a space takes its share once, behind it
}

/// Fills a line that is a little short of the right edge, as happens where a Chinese line ends before a number or where
/// punctuation must not begin the next one. Pango's own justification would put all of it into the few spaces.
void fillLine(PangoLayoutLine* line, const char* text, double missing) {
    std::vector<PangoGlyphInfo*> gaps;
    for (GSList* run = line->runs; run; run = run->next) {
        auto* item = static_cast<PangoGlyphItem*>(run->data);
        if (item->item->analysis.level % 2) return; // right to left: leave it
        PangoGlyphString* glyphs = item->glyphs;
        for (int i = 0; i < glyphs->num_glyphs; ++i) {
            const bool lastOfLine = !run->next && i + 1 == glyphs->num_glyphs;
            const bool lastOfCluster = i + 1 == glyphs->num_glyphs || glyphs->glyphs[i + 1].attr.is_cluster_start;
            if (lastOfLine || !lastOfCluster) continue;
            const int next = i + 1 < glyphs->num_glyphs ? item->item->offset + glyphs->log_clusters[i + 1]
                                                        : item->item->offset + item->item->length;
            const gunichar here = g_utf8_get_char(text + item->item->offset + glyphs->log_clusters[i]);
            if (opensBetween(here, g_utf8_get_char(text + next))) gaps.push_back(&glyphs->glyphs[i]);
        }
    }
    if (gaps.empty()) return;
    const int total = units(missing);
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const auto share = [&](std::size_t n) {
            return static_cast<int>(total * static_cast<long>(n) / static_cast<long>(gaps.size()));
        };
        gaps[i]->geometry.width += share(i + 1) - share(i);
    }
}

std::vector<Broken> breakLines(PangoContext* context, const std::vector<Paragraph>& paragraphs) {
    std::vector<Broken> out;
    out.reserve(paragraphs.size());
    for (const auto& one : paragraphs) {
        Broken broken{makeLayout(context, one.text, one.style, kWidth), one.style};
        broken.lines = pango_layout_get_line_count(broken.layout.get());
        out.push_back(std::move(broken));
    }
    return out;
}

/// The height that must be free for paragraph `i` to begin here: all of a heading and the first two lines behind it.
double least(const std::vector<Broken>& all, std::size_t i) {
    double height = 0;
    for (; i < all.size(); ++i) {
        const Broken& one = all[i];
        height += one.style.before;
        if (!one.style.keepWithNext) return height + std::min(one.lines, one.lines == 3 ? 3 : 2) * one.style.pitch;
        height += one.lines * one.style.pitch;
    }
    return height;
}

std::vector<Page> paginate(const std::vector<Broken>& all, const std::vector<Paragraph>& paragraphs) {
    std::vector<Page> pages(1);
    double y = kTop;
    const auto turn = [&] {
        pages.emplace_back();
        y = kTop;
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Style& style = all[i].style;
        if (paragraphs[i].newPage && !pages.back().empty()) turn();
        if (!pages.back().empty()) {
            const double needed = least(all, i);
            if (y + needed > kBottom && needed <= kBottom - kTop) turn();
            else y += style.before;
        }
        int line = 0;
        while (line < all[i].lines) {
            const int rest = all[i].lines - line;
            int fits = static_cast<int>((kBottom - y) / style.pitch + 1e-6);
            if (fits < rest && rest - fits == 1 && fits > 2) --fits; // no single line on the next page
            if (fits <= 0 || (fits < 2 && rest > 1 && !pages.back().empty())) {
                turn();
                continue;
            }
            for (int n = std::min(fits, rest); n > 0; --n, ++line) {
                // The letters sit in the middle of the pitch: 0.88 of the size is above the baseline in both Noto
                // families.
                pages.back().push_back({i, line, y + (style.pitch - style.size) / 2 + 0.88 * style.size});
                y += style.pitch;
            }
            if (line < all[i].lines) turn();
        }
    }
    return pages;
}

void drawLine(cairo_t* cairo, const Broken& paragraph, const Placed& placed) {
    PangoLayoutLine* line = pango_layout_get_line(paragraph.layout.get(), placed.line);
    const Style& style = paragraph.style;
    const double indent = style.indent + (placed.line == 0 ? style.firstIndent : 0);
    const double slack = kWidth - indent - lineWidth(line);
    double x = kLeft + indent;
    if (style.align == Align::centre) x += slack / 2;
    if (style.align == Align::right) x += slack;
    // Half a word of English may be missing at most; a line with one long word stays ragged.
    if (style.align == Align::body && placed.line + 1 < paragraph.lines && slack > 0 && slack < 4 * style.size) {
        fillLine(line, pango_layout_get_text(paragraph.layout.get()), slack);
    }
    const double grey = style.grey ? 0.35 : 0;
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_move_to(cairo, x, placed.y);
    pango_cairo_show_layout_line(cairo, line);
}

void drawFooter(cairo_t* cairo, PangoContext* context, const std::string& footer, std::size_t page, std::size_t pages) {
    const Style style{.size = sheet::kFooterSize, .pitch = sheet::kFooterPitch};
    const auto centred = [&](const std::string& text, double y) {
        const Layout layout = makeLayout(context, text, style, kWidth);
        PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), 0);
        cairo_move_to(cairo, kLeft + (kWidth - lineWidth(line)) / 2, y);
        pango_cairo_show_layout_line(cairo, line);
    };
    cairo_tag_begin(cairo, kArtifact, nullptr); // what is no part of the text; a reader aloud passes over it
    cairo_set_source_rgb(cairo, 0.6, 0.6, 0.6);
    cairo_set_line_width(cairo, 0.5);
    cairo_move_to(cairo, kLeft, kBottom + 16);
    cairo_line_to(cairo, kLeft + kWidth, kBottom + 16);
    cairo_stroke(cairo);
    cairo_set_source_rgb(cairo, 0.25, 0.25, 0.25);
    centred(footer, kBottom + 30);
    centred(std::format("— {} / {} —", page, pages), kBottom + 30 + sheet::kFooterPitch + 3);
    cairo_tag_end(cairo, kArtifact);
}

cairo_status_t append(void* to, const unsigned char* data, unsigned int size) {
    auto* out = static_cast<crypto::Bytes*>(to);
    out->insert(out->end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
}

/// At most so many bytes of the text, and whole characters.
std::string beginning(const std::string& text, std::size_t most) {
    std::size_t size = std::min(text.size(), most);
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) --size;
    return text.substr(0, size);
}

void setMetadata(cairo_surface_t* surface, const Typescript& script) {
    // They stand in the metadata packet too, which is XML. A string has 32767 bytes at most (ISO 19005-2, 6.1.13), and
    // two for each letter.
    const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
        const std::string said = beginning(xmlCharacters(oneLine(value)), 8'000);
        if (!said.empty()) cairo_pdf_surface_set_metadata(surface, key, said.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, script.title);
    set(CAIRO_PDF_METADATA_AUTHOR, script.author);
    set(CAIRO_PDF_METADATA_SUBJECT, script.subject);
    set(CAIRO_PDF_METADATA_CREATOR, "Touchstone");
    // Without these two cairo would ask the clock.
    const std::string date = formatDate(script.date) + "T00:00:00+08:00";
    set(CAIRO_PDF_METADATA_CREATE_DATE, date);
    set(CAIRO_PDF_METADATA_MOD_DATE, date);
}

void addOutline(cairo_surface_t* surface, const Paragraph& paragraph, std::size_t page, double y, int& parent) {
    const std::string shown = beginning(paragraph.text, 200); // a reader shows a line of it
    const std::string attributes = std::format("page={} pos=[{:.2f} {:.2f}]", page, kLeft, y - paragraph.style.pitch);
    const int under = paragraph.outline > 1 ? parent : CAIRO_PDF_OUTLINE_ROOT;
    const int id =
        cairo_pdf_surface_add_outline(surface, under, shown.c_str(), attributes.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
    if (paragraph.outline == 1) parent = id;
}

const char* structure(const Paragraph& paragraph) {
    return paragraph.outline == 1 ? "H1" : paragraph.outline == 2 ? "H2" : "P";
}

/// Marks what stands of a paragraph on a page; a paragraph may have such parts on several.
std::string markOf(std::size_t paragraph, std::size_t page) { return std::format("p{}-{}", paragraph, page); }

void drawPage(cairo_t* cairo, const std::vector<Broken>& broken, const std::vector<Paragraph>& from, const Page& page,
              std::size_t number) {
    for (std::size_t i = 0; i < page.size();) {
        const std::size_t paragraph = page[i].paragraph;
        const std::string mark =
            std::format("tag_name='{}' id='{}'", structure(from[paragraph]), markOf(paragraph, number));
        cairo_tag_begin(cairo, CAIRO_TAG_CONTENT, mark.c_str());
        for (; i < page.size() && page[i].paragraph == paragraph; ++i) drawLine(cairo, broken[paragraph], page[i]);
        cairo_tag_end(cairo, CAIRO_TAG_CONTENT);
    }
}

/// The document as a tree of headings and paragraphs for those who do not read it with their eyes, and for whoever
/// copies a paragraph that goes over a page.
void addStructure(cairo_t* cairo, const std::vector<Page>& pages, const std::vector<Paragraph>& paragraphs) {
    std::vector<std::vector<std::string>> marks(paragraphs.size());
    for (std::size_t n = 0; n < pages.size(); ++n) {
        for (const auto& placed : pages[n]) {
            auto& of = marks[placed.paragraph];
            if (std::string mark = markOf(placed.paragraph, n); of.empty() || of.back() != mark)
                of.push_back(std::move(mark));
        }
    }
    cairo_tag_begin(cairo, "Document", nullptr);
    for (std::size_t i = 0; i < paragraphs.size(); ++i) {
        cairo_tag_begin(cairo, structure(paragraphs[i]), nullptr);
        for (const auto& mark : marks[i]) {
            cairo_tag_begin(cairo, CAIRO_TAG_CONTENT_REF, std::format("ref='{}'", mark).c_str());
            cairo_tag_end(cairo, CAIRO_TAG_CONTENT_REF);
        }
        cairo_tag_end(cairo, structure(paragraphs[i]));
    }
    cairo_tag_end(cairo, "Document");
}

} // namespace

Result<crypto::Bytes> typeset(const Typescript& script) {
    TRY_ASSIGN(const auto fonts, systemFonts());
    const Context context = makeContext(fonts.get(), script.language);
    const auto paragraphs = breakLines(context.get(), script.paragraphs);
    const auto pages = paginate(paragraphs, script.paragraphs);

    crypto::Bytes out;
    const std::unique_ptr<cairo_surface_t, DropSurface> surface(
        cairo_pdf_surface_create_for_stream(append, &out, sheet::kWidth, sheet::kHeight));
    setMetadata(surface.get(), script);
    std::unique_ptr<cairo_t, DropCairo> cairo(cairo_create(surface.get()));
    int parent = CAIRO_PDF_OUTLINE_ROOT;
    for (std::size_t n = 0; n < pages.size(); ++n) {
        for (const auto& placed : pages[n]) {
            const Paragraph& from = script.paragraphs[placed.paragraph];
            if (from.outline > 0 && placed.line == 0) addOutline(surface.get(), from, n + 1, placed.y, parent);
        }
        drawPage(cairo.get(), paragraphs, script.paragraphs, pages[n], n);
        drawFooter(cairo.get(), context.get(), script.footer, n + 1, pages.size());
        if (n + 1 == pages.size()) addStructure(cairo.get(), pages, script.paragraphs);
        cairo_show_page(cairo.get());
    }
    const cairo_status_t drawn = cairo_status(cairo.get());
    cairo.reset();
    cairo_surface_finish(surface.get());
    const cairo_status_t written = cairo_surface_status(surface.get());
    const cairo_status_t status = drawn != CAIRO_STATUS_SUCCESS ? drawn : written;
    if (status != CAIRO_STATUS_SUCCESS) {
        return fail(Code::failed, put({"The document could not be made: {0}.", "无法生成文书：{0}。"},
                                      cairo_status_to_string(status)));
    }
    return archival(out, script.language);
}

} // namespace model::document
