// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire_entries.h"

#include <algorithm>

namespace model::wire {

namespace {

constexpr std::uint64_t kActItems = ActHeads::kItems + 2;
constexpr std::uint64_t kEventItems = EventBodies::kItems + 1;

} // namespace

void writeRow(CborWriter& out, std::span<const Digest> all, const std::set<std::uint64_t>& met) {
    std::vector<Digest> unmet;
    for (std::uint64_t i = 0; i < all.size(); ++i) {
        if (!met.contains(i)) unmet.push_back(all[i]);
    }
    out.unsignedInt(all.size());
    writeDigests(out, unmet);
}

void Row::read(CborReader& in, std::uint64_t limit) {
    m_count = in.unsignedInt();
    if (m_count == 0 || m_count > limit) in.fault("count out of range");
    m_unmet = readDigests(in);
}

void Row::meet(CborReader& in, std::uint64_t index, const Digest& digest) {
    if (index >= m_count) in.fault("index out of range");
    else if (!m_met.try_emplace(index, digest).second) in.fault("the same place twice");
}

std::vector<Digest> Row::fill(CborReader& in) const {
    std::vector<Digest> all;
    if (in.ok() && m_count != m_met.size() + m_unmet.size() / 32) in.fault("a count that is not what is there");
    if (!in.ok()) return all;
    all.reserve(static_cast<std::size_t>(m_count));
    ByteView rest = m_unmet;
    auto next = m_met.begin();
    for (std::uint64_t i = 0; i < m_count; ++i) {
        if (next != m_met.end() && next->first == i) {
            all.push_back(next++->second);
        } else {
            all.push_back(*Digest::fromBytes(rest.first(32)));
            rest = rest.subspan(32);
        }
    }
    return all;
}

Seen Chains::due(CaseId id) const {
    const auto head = m_heads.find(id);
    return head == m_heads.end() ? Seen{} : head->second;
}

std::optional<Digest> Chains::known(CaseId id, std::uint64_t seq) const {
    if (seq == 0) return Digest{};
    const auto found = m_hashes.find({id, seq});
    if (found == m_hashes.end()) return std::nullopt;
    return found->second;
}

void Chains::meet(const Link& link, const Digest& hash) {
    if (link.seq > 1) m_hashes[{link.caseId, link.seq - 1}] = link.previous;
    m_hashes[{link.caseId, link.seq}] = hash;
    m_heads[link.caseId] = {link.seq, hash};
}

Result<void> EntryWriter::survey(std::span<const Entry> entries) {
    // What is far over the limit is not written first.
    std::size_t size = 0;
    for (const auto& entry : entries) size += entry.event.sealed.size();
    if (size > kAnswerLimit) return overLimit();
    for (const auto& entry : entries) {
        if (entry.link.seq == 0 || entry.link.seq > kNumberLimit) return disagree(entry.link.event.hex());
        if (!entry.event.bytes.empty()) TRY(survey(entry));
    }
    for (const auto& [id, act] : m_all) {
        if (id != act.act.id || act.ids.size() != act.act.count || !isExact(act.act, m_suite) ||
            !m_numbers.contains(id))
            return disagree(id.hex());
    }
    return {};
}

Result<void> EntryWriter::survey(const Entry& entry) {
    const auto& event = entry.event;
    const auto act = m_all.find(entry.act);
    if (act == m_all.end()) return disagree(event.id.hex());
    const auto [at, isNew] = m_numbers.try_emplace(entry.act, m_acts.size());
    if (isNew) m_acts.push_back({&act->second, {}});
    const auto& ids = act->second.ids;
    if (!isExact(event, m_suite) || event.id != entry.link.event || event.header.caseId != entry.link.caseId ||
        event.header.author != act->second.act.author || entry.actIndex >= ids.size() ||
        ids[static_cast<std::size_t>(entry.actIndex)] != event.id ||
        !m_acts[at->second].met.insert(entry.actIndex).second)
        return disagree(event.id.hex());
    return {};
}

void EntryWriter::writeActs(CborWriter& out) const {
    ActHeads heads;
    out.array(m_acts.size());
    for (const auto& [act, met] : m_acts) {
        out.array(kActItems);
        heads.write(out, act->act);
        writeRow(out, act->ids, met);
    }
}

void EntryWriter::writeEvent(CborWriter& out, const Entry& entry, const Digest& hash) {
    const Link& link = entry.link;
    if (entry.event.bytes.empty()) {
        out.bytes(link.event.view());
    } else {
        const auto number = m_numbers.at(entry.act);
        const Act& act = m_acts[number].act->act;
        const EventHeader& header = entry.event.header;
        out.array(kEventItems);
        const Place place{number, entry.actIndex};
        if (place == m_due) out.null();
        else out.array(2).unsignedInt(place.act).unsignedInt(place.index);
        m_due = place.after(act.count);
        m_bodies.writeHead(out, header, act.time);
        if (header.seen == Seen{link.seq - 1, link.previous}) out.null();
        else if (m_chains.known(link.caseId, header.seen.seq) == header.seen.link) out.unsignedInt(header.seen.seq);
        else out.array(2).unsignedInt(header.seen.seq).bytes(header.seen.link.view());
        EventBodies::writeRest(out, entry.event);
    }
    m_chains.meet(link, hash);
}

void EntryReader::readActs(CborReader& in) {
    ActHeads heads;
    const auto count = in.array(kEntryLimit);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        auto& [act, row] = m_acts.emplace_back();
        in.arrayOf(kActItems);
        heads.read(in, act);
        row.read(in, kActEventLimit);
    }
}

Digest EntryReader::readEvent(CborReader& in, Entry& entry) {
    m_entryActs.emplace_back();
    if (in.nextMajor() == 2) entry.link.event = readDigest(in);
    else readOthers(in, entry);
    if (!in.ok()) return {};
    const auto hash = linkHash(m_suite, entry.link);
    m_chains.meet(entry.link, hash);
    return hash;
}

void EntryReader::readOthers(CborReader& in, Entry& entry) {
    in.arrayOf(kEventItems);
    const Place place = readPlace(in);
    // Acts come in the order in which entries first name them, so each is either known or the next one.
    if (place.act > m_actsMet || place.act >= m_acts.size()) in.fault("number of no act");
    if (!in.ok()) return;
    const auto number = static_cast<std::size_t>(place.act);
    m_entryActs.back() = number;
    m_actsMet = std::max(m_actsMet, number + 1);
    auto& [act, row] = m_acts[number];
    m_due = place.after(row.count());
    EventHeader header;
    header.suite = m_suite;
    header.caseId = entry.link.caseId;
    header.author = act.author;
    m_bodies.readHead(in, header, act.time);
    header.seen = readSeen(in, entry.link);
    entry.event = EventBodies::readRest(in, std::move(header));
    entry.link.event = entry.event.id;
    entry.actIndex = place.index;
    if (in.ok()) row.meet(in, place.index, entry.event.id);
}

Place EntryReader::readPlace(CborReader& in) const {
    if (in.tryNull()) return m_due;
    in.arrayOf(2);
    const auto act = in.unsignedInt();
    const auto index = in.unsignedInt();
    if (in.ok() && Place{act, index} == m_due) in.fault("said what was due");
    return {act, index};
}

Seen EntryReader::readSeen(CborReader& in, const Link& link) const {
    const Seen before{link.seq - 1, link.previous};
    if (in.tryNull()) return before;
    Seen seen;
    if (in.nextMajor() == 0) {
        seen.seq = in.unsignedInt();
        const auto known = m_chains.known(link.caseId, seen.seq);
        if (!known) in.fault("number of no link that is here");
        else seen.link = *known;
    } else {
        in.arrayOf(2);
        seen.seq = in.unsignedInt();
        seen.link = readDigest(in);
        if (m_chains.known(link.caseId, seen.seq) == seen.link) in.fault("the hash of a link that is here");
    }
    if (seen == before) in.fault("said what was due");
    return seen;
}

std::map<Digest, ActWithIds> EntryReader::complete(CborReader& in, std::vector<Entry>& entries) {
    std::map<Digest, ActWithIds> all;
    std::vector<Digest> ids;
    if (in.ok() && m_actsMet != m_acts.size()) in.fault("an act that nothing here is of");
    for (std::size_t i = 0; i < m_acts.size() && in.ok(); ++i) {
        ActWithIds act{std::move(m_acts[i].act), m_acts[i].row.fill(in)};
        if (!in.ok()) break;
        completeAct(act.act, m_suite, act.ids);
        ids.push_back(act.act.id);
        if (!all.try_emplace(ids.back(), std::move(act)).second) in.fault("the same act twice");
    }
    if (!in.ok()) return {};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (m_entryActs[i]) entries[i].act = ids[*m_entryActs[i]];
    }
    return all;
}

} // namespace model::wire
