// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/cbor.h"
#include "model/sync/wire.h"

#include <map>

/// What the messages with events have in common. Private to model/sync/wire*.cpp. Reading marks faults in the
/// CborReader, where the first one sticks; writing and reading follow the same rules step by step, so that a value has
/// one encoding.
namespace model::wire {

using Bytes16 = std::array<std::uint8_t, 16>;

/// Begins a message: an array of `items`, the version included.
void beginMessage(CborWriter& out, std::uint64_t items);
/// Begins to read one: its size, its version, its number of items.
Result<CborReader> openMessage(ByteView bytes, std::size_t limit, std::uint64_t items);

void writeSuite(CborWriter& out, crypto::Suite suite);
crypto::Suite readSuite(CborReader& in);
Digest readDigest(CborReader& in);
Bytes16 read16(CborReader& in);
/// A number of a commit or link, up to kNumberLimit.
std::uint64_t readNumber(CborReader& in);
void writeInstant(CborWriter& out, Instant time);
Instant readInstant(CborReader& in);
/// The distance of a moment from another. It wraps at 64 bits, so every two moments have one.
void writeSince(CborWriter& out, Instant time, Instant since);
Instant later(Instant since, std::int64_t by);
Instant readSince(CborReader& in, Instant since);
/// Digests one behind the other in one byte string.
void writeDigests(CborWriter& out, std::span<const Digest> digests);
/// A view into the message, of a length that is a multiple of 32.
ByteView readDigests(CborReader& in);
std::vector<Digest> digestsOf(ByteView digests);

/// What writing refuses: parts of a value that do not agree, so that they would not come back as they are.
std::unexpected<Error> disagree(std::string where);
/// A message over its limit.
std::unexpected<Error> overLimit();

/// Values that are named in full once in a message and by a number from then on, in the order of their first naming.
/// A value in full that has a number is a fault, and so is a number that nothing has.
template <class Value>
class Names {
public:
    void write(CborWriter& out, const Value& value) {
        const auto [at, isNew] = m_numbers.try_emplace(value, m_values.size());
        if (!isNew) {
            out.unsignedInt(at->second);
            return;
        }
        m_values.push_back(value);
        if constexpr (std::is_same_v<Value, std::string>) out.text(value);
        else out.bytes(value);
    }
    Value read(CborReader& in) {
        if (in.nextMajor() == 0) {
            const auto number = in.unsignedInt();
            if (number < m_values.size()) return m_values[static_cast<std::size_t>(number)];
            in.fault("number of nothing");
            return {};
        }
        Value value;
        if constexpr (std::is_same_v<Value, std::string>) value = in.text();
        else value = read16(in);
        if (in.ok() && !m_numbers.try_emplace(value, m_values.size()).second) in.fault("named in full again");
        m_values.push_back(value);
        return value;
    }

private:
    std::map<Value, std::uint64_t> m_numbers;
    std::vector<Value> m_values;
};

/// The case of one thing after another: null for that of the one before, else as Names.
class CaseNames {
public:
    void write(CborWriter& out, CaseId id);
    CaseId read(CborReader& in);

private:
    Names<Bytes16> m_names;
    std::optional<CaseId> m_last;
};

/// The head of an act: author, time since the act before, envelopes, signature.
class ActHeads {
public:
    static constexpr std::uint64_t kItems = 4;
    void write(CborWriter& out, const Act& act);
    void read(CborReader& in, Act& act);

private:
    Names<Bytes16> m_people;
    Instant m_last{};
};
/// Whether an act says nothing that its bytes do not, and comes back from its parts. The root is not made again: who
/// reads it does that, and checks the signature over it.
bool isExact(const Act& act, crypto::Suite suite);
/// Fills in what follows from the ids of all events of an act.
void completeAct(Act& act, crypto::Suite suite, std::span<const Digest> ids);

/// What an event says of itself: kind, time since its act, then what the author saw (by the caller), then epoch, nonce,
/// clear body, keys and sealed part.
class EventBodies {
public:
    static constexpr std::uint64_t kItems = 8;
    void writeHead(CborWriter& out, const EventHeader& header, Instant actTime);
    void readHead(CborReader& in, EventHeader& header, Instant actTime);
    static void writeRest(CborWriter& out, const Event& event);
    /// Completes an event whose suite, case, author and `seen` are filled in, and everything readHead() reads.
    static Event readRest(CborReader& in, EventHeader header);

private:
    Names<std::string> m_kinds;
};
/// Whether an event comes back from its header.
bool isExact(const Event& event, crypto::Suite suite);

} // namespace model::wire
