// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/finding.h"
#include "model/vault/record.h"

#include <optional>
#include <string>
#include <vector>

/// How two desks of one office find out without the hub whether they were told one history (docs/formats.md): one of
/// them says which commits it has, and the other compares. Commits are the same for everybody, whatever cases a person
/// sees.
namespace model {

/// Bytes of such a file at most.
inline constexpr std::size_t kHeadsLimit = 128 * 1024;
/// Commits in it at most.
inline constexpr std::size_t kHeadsCommits = 320;
/// The last commits that are all in it; those before them at distances that double.
inline constexpr std::uint64_t kHeadsDense = 256;

/// What a desk says that it has.
struct Heads {
    Digest fingerprint{}; ///< of the office
    PersonId maker;
    Instant time{};
    std::vector<Commit> commits; ///< as the hub signed them, the last one first; at least one
    Bytes body;                  ///< what the maker signed
    Bytes signature;
};

/// The numbers of the commits that a desk tells whose last one is this: descending, at most kHeadsCommits.
std::vector<std::uint64_t> headNumbers(std::uint64_t last);
/// `commits` as in Heads. Errors as of signWith().
Result<Bytes> writeHeads(const Digest& fingerprint, PersonId maker, const crypto::Identity& identity, Instant time,
                         std::span<const Commit> commits);
/// Code::malformed for anything that writeHeads() does not write, Code::newer for a later version, Code::tooLarge over
/// kHeadsLimit. No signature is checked here.
Result<Heads> readHeads(ByteView bytes);
/// Whether its maker's signature is of these keys.
bool isSignedBy(const Heads& heads, const crypto::PublicIdentity& maker);

/// Such a file of one commit as letters and digits: for a QR code, or to be pasted.
std::string headsCode(ByteView file);
/// The inverse; white space does not matter. Nothing if it is no such code.
std::optional<Bytes> readHeadsCode(std::string_view code);

/// A last commit for a person to read out: its number, and the first 128 bits of its hash in groups.
std::string headWords(const Commit& commit);
/// What was typed of it: a number and 16 to 64 hexadecimal digits, with anything between them.
struct TypedHead {
    std::uint64_t number = 0;
    std::string digits; ///< lower case
};
std::optional<TypedHead> readHeadWords(std::string_view words);

enum class HeadsVerdict : std::uint8_t {
    same,         ///< both have the same commits
    theirsBegins, ///< theirs is the beginning of this desk's
    oursBegins,   ///< this desk's is the beginning of theirs
    twoHistories, ///< they were told two
    cannotTell,
};
std::string_view verdictName(HeadsVerdict verdict); ///< "same", "theirs-begins", …: for JSON

struct HeadsComparison {
    HeadsVerdict verdict = HeadsVerdict::cannotTell;
    std::uint64_t ours = 0;   ///< the last commit of this desk
    std::uint64_t theirs = 0; ///< and of the other
    std::uint64_t agree = 0;  ///< both have the same commits up to this one, as far as can be told
    Text words;               ///< for a person: what it comes to, and where it cannot be told why, and what helps
    std::optional<Finding> finding = {}; ///< twoHistories: what shows it, if it is signed
};
/// Code::refused if a commit in it does not carry this hub's signature: it shows nothing then.
Result<HeadsComparison> compareHeads(Record& record, const Heads& heads, const crypto::PublicIdentity& hub);
/// The same with what was typed, which shows nothing to others.
Result<HeadsComparison> compareHeads(Record& record, const TypedHead& typed);

} // namespace model
