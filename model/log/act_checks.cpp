// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/log/act_checks.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace model {

namespace {

/// Fewer are checked where they are needed: a thread costs as much as a signature or two.
constexpr std::size_t kLeast = 16;
/// Threads at most; the database and the other side want cores too.
constexpr unsigned kThreads = 4;

} // namespace

void ActChecks::add(const Act& act, const crypto::PublicIdentity& author, std::span<const Digest> events) {
    if (m_places.emplace(&act, m_all.size()).second) m_all.push_back({&act, &author, events});
}

void ActChecks::run() {
    if (m_all.size() < kLeast) {
        m_all.clear();
        m_places.clear();
        return;
    }
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < m_all.size(); i = next++) {
            auto& one = m_all[i];
            one.holds = verifyAct(*one.act, *one.author, one.events).has_value();
            one.key = one.author->verifyKey;
            one.author = nullptr;
        }
    };
    const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, kThreads);
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < cores; ++i) others.emplace_back(work);
    work();
}

Result<void> ActChecks::check(const Act& act, const crypto::PublicIdentity& author,
                              std::span<const Digest> events) const {
    const auto place = m_places.find(&act);
    // What does not hold is looked at once more, for the words that say why.
    if (place != m_places.end() && m_all[place->second].holds && m_all[place->second].key == author.verifyKey)
        return {};
    return verifyAct(act, author, events);
}

} // namespace model
