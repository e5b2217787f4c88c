// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/hub_store.h"

#include <map>

namespace model {

/// A reading that remembers its short answers: for many who ask for the same news in one look. Keeps some 16 MiB at
/// most.
class SharedLook final : public HubReading {
public:
    explicit SharedLook(std::unique_ptr<HubReading> reading) : m_reading(std::move(reading)) {}

    Result<std::optional<Commit>> last() override { return m_reading->last(); }
    Result<std::vector<StoredCommit>> commits(std::uint64_t first, std::uint64_t last) override;
    Result<std::set<Digest>> known(std::span<const Digest> events) override { return m_reading->known(events); }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override {
        return m_reading->refusals(events);
    }
    Result<std::vector<StoredLink>> linksBetween(std::uint64_t first, std::uint64_t last) override;
    Result<std::vector<StoredLink>> linksOf(std::span<const CaseId> cases) override {
        return m_reading->linksOf(cases);
    }
    Result<std::vector<StoredEvent>> events(std::span<const std::int64_t> rows) override;
    Result<std::vector<Act>> actHeaders(std::span<const std::int64_t> rows) override;
    Result<std::vector<StoredAct>> acts(std::span<const std::int64_t> rows) override;

private:
    template <typename Key, typename T>
    using Memory = std::map<Key, std::vector<T>>;
    using Span = std::pair<std::uint64_t, std::uint64_t>;
    using RowList = std::vector<std::int64_t>;

    template <typename Key, typename T>
    Result<std::vector<T>> remembered(Memory<Key, T>& memory, Key key, const auto& ask);

    std::unique_ptr<HubReading> m_reading;
    std::size_t m_bytes = 0; ///< of what is remembered
    Memory<Span, StoredCommit> m_commits;
    Memory<Span, StoredLink> m_links;
    Memory<RowList, StoredEvent> m_events;
    Memory<RowList, Act> m_headers;
    Memory<RowList, StoredAct> m_acts;
};

} // namespace model
