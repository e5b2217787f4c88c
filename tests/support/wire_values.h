// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/envelope.h"
#include "crypto/random.h"
#include "model/base/cbor.h"
#include "model/sync/wire.h"

#include <functional>
#include <map>
#include <random>

/// Values of the exchange that a test makes without an office: what people signed, and a record that a hub sealed.
class WireValues {
public:
    explicit WireValues(crypto::Suite suite, std::uint64_t seed = 1)
        : m_suite(suite), m_random(crypto::seededRandom(seed)), m_dice(seed),
          m_author(crypto::Identity::generate(suite, *m_random)), m_hub(crypto::Identity::generate(suite, *m_random)) {
        m_person = id<model::PersonId>();
        m_unit = id<model::UnitId>().bytes;
    }

    [[nodiscard]] crypto::Suite suite() const { return m_suite; }
    [[nodiscard]] const crypto::Identity& hub() const { return m_hub; }
    [[nodiscard]] model::PersonId person() const { return m_person; }
    template <class T>
    T id() {
        T out;
        m_random->fill(out.bytes);
        return out;
    }
    crypto::Digest digest() {
        crypto::Digest out;
        m_random->fill(out.bytes);
        return out;
    }
    crypto::Bytes bytes(std::size_t size) {
        crypto::Bytes out(size);
        m_random->fill(out);
        return out;
    }

    /// An event whose bytes and sealed part together have about `size` bytes; 0: without a sealed part.
    model::Event event(model::CaseId caseId, model::Seen seen, std::size_t size, std::size_t keys = 0,
                       const char* kind = "note.added") {
        model::EventHeader header;
        header.suite = m_suite;
        header.caseId = caseId;
        header.author = m_person;
        header.kind = kind;
        header.time = m_now + std::chrono::milliseconds(m_dice() % 5);
        header.seen = seen;
        header.nonce = id<model::ItemId>().bytes;
        header.keys = bytes(keys);
        header.clear = std::move(model::CborWriter().map(0)).take();
        if (header.kind == "report.received") // a clear body that is not empty
            header.clear =
                std::move(model::CborWriter().map(2).text("kind").text("tip").text("stage").text("received")).take();
        if (size == 0) return model::makeEvent(std::move(header), {});
        header.epoch = 1;
        constexpr std::size_t kSealedItems = 35; // what the hash and the size of the sealed part add
        const auto sealed = size - model::encodeEvent(header).size() - kSealedItems;
        return model::makeEvent(std::move(header), bytes(sealed));
    }
    /// One act over events, with its secret sealed to one unit if `envelope`.
    model::Submission sign(std::vector<model::Event> events, bool envelope = false) {
        std::vector<crypto::Digest> ids;
        for (const auto& event : events) ids.push_back(event.id);
        std::vector<model::Envelope> envelopes;
        if (envelope) {
            envelopes.push_back({m_unit, *crypto::sealTo(m_hub.publicPart(), bytes(32),
                                                         model::envelopeContext(m_person, m_unit), *m_random)});
        }
        return {model::signAct(m_author, m_person, m_now, ids, std::move(envelopes)).value(), std::move(events)};
    }
    [[nodiscard]] model::Seen head(model::CaseId caseId) const {
        const auto found = m_heads.find(caseId);
        return found == m_heads.end() ? model::Seen{} : found->second;
    }
    [[nodiscard]] const crypto::PublicIdentity& author() const { return m_author.publicPart(); }

    /// What the reader gets of an event.
    enum class Sight { all, log, own, nothing };
    using SightOf = std::function<Sight(const model::Event&)>;

    /// Seals acts as one commit of `into`.
    void seal(model::Changes& into, const std::vector<model::Submission>& acts, const SightOf& sightOf) {
        m_now += std::chrono::milliseconds(700 + m_dice() % 60'000);
        std::vector<crypto::Digest> hashes;
        for (const auto& [act, events] : acts) {
            for (std::size_t i = 0; i < events.size(); ++i) {
                auto& head = m_heads[events[i].header.caseId];
                const model::Link link{events[i].header.caseId, head.seq + 1, head.link, events[i].id, m_now};
                head = {link.seq, model::linkHash(m_suite, link)};
                model::Entry entry{m_number + 1, hashes.size(), link, events[i], act.id, i};
                hashes.push_back(head.link);
                const auto sight = sightOf(events[i]);
                if (sight == Sight::nothing) continue;
                if (sight == Sight::log) entry.event.sealed.clear();
                if (sight == Sight::own) {
                    entry.event = {};
                    entry.act = {};
                    entry.actIndex = 0;
                } else if (!into.acts.contains(act.id)) {
                    std::vector<crypto::Digest> ids;
                    for (const auto& event : events) ids.push_back(event.id);
                    into.acts.try_emplace(act.id, model::ActWithIds{act, ids});
                }
                into.entries.push_back(std::move(entry));
            }
        }
        into.commits.push_back({model::signCommit(m_hub, m_number + 1, m_previous, m_now, hashes), hashes});
        m_previous = into.commits.back().commit.hash;
        ++m_number;
    }
    /// An answer with nothing in it yet, asked from the last commit.
    [[nodiscard]] model::Changes changes() const {
        model::Changes out;
        out.base = m_previous;
        return out;
    }
    model::Refusal refusal() {
        return model::signRefusal(m_hub, digest(),
                                  {model::Code::refused, {"No", "否"}, {"Do so", "这样做"}, "step", "APL 57"}, m_now);
    }
    void advance(std::chrono::milliseconds by) { m_now += by; }
    [[nodiscard]] model::Instant now() const { return m_now; }

    /// A few commits that have a bit of everything that an answer may hold, with a case that the reader just came to
    /// see.
    model::Changes someOfEverything() {
        const auto one = id<model::CaseId>();
        const auto two = id<model::CaseId>();
        const auto hidden = id<model::CaseId>();
        model::Changes before = changes();
        seal(before, {sign({event(one, {}, 300, 0, "report.received")}, true), sign({event(one, {}, 0)})},
             [](const auto&) { return Sight::all; });
        model::Changes out = changes();
        const auto seenOne = head(one);
        out.histories = {{one, seenOne.seq}, {two, 40}};
        const std::vector<Sight> sights = {Sight::all, Sight::nothing, Sight::log, Sight::own};
        std::size_t next = 0;
        const SightOf inTurn = [&](const model::Event& said) {
            return said.header.caseId == hidden ? Sight::nothing : sights[next++ % sights.size()];
        };
        seal(out,
             {sign({event(one, seenOne, 260), event(two, {}, 250, 52, "report.received"), event(one, seenOne, 255)}),
              sign({event(hidden, {}, 300)}), sign({event(one, {1, digest()}, 240), event(hidden, {}, 0)})},
             inTurn);
        seal(out, {sign({event(hidden, {}, 0)})}, inTurn);
        seal(out, {sign({event(two, {}, 250)}), sign({event(one, seenOne, 240), event(two, head(two), 230)}, true)},
             [](const auto&) { return Sight::all; });
        seal(out, {sign({event(hidden, {}, 0)})}, inTurn);
        out.more = true;
        return out;
    }
    /// A page of a case that was sealed among others, from its second link on, with all that one may hold.
    model::History someHistory() {
        const auto one = id<model::CaseId>();
        const auto two = id<model::CaseId>();
        model::Changes sealed = changes();
        seal(sealed, {sign({event(one, {}, 300, 0, "report.received")}, true)},
             [](const auto&) { return Sight::nothing; });
        const std::vector<Sight> sights = {Sight::all, Sight::log, Sight::own};
        std::size_t next = 0;
        const SightOf inTurn = [&](const model::Event& said) {
            return said.header.caseId == two ? Sight::nothing : sights[next++ % sights.size()];
        };
        for (int i = 0; i < 3; ++i) {
            const auto before = head(one);
            seal(sealed,
                 {sign({event(two, {}, 0), event(one, before, 260, 52), event(one, before, 0)}, i == 1),
                  sign({event(one, {1, digest()}, 240), event(two, head(two), 0)})},
                 inTurn);
        }
        return {std::move(sealed.entries), std::move(sealed.acts), true};
    }

private:
    crypto::Suite m_suite;
    std::unique_ptr<crypto::Random> m_random;
    std::mt19937_64 m_dice;
    crypto::Identity m_author;
    crypto::Identity m_hub;
    model::PersonId m_person;
    std::array<std::uint8_t, 16> m_unit{};
    model::Instant m_now = *model::parseInstant("2026-03-04T01:00:00Z");
    std::map<model::CaseId, model::Seen> m_heads;
    std::uint64_t m_number = 0;
    crypto::Digest m_previous{};
};

/// How two values differ, as far as anybody may notice; empty if they do not.
namespace difference {

inline std::string of(const model::Act& a, const model::Act& b) {
    if (a.bytes != b.bytes) return "act bytes";
    if (a.signature != b.signature) return "act signature";
    if (a.id != b.id || a.author != b.author || a.time != b.time || a.count != b.count || a.root != b.root ||
        a.suite != b.suite || recipientsOf(a) != recipientsOf(b))
        return "act members";
    for (std::size_t i = 0; i < a.envelopes.size(); ++i) {
        if (a.envelopes[i].sealed != b.envelopes[i].sealed) return "act envelope";
    }
    return {};
}

inline std::string of(const model::Event& a, const model::Event& b) {
    if (a.bytes != b.bytes) return "event bytes";
    if (a.sealed != b.sealed) return "event sealed part";
    if (a.bytes.empty()) return {}; // the reader's own: nothing of it is told
    if (a.id != b.id) return "event id";
    const auto &x = a.header, &y = b.header;
    if (x.suite != y.suite || x.caseId != y.caseId || x.author != y.author || x.kind != y.kind || x.time != y.time ||
        x.seen != y.seen || x.epoch != y.epoch || x.nonce != y.nonce || x.clear != y.clear || x.keys != y.keys ||
        x.sealedHash != y.sealedHash || x.sealedSize != y.sealedSize)
        return "event header";
    return {};
}

inline std::string of(std::span<const model::Submission> a, std::span<const model::Submission> b) {
    if (a.size() != b.size()) return "number of submissions";
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (auto found = of(a[i].act, b[i].act); !found.empty()) return found;
        if (a[i].events.size() != b[i].events.size()) return "number of events";
        for (std::size_t k = 0; k < a[i].events.size(); ++k) {
            if (auto found = of(a[i].events[k], b[i].events[k]); !found.empty()) return found;
        }
    }
    return {};
}

inline std::string of(std::span<const model::Refusal> a, std::span<const model::Refusal> b) {
    if (a.size() != b.size()) return "number of refusals";
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].event != b[i].event || a[i].bytes != b[i].bytes || a[i].signature != b[i].signature ||
            a[i].time != b[i].time || a[i].reason != b[i].reason)
            return "refusal";
    }
    return {};
}

inline std::string of(const model::Entry& a, const model::Entry& b) {
    if (a.commit != b.commit || a.commitIndex != b.commitIndex) return "place of an entry";
    if (a.link != b.link) return "link";
    if (auto found = of(a.event, b.event); !found.empty()) return found;
    if (!a.event.bytes.empty() && (a.act != b.act || a.actIndex != b.actIndex)) return "act of an entry";
    return {};
}

/// Entries and acts of an answer.
template <class Answer>
std::string ofEntries(const Answer& a, const Answer& b) {
    if (a.more != b.more) return "more";
    if (a.entries.size() != b.entries.size() || a.acts.size() != b.acts.size()) return "number of entries or acts";
    for (std::size_t i = 0; i < a.entries.size(); ++i) {
        if (auto found = of(a.entries[i], b.entries[i]); !found.empty()) return found;
    }
    for (const auto& [id, act] : a.acts) {
        const auto other = b.acts.find(id);
        if (other == b.acts.end() || other->second.ids != act.ids) return "ids of an act";
        if (auto found = of(act.act, other->second.act); !found.empty()) return found;
    }
    return {};
}

inline std::string of(const model::History& a, const model::History& b) { return ofEntries(a, b); }

inline std::string of(const model::Changes& a, const model::Changes& b) {
    if (a.base != b.base || a.histories != b.histories) return "base or histories";
    if (a.commits.size() != b.commits.size()) return "number of commits";
    for (std::size_t i = 0; i < a.commits.size(); ++i) {
        const auto &x = a.commits[i].commit, &y = b.commits[i].commit;
        if (x.bytes != y.bytes || x.signature != y.signature) return "commit bytes";
        if (x.suite != y.suite || x.number != y.number || x.previous != y.previous || x.count != y.count ||
            x.root != y.root || x.time != y.time || x.hash != y.hash)
            return "commit members";
        if (a.commits[i].links != b.commits[i].links) return "commit links";
    }
    return ofEntries(a, b);
}

} // namespace difference
