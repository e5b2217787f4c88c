// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/record_rows.h"

#include <algorithm>

namespace model {

namespace {

std::vector<Digest> split(ByteView bytes) {
    std::vector<Digest> digests(bytes.size() / 32);
    for (std::size_t i = 0; i < digests.size(); ++i) {
        std::ranges::copy(bytes.subspan(i * 32, 32), digests[i].bytes.begin());
    }
    return digests;
}

std::string place(std::string_view table, std::int64_t row) { return std::string(table) + " " + std::to_string(row); }

} // namespace

std::unexpected<Error> damagedRow(std::string where) {
    return fail(Code::damaged, {"A row of the record is not what was written", "记录中的一行与写入时不符"},
                {"Run `touchstonectl verify` and restore from a backup or the hub",
                 "请运行 touchstonectl verify，并从备份或服务器恢复"},
                std::move(where));
}

Bytes joinDigests(std::span<const Digest> digests) {
    Bytes bytes;
    bytes.reserve(digests.size() * 32);
    for (const auto& digest : digests) bytes.insert(bytes.end(), digest.bytes.begin(), digest.bytes.end());
    return bytes;
}

Result<StoredEvent> eventOfRow(const EventColumns& columns, crypto::Suite suite) {
    const auto id = Digest::fromBytes(columns.id);
    if (!id) return damagedRow(place("event", columns.row));
    auto event = readEvent(columns.bytes, columns.sealed);
    if (!event) {
        // Bytes that are not those of the id are to blame for whatever was read out of them.
        if (crypto::digest(suite, columns.bytes) != *id) return damagedRow(place("event", columns.row));
        event.error().where = place(event.error().code == Code::damaged ? "sealed" : "event", columns.row);
        return std::unexpected(event.error());
    }
    if (event->id != *id || event->header.suite != suite) return damagedRow(place("event", columns.row));
    return StoredEvent{columns.row, columns.act, static_cast<std::uint64_t>(columns.actIndex), columns.caseRow,
                       *std::move(event)};
}

Result<Act> actOfRow(std::int64_t row, ByteView id, ByteView bytes, ByteView signature) {
    auto act = readAct(bytes, signature);
    const auto stated = Digest::fromBytes(id);
    if (!act || !stated || act->id != *stated) return damagedRow(place("act", row));
    return *std::move(act);
}

Result<StoredAct> storedActOf(std::int64_t row, Act act, ByteView events) {
    if (events.size() != act.count * 32) return damagedRow(place("act", row));
    return StoredAct{row, std::move(act), split(events)};
}

Result<StoredCommit> commitOfRow(std::uint64_t number, ByteView bytes, ByteView signature, ByteView links) {
    const auto where = "hub_commit " + std::to_string(number);
    if (links.size() % 32 != 0) return damagedRow(where);
    auto commit = readCommit(bytes, signature);
    if (!commit || commit->number != number) return damagedRow(where);
    return StoredCommit{*std::move(commit), split(links)};
}

Result<Refusal> refusalOfRow(std::int64_t event, ByteView bytes, ByteView signature) {
    auto refusal = readRefusal(bytes, signature);
    if (!refusal) return damagedRow(place("refusal", event));
    return *std::move(refusal);
}

Result<StoredLink> linkOfRow(const LinkColumns& columns) {
    StoredLink stored;
    stored.link.seq = static_cast<std::uint64_t>(columns.seq);
    stored.event = columns.event;
    stored.link.time = Instant{std::chrono::milliseconds{columns.time}};
    stored.commit = static_cast<std::uint64_t>(columns.commit);
    stored.commitIndex = static_cast<std::uint64_t>(columns.commitIndex);
    stored.act = columns.act;
    const auto hash = Digest::fromBytes(columns.hash);
    const auto event = Digest::fromBytes(columns.eventId);
    const auto id = CaseId::from(columns.caseId);
    const auto previous = Digest::fromBytes(columns.previous.value_or(Digest{}.bytes));
    if (!hash || !event || !id || !previous)
        return damagedRow(place("link", columns.caseRow) + "/" + std::to_string(columns.seq));
    stored.hash = *hash;
    stored.link.event = *event;
    stored.link.caseId = *id;
    stored.link.previous = *previous;
    return stored;
}

} // namespace model
