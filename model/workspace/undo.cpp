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
    bool operator()(const EvidenceExcluded&) const { return true; }
    bool operator()(const PersonAssigned&) const { return true; }
    bool operator()(const PersonReleased&) const { return true; }
    bool operator()(const StepDone& body) const {
        const Step* step = definition ? definition->step(body.step) : nullptr;
        return step && !step->confirm;
    }
    // They are stated anew, or withdrawn by a statement without contents.
    bool operator()(const ChronologyEntered&) const { return false; }
    bool operator()(const PartyStated&) const { return false; }
    bool operator()(const ReportReceived&) const { return false; }
    bool operator()(const EventWithdrawn&) const { return false; }
    bool operator()(const CaseOpened&) const { return false; }
    bool operator()(const UnknownBody&) const { return false; }
};

struct MayUndo {
    const Definition& definition;
    const CaseState& state;
    const RegisterState& office;
    PersonId actor;
    const Digest& event;

    Result<void> operator()(const FactsSet& body) const {
        TRY(mayAddMaterial(definition, state, office, actor));
        for (const auto& [field, value] : body.values) {
            const auto found = state.facts.find(field);
            // What says so now may be an undo of theirs that brought it back.
            if (found != state.facts.end() &&
                (found->second.place.event == event ||
                 (found->second.place.by == actor && found->second.readable && found->second.value == value)))
                continue;
            const Field* fact = definition.fact(field);
            return refuse(
                model::fill({"{0} was changed again after that", "{0}其后又被修改"}, fact ? fact->title : same(field)),
                {"Look at what it says now, and state it anew", "请查看现有内容并重新填写"}, field);
        }
        return {};
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
    Result<void> operator()(const ChronologyEntered&) const { return stateAnew(); }
    Result<void> operator()(const PartyStated&) const { return stateAnew(); }
    static Result<void> stateAnew() {
        return refuse({"Entries of the chronology and parties are not undone", "大事记条目和涉案主体不作撤销"},
                      {"State it anew, or withdraw it", "请重新填写或撤回"});
    }
    Result<void> operator()(const ReportReceived&) const { return final(); }
    Result<void> operator()(const EventWithdrawn&) const { return final(); }
    Result<void> operator()(const CaseOpened&) const { return final(); }
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
    Form before;       ///< of the facts that it stated, the values that it met
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
                   if (const auto* facts = std::get_if<FactsSet>(read.body)) {
                       for (const auto& [field, value] : facts->values) said.before[field] = met.fact(field);
                   }
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

} // namespace

bool isUndoable(const CaseBody& body, const Definition* definition) { return std::visit(Undoable{definition}, body); }

Result<void> mayUndo(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                     const Digest& event, const CaseBody& body) {
    return std::visit(MayUndo{definition, state, office, actor, event}, body);
}

Result<Receipt> Workspace::undo(CaseId id, const Digest& event) {
    // Others may have acted since; what they said decides. A hub that cannot be asked is told of by the command itself.
    (void)m_parts->exchange();
    TRY_ASSIGN(auto said, saidBy(*m_parts, id, event));
    TRY(mayUndo(*said.definition, said.loaded.state, m_parts->office, m_parts->person, event, said.body));
    if (std::holds_alternative<FactsSet>(said.body)) return setFacts(id, said.before);
    if (const auto* const body = std::get_if<PersonAssigned>(&said.body)) return release(id, body->person, body->role);
    if (const auto* const body = std::get_if<PersonReleased>(&said.body)) return assign(id, body->person, body->role);
    return m_parts->sayInCase(said.loaded, {EventWithdrawn{event}, {}, {}});
}

Result<Receipt> Workspace::redo(CaseId id, const Digest& event) {
    (void)m_parts->exchange();
    TRY_ASSIGN(auto said, saidBy(*m_parts, id, event));
    const CaseState& state = said.loaded.state;
    if (const auto* const body = std::get_if<FactsSet>(&said.body)) {
        for (const auto& [field, value] : said.before) {
            if (state.fact(field) == value) continue;
            const Field* fact = said.definition->fact(field);
            return refuse(model::fill({"{0} was changed after it was undone", "{0}在撤销后又被修改"},
                                      fact ? fact->title : same(field)),
                          {"Look at what it says now, and state it anew", "请查看现有内容并重新填写"}, field);
        }
        return setFacts(id, body->values);
    }
    if (const auto* const body = std::get_if<PersonAssigned>(&said.body)) return assign(id, body->person, body->role);
    if (const auto* const body = std::get_if<PersonReleased>(&said.body)) return release(id, body->person, body->role);
    if (!state.withdrawn.contains(event))
        return refuse({"It was not undone", "该操作未被撤销"}, {"Nothing is left to do", "无需再办理"});
    if (const auto* const body = std::get_if<NoteAdded>(&said.body)) return addNote(id, body->text);
    if (const auto* const body = std::get_if<StepDone>(&said.body)) return takeStep(id, body->step, body->form);
    if (const auto* const body = std::get_if<EvidenceExcluded>(&said.body))
        return excludeEvidence(id, body->item, body->reason);
    return refuse({"Evidence that was taken back is taken in anew from its file", "已撤回的证据须从原文件重新录入"},
                  {"Add the file again", "请重新添加文件"});
}

} // namespace model
