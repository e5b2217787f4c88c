// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/fold.h"

#include <algorithm>

namespace model {

namespace {

/// Folds one body; each overload sees the place its event has.
struct Folder {
    CaseState& state;
    const Event& event;
    Place place;
    bool readable;
    Moment at;

    void operator()(const ReportReceived& body) const {
        state.workflow = body.workflow;
        state.stage = body.stage;
        state.channel = body.channel;
        state.opened = place;
        state.report = body.report;
        state.reference = caseReference(state.id, event.header.time);
        for (const auto& [field, value] : body.facts) setFact(field, value);
    }

    void operator()(const FactsSet& body) const {
        for (const auto& [field, value] : body.values) setFact(field, value);
    }

    void setFact(const std::string& field, const std::string& value) const {
        state.facts[field].state(value, place, readable);
    }

    void operator()(const ChronologyEntered& body) const { stateItem(state.chronology, body); }
    void operator()(const PartyStated& body) const { stateItem(state.parties, body); }

    /// A field keeps the place of the statement that changed it, so that it is known who said what shows.
    void stateItem(std::vector<StatedItem>& all, const ItemStatement& body) const {
        auto found = std::ranges::find(all, body.item, &StatedItem::id);
        if (found == all.end()) {
            found = all.insert(found, StatedItem{});
            found->id = body.item;
            found->entered = place;
        }
        found->place = place;
        found->statements.push_back(place);
        found->readable = readable;
        if (!readable) return; // what it says is not known here, and so not whether it withdraws
        found->withdrawn = body.withdraws();
        if (found->withdrawn) return;
        found->evidence = body.evidence;
        Form said = body.fields;
        if (const auto text = citationText(body.evidence); !text.empty()) said.emplace(kEvidenceField, text);
        for (auto& [field, fact] : found->fields) {
            if (!said.contains(field) && !fact.value.empty()) fact.state({}, place, true);
        }
        for (const auto& [field, value] : said) {
            if (found->value(field) != value) found->fields[field].state(value, place, true);
        }
    }

    void operator()(const NoteAdded& body) const { state.notes.push_back({body.text, readable, place}); }

    void operator()(const EvidenceAdded& body) const {
        EvidenceItem item;
        item.id = body.item;
        item.address = body.address;
        item.storedSize = body.storedSize;
        item.category = body.category;
        item.place = place;
        item.readable = readable;
        item.name = body.name;
        item.source = body.source;
        item.mediaType = body.mediaType;
        item.size = body.size;
        item.sha256 = body.sha256;
        item.modified = body.modified;
        item.itemKey = body.itemKey;
        state.evidence.push_back(std::move(item));
    }

    void operator()(const EvidenceExcluded& body) const {
        const auto found = std::ranges::find(state.evidence, body.item, &EvidenceItem::id);
        if (found == state.evidence.end()) return; // refused by allowed(); kept harmless here
        found->excluded = true;
        found->exclusion = place;
        found->exclusionReason = body.reason;
    }

    void operator()(const DocumentMade& body) const {
        state.documents.push_back({.id = body.item,
                                   .document = body.document,
                                   .opening = body.opening,
                                   .address = body.address,
                                   .storedSize = body.storedSize,
                                   .order = state.events,
                                   .place = place,
                                   .readable = readable,
                                   .name = body.name,
                                   .size = body.size,
                                   .sha256 = body.sha256,
                                   .made = body.made,
                                   .itemKey = body.itemKey,
                                   .form = body.form});
    }

    void operator()(const PersonAssigned& body) const {
        if (!state.isAssigned(body.person, body.role)) state.assignments.push_back({body.person, body.role, place});
        state.given[body.person] = at;
    }

    void operator()(const KeysGiven& body) const { state.given[body.person] = at; }

    void operator()(const PersonReleased& body) const {
        const auto matches = [&](const Assignment& a) { return a.person == body.person && a.role == body.role; };
        const auto found = std::ranges::find_if(state.assignments, matches);
        if (found == state.assignments.end()) return;
        state.released.push_back(*found);
        state.assignments.erase(found);
        // Who is in the case no longer gets what is said from here on; the event carries a new key for those who stay.
        if (!state.isAssigned(body.person)) state.readers.erase(body.person.bytes);
    }

    void operator()(const CaseHanded& body) const {
        state.readers.erase(state.unit.bytes);
        state.unit = body.unit;
    }

    void operator()(const StepDone& body) const {
        state.steps.push_back(taken(body));
        state.stage = body.to;
    }

    void operator()(const TrackStep& body) const {
        StepTaken step = taken(body);
        step.track = body.track;
        step.on = body.opening.value_or(event.id);
        if (!body.opening) {
            state.tracks.push_back({event.id, body.track, body.to, {std::move(step)}});
            return;
        }
        const auto found = std::ranges::find(state.tracks, *body.opening, &OpenedTrack::id);
        if (found == state.tracks.end() || found->track != body.track)
            return; // refused by allowed(); kept harmless here
        found->steps.push_back(std::move(step));
        found->stage = body.to;
    }

    [[nodiscard]] StepTaken taken(const StepDone& body) const {
        return {.step = body.step,
                .from = body.from,
                .to = body.to,
                .role = body.role,
                .seen = event.header.seen,
                .place = place,
                .form = body.form,
                .readable = readable,
                .day = body.day,
                .order = state.events,
                .documents = body.documents};
    }

    void operator()(const EventWithdrawn& body) const {
        if (!takeBack(body.event)) return; // refused by allowed(); kept harmless here
        state.withdrawn.emplace(body.event, place);
        std::erase(state.standing, body.event);
    }

    /// Makes the case as if this event had not been said. False if there is none that can be taken back.
    [[nodiscard]] bool takeBack(const Digest& said) const {
        const auto is = [&](const auto& one) { return one.place.event == said; };
        if (const auto note = std::ranges::find_if(state.notes, is); note != state.notes.end()) {
            state.notes.erase(note);
            return true;
        }
        if (!state.steps.empty() && is(state.steps.back())) {
            state.stage = state.steps.back().from;
            state.withdrawnSteps.push_back(std::move(state.steps.back()));
            state.steps.pop_back();
            return true;
        }
        if (takeBackInTrack(said)) return true;
        if (const auto made = std::ranges::find_if(state.documents, is); made != state.documents.end()) {
            if (made->withdrawn) return false;
            made->withdrawn = true;
            return true;
        }
        for (auto& item : state.evidence) {
            if (item.withdrawn) continue;
            if (item.place.event == said && !item.excluded) {
                item.excluded = item.withdrawn = true;
                return true;
            }
            if (item.excluded && item.exclusion.event == said) {
                item.excluded = false;
                item.exclusion = {};
                item.exclusionReason.clear();
                return true;
            }
        }
        return false;
    }

    /// Without the step that opened it there is no side track.
    [[nodiscard]] bool takeBackInTrack(const Digest& said) const {
        const auto found = std::ranges::find_if(
            state.tracks, [&](const OpenedTrack& one) { return one.steps.back().place.event == said; });
        if (found == state.tracks.end()) return false;
        found->stage = found->steps.back().from;
        state.withdrawnSteps.push_back(std::move(found->steps.back()));
        found->steps.pop_back();
        if (found->steps.empty()) state.tracks.erase(found);
        return true;
    }

    void operator()(const CaseOpened&) const {
        state.openings.push_back({place.by, chinaDate(event.header.time), place});
    }

    void operator()(const UnknownBody& body) const { state.unknown.push_back({body.kind, place.seq}); }
};

/// Whether it leaves the matter as it was: what was decided before it stays decided.
bool changesNothing(const CaseBody& body) {
    return std::holds_alternative<CaseOpened>(body) || std::holds_alternative<KeysGiven>(body);
}

} // namespace

void apply(CaseState& state, const Event& event, const CaseBody& body, const Landing& landing) {
    state.id = event.header.caseId;
    state.epoch = std::max(state.epoch, event.header.epoch);
    ++state.events;
    if (landing.seq != 0) {
        const bool silent = changesNothing(body);
        state.head = {landing.seq, landing.link};
        state.lastTime = landing.time;
        if (!silent) state.changed = landing.time;
        state.chain.push_back({event.header.author, landing.link, silent});
    }
    const Place place{event.id, event.header.author, landing.time, landing.seq, event.header.seen.seq};
    if (!changesNothing(body) && !std::holds_alternative<EventWithdrawn>(body)) state.standing.push_back(event.id);
    std::visit(Folder{state, event, place, landing.readable, landing.at}, body);
}

void admitReaders(CaseState& state, const Event& event, const Act& act) {
    const auto& header = event.header;
    if (header.keys.empty() || !mayGiveKeys(header.kind) || header.kind == PersonReleased::kKind) return;
    // A report is sealed to the one unit that it opens the case for.
    if (header.kind == ReportReceived::kKind && act.envelopes.size() == 1)
        state.unit = UnitId{act.envelopes.front().recipient};
    for (const auto& envelope : act.envelopes) state.readers.insert(envelope.recipient);
}

std::string caseReference(CaseId id, Instant opened) {
    // Crockford's base 32: no I, L, O or U, so that a number read over the telephone is not another one.
    static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i) bits = bits << 8 | id.bytes[i];
    std::string text = std::to_string(static_cast<int>(chinaDate(opened).year())) + "-";
    for (int i = 7; i >= 0; --i) {
        text.push_back(kAlphabet[(bits >> (5 * i)) & 31]);
        if (i == 4) text.push_back('-');
    }
    return text;
}

} // namespace model
