// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/giving_back.h"

#include <algorithm>

namespace model {

namespace {

/// What of one commit is in a vault.
struct Part {
    std::vector<Entry> entries;
    std::map<Digest, ActWithIds> acts;
    std::size_t bytes = 0;
};

Result<Part> partOf(Record& record, std::uint64_t number) {
    std::vector<StoredLink> links;
    TRY(record.linksBetween(number, number, [&](std::int64_t, const StoredLink& link) -> Result<void> {
        links.push_back(link);
        return {};
    }));
    Part part;
    for (const auto& link : links) {
        TRY_ASSIGN(auto stored, record.event(link.event));
        TRY_ASSIGN(auto act, record.act(stored.act));
        const Digest id = act.act.id;
        part.bytes += sizeOf(stored.event);
        if (!part.acts.contains(id)) {
            part.bytes += sizeOf(act.act);
            part.acts.emplace(id, ActWithIds{std::move(act.act), std::move(act.events)});
        }
        part.entries.push_back(
            {link.commit, link.commitIndex, link.link, std::move(stored.event), id, stored.actIndex});
    }
    return part;
}

} // namespace

Result<Changes> commitsAfter(Record& record, std::uint64_t after, std::size_t limit) {
    TRY_ASSIGN(const auto last, record.lastCommit());
    Changes lost;
    if (after > 0) {
        TRY_ASSIGN(const auto base, record.commit(after));
        lost.base = base.commit.hash;
    }
    std::size_t bytes = 0;
    for (std::uint64_t number = after + 1; number <= last && lost.commits.size() < limit; ++number) {
        TRY_ASSIGN(auto part, partOf(record, number));
        bytes += part.bytes;
        if (!lost.commits.empty() && (bytes > kBatchBytes || lost.entries.size() + part.entries.size() > kBatchEvents))
            break;
        TRY_ASSIGN(auto commit, record.commit(number));
        lost.commits.push_back(std::move(commit));
        std::ranges::move(part.entries, std::back_inserter(lost.entries));
        lost.acts.merge(part.acts);
    }
    return lost;
}

} // namespace model
