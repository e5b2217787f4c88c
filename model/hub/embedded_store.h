// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/hub.h"
#include "model/hub/hub_store.h"
#include "model/store/database.h"

namespace model {

/// A hub's store in one SQLCipher file, which holds the hub's signing identity too. Several processes may share it.
class EmbeddedStore final : public HubStore {
public:
    /// Version of the whole schema; a store with a higher one is from a newer program.
    static constexpr int kVersion = 1;

    /// Makes a store, and keeps `identity` in it.
    static Result<std::unique_ptr<EmbeddedStore>> create(const std::filesystem::path& path, const crypto::Secret& key,
                                                         const crypto::Identity& identity);
    static Result<std::unique_ptr<EmbeddedStore>> open(const std::filesystem::path& path, const crypto::Secret& key,
                                                       crypto::Suite suite, OpenMode mode = OpenMode::readWrite);

    /// The hub's signing identity. Code::damaged if the store holds no valid one.
    Result<crypto::Identity> identity();
    /// For verification: the truth tables.
    Record& record() { return m_record; }

    /// Writes all of it, identity included, into a new store under a new key, and takes nothing from then on: every
    /// later write() is Code::refused. Either both is done or neither. Once more, it writes the same again. `path` must
    /// not exist.
    Result<void> handOver(const std::filesystem::path& path, const crypto::Secret& key);
    /// Whether it was handed over.
    Result<bool> handedOver();

    Result<std::unique_ptr<HubTurn>> write() override;
    Result<std::unique_ptr<HubReading>> read() override;
    [[nodiscard]] std::string name() const override { return m_database->path().string(); }

private:
    EmbeddedStore(Database database, crypto::Suite suite)
        : m_database(std::make_unique<Database>(std::move(database))), m_record(*m_database, suite) {}

    std::unique_ptr<Database> m_database;
    Record m_record;
};

/// A hub over an embedded store: the whole of it in this process.
struct EmbeddedHub {
    std::unique_ptr<EmbeddedStore> store;
    std::unique_ptr<Hub> hub;

    /// Makes a store with a new signing identity.
    static Result<EmbeddedHub> create(const std::filesystem::path& path, const crypto::Secret& key, crypto::Suite suite,
                                      const Clock& clock, crypto::Random& random);
    static Result<EmbeddedHub> open(const std::filesystem::path& path, const crypto::Secret& key, crypto::Suite suite,
                                    const Clock& clock);
};

} // namespace model
