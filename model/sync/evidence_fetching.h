// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/sync/evidence_messages.h"

#include <deque>
#include <set>
#include <variant>
#include <vector>

namespace model {

/// What became of one sealed file that a desk wants.
enum class FetchingEnd : std::uint8_t {
    waits,    ///< not decided: it ended before
    here,     ///< it is here, and is what was signed
    notOnHub, ///< nobody has handed it over yet
    unknown,  ///< the hub knows no such item, or not for this person
    damaged,  ///< no copy on the hub is what was signed
    failed,   ///< the error says why
};

/// A desk's side of fetching sealed files, as a state machine like EvidenceSending. It takes the copies of an item one
/// after the other until one is what was signed. Parts are asked for in their order, a few ahead of the first that is
/// missing, so that a file that is here in part is a beginning of it.
class EvidenceFetching {
public:
    struct Item {
        EvidenceName name;
        std::uint64_t size = 0; ///< of the sealed file
    };
    /// Ask the hub about these.
    struct Ask {
        std::vector<std::size_t> items;
    };
    /// Make room for this copy, or look how much of it is here: begun().
    struct Begin {
        std::size_t item;
        EvidenceCopy copy;
    };
    struct Get {
        std::size_t item;
        EvidenceCopy copy;
        std::uint64_t part;
    };
    /// All parts are here: see whether it is what was signed, and keep it or not: ended().
    struct End {
        std::size_t item;
        EvidenceCopy copy;
    };
    using Step = std::variant<Ask, Begin, Get, End>;

    /// Parts that are asked for ahead of the first one that is missing.
    static constexpr std::uint64_t kAhead = 4;

    explicit EvidenceFetching(std::vector<Item> items);

    /// What to do next; nothing: that is known when something under way is done, or all is done. `withHub`: who asks
    /// can put a question to the hub, and else gets a Begin or an End.
    std::optional<Step> next(bool withHub = true);
    [[nodiscard]] bool finished() const { return m_open == 0; }

    // What came of a step; what is no matter of one item is not told here: then the run is over.
    Result<void> asked(const Ask& step, const std::vector<std::optional<EvidenceHeld>>& held);
    /// How many parts are here already, from the first on.
    void begun(const Begin& step, std::uint64_t parts);
    /// False: the hub does not have this copy any more.
    void got(const Get& step, bool there);
    /// Whether it is what was signed. If not, nothing of it is here any more; one of which a part was here before is
    /// fetched once more from the beginning.
    void ended(const End& step, bool right);
    /// It cannot be taken, for a reason of this machine.
    void failed(std::size_t item, Error error);

    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }
    [[nodiscard]] FetchingEnd end(std::size_t item) const { return m_states[item].end; }
    [[nodiscard]] const std::optional<Error>& error(std::size_t item) const { return m_states[item].error; }
    /// Bytes of the files that are fetched, and those of them that are here.
    [[nodiscard]] std::uint64_t bytesInAll() const { return m_bytesInAll; }
    [[nodiscard]] std::uint64_t bytesHere() const { return m_bytesHere; }

private:
    enum class Phase : std::uint8_t { toAsk, asking, toBegin, beginning, getting, toEnd, ending, ended };
    struct State {
        Phase phase = Phase::toAsk;
        FetchingEnd end = FetchingEnd::waits;
        std::optional<Error> error;
        std::deque<EvidenceCopy> copies; ///< to be tried, the first is at hand
        std::uint64_t firstMissing = 0;
        std::uint64_t nextPart = 0;
        std::set<std::uint64_t> ahead; ///< parts that are here behind the first that is missing
        std::uint64_t underWay = 0;
        std::uint64_t bytesHere = 0; ///< of the copy at hand
        bool gone = false;           ///< the copy at hand
        bool resumed = false;        ///< some of it was here before this run
    };

    std::optional<Step> nextAsk();
    std::optional<Step> nextGet();
    void close(std::size_t item, FetchingEnd end, std::optional<Error> error = {});
    void nextCopy(std::size_t item);
    void count(State& state, std::uint64_t bytes);

    std::vector<Item> m_items;
    std::vector<State> m_states;
    std::size_t m_open;
    std::set<std::size_t> m_asks;
    std::set<std::size_t> m_active; ///< items of which a copy is at hand
    std::uint64_t m_bytesInAll = 0, m_bytesHere = 0;
};

} // namespace model
