// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/fold.h"
#include "model/store/collation.h"
#include "model/vault/case_list.h"
#include "model/vault/record.h"

#include <map>
#include <span>

namespace model {

/// One person's encrypted store: the record as far as this person may see it, what waits for the hub, drafts, and the
/// derived tables that lists and search read. One thread at a time; lists have connections of their own (openList()).
class Vault {
public:
    /// Version of the whole schema; a store with a higher one is from a newer program.
    static constexpr int kVersion = 1;
    /// Version of the derived tables; another one is dropped and folded anew.
    static constexpr std::int64_t kDerivedVersion = 11;

    static Result<Vault> create(const std::filesystem::path& path, const crypto::Secret& key, crypto::Suite suite);
    static Result<Vault> open(const std::filesystem::path& path, const crypto::Secret& key, crypto::Suite suite);
    Vault(Vault&&) noexcept = default;

    [[nodiscard]] Database& database() const { return *m_database; }
    [[nodiscard]] Record& record() const { return *m_record; }
    /// The order of names and titles.
    [[nodiscard]] const Collation& collation() const { return *m_collation; }
    /// A list reader with a read-only connection of its own.
    Result<CaseList> openList(const crypto::Secret& key, const Clock& clock) const;
    /// A vault that only reads, over a connection of its own for another thread.
    Result<Vault> openReading(const crypto::Secret& key) const;
    /// A read-only connection for another thread.
    Result<Database> openReader(const crypto::Secret& key) const;

    Result<std::optional<Bytes>> setting(std::string_view name) const;
    Result<void> setSetting(std::string_view name, ByteView value);

    // What waits for the hub, in the order it was said.
    Result<void> addPending(std::int64_t event);
    Result<void> removePending(std::int64_t event);
    Result<std::vector<std::int64_t>> pending() const;
    Result<std::vector<std::int64_t>> pendingOf(std::int64_t caseRow) const;
    /// Refused events of a case that ask for a decision: a refused opening does not, nor what was settled.
    Result<std::vector<std::int64_t>> refusedOf(std::int64_t caseRow) const;

    /// The same of all cases and the register, in the order in which they were said.
    Result<std::vector<std::int64_t>> refused() const;
    /// The rows of the cases in which this person was overwritten, by the derived tables.
    Result<std::vector<std::int64_t>> overwrittenCases() const;

    // What the person has decided about: an event of theirs that was refused, with an empty field, or one that
    // overwrote a field of theirs. Theirs alone, as what was seen.
    Result<void> setSettled(std::int64_t event, std::string_view field, bool settled);
    Result<bool> isSettled(std::int64_t event, std::string_view field) const;

    // The secrets of acts that this person may open.
    Result<void> rememberSecret(std::int64_t act, const crypto::Secret& secret);
    Result<std::optional<crypto::Secret>> secretOf(std::int64_t act) const;

    // How far this person has looked, by case. Theirs alone: neither sealed nor sent, and kept when the derived tables
    // are made anew.
    /// The number of the last entry of the case that was seen; nothing: it was never looked at, or marked unread.
    Result<std::optional<std::uint64_t>> seenUpTo(std::int64_t caseRow) const;
    Result<void> setSeen(std::int64_t caseRow, std::optional<std::uint64_t> seq);
    /// Writes the flag of the line in the lists. Whether it was another.
    Result<bool> setUnread(std::int64_t caseRow, bool unread);

    Result<void> keepDraft(std::string_view key, std::string_view text); ///< an empty text drops it
    Result<std::string> draft(std::string_view key) const;
    /// All whose key begins so, in the order of their keys.
    Result<std::vector<std::string>> drafts(std::string_view prefix) const;

    // Derived tables
    /// Writes the line of a case in the lists; `row.row` is its row in the record, `people` those assigned to it.
    Result<void> putRow(const CaseRow& row, std::span<const PersonId> people, PersonId me);
    /// Writes how long a case was in the stages that it has left.
    Result<void> putStays(const CaseRow& row, std::span<const Stay> stays);
    Result<void> putPeriods(const CaseRow& row, std::span<const RunningPeriod> periods);
    /// Writes the penalty of a case that was approved and stands; `row.decidedAt` says when.
    Result<void> putPenalty(const CaseRow& row, const std::optional<law::PenaltyFeatures>& penalty);
    /// Writes the entries of the office's log for the next sealed commits that it lacks, at most so many. Whether more
    /// are left.
    Result<bool> putLog(std::size_t mostCommits = SIZE_MAX / 2);
    /// Writes the words that a case is found by.
    Result<void> putWords(std::int64_t caseRow, std::string_view words);
    /// Notes that the words of a case are still to be written: a bulk import shows its cases at once and is indexed
    /// after.
    Result<void> oweWords(std::int64_t caseRow);
    /// The cases whose words are owed, at most `most` of them, the newest first.
    Result<std::vector<std::int64_t>> wordsOwed(std::size_t most) const;
    /// The case that a report with this key (of its contents) opened, if there is one. `database` is the vault's own or
    /// a reader's.
    static Result<std::optional<std::int64_t>> reportKnown(Database& database, std::int64_t key);
    Result<void> putReport(std::int64_t key, std::int64_t caseRow);
    /// Empties the derived tables; they must be filled again in the same transaction.
    Result<void> clearDerived();
    [[nodiscard]] Result<bool> derivedAreCurrent() const;
    Result<void> markDerivedCurrent();

private:
    Vault(std::unique_ptr<Database> database, crypto::Suite suite);
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Record> m_record;
    std::unique_ptr<Collation> m_collation;
};

/// Checks the signature of an act as it is kept, by the identity that its author had where it was sealed.
Result<void> verifyStored(Record& record, const StoredAct& act, const Person& author);

/// The keys of a case, by epoch.
using CaseKeys = std::map<std::uint32_t, crypto::Secret>;
/// Those of a case that this person holds.
Result<CaseKeys> caseKeys(const Vault& vault, std::int64_t caseRow);

/// What of the contents of an event is at hand.
enum class Contents {
    readable, ///< there are none, or they were opened and read
    withheld, ///< the sealed part is not in this store: only the log was given, or it was erased
    noKey,    ///< it is here, and so far this person was given no key of its number
    unopened, ///< it does not open with the key of its number
    unknown,  ///< it opens, and is not what an entry of its kind holds
};

/// One event of a case as it was read: opened as far as this person may.
struct ReadEvent {
    const StoredEvent* stored = nullptr;
    const StoredLink* link = nullptr; ///< null: waits
    const CaseBody* body = nullptr;
    bool readable = false;
    Contents contents = Contents::readable;
};

/// A case, folded with its contents.
struct LoadedCase {
    std::int64_t row = 0;
    CaseState state;
    CaseKeys keys;
    /// Something new is sealed under this key of them. It is older than the last one while a release waits: what brings
    /// the last one may be refused, and then nobody else would ever have it. 0: there is none.
    std::uint32_t epoch = 0;
    bool waiting = false; ///< something that was said is not sealed yet; openings do not count
};

/// Reads a case from a vault: its sealed events in order, then those that wait. `each`, if given, sees every event
/// before it is folded in, with the state it meets.
Result<LoadedCase> loadCase(const Vault& vault, std::int64_t caseRow,
                            const std::function<Result<void>(const ReadEvent&, const CaseState&)>& each = {});

/// The register, folded with its contents, and its keys.
struct LoadedRegister {
    RegisterState state;
    CaseKeys keys;
};
Result<LoadedRegister> loadRegister(const Vault& vault, std::int64_t row);

} // namespace model
