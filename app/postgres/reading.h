// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/postgres/connection.h"
#include "model/hub/hub_store.h"

namespace postgres {

/// What a transaction found when it began.
struct Beginning {
    std::optional<model::Commit> last;
    std::int64_t subjects = 0, acts = 0, events = 0; ///< the last rows
};

/// The questions of a hub inside of one transaction; each asks the server once.
class Reading : public model::HubReading {
public:
    /// A transaction must be open on the connection; this ends it when it is destroyed.
    Reading(std::shared_ptr<Connection> connection, std::optional<model::Commit> last, crypto::Suite suite)
        : m_connection(std::move(connection)), m_last(std::move(last)), m_suite(suite) {}
    ~Reading() override {
        if (!m_ended) m_connection->endLater("ROLLBACK");
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    Result<std::optional<model::Commit>> last() override { return m_last; }
    Result<std::vector<model::StoredCommit>> commits(std::uint64_t first, std::uint64_t last) override;
    Result<std::set<model::Digest>> known(std::span<const model::Digest> events) override;
    Result<std::vector<model::Refusal>> refusals(std::span<const model::Digest> events) override;
    Result<std::vector<model::StoredLink>> linksBetween(std::uint64_t first, std::uint64_t last) override;
    Result<std::vector<model::StoredLink>> linksOf(std::span<const model::CaseId> cases) override;
    Result<std::vector<model::StoredEvent>> events(std::span<const std::int64_t> rows) override;
    Result<std::vector<model::Act>> actHeaders(std::span<const std::int64_t> rows) override;
    Result<std::vector<model::StoredAct>> acts(std::span<const std::int64_t> rows) override;

    /// Says which commit is the last from now on.
    void setLast(model::Commit last) { m_last = std::move(last); }
    /// Says that the transaction has ended already.
    void setEnded() { m_ended = true; }
    [[nodiscard]] Connection& connection() { return *m_connection; }

private:
    std::shared_ptr<Connection> m_connection;
    std::optional<model::Commit> m_last;
    crypto::Suite m_suite;
    bool m_ended = false;
};

/// Views of things that have view(): ids and digests.
std::vector<ByteView> viewsOf(const auto& things) {
    std::vector<ByteView> views;
    views.reserve(things.size());
    for (const auto& thing : things) views.push_back(thing.view());
    return views;
}

} // namespace postgres
