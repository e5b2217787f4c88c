// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/summary.h"

#include "model/workflow/engine.h"

#include <algorithm>

namespace model {

namespace {

Text factTitles(const Form& values, const Definition* definition) {
    Text names;
    for (const auto& [field, value] : values) {
        const Field* fact = definition ? definition->fact(field) : nullptr;
        const Text title = fact ? fact->title : same(field);
        names.en += (names.en.empty() ? "" : ", ") + title.en;
        names.zh += (names.zh.empty() ? "" : "、") + title.zh;
    }
    return names;
}

Text unitName(UnitId unit, const std::function<std::string(PersonId)>& nameOf) {
    return unitTitle(nameOf(PersonId{unit.bytes}));
}

struct Summary {
    bool readable;
    const CaseState& state;
    const Definition* definition;
    const std::function<std::string(PersonId)>& nameOf;

    [[nodiscard]] Text roleTitleOf(const std::string& role) const {
        const CaseRole* found = definition ? definition->role(role) : nullptr;
        return found ? found->title : same(role);
    }
    [[nodiscard]] Text stageTitle(const std::string& id) const {
        const Stage* found = definition ? definition->stage(id) : nullptr;
        return found ? found->title : same(id);
    }

    static std::string of(const Form& form, const char* field) {
        const auto found = form.find(field);
        return found == form.end() ? std::string() : found->second;
    }

    Text operator()(const ReportReceived& body) const {
        return model::fill({"Report received ({0})", "收到举报（{0}）"}, body.channel);
    }
    Text operator()(const FactsSet& body) const {
        return model::fill({"Facts stated: {0}", "填写事实：{0}"}, factTitles(body.values, definition));
    }
    Text operator()(const NoteAdded& body) const {
        return readable ? model::fill({"Note: {0}", "备注：{0}"}, body.text) : Text{"Note", "备注"};
    }
    Text operator()(const EvidenceAdded& body) const {
        return readable ? model::fill({"Evidence taken in: {0}", "录入证据：{0}"}, body.name)
                        : Text{"Evidence taken in", "录入证据"};
    }
    Text operator()(const DocumentMade& body) const {
        return model::fill({"Document made: {0}", "制作文书：{0}"}, readable ? body.name : body.document);
    }
    Text operator()(const EvidenceExcluded& body) const {
        const auto found = std::ranges::find(state.evidence, body.item, &EvidenceItem::id);
        const std::string name = found == state.evidence.end() ? "" : found->name;
        return model::fill({"Evidence excluded: {0} {1}", "排除证据：{0} {1}"}, name, body.reason);
    }
    Text operator()(const ChronologyEntered& body) const {
        if (!readable) return {"Chronology: an entry", "大事记：一条记录"};
        if (body.withdraws()) {
            const StatedItem* entry = state.entry(body.item);
            return model::fill({"Chronology: withdrawn: {0} {1}", "大事记：撤回：{0} {1}"},
                               entry ? entry->value("from") : "", entry ? entry->value("text") : "");
        }
        return model::fill(state.entry(body.item) ? Text{"Chronology: changed: {0} {1}", "大事记：更改：{0} {1}"}
                                                  : Text{"Chronology: {0} {1}", "大事记：{0} {1}"},
                           of(body.fields, "from"), of(body.fields, "text"));
    }
    Text operator()(const PartyStated& body) const {
        if (!readable) return {"A party", "涉案主体"};
        if (body.withdraws()) {
            const StatedItem* party = state.party(body.item);
            return model::fill({"Party withdrawn: {0}", "撤回涉案主体：{0}"}, party ? party->value("name") : "");
        }
        return model::fill(state.party(body.item) ? Text{"Party changed: {0}", "更改涉案主体：{0}"}
                                                  : Text{"Party: {0}", "涉案主体：{0}"},
                           of(body.fields, "name"));
    }
    Text operator()(const PersonAssigned& body) const {
        return model::fill({"Assigned: {0} as {1}", "指派：{0}为{1}"}, nameOf(body.person), roleTitleOf(body.role));
    }
    Text operator()(const PersonReleased& body) const {
        return model::fill({"Released: {0} as {1}", "解除指派：{0}（{1}）"}, nameOf(body.person),
                           roleTitleOf(body.role));
    }
    Text operator()(const KeysGiven& body) const {
        return model::fill({"Keys given again: {0}", "重新给予密钥：{0}"}, nameOf(body.person));
    }
    Text operator()(const CaseHanded& body) const {
        return model::fill({"Handed to the unit {0}", "移交处室：{0}"}, unitName(body.unit, nameOf));
    }
    Text operator()(const StepDone& body) const {
        const Step* step = definition ? definition->step(body.step) : nullptr;
        return model::fill({"{0} → {1}", "{0} → {1}"}, step ? step->title : same(body.step), stageTitle(body.to));
    }
    Text operator()(const TrackStep& body) const {
        const SideTrack* side = definition ? definition->track(body.track) : nullptr;
        const Step* step = side ? side->step(body.step) : nullptr;
        const Stage* stage = side ? side->stage(body.to) : nullptr;
        const OpenedTrack* own = body.opening ? state.track(*body.opening) : nullptr;
        return model::fill({"{0}: {1} → {2}", "{0}：{1} → {2}"},
                           own && definition ? titleOf(*definition, state, *own)
                           : side            ? side->title
                                             : same(body.track),
                           step ? step->title : same(body.step), stage ? stage->title : same(body.to));
    }
    Text operator()(const EventWithdrawn& body) const {
        return model::fill({"Taken back: {0}", "撤回：{0}"}, whatWas(body.event));
    }
    /// What an event said, as far as the case still shows it.
    [[nodiscard]] Text whatWas(const Digest& event) const {
        const auto is = [&](const auto& one) { return one.place.event == event; };
        if (const auto note = std::ranges::find_if(state.notes, is); note != state.notes.end())
            return note->readable ? model::fill({"note: {0}", "备注：{0}"}, note->text) : Text{"note", "备注"};
        const StepTaken* taken = nullptr;
        const auto lookIn = [&](const std::vector<StepTaken>& steps) {
            if (const auto found = std::ranges::find_if(steps, is); found != steps.end()) taken = &*found;
        };
        lookIn(state.steps);
        for (const auto& one : state.tracks) lookIn(one.steps);
        if (taken) {
            const Step* step = definition ? definition->anyStep(taken->step) : nullptr;
            return step ? step->title : same(taken->step);
        }
        if (const auto* const made = state.documentOf(event))
            return model::fill({"document {0}", "文书 {0}"}, made->readable ? made->name : made->document);
        for (const auto& item : state.evidence) {
            if (item.place.event == event) return model::fill({"evidence {0}", "证据 {0}"}, item.name);
            if (item.excluded && item.exclusion.event == event)
                return model::fill({"exclusion of evidence {0}", "排除证据 {0}"}, item.name);
        }
        return {"an entry", "一条记录"};
    }
    Text operator()(const CaseOpened&) const { return {"Opened the case", "查阅案件"}; }
    Text operator()(const UnknownBody& body) const {
        return model::fill({"Entry of a newer kind: {0}", "较新类型的记录：{0}"}, body.kind);
    }
};

Text rolesOf(const std::set<Role>& roles) {
    Text out;
    for (const auto role : roles) {
        const Text title = roleTitle(role);
        out.en += (out.en.empty() ? "" : ", ") + title.en;
        out.zh += (out.zh.empty() ? "" : "、") + title.zh;
    }
    return out.empty() ? Text{"no role", "无角色"} : out;
}

struct RegisterSummary {
    const std::function<std::string(PersonId)>& nameOf;

    Text operator()(const OfficeFounded& body) const {
        return model::fill({"Office founded by {0}", "单位由{0}设立"}, nameOf(body.founder.id));
    }
    Text operator()(const PersonAdded& body) const {
        return model::fill({"Admitted: {0} ({1})", "准许加入：{0}（{1}）"}, nameOf(body.person.id),
                           rolesOf(body.person.roles));
    }
    Text operator()(const PersonChanged& body) const {
        const Text state = body.active ? Text{} : Text{", left the office", "，已离任"};
        return model::fill({"Changed: {0} is {1}{2}", "变更：{0}为{1}{2}"}, nameOf(body.person), rolesOf(body.roles),
                           state);
    }
    Text operator()(const UnitFounded& body) const {
        return model::fill({"Unit founded: {0}", "设立密钥组：{0}"}, unitTitle(body.unit.name));
    }
    Text operator()(const UnitJoined& body) const {
        return model::fill({"{0} got the key of the unit {1}", "{0}取得密钥组“{1}”的密钥"}, nameOf(body.person),
                           unitName(body.unit, nameOf));
    }
    Text operator()(const UnitStaffed& body) const {
        return model::fill(body.member ? Text{"{0} is put into the unit {1}", "将{0}加入“{1}”"}
                                       : Text{"{0} is taken out of the unit {1}", "将{0}移出“{1}”"},
                           nameOf(body.person), unitName(body.unit, nameOf));
    }
    Text operator()(const UnitTurned& body) const {
        return model::fill({"The unit {0} got new keys", "密钥组“{0}”更换密钥"}, unitName(body.unit, nameOf));
    }
    Text operator()(const IdentityProposed& body) const {
        return model::fill({"New keys proposed for {0}", "提议为{0}更换密钥"}, nameOf(body.person));
    }
    Text operator()(const IdentityDeclined& body) const {
        return model::fill({"New keys for {0} declined", "否决为{0}更换密钥"}, nameOf(body.person));
    }
    Text operator()(const IdentityReplaced& body) const {
        return model::fill({"New keys for {0} approved", "批准为{0}更换密钥"}, nameOf(body.person));
    }
    Text operator()(const WorkflowAdopted&) const { return {"Workflow adopted", "启用流程"}; }
    Text operator()(const CalendarAdopted&) const { return {"Calendar adopted", "启用日历"}; }
    Text operator()(const TemplateAdopted& body) const {
        return model::fill(body.text.empty()
                               ? Text{"The program's own template again: {0}", "恢复程序自带的文书模板：{0}"}
                               : Text{"Document template adopted: {0}", "启用文书模板：{0}"},
                           body.id);
    }
    Text operator()(const UnknownBody& body) const {
        return model::fill({"Entry of a newer kind: {0}", "较新类型的记录：{0}"}, body.kind);
    }
};

/// What was done, said to who did it.
struct DoneWords {
    const CaseState& state;
    const Definition* definition;
    const std::function<std::string(PersonId)>& nameOf;

    [[nodiscard]] Text with(const Text& words, const Text& object = {}) const {
        return model::fill(words, same(state.reference), object);
    }
    Text operator()(const ReportReceived&) const { return with({"Took in {0}", "已登记 {0}"}); }
    Text operator()(const FactsSet& body) const {
        return with({"Changed {1} in {0}", "已修改 {0} 的{1}"}, factTitles(body.values, definition));
    }
    Text operator()(const NoteAdded&) const { return with({"Added a note to {0}", "已为 {0} 添加备注"}); }
    Text operator()(const ChronologyEntered& body) const {
        const StatedItem* stood = state.entry(body.item);
        if (body.withdraws()) {
            return with({"Withdrew the entry of {1} from the chronology of {0}", "已撤回 {0} 大事记中 {1} 的条目"},
                        same(stood ? stood->value("from") : std::string()));
        }
        return with(stood && !stood->withdrawn
                        ? Text{"Changed the entry of {1} in the chronology of {0}", "已更改 {0} 大事记中 {1} 的条目"}
                        : Text{"Entered {1} in the chronology of {0}", "已在 {0} 的大事记中填写 {1} 的条目"},
                    same(Summary::of(body.fields, "from")));
    }
    Text operator()(const PartyStated& body) const {
        const StatedItem* stood = state.party(body.item);
        if (body.withdraws()) {
            return with({"Withdrew {1} from the parties of {0}", "已从 {0} 的涉案主体中撤回 {1}"},
                        same(stood ? stood->value("name") : std::string()));
        }
        return with(stood && !stood->withdrawn ? Text{"Changed the party {1} of {0}", "已更改 {0} 的涉案主体 {1}"}
                                               : Text{"Stated the party {1} of {0}", "已填写 {0} 的涉案主体 {1}"},
                    same(Summary::of(body.fields, "name")));
    }
    Text operator()(const EvidenceAdded& body) const {
        return with({"Took {1} in as evidence of {0}", "已将 {1} 录入为 {0} 的证据"}, same(body.name));
    }
    Text operator()(const DocumentMade& body) const {
        return with({"Made {1} in {0}", "已在 {0} 中制作 {1}"}, same(body.name));
    }
    Text operator()(const EvidenceExcluded& body) const {
        const auto found = std::ranges::find(state.evidence, body.item, &EvidenceItem::id);
        return with({"Excluded {1} from {0}", "已在 {0} 中排除 {1}"},
                    same(found == state.evidence.end() ? std::string() : found->name));
    }
    Text operator()(const PersonAssigned& body) const {
        return with({"Assigned {0} to {1}", "已将 {0} 指派给{1}"}, same(nameOf(body.person)));
    }
    Text operator()(const PersonReleased& body) const {
        return with({"Took {1} off {0}", "已解除{1}对 {0} 的承办"}, same(nameOf(body.person)));
    }
    Text operator()(const KeysGiven& body) const {
        return with({"Gave {1} the keys of {0} again", "已向{1}重新给予 {0} 的密钥"}, same(nameOf(body.person)));
    }
    Text operator()(const CaseHanded& body) const {
        return with({"Handed {0} to the unit {1}", "已将 {0} 移交“{1}”"}, unitName(body.unit, nameOf));
    }
    Text operator()(const StepDone& body) const {
        const Step* step = definition ? definition->anyStep(body.step) : nullptr;
        return with({"{1}: {0}", "{1}：{0}"}, step ? step->title : same(body.step));
    }
    Text operator()(const EventWithdrawn&) const {
        return with({"Took back an entry of {0}", "已撤回 {0} 的一条记录"});
    }
    Text operator()(const CaseOpened&) const { return with({"Opened {0}", "已查阅 {0}"}); }
    Text operator()(const UnknownBody&) const { return with({"{0}", "{0}"}); }
};

} // namespace

Text summarise(const RegisterBody& body, const std::function<std::string(PersonId)>& nameOf) {
    return std::visit(RegisterSummary{nameOf}, body);
}

Text doneWords(const CaseBody& body, const CaseState& state, const Definition* definition,
               const std::function<std::string(PersonId)>& nameOf) {
    return std::visit(DoneWords{state, definition, nameOf}, body);
}

Text summarise(const CaseBody& body, bool readable, const CaseState& state, const Definition* definition,
               const std::function<std::string(PersonId)>& nameOf) {
    return std::visit(Summary{readable, state, definition, nameOf}, body);
}

} // namespace model
