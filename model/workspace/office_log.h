// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"
#include "model/vault/office_log.h"

#include <memory>
#include <span>
#include <vector>

namespace model {

class Vault;

/// A kind of entry, with the words for it.
struct LogKind {
    std::string_view kind;
    Text title;
};
/// Every kind that this version knows, those of cases before those of the register.
std::span<const LogKind> logKinds();
/// The words of a kind; of one that is not known, the kind itself.
Text logKindTitle(std::string_view kind);

enum class SignatureState { valid, invalid, unknownAuthor };
Text signatureTitle(SignatureState state);

/// One sealed entry of the log of the office, in words.
struct OfficeLogEntry {
    std::int64_t key = 0;
    std::uint64_t commit = 0; ///< number of the hub's commit
    std::uint64_t seq = 0;    ///< number in the case or register
    Instant time{};           ///< the hub's
    CaseId caseId;
    bool inRegister = false;
    std::string reference; ///< of the case; empty of the register
    PersonId author;
    std::string authorName;
    std::string kind;
    Text what;             ///< what happened; the contents only as far as they may be read here
    bool readable = false; ///< nothing of it is closed to this person
    SignatureState signature = SignatureState::invalid; ///< of its author, checked when it was read
};

/// Reads the log of the whole office, all cases and the register, through a connection of its own. One thread at a
/// time; interrupt() from any thread.
class OfficeLog {
public:
    struct Parts; ///< private to model/workspace
    explicit OfficeLog(std::unique_ptr<Parts> parts);
    ~OfficeLog();
    OfficeLog(OfficeLog&&) noexcept;
    OfficeLog& operator=(OfficeLog&&) noexcept;

    /// As logKeys(): newest first, 8 bytes an entry; `limit` 0 is no limit.
    Result<std::vector<std::int64_t>> keys(const LogQuery& query, std::size_t limit = 0);
    Result<std::uint64_t> count(const LogQuery& query);
    /// These entries in the order asked for. Opens and checks each: ask for what is looked at.
    Result<std::vector<OfficeLogEntry>> page(std::span<const std::int64_t> keys);
    void interrupt();

private:
    std::unique_ptr<Parts> m_parts;
};

} // namespace model
