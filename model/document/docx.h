// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/pages.h"

namespace model::document {

/// The same paragraphs as a Word document (OOXML, ISO/IEC 29500 transitional), a working copy to go on with: what is
/// signed and served is the PDF. Page, letters, spaces and page breaks are those of typeset(); lines and pages are the
/// word processor's. Headings, centred, right-aligned and running text have styles of their own, which look like the
/// first paragraph of the kind. Text passes through oneLine(), and what XML cannot hold is left out. Deterministic.
/// Code::usage if there is no valid date, Code::tooLarge above 512 MB, Code::failed if it cannot be packed. Any thread.
Result<crypto::Bytes> docx(const Typescript& script);

} // namespace model::document
