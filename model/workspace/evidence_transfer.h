// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/result.h"
#include "model/sync/evidence_messages.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace model {

/// Where the sealed file of a piece of evidence is, as far as this desk knows.
enum class EvidencePlace : std::uint8_t {
    here,     ///< on this machine, of an office that has no hub elsewhere
    hereOnly, ///< on this machine, not known to be on the hub
    both,     ///< on this machine and on the hub
    onHub,    ///< on the hub only
    nowhere,  ///< neither here nor on the hub: whoever took it in has not exchanged yet
    notHere,  ///< not on this machine; the hub was not asked
};
/// The one place for these words.
Text placeTitle(EvidencePlace place);
/// One stable word for each, for JSON.
std::string_view placeName(EvidencePlace place);
/// Why a file that is not here cannot be used, and what cures it.
Error notHereError(EvidencePlace place);

/// What became of one file.
struct TransferredItem {
    CaseId caseId;
    ItemId item;
    EvidencePlace place = EvidencePlace::notHere;
    std::optional<Error> error; ///< why it is not where it should be
};

/// What a transfer did, as far as it came.
struct TransferOutcome {
    std::vector<TransferredItem> items;
    std::uint64_t bytes = 0;    ///< that were moved
    std::optional<Error> ended; ///< why it ended early: the network, the session, a stop; what was done stays
    [[nodiscard]] std::size_t failed() const;
};

/// Sealed files on their way between this machine and the hub: what was chosen by Workspace::evidenceToSend() or
/// evidenceToFetch(), with the keys that are needed to check it. It uses no vault and none of the workspace's
/// connections, so it may run on another thread while the workspace is worked with; its Surroundings::connect must
/// outlive it, and it must not outlive the person's being unlocked. A copy is the same transfer; each run asks the hub
/// anew and goes on where another one stopped.
class EvidenceTransfer {
public:
    /// Bytes done, and bytes in all as far as it is known; on the thread that called run().
    using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

    /// Nothing is to be done, as far as can be said without the hub.
    [[nodiscard]] bool empty() const;
    /// Blocks until all is done, or it ended early; over two connections at once. Any thread; one run at a time.
    [[nodiscard]] TransferOutcome run(const Progress& progress, std::stop_token stop) const;

    struct Plan; ///< private to model/workspace
    explicit EvidenceTransfer(std::shared_ptr<const Plan> plan) : m_plan(std::move(plan)) {}

private:
    std::shared_ptr<const Plan> m_plan;
};

} // namespace model
