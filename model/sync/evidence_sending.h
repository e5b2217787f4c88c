// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/sync/evidence_messages.h"

#include <map>
#include <set>
#include <variant>
#include <vector>

namespace model {

/// What became of one sealed file that a desk has.
enum class SendingEnd : std::uint8_t {
    waits,   ///< not decided: it ended before
    onHub,   ///< the hub has this very file
    unknown, ///< the hub knows no such item, or not for this person
    failed,  ///< the error says why
};

/// A desk's side of handing over the sealed files that it has, as a state machine that reads no file, sends nothing and
/// waits for nothing: next() says what to do, and several of its steps may be under way at once. It asks what the hub
/// has; a file of which no copy there has its sum is examined, and sent in the parts that are missing. Nothing is
/// remembered between two runs: the next one asks again.
class EvidenceSending {
public:
    struct Item {
        EvidenceName name;
        std::uint64_t size = 0;    ///< of the sealed file
        std::optional<Digest> sum; ///< of the file here, if it is known
        bool examinable = true;    ///< whether its key is at hand; if not, it is only asked about
    };
    /// Ask the hub about these.
    struct Ask {
        std::vector<std::size_t> items;
    };
    /// Read the file, whether it is what was signed, and give its sum.
    struct Examine {
        std::size_t item;
    };
    struct Put {
        std::size_t item;
        std::uint64_t part;
    };
    using Step = std::variant<Ask, Examine, Put>;

    EvidenceSending(std::vector<Item> items, PersonId me);

    /// What to do next; nothing: that is known when something under way is done, or all is done.
    std::optional<Step> next();
    [[nodiscard]] bool finished() const { return m_open == 0; }

    // What came of a step. An error of asked() or put() that is no matter of one item (the network, the session, the
    // hub's disk) is not told here: then the run is over.
    Result<void> asked(const Ask& step, const std::vector<std::optional<EvidenceHeld>>& held);
    void examined(const Examine& step, const Result<Digest>& sum);
    /// Nothing: the hub has no such item any more.
    void put(const Put& step, std::optional<bool> whole);
    /// It cannot be sent, for a reason of this machine.
    void failed(std::size_t item, Error error);

    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }
    [[nodiscard]] SendingEnd end(std::size_t item) const { return m_states[item].end; }
    [[nodiscard]] const std::optional<Error>& error(std::size_t item) const { return m_states[item].error; }
    /// Bytes that are known to be to send, and those that were.
    [[nodiscard]] std::uint64_t bytesInAll() const { return m_bytesInAll; }
    [[nodiscard]] std::uint64_t bytesSent() const { return m_bytesSent; }

private:
    enum class Phase : std::uint8_t { toAsk, asking, toExamine, examining, sending, ended };
    struct State {
        Phase phase = Phase::toAsk;
        SendingEnd end = SendingEnd::waits;
        std::optional<Error> error;
        bool examined = false;
        std::vector<EvidenceCopy> copies;
        std::vector<PartRange> missing; ///< what of it is still to be given out
        std::uint64_t underWay = 0;
        std::optional<std::uint64_t> firstMissing; ///< when it was asked last
        bool gone = false;
        unsigned rounds = 0; ///< in a row that changed nothing
    };

    void close(std::size_t item, SendingEnd end, std::optional<Error> error = {});
    void decide(std::size_t item);
    void settle(std::size_t item);

    std::vector<Item> m_items;
    std::vector<State> m_states;
    PersonId m_me;
    std::size_t m_open;
    std::set<std::size_t> m_toAsk, m_toExamine, m_sending; ///< items by what they wait for
    std::uint64_t m_bytesInAll = 0, m_bytesSent = 0;
};

} // namespace model
