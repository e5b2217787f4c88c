// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/foresight.h"

#include "model/base/citation.h"
#include "model/case/fold.h"
#include "model/workflow/guards.h"
#include "model/workflow/step_documents.h"

#include <algorithm>
#include <utility>

namespace model {

namespace {

CaseState after(const Definition& definition, const CaseState& state, PersonId actor, const Step& step, Instant now,
                const OpenedTrack* own) {
    CaseState out = state;
    const std::string& from = own ? own->stage : state.stage;
    StepDone done{step.id, from, targetOf(step, from), step.role, {}, {}};
    if (!step.dated.empty()) done.day = chinaDate(now);
    done.documents = documentsToSign(definition, state, step, own);
    CaseBody body = done;
    if (!step.track.empty()) body = TrackStep{done, step.track, own ? std::optional(own->id) : std::nullopt};
    EventHeader header;
    header.caseId = state.id;
    header.author = actor;
    header.kind = writeBody(body).kind;
    header.time = now;
    header.seen = state.head;
    const Event event{.header = std::move(header), .bytes = {}, .id = {}, .sealed = {}};
    apply(out, event, body, {.seq = 0, .link = {}, .time = now, .readable = true, .at = {}});
    return out;
}

} // namespace

bool Foresight::goesOn() const {
    return final || prepared || std::ranges::any_of(next, [](const NextStep& one) { return !one.who.empty(); });
}

Foresight foresee(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                  const Step& step, Instant now, const law::Calendar* calendar, const OpenedTrack* own) {
    Foresight out;
    const CaseState then = after(definition, state, actor, step, now, own);
    const Track& track = definition.trackOf(step);
    const OpenedTrack* const moved = step.track.empty() ? nullptr : own ? then.track(own->id) : &then.tracks.back();
    out.track = step.track;
    out.to = moved ? moved->stage : then.stage;
    const Stage* const stage = track.stage(out.to);
    out.final = stage != nullptr && stage->final;
    out.confirm = step.confirm;
    out.periods =
        periodChanges(deadlines(definition, state, calendar, now), deadlines(definition, then, calendar, now));
    if (out.final) return out;
    for (const auto& one : track.steps) {
        if (one.opens || !std::ranges::contains(one.from, out.to)) continue;
        const CaseRole* const role = definition.role(one.role);
        NextStep next{one.id, one.title, role ? role->title : Text{}, {}, {}};
        const auto system = role ? parseRole(role->system) : std::nullopt;
        for (const auto& [id, person] : office.people) {
            const bool could = person.active && system && person.roles.contains(*system); // quicker than to say why not
            if (!could || !holdsRole(definition, then, office, id, one.role)) continue;
            // What rests on contents is judged when they are there.
            StepCall call{.step = one.id, .role = one.role, .track = one.track};
            if (!one.dated.empty()) call.day = chinaDate(now);
            if (moved) call.on = moved->id;
            call.documents = documentsToSign(definition, then, one, moved);
            const auto may = allowedStep(definition, then, office, id, call, now, calendar);
            if (may) next.who.push_back(id);
            else if (!next.why) next.why = may.error();
        }
        if (!next.who.empty()) next.why.reset();
        else if (!next.why)
            next.why = Error{Code::refused, fill({"Nobody has the part \"{0}\"", "无人担任“{0}”"}, next.role)};
        out.next.push_back(std::move(next));
    }
    out.prepared = out.track.empty() && std::ranges::any_of(office.people, [&](const auto& one) {
                       return one.second.active && (mayAssign(definition, then, office, one.first).has_value() ||
                                                    mayAddMaterial(definition, then, office, one.first).has_value());
                   });
    return out;
}

namespace {

Text source(const PeriodChange& change) {
    if (change.basis == Basis::setting || change.cite.empty()) return {"not set by law", "非法定"};
    return citation(change.cite);
}

Text dayOf(const std::optional<Date>& date) { return date ? same(formatDate(*date)) : Text{"no day yet", "尚无日期"}; }

Text wordsOf(const PeriodChange& change) {
    switch (change.kind) {
    case PeriodChange::Kind::begins:
        return fill({"Begins: {0}, until {1} ({2})", "起算：{0}，至 {1}（{2}）"}, change.title, dayOf(change.after),
                    source(change));
    case PeriodChange::Kind::ends: return fill({"Ends: {0} ({1})", "终结：{0}（{1}）"}, change.title, source(change));
    case PeriodChange::Kind::moves:
        return fill({"Moves: {0}, from {1} to {2} ({3})", "变动：{0}，由 {1} 至 {2}（{3}）"}, change.title,
                    dayOf(change.before), dayOf(change.after), source(change));
    }
    std::unreachable();
}

Text namesOf(const std::vector<PersonId>& people, const RegisterState& office) {
    constexpr std::size_t kNamed = 4;
    Text out;
    for (std::size_t i = 0; i < std::min(kNamed, people.size()); ++i) {
        const Person* const one = office.person(people[i]);
        const std::string name = one ? one->name : "?";
        out.en += (i == 0 ? "" : ", ") + name;
        out.zh += (i == 0 ? "" : "、") + name;
    }
    if (people.size() > kNamed) {
        const auto more = std::to_string(people.size() - kNamed);
        out.en += " and " + more + " more";
        out.zh += "等 " + std::to_string(people.size()) + " 人";
    }
    return out;
}

} // namespace

std::vector<ForesightLine> foresightLines(const Foresight& foresight, const Definition& definition,
                                          const RegisterState& office) {
    std::vector<ForesightLine> out;
    const SideTrack* const side = definition.track(foresight.track);
    const Stage* const stage = side ? side->stage(foresight.to) : definition.stage(foresight.to);
    const Text to = stage ? stage->title : same(foresight.to);
    if (side) {
        out.push_back({fill(foresight.final ? Text{"\"{0}\" ends as \"{1}\".", "“{0}”以“{1}”结束。"}
                                            : Text{"\"{0}\" is in \"{1}\" then.", "“{0}”将处于“{1}”。"},
                            side->title, to)});
    } else if (foresight.final) {
        out.push_back({fill({"The case is closed as \"{0}\". {1}", "案件以“{0}”结案。{1}"}, to, stage->outcome)});
    } else {
        out.push_back({fill({"The case is in \"{0}\" then.", "案件将处于“{0}”。"}, to)});
    }
    if (foresight.confirm) out.push_back({{"It cannot be taken back.", "不可撤回。"}});
    for (const auto& change : foresight.periods) out.push_back({wordsOf(change)});
    for (const auto& next : foresight.next) {
        if (!next.who.empty()) {
            out.push_back({fill({"Then: {0} – {1}: {2}", "随后：{0} – {1}：{2}"}, next.title, next.role,
                                namesOf(next.who, office))});
        } else if (next.why) {
            out.push_back({fill({"Not yet: {0} – {1}", "尚不能：{0} – {1}"}, next.title, next.why->what)});
        }
    }
    if (!foresight.goesOn()) {
        out.push_back(
            {side ? Text{"As things are, nobody could go on with it.", "按目前情况，此后无人可继续办理该程序。"}
                  : Text{"As things are, nobody could do anything in the case after it.",
                         "按目前情况，此后无人可在本案中办理任何事项。"},
             true});
    }
    return out;
}

} // namespace model
