// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/case/state.h"

// Pieces of evidence and documents are files alike: sealed under a key of their own, named by their address, fetched
// and sent in the same way.

namespace model {

/// A file of a case in the evidence store. Refers to the state that it was taken from.
struct CaseFile {
    ItemId id;
    Digest address{};
    std::uint64_t storedSize = 0; ///< bytes on disk
    Place place;
    bool readable = false; ///< what follows is known
    std::string_view name;
    std::uint64_t size = 0; ///< bytes of the original
    Digest sha256{};
    const Bytes* itemKey = nullptr;
};
/// All of them: the evidence in its order, then the documents in theirs.
std::vector<CaseFile> filesOf(const CaseState& state);

/// The kinds of events that add a file.
inline constexpr std::string_view kFileKinds[] = {EvidenceAdded::kKind, DocumentMade::kKind};
/// The clear part of what an event adds.
struct AddedFile {
    ItemId id;
    Digest address{};
    std::uint64_t storedSize = 0;
};
std::optional<AddedFile> fileAddedBy(const CaseBody& body);

} // namespace model
