// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/finding.h"

#include "model/base/cbor.h"
#include "model/log/commit_signature.h"

namespace model {

namespace {

bool contradict(const Commit& one, const Commit& other) {
    if (one.number == other.number) return one.hash != other.hash;
    const auto& [first, second] = one.number < other.number ? std::tie(one, other) : std::tie(other, one);
    return first.number + 1 == second.number && second.previous != first.hash;
}

bool isIn(const PlacedLink& placed) {
    return placed.place.size == placed.commit.count &&
           crypto::verifyInclusion(placed.commit.suite, linkHash(placed.commit.suite, placed.link), placed.place,
                                   placed.commit.root);
}

bool contradict(const PlacedLink& one, const PlacedLink& other) {
    if (one.link.caseId != other.link.caseId || !isIn(one) || !isIn(other)) return false;
    const auto hash = [](const PlacedLink& placed) { return linkHash(placed.commit.suite, placed.link); };
    if (one.link.seq == other.link.seq) return hash(one) != hash(other);
    const auto& [first, second] = one.link.seq < other.link.seq ? std::tie(one, other) : std::tie(other, one);
    return first.link.seq + 1 == second.link.seq && second.link.previous != hash(first);
}

} // namespace

Contradiction contradictionIn(const Finding& finding, const crypto::PublicIdentity& hub) {
    const auto& commits = finding.commits;
    const auto& links = finding.links;
    if (commits.size() == 2 && isSignedBy(commits[0], hub) && isSignedBy(commits[1], hub) &&
        contradict(commits[0], commits[1]))
        return Contradiction::twoHistories;
    if (links.size() == 2 && isSignedBy(links[0].commit, hub) && isSignedBy(links[1].commit, hub) &&
        contradict(links[0], links[1]))
        return Contradiction::twoOrders;
    return Contradiction::none;
}

Finding findingOf(Text what, std::string where, const Commit& one, const Commit& other,
                  const crypto::PublicIdentity& hub) {
    Finding finding{std::move(what), std::move(where), Contradiction::none, {one, other}, {}};
    finding.kind = contradictionIn(finding, hub);
    if (finding.kind == Contradiction::none) finding.commits.clear();
    return finding;
}

Finding findingOf(Text what, std::string where, const PlacedLink& one, const PlacedLink& other,
                  const crypto::PublicIdentity& hub) {
    Finding finding{std::move(what), std::move(where), Contradiction::none, {}, {one, other}};
    finding.kind = contradictionIn(finding, hub);
    if (finding.kind == Contradiction::none) finding.links.clear();
    return finding;
}

Digest keyOf(const Finding& finding) {
    CborWriter out;
    out.array(6).unsignedInt(static_cast<std::uint64_t>(finding.kind));
    // What can be shown is known by what shows it; the rest by its words.
    const bool shown = finding.kind != Contradiction::none;
    out.text(shown ? std::string_view() : finding.what.en).text(shown ? std::string_view() : finding.where);
    out.array(finding.commits.size());
    for (const auto& commit : finding.commits) out.bytes(commit.hash.view());
    out.array(finding.links.size());
    for (const auto& placed : finding.links) out.bytes(linkHash(placed.commit.suite, placed.link).view());
    out.array(finding.links.size());
    for (const auto& placed : finding.links) out.bytes(placed.commit.hash.view());
    return crypto::sha256(out.view());
}

} // namespace model
