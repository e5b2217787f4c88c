// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/log/act.h"
#include "model/log/chain.h"

#include <numeric>

/// The values that the examples of docs/ are made of: keys, ids, one event with its act and link.
namespace examples {

using namespace model;

/// `size` bytes that count up from `first`: the keys and ids of the examples.
inline Bytes counting(std::uint8_t first, std::size_t size) {
    Bytes out(size);
    std::iota(out.begin(), out.end(), first);
    return out;
}
template <typename T>
T idFrom(std::uint8_t first) {
    return *T::from(counting(first, 16));
}
inline std::array<std::uint8_t, 16> sixteen(std::uint8_t first) {
    std::array<std::uint8_t, 16> out{};
    std::ranges::copy(counting(first, 16), out.begin());
    return out;
}
inline crypto::Identity author() { return *crypto::Identity::import(crypto::Suite::intl1, counting(0x00, 128)); }
inline crypto::Identity hub() { return *crypto::Identity::import(crypto::Suite::intl1, counting(0x80, 128)); }
inline crypto::Identity gmIdentity() { return *crypto::Identity::import(crypto::Suite::gm1, counting(0x01, 64)); }
inline const CaseId kCase = idFrom<CaseId>(0x10);
inline const PersonId kPerson = idFrom<PersonId>(0x20);
inline Instant moment() { return *parseInstant("2026-03-04T07:10:05.123Z"); }
inline crypto::Secret caseKey() { return crypto::Secret(counting(0x40, 32)); }
inline crypto::Secret actSecret() { return crypto::Secret(counting(0x60, 32)); }

inline EventHeader header() {
    EventHeader out;
    out.caseId = kCase;
    out.author = kPerson;
    out.kind = "note.added";
    out.time = moment();
    out.seen = {2, {}};
    std::ranges::copy(counting(0xa0, 32), out.seen.link.bytes.begin());
    out.epoch = 1;
    out.nonce = sixteen(0x30);
    out.clear = writeBody(CaseBody(NoteAdded{"货物已出口"})).clear;
    const std::vector<KeyGrant> grants = [] {
        std::vector<KeyGrant> list;
        list.push_back({1, caseKey()});
        return list;
    }();
    out.keys = KeyWrapper(out.suite, actSecret()).wrap(out.caseId, out.nonce, grants);
    return out;
}
inline Event noteEvent() {
    const auto before = header();
    return makeEvent(
        before, PartSealer(before.suite).seal(before, caseKey(), writeBody(CaseBody(NoteAdded{"货物已出口"})).sealed));
}
inline Act act() {
    return signAct(author(), kPerson, moment(), std::vector{noteEvent().id},
                   {{sixteen(0x20), {0xaa, 0xbb, 0xcc, 0xdd}}})
        .value();
}
inline Link link() { return {kCase, 1, {}, noteEvent().id, moment() + std::chrono::seconds(1)}; }

} // namespace examples
