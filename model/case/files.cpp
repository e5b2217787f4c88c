// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/files.h"

namespace model {

std::vector<CaseFile> filesOf(const CaseState& state) {
    std::vector<CaseFile> out;
    out.reserve(state.evidence.size() + state.documents.size());
    const auto add = [&](const auto& all) {
        for (const auto& one : all) {
            out.push_back({one.id, one.address, one.storedSize, one.place, one.readable, one.name, one.size, one.sha256,
                           &one.itemKey});
        }
    };
    add(state.evidence);
    add(state.documents);
    return out;
}

std::optional<AddedFile> fileAddedBy(const CaseBody& body) {
    if (const auto* const evidence = std::get_if<EvidenceAdded>(&body))
        return AddedFile{evidence->item, evidence->address, evidence->storedSize};
    if (const auto* const document = std::get_if<DocumentMade>(&body))
        return AddedFile{document->item, document->address, document->storedSize};
    return std::nullopt;
}

} // namespace model
