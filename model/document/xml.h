// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace model::document {

/// What XML 1.0 can hold of `text` (§2.2): most controls, U+FFFE and U+FFFF are left out; each byte that is not UTF-8
/// becomes U+FFFD.
std::string xmlCharacters(std::string_view text);

/// `text` as the content of an element or of a quoted attribute of XML 1.0, and reads back as
/// xmlCharacters(text).
std::string xmlText(std::string_view text);

} // namespace model::document
