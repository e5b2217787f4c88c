// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/vault.h"

#include "model/store/database_error.h"
#include "model/store/search_tokenizer.h"
#include "model/vault/derived_tables.h"
#include "model/vault/findings.h"

#include <algorithm>

namespace model {

namespace {

/// A small cache makes several indexes ten times slower to fill; it grows only as far as it is used.
constexpr int kWriterCacheKib = 65536;

constexpr std::string_view kVaultSchema = R"sql(
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE pending (event INTEGER PRIMARY KEY REFERENCES event(n)) STRICT;
CREATE TABLE act_secret (act INTEGER PRIMARY KEY REFERENCES act(n), secret BLOB NOT NULL) STRICT;
CREATE TABLE draft (key TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX event_subject ON event (subject);
)sql";

constexpr std::string_view kSeenSchema = R"sql(
CREATE TABLE seen (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT; -- how far the person has looked, by case
)sql";

constexpr std::string_view kSettledSchema = R"sql(
CREATE TABLE IF NOT EXISTS settled ( -- what the person has decided about and need not be told of any more
    event INTEGER NOT NULL,
    field TEXT NOT NULL, -- where the event overwrote them; empty: it is their own, which was refused
    PRIMARY KEY (event, field)
) STRICT, WITHOUT ROWID;
)sql";

} // namespace

Vault::Vault(std::unique_ptr<Database> database, crypto::Suite suite)
    : m_database(std::move(database)), m_record(std::make_unique<Record>(*m_database, suite)),
      m_collation(std::make_unique<Collation>()) {}

Result<Vault> Vault::create(const std::filesystem::path& path, const crypto::Secret& key, crypto::Suite suite) {
    // Made under another name and renamed, so that a crash on the way leaves no store without tables in its place.
    auto fresh = path;
    fresh += ".new";
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        auto leftover = fresh;
        leftover += suffix;
        std::filesystem::remove(leftover, ignored);
    }
    {
        TRY_ASSIGN(auto database, Database::open(fresh, key, OpenMode::create));
        TRY(registerSearchTokenizer(database));
        TRY_ASSIGN(auto transaction, Transaction::begin(database));
        TRY(Record::create(database));
        TRY(database.execute(kVaultSchema));
        TRY(database.execute(kSeenSchema));
        TRY(database.execute(kSettledSchema));
        TRY(Findings::create(database));
        TRY(createDerived(database));
        TRY(database.setUserVersion(kVersion));
        TRY(transaction.commit());
        TRY(database.checkpoint());
    }
    std::error_code error;
    std::filesystem::rename(fresh, path, error);
    if (error)
        return fail(Code::failed,
                    {"The store cannot be put in its place: " + error.message(), "存储无法就位：" + error.message()},
                    {}, path.string());
    // Else a power loss could take the store's name away, and with it what was said to be saved.
    if (auto unsynced = syncDirectory(path.parent_path())) return std::unexpected(*std::move(unsynced));
    TRY_ASSIGN(auto vault, open(path, key, suite));
    TRY(vault.markDerivedCurrent());
    return vault;
}

namespace {

/// A vault from before the marks: what lies in it counts as seen, or years of cases would be news on one morning.
Result<void> addSeen(Database& database) {
    TRY_ASSIGN(const auto there, database.value<std::int64_t>(
                                     "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'seen'"));
    if (there != 0) return {};
    TRY_ASSIGN(auto transaction, Transaction::begin(database));
    TRY(database.execute(kSeenSchema));
    TRY(database.execute("INSERT INTO seen (n, seq) SELECT subject, max(seq) FROM link GROUP BY subject"));
    return transaction.commit();
}

} // namespace

Result<Vault> Vault::open(const std::filesystem::path& path, const crypto::Secret& key, crypto::Suite suite) {
    // The caller has unwrapped the key with authenticated encryption, so a first page that cannot be read is damage.
    TRY_ASSIGN(auto database, Database::open(path, key, OpenMode::readWrite, {.cacheKib = kWriterCacheKib},
                                             {.keyVerified = true, .newestVersion = kVersion}));
    TRY(registerSearchTokenizer(database));
    TRY(addSeen(database));
    TRY(database.execute(kSettledSchema));
    TRY(Findings::create(database));
    Vault vault(std::make_unique<Database>(std::move(database)), suite);
    TRY(Record::protect(vault.database()));
    return vault;
}

Result<Database> Vault::openReader(const crypto::Secret& key) const {
    TRY_ASSIGN(auto database, Database::open(m_database->path(), key, OpenMode::readOnly, {.cacheKib = 32768},
                                             {.keyVerified = true, .newestVersion = kVersion}));
    TRY(registerSearchTokenizer(database));
    return database;
}

Result<Vault> Vault::openReading(const crypto::Secret& key) const {
    TRY_ASSIGN(auto database, openReader(key));
    return Vault(std::make_unique<Database>(std::move(database)), m_record->suite());
}

Result<CaseList> Vault::openList(const crypto::Secret& key, const Clock& clock) const {
    TRY_ASSIGN(auto database, openReader(key));
    return CaseList(std::make_unique<Database>(std::move(database)), clock);
}

Result<std::optional<Bytes>> Vault::setting(std::string_view name) const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT value FROM setting WHERE name = ?1"));
    TRY_ASSIGN(const bool found, query.with(name).step());
    if (!found) return std::nullopt;
    return query.get<Bytes>(0);
}

Result<void> Vault::setSetting(std::string_view name, ByteView value) {
    return m_database->run(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", name, value);
}

Result<void> Vault::addPending(std::int64_t event) {
    return m_database->run("INSERT INTO pending (event) VALUES (?1) ON CONFLICT DO NOTHING", event);
}

Result<void> Vault::removePending(std::int64_t event) {
    return m_database->run("DELETE FROM pending WHERE event = ?1", event);
}

namespace {

Result<std::vector<std::int64_t>> column(Statement query) {
    std::vector<std::int64_t> rows;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return rows;
        rows.push_back(query.get<std::int64_t>(0));
    }
}

} // namespace

Result<std::vector<std::int64_t>> Vault::pending() const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT event FROM pending ORDER BY event"));
    return column(std::move(query));
}

Result<std::vector<std::int64_t>> Vault::pendingOf(std::int64_t caseRow) const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT p.event FROM pending p JOIN event e ON e.n = p.event "
                                               "WHERE e.subject = ?1 ORDER BY p.event"));
    query.with(caseRow);
    return column(std::move(query));
}

namespace {

constexpr std::string_view kRefused = "SELECT r.event FROM refusal r JOIN event e ON e.n = r.event WHERE NOT EXISTS "
                                      "(SELECT 1 FROM settled s WHERE s.event = r.event AND s.field = '') ";

/// Without what nobody typed: a look that could not be noted, keys that somebody else handed on first.
Result<std::vector<std::int64_t>> thoseToDecide(Record& record, const std::vector<std::int64_t>& rows) {
    std::vector<std::int64_t> out;
    for (const auto row : rows) {
        TRY_ASSIGN(const auto kind, record.kindOf(row));
        const bool byItself = kind == CaseOpened::kKind || kind == KeysGiven::kKind || kind == UnitTurned::kKind ||
                              kind == UnitJoined::kKind;
        if (!byItself) out.push_back(row);
    }
    return out;
}

} // namespace

Result<std::vector<std::int64_t>> Vault::refusedOf(std::int64_t caseRow) const {
    TRY_ASSIGN(auto query, m_database->prepare(std::string(kRefused) + "AND e.subject = ?1 ORDER BY r.event"));
    query.with(caseRow);
    TRY_ASSIGN(const auto rows, column(std::move(query)));
    return thoseToDecide(*m_record, rows);
}

Result<std::vector<std::int64_t>> Vault::refused() const {
    TRY_ASSIGN(auto query, m_database->prepare(std::string(kRefused) + "ORDER BY r.event"));
    TRY_ASSIGN(const auto rows, column(std::move(query)));
    return thoseToDecide(*m_record, rows);
}

Result<std::vector<std::int64_t>> Vault::overwrittenCases() const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT n FROM case_row WHERE flags & 32 ORDER BY changed DESC"));
    return column(std::move(query));
}

Result<void> Vault::setSettled(std::int64_t event, std::string_view field, bool settled) {
    return m_database->run(settled ? "INSERT INTO settled (event, field) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
                                   : "DELETE FROM settled WHERE event = ?1 AND field = ?2",
                           event, field);
}

Result<bool> Vault::isSettled(std::int64_t event, std::string_view field) const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT 1 FROM settled WHERE event = ?1 AND field = ?2"));
    return query.with(event, field).step();
}

Result<void> Vault::rememberSecret(std::int64_t act, const crypto::Secret& secret) {
    return m_database->run("INSERT INTO act_secret (act, secret) VALUES (?1, ?2) ON CONFLICT DO NOTHING", act,
                           secret.view());
}

Result<std::optional<crypto::Secret>> Vault::secretOf(std::int64_t act) const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT secret FROM act_secret WHERE act = ?1"));
    TRY_ASSIGN(const bool found, query.with(act).step());
    if (!found) return std::nullopt;
    return crypto::Secret(query.get<ByteView>(0));
}

Result<std::optional<std::uint64_t>> Vault::seenUpTo(std::int64_t caseRow) const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT seq FROM seen WHERE n = ?1"));
    TRY_ASSIGN(const bool found, query.with(caseRow).step());
    if (!found) return std::nullopt;
    return static_cast<std::uint64_t>(query.get<std::int64_t>(0));
}

Result<void> Vault::setSeen(std::int64_t caseRow, std::optional<std::uint64_t> seq) {
    if (!seq) return m_database->run("DELETE FROM seen WHERE n = ?1", caseRow);
    return m_database->run("INSERT INTO seen (n, seq) VALUES (?1, ?2) ON CONFLICT (n) DO UPDATE SET seq = ?2", caseRow,
                           static_cast<std::int64_t>(*seq));
}

Result<bool> Vault::setUnread(std::int64_t caseRow, bool unread) {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT flags FROM case_row WHERE n = ?1"));
    TRY_ASSIGN(const bool found, query.with(caseRow).step());
    if (!found || ((query.get<std::int64_t>(0) & 16) != 0) == unread) return false;
    TRY(m_database->run(unread ? "UPDATE case_row SET flags = flags | 16 WHERE n = ?1"
                               : "UPDATE case_row SET flags = flags & ~16 WHERE n = ?1",
                        caseRow));
    return true;
}

Result<void> Vault::keepDraft(std::string_view key, std::string_view text) {
    if (text.empty()) return m_database->run("DELETE FROM draft WHERE key = ?1", key);
    return m_database->run("INSERT INTO draft (key, text) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET text = ?2",
                           key, text);
}

Result<std::string> Vault::draft(std::string_view key) const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT text FROM draft WHERE key = ?1"));
    TRY_ASSIGN(const bool found, query.with(key).step());
    return found ? query.get<std::string>(0) : std::string();
}

Result<std::vector<std::string>> Vault::drafts(std::string_view prefix) const {
    TRY_ASSIGN(auto query,
               m_database->prepare("SELECT text FROM draft WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key"));
    query.with(prefix);
    std::vector<std::string> all;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return all;
        all.push_back(query.get<std::string>(0));
    }
}

namespace {

/// By how much one event may carry the numbering of keys on at most. It goes on by one at each release; more where an
/// earlier version counted one that the hub had refused. Without a bound a single event could use all numbers up.
constexpr std::uint32_t kEpochStep = 1'000;

/// A person who was let in later finds the key in a later event than those it opens, so the keys are gathered first:
/// in the order of the chain, so that nobody puts another key in the place of one that was given before, then of what
/// waits. What was refused gave nothing to anybody. Gives the epoch under which something new is to be sealed: the
/// newest that a sealed event gave, because what waits may be refused and its key with it. Only in a case that waits as
/// a whole is it one that waits.
Result<std::uint32_t> gatherKeys(const Vault& vault, std::int64_t caseRow, CaseKeys& keys) {
    TRY_ASSIGN(auto query,
               vault.database().prepare("SELECT e.n, l.seq IS NOT NULL FROM event e JOIN act_secret s ON s.act = e.act "
                                        "LEFT JOIN link l ON l.event = e.n WHERE e.subject = ?1 "
                                        "AND (l.event IS NOT NULL OR e.n IN (SELECT event FROM pending)) "
                                        "ORDER BY l.seq IS NULL, l.seq, e.n"));
    query.with(caseRow);
    std::vector<std::pair<std::int64_t, bool>> rows; // and whether it is sealed
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) break;
        rows.emplace_back(query.get<std::int64_t>(0), query.get<std::int64_t>(1) != 0);
    }
    const auto newest = [&keys] { return keys.empty() ? 0 : keys.rbegin()->first; };
    std::uint32_t given = 0;
    for (const auto& [row, isSealed] : rows) {
        TRY_ASSIGN(const auto stored, vault.record().event(row));
        const EventHeader& header = stored.event.header;
        if (header.keys.empty() || !mayGiveKeys(header.kind)) continue;
        TRY_ASSIGN(const auto secret, vault.secretOf(stored.act));
        KeyWrapper wrapper(vault.record().suite(), *secret);
        // The bytes have their author's signature, so what does not open was made wrong by the author, not by a disk.
        // It opens nothing; the rest of the case must stay readable.
        auto grants = wrapper.unwrap(header.caseId, header.nonce, header.keys);
        if (!grants) continue;
        const std::uint32_t before = newest();
        for (auto& grant : *grants) {
            if (grant.epoch == 0 || grant.epoch > before + kEpochStep) continue;
            keys.try_emplace(grant.epoch, std::move(grant.key));
        }
        if (isSealed) given = newest();
    }
    return given == 0 ? newest() : given;
}

/// An event as it was read, with its sealed part if this person holds the key.
using Visit = std::function<Result<void>(const StoredEvent&, const StoredLink*, const Bytes* plain, Contents)>;

/// Visits the sealed events of a case in order, then those that wait, with the keys that were gathered.
Result<void> visitEvents(const Vault& vault, std::int64_t caseRow, const CaseKeys& keys, const Visit& visit) {
    PartSealer sealer(vault.record().suite());
    const auto take = [&](std::int64_t eventRow, const StoredLink* link) -> Result<void> {
        TRY_ASSIGN(const auto stored, vault.record().event(eventRow));
        if (!stored.event.header.sealedHash) return visit(stored, link, nullptr, Contents::readable);
        if (stored.event.sealed.empty()) return visit(stored, link, nullptr, Contents::withheld);
        const auto key = keys.find(stored.event.header.epoch);
        if (key == keys.end()) return visit(stored, link, nullptr, Contents::noKey);
        // Its hash is the signed one, so a part that does not open was sealed wrongly by its author: unreadable, no
        // damage.
        const auto plain = sealer.open(stored.event, key->second);
        return plain ? visit(stored, link, &*plain, Contents::readable)
                     : visit(stored, link, nullptr, Contents::unopened);
    };
    // The links are read whole before the events, because a statement that is being stepped cannot be used again
    // inside.
    std::vector<StoredLink> links;
    TRY(vault.record().links(caseRow, 0, [&](const StoredLink& link) -> Result<void> {
        links.push_back(link);
        return {};
    }));
    for (const auto& link : links) TRY(take(link.event, &link));
    TRY_ASSIGN(const auto pending, vault.pendingOf(caseRow));
    for (const auto row : pending) TRY(take(row, nullptr));
    return {};
}

Landing landingOf(const StoredEvent& stored, const StoredLink* link, bool readable) {
    if (link) return {link->link.seq, link->hash, link->link.time, readable, link->at()};
    return {0, {}, stored.event.header.time, readable};
}

} // namespace

Result<CaseKeys> caseKeys(const Vault& vault, std::int64_t caseRow) {
    CaseKeys keys;
    TRY(gatherKeys(vault, caseRow, keys));
    return keys;
}

Result<LoadedCase> loadCase(const Vault& vault, std::int64_t caseRow,
                            const std::function<Result<void>(const ReadEvent&, const CaseState&)>& each) {
    LoadedCase out;
    out.row = caseRow;
    TRY_ASSIGN(out.state.id, vault.record().caseAt(caseRow));
    const auto fold = [&](const StoredEvent& stored, const StoredLink* link, const Bytes* plain,
                          Contents contents) -> Result<void> {
        const EventHeader& header = stored.event.header;
        const bool opened = plain != nullptr;
        const CaseBody body = readCaseBodySoFar(header, plain);
        if (opened && !plain) contents = Contents::unknown;
        const bool readable = contents == Contents::readable;
        out.waiting = out.waiting || (!link && !std::holds_alternative<CaseOpened>(body));
        if (each) TRY(each({&stored, link, &body, readable, contents}, out.state));
        apply(out.state, stored.event, body, landingOf(stored, link, readable));
        if (header.keys.empty()) return {};
        TRY_ASSIGN(const auto act, vault.record().actHeader(stored.act));
        admitReaders(out.state, stored.event, act);
        return {};
    };
    TRY_ASSIGN(out.epoch, gatherKeys(vault, caseRow, out.keys));
    TRY(visitEvents(vault, caseRow, out.keys, fold));
    return out;
}

Result<LoadedRegister> loadRegister(const Vault& vault, std::int64_t row) {
    LoadedRegister out;
    const auto fold = [&](const StoredEvent& stored, const StoredLink* link, const Bytes* plain,
                          Contents) -> Result<void> {
        const auto body = readRegisterBodySoFar(stored.event.header, plain);
        const bool readable = !stored.event.header.sealedHash || plain;
        apply(out.state, stored.event, body, landingOf(stored, link, readable));
        return {};
    };
    TRY(gatherKeys(vault, row, out.keys));
    TRY(visitEvents(vault, row, out.keys, fold));
    return out;
}

} // namespace model
