// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/shared_look.h"

namespace model {

namespace {

constexpr std::size_t kMostBytes = 16 * 1024 * 1024;
/// A longer answer is one that somebody asks who was away, and nobody else.
constexpr std::size_t kLongAnswer = 1024 * 1024;
constexpr std::size_t kOverhead = 256;

std::size_t bytesOf(const Act& act) {
    std::size_t bytes = kOverhead + act.bytes.size() + act.signature.size();
    for (const auto& envelope : act.envelopes) bytes += kOverhead + envelope.sealed.size();
    return bytes;
}
std::size_t bytesOf(const StoredAct& act) { return bytesOf(act.act) + act.events.size() * sizeof(Digest); }
std::size_t bytesOf(const StoredCommit& commit) { return kOverhead + commit.links.size() * sizeof(Digest); }
std::size_t bytesOf(const StoredLink&) { return kOverhead; }
std::size_t bytesOf(const StoredEvent& event) {
    // What was read of the bytes lies beside them.
    return 2 * kOverhead + 2 * event.event.bytes.size() + event.event.sealed.size();
}

} // namespace

template <typename Key, typename T>
Result<std::vector<T>> SharedLook::remembered(Memory<Key, T>& memory, Key key, const auto& ask) {
    if (const auto known = memory.find(key); known != memory.end()) return known->second;
    TRY_ASSIGN(auto answer, ask());
    std::size_t bytes = kOverhead;
    for (const auto& one : answer) bytes += bytesOf(one);
    if (bytes <= kLongAnswer && m_bytes + bytes <= kMostBytes) {
        m_bytes += bytes;
        memory.emplace(std::move(key), answer);
    }
    return answer;
}

Result<std::vector<StoredCommit>> SharedLook::commits(std::uint64_t first, std::uint64_t last) {
    return remembered(m_commits, Span(first, last), [&] { return m_reading->commits(first, last); });
}

Result<std::vector<StoredLink>> SharedLook::linksBetween(std::uint64_t first, std::uint64_t last) {
    return remembered(m_links, Span(first, last), [&] { return m_reading->linksBetween(first, last); });
}

Result<std::vector<StoredEvent>> SharedLook::events(std::span<const std::int64_t> rows) {
    return remembered(m_events, RowList(rows.begin(), rows.end()), [&] { return m_reading->events(rows); });
}

Result<std::vector<Act>> SharedLook::actHeaders(std::span<const std::int64_t> rows) {
    return remembered(m_headers, RowList(rows.begin(), rows.end()), [&] { return m_reading->actHeaders(rows); });
}

Result<std::vector<StoredAct>> SharedLook::acts(std::span<const std::int64_t> rows) {
    return remembered(m_acts, RowList(rows.begin(), rows.end()), [&] { return m_reading->acts(rows); });
}

} // namespace model
