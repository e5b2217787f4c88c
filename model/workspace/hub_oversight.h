// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/heads.h"
#include "model/sync/proof.h"
#include "model/workspace/workspace.h"

namespace model {

/// Something that this desk has named its hub for.
struct HubFinding {
    std::int64_t number = 0; ///< from 1, in the order in which they were found
    Proof proof;
};

/// What a desk says of its last commit, for another desk: the file in short.
struct ShownHead {
    std::uint64_t commit = 0;
    std::string words; ///< to be read out and typed
    std::string code;  ///< headsCode(): a QR code, or text to be pasted
};

/// A comparison with what another desk said.
struct HeadsCompared {
    HeadsComparison what;
    std::string by;                      ///< who made it, as far as this desk knows them
    bool vouched = false;                ///< its maker's signature is of keys in the register
    std::optional<std::int64_t> finding; ///< the number under which two histories are kept, if it is new
};

/// Why an exchange asks, in words for a person.
Text questionWords(const HubQuestion& question);

/// How a desk watches its hub: what it has named it for, what it compares with other desks, and when it asks before an
/// exchange goes on. A handle on a workspace, which must outlive it; on the same thread.
class HubOversight {
public:
    explicit HubOversight(Workspace::Parts& parts) : m_parts(parts) {}

    Result<std::vector<HubFinding>> findings() const;
    /// The file of a finding, for whoever shall judge it (readProof()). Code::notFound if there is none.
    Result<Bytes> proof(std::int64_t number) const;

    /// What this desk says of its commits. Code::notFound while it has none.
    Result<Bytes> heads() const;
    Result<ShownHead> shownHead() const;
    /// Compares with what another desk said: its file, the code of it, or what was read out. Two histories that are
    /// signed are kept as a finding. Code::malformed if it is none of these, Code::refused if it is of another office
    /// or a commit in it is not the hub's, Code::damaged if its maker's signature does not fit.
    Result<HeadsCompared> compare(ByteView theirs) const;

    /// Asked above so many commits that the hub lacks, and so many cases off which this person would be taken at once,
    /// with a hub elsewhere. Theirs, on this machine.
    static constexpr AskAbove kAsksAbove{100, 20};
    Result<AskAbove> asksAbove() const;
    Result<void> setAsksAbove(const AskAbove& above) const;
    /// What the last exchange stopped for.
    [[nodiscard]] const std::optional<HubQuestion>& question() const;
    /// Commits that the hub had lost and took back from here since the unlock.
    [[nodiscard]] std::uint64_t givenBack() const;
    /// The person agrees: the next exchange goes on over this and anything less. It lasts until an exchange came to its
    /// end.
    void agree(const HubQuestion& question) const;

    /// Workspace::exchange(), with what it brought. A question is no error here.
    Result<News> exchange() const;

private:
    Workspace::Parts& m_parts;
};

} // namespace model
