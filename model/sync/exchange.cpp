// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/exchange.h"

#include "crypto/envelope.h"
#include "model/sync/giving_back.h"

#include <algorithm>

namespace model {

namespace {

/// More than any hub has: whoever asks from there is told its last commit.
constexpr std::uint64_t kNobodyHas = (std::uint64_t{1} << 53) - 1;
/// Events whose refusal is asked for at a time.
constexpr std::size_t kRefusalBatch = 2'000;

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

/// Whether all of an event is in a vault: its sealed part too, if it has one.
Result<bool> isWhole(Vault& vault, std::int64_t event) {
    {
        TRY_ASSIGN(auto query, vault.database().prepare("SELECT 1 FROM sealed WHERE event = ?1"));
        TRY_ASSIGN(const bool sealed, query.with(event).step());
        if (sealed) return true;
    }
    TRY_ASSIGN(const auto stored, vault.record().event(event));
    return !stored.event.header.sealedHash.has_value();
}

} // namespace

Result<Answer> put(HubPort& hub, PersonId reader, const Ask& ask) {
    return std::visit(Overloaded{[&](const SubmitAsk& one) -> Result<Answer> {
                                     TRY(hub.submitFrom(one.known, one.submissions()));
                                     return Result<Answer>(std::in_place, std::monostate{});
                                 },
                                 [&](const ChangesAsk& one) -> Result<Answer> { return hub.changes(reader, one); },
                                 [&](const HistoryAsk& one) -> Result<Answer> { return hub.history(reader, one); },
                                 [&](const RefusalsAsk& one) -> Result<Answer> { return hub.refusals(one.events); },
                                 [&](const GiveBackAsk& one) -> Result<Answer> {
                                     TRY_ASSIGN(const auto last, hub.takeBack(one.lost));
                                     return TakenBack{last};
                                 }},
                      ask);
}

Result<void> runExchange(Exchange& exchange, HubPort& hub, PersonId reader) {
    for (;;) {
        TRY_ASSIGN(const auto ask, exchange.ask());
        if (!ask) return {};
        TRY(exchange.take(put(hub, reader, *ask)));
    }
}

Result<Exchanged> exchangeWith(HubPort& hub, PersonId reader, Exchange exchange) {
    TRY(runExchange(exchange, hub, reader));
    return exchange.done();
}

Exchange::Exchange(Vault& vault, Keyholder& keys, CaseId office, Digest fingerprint, RegisterState& state,
                   std::span<const Submission> fresh, Landed landed, AskManner manner)
    : m_vault(vault), m_keys(keys), m_officeId(office), m_fingerprint(fingerprint), m_office(state), m_fresh(fresh),
      m_landed(std::move(landed)), m_manner(manner),
      // A vault that knows nothing yet needs its owner's own events too, in every answer of this first exchange.
      m_withOwn(!state.exists()), m_bootstraps(!state.exists()) {}

Exchanged Exchange::done() {
    m_out.cases.assign(m_touched.begin(), m_touched.end());
    m_out.casesOfOthers = m_others.size();
    return std::move(m_out);
}

Result<std::optional<Ask>> Exchange::ask() {
    if (m_phase == Phase::doubt) return nextDoubt();
    if (m_phase == Phase::giveBack) {
        TRY_ASSIGN(auto next, nextGivenBack());
        if (next) return next;
    }
    if (m_phase == Phase::handOver) {
        TRY_ASSIGN(auto next, nextSubmission());
        if (next) return Ask(*std::move(next));
        m_phase = Phase::changes;
    }
    if (m_phase == Phase::changes || m_phase == Phase::again) {
        TRY_ASSIGN(auto next, nextChanges());
        if (next) return next;
    }
    if (m_phase == Phase::refusals) {
        TRY_ASSIGN(auto next, nextRefusals());
        if (next) return next;
        m_phase = Phase::units;
    }
    if (m_phase == Phase::units) {
        TRY(lookAtUnits());
        if (m_phase == Phase::again) return nextChanges();
    }
    return std::nullopt;
}

Result<void> Exchange::take(Result<Answer> answer) {
    if (m_phase == Phase::doubt) return takeDoubt(answer);
    if (!answer && answer.error().code == Code::notFound && m_phase == Phase::handOver) {
        // It does not have our last commit. What it has says whether it was set back or tells another history.
        m_phase = Phase::changes;
        return {};
    }
    if (!answer) return std::unexpected(admitted(std::move(answer).error()));
    return std::visit(Overloaded{[](std::monostate) -> Result<void> { return {}; },
                                 [&](Changes& one) { return takeChanges(std::move(one)); },
                                 [&](History& one) { return takeHistory(one); },
                                 [&](std::vector<Refusal>& one) { return takeRefusals(std::move(one)); },
                                 [&](TakenBack& one) { return takeTaken(one); }},
                      *answer);
}

namespace {

/// Adds to a batch; false if it is full, and what was to be added must come with the next one.
class Fill {
public:
    bool add(std::size_t events, std::size_t bytes) {
        const bool fits = m_events == 0 || (m_events + events <= kBatchEvents && m_bytes + bytes <= kBatchBytes);
        if (fits) {
            m_events += events;
            m_bytes += bytes;
        }
        return fits;
    }

private:
    std::size_t m_events = 0, m_bytes = 0;
};

std::size_t sizeOf(const Submission& submission) {
    std::size_t bytes = submission.act.bytes.size();
    for (const auto& event : submission.events) bytes += model::sizeOf(event);
    return bytes;
}

/// An act as it waits in a vault. Whole acts are sent, because one signature covers all of one; what was sealed before
/// is known to the hub.
Result<Submission> readSubmission(Record& record, std::int64_t row) {
    TRY_ASSIGN(auto act, record.act(row));
    Submission submission{std::move(act.act), {}};
    for (const auto& id : act.events) {
        TRY_ASSIGN(const auto found, record.findEvent(id));
        if (!found)
            return fail(Code::damaged, {"An event that waits is missing from its act", "待发事件缺失"}, {}, id.hex());
        TRY_ASSIGN(auto stored, record.event(*found));
        submission.events.push_back(std::move(stored.event));
    }
    return submission;
}

} // namespace

Result<std::optional<SubmitAsk>> Exchange::nextSubmission() {
    if (!m_toSend) {
        m_toSend.emplace();
        TRY_ASSIGN(const auto pending, m_vault.pending());
        std::size_t freshEvents = 0;
        for (const auto& submission : m_fresh) freshEvents += submission.events.size();
        if (freshEvents != pending.size()) {
            m_fresh = {}; // others wait too: all are read, in their order
            for (const auto row : pending) {
                TRY_ASSIGN(const auto keys, m_vault.record().eventKeys(row));
                if (m_toSend->empty() || m_toSend->back() != keys.act) m_toSend->push_back(keys.act);
            }
        }
    }
    Fill fill;
    SubmitAsk ask;
    TRY_ASSIGN(ask.known, known());
    const std::size_t first = m_sent;
    for (; m_sent < m_fresh.size(); ++m_sent) {
        if (!fill.add(m_fresh[m_sent].events.size(), sizeOf(m_fresh[m_sent]))) break;
    }
    if (!m_fresh.empty()) {
        ask.fresh = m_fresh.subspan(first, m_sent - first);
    } else {
        for (; m_sent < m_toSend->size(); ++m_sent) {
            TRY_ASSIGN(auto submission, readSubmission(m_vault.record(), (*m_toSend)[m_sent]));
            if (!fill.add(submission.events.size(), sizeOf(submission))) break;
            ask.stored.push_back(std::move(submission));
        }
    }
    if (ask.submissions().empty()) return std::nullopt;
    return ask;
}

Result<std::optional<Ask>> Exchange::nextChanges() {
    if (m_held) {
        m_history.withOwn = m_withOwn;
        return Ask(m_history);
    }
    if (m_bootstraps && !m_newest) {
        m_asked = {kNobodyHas, 1, true, false};
        return Ask(m_asked);
    }
    if (m_phase == Phase::again && m_asked.after >= m_againUpTo) {
        // As who they were when it began: what has changed since is asked for once more.
        TRY(keepReadAs(m_anew ? Bytes{0} : m_againAs));
        m_phase = Phase::changes; // which may have come meanwhile
    } else if (m_phase == Phase::changes) {
        // What comes next may follow in cases that were not given before: they come first.
        TRY_ASSIGN(const bool more, mayReadMore());
        if (more) TRY(beginAgain());
    }
    const bool again = m_phase == Phase::again;
    if (!again) {
        TRY_ASSIGN(m_asked.after, m_vault.record().lastCommit());
    }
    m_asked.limit = kCommitBatch;
    m_asked.withOwn = m_withOwn;
    m_asked.again = again;
    return Ask(m_asked);
}

Result<std::optional<Ask>> Exchange::nextRefusals() {
    RefusalsAsk ask;
    while (!m_waiting.empty() && ask.events.size() < kRefusalBatch) {
        TRY_ASSIGN(const auto keys, m_vault.record().eventKeys(m_waiting.back()));
        ask.events.push_back(keys.id);
        m_waiting.pop_back();
    }
    if (ask.events.empty()) return std::nullopt;
    return Ask(std::move(ask));
}

Result<Known> Exchange::known() const {
    TRY_ASSIGN(const auto last, m_vault.record().lastCommit());
    if (last == 0) return Known{};
    TRY_ASSIGN(const auto stored, m_vault.record().commit(last));
    return Known{last, stored.commit.hash};
}

Result<void> Exchange::takeChanges(Changes changes) {
    if (m_bootstraps && !m_newest) {
        m_newest = changes.last.value_or(0);
        return keepBegan();
    }
    if (changes.last) return findLost(changes);
    TRY_ASSIGN(const bool another, checkBase(changes));
    if (another) {
        doubt(m_asked.after);
        return {};
    }
    TRY_ASSIGN(const bool much, takesMuchAway(changes));
    if (much) return {};
    TRY_ASSIGN(const bool lacksOwn, lacksOwnEvents(changes.entries));
    if (lacksOwn) {
        // This vault is an older copy of itself, or a new one. The hub has what was said since, and our own signature
        // on it.
        m_withOwn = true;
        return {}; // asked again
    }
    if (changes.histories.empty()) return takeAll(changes);
    m_held = std::move(changes);
    m_history = {m_held->histories.front().caseId, 0, m_held->histories.front().upTo, m_withOwn};
    return {};
}

Result<void> Exchange::takeHistory(const History& history) {
    const std::string where = m_history.caseId.hex();
    TRY_ASSIGN(const bool lacksOwn, lacksOwnEvents(history.entries));
    if (lacksOwn) {
        m_withOwn = true;
        return {}; // asked again
    }
    TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));
    beginAnswer();
    checkActs(history.acts, m_office);
    for (const auto& entry : history.entries) {
        if (entry.link.caseId != m_history.caseId || m_history.caseId == m_officeId ||
            entry.link.seq <= m_history.after)
            return distrust({"The hub answered something else than was asked", "服务器答非所问"}, where);
        TRY(takeEntry(m_office, history.acts, entry));
        m_history.after = entry.link.seq;
    }
    TRY(transaction.commit());
    if (history.more && history.entries.empty())
        return distrust({"The hub says that there is more, and gives nothing", "服务器声称尚有内容却未给出"}, where);
    if (history.more) return {};
    auto& owed = m_held->histories;
    owed.erase(owed.begin());
    if (!owed.empty()) {
        m_history = {owed.front().caseId, 0, owed.front().upTo, m_withOwn};
        return {};
    }
    const Changes held = *std::exchange(m_held, {});
    return takeAll(held);
}

Result<void> Exchange::takeRefusals(std::vector<Refusal> refusals) {
    if (refusals.empty()) return {};
    TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));
    for (auto& refusal : refusals) {
        if (!verifyRefusal(refusal, m_office.hub)) {
            return distrust({"A refusal does not carry the hub's signature", "拒绝记录没有服务器签名"},
                            refusal.event.hex());
        }
        TRY_ASSIGN(const auto row, m_vault.record().findEvent(refusal.event));
        if (!row) continue;
        TRY(m_vault.record().addRefusal(*row, refusal));
        TRY(m_vault.removePending(*row));
        TRY_ASSIGN(const auto keys, m_vault.record().eventKeys(*row));
        m_touched.insert(keys.caseRow);
        m_out.refused.push_back(std::move(refusal));
    }
    return transaction.commit();
}

Result<bool> Exchange::checkBase(const Changes& changes) {
    if (m_asked.after == 0) return false;
    TRY_ASSIGN(const auto mine, m_vault.record().commit(m_asked.after));
    if (changes.base == mine.commit.hash) return {};
    return true;
}

Result<bool> Exchange::lacksOwnEvents(const std::vector<Entry>& entries) const {
    if (m_withOwn) return false;
    for (const auto& entry : entries) {
        if (!entry.event.bytes.empty()) continue;
        TRY_ASSIGN(const auto known, m_vault.record().findEvent(entry.link.event));
        if (!known) return true;
        // Who lost their vault may have been given the log alone at first.
        TRY_ASSIGN(const bool whole, isWhole(m_vault, *known));
        if (!whole) return true;
    }
    return false;
}

void Exchange::beginAnswer() {
    m_acts.clear();
    m_ends.clear();
}

Result<void> Exchange::takeAll(const Changes& changes) {
    const bool last = changes.commits.empty() || !changes.more;
    if (!changes.commits.empty()) {
        beginAnswer();
        // What is not believed in the end must leave no trace in the register either.
        RegisterState next = m_office;
        TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));
        if (!next.exists()) TRY(takeFounding(changes, next));
        TRY(takeCommits(next, changes));
        checkActs(changes.acts, next);
        for (const auto& entry : changes.entries) TRY(takeEntry(next, changes.acts, entry));
        if (m_phase == Phase::again) TRY(keepAgain(changes.commits.back().commit.number));
        TRY(transaction.commit());
        m_office = std::move(next);
        m_asked.after = changes.commits.back().commit.number;
    }
    if (m_phase == Phase::again) {
        if (last) m_againUpTo = 0;
        return {};
    }
    if (!last) return {};
    m_phase = Phase::refusals; // of what has not landed
    TRY_ASSIGN(m_waiting, m_vault.pending());
    return {};
}

Result<void> Exchange::takeFounding(const Changes& changes, RegisterState& office) {
    // The first thing a desk ever takes is the founding, and it must be the one it was told to trust.
    if (changes.entries.empty() || changes.entries.front().event.id != m_fingerprint) {
        return distrust(
            {"The hub's record does not begin with the founding of this office", "服务器记录并非以本单位的设立开始"},
            m_fingerprint.hex());
    }
    const auto& founding = changes.entries.front().event;
    const auto body = readRegisterBody(founding.header, nullptr);
    if (const auto* const founded = std::get_if<OfficeFounded>(&body)) {
        office.hub = founded->hub;
        office.suite = founding.header.suite;
    }
    return {};
}

Result<void> Exchange::takeCommits(const RegisterState& office, const Changes& changes) {
    Record& record = m_vault.record();
    TRY_ASSIGN(std::uint64_t last, record.lastCommit());
    Digest previous{};
    if (last != 0) {
        TRY_ASSIGN(const auto stored, record.commit(last));
        previous = stored.commit.hash;
    }
    for (const auto& next : changes.commits) {
        const std::string where = "commit " + std::to_string(next.commit.number);
        if (next.commit.number <= last) {
            TRY_ASSIGN(const auto stored, record.commit(next.commit.number));
            if (stored.commit.hash != next.commit.hash) {
                return distrust(
                    findingOf({"The hub now tells another history than before", "服务器现在给出的历史与以前不同"},
                              where, stored.commit, next.commit, office.hub));
            }
            continue;
        }
        if (next.commit.number != last + 1)
            return distrust({"The hub left out a commit", "服务器遗漏了提交记录"}, where);
        if (auto checked = verifyCommit(next.commit, office.hub, previous, next.links); !checked) {
            if (last == 0) return distrust(checked.error().what, where);
            TRY_ASSIGN(const auto before, record.commit(last));
            return distrust(findingOf(checked.error().what, where, before.commit, next.commit, office.hub));
        }
        TRY(record.addCommit(next));
        previous = next.commit.hash;
        last = next.commit.number;
    }
    return {};
}

Result<const StoredCommit*> Exchange::commitOf(std::uint64_t number) {
    if (m_commit.commit.number != number) {
        TRY_ASSIGN(m_commit, m_vault.record().commit(number));
    }
    return &m_commit;
}

Result<void> Exchange::takeEntry(RegisterState& office, const std::map<Digest, ActWithIds>& acts, const Entry& entry) {
    Record& record = m_vault.record();
    const std::string where = entry.link.caseId.hex() + " link " + std::to_string(entry.link.seq);
    TRY_ASSIGN(const auto* const commit, commitOf(entry.commit));
    const Digest hash = linkHash(record.suite(), entry.link);
    if (entry.commitIndex >= commit->links.size() || commit->links[entry.commitIndex] != hash) {
        return distrust({"A link is not in the commit that it is said to be in", "链接不在所称的提交记录中"}, where);
    }
    TRY_ASSIGN(LogEnd* const end, endOf(entry.link.caseId));
    const std::int64_t row = end->row;
    TRY_ASSIGN(const auto taken, takeEvent(office, acts, entry, row));
    const std::int64_t eventRow = taken.row;
    bool known = false;
    if (!taken.isNew) {
        TRY_ASSIGN(known, record.isLinked(eventRow));
    }
    if (!taken.opening) m_touched.insert(row);
    if (known) return {}; // sent again, now with what may be read
    if (entry.link.seq != end->seq + 1 || entry.link.previous != end->hash) {
        TRY_ASSIGN(auto finding,
                   brokenOrder({"A link does not follow the last one of its case", "链接未接续案件的前一条"}, where,
                               row, entry));
        return distrust(std::move(finding));
    }
    TRY(record.addLink(row, {entry.link, hash, eventRow, entry.commit, entry.commitIndex}));
    end->seq = entry.link.seq;
    end->hash = hash;
    if (!taken.isNew) TRY(m_vault.removePending(eventRow));
    const bool own = entry.event.bytes.empty() || entry.event.header.author == m_keys.person;
    ++(own ? m_out.sealed : m_out.received);
    if (!own && !taken.opening) m_others.insert(row);
    const Landing landing{entry.link.seq, hash, entry.link.time, false, {entry.commit, entry.commitIndex}};
    if (entry.link.caseId == m_officeId) {
        m_touched.erase(row);
        m_others.erase(row);
        m_out.registerChanged = true;
        TRY_ASSIGN(const auto stored, record.event(eventRow));
        const auto body = readRegisterBody(stored.event.header, nullptr);
        apply(office, stored.event, body, landing);
        // What comes next may be sealed to a unit's new identity.
        TRY(openUnits(m_keys, office));
        // What came before this person was let in was not opened on the way here, also if they were in it once.
        const auto* const joined = std::get_if<UnitJoined>(&body);
        if (joined && joined->person == m_keys.person) TRY(readAnew());
    }
    return m_landed ? m_landed(row, entry.link.event, landing) : Result<void>{};
}

Result<Exchange::LogEnd*> Exchange::endOf(CaseId log) {
    const auto known = m_ends.find(log);
    if (known != m_ends.end()) return &known->second;
    Record& record = m_vault.record();
    LogEnd end;
    TRY_ASSIGN(end.row, record.caseRow(log));
    TRY_ASSIGN(const auto head, record.head(end.row));
    if (head) {
        end.seq = head->link.seq;
        end.hash = head->hash;
    }
    return &m_ends.emplace(log, end).first->second;
}

Result<Exchange::Taken> Exchange::takeEvent(const RegisterState& office, const std::map<Digest, ActWithIds>& acts,
                                            const Entry& entry, std::int64_t caseRow) {
    Record& record = m_vault.record();
    if (entry.event.bytes.empty()) {
        TRY_ASSIGN(const auto own, record.findEvent(entry.link.event));
        if (own) {
            TRY_ASSIGN(const auto kind, record.kindOf(*own));
            return Taken{*own, kind == CaseOpened::kKind, false};
        }
        return distrust({"The hub sealed an event that this desk never said", "服务器封存了本机从未提交的事件"},
                        entry.link.event.hex());
    }
    // Read again from the bytes: what a hub sent is believed only after the hash is ours.
    TRY_ASSIGN(const auto event, readEvent(entry.event.bytes, entry.event.sealed));
    const auto act = acts.find(entry.act);
    if (event.id != entry.link.event || event.header.caseId != entry.link.caseId || act == acts.end() ||
        entry.actIndex >= act->second.ids.size() || act->second.ids[entry.actIndex] != event.id ||
        act->second.act.author != event.header.author) {
        return distrust({"An event is not what its link or act says", "事件与其链接或签名行为不符"},
                        entry.link.event.hex());
    }
    TRY_ASSIGN(const auto actRow, takeAct(office, act->second, event, {entry.commit, entry.commitIndex}));
    TRY_ASSIGN(const auto added, record.addEvent(actRow, entry.actIndex, caseRow, event));
    return Taken{added.row, event.header.kind == CaseOpened::kKind, added.isNew};
}

/// Checks the signatures of those whose authors are known before anything of this answer is taken; takeAct() checks the
/// others, and those whose keys this very answer changes.
void Exchange::checkActs(const std::map<Digest, ActWithIds>& acts, const RegisterState& office) {
    m_checks = {};
    for (const auto& [id, one] : acts) {
        const Person* const author = office.person(one.act.author);
        if (author) m_checks.add(one.act, author->identity, one.ids);
    }
    m_checks.run();
}

Result<std::int64_t> Exchange::takeAct(const RegisterState& office, const ActWithIds& act, const Event& event,
                                       Moment at) {
    const auto known = m_acts.find(act.act.id);
    if (known != m_acts.end()) return known->second;
    // Before the founding nobody is known; its event, which the desk was told to trust by its hash, holds the founder's
    // key.
    const auto body = office.exists() ? RegisterBody(UnknownBody{}) : readRegisterBody(event.header, nullptr);
    const auto* const founding = std::get_if<OfficeFounded>(&body);
    const Person* author = founding ? &founding->founder : office.person(act.act.author);
    if (!author)
        return distrust({"An act of somebody who is not in the register", "行为作者不在名册中"}, act.act.id.hex());
    if (auto checked = m_checks.check(act.act, author->identityAt(at), act.ids); !checked) {
        return distrust(checked.error().what, act.act.id.hex());
    }
    TRY_ASSIGN(const auto row, m_vault.record().addAct(act.act, act.ids));
    TRY_ASSIGN(const bool opened, openEnvelopes(row, act.act));
    if (m_bootstraps && !opened) m_unopened.push_back(row);
    m_acts.emplace(act.act.id, row);
    return row;
}

Result<bool> Exchange::openEnvelopes(std::int64_t row, const Act& act) {
    for (const auto& envelope : act.envelopes) {
        std::vector<const crypto::Identity*> mine;
        if (envelope.recipient == m_keys.person.bytes) mine.push_back(m_keys.identity);
        const auto unit = m_keys.units.find(UnitId{envelope.recipient});
        if (unit != m_keys.units.end()) {
            for (const auto& identity : unit->second) mine.push_back(&identity);
        }
        for (const auto* identity : mine) {
            const auto secret =
                crypto::openSealed(*identity, envelope.sealed, envelopeContext(act.author, envelope.recipient));
            // An author who sealed rubbish to us keeps their contents from us; they must not keep us from everybody's.
            if (!secret) continue;
            TRY(m_vault.rememberSecret(row, *secret));
            return true;
        }
    }
    return act.envelopes.empty();
}

} // namespace model
