// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/messages.h"
#include "model/workflow/judge.h"

#include <memory>
#include <unordered_map>

namespace model {

/// A hub over an embedded store: it orders each case, judges each event by allowed() on the state where it would land,
/// and seals or refuses it, once and for good. It holds no case key and sees no contents. A stand-alone office runs it
/// in the process of the desk; several processes may share one store, each with a Hub of its own. One thread at a time.
class Hub final : public HubPort {
public:
    /// Makes a store with a new signing identity.
    static Result<std::unique_ptr<Hub>> create(const std::filesystem::path& path, const crypto::Secret& key,
                                               crypto::Suite suite, const Clock& clock, crypto::Random& random);
    static Result<std::unique_ptr<Hub>> open(const std::filesystem::path& path, const crypto::Secret& key,
                                             crypto::Suite suite, const Clock& clock);
    ~Hub() override;

    [[nodiscard]] const crypto::PublicIdentity& identity() const;

    Result<void> submit(std::span<const Submission> submissions) override;
    Result<Changes> changes(PersonId reader, std::uint64_t after, std::size_t limit, bool withOwn) override;
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override;

    /// For verification: the hub's own record.
    Record& record();

private:
    struct Parts;
    explicit Hub(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace model
