// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Inside model/store: what a Database and a Statement hold.

#include "crypto/check.h"
#include "model/store/database.h"
#include "model/store/database_error.h"

#include <sqlcipher/sqlite3.h>

#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace model {

struct Interrupter::Target {
    std::mutex mutex; // closing and interrupting must not meet
    sqlite3* db = nullptr;
};

struct Database::Impl {
    /// One for each SQL text the program has: a bound, not a tuning knob.
    static constexpr std::size_t kCachedStatements = 200;

    sqlite3* db = nullptr;
    std::filesystem::path path;
    std::shared_ptr<Interrupter::Target> target = std::make_shared<Interrupter::Target>();
    std::unordered_map<std::string, sqlite3_stmt*> cache; // statements that nobody has on loan
    int loans = 0;
    std::unordered_set<std::string> protectedTables;
    std::string refusedTable; // what the authorizer refused last

    ~Impl() {
        crypto::require(loans == 0, "a statement outlived its database");
        for (const auto& [sql, statement] : cache) sqlite3_finalize(statement);
        const std::lock_guard lock(target->mutex);
        target->db = nullptr;
        sqlite3_close_v2(db);
    }

    Error error(int code) const;

    // Steps of opening, in order; each gives a result code of SQLite.
    int connect(int flags, bool immutable);
    int unlock(const crypto::Secret& key, const PageProfile& pages);
    int configure(const PageProfile& pages, OpenMode mode);
    bool headerIsPlain() const;
    std::int64_t fileBytes() const;
    int probe(int& version);
};

struct Statement::Lease {
    Database::Impl* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    std::string sql;
    int failure = SQLITE_OK; // of a bind, told by the next step

    Lease(Database::Impl* owner, sqlite3_stmt* prepared, std::string text)
        : database(owner), statement(prepared), sql(std::move(text)) {
        ++database->loans;
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    ~Lease() {
        --database->loans;
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        if (database->cache.size() >= Database::Impl::kCachedStatements ||
            !database->cache.try_emplace(sql, statement).second) {
            sqlite3_finalize(statement);
        }
    }
};

} // namespace model
