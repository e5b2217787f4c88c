// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/parts.h"

namespace model {

Result<bool> Workspace::markSeen(CaseId id, std::uint64_t upTo) {
    Vault& vault = *m_parts->vault;
    TRY_ASSIGN(const auto row, m_parts->rowOf(id));
    TRY_ASSIGN(const auto before, vault.seenUpTo(row));
    TRY_ASSIGN(const auto head, vault.record().head(row));
    const std::uint64_t last = head ? head->link.seq : 0;
    if (before && *before >= std::min(upTo, last)) return false; // nothing is written for a second look
    // What came after the look stays unread, if it is of somebody else.
    bool unread = false;
    if (upTo < last) {
        TRY_ASSIGN(const auto loaded, loadCase(vault, row));
        unread = loaded.state.lastOfOthers(m_parts->person) > upTo;
    }
    TRY_ASSIGN(auto transaction, Transaction::begin(vault.database()));
    TRY(vault.setSeen(row, std::min(upTo, last)));
    TRY_ASSIGN(const bool changed, vault.setUnread(row, unread));
    TRY(transaction.commit());
    return changed;
}

Result<bool> Workspace::markUnread(CaseId id) {
    Vault& vault = *m_parts->vault;
    TRY_ASSIGN(const auto row, m_parts->rowOf(id));
    TRY_ASSIGN(auto transaction, Transaction::begin(vault.database()));
    TRY(vault.setSeen(row, std::nullopt));
    TRY_ASSIGN(const bool changed, vault.setUnread(row, true));
    TRY(transaction.commit());
    return changed;
}

} // namespace model
