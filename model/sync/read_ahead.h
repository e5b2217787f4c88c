// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/messages.h"

#include <future>

namespace model {

/// A hub whose next news are fetched while the last ones are still being taken, so that a desk that has much to catch
/// up with does not wait for every answer: when an answer says that there is more, the question that follows from it is
/// put at once, on a thread of its own. It asks nothing that the desk would not ask, and answers nothing that the hub
/// did not. What was fetched in vain is dropped. One thread at a time; the hub behind it is used by one thread at a
/// time too, and not after this is gone.
class ReadAhead final : public HubPort {
public:
    /// `hub` must outlive it.
    explicit ReadAhead(HubPort& hub) : m_hub(hub) {}

    Result<void> submit(std::span<const Submission> submissions) override;
    Result<void> submitFrom(const Known& known, std::span<const Submission> submissions) override;
    Result<std::uint64_t> takeBack(const Changes& lost) override;
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override;
    Result<History> history(PersonId reader, const HistoryAsk& ask) override;
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override;
    /// Waits until nothing is being fetched: then the hub behind may be used past this.
    void settle() const;

private:
    /// The same, and what was fetched is of no use: what is asked next changes what the hub has.
    void drop();
    void fetchNext(PersonId reader, const ChangesAsk& ask, const Result<Changes>& answer);

    HubPort& m_hub;
    PersonId m_reader;
    ChangesAsk m_ask;
    std::future<Result<Changes>> m_next; ///< the answer to m_ask; its end waits for it
};

} // namespace model
