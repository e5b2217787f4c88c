// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/evidence_record.h"

#include "model/case/files.h"

#include <algorithm>
#include <map>

namespace model {

namespace {

/// Reads events by the hundred: they come with their sealed parts.
template <class Each>
Result<void> eachEvent(HubReading& reading, std::span<const std::int64_t> rows, const Each& each) {
    constexpr std::size_t kAtOnce = 200;
    for (; !rows.empty(); rows = rows.subspan(std::min(rows.size(), kAtOnce))) {
        TRY_ASSIGN(const auto events, reading.events(rows.first(std::min(rows.size(), kAtOnce))));
        for (const auto& stored : events) each(stored);
    }
    return {};
}

} // namespace

std::optional<EvidenceOnRecord> evidenceIn(const CaseState& state, const Digest& address) {
    const auto all = filesOf(state);
    const auto found = std::ranges::find(all, address, &CaseFile::address);
    if (found == all.end()) return std::nullopt;
    return EvidenceOnRecord{{state.id, address}, found->storedSize, found->place.by};
}

Result<std::vector<EvidenceOnRecord>> evidenceOnRecord(HubReading& reading) {
    constexpr std::uint64_t kCommitsAtOnce = 64;
    TRY_ASSIGN(const auto last, reading.last());
    std::map<EvidenceName, EvidenceOnRecord> all;
    const std::uint64_t end = last ? last->number : 0;
    for (std::uint64_t first = 1; first <= end; first += kCommitsAtOnce) {
        TRY_ASSIGN(const auto links, reading.linksBetween(first, std::min(end, first + kCommitsAtOnce - 1)));
        std::vector<std::int64_t> rows;
        for (const auto& link : links) rows.push_back(link.event);
        TRY(eachEvent(reading, rows, [&](const StoredEvent& stored) {
            const auto& header = stored.event.header;
            if (!std::ranges::contains(kFileKinds, header.kind)) return;
            const auto body = readCaseBody(header, nullptr);
            const auto added = fileAddedBy(body);
            if (!added) return;
            const EvidenceName name{header.caseId, added->address};
            all.emplace(name, EvidenceOnRecord{name, added->storedSize, header.author});
        }));
    }
    std::vector<EvidenceOnRecord> out;
    for (const auto& [name, item] : all) out.push_back(item);
    return out;
}

} // namespace model
