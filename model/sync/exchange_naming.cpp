// SPDX-License-Identifier: GPL-3.0-or-later
// What an exchange does about a hub that does not have what it handed out: it gives back, asks a person, or names it
// and keeps what shows it.
#include "model/case/body.h"
#include "model/log/commit_signature.h"
#include "model/sync/exchange.h"
#include "model/sync/giving_back.h"

#include <algorithm>

namespace model {

namespace {

Text anotherHistory() {
    return {"The hub no longer has what it handed out: it was set back, or tells another history",
            "服务器已不再持有其曾给出的记录：可能被回退，或给出了另一历史"};
}

Error nameOf(const Finding& finding) {
    return {Code::damaged,
            finding.what,
            {"Do not go on: the hub or its store was tampered with. Keep this vault and call the auditor",
             "请停止操作：服务器或其存储可能被篡改。请保留本机保险库并联系审计人员"},
            finding.where,
            {}};
}

PlacedLink placed(const StoredCommit& commit, const Link& link, std::uint64_t index) {
    return {commit.commit, link, crypto::inclusionProof(commit.commit.suite, commit.links, index)};
}

} // namespace

std::unexpected<Error> Exchange::distrust(Finding finding) {
    Error error = nameOf(finding);
    m_out.findings.push_back(std::move(finding));
    return std::unexpected(std::move(error));
}

std::unexpected<Error> Exchange::distrust(Text what, std::string where) {
    return distrust(Finding{std::move(what), std::move(where), Contradiction::none, {}, {}});
}

Error Exchange::admitted(Error error) {
    if (error.code != Code::locked || !m_office.person(m_keys.person)) return error;
    return distrust({"The hub no longer knows a person whom it admitted", "服务器不再认识其曾登记的人员"},
                    m_officeId.hex() + " link " + std::to_string(m_office.head.seq))
        .error();
}

void Exchange::doubt(std::uint64_t number) {
    m_doubt = {number, anotherHistory(), "commit " + std::to_string(m_asked.after)};
    m_phase = Phase::doubt;
}

Ask Exchange::nextDoubt() const {
    // Histories need not be told: only the commit is looked at.
    return ChangesAsk{m_doubt.number == 0 ? 0 : m_doubt.number - 1, 1, false, true};
}

Result<void> Exchange::takeDoubt(const Result<Answer>& answer) {
    m_phase = Phase::done;
    const auto* const changes = answer ? std::get_if<Changes>(&*answer) : nullptr;
    if (m_doubt.number > 0 && changes != nullptr && !changes->commits.empty() &&
        changes->commits.front().commit.number == m_doubt.number) {
        TRY_ASSIGN(const auto mine, m_vault.record().commit(m_doubt.number));
        return distrust(
            findingOf(m_doubt.what, m_doubt.where, mine.commit, changes->commits.front().commit, m_office.hub));
    }
    return distrust(m_doubt.what, m_doubt.where);
}

Result<Finding> Exchange::brokenOrder(Text what, std::string where, std::int64_t caseRow, const Entry& entry) {
    Record& record = m_vault.record();
    std::optional<StoredLink> mine;
    TRY_ASSIGN(const auto head, record.head(caseRow));
    const std::uint64_t wanted =
        head && entry.link.seq > head->link.seq ? head->link.seq : std::max<std::uint64_t>(entry.link.seq, 1);
    TRY(record.links(caseRow, wanted - 1, [&](const StoredLink& link) -> Result<void> {
        if (!mine) mine = link;
        return {};
    }));
    if (!mine) return Finding{std::move(what), std::move(where), Contradiction::none, {}, {}};
    TRY_ASSIGN(const auto before, record.commit(mine->commit));
    TRY_ASSIGN(const auto* const commit, commitOf(entry.commit));
    return findingOf(std::move(what), std::move(where), placed(before, mine->link, mine->commitIndex),
                     placed(*commit, entry.link, entry.commitIndex), m_office.hub);
}

bool Exchange::stopsFor(const HubQuestion& question) {
    if (m_manner.agreed && m_manner.agreed->covers(question)) return false;
    m_out.asks = question;
    m_phase = Phase::done;
    return true;
}

Result<bool> Exchange::takesMuchAway(const Changes& changes) {
    if (m_bootstraps || m_phase != Phase::changes || m_manner.above.cases == AskAbove::kNever) return false;
    for (const auto& entry : changes.entries) {
        const auto& header = entry.event.header;
        if (entry.event.bytes.empty() || header.author == m_keys.person) continue; // one's own doing
        if (header.kind != PersonReleased::kKind && header.kind != PersonAssigned::kKind) continue;
        const CaseBody body = readCaseBody(header, nullptr);
        const auto* const released = std::get_if<PersonReleased>(&body);
        const auto* const assigned = std::get_if<PersonAssigned>(&body);
        if (assigned != nullptr && assigned->person == m_keys.person) m_released.erase(header.caseId);
        if (released == nullptr || released->person != m_keys.person) continue;
        // Of what was never here nothing is taken away.
        TRY_ASSIGN(const auto known, m_vault.record().findCase(header.caseId));
        if (known) m_released.insert(header.caseId);
    }
    return m_released.size() > m_manner.above.cases &&
           stopsFor({HubQuestion::What::releases, 0, static_cast<std::uint64_t>(m_released.size())});
}

Result<std::optional<Ask>> Exchange::nextGivenBack() {
    TRY_ASSIGN(const auto mine, m_vault.record().lastCommit());
    if (m_lostAfter < mine) {
        GiveBackAsk ask{{}, m_vault.record().suite()};
        TRY_ASSIGN(ask.lost, commitsAfter(m_vault.record(), m_lostAfter, kCommitBatch));
        return Ask(std::move(ask));
    }
    // It has everything again; what waits is handed over now.
    m_phase = Phase::handOver;
    m_toSend.reset();
    m_sent = 0;
    return std::nullopt;
}

Result<void> Exchange::findLost(const Changes& changes) {
    const std::uint64_t last = *changes.last;
    bool same = last < m_asked.after && !m_gaveBack;
    if (same && last > 0) {
        TRY_ASSIGN(const auto mine, m_vault.record().commit(last));
        same = mine.commit.hash == changes.base;
    }
    if (!same) {
        doubt(last);
        return {};
    }
    TRY_ASSIGN(const auto cases, m_vault.database().value<std::int64_t>(
                                     "SELECT count(DISTINCT l.subject) FROM link l JOIN subject s ON s.n = l.subject "
                                     "WHERE l.hub_commit > ?1 AND s.id <> ?2",
                                     static_cast<std::int64_t>(last), m_officeId));
    const HubQuestion question{HubQuestion::What::givesBack, m_asked.after - last, static_cast<std::uint64_t>(cases)};
    if (question.commits > m_manner.above.commits && stopsFor(question)) return {};
    m_gaveBack = true;
    m_lostAfter = last;
    m_phase = Phase::giveBack;
    return {};
}

Result<void> Exchange::takeTaken(const TakenBack& taken) {
    if (taken.last <= m_lostAfter) {
        return fail(Code::network,
                    {"The hub was set back and lacks commits that this desk does not have in full; others have them",
                     "服务器已被回退，所缺的提交记录本机并不完整，须由其他工作端交还"},
                    {"Let somebody exchange who reads all cases; until then what is said here waits",
                     "请由可阅读全部案件的人员先行同步；在此之前，本机内容将继续等待"},
                    "commit " + std::to_string(m_lostAfter + 1));
    }
    TRY_ASSIGN(const auto mine, m_vault.record().lastCommit());
    m_out.givenBack += std::min(taken.last, mine) - std::min(m_lostAfter, mine);
    m_lostAfter = taken.last;
    return {};
}

} // namespace model
