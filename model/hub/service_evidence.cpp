// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/service.h"

namespace model {

namespace {

/// When a hub whose disk is full or fails may be asked again, in seconds.
constexpr std::uint64_t kDiskRetry = 600;

Service::Reply refusalOf(const Error& error) {
    return Service::refusal(error, error.code == Code::failed ? std::optional(kDiskRetry) : std::nullopt);
}

/// An answer that is made where files may be waited for.
template <class Make>
Service::Reply later(Make make) {
    Service::Reply reply;
    reply.work = [make = std::move(make)]() -> Service::Reply {
        auto body = make();
        if (!body) return refusalOf(body.error());
        return {200, *std::move(body), 0, {}};
    };
    return reply;
}

} // namespace

bool Service::movesParts(std::string_view target) {
    return target == "/v1/evidence/put" || target == "/v1/evidence/get";
}

Result<EvidenceOnRecord> Service::itemOf(PersonId person, const EvidenceName& name) {
    if (m_shelf != nullptr) {
        TRY_ASSIGN(const auto found, m_hub.evidence(person, std::span(&name, 1)));
        if (found.front()) return *found.front();
    }
    return fail(Code::notFound, {"The hub knows no such piece of evidence", "服务器上没有此证据"},
                {"Exchange with the hub first", "请先与服务器同步"});
}

Result<Service::Reply> Service::haveEvidence(const Call& call, PersonId person) {
    TRY_ASSIGN(const auto names, wire::readEvidenceAsk(call.body));
    std::vector<std::optional<EvidenceOnRecord>> items(names.size());
    if (m_shelf != nullptr) {
        TRY_ASSIGN(items, m_hub.evidence(person, names));
    }
    return later([shelf = m_shelf, items = std::move(items), person]() -> Result<Bytes> {
        std::vector<EvidenceOnRecord> known;
        for (const auto& item : items) {
            if (item) known.push_back(*item);
        }
        std::vector<EvidenceHeld> held;
        if (shelf != nullptr) {
            TRY_ASSIGN(held, shelf->held(known, person));
        }
        wire::EvidenceAnswer answer;
        for (std::size_t i = 0, next = 0; i < items.size(); ++i) {
            if (items[i]) answer.emplace_back(std::move(held[next++]));
            else answer.emplace_back();
        }
        return wire::encodeEvidenceAnswer(answer);
    });
}

Result<Service::Reply> Service::putEvidence(const Call& call, PersonId person) {
    TRY_ASSIGN(const auto put, wire::readEvidencePut(call.body));
    TRY_ASSIGN(const auto item, itemOf(person, put.name));
    return later([shelf = m_shelf, item, person, put]() -> Result<Bytes> {
        TRY_ASSIGN(const bool whole, shelf->put(item, person, put.part, put.bytes));
        return wire::encodeEvidencePutAnswer(whole);
    });
}

Result<Service::Reply> Service::getEvidence(const Call& call, PersonId person) {
    TRY_ASSIGN(const auto get, wire::readEvidenceGet(call.body));
    TRY_ASSIGN(const auto item, itemOf(person, get.name));
    const auto size = static_cast<std::size_t>(partSize(item.size, get.part));
    if (size == 0) {
        return fail(Code::malformed, {"The item has no such part", "该证据没有这一部分"},
                    {"Update the older of both programs", "请更新双方中较旧的程序"});
    }
    return later([shelf = m_shelf, item, get, size]() -> Result<Bytes> {
        return wire::encodeEvidencePart(
            size, [&](std::span<std::uint8_t> out) { return shelf->get(item, get.from, get.part, out); });
    });
}

} // namespace model
