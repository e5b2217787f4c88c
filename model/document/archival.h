// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "model/base/result.h"

#include <string>

namespace model::document {

/// Makes a PDF that cairo wrote a PDF/A-2u (ISO 19005-2, conformance level U): adds the metadata packet, which says the
/// same as the information dictionary, the colour space of the screen and printer (sRGB) and an identifier computed
/// from the content; takes away what a printer would flatten. `language` is that of the text (RFC 5646, as zh-CN). The
/// fonts and their Unicode maps have to be in it already. Deterministic. Code::failed if the PDF cannot be read or
/// written. Any thread.
Result<crypto::Bytes> archival(const crypto::Bytes& pdf, const std::string& language);

} // namespace model::document
