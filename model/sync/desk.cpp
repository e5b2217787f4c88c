// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/desk.h"

#include "crypto/envelope.h"

#include <algorithm>

namespace model {

namespace {

/// Commits asked for at a time.
constexpr std::size_t kCommitBatch = 32;

std::unexpected<Error> distrust(Text what, std::string where) {
    return fail(Code::damaged, std::move(what),
                {"Do not go on: the hub or its store was tampered with. Keep this vault and call the auditor",
                 "请停止操作：服务器或其存储可能被篡改。请保留本机保险库并联系审计人员"},
                std::move(where));
}

} // namespace

Result<bool> openUnits(Keyholder& keys, const RegisterState& office) {
    bool news = false;
    for (const auto& [id, unit] : office.units) {
        const auto mine = unit.members.find(keys.person);
        if (mine == unit.members.end() || keys.units.contains(id)) continue;
        // What another member sealed wrongly opens nothing; it must not keep this person from their own desk.
        const auto secret = crypto::openSealed(*keys.identity, mine->second, id.view());
        if (!secret) continue;
        auto identity = crypto::Identity::import(office.suite, secret->view());
        if (!identity || identity->publicPart() != unit.identity) continue;
        keys.units.emplace(id, *std::move(identity));
        news = true;
    }
    return news;
}

template <class Answer>
Answer Desk::admitted(const RegisterState& office, Answer answer) const {
    if (answer || answer.error().code != Code::locked || !office.person(m_keys.person)) return answer;
    return distrust({"The hub no longer knows a person whom it admitted", "服务器不再认识其曾登记的人员"},
                    m_officeId.hex() + " link " + std::to_string(office.head.seq));
}

Result<std::int64_t> Desk::officeRow() const {
    TRY_ASSIGN(const auto row, m_vault.record().findCase(m_officeId));
    return row.value_or(0);
}

Result<Exchanged> Desk::exchange(RegisterState& office, std::span<const Submission> fresh, const Landed& landed) {
    m_out = {};
    m_touched.clear();
    TRY(admitted(office, handOver(fresh)));
    // A vault that knows nothing yet needs its owner's own events too, in every batch of this first exchange.
    m_withOwn = !office.exists();
    const bool wasAuditor = office.has(m_keys.person, Role::auditor);
    for (bool more = true; more;) {
        TRY_ASSIGN(const auto after, m_vault.record().lastCommit());
        TRY_ASSIGN(more, takeChanges(office, after, landed));
    }
    TRY(takeRefusals(office)); // of what has not landed
    // A unit's key opens cases from before the person was in it, and an auditor sees the log of all: those lie behind
    // the cursor, so everything is asked for once more.
    TRY_ASSIGN(const bool newUnit, openUnits(m_keys, office));
    if (newUnit || wasAuditor != office.has(m_keys.person, Role::auditor)) {
        TRY_ASSIGN(const auto last, m_vault.record().lastCommit());
        for (std::uint64_t after = 0; after < last; after += kCommitBatch) TRY(takeChanges(office, after, landed));
    }
    m_out.cases.assign(m_touched.begin(), m_touched.end());
    return std::move(m_out);
}

Result<void> Desk::handOver(std::span<const Submission> fresh) {
    TRY_ASSIGN(const auto pending, m_vault.pending());
    if (pending.empty()) return {};
    std::size_t freshEvents = 0;
    for (const auto& submission : fresh) freshEvents += submission.events.size();
    if (freshEvents == pending.size()) return m_hub.submit(fresh);

    std::vector<Submission> submissions;
    std::int64_t last = 0;
    Record& record = m_vault.record();
    for (const auto row : pending) {
        TRY_ASSIGN(const auto keys, record.eventKeys(row));
        if (keys.act == last) continue;
        last = keys.act;
        TRY_ASSIGN(auto act, record.act(keys.act));
        Submission submission{std::move(act.act), {}};
        // Whole acts are sent, because one signature covers all of one; what was sealed before is known to the hub.
        for (const auto& id : act.events) {
            TRY_ASSIGN(const auto found, record.findEvent(id));
            if (!found)
                return fail(Code::damaged, {"An event that waits is missing from its act", "待发事件缺失"}, {},
                            id.hex());
            TRY_ASSIGN(auto stored, record.event(*found));
            submission.events.push_back(std::move(stored.event));
        }
        submissions.push_back(std::move(submission));
    }
    return m_hub.submit(submissions);
}

Result<void> Desk::takeRefusals(const RegisterState& office) {
    TRY_ASSIGN(const auto pending, m_vault.pending());
    if (pending.empty()) return {};
    std::vector<Digest> ids;
    for (const auto row : pending) {
        TRY_ASSIGN(const auto keys, m_vault.record().eventKeys(row));
        ids.push_back(keys.id);
    }
    TRY_ASSIGN(auto refusals, m_hub.refusals(ids));
    if (refusals.empty()) return {};
    TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));
    for (auto& refusal : refusals) {
        if (!verifyRefusal(refusal, office.hub)) {
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

Result<bool> Desk::takeChanges(RegisterState& office, std::uint64_t after, const Landed& landed) {
    TRY_ASSIGN(auto changes, admitted(office, m_hub.changes(m_keys.person, after, kCommitBatch, m_withOwn)));
    TRY_ASSIGN(const bool lacksOwn, lacksOwnEvents(changes));
    if (lacksOwn) {
        // This vault is an older copy of itself. The hub has what was said since, and our own signature on it.
        m_withOwn = true;
        TRY_ASSIGN(changes, m_hub.changes(m_keys.person, after, kCommitBatch, m_withOwn));
    }
    if (after > 0) {
        TRY_ASSIGN(const auto mine, m_vault.record().commit(after));
        if (changes.base != mine.commit.hash) {
            return distrust({"The hub no longer has what it handed out: it was set back, or tells another history",
                             "服务器已不再持有其曾给出的记录：可能被回退，或给出了另一历史"},
                            "commit " + std::to_string(after));
        }
    }
    if (changes.commits.empty()) return false;
    // What is not believed in the end must leave no trace in the register either.
    RegisterState next = office;
    TRY(takeAll(next, changes, landed));
    office = std::move(next);
    return changes.more;
}

Result<bool> Desk::lacksOwnEvents(const Changes& changes) {
    if (m_withOwn) return false;
    for (const auto& entry : changes.entries) {
        if (!entry.event.bytes.empty()) continue;
        TRY_ASSIGN(const auto known, m_vault.record().findEvent(entry.link.event));
        if (!known) return true;
    }
    return false;
}

Result<void> Desk::takeAll(RegisterState& office, const Changes& changes, const Landed& landed) {
    m_acts.clear();
    TRY_ASSIGN(auto transaction, Transaction::begin(m_vault.database()));
    if (!office.exists()) {
        // The first thing a desk ever takes is the founding, and it must be the one it was told to trust.
        if (changes.entries.empty() || changes.entries.front().event.id != m_fingerprint) {
            return distrust({"The hub's record does not begin with the founding of this office",
                             "服务器记录并非以本单位的设立开始"},
                            m_fingerprint.hex());
        }
        const auto& founding = changes.entries.front().event;
        const auto body = readRegisterBody(founding.header, nullptr);
        if (const auto* const founded = std::get_if<OfficeFounded>(&body)) {
            office.hub = founded->hub;
            office.suite = founding.header.suite;
        }
    }
    TRY(takeCommits(office, changes));
    for (const auto& entry : changes.entries) TRY(takeEntry(office, changes, entry, landed));
    return transaction.commit();
}

Result<void> Desk::takeCommits(const RegisterState& office, const Changes& changes) {
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
                return distrust({"The hub now tells another history than before", "服务器现在给出的历史与以前不同"},
                                where);
            }
            continue;
        }
        if (next.commit.number != last + 1)
            return distrust({"The hub left out a commit", "服务器遗漏了提交记录"}, where);
        if (auto checked = verifyCommit(next.commit, office.hub, previous, next.links); !checked) {
            return distrust(checked.error().what, where);
        }
        TRY(record.addCommit(next));
        previous = next.commit.hash;
        last = next.commit.number;
    }
    return {};
}

Result<const StoredCommit*> Desk::commitOf(std::uint64_t number) {
    if (m_commit.commit.number != number) {
        TRY_ASSIGN(m_commit, m_vault.record().commit(number));
    }
    return &m_commit;
}

Result<void> Desk::takeEntry(RegisterState& office, const Changes& changes, const Entry& entry, const Landed& landed) {
    Record& record = m_vault.record();
    const std::string where = entry.link.caseId.hex() + " link " + std::to_string(entry.link.seq);
    TRY_ASSIGN(const auto* const commit, commitOf(entry.commit));
    const Digest hash = linkHash(record.suite(), entry.link);
    if (entry.commitIndex >= commit->links.size() || commit->links[entry.commitIndex] != hash) {
        return distrust({"A link is not in the commit that it is said to be in", "链接不在所称的提交记录中"}, where);
    }
    TRY_ASSIGN(const auto row, record.caseRow(entry.link.caseId));
    TRY_ASSIGN(const auto taken, takeEvent(office, changes, entry, row));
    const std::int64_t eventRow = taken.row;
    TRY_ASSIGN(const bool known, record.isLinked(eventRow));
    if (!taken.opening) m_touched.insert(row);
    if (known) return {}; // sent again, now with what may be read
    TRY_ASSIGN(const auto head, record.head(row));
    if (entry.link.seq != (head ? head->link.seq : 0) + 1 || entry.link.previous != (head ? head->hash : Digest{})) {
        return distrust({"A link does not follow the last one of its case", "链接未接续案件的前一条"}, where);
    }
    TRY(record.addLink(row, {entry.link, hash, eventRow, entry.commit, entry.commitIndex}));
    TRY(m_vault.removePending(eventRow));
    const bool own = entry.event.bytes.empty() || entry.event.header.author == m_keys.person;
    ++(own ? m_out.sealed : m_out.received);
    const Landing landing{entry.link.seq, hash, entry.link.time, false};
    if (entry.link.caseId == m_officeId) {
        m_touched.erase(row);
        m_out.registerChanged = true;
        TRY_ASSIGN(const auto stored, record.event(eventRow));
        apply(office, stored.event, readRegisterBody(stored.event.header, nullptr), landing);
    }
    return landed ? landed(row, entry.link.event, landing) : Result<void>{};
}

Result<Desk::Taken> Desk::takeEvent(const RegisterState& office, const Changes& changes, const Entry& entry,
                                    std::int64_t caseRow) {
    Record& record = m_vault.record();
    if (entry.event.bytes.empty()) {
        TRY_ASSIGN(const auto own, record.findEvent(entry.link.event));
        if (own) {
            TRY_ASSIGN(const auto kind, record.kindOf(*own));
            return Taken{*own, kind == CaseOpened::kKind};
        }
        return distrust({"The hub sealed an event that this desk never said", "服务器封存了本机从未提交的事件"},
                        entry.link.event.hex());
    }
    // Read again from the bytes: what a hub sent is believed only after the hash is ours.
    TRY_ASSIGN(const auto event, readEvent(entry.event.bytes, entry.event.sealed));
    const auto act = changes.acts.find(entry.act);
    if (event.id != entry.link.event || event.header.caseId != entry.link.caseId || act == changes.acts.end() ||
        entry.actIndex >= act->second.ids.size() || act->second.ids[entry.actIndex] != event.id ||
        act->second.act.author != event.header.author) {
        return distrust({"An event is not what its link or act says", "事件与其链接或签名行为不符"},
                        entry.link.event.hex());
    }
    TRY_ASSIGN(const auto actRow, takeAct(office, act->second, event));
    TRY_ASSIGN(const auto row, record.addEvent(actRow, entry.actIndex, caseRow, event));
    return Taken{row, event.header.kind == CaseOpened::kKind};
}

Result<std::int64_t> Desk::takeAct(const RegisterState& office, const ActWithIds& act, const Event& event) {
    const auto known = m_acts.find(act.act.id);
    if (known != m_acts.end()) return known->second;
    // Before the founding nobody is known; its event, which the desk was told to trust by its hash, holds the founder's
    // key.
    const auto body = office.exists() ? RegisterBody(UnknownBody{}) : readRegisterBody(event.header, nullptr);
    const auto* const founding = std::get_if<OfficeFounded>(&body);
    const Person* author = founding ? &founding->founder : office.person(act.act.author);
    if (!author)
        return distrust({"An act of somebody who is not in the register", "行为作者不在名册中"}, act.act.id.hex());
    if (auto checked = verifyAct(act.act, author->identity, act.ids); !checked) {
        return distrust(checked.error().what, act.act.id.hex());
    }
    TRY_ASSIGN(const auto row, m_vault.record().addAct(act.act, act.ids));
    for (const auto& envelope : act.act.envelopes) {
        const crypto::Identity* identity = nullptr;
        if (envelope.recipient == m_keys.person.bytes) identity = m_keys.identity;
        const auto unit = m_keys.units.find(UnitId{envelope.recipient});
        if (unit != m_keys.units.end()) identity = &unit->second;
        if (!identity) continue;
        const auto secret =
            crypto::openSealed(*identity, envelope.sealed, envelopeContext(act.act.author, envelope.recipient));
        // An author who sealed rubbish to us keeps their contents from us; they must not keep us from everybody's.
        if (!secret) continue;
        TRY(m_vault.rememberSecret(row, *secret));
        break;
    }
    m_acts.emplace(act.act.id, row);
    return row;
}

} // namespace model
