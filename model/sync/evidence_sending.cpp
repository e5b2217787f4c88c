// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/evidence_sending.h"

#include "crypto/check.h"

#include <algorithm>

namespace model {

namespace {

/// How often in a row the hub may say that parts are missing that were just handed over.
constexpr unsigned kRounds = 3;

std::uint64_t countOf(std::span<const PartRange> ranges) {
    std::uint64_t count = 0;
    for (const auto& range : ranges) count += range.count;
    return count;
}

Error lost() {
    return {Code::damaged,
            {"The hub does not keep what it was given", "服务器未保存已上传的内容"},
            {"Ask who runs the hub to run touchstone-hub check", "请服务器管理人员运行 touchstone-hub check"}};
}

Error tooLarge() {
    return {Code::tooLarge,
            {"The sealed file is over the limit of 4 TiB", "密封文件超过 4 TiB 上限"},
            {"Divide it into several items", "请拆分为多件证据"}};
}

} // namespace

EvidenceSending::EvidenceSending(std::vector<Item> items, PersonId me)
    : m_items(std::move(items)), m_states(m_items.size()), m_me(me), m_open(m_items.size()) {
    for (std::size_t i = 0; i < m_items.size(); ++i) m_toAsk.insert(i);
}

std::optional<EvidenceSending::Step> EvidenceSending::next() {
    // Parts first: what is begun is ended before anything else is read.
    for (const auto item : m_sending) {
        auto& state = m_states[item];
        if (state.missing.empty() || state.gone) continue;
        auto& range = state.missing.front();
        const Put put{item, range.first};
        ++range.first;
        if (--range.count == 0) state.missing.erase(state.missing.begin());
        ++state.underWay;
        return put;
    }
    if (!m_toAsk.empty()) {
        Ask ask;
        while (!m_toAsk.empty() && ask.items.size() < kEvidenceNamesLimit) {
            const auto item = *m_toAsk.begin();
            m_toAsk.erase(m_toAsk.begin());
            m_states[item].phase = Phase::asking;
            ask.items.push_back(item);
        }
        return ask;
    }
    if (!m_toExamine.empty()) {
        const auto item = *m_toExamine.begin();
        m_toExamine.erase(m_toExamine.begin());
        m_states[item].phase = Phase::examining;
        return Examine{item};
    }
    return std::nullopt;
}

void EvidenceSending::close(std::size_t item, SendingEnd end, std::optional<Error> error) {
    auto& state = m_states[item];
    if (state.phase == Phase::ended) return;
    state.phase = Phase::ended;
    state.end = end;
    state.error = std::move(error);
    m_toAsk.erase(item);
    m_toExamine.erase(item);
    m_sending.erase(item);
    --m_open;
}

Result<void> EvidenceSending::asked(const Ask& step, const std::vector<std::optional<EvidenceHeld>>& held) {
    if (held.size() != step.items.size())
        return fail(Code::malformed, {"The hub answered another question", "服务器的应答与请求不符"});
    for (std::size_t i = 0; i < held.size(); ++i) {
        const auto item = step.items[i];
        auto& state = m_states[item];
        if (!held[i]) {
            close(item, SendingEnd::unknown);
            continue;
        }
        state.copies = held[i]->copies;
        // Only parts that the file has: what a hub says is not believed.
        state.missing = held[i]->missing;
        const auto parts = partsOf(m_items[item].size);
        std::erase_if(state.missing, [&](const PartRange& range) { return range.first >= parts; });
        for (auto& range : state.missing) range.count = std::min(range.count, parts - range.first);
        decide(item);
    }
    return {};
}

/// After the hub has said what it has, or the file here was examined.
void EvidenceSending::decide(std::size_t item) {
    auto& state = m_states[item];
    const auto& sum = m_items[item].sum;
    const auto same = [&](const EvidenceCopy& copy) { return copy.sum == sum; };
    if (sum && std::ranges::any_of(state.copies, same)) return close(item, SendingEnd::onHub);
    if (!m_items[item].examinable) return close(item, SendingEnd::waits);
    if (!state.examined) {
        state.phase = Phase::toExamine;
        m_toExamine.insert(item);
        return;
    }
    if (std::ranges::contains(state.copies, m_me, &EvidenceCopy::from)) {
        return close(item, SendingEnd::failed,
                     Error{Code::damaged,
                           {"What you handed over to the hub is not the file that is here",
                            "您上传到服务器的文件与本机文件不一致"},
                           {"Ask who runs the hub to run touchstone-hub check --set-aside, and exchange again",
                            "请服务器管理人员运行 touchstone-hub check --set-aside，然后再次同步"}});
    }
    if (partsOf(m_items[item].size) > kPartsLimit) return close(item, SendingEnd::failed, tooLarge());
    if (state.missing.empty()) return close(item, SendingEnd::failed, lost());
    const auto first = state.missing.front().first;
    // Everything that was missing has been handed over, so what is missing now lies behind it.
    if (state.firstMissing && first <= *state.firstMissing) {
        if (++state.rounds >= kRounds) return close(item, SendingEnd::failed, lost());
    } else {
        state.rounds = 0;
    }
    if (!state.firstMissing) m_bytesInAll += std::min(m_items[item].size, countOf(state.missing) * kPartBytes);
    state.firstMissing = first;
    state.phase = Phase::sending;
    m_sending.insert(item);
}

void EvidenceSending::examined(const Examine& step, const Result<Digest>& sum) {
    if (!sum) return close(step.item, SendingEnd::failed, sum.error());
    m_states[step.item].examined = true;
    m_items[step.item].sum = *sum;
    decide(step.item);
}

void EvidenceSending::put(const Put& step, std::optional<bool> whole) {
    auto& state = m_states[step.item];
    crypto::require(state.underWay > 0, "a part that was given out");
    --state.underWay;
    m_bytesSent += partSize(m_items[step.item].size, step.part);
    if (!whole) state.gone = true;
    // Whole: whatever was still thought to be missing came on another way.
    if (whole == true) state.missing.clear();
    settle(step.item);
}

/// When all parts that were missing are on the hub, it is asked what it has now.
void EvidenceSending::settle(std::size_t item) {
    auto& state = m_states[item];
    if (state.phase != Phase::sending || state.underWay > 0) return;
    if (state.gone) return close(item, SendingEnd::unknown);
    if (!state.missing.empty()) return;
    m_sending.erase(item);
    state.phase = Phase::toAsk;
    m_toAsk.insert(item);
}

void EvidenceSending::failed(std::size_t item, Error error) { close(item, SendingEnd::failed, std::move(error)); }

} // namespace model
