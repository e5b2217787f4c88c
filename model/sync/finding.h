// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/merkle.h"
#include "model/log/chain.h"

#include <string>
#include <vector>

namespace model {

/// What two signed objects of one hub say that cannot both be true. The numbers are those of the files in which
/// findings are kept (docs/formats.md).
enum class Contradiction : std::uint8_t {
    none = 0,         ///< nothing that is signed: only who saw it can say so
    twoHistories = 1, ///< two commits that are in no chain together
    twoOrders = 2,    ///< two links of one case that are in no chain together, each in a commit
};

/// A link, and what shows that it is in a commit.
struct PlacedLink {
    Commit commit;
    Link link;
    crypto::InclusionProof place; ///< its size is the commit's count
};

/// Something for which a desk names its hub, with what the hub signed, as far as that shows it to others. Nothing of it
/// is of the contents of a case.
struct Finding {
    Text what;
    std::string where;
    Contradiction kind = Contradiction::none;
    std::vector<Commit> commits;   ///< two for twoHistories, else none
    std::vector<PlacedLink> links; ///< two for twoOrders, else none
};

/// Two commits with the signatures of one hub, as a finding that holds them if they contradict each other.
Finding findingOf(Text what, std::string where, const Commit& one, const Commit& other,
                  const crypto::PublicIdentity& hub);
/// Two links of one case in commits with the signatures of one hub, the same way.
Finding findingOf(Text what, std::string where, const PlacedLink& one, const PlacedLink& other,
                  const crypto::PublicIdentity& hub);
/// What its parts show to who trusts this hub identity, whatever the finding says of itself.
Contradiction contradictionIn(const Finding& finding, const crypto::PublicIdentity& hub);
/// The same finding, however often and whenever it is found, has one key.
Digest keyOf(const Finding& finding);

} // namespace model
