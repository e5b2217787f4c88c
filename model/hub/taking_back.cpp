// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/taking_back.h"

#include <algorithm>

namespace model {

namespace {

std::unexpected<Error> notWhatItSays(std::string where) {
    return fail(Code::malformed, {"What was handed back is not what its commit says", "交还的内容与其提交记录不符"}, {},
                std::move(where));
}

} // namespace

Result<HubBatch> TakingBack::all(const Changes& lost) {
    TRY_ASSIGN(const auto last, m_reading.last());
    std::uint64_t number = last ? last->number : 0;
    Digest previous = last ? last->hash : Digest{};
    std::span<const Entry> entries = lost.entries;
    for (const auto& commit : lost.commits) {
        const auto end =
            std::ranges::find_if(entries, [&](const Entry& entry) { return entry.commit != commit.commit.number; });
        const auto mine = entries.first(static_cast<std::size_t>(end - entries.begin()));
        entries = entries.subspan(mine.size());
        if (commit.commit.number <= number) continue; // another desk has handed it back meanwhile
        const std::string where = "commit " + std::to_string(commit.commit.number);
        if (commit.commit.number != number + 1 ||
            !verifyCommit(commit.commit, m_hub, previous, commit.links).has_value()) {
            return fail(Code::refused,
                        {"This commit does not follow the hub's last one", "该提交记录未接续服务器的最后一条"},
                        {"Ask the hub for what is new", "请重新获取服务器的最新内容"}, where);
        }
        TRY_ASSIGN(const bool added, add(lost, commit, mine));
        if (!added) break;
        number = commit.commit.number;
        previous = commit.commit.hash;
    }
    return std::move(m_batch);
}

Result<bool> TakingBack::isWhole(const Changes& lost, const StoredCommit& commit, std::span<const Entry> entries) {
    if (entries.size() != commit.links.size()) return false;
    std::vector<Digest> ids;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Entry& entry = entries[i];
        if (entry.event.bytes.empty() || (entry.event.header.sealedHash && entry.event.sealed.empty())) return false;
        const auto act = lost.acts.find(entry.act);
        if (entry.commitIndex != i || linkHash(commit.commit.suite, entry.link) != commit.links[i] ||
            entry.link.event != entry.event.id || entry.link.caseId != entry.event.header.caseId ||
            act == lost.acts.end() || entry.actIndex >= act->second.ids.size() ||
            act->second.ids[entry.actIndex] != entry.event.id || act->second.act.author != entry.event.header.author)
            return notWhatItSays(entry.link.event.hex());
        ids.push_back(entry.event.id);
    }
    // What the hub has judged otherwise since then cannot be taken back any more.
    TRY_ASSIGN(const auto known, m_reading.known(ids));
    if (!known.empty()) {
        return fail(Code::refused,
                    {"The hub has judged this event once more since it was set back", "服务器被回退后已重新裁定该事件"},
                    {"Call the auditor: two histories are there", "请联系审计人员：现存在两份不同的历史"},
                    known.begin()->hex());
    }
    return true;
}

Result<bool> TakingBack::add(const Changes& lost, const StoredCommit& commit, std::span<const Entry> entries) {
    TRY_ASSIGN(const bool whole, isWhole(lost, commit, entries));
    if (!whole) return false;
    for (const auto& entry : entries) {
        const ActWithIds& act = lost.acts.at(entry.act);
        const auto [at, isNew] = m_acts.try_emplace(entry.act, m_batch.acts.size());
        if (isNew) {
            TRY(checkAct(act, entry));
            m_batch.acts.push_back({&act.act, act.ids});
        }
        StoredLink stored;
        stored.link = entry.link;
        stored.hash = commit.links[static_cast<std::size_t>(entry.commitIndex)];
        stored.commit = commit.commit.number;
        stored.commitIndex = entry.commitIndex;
        if (entry.link.caseId == m_office.office || !m_office.exists())
            apply(m_office, entry.event, readRegisterBody(entry.event.header, nullptr),
                  Landing{entry.link.seq, stored.hash, entry.link.time, false, stored.at()});
        m_batch.events.push_back({at->second, entry.actIndex, &entry.event, std::move(stored), {}});
    }
    m_batch.commits.push_back(commit);
    return true;
}

Result<void> TakingBack::checkAct(const ActWithIds& act, const Entry& entry) {
    const auto body = m_office.exists() ? RegisterBody(UnknownBody{}) : readRegisterBody(entry.event.header, nullptr);
    const auto* const founding = std::get_if<OfficeFounded>(&body);
    const Person* const author = founding ? &founding->founder : m_office.person(act.act.author);
    if (!author) return notWhatItSays(act.act.id.hex());
    return verifyAct(act.act, *author, Moment{entry.commit, entry.commitIndex}, act.ids);
}

} // namespace model
