// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire_entries.h"

namespace model::wire {

namespace {

constexpr std::uint64_t kHistoryItems = 6;
constexpr std::uint64_t kStartItems = 3;
constexpr std::uint64_t kEntryItems = 4;

/// Where a link was sealed, and when. Links of one case are sealed one after another.
struct Sealed {
    std::uint64_t commit = 0;
    std::uint64_t due = 0; ///< the least index in that commit that the next one may have
    Instant time{};

    [[nodiscard]] bool mayFollow(const Entry& entry) const {
        const bool later = entry.commit > commit || (entry.commit == commit && entry.commitIndex >= due);
        return later && entry.commit > 0 && entry.commit <= kNumberLimit && entry.commitIndex < kCommitLinkLimit;
    }
    void write(CborWriter& out, const Entry& entry) {
        const bool same = entry.commit == commit;
        writeSince(out, entry.link.time, time);
        out.unsignedInt(entry.commit - commit).unsignedInt(entry.commitIndex - (same ? due : 0));
        *this = {entry.commit, entry.commitIndex + 1, entry.link.time};
    }
    void read(CborReader& in, Entry& entry) {
        entry.link.time = readSince(in, time);
        const auto distance = readNumber(in);
        const auto index = readNumber(in);
        entry.commit = commit + distance;
        entry.commitIndex = index + (distance == 0 ? due : 0);
        if (!mayFollow(entry)) in.fault("place out of range");
        *this = {entry.commit, entry.commitIndex + 1, entry.link.time};
    }
};

/// That the links are of one case and follow each other.
Result<void> surveyLinks(const History& history, std::span<const Digest> hashes) {
    for (std::size_t i = 1; i < history.entries.size(); ++i) {
        const Link& before = history.entries[i - 1].link;
        const Link& link = history.entries[i].link;
        if (link.caseId != before.caseId || link.seq != before.seq + 1 || link.previous != hashes[i - 1])
            return disagree(link.event.hex());
    }
    return {};
}

} // namespace

Result<Bytes> encodeHistoryAnswer(const History& history, crypto::Suite suite) {
    if (history.entries.size() > kBatchEvents) return overLimit();
    std::vector<Digest> hashes;
    hashes.reserve(history.entries.size());
    for (const auto& entry : history.entries) hashes.push_back(linkHash(suite, entry.link));
    TRY(surveyLinks(history, hashes));
    EntryWriter entries(history.acts, suite);
    TRY(entries.survey(history.entries));

    CborWriter out;
    beginMessage(out, kHistoryItems);
    writeSuite(out, suite);
    if (history.entries.empty()) {
        out.null();
    } else {
        const Link& first = history.entries.front().link;
        out.array(kStartItems).bytes(first.caseId.view()).unsignedInt(first.seq).bytes(first.previous.view());
    }
    entries.writeActs(out);
    out.array(history.entries.size());
    Sealed last;
    for (std::size_t i = 0; i < history.entries.size(); ++i) {
        const Entry& entry = history.entries[i];
        if (!last.mayFollow(entry)) return disagree(entry.link.event.hex());
        out.array(kEntryItems);
        last.write(out, entry);
        entries.writeEvent(out, entry, hashes[i]);
    }
    out.boolean(history.more);
    if (out.view().size() > kAnswerLimit) return overLimit();
    return std::move(out).take();
}

Result<History> readHistoryAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kAnswerLimit, kHistoryItems));
    EntryReader entries(readSuite(in));
    History history;
    CaseId id;
    Seen before;
    const bool empty = in.tryNull();
    if (!empty) {
        in.arrayOf(kStartItems);
        id = CaseId{read16(in)};
        const auto first = readNumber(in);
        if (first == 0) in.fault("number of no link");
        before = {first - 1, readDigest(in)};
    }
    entries.readActs(in);
    const auto count = in.array(kBatchEvents);
    if (empty != (count == 0)) in.fault("links of no case, or a case without links");
    if (before.seq + count > kNumberLimit) in.fault("number out of range");
    Sealed last;
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        Entry entry;
        entry.link.caseId = id;
        entry.link.seq = before.seq + 1;
        entry.link.previous = before.link;
        in.arrayOf(kEntryItems);
        last.read(in, entry);
        before = {entry.link.seq, entries.readEvent(in, entry)};
        history.entries.push_back(std::move(entry));
    }
    history.more = in.boolean();
    history.acts = entries.complete(in, history.entries);
    TRY(in.finish("answer with a history"));
    return history;
}

} // namespace model::wire
