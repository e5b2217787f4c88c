// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace model::document {

struct ArchivalPdf {
    std::string bytes; ///< empty if it could not be made
    std::string why;   ///< in the words of the library, if it could not be made
};

/// What archival() does, in types of C++20: clang refuses the headers of qpdf 12 in C++23 (a std::unique_ptr to a type
/// that they keep to themselves), so that this one source is compiled as C++20. `colours` is the ICC profile of sRGB.
ArchivalPdf archivalPdf(std::string_view pdf, const std::string& language, std::string_view colours);

} // namespace model::document
