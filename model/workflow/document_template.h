// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/definition.h"

// A template of documents is data: what is typed when one is made, what must not be missing, and the paragraphs, in
// Chinese and English (docs/formats.md, document template). An office may put one of its own in the place of one that
// the program carries.

namespace model {

/// Bounds of a template; what is over them is refused.
inline constexpr std::size_t kTemplateBytes = std::size_t{256} << 10;
inline constexpr std::size_t kTemplateBlocks = 500;

/// What a paragraph is: its size, place and indent follow from it.
enum class BlockStyle { authority, title, number, addressee, heading, body, item, line, note, signature, date, annex };

struct TemplateBlock {
    BlockStyle style = BlockStyle::body;
    Text text;          ///< with values in braces, "{fact.party}"
    std::string when;   ///< it stands there only where this value is not empty
    std::string unless; ///< and only where this one is
    std::string each;   ///< the list for each line of which it stands there once
    bool newPage = false;
    bool keep = false; ///< stays with the next one
};

/// A value that must not be empty, and the article that asks for it.
struct TemplateNeed {
    std::string value;
    std::string cite;
};

struct DocumentTemplate {
    std::string id;
    std::uint32_t version = 0;
    Text title;
    std::string cite;          ///< the article that asks for the document; "setting" where none does
    std::string penalty;       ///< the step whose penalty it speaks of; empty: of none
    std::vector<Field> fields; ///< what is typed when it is made
    std::vector<TemplateNeed> needs;
    std::vector<TemplateBlock> blocks;
};

/// A text with values in braces, taken apart: every other piece is the name of a value, from the second on. "{{" and
/// "}}" stand for braces. Code::malformed with the piece where a brace is not closed.
Result<std::vector<std::string>> textPieces(std::string_view text);

/// Every mistake of a template's form, in the order of the text; empty if there is none. Whether the values that it
/// names are there is checked against a workflow definition (model/template/fill.h).
std::vector<Problem> checkTemplate(std::string_view json);
/// Reads a template. With any mistake in it: Code::malformed, Code::tooLarge over its bound.
Result<DocumentTemplate> parseTemplate(std::string_view json);

} // namespace model
