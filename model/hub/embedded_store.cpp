// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/embedded_store.h"

#include "model/vault/record_schema.h"

namespace model {

namespace {

constexpr PageProfile kPages{.cacheKib = 65536};

constexpr std::string_view kHubSchema = R"sql(
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

class Reading : public HubReading {
public:
    explicit Reading(Record& record) : m_record(record) {}

    Result<std::optional<Commit>> last() override {
        TRY_ASSIGN(const auto number, m_record.lastCommit());
        if (number == 0) return std::nullopt;
        TRY_ASSIGN(auto stored, m_record.commit(number));
        return std::move(stored.commit);
    }

    Result<std::vector<StoredCommit>> commits(std::uint64_t first, std::uint64_t last) override {
        std::vector<StoredCommit> all;
        for (std::uint64_t number = first; number <= last; ++number) {
            TRY_ASSIGN(auto stored, m_record.commit(number));
            all.push_back(std::move(stored));
        }
        return all;
    }

    Result<std::set<Digest>> known(std::span<const Digest> events) override {
        std::set<Digest> found;
        for (const auto& id : events) {
            TRY_ASSIGN(const auto row, m_record.findEvent(id));
            if (row) found.insert(id);
        }
        return found;
    }

    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override {
        std::vector<Refusal> found;
        for (const auto& id : events) {
            TRY_ASSIGN(const auto row, m_record.findEvent(id));
            if (!row) continue;
            TRY_ASSIGN(auto refusal, m_record.refusal(*row));
            if (refusal) found.push_back(*std::move(refusal));
        }
        return found;
    }

    Result<std::vector<StoredLink>> linksBetween(std::uint64_t first, std::uint64_t last) override {
        std::vector<StoredLink> all;
        TRY(m_record.linksBetween(first, last, [&](std::int64_t, const StoredLink& link) -> Result<void> {
            all.push_back(link);
            return {};
        }));
        return all;
    }

    Result<std::vector<StoredLink>> linksOf(std::span<const CaseId> cases) override {
        std::vector<StoredLink> all;
        for (const auto id : cases) {
            TRY_ASSIGN(const auto row, m_record.findCase(id));
            if (!row) continue;
            TRY(m_record.links(*row, 0, [&](const StoredLink& link) -> Result<void> {
                all.push_back(link);
                return {};
            }));
        }
        return all;
    }

    Result<std::vector<StoredEvent>> events(std::span<const std::int64_t> rows) override {
        return each<StoredEvent>(rows, [&](std::int64_t row) { return m_record.event(row); });
    }
    Result<std::vector<Act>> actHeaders(std::span<const std::int64_t> rows) override {
        return each<Act>(rows, [&](std::int64_t row) { return m_record.actHeader(row); });
    }
    Result<std::vector<StoredAct>> acts(std::span<const std::int64_t> rows) override {
        return each<StoredAct>(rows, [&](std::int64_t row) { return m_record.act(row); });
    }

private:
    template <typename T>
    static Result<std::vector<T>> each(std::span<const std::int64_t> rows, const auto& get) {
        std::vector<T> all;
        all.reserve(rows.size());
        for (const auto row : rows) {
            TRY_ASSIGN(auto one, get(row));
            all.push_back(std::move(one));
        }
        return all;
    }

    Record& m_record;
};

/// A reading that holds the write lock, so that another process cannot seal between one question and the next.
class HeldReading final : public Reading {
public:
    HeldReading(Record& record, Transaction transaction) : Reading(record), m_transaction(std::move(transaction)) {}

private:
    Transaction m_transaction;
};

class Turn final : public HubTurn {
public:
    Turn(Record& record, Transaction transaction)
        : m_record(record), m_reading(record), m_transaction(std::move(transaction)) {}

    HubReading& reading() override { return m_reading; }

    Result<void> append(const HubBatch& batch) override {
        std::vector<std::int64_t> acts;
        acts.reserve(batch.acts.size());
        for (const auto& said : batch.acts) {
            TRY_ASSIGN(const auto row, m_record.addAct(*said.act, said.events));
            acts.push_back(row);
        }
        for (const auto& judged : batch.events) TRY(add(judged, acts[judged.act]));
        for (const auto& commit : batch.commits) TRY(m_record.addCommit(commit));
        return {};
    }

    Result<void> commit() override { return m_transaction.commit(); }

private:
    Result<void> add(const HubBatch::Judged& judged, std::int64_t act) {
        TRY_ASSIGN(const auto subject, m_record.caseRow(judged.event->header.caseId));
        TRY_ASSIGN(const auto added, m_record.addEvent(act, judged.actIndex, subject, *judged.event));
        if (judged.refusal) TRY(m_record.addRefusal(added.row, *judged.refusal));
        if (!judged.link) return {};
        StoredLink link = *judged.link;
        link.event = added.row;
        return m_record.addLink(subject, link);
    }

    Record& m_record;
    Reading m_reading;
    Transaction m_transaction;
};

std::unexpected<Error> alreadyHandedOver(std::string where) {
    return fail(Code::refused, {"This office was handed over to a hub", "本单位已移交服务器"},
                {"Lock and unlock the office", "请锁定后重新解锁"}, std::move(where));
}

} // namespace

Result<std::unique_ptr<EmbeddedStore>>
EmbeddedStore::create(const std::filesystem::path& path, const crypto::Secret& key, const crypto::Identity& identity) {
    TRY_ASSIGN(auto database, Database::open(path, key, OpenMode::create, kPages));
    TRY_ASSIGN(auto transaction, Transaction::begin(database));
    TRY(Record::create(database));
    TRY(database.execute(kHubSchema));
    TRY(database.run("INSERT INTO setting (name, value) VALUES ('identity', ?1)", identity.exportSecret().view()));
    TRY(database.setUserVersion(kVersion));
    TRY(transaction.commit());
    TRY(Record::protect(database));
    return std::unique_ptr<EmbeddedStore>(new EmbeddedStore(std::move(database), identity.suite()));
}

Result<std::unique_ptr<EmbeddedStore>> EmbeddedStore::open(const std::filesystem::path& path, const crypto::Secret& key,
                                                           crypto::Suite suite, OpenMode mode) {
    TRY_ASSIGN(auto database,
               Database::open(path, key, mode, kPages, {.keyVerified = true, .newestVersion = kVersion}));
    TRY(Record::protect(database));
    return std::unique_ptr<EmbeddedStore>(new EmbeddedStore(std::move(database), suite));
}

Result<crypto::Identity> EmbeddedStore::identity() {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT value FROM setting WHERE name = 'identity'"));
    TRY_ASSIGN(const bool found, query.step());
    if (found) {
        if (auto identity = crypto::Identity::import(m_record.suite(), query.get<ByteView>(0)))
            return *std::move(identity);
    }
    return fail(Code::damaged, {"The hub's store has no valid identity", "服务器存储中没有有效的身份密钥"}, {}, name());
}

namespace {

Result<void> copyTable(Database& from, Database& to, const RecordTable& table) {
    std::string places;
    for (std::size_t i = 1; i <= table.types.size(); ++i) places += (i == 1 ? "?" : ", ?") + std::to_string(i);
    TRY_ASSIGN(auto rows, from.prepare("SELECT * FROM " + std::string(table.name)));
    TRY_ASSIGN(auto insert, to.prepare("INSERT INTO " + std::string(table.name) + " VALUES (" + places + ")"));
    for (;;) {
        TRY_ASSIGN(const bool found, rows.step());
        if (!found) return {};
        insert.reset();
        for (int i = 0; i < static_cast<int>(table.types.size()); ++i) {
            if (table.types[static_cast<std::size_t>(i)] == 'i') insert.bind(i + 1, rows.get<std::int64_t>(i));
            else insert.bind(i + 1, rows.get<ByteView>(i));
        }
        TRY(insert.run());
    }
}

} // namespace

Result<void> EmbeddedStore::handOver(const std::filesystem::path& path, const crypto::Secret& key) {
    std::error_code exists;
    if (std::filesystem::exists(path, exists)) {
        return fail(Code::refused, {"There is such a file already", "已存在同名文件"},
                    {"Choose another name", "请另选名称"}, path.string());
    }
    TRY_ASSIGN(const auto signer, identity());
    TRY_ASSIGN(auto here, Transaction::begin(*m_database));
    TRY_ASSIGN(const bool before, handedOver());
    const auto write = [&]() -> Result<void> {
        TRY_ASSIGN(const auto target, create(path, key, signer));
        TRY_ASSIGN(auto there, Transaction::begin(*target->m_database));
        for (const auto& table : kRecordTables) TRY(copyTable(*m_database, *target->m_database, table));
        TRY(there.commit());
        return target->m_database->checkpoint();
    };
    if (auto written = write(); !written) {
        std::error_code error;
        for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + part, error);
        return written;
    }
    if (before) return {}; // it holds what the file before held
    TRY(m_database->run("INSERT INTO setting (name, value) VALUES ('handed-over', ?1)", Bytes{1}));
    return here.commit();
}

Result<bool> EmbeddedStore::handedOver() {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT 1 FROM setting WHERE name = 'handed-over'"));
    return query.step();
}

Result<std::unique_ptr<HubTurn>> EmbeddedStore::write() {
    TRY_ASSIGN(auto transaction, Transaction::begin(*m_database));
    TRY_ASSIGN(const bool gone, handedOver());
    if (gone) return alreadyHandedOver(name());
    return std::make_unique<Turn>(m_record, std::move(transaction));
}

Result<std::unique_ptr<HubReading>> EmbeddedStore::read() {
    TRY_ASSIGN(auto transaction, Transaction::begin(*m_database));
    return std::make_unique<HeldReading>(m_record, std::move(transaction));
}

Result<EmbeddedHub> EmbeddedHub::create(const std::filesystem::path& path, const crypto::Secret& key,
                                        crypto::Suite suite, const Clock& clock, crypto::Random& random) {
    auto identity = crypto::Identity::generate(suite, random);
    TRY_ASSIGN(auto store, EmbeddedStore::create(path, key, identity));
    auto hub = std::make_unique<Hub>(*store, std::move(identity), clock);
    return EmbeddedHub{std::move(store), std::move(hub)};
}

Result<EmbeddedHub> EmbeddedHub::open(const std::filesystem::path& path, const crypto::Secret& key, crypto::Suite suite,
                                      const Clock& clock) {
    TRY_ASSIGN(auto store, EmbeddedStore::open(path, key, suite));
    TRY_ASSIGN(auto identity, store->identity());
    auto hub = std::make_unique<Hub>(*store, std::move(identity), clock);
    return EmbeddedHub{std::move(store), std::move(hub)};
}

} // namespace model
