// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/state.h"

#include <algorithm>
#include <ranges>

namespace model {

void Fact::state(std::string next, const Place& where, bool isReadable) {
    if (edits > 0) earlier.push_back({std::move(value), place, readable});
    value = std::move(next);
    place = where;
    readable = isReadable;
    ++edits;
}

std::string citationText(const std::vector<EvidenceCitation>& evidence) {
    std::string text;
    for (const auto& one : evidence) {
        std::string at = one.at;
        std::ranges::replace_if(at, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
        text += (text.empty() ? "" : "\n") + one.item.hex() + (at.empty() ? "" : " " + at);
    }
    return text;
}

std::vector<EvidenceCitation> citationsOf(std::string_view text) {
    std::vector<EvidenceCitation> evidence;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.size() > 32 && line[32] != ' ') continue;
        const auto at = line.size() > 33 ? line.substr(33) : std::string_view{};
        if (const auto item = ItemId::fromHex(line.substr(0, 32))) evidence.push_back({*item, std::string(at)});
    }
    return evidence;
}

const std::string& StatedItem::value(std::string_view field) const {
    static const std::string none;
    const auto found = fields.find(std::string(field));
    return found == fields.end() ? none : found->second.value;
}

Form StatedItem::values() const {
    Form form;
    for (const auto& [field, fact] : fields) {
        if (field != kEvidenceField && !fact.value.empty()) form.emplace(field, fact.value);
    }
    return form;
}

const CaseDocument* CaseState::documentOf(const Digest& event) const {
    const auto found =
        std::ranges::find_if(documents, [&](const CaseDocument& one) { return one.place.event == event; });
    return found == documents.end() ? nullptr : &*found;
}

const StatedItem* CaseState::entry(ItemId item) const {
    const auto found = std::ranges::find(chronology, item, &StatedItem::id);
    return found == chronology.end() ? nullptr : &*found;
}

const StatedItem* CaseState::party(ItemId item) const {
    const auto found = std::ranges::find(parties, item, &StatedItem::id);
    return found == parties.end() ? nullptr : &*found;
}

const std::string& CaseState::fact(const std::string& field) const {
    static const std::string none;
    const auto found = facts.find(field);
    return found == facts.end() ? none : found->second.value;
}

bool CaseState::isAssigned(PersonId person, const std::string& role) const {
    return std::ranges::any_of(assignments, [&](const Assignment& a) { return a.person == person && a.role == role; });
}

bool CaseState::isAssigned(PersonId person) const {
    return std::ranges::any_of(assignments, [&](const Assignment& a) { return a.person == person; });
}

bool CaseState::openedOn(PersonId person, Date day) const {
    // The days of one person grow with the log, so what is asked for is near the end.
    const auto reversed = std::views::reverse(openings);
    return std::ranges::any_of(reversed, [&](const Opening& one) { return one.by == person && one.day == day; });
}

Instant StepTaken::moment() const { return day && *day != chinaDate(place.time) ? startOfDay(*day) : place.time; }

namespace {

/// Whether it was taken in another one of the same side track.
bool isElsewhere(const StepTaken& taken, const OpenedTrack* own) {
    return own != nullptr && taken.track == own->track && taken.on != own->id;
}

} // namespace

bool CaseState::everTook(PersonId person, const std::string& step, const OpenedTrack* own) const {
    const auto is = [&](const StepTaken& one) {
        return one.step == step && one.place.by == person && !isElsewhere(one, own);
    };
    return std::ranges::any_of(steps, is) || std::ranges::any_of(withdrawnSteps, is) ||
           std::ranges::any_of(tracks, [&](const OpenedTrack& one) { return std::ranges::any_of(one.steps, is); });
}

std::uint64_t CaseState::lastOfOthers(PersonId person) const {
    for (std::uint64_t seq = chain.size(); seq > 0; --seq) {
        const Entered& one = chain[seq - 1];
        if (!one.silent && one.author != person) return seq;
    }
    return 0;
}

const StepTaken* CaseState::lastStep(const std::string& step, const OpenedTrack* own) const {
    const StepTaken* last = nullptr;
    const auto lookIn = [&](const std::vector<StepTaken>& taken) {
        const auto reversed = std::views::reverse(taken);
        const auto found = std::ranges::find(reversed, step, &StepTaken::step);
        if (found == reversed.end() || isElsewhere(*found, own)) return;
        if (last == nullptr || found->order > last->order) last = &*found;
    };
    lookIn(steps);
    for (const auto& one : tracks) lookIn(one.steps);
    return last;
}

const OpenedTrack* CaseState::track(const Digest& opening) const {
    const auto found = std::ranges::find(tracks, opening, &OpenedTrack::id);
    return found == tracks.end() ? nullptr : &*found;
}

std::size_t CaseState::numberOf(const OpenedTrack& one) const {
    const auto self = std::ranges::find(tracks, one.id, &OpenedTrack::id);
    return static_cast<std::size_t>(std::ranges::count(tracks.begin(), self, one.track, &OpenedTrack::track)) + 1;
}

} // namespace model
