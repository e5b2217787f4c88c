// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/evidence_fetching.h"

#include "crypto/check.h"

#include <algorithm>
#include <ranges>

namespace model {

namespace {

/// Files that are on their way at once: while some are read through and made durable, parts of others come.
constexpr std::size_t kActive = 4;

Error notRight() {
    return {Code::damaged,
            {"What the hub has of this evidence is not what was signed; nothing of it was kept",
             "服务器上的该证据与签名内容不一致，未保留任何内容"},
            {"Ask whoever took it in to exchange with the hub: their desk hands over its own file",
             "请存入者与服务器同步：其工作站会上传自己的文件"}};
}

} // namespace

EvidenceFetching::EvidenceFetching(std::vector<Item> items)
    : m_items(std::move(items)), m_states(m_items.size()), m_open(m_items.size()) {
    for (std::size_t i = 0; i < m_items.size(); ++i) m_asks.insert(i);
}

std::optional<EvidenceFetching::Step> EvidenceFetching::next(bool withHub) {
    if (withHub) {
        if (auto ask = nextAsk()) return ask;
        if (auto get = nextGet()) return get;
    }
    for (const auto item : m_active | std::views::take(kActive)) {
        auto& state = m_states[item];
        if (state.phase == Phase::toBegin) {
            state.phase = Phase::beginning;
            return Begin{item, state.copies.front()};
        }
        if (state.phase == Phase::toEnd) {
            state.phase = Phase::ending;
            return End{item, state.copies.front()};
        }
    }
    return std::nullopt;
}

std::optional<EvidenceFetching::Step> EvidenceFetching::nextAsk() {
    if (m_asks.empty()) return std::nullopt;
    Ask ask;
    while (!m_asks.empty() && ask.items.size() < kEvidenceNamesLimit) {
        const auto item = *m_asks.begin();
        m_asks.erase(m_asks.begin());
        m_states[item].phase = Phase::asking;
        ask.items.push_back(item);
    }
    return ask;
}

std::optional<EvidenceFetching::Step> EvidenceFetching::nextGet() {
    for (const auto item : m_active | std::views::take(kActive)) {
        auto& state = m_states[item];
        if (state.phase != Phase::getting || state.gone || state.nextPart >= partsOf(m_items[item].size) ||
            state.nextPart >= state.firstMissing + kAhead)
            continue;
        ++state.underWay;
        return Get{item, state.copies.front(), state.nextPart++};
    }
    return std::nullopt;
}

void EvidenceFetching::close(std::size_t item, FetchingEnd end, std::optional<Error> error) {
    auto& state = m_states[item];
    if (state.phase == Phase::ended) return;
    state.phase = Phase::ended;
    state.end = end;
    state.error = std::move(error);
    m_asks.erase(item);
    m_active.erase(item);
    --m_open;
}

Result<void> EvidenceFetching::asked(const Ask& step, const std::vector<std::optional<EvidenceHeld>>& held) {
    if (held.size() != step.items.size())
        return fail(Code::malformed, {"The hub answered another question", "服务器的应答与请求不符"});
    for (std::size_t i = 0; i < held.size(); ++i) {
        const auto item = step.items[i];
        auto& state = m_states[item];
        const auto parts = partsOf(m_items[item].size);
        if (!held[i]) {
            close(item, FetchingEnd::unknown);
        } else if (held[i]->copies.empty() || parts == 0 || parts > kPartsLimit) {
            close(item, FetchingEnd::notOnHub);
        } else {
            state.copies.assign(held[i]->copies.begin(), held[i]->copies.end());
            state.phase = Phase::toBegin;
            m_active.insert(item);
            m_bytesInAll += m_items[item].size;
        }
    }
    return {};
}

void EvidenceFetching::count(State& state, std::uint64_t bytes) {
    state.bytesHere += bytes;
    m_bytesHere += bytes;
}

void EvidenceFetching::begun(const Begin& step, std::uint64_t parts) {
    auto& state = m_states[step.item];
    if (state.phase != Phase::beginning) return;
    const auto all = partsOf(m_items[step.item].size);
    state.firstMissing = state.nextPart = std::min(parts, all);
    state.ahead.clear();
    state.gone = false;
    state.resumed = state.firstMissing > 0;
    for (std::uint64_t part = 0; part < state.firstMissing; ++part)
        count(state, partSize(m_items[step.item].size, part));
    state.phase = state.firstMissing == all ? Phase::toEnd : Phase::getting;
}

void EvidenceFetching::got(const Get& step, bool there) {
    auto& state = m_states[step.item];
    crypto::require(state.underWay > 0, "a part that was asked for");
    --state.underWay;
    if (state.phase != Phase::getting) return;
    if (there) {
        count(state, partSize(m_items[step.item].size, step.part));
        state.ahead.insert(step.part);
        while (state.ahead.erase(state.firstMissing) > 0) ++state.firstMissing;
    } else {
        state.gone = true;
    }
    if (state.underWay > 0) return;
    if (state.gone) nextCopy(step.item);
    else if (state.firstMissing == partsOf(m_items[step.item].size)) state.phase = Phase::toEnd;
}

void EvidenceFetching::ended(const End& step, bool right) {
    auto& state = m_states[step.item];
    if (right) return close(step.item, FetchingEnd::here);
    if (!state.resumed) return nextCopy(step.item);
    m_bytesHere -= state.bytesHere;
    state.bytesHere = 0;
    state.phase = Phase::toBegin;
}

void EvidenceFetching::nextCopy(std::size_t item) {
    auto& state = m_states[item];
    const bool gone = state.gone;
    m_bytesHere -= state.bytesHere;
    state.bytesHere = 0;
    state.copies.pop_front();
    if (!state.copies.empty()) {
        state.phase = Phase::toBegin;
        return;
    }
    if (gone) close(item, FetchingEnd::notOnHub);
    else close(item, FetchingEnd::damaged, notRight());
}

void EvidenceFetching::failed(std::size_t item, Error error) { close(item, FetchingEnd::failed, std::move(error)); }

} // namespace model
