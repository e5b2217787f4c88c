// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/undo.h"

#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

namespace {

std::unexpected<Error> refuse(Text what, Text cure, const std::string& where = {}) {
    return fail(Code::refused, std::move(what), std::move(cure), where);
}

struct Undoable {
    const Definition* definition;
    bool operator()(const FactsSet&) const { return true; }
    bool operator()(const NoteAdded&) const { return true; }
    bool operator()(const EvidenceAdded&) const { return true; }
    bool operator()(const DocumentMade&) const { return true; }
    bool operator()(const EvidenceExcluded&) const { return true; }
    bool operator()(const PersonAssigned&) const { return true; }
    bool operator()(const PersonReleased&) const { return true; }
    bool operator()(const StepDone& body) const {
        const Step* step = definition ? definition->anyStep(body.step) : nullptr;
        return step && !step->confirm;
    }
    bool operator()(const ChronologyEntered&) const { return true; }
    bool operator()(const PartyStated&) const { return true; }
    bool operator()(const ReportReceived&) const { return false; }
    bool operator()(const EventWithdrawn&) const { return false; }
    bool operator()(const CaseOpened&) const { return false; }
    bool operator()(const KeysGiven&) const { return false; }
    bool operator()(const CaseHanded&) const { return false; } // the unit that has it hands it back
    bool operator()(const UnknownBody&) const { return false; }
};

/// An entry or a party that an event states, and its sort; null of other events.
struct Stated {
    ItemSort sort = ItemSort::chronology;
    const ItemStatement* said = nullptr;
};
Stated statedBy(const CaseBody& body) {
    if (const auto* const entry = std::get_if<ChronologyEntered>(&body)) return {ItemSort::chronology, entry};
    if (const auto* const party = std::get_if<PartyStated>(&body)) return {ItemSort::party, party};
    return {};
}

const StatedItem* standingOf(const CaseState& state, const Stated& stated) {
    return stated.sort == ItemSort::chronology ? state.entry(stated.said->item) : state.party(stated.said->item);
}

bool says(const CaseState& state, const Stated& stated, const ItemStatement& other) {
    const auto now = statementOf(other.item, standingOf(state, stated));
    return now.fields == other.fields && now.evidence == other.evidence;
}

/// Whether it is there that this event said something, and whoever spoke after it is its author: who changed what they
/// had said, and took the change back, can take back what they said first too.
template <typename Places>
bool onlyOwnSince(const Places& places, const Digest& event, PersonId author) {
    const auto said = std::ranges::find(places, event, &Place::event);
    return said != places.end() &&
           std::ranges::all_of(said, places.end(), [&](const Place& one) { return one.by == author; });
}

bool onlyOwnSince(const Fact& fact, const Digest& event, PersonId author) {
    std::vector<Place> places;
    places.reserve(fact.earlier.size() + 1);
    for (const auto& one : fact.earlier) places.push_back(one.place);
    places.push_back(fact.place);
    return onlyOwnSince(places, event, author);
}

struct MayUndo {
    const Definition& definition;
    const CaseState& state;
    const RegisterState& office;
    PersonId actor;
    const Digest& event;
    const Met& met;

    Result<void> operator()(const FactsSet& body) const {
        TRY(mayAddMaterial(definition, state, office, actor));
        for (const auto& [field, value] : body.values) {
            const auto found = state.facts.find(field);
            if (found != state.facts.end() && found->second.value == value && onlyOwnSince(found->second, event, actor))
                continue;
            const Field* fact = definition.fact(field);
            return refuse(
                model::fill({"{0} was changed again after that", "{0}其后又被修改"}, fact ? fact->title : same(field)),
                {"Look at what it says now, and state it anew", "请查看现有内容并重新填写"}, field);
        }
        return knowsWhatStood();
    }
    Result<void> operator()(const ChronologyEntered& body) const { return statement({ItemSort::chronology, &body}); }
    Result<void> operator()(const PartyStated& body) const { return statement({ItemSort::party, &body}); }
    [[nodiscard]] Result<void> statement(const Stated& stated) const {
        TRY(mayAddMaterial(definition, state, office, actor));
        const StatedItem* item = standingOf(state, stated);
        if (item == nullptr || !says(state, stated, *stated.said) || !onlyOwnSince(item->statements, event, actor)) {
            return refuse(
                model::fill({"{0}: it was stated anew or withdrawn after that", "{0}其后又被更改或撤回"},
                            itemSortTitle(stated.sort)),
                {"Look at what it says now, and state it anew or withdraw it", "请查看现有内容，并重新填写或撤回"});
        }
        return knowsWhatStood();
    }
    [[nodiscard]] Result<void> knowsWhatStood() const {
        if (met.readable) return {};
        return refuse({"You cannot read what stood there before", "您无法读取此前的内容"},
                      {"State what it is to say", "请重新填写应有的内容"});
    }
    Result<void> operator()(const PersonAssigned& body) const {
        const auto is = [&](const Assignment& one) {
            return one.place.event == event ||
                   (one.place.by == actor && one.person == body.person && one.role == body.role);
        };
        if (std::ranges::none_of(state.assignments, is))
            return refuse({"This assignment has ended already", "该指派已终止"},
                          {"Nothing is left to do", "无需再办理"});
        return mayRelease(definition, state, office, actor, body.person, body.role);
    }
    Result<void> operator()(const PersonReleased& body) const {
        return mayAssign(definition, state, office, actor, body.person, body.role);
    }
    Result<void> operator()(const ReportReceived&) const { return final(); }
    Result<void> operator()(const EventWithdrawn&) const { return final(); }
    Result<void> operator()(const CaseOpened&) const { return final(); }
    Result<void> operator()(const KeysGiven&) const { return final(); }
    Result<void> operator()(const CaseHanded&) const { return final(); }
    Result<void> operator()(const UnknownBody&) const { return final(); }
    // Notes, evidence, exclusions and steps: the judge's own rule.
    template <typename T>
    Result<void> operator()(const T&) const {
        return mayWithdraw(definition, state, office, actor, event);
    }
    static Result<void> final() {
        return refuse({"This entry cannot be undone", "该条记录不可撤销"},
                      {"Say in a note what is wrong", "请以备注说明"});
    }
};

/// Something that was said in a case, and the case around it.
struct Said {
    CaseBody body;
    Met met;
    LoadedCase loaded; ///< the case as it stands
    std::shared_ptr<const Definition> definition;
};

Result<Said> saidBy(Workspace::Parts& parts, CaseId id, const Digest& event) {
    TRY_ASSIGN(const auto row, parts.rowOf(id));
    Said said;
    bool found = false;
    TRY_ASSIGN(said.loaded,
               loadCase(*parts.vault, row, [&](const ReadEvent& read, const CaseState& met) -> Result<void> {
                   if (read.stored->event.id != event) return {};
                   if (read.stored->event.header.author != parts.person)
                       return refuse({"Only who said it can undo it", "仅本人可撤销"},
                                     {"Ask its author, or say in a note what is wrong", "请由作者撤销，或以备注说明"});
                   if (!read.readable) return fail(Code::locked, {"You cannot read what it said", "您无法读取其内容"});
                   found = true;
                   said.body = *read.body;
                   said.met = metBy(said.body, met);
                   return {};
               }));
    if (!found)
        return fail(Code::notFound, {"There is no such entry in the case", "案中无此条记录"},
                    {"case log shows the entries and their ids", "case log 显示各条记录及其标识"}, event.hex());
    said.definition = parts.definitionOf(said.loaded.state.workflow);
    if (!said.definition)
        return fail(Code::newer, {"The workflow of the case is not known here", "不认识该案件的流程"});
    return said;
}

/// Says of an entry or a party what this statement says, or withdraws it.
Result<Receipt> restate(Workspace& workspace, CaseId id, ItemSort sort, const ItemStatement& statement) {
    if (statement.withdraws()) return workspace.withdrawItem(id, sort, statement.item);
    return workspace.stateItem(id, sort, statement.item, statement.fields, statement.evidence);
}

} // namespace

bool isUndoable(const CaseBody& body, const Definition* definition) { return std::visit(Undoable{definition}, body); }

Met metBy(const CaseBody& body, const CaseState& before) {
    Met met;
    if (const auto* const facts = std::get_if<FactsSet>(&body)) {
        for (const auto& [field, value] : facts->values) {
            met.facts[field] = before.fact(field);
            const auto found = before.facts.find(field);
            if (found != before.facts.end() && !found->second.readable) met.readable = false;
        }
    }
    if (const auto stated = statedBy(body); stated.said != nullptr) {
        const StatedItem* stood = standingOf(before, stated);
        met.item = statementOf(stated.said->item, stood);
        met.readable = stood == nullptr || stood->readable;
    }
    return met;
}

Result<void> mayUndo(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                     const Digest& event, const CaseBody& body, const Met& met) {
    return std::visit(MayUndo{definition, state, office, actor, event, met}, body);
}

Result<Receipt> Workspace::undo(CaseId id, const Digest& event) {
    // Others may have acted since; what they said decides. A hub that cannot be asked is told of by the command itself.
    if (m_parts->exchangesByItself()) (void)m_parts->exchange();
    TRY_ASSIGN(auto said, saidBy(*m_parts, id, event));
    TRY(mayUndo(*said.definition, said.loaded.state, m_parts->office, m_parts->person, event, said.body, said.met));
    if (std::holds_alternative<FactsSet>(said.body)) return setFacts(id, said.met.facts);
    if (said.met.item) return restate(*this, id, statedBy(said.body).sort, *said.met.item);
    if (const auto* const body = std::get_if<PersonAssigned>(&said.body)) return release(id, body->person, body->role);
    if (const auto* const body = std::get_if<PersonReleased>(&said.body)) return assign(id, body->person, body->role);
    return m_parts->sayInCase(said.loaded, {EventWithdrawn{event}, {}, {}});
}

Result<Receipt> Workspace::redo(CaseId id, const Digest& event) {
    if (m_parts->exchangesByItself()) (void)m_parts->exchange();
    TRY_ASSIGN(auto said, saidBy(*m_parts, id, event));
    const CaseState& state = said.loaded.state;
    if (const auto* const body = std::get_if<FactsSet>(&said.body)) {
        for (const auto& [field, value] : said.met.facts) {
            if (state.fact(field) == value) continue;
            const Field* fact = said.definition->fact(field);
            return refuse(model::fill({"{0} was changed after it was undone", "{0}在撤销后又被修改"},
                                      fact ? fact->title : same(field)),
                          {"Look at what it says now, and state it anew", "请查看现有内容并重新填写"}, field);
        }
        return setFacts(id, body->values);
    }
    if (const auto stated = statedBy(said.body); stated.said != nullptr) {
        if (says(state, stated, *said.met.item)) return restate(*this, id, stated.sort, *stated.said);
        return refuse(
            model::fill({"{0}: it was changed after it was undone", "{0}在撤销后又被修改"}, itemSortTitle(stated.sort)),
            {"Look at what it says now, and state it anew", "请查看现有内容并重新填写"});
    }
    if (const auto* const body = std::get_if<PersonAssigned>(&said.body)) return assign(id, body->person, body->role);
    if (const auto* const body = std::get_if<PersonReleased>(&said.body)) return release(id, body->person, body->role);
    if (!state.withdrawn.contains(event))
        return refuse({"It was not undone", "该操作未被撤销"}, {"Nothing is left to do", "无需再办理"});
    if (const auto* const body = std::get_if<NoteAdded>(&said.body)) return addNote(id, body->text);
    if (const auto* const body = std::get_if<StepDone>(&said.body)) return takeStep(id, body->step, body->form);
    if (const auto* const body = std::get_if<TrackStep>(&said.body))
        return takeStep(id, body->step, body->form, body->opening);
    if (const auto* const body = std::get_if<EvidenceExcluded>(&said.body))
        return excludeEvidence(id, body->item, body->reason);
    if (std::holds_alternative<DocumentMade>(said.body))
        return refuse({"A document that was taken back is made anew", "已撤回的文书须重新制作"},
                      {"Make it from the case as it stands now", "请按案件现状重新制作"});
    return refuse({"Evidence that was taken back is taken in anew from its file", "已撤回的证据须从原文件重新录入"},
                  {"Add the file again", "请重新添加文件"});
}

} // namespace model
