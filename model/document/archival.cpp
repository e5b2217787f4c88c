// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/archival.h"

#include "embedded/srgb_profile.h"
#include "model/document/archival_pdf.h"
#include "model/document/words.h"

namespace model::document {

Result<crypto::Bytes> archival(const crypto::Bytes& pdf, const std::string& language) {
    const ArchivalPdf made = archivalPdf(crypto::asText(pdf), language, model::resource::srgb_profile());
    if (made.bytes.empty()) {
        return fail(Code::failed,
                    put({"The document could not be made fit for archives: {0}.", "无法将文书转换为存档格式：{0}。"},
                        made.why));
    }
    return crypto::toBytes(crypto::asBytes(made.bytes));
}

} // namespace model::document
