// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/postgres/reading.h"

#include <atomic>
#include <chrono>

namespace postgres {

/// A hub's record in a PostgreSQL database, which several processes on several machines may share. One of them has its
/// turn to write at a time: each locks one table first. A lost connection is made anew at the next turn or reading.
/// One thread at a time, and one turn or reading; it must outlive both.
class PostgresStore final : public model::HubStore {
public:
    /// Connects. Errors as Connection::open() and checkVersion().
    static Result<std::unique_ptr<PostgresStore>> open(Address address, crypto::Suite suite);

    Result<std::unique_ptr<model::HubTurn>> write() override;
    Result<std::unique_ptr<model::HubReading>> read() override;
    [[nodiscard]] std::string name() const override { return m_address.name; }
    std::unique_ptr<model::HubWatch> watch(const std::function<void()>& news) override;

    /// A turn and a reading of which more can be asked than a hub does.
    struct Begun {
        std::shared_ptr<Connection> connection;
        Beginning beginning;
    };
    Result<Begun> beginTurn();
    Result<Begun> beginReading();

private:
    PostgresStore(Address address, crypto::Suite suite) : m_address(std::move(address)), m_suite(suite) {}

    Result<void> connect();
    Result<Begun> begin(const std::string& sql);
    Result<Begun> tryToBegin(const std::string& sql);

    Address m_address;
    crypto::Suite m_suite;
    std::shared_ptr<Connection> m_connection;
    std::shared_ptr<std::atomic<int>> m_backend = std::make_shared<std::atomic<int>>(0); ///< of m_connection
    std::optional<Error> m_failure; ///< why the last connection could not be made
    std::chrono::steady_clock::time_point m_failedAt;
};

} // namespace postgres
