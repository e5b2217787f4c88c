// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/record.h"

#include "model/base/cbor.h"
#include "model/vault/record_rows.h"
#include "model/vault/record_schema.h"

namespace model {

namespace {

Bytes refusalSigned(ByteView bytes) {
    const auto label = crypto::asBytes("touchstone refusal\n");
    Bytes message(label.begin(), label.end());
    message.insert(message.end(), bytes.begin(), bytes.end());
    return message;
}

} // namespace

Refusal signRefusal(const crypto::Identity& hub, const Digest& event, const Error& reason, Instant time) {
    CborWriter out;
    out.array(10).unsignedInt(1).unsignedInt(static_cast<std::uint64_t>(hub.suite())).bytes(event.view());
    out.signedInt(time.time_since_epoch().count()).text(reason.what.en).text(reason.what.zh);
    out.text(reason.cure.en).text(reason.cure.zh).text(reason.where).text(reason.cite);
    Refusal refusal{event, reason, time, std::move(out).take(), {}};
    refusal.reason.code = Code::refused;
    refusal.signature = hub.signHere(refusalSigned(refusal.bytes));
    return refusal;
}

Result<Refusal> readRefusal(ByteView bytes, ByteView signature) {
    Refusal refusal;
    CborReader in(bytes);
    in.arrayOf(10);
    if (in.unsignedInt() != 1) in.fault("unknown format");
    (void)in.unsignedInt();
    if (const auto event = Digest::fromBytes(in.bytesOf(32))) refusal.event = *event;
    refusal.time = Instant{std::chrono::milliseconds{in.signedInt()}};
    refusal.reason.code = Code::refused;
    refusal.reason.what.en = in.text();
    refusal.reason.what.zh = in.text();
    refusal.reason.cure.en = in.text();
    refusal.reason.cure.zh = in.text();
    refusal.reason.where = in.text();
    refusal.reason.cite = in.text();
    TRY(in.finish("refusal"));
    refusal.bytes.assign(bytes.begin(), bytes.end());
    refusal.signature.assign(signature.begin(), signature.end());
    return refusal;
}

bool verifyRefusal(const Refusal& refusal, const crypto::PublicIdentity& hub) {
    return crypto::verify(hub, refusalSigned(refusal.bytes), refusal.signature);
}

Result<void> Record::create(Database& database) { return database.execute(kRecordSchema); }

Result<void> Record::protect(Database& database) { return database.protectTables(kTruthTables); }

Result<std::optional<std::int64_t>> Record::findCase(CaseId id) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT n FROM subject WHERE id = ?1"));
    TRY_ASSIGN(const bool found, query.with(id).step());
    if (!found) return std::nullopt;
    return query.get<std::int64_t>(0);
}

Result<std::int64_t> Record::caseRow(CaseId id) {
    TRY_ASSIGN(const auto found, findCase(id));
    if (found) return *found;
    TRY(m_db->run("INSERT INTO subject (id) VALUES (?1)", id));
    return m_db->lastRowId();
}

Result<CaseId> Record::caseAt(std::int64_t row) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT id FROM subject WHERE n = ?1"));
    TRY_ASSIGN(const bool found, query.with(row).step());
    const auto id = found ? CaseId::from(query.get<ByteView>(0)) : std::nullopt;
    if (!id) return damagedRow("subject " + std::to_string(row));
    return *id;
}

Result<std::int64_t> Record::addAct(const Act& act, std::span<const Digest> events) {
    {
        TRY_ASSIGN(auto query, m_db->prepare("SELECT n FROM act WHERE id = ?1"));
        TRY_ASSIGN(const bool found, query.with(act.id).step());
        if (found) return query.get<std::int64_t>(0);
    }
    TRY(m_db->run("INSERT INTO act (id, bytes, signature, events) VALUES (?1, ?2, ?3, ?4)", act.id, act.bytes,
                  act.signature, joinDigests(events)));
    return m_db->lastRowId();
}

Result<Record::AddedEvent> Record::addEvent(std::int64_t act, std::uint64_t actIndex, std::int64_t caseRow,
                                            const Event& event) {
    TRY(m_db->run(
        "INSERT INTO event (id, subject, act, act_index, bytes) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO NOTHING",
        event.id, caseRow, act, static_cast<std::int64_t>(actIndex), event.bytes));
    AddedEvent added{m_db->lastRowId(), m_db->changes() != 0};
    if (!added.isNew) {
        TRY_ASSIGN(const auto found, findEvent(event.id));
        if (!found) return damagedRow("event " + event.id.hex());
        added.row = *found;
    }
    if (!event.sealed.empty()) {
        TRY(m_db->run("INSERT INTO sealed (event, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING", added.row,
                      event.sealed));
    }
    return added;
}

Result<void> Record::addLink(std::int64_t caseRow, const StoredLink& link) {
    return m_db->run("INSERT INTO link (subject, seq, event, time, hash, hub_commit, commit_index) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                     caseRow, static_cast<std::int64_t>(link.link.seq), link.event,
                     static_cast<std::int64_t>(link.link.time.time_since_epoch().count()), link.hash,
                     static_cast<std::int64_t>(link.commit), static_cast<std::int64_t>(link.commitIndex));
}

Result<void> Record::addCommit(const StoredCommit& commit) {
    return m_db->run("INSERT INTO hub_commit (number, bytes, signature, links) VALUES (?1, ?2, ?3, ?4)",
                     static_cast<std::int64_t>(commit.commit.number), commit.commit.bytes, commit.commit.signature,
                     joinDigests(commit.links));
}

Result<void> Record::addRefusal(std::int64_t event, const Refusal& refusal) {
    return m_db->run("INSERT INTO refusal (event, bytes, signature) VALUES (?1, ?2, ?3)", event, refusal.bytes,
                     refusal.signature);
}

Result<std::optional<std::int64_t>> Record::findEvent(const Digest& id) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT n FROM event WHERE id = ?1"));
    TRY_ASSIGN(const bool found, query.with(id).step());
    if (!found) return std::nullopt;
    return query.get<std::int64_t>(0);
}

Result<StoredEvent> Record::event(std::int64_t row) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT e.act, e.act_index, e.subject, e.bytes, s.bytes, e.id FROM event e "
                                         "LEFT JOIN sealed s ON s.event = e.n WHERE e.n = ?1"));
    TRY_ASSIGN(const bool found, query.with(row).step());
    if (!found) return damagedRow("event " + std::to_string(row));
    return eventOfRow({row, query.get<std::int64_t>(0), query.get<std::int64_t>(1), query.get<std::int64_t>(2),
                       query.get<ByteView>(5), query.get<ByteView>(3),
                       query.isNull(4) ? ByteView{} : query.get<ByteView>(4)},
                      m_suite);
}

Result<Record::EventKeys> Record::eventKeys(std::int64_t row) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT id, act, subject FROM event WHERE n = ?1"));
    TRY_ASSIGN(const bool found, query.with(row).step());
    if (!found) return damagedRow("event " + std::to_string(row));
    const auto id = Digest::fromBytes(query.get<ByteView>(0));
    if (!id) return damagedRow("event " + std::to_string(row));
    return EventKeys{*id, query.get<std::int64_t>(1), query.get<std::int64_t>(2)};
}

Result<std::string> Record::kindOf(std::int64_t row) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT bytes FROM event WHERE n = ?1"));
    TRY_ASSIGN(const bool found, query.with(row).step());
    if (!found) return damagedRow("event " + std::to_string(row));
    auto kind = eventKind(query.get<ByteView>(0));
    if (!kind) return damagedRow("event " + std::to_string(row));
    return *std::move(kind);
}

Result<Act> Record::actHeader(std::int64_t row) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT bytes, signature, id FROM act WHERE n = ?1"));
    TRY_ASSIGN(const bool found, query.with(row).step());
    if (!found) return damagedRow("act " + std::to_string(row));
    return actOfRow(row, query.get<ByteView>(2), query.get<ByteView>(0), query.get<ByteView>(1));
}

Result<StoredAct> Record::act(std::int64_t row) {
    TRY_ASSIGN(auto header, actHeader(row));
    TRY_ASSIGN(const auto events, m_db->value<Bytes>("SELECT events FROM act WHERE n = ?1", row));
    return storedActOf(row, std::move(header), events);
}

Result<std::optional<Refusal>> Record::refusal(std::int64_t event) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT bytes, signature FROM refusal WHERE event = ?1"));
    TRY_ASSIGN(const bool found, query.with(event).step());
    if (!found) return std::nullopt;
    TRY_ASSIGN(auto refusal, refusalOfRow(event, query.get<ByteView>(0), query.get<ByteView>(1)));
    return refusal;
}

namespace {

constexpr std::string_view kLinkColumns =
    "SELECT l.seq, l.event, l.time, l.hash, l.hub_commit, l.commit_index, e.id, c.id, l.subject, "
    "(SELECT p.hash FROM link p WHERE p.subject = l.subject AND p.seq = l.seq - 1), e.act "
    "FROM link l LEFT JOIN event e ON e.n = l.event LEFT JOIN subject c ON c.n = l.subject "; // what is missing is
                                                                                              // damage

Result<StoredLink> linkAt(const Statement& query) {
    LinkColumns columns;
    columns.seq = query.get<std::int64_t>(0);
    columns.event = query.get<std::int64_t>(1);
    columns.time = query.get<std::int64_t>(2);
    columns.hash = query.get<ByteView>(3);
    columns.commit = query.get<std::int64_t>(4);
    columns.commitIndex = query.get<std::int64_t>(5);
    columns.eventId = query.get<ByteView>(6);
    columns.caseId = query.get<ByteView>(7);
    columns.caseRow = query.get<std::int64_t>(8);
    if (!query.isNull(9)) columns.previous = query.get<ByteView>(9);
    columns.act = query.get<std::int64_t>(10);
    return linkOfRow(columns);
}

} // namespace

Result<std::optional<Moment>> Record::sealedAt(std::span<const Digest> events) {
    TRY_ASSIGN(auto query,
               m_db->prepare("SELECT l.hub_commit, l.commit_index FROM event e JOIN link l ON l.event = e.n "
                             "WHERE e.id = ?1"));
    for (const auto& id : events) {
        TRY_ASSIGN(const bool found, query.with(id).step());
        if (found)
            return Moment{static_cast<std::uint64_t>(query.get<std::int64_t>(0)),
                          static_cast<std::uint64_t>(query.get<std::int64_t>(1))};
    }
    return std::nullopt;
}

Result<bool> Record::isLinked(std::int64_t event) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT 1 FROM link WHERE event = ?1"));
    return query.with(event).step();
}

Result<std::optional<StoredLink>> Record::head(std::int64_t caseRow) {
    TRY_ASSIGN(auto query,
               m_db->prepare(std::string(kLinkColumns) + "WHERE l.subject = ?1 ORDER BY l.seq DESC LIMIT 1"));
    TRY_ASSIGN(const bool found, query.with(caseRow).step());
    if (!found) return std::nullopt;
    TRY_ASSIGN(auto link, linkAt(query));
    return link;
}

Result<void> Record::links(std::int64_t caseRow, std::uint64_t after,
                           const std::function<Result<void>(const StoredLink&)>& each) {
    TRY_ASSIGN(auto query,
               m_db->prepare(std::string(kLinkColumns) + "WHERE l.subject = ?1 AND l.seq > ?2 ORDER BY l.seq"));
    query.with(caseRow, static_cast<std::int64_t>(after));
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return {};
        TRY_ASSIGN(const auto link, linkAt(query));
        TRY(each(link));
    }
}

Result<void> Record::linksBetween(std::uint64_t first, std::uint64_t last,
                                  const std::function<Result<void>(std::int64_t caseRow, const StoredLink&)>& each) {
    TRY_ASSIGN(auto query, m_db->prepare(std::string(kLinkColumns) +
                                         "WHERE l.hub_commit BETWEEN ?1 AND ?2 ORDER BY l.hub_commit, l.commit_index"));
    query.with(static_cast<std::int64_t>(first), static_cast<std::int64_t>(last));
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return {};
        TRY_ASSIGN(const auto link, linkAt(query));
        TRY(each(query.get<std::int64_t>(8), link));
    }
}

Result<StoredCommit> Record::commit(std::uint64_t number) {
    TRY_ASSIGN(auto query, m_db->prepare("SELECT bytes, signature, links FROM hub_commit WHERE number = ?1"));
    TRY_ASSIGN(const bool found, query.with(static_cast<std::int64_t>(number)).step());
    if (!found) return damagedRow("hub_commit " + std::to_string(number));
    return commitOfRow(number, query.get<ByteView>(0), query.get<ByteView>(1), query.get<ByteView>(2));
}

Result<std::uint64_t> Record::lastCommit() {
    TRY_ASSIGN(const auto number, m_db->value<std::int64_t>("SELECT coalesce(max(number), 0) FROM hub_commit"));
    return static_cast<std::uint64_t>(number);
}

} // namespace model
