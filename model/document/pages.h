// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "model/base/clock.h"
#include "model/base/result.h"

#include <string>
#include <vector>

/// Paragraphs to A4 pages as PDF/A. Lengths are points (1/72 inch).
namespace model::document {

enum class Align {
    body, ///< both edges, last line at the left
    left,
    centre,
    right,
};

struct Style {
    double size = 16;  ///< of the letters
    double pitch = 29; ///< from baseline to baseline
    bool bold = false;
    Align align = Align::body;
    double firstIndent = 0; ///< of the first line, beside `indent`
    double indent = 0;      ///< from the left edge
    double before = 0;      ///< space above, not at the top of a page
    bool keepWithNext = false;
    bool grey = false;
};

struct Paragraph {
    std::string text = {}; ///< UTF-8, without line breaks
    Style style = {};
    bool newPage = false; ///< starts a page
    int outline = 0;      ///< 1, 2: an entry of this level in the reader's table of contents
};

struct Typescript {
    std::string title = {};
    std::string author = {};
    std::string subject = {};
    Date date = {};                 ///< the document's date of creation, at midnight in China
    std::string language = "zh-CN"; ///< RFC 5646
    std::string footer = {};        ///< repeated on each page
    std::vector<Paragraph> paragraphs = {};
};

/// Sets the paragraphs: a heading stays with what follows, no line of a paragraph stands alone on a page. What comes
/// out is PDF/A-2u (ISO 19005-2): it can be searched and kept, and headings and paragraphs are tagged for readers
/// aloud. Deterministic. Code::failed if the fonts are missing or the PDF could not be made. Any thread, one call at a
/// time.
Result<crypto::Bytes> typeset(const Typescript& script);

} // namespace model::document
