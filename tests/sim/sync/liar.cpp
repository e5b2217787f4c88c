// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/liar.h"

#include "model/sync/wire.h"

using namespace model;

namespace sim {

namespace {

template <class All>
auto someOf(All& all, Dice& dice) {
    return std::next(all.begin(), static_cast<std::ptrdiff_t>(dice.below(all.size())));
}

} // namespace

std::optional<std::string> Liar::spoil(std::string_view target, Bytes& body, crypto::Suite suite) {
    std::optional<std::string> what;
    std::optional<Result<Bytes>> said;
    if (target == "/v1/changes") {
        auto changes = wire::readChangesAnswer(body);
        if (!changes) return std::nullopt;
        what = lie(*changes);
        if (what) said = wire::encodeChangesAnswer(*changes, suite);
    } else if (target == "/v1/history") {
        auto history = wire::readHistoryAnswer(body);
        if (!history) return std::nullopt;
        what = lie(*history);
        if (what) said = wire::encodeHistoryAnswer(*history, suite);
    }
    // A lie that the protocol has no words for cannot be told.
    if (!said || !*said || **said == body) return std::nullopt;
    body = **std::move(said);
    return what;
}

std::optional<std::string> Liar::lie(Changes& changes) {
    auto& commits = changes.commits;
    switch (m_dice.below(9)) {
    case 0:
        if (commits.size() < 2) break;
        commits.erase(someOf(commits, m_dice));
        return "a commit is left out";
    case 1:
        if (commits.size() < 2) break;
        std::swap(commits.front(), commits.back());
        return "commits are swapped";
    case 2:
        if (commits.empty()) break;
        someOf(commits, m_dice)->commit.signature[5] ^= 1;
        return "a commit's signature";
    case 3:
        if (commits.empty() || commits.back().links.empty()) break;
        commits.back().links.front().bytes[3] ^= 1;
        return "a commit's links";
    case 4:
        if (commits.empty()) break;
        std::erase_if(changes.entries, [&](const Entry& one) { return one.commit == commits.back().commit.number; });
        commits.pop_back();
        changes.more = false;
        return "the news are kept back";
    case 5: changes.base.bytes[1] ^= 1; return "another commit before";
    case 6:
        if (changes.histories.empty()) break;
        changes.histories.clear();
        return "what came before is kept back";
    default: return lieOfEntries(changes.entries, changes.acts);
    }
    return lieOfEntries(changes.entries, changes.acts);
}

std::optional<std::string> Liar::lie(History& history) {
    if (m_dice.chance(20) && !history.entries.empty()) {
        history.entries.pop_back();
        history.more = false;
        return "the end of a history is kept back";
    }
    return lieOfEntries(history.entries, history.acts);
}

std::optional<std::string> Liar::lieOfEntries(std::vector<Entry>& entries, std::map<Digest, ActWithIds>& acts) {
    if (entries.empty()) return std::nullopt;
    Entry& one = *someOf(entries, m_dice);
    switch (m_dice.below(9)) {
    case 0: entries.erase(someOf(entries, m_dice)); return "an entry is left out";
    case 1: std::swap(entries.front(), entries.back()); return "entries are swapped";
    case 2:
        if (one.event.bytes.empty()) break;
        one.event.bytes[one.event.bytes.size() / 2] ^= 1;
        return "an event's bytes";
    case 3:
        if (one.event.sealed.empty()) break;
        one.event.sealed.front() ^= 1;
        return "a sealed part";
    case 4:
        if (one.event.sealed.empty()) break;
        one.event.sealed.clear();
        return "a sealed part is kept back";
    case 5: one.link.time += std::chrono::milliseconds(1); return "a link's time";
    case 6:
        if (acts.size() < 2) break;
        std::swap(acts.begin()->second.act.envelopes, acts.rbegin()->second.act.envelopes);
        acts.begin()->second.act.bytes = encodeAct(acts.begin()->second.act);
        return "envelopes are swapped";
    case 7:
        if (acts.empty()) break;
        acts.begin()->second.act.signature[3] ^= 1;
        return "an act's signature";
    default:
        for (auto& [id, act] : acts) {
            if (act.act.envelopes.empty()) continue;
            act.act.envelopes.front().sealed.back() ^= 1;
            act.act.bytes = encodeAct(act.act);
            return "an envelope's key";
        }
    }
    one.link.previous.bytes[0] ^= 1;
    return "the link before";
}

} // namespace sim
