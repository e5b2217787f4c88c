// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/postgres_store.h"

#include "app/postgres/listener.h"
#include "app/postgres/schema.h"
#include "model/vault/record_rows.h"

#include <array>
#include <charconv>
#include <map>

namespace postgres {

using model::HubBatch;

namespace {

/// A server that cannot be reached is not tried again for so long: whoever waits for this thread would wait for each.
constexpr std::chrono::seconds kBreath{1};

const std::string kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ";
// What is read in a turn is read after the lock was given, so it is what the turn before has left.
const std::string kBeginTurn = "BEGIN ISOLATION LEVEL READ COMMITTED; "
                               "LOCK TABLE touchstone.turn IN EXCLUSIVE MODE; ";
const std::string kBeginning = "SELECT (SELECT number FROM touchstone.version), "
                               "(SELECT max(n) FROM touchstone.subject), (SELECT max(n) FROM touchstone.act), "
                               "(SELECT max(n) FROM touchstone.event), c.number, c.bytes, c.signature "
                               "FROM (VALUES (1)) AS one LEFT JOIN (SELECT number, bytes, signature "
                               "FROM touchstone.hub_commit ORDER BY number DESC LIMIT 1) c ON true";

const Query kExisting{"existing",
                      "SELECT 0::bigint, n, id FROM touchstone.subject WHERE id = ANY ($1::bytea[]) UNION ALL "
                      "SELECT 1::bigint, n, id FROM touchstone.act WHERE id = ANY ($2::bytea[])",
                      "iib"};
const Query kAppend{
    "append",
    "WITH s AS (INSERT INTO touchstone.subject (n, id) SELECT * FROM unnest($1::bigint[], $2::bytea[])), "
    "a AS (INSERT INTO touchstone.act (n, id, bytes, signature, events) "
    "SELECT * FROM unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[])), "
    "e AS (INSERT INTO touchstone.event (n, id, subject, act, act_index, bytes) "
    "SELECT * FROM unnest($8::bigint[], $9::bytea[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bytea[])), "
    "p AS (INSERT INTO touchstone.sealed (event, bytes) SELECT * FROM unnest($14::bigint[], $15::bytea[])), "
    "c AS (INSERT INTO touchstone.hub_commit (number, bytes, signature, links) "
    "SELECT * FROM unnest($16::bigint[], $17::bytea[], $18::bytea[], $19::bytea[])), "
    "l AS (INSERT INTO touchstone.link (subject, seq, event, time, hash, hub_commit, commit_index) "
    "SELECT * FROM unnest($20::bigint[], $21::bigint[], $22::bigint[], $23::bigint[], $24::bytea[], $25::bigint[], "
    "$26::bigint[])) "
    "INSERT INTO touchstone.refusal (event, bytes, signature) "
    "SELECT * FROM unnest($27::bigint[], $28::bytea[], $29::bytea[])",
    ""};

std::int64_t numberIn(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// A bytea as the server writes it into text.
Bytes bytesIn(std::string_view text) {
    auto bytes = text.starts_with("\\x") ? crypto::fromHex(text.substr(2)) : crypto::fromHex("");
    return bytes ? *std::move(bytes) : Bytes{};
}

/// Rows of several columns, to be sent column by column. What the views show must last until then.
template <int Numbers, int Blobs>
struct Table {
    std::array<std::vector<std::int64_t>, Numbers> numbers;
    std::array<std::vector<ByteView>, Blobs> blobs;

    void add(const std::array<std::int64_t, Numbers>& row, const std::array<ByteView, Blobs>& bytes) {
        for (std::size_t i = 0; i < Numbers; ++i) numbers[i].push_back(row[i]);
        for (std::size_t i = 0; i < Blobs; ++i) blobs[i].push_back(bytes[i]);
    }
};

/// The rows of one batch.
struct AppendedRows {
    Table<1, 1> subjects;
    Table<1, 4> acts;
    Table<4, 2> events;
    Table<1, 1> sealed;
    Table<1, 3> commits;
    Table<6, 1> links;
    Table<1, 2> refusals;

    [[nodiscard]] Params params() const {
        const auto& [sn, sb] = subjects;
        const auto& [an, ab] = acts;
        const auto& [en, eb] = events;
        const auto& [pn, pb] = sealed;
        const auto& [cn, cb] = commits;
        const auto& [ln, lb] = links;
        const auto& [rn, rb] = refusals;
        Params all;
        all.add(sn[0]).add(sb[0]);
        all.add(an[0]).add(ab[0]).add(ab[1]).add(ab[2]).add(ab[3]);
        all.add(en[0]).add(eb[0]).add(en[1]).add(en[2]).add(en[3]).add(eb[1]);
        all.add(pn[0]).add(pb[0]);
        all.add(cn[0]).add(cb[0]).add(cb[1]).add(cb[2]);
        all.add(ln[0]).add(ln[1]).add(ln[2]).add(ln[3]).add(lb[0]).add(ln[4]).add(ln[5]);
        all.add(rn[0]).add(rb[0]).add(rb[1]);
        return all;
    }
};

class Turn final : public model::HubTurn {
public:
    Turn(PostgresStore::Begun begun, crypto::Suite suite)
        : m_next(begun.beginning), m_reading(std::move(begun.connection), begun.beginning.last, suite) {}

    model::HubReading& reading() override { return m_reading; }

    Result<void> append(const HubBatch& batch) override {
        TRY(findExisting(batch));
        AppendedRows rows;
        std::vector<Bytes> ids; // of whole acts and commits, as long as the views of them
        ids.reserve(batch.acts.size() + batch.commits.size());
        std::vector<std::int64_t> acts;
        acts.reserve(batch.acts.size());
        for (const auto& said : batch.acts) {
            const auto [at, isNew] = m_acts.try_emplace(said.act->id, m_next.acts + 1);
            acts.push_back(at->second);
            if (!isNew) continue;
            ++m_next.acts;
            const auto& joined = ids.emplace_back(model::joinDigests(said.events));
            rows.acts.add({at->second}, {said.act->id.view(), said.act->bytes, said.act->signature, joined});
        }
        for (const auto& judged : batch.events) add(judged, acts[judged.act], rows);
        for (const auto& commit : batch.commits) {
            const auto& joined = ids.emplace_back(model::joinDigests(commit.links));
            rows.commits.add({static_cast<std::int64_t>(commit.commit.number)},
                             {commit.commit.bytes, commit.commit.signature, joined});
        }
        TRY(m_reading.connection().run(kAppend, rows.params()));
        if (batch.commits.empty()) return {};
        m_reading.setLast(batch.commits.back().commit);
        m_news = "NOTIFY touchstone, '" + std::to_string(batch.commits.back().commit.number) + "'; ";
        return {};
    }

    Result<void> commit() override {
        m_reading.setEnded();
        return m_reading.connection().commit(m_news);
    }

private:
    Result<void> findExisting(const HubBatch& batch) {
        std::vector<ByteView> subjects, acts;
        for (const auto& said : batch.acts) acts.push_back(said.act->id.view());
        for (const auto& judged : batch.events) subjects.push_back(judged.event->header.caseId.view());
        TRY_ASSIGN(const auto rows, m_reading.connection().run(kExisting, Params().add(subjects).add(acts)));
        for (std::size_t i = 0; i < rows.count(); ++i) {
            const auto number = rows.integer(i, 1);
            if (rows.integer(i, 0) == 0) {
                if (const auto id = model::CaseId::from(rows.bytes(i, 2))) m_subjects.emplace(*id, number);
            } else if (const auto id = model::Digest::fromBytes(rows.bytes(i, 2))) {
                m_acts.emplace(*id, number);
            }
        }
        return {};
    }

    void add(const HubBatch::Judged& judged, std::int64_t act, AppendedRows& rows) {
        const model::Event& event = *judged.event;
        const auto [subject, isNew] = m_subjects.try_emplace(event.header.caseId, m_next.subjects + 1);
        if (isNew) {
            ++m_next.subjects;
            rows.subjects.add({subject->second}, {event.header.caseId.view()});
        }
        const auto row = ++m_next.events;
        rows.events.add({row, subject->second, act, static_cast<std::int64_t>(judged.actIndex)},
                        {event.id.view(), event.bytes});
        if (!event.sealed.empty()) rows.sealed.add({row}, {event.sealed});
        if (judged.refusal) rows.refusals.add({row}, {judged.refusal->bytes, judged.refusal->signature});
        if (!judged.link) return;
        const auto& link = *judged.link;
        rows.links.add({subject->second, static_cast<std::int64_t>(link.link.seq), row,
                        static_cast<std::int64_t>(link.link.time.time_since_epoch().count()),
                        static_cast<std::int64_t>(link.commit), static_cast<std::int64_t>(link.commitIndex)},
                       {link.hash.view()});
    }

    Beginning m_next; ///< the last rows, those of this turn included
    Reading m_reading;
    std::map<model::CaseId, std::int64_t> m_subjects;
    std::map<model::Digest, std::int64_t> m_acts;
    std::string m_news;
};

} // namespace

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(Address address, crypto::Suite suite) {
    std::unique_ptr<PostgresStore> store(new PostgresStore(std::move(address), suite));
    TRY(store->read());
    return store;
}

Result<void> PostgresStore::connect() {
    if (m_connection && !m_connection->isLost()) return {};
    m_connection.reset();
    const auto now = std::chrono::steady_clock::now();
    if (m_failure && now - m_failedAt < kBreath) return std::unexpected(*m_failure);
    auto connection = Connection::open(m_address);
    if (!connection) {
        m_failure = connection.error();
        m_failedAt = std::chrono::steady_clock::now();
        return std::unexpected(*m_failure);
    }
    m_failure.reset();
    m_connection = *std::move(connection);
    *m_backend = m_connection->backend();
    return {};
}

Result<PostgresStore::Begun> PostgresStore::begin(const std::string& sql) {
    if (m_connection && m_connection->inTransaction())
        return fail(Code::failed, {"The store is being read", "数据库正被读取"}, {}, name());
    const bool old = m_connection != nullptr;
    auto begun = tryToBegin(sql);
    // A connection that was lost while nobody needed it is no news to anybody.
    if (!begun && old && m_connection && m_connection->isLost()) return tryToBegin(sql);
    return begun;
}

Result<PostgresStore::Begun> PostgresStore::tryToBegin(const std::string& sql) {
    TRY(connect());
    const auto all = [&]() -> Result<Begun> {
        TRY_ASSIGN(const auto rows, m_connection->script(sql + kBeginning));
        TRY(checkVersion(rows.isNull(0, 0) ? 0 : numberIn(rows.text(0, 0)), name()));
        Begun begun{m_connection, {}};
        begun.beginning.subjects = numberIn(rows.text(0, 1));
        begun.beginning.acts = numberIn(rows.text(0, 2));
        begun.beginning.events = numberIn(rows.text(0, 3));
        if (rows.isNull(0, 4)) return begun;
        const auto number = static_cast<std::uint64_t>(numberIn(rows.text(0, 4)));
        TRY_ASSIGN(auto last, model::commitOfRow(number, bytesIn(rows.text(0, 5)), bytesIn(rows.text(0, 6)), {}));
        begun.beginning.last = std::move(last.commit);
        return begun;
    };
    auto begun = all();
    if (!begun) m_connection->endLater("ROLLBACK");
    return begun;
}

Result<PostgresStore::Begun> PostgresStore::beginTurn() { return begin(kBeginTurn); }
Result<PostgresStore::Begun> PostgresStore::beginReading() { return begin(kBeginReading); }

Result<std::unique_ptr<model::HubTurn>> PostgresStore::write() {
    TRY_ASSIGN(auto begun, beginTurn());
    return std::make_unique<Turn>(std::move(begun), m_suite);
}

Result<std::unique_ptr<model::HubReading>> PostgresStore::read() {
    TRY_ASSIGN(auto begun, beginReading());
    return std::make_unique<Reading>(std::move(begun.connection), std::move(begun.beginning.last), m_suite);
}

std::unique_ptr<model::HubWatch> PostgresStore::watch(const std::function<void()>& news) {
    return std::make_unique<Listener>(m_address, m_backend, news);
}

} // namespace postgres
