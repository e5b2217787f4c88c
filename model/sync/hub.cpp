// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/hub.h"

#include "model/sync/hub_parts.h"

#include <algorithm>

namespace model {

namespace {

constexpr int kVersion = 1;
/// Links under one signature at most, so that a desk can take a large import in pieces.
constexpr std::size_t kCommitLinks = 2'000;

constexpr std::string_view kHubSchema = R"sql(
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// Judges and lands the events of one transaction.
class Sealing {
public:
    Sealing(Record& record, HubState& state, const crypto::Identity& identity, Instant now)
        : m_record(record), m_state(state), m_identity(identity), m_now(now) {}

    Result<void> begin() {
        TRY_ASSIGN(m_number, m_record.lastCommit());
        if (m_number == 0) return {};
        TRY_ASSIGN(const auto last, m_record.commit(m_number));
        m_previous = last.commit.hash;
        // Time in the record never runs backwards, whatever the clock of the machine does.
        m_now = std::max(m_now, last.commit.time);
        return {};
    }

    Result<void> take(const Submission& submission) {
        std::vector<Digest> ids;
        ids.reserve(submission.events.size());
        for (const auto& event : submission.events) ids.push_back(event.id);
        TRY(checkAct(submission, ids));
        TRY_ASSIGN(const bool news, bringsNews(ids));
        if (!news) return {};
        TRY_ASSIGN(const auto actRow, m_record.addAct(submission.act, ids));
        m_recipients = recipientsOf(submission.act);
        for (std::size_t i = 0; i < submission.events.size(); ++i) {
            TRY(land(submission.act, actRow, i, submission.events[i]));
            if (m_hashes.size() >= kCommitLinks) TRY(seal());
        }
        return {};
    }

    Result<void> finish() {
        if (!m_hashes.empty()) TRY(seal());
        m_state.sealedUpTo(m_number);
        return {};
    }

private:
    /// An act that brings nothing is not kept: every act of the record has an event.
    Result<bool> bringsNews(std::span<const Digest> ids) {
        for (const auto& id : ids) {
            TRY_ASSIGN(const auto known, m_record.findEvent(id));
            if (!known) return true;
        }
        return false;
    }

    Result<void> checkAct(const Submission& submission, std::span<const Digest> ids) {
        const PersonId author = submission.act.author;
        const bool same =
            std::ranges::all_of(submission.events, [&](const Event& event) { return event.header.author == author; });
        if (!same) return fail(Code::refused, {"An act holds events of another author", "行为含有他人的事件"});
        if (const Person* person = m_state.office().person(author))
            return verifyAct(submission.act, person->identity, ids);
        // Nobody is known before the founding: the founder's own key is in the founding event.
        if (m_state.office().exists() || submission.events.empty()) {
            return fail(Code::locked, {"The author is not a person of this office", "作者不属于本单位"});
        }
        const auto body = readRegisterBody(submission.events.front().header, nullptr);
        const auto* const founding = std::get_if<OfficeFounded>(&body);
        if (!founding)
            return fail(Code::refused, {"A record begins with the founding of its office", "记录须以单位设立开始"});
        return verifyAct(submission.act, founding->founder.identity, ids);
    }

    Result<void> land(const Act& act, std::int64_t actRow, std::size_t index, const Event& event) {
        TRY_ASSIGN(const auto known, m_record.findEvent(event.id));
        if (known) return {}; // sealed or refused before: once is for good
        TRY_ASSIGN(const auto row, m_record.caseRow(event.header.caseId));
        TRY_ASSIGN(const auto eventRow, m_record.addEvent(actRow, index, row, event));
        const bool founding = !m_state.office().exists();
        if (founding || row == m_state.officeRow()) return landOnRegister(row, eventRow, event);

        TRY_ASSIGN(CaseState* const state, m_state.caseState(row));
        const auto body = readCaseBody(event.header, nullptr);
        const auto* const report = std::get_if<ReportReceived>(&body);
        const Bench bench{&m_state.office(),
                          m_state.definition(report ? report->workflow : state->workflow),
                          m_state.calendar(),
                          m_now,
                          false,
                          m_recipients};
        if (auto verdict = allowed(*state, event.header, body, bench); !verdict)
            return refuse(eventRow, event.id, verdict.error());
        TRY_ASSIGN(const auto landing,
                   addLink(row, eventRow, event.id, event.header.caseId, state->head, state->lastTime));
        apply(*state, event, body, landing);
        admitReaders(*state, event, act);
        return {};
    }

    Result<void> landOnRegister(std::int64_t row, std::int64_t eventRow, const Event& event) {
        RegisterState& office = m_state.office();
        const auto body = readRegisterBody(event.header, nullptr);
        if (auto verdict = allowed(office, event.header, body); !verdict)
            return refuse(eventRow, event.id, verdict.error());
        TRY_ASSIGN(const auto landing, addLink(row, eventRow, event.id, event.header.caseId, office.head, {}));
        if (!office.exists()) m_state.setOfficeRow(row);
        apply(office, event, body, landing);
        return {};
    }

    Result<Landing> addLink(std::int64_t row, std::int64_t eventRow, const Digest& event, CaseId caseId,
                            const Seen& head, Instant after) {
        StoredLink stored;
        stored.link = {caseId, head.seq + 1, head.link, event, std::max(m_now, after)};
        stored.hash = linkHash(m_record.suite(), stored.link);
        stored.event = eventRow;
        stored.commit = m_number + 1;
        stored.commitIndex = m_hashes.size();
        TRY(m_record.addLink(row, stored));
        m_hashes.push_back(stored.hash);
        return Landing{stored.link.seq, stored.hash, stored.link.time, false};
    }

    Result<void> refuse(std::int64_t eventRow, const Digest& event, const Error& reason) {
        return m_record.addRefusal(eventRow, signRefusal(m_identity, event, reason, m_now));
    }

    Result<void> seal() {
        const Commit commit = signCommit(m_identity, m_number + 1, m_previous, m_now, m_hashes);
        TRY(m_record.addCommit({commit, m_hashes}));
        m_previous = commit.hash;
        m_number = commit.number;
        m_hashes.clear();
        return {};
    }

    Record& m_record;
    HubState& m_state;
    const crypto::Identity& m_identity;
    Instant m_now;
    std::uint64_t m_number = 0;
    Digest m_previous{};
    std::vector<Digest> m_hashes;
    Recipients m_recipients; ///< of the act that is being landed
};

} // namespace

Hub::Hub(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Hub::~Hub() = default;

const crypto::PublicIdentity& Hub::identity() const { return m_parts->identity.publicPart(); }

Record& Hub::record() { return m_parts->record; }

Result<std::unique_ptr<Hub>> Hub::create(const std::filesystem::path& path, const crypto::Secret& key,
                                         crypto::Suite suite, const Clock& clock, crypto::Random& random) {
    auto identity = crypto::Identity::generate(suite, random);
    TRY_ASSIGN(auto database, Database::open(path, key, OpenMode::create, {.cacheKib = 65536}));
    TRY_ASSIGN(auto transaction, Transaction::begin(database));
    TRY(Record::create(database));
    TRY(database.execute(kHubSchema));
    TRY(database.run("INSERT INTO setting (name, value) VALUES ('identity', ?1)", identity.exportSecret().view()));
    TRY(database.setUserVersion(kVersion));
    TRY(transaction.commit());
    TRY(Record::protect(database));
    return std::unique_ptr<Hub>(new Hub(std::make_unique<Parts>(std::move(database), std::move(identity), clock)));
}

Result<std::unique_ptr<Hub>> Hub::open(const std::filesystem::path& path, const crypto::Secret& key,
                                       crypto::Suite suite, const Clock& clock) {
    TRY_ASSIGN(auto database, Database::open(path, key, OpenMode::readWrite, {.cacheKib = 65536},
                                             {.keyVerified = true, .newestVersion = kVersion}));
    TRY_ASSIGN(auto query, database.prepare("SELECT value FROM setting WHERE name = 'identity'"));
    TRY_ASSIGN(const bool found, query.step());
    auto identity = found ? crypto::Identity::import(suite, query.get<ByteView>(0))
                          : crypto::Result<crypto::Identity>(std::unexpected(crypto::Fault::malformed));
    if (!identity) {
        return fail(Code::damaged, {"The hub's store has no valid identity", "服务器存储中没有有效的身份密钥"}, {},
                    path.string());
    }
    query.reset();
    {
        auto released = std::move(query);
    }
    TRY(Record::protect(database));
    return std::unique_ptr<Hub>(new Hub(std::make_unique<Parts>(std::move(database), *std::move(identity), clock)));
}

Result<void> Hub::submit(std::span<const Submission> submissions) {
    auto& [database, identity, clock, record, state] = *m_parts;
    const auto all = [&]() -> Result<void> {
        TRY_ASSIGN(auto transaction, Transaction::begin(database));
        TRY(state.refresh());
        Sealing sealing(record, state, identity, clock->now());
        TRY(sealing.begin());
        for (const auto& submission : submissions) TRY(sealing.take(submission));
        TRY(sealing.finish());
        return transaction.commit();
    };
    auto done = all();
    if (!done) state.forget();
    return m_parts->placed(std::move(done));
}

Result<std::vector<Refusal>> Hub::refusals(std::span<const Digest> events) {
    const auto all = [&]() -> Result<std::vector<Refusal>> {
        std::vector<Refusal> found;
        for (const auto& id : events) {
            TRY_ASSIGN(const auto row, m_parts->record.findEvent(id));
            if (!row) continue;
            TRY_ASSIGN(auto refusal, m_parts->record.refusal(*row));
            if (refusal) found.push_back(*std::move(refusal));
        }
        return found;
    };
    return m_parts->placed(all());
}

} // namespace model
