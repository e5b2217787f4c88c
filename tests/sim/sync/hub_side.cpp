// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/hub_side.h"

#include "tests/sim/sync/speaker.h"

#include <algorithm>

using namespace model;

namespace sim {

void HubProcess::start() {
    auto identity = crypto::Identity::import(m_cast.suite, m_cast.hubIdentity.view());
    m_hub = std::make_unique<Hub>(m_store, *std::move(identity), m_clock);
    m_service = std::make_unique<Service>(*m_hub, m_hub->identity(), m_clock, m_random);
}

std::optional<Transport::Answer> HubProcess::answer(const Session::Request& request) {
    if (!isUp()) return std::nullopt;
    const Service::Call call{request.target == "/v1/hello" ? "GET" : "POST", request.target, request.token,
                             request.body};
    if (request.body.size() > Service::bodyLimit(call.method, call.target)) return Transport::Answer{413, {}};
    auto reply = m_service->answer(call);
    if (m_store.takeCrash()) {
        die();
        return std::nullopt;
    }
    return Transport::Answer{reply.status, std::move(reply.body)};
}

void inspectBytes(ByteView bytes, const char* where) {
    const auto found = std::ranges::search(bytes, crypto::asBytes(kCanary));
    require(found.empty(), std::format("I10: what was said under seal is in the clear {}", where));
}

namespace {

/// What may be seen where it stands: a look that began before something else was sealed sees what was so then.
struct Seer {
    const Oracle& now;
    const Oracle* before;
    PersonId person;

    [[nodiscard]] Oracle::Sight sight(const Entry& entry) const {
        const auto id = entry.link.caseId;
        const auto seen = now.sight(person, id);
        if (before == nullptr || entry.commit > before->last()) return seen;
        return std::max(seen, before->sight(person, id));
    }
    [[nodiscard]] std::uint64_t lastOwn(CaseId id) const { return now.lastOwn(person, id); }
};

void inspectEntries(const Seer& seer, const Actor& asker, const std::vector<Entry>& entries) {
    for (const auto& entry : entries) {
        if (entry.event.bytes.empty()) continue; // the reader's own: only where it landed
        const auto sight = seer.sight(entry);
        const auto what = [&] {
            return std::format("I8: {} is given {} {} of {}", asker.name, entry.event.header.kind, entry.link.seq,
                               entry.link.caseId.hex().substr(0, 8));
        };
        if (sight == Oracle::Sight::nothing && seer.lastOwn(entry.link.caseId) < entry.link.seq) throw Broken(what());
        if (sight != Oracle::Sight::contents && !entry.event.sealed.empty())
            throw Broken(what() + " with its contents");
    }
}

} // namespace

void inspect(const Oracle& oracle, const Oracle* before, const Actor& asker, std::string_view target,
             const Transport::Answer& answer) {
    inspectBytes(answer.body, "in an answer");
    if (answer.status != 200) return;
    const Seer seer{oracle, before, asker.id};
    if (target == "/v1/changes") inspectEntries(seer, asker, sure(wire::readChangesAnswer(answer.body)).entries);
    if (target == "/v1/history") inspectEntries(seer, asker, sure(wire::readHistoryAnswer(answer.body)).entries);
    if (target == "/v1/hello" || target == "/v1/challenge") return;
    const auto& keys = asker.identity.publicPart();
    if (!oracle.holds(asker.id, keys) && (before == nullptr || !before->holds(asker.id, keys)))
        throw Broken("recovery: keys that are not the person's were answered: " + std::string(target));
    // A session is opened by whoever is in the register and has not left. A submission is judged in its own turn, where
    // what is said by somebody who has left since is refused for good; its answer is a number and nothing of the
    // record.
    if (target == "/v1/submit") return;
    if (!oracle.isActive(asker.id) && (before == nullptr || !before->isActive(asker.id)))
        throw Broken("I8: somebody who is not in the office was answered");
}

} // namespace sim
