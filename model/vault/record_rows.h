// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/record.h"

/// What the columns of the truth tables stand for, whichever database keeps them. Rows are not believed: bytes that are
/// not those of their id are Code::damaged, and `where` names the table and the row. Pure.
namespace model {

std::unexpected<Error> damagedRow(std::string where);

/// Digests one behind the other, as the columns `events` and `links` hold them.
Bytes joinDigests(std::span<const Digest> digests);

struct EventColumns {
    std::int64_t row = 0;
    std::int64_t act = 0;
    std::int64_t actIndex = 0;
    std::int64_t caseRow = 0;
    ByteView id, bytes;
    ByteView sealed; ///< empty where there is none
};
Result<StoredEvent> eventOfRow(const EventColumns& columns, crypto::Suite suite);

Result<Act> actOfRow(std::int64_t row, ByteView id, ByteView bytes, ByteView signature);
/// `act` is what actOfRow() gave for this row.
Result<StoredAct> storedActOf(std::int64_t row, Act act, ByteView events);

Result<StoredCommit> commitOfRow(std::uint64_t number, ByteView bytes, ByteView signature, ByteView links);

Result<Refusal> refusalOfRow(std::int64_t event, ByteView bytes, ByteView signature);

struct LinkColumns {
    std::int64_t caseRow = 0;
    std::int64_t seq = 0;
    std::int64_t event = 0;
    std::int64_t time = 0; ///< milliseconds since 1970
    std::int64_t commit = 0;
    std::int64_t commitIndex = 0;
    std::int64_t act = 0;
    ByteView hash, eventId, caseId;
    std::optional<ByteView> previous; ///< the hash of the link before; nothing: there is none
};
Result<StoredLink> linkOfRow(const LinkColumns& columns);

} // namespace model
