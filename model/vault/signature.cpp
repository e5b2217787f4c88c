// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/vault.h"

namespace model {

Result<void> verifyStored(Record& record, const StoredAct& act, const Person& author) {
    if (author.former.empty()) return verifyAct(act.act, author.identity, act.events);
    TRY_ASSIGN(const auto sealed, record.sealedAt(act.events));
    return verifyAct(act.act, author, sealed, act.events);
}

} // namespace model
