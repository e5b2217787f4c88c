// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/problems.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace model {
namespace {

using Ids = std::set<std::string, std::less<>>;

// Looks at one definition and writes down what is wrong. Empty ids stand for members that could not be read, about
// which the reader has complained already.
class Check {
public:
    Check(const Definition& definition, Problems& problems) : m_definition(definition), m_problems(problems) {}

    void run() {
        collect(m_definition.roles, m_main, "roles", m_roles);
        collect(m_definition.facts, m_main, "facts", m_facts);
        collect(m_definition.tracks, m_main, "tracks", m_tracks);
        for (const auto& part : m_parts) {
            collect(part.track->stages, part, "stages", m_stages[part.track]);
            collect(part.track->steps, part, "steps", m_steps);
            collect(part.track->deadlines, part, "deadlines", m_deadlines);
        }
        roles();
        for (const auto& part : m_parts) {
            part.side == nullptr ? stages() : sideStages(part);
            for (std::size_t i = 0; i < part.track->steps.size(); ++i)
                step(part, part.track->steps[i], part.at("steps", i));
        }
        usedRoles();
        for (const auto& part : m_parts) usedDeadlines(part);
        if (m_sound) checkGraph(m_definition, m_problems);
    }

private:
    /// Adds the ids of a list to those that are there already, each of which must be another.
    template <typename Items>
    void collect(const Items& items, const Part& part, std::string_view list, Ids& ids) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto& id = items[i].id;
            if (id.empty() || ids.insert(id).second) continue;
            m_problems.add(part.at(list, i) + "/id",
                           model::fill({"The id \"{0}\" is there already.", "标识“{0}”已存在。"}, id),
                           {"Give each its own id.", "每项须有不同的标识。"});
        }
    }

    // Whether the id is known; complains if not.
    bool known(const Ids& ids, const std::string& id, const std::string& path, const Text& sort) {
        if (id.empty()) {
            m_sound = false;
            return false;
        }
        if (ids.contains(id)) return true;
        m_sound = false;
        m_problems.add(path, model::fill({"There is no {0} \"{1}\".", "没有名为“{1}”的{0}。"}, sort, id),
                       model::fill({"Define it, or name one that is there.", "请先定义，或改用已有的{0}。"}, sort));
        return false;
    }
    void knownAll(const Ids& ids, const std::vector<std::string>& names, const std::string& path, const Text& sort) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!names[i].empty()) known(ids, names[i], path + "/" + std::to_string(i), sort);
        }
    }

    void roles() {
        for (std::size_t i = 0; i < m_definition.roles.size(); ++i) {
            const auto& role = m_definition.roles[i];
            knownAll(m_roles, role.excludes, m_main.at("roles", i) + "/excludes", kRole);
            if (role.least > 0 && !role.assigned) {
                m_problems.add(
                    m_main.at("roles", i) + "/least",
                    {"Only a role with assigned persons has a least number.", "只有需指派的角色才有最少人数。"},
                    {"Set assigned, or remove least.", "请设置assigned或删除least。"});
            }
        }
        for (std::size_t i = 0; i < m_definition.openers.size(); ++i) {
            const auto* role = m_definition.role(m_definition.openers[i]);
            const std::string path = m_main.at("openers", i);
            if (!known(m_roles, m_definition.openers[i], path, kRole) || !role->assigned) continue;
            m_problems.add(path,
                           {"Nobody is assigned to a case that is not open yet.", "尚未建立的案件不可能已有指派人员。"},
                           {"Name a role that needs no assignment.", "请改用无需指派的角色。"});
        }
    }

    void stages() {
        std::size_t initials = 0;
        bool finals = false;
        for (std::size_t i = 0; i < m_definition.stages.size(); ++i) {
            const auto& stage = m_definition.stages[i];
            const std::string path = m_main.at("stages", i);
            knownAll(m_roles, stage.workers, path + "/workers", kRole);
            knownAll(m_roles, stage.assigners, path + "/assigners", kRole);
            if (stage.id.empty()) m_sound = false;
            finals = finals || stage.final;
            if (stage.initial && ++initials > 1) {
                m_problems.add(path + "/initial", {"There is an initial stage already.", "已有起始阶段。"},
                               {"A case begins in one stage.", "案件只能从一个阶段开始。"});
            }
            if (stage.initial && stage.final) {
                m_problems.add(path, {"The initial stage is final.", "起始阶段不能同时是终结阶段。"},
                               {"A case must be able to go somewhere.", "案件须能继续办理。"});
            }
        }
        if (initials == 0) {
            m_problems.add("/stages", {"No stage is initial.", "没有起始阶段。"},
                           {"Mark the stage in which a case begins.", "请标明案件开始的阶段。"});
        }
        if (!finals) {
            m_problems.add("/stages", {"No stage is final.", "没有终结阶段。"},
                           {"Mark the stages in which a case ends.", "请标明案件结束的阶段。"});
        }
        m_sound = m_sound && initials == 1 && finals;
    }

    // Where a side track begins is said by the steps that open it.
    void sideStages(const Part& part) {
        const bool unnamed = std::ranges::any_of(part.track->stages, [](const Stage& one) { return one.id.empty(); });
        if (unnamed || part.track->id.empty()) m_sound = false;
        const auto missing = [&](const char* list, Text what, Text cure) {
            m_sound = false;
            m_problems.add(part.path + list, std::move(what), std::move(cure));
        };
        if (std::ranges::none_of(part.track->stages, &Stage::final)) {
            missing("/stages", {"No stage is final.", "没有终结阶段。"},
                    {"Mark the stages in which it ends.", "请标明其结束的阶段。"});
        }
        if (std::ranges::none_of(part.track->steps, &Step::opens)) {
            missing("/steps", {"No step opens this side track.", "没有步骤开启该另行程序。"},
                    {"Mark the step with opens; its from are stages of the main track.",
                     "请以opens标明开启步骤，其from为主流程的阶段。"});
        }
    }

    void step(const Part& part, const Step& step, const std::string& path) {
        if (step.id.empty()) m_sound = false;
        const Track& leaves = step.opens ? m_definition : *part.track;
        for (std::size_t i = 0; i < step.from.size(); ++i) {
            const std::string place = path + "/from/" + std::to_string(i);
            if (!known(m_stages[&leaves], step.from[i], place, kStage) || !leaves.stage(step.from[i])->final) continue;
            if (step.opens) {
                if (part.side->outlives) continue;
                m_problems.add(place,
                               model::fill({"The case has ended in \"{0}\", and this side track does not outlive it.",
                                            "案件在“{0}”已结束，而该另行程序不在案件结束后继续。"},
                                           step.from[i]),
                               {"Let it be opened earlier, or set outlives.", "请改为在此之前开启，或设置outlives。"});
                continue;
            }
            m_problems.add(place,
                           model::fill({"A step leads out of the final stage \"{0}\".", "有步骤从终结阶段“{0}”引出。"},
                                       step.from[i]),
                           {"Let the step begin elsewhere, or the stage not be final.",
                            "请改变步骤的起点，或取消该阶段的终结标记。"});
        }
        if (step.from.empty()) m_sound = false;
        if (!step.to.empty()) known(m_stages[part.track], step.to, path + "/to", kStage);
        else if (step.opens) m_sound = false;
        known(m_roles, step.role, path + "/role", kRole);
        form(step, path);
        for (std::size_t i = 0; i < step.guards.size(); ++i) {
            guard(part, step, step.guards[i], path + "/guards/" + std::to_string(i));
        }
        documents(part, step, path);
        for (std::size_t i = 0; i < step.deadlines.size(); ++i) {
            period(part, step.deadlines[i].deadline, path + "/deadlines/" + std::to_string(i) + "/deadline");
        }
        fourEyes(step, path);
    }

    // A document is made in the case, or for a side track that is open: none is made for one that is still to be
    // opened.
    void documents(const Part& part, const Step& step, const std::string& path) {
        Ids seen;
        for (std::size_t i = 0; i < step.documents.size(); ++i) {
            const auto& one = step.documents[i];
            const auto here = path + "/documents/" + std::to_string(i);
            if (!one.document.empty() && !seen.insert(one.document).second) {
                m_problems.add(here + "/template",
                               model::fill({"The step signs \"{0}\" already.", "该步骤已签署“{0}”。"}, one.document),
                               {"Name each document once.", "每种文书只写一次。"});
            }
            if (step.opens) {
                m_problems.add(here,
                               {"A step that opens a side track signs no document.", "开启另行程序的步骤不签署文书。"},
                               {"Let the next step of the track sign it.", "请改由该程序的下一步骤签署。"});
            }
            if (!one.since.empty()) known(m_steps, one.since, here + "/since", kStep);
            if (one.signedIn.empty() || !known(m_steps, one.signedIn, here + "/signed", kStep)) continue;
            const Step& other = *m_definition.anyStep(one.signedIn);
            if (other.track == (part.side ? part.side->id : std::string()) &&
                std::ranges::contains(other.documents, one.document, &StepDocument::document))
                continue;
            m_problems.add(here + "/signed",
                           model::fill({"\"{0}\" is no step of this track that signs \"{1}\".",
                                        "“{0}”不是本程序中签署“{1}”的步骤。"},
                                       one.signedIn, one.document),
                           {"Name the step that signed it first.", "请指明首次签署该文书的步骤。"});
        }
    }

    // A step knows the periods of the case, and those of the side track that it moves.
    void period(const Part& part, const std::string& id, const std::string& path) {
        if (!known(m_deadlines, id, path, kDeadline) || m_definition.deadline(id) || part.track->deadline(id)) return;
        m_problems.add(path,
                       model::fill({"The period \"{0}\" is of another side track.", "期限“{0}”属于其他另行程序。"}, id),
                       {"Name a period of this track or of the case.", "请改用本程序或案件的期限。"});
    }

    void form(const Step& step, const std::string& path) {
        if (const Field* day = fieldOf(&step, step.dated);
            !step.dated.empty() && (!day || day->type != FieldType::date || !day->required)) {
            m_problems.add(path + "/dated",
                           model::fill({"\"{0}\" is no required date in the form of this step.",
                                        "“{0}”不是该步骤表单中必填的日期字段。"},
                                       step.dated),
                           {"Name a field of type date that is required.", "请指明一个必填的date类型字段。"});
        }
        Ids fields;
        for (std::size_t i = 0; i < step.form.size(); ++i) {
            const auto& id = step.form[i].id;
            if (id.empty() || fields.insert(id).second) continue;
            m_problems.add(path + "/form/" + std::to_string(i) + "/id",
                           model::fill({"The field \"{0}\" is there already.", "字段“{0}”已存在。"}, id),
                           {"Give each field its own id.", "每个字段须有不同的标识。"});
        }
    }

    static const Field* fieldOf(const Step* step, const std::string& id) {
        if (!step) return nullptr;
        const auto found = std::ranges::find(step->form, id, &Field::id);
        return found == step->form.end() ? nullptr : &*found;
    }
    static bool hasPenalty(const Step* step) {
        return step && std::ranges::contains(step->form, FieldType::penalty, &Field::type);
    }

    void trackGuard(const Part& part, const Step& step, const Guard& guard, const std::string& path) {
        if (guard.track.empty() || !known(m_tracks, guard.track, path + "/track", kTrack)) return;
        const SideTrack* track = m_definition.track(guard.track);
        knownAll(m_stages[track], guard.stages, path + "/stages", kStage);
        if (track != part.side || step.opens) return;
        m_problems.add(
            path + "/track",
            {"A step of this side track is taken while it is open.", "该步骤即属于此另行程序，办理时其必在进行中。"},
            {"Name another side track, or the steps of this one by stepTaken.",
             "请改为其他另行程序，或以stepTaken指明本程序的步骤。"});
    }

    void guard(const Part& part, const Step& step, const Guard& guard, const std::string& path) {
        trackGuard(part, step, guard, path);
        knownAll(m_steps, guard.steps, path + "/steps", kStep);
        knownAll(m_steps, guard.onlyIfTaken, path + "/onlyIfTaken", kStep);
        knownAll(m_facts, guard.facts, path + "/facts", kFact);
        if (!guard.step.empty()) known(m_steps, guard.step, path + "/step", kStep);
        if (!guard.since.empty()) known(m_steps, guard.since, path + "/since", kStep);
        if (!guard.deadline.empty()) period(part, guard.deadline, path + "/deadline");
        if (!guard.role.empty() && known(m_roles, guard.role, path + "/role", kRole) &&
            (guard.kind == GuardKind::assignedAtLeast || guard.kind == GuardKind::personsReleased) &&
            !m_definition.role(guard.role)->assigned) {
            m_problems.add(path + "/role",
                           model::fill({"Nobody is assigned as \"{0}\".", "角色“{0}”无需指派。"}, guard.role),
                           {"Set assigned on the role.", "请在该角色上设置assigned。"});
        }
        if (guard.kind == GuardKind::penaltyInRange) {
            const Step* carrier = guard.step.empty() ? &step : m_definition.anyStep(guard.step);
            if (carrier && !hasPenalty(carrier)) {
                m_problems.add(path, {"That form has no penalty to recompute.", "该表单没有可复算的处罚字段。"},
                               {"Name the step whose form holds the penalty.", "请指明表单中含有处罚字段的步骤。"});
            }
        }
        if (const Step* other = m_definition.anyStep(guard.step);
            guard.kind == GuardKind::penaltyNotHeavier && other && !(hasPenalty(&step) && hasPenalty(other))) {
            m_problems.add(path, {"Not both forms have a penalty to compare.", "两个表单中并非都有可比较的处罚字段。"},
                           {"Compare the penalties of two steps that carry one.", "只能比较两个含有处罚字段的步骤。"});
        }
        if (guard.kind == GuardKind::sameFormAs) {
            for (std::size_t i = 0; i < guard.fields.size(); ++i) {
                const auto& id = guard.fields[i];
                if (id.empty() || !m_definition.anyStep(guard.step)) continue;
                if (fieldOf(&step, id) && fieldOf(m_definition.anyStep(guard.step), id)) continue;
                m_problems.add(
                    path + "/fields/" + std::to_string(i),
                    model::fill({"The field \"{0}\" is not in both forms.", "两个表单中并非都有字段“{0}”。"}, id),
                    {"Compare only what both steps carry.", "只能比对两个步骤共有的字段。"});
            }
        }
    }

    // Whoever approves must be another person than the one who proposed, whatever roles the two are in: one person may
    // hold several.
    void fourEyes(const Step& step, const std::string& path) {
        if (!step.approves.empty() && known(m_steps, step.approves, path + "/approves", kStep)) {
            const bool held = std::ranges::any_of(step.guards, [&](const Guard& guard) {
                return guard.kind == GuardKind::notPerformedBy && guard.onlyIfTaken.empty() &&
                       std::ranges::contains(guard.steps, step.approves);
            });
            if (!held) {
                m_problems.add(
                    path + "/approves",
                    model::fill({"Who took \"{0}\" could approve it.", "办理“{0}”的人可以自行批准。"}, step.approves),
                    model::fill({"Add a guard notPerformedBy with \"{0}\".", "请增加包含“{0}”的notPerformedBy条件。"},
                                step.approves));
            }
            if (step.opens || m_definition.anyStep(step.approves)->track != step.track) {
                m_problems.add(
                    path + "/approves",
                    model::fill({"\"{0}\" is a step of another track.", "“{0}”是其他程序的步骤。"}, step.approves),
                    {"A step approves what was proposed in its own track.", "步骤只能批准本程序中提出的内容。"});
            }
        }
        if (!hasPenalty(&step) || !step.approves.empty()) return;
        const bool approved = anyStepOf([&](const Step& one) { return one.approves == step.id; });
        const bool repeats = std::ranges::contains(step.guards, GuardKind::sameFormAs, &Guard::kind);
        if (approved || repeats || step.id.empty()) return;
        m_problems.add(
            path + "/form",
            {"The step carries a penalty that no step approves.", "该步骤含有处罚内容，但没有批准步骤。"},
            {"Add a step with approves, taken by another person.", "请增加由他人办理、带approves的批准步骤。"});
    }

    void usedRoles() {
        for (std::size_t i = 0; i < m_definition.roles.size(); ++i) {
            const auto& id = m_definition.roles[i].id;
            if (id.empty() || anyStepOf([&](const Step& one) { return one.role == id; })) continue;
            m_problems.add(m_main.at("roles", i),
                           model::fill({"No step is taken by the role \"{0}\".", "没有步骤由角色“{0}”办理。"}, id),
                           {"Remove the role, or give it a step.", "请删除该角色或为其安排步骤。"});
        }
    }

    template <typename Is>
    [[nodiscard]] bool anyStepOf(const Is& is) const {
        return std::ranges::any_of(m_parts,
                                   [&](const Part& part) { return std::ranges::any_of(part.track->steps, is); });
    }

    void usedDeadlines(const Part& part) {
        for (std::size_t i = 0; i < part.track->deadlines.size(); ++i) {
            const auto& deadline = part.track->deadlines[i];
            const bool starts = anyStepOf([&](const Step& step) {
                return std::ranges::any_of(step.deadlines, [&](const DeadlineAction& action) {
                    return action.kind == DeadlineActionKind::starts && action.deadline == deadline.id;
                });
            });
            if (starts || deadline.startsOnOpening || deadline.id.empty()) continue;
            m_problems.add(
                part.at("deadlines", i),
                model::fill({"Nothing starts the period \"{0}\".", "没有步骤使期限“{0}”起算。"}, deadline.id),
                part.side ? Text{"Let a step start it.", "请由某一步骤起算。"}
                          : Text{"Let a step start it, or set startsOnOpening.",
                                 "请由某一步骤起算，或设置startsOnOpening。"});
        }
    }

    const Text kStage{"stage", "阶段"}, kRole{"role", "角色"}, kStep{"step", "步骤"}, kFact{"fact", "事实"},
        kDeadline{"period", "期限"}, kTrack{"side track", "另行程序"};

    const Definition& m_definition;
    Problems& m_problems;
    const std::vector<Part> m_parts = partsOf(m_definition);
    const Part& m_main = m_parts.front();
    std::map<const Track*, Ids> m_stages; ///< of each track its own
    Ids m_roles, m_steps, m_facts, m_deadlines, m_tracks;
    bool m_sound = true; ///< the graph can be walked
};

} // namespace

std::vector<Part> partsOf(const Definition& definition) {
    std::vector<Part> parts = {{&definition, nullptr, {}}};
    for (std::size_t i = 0; i < definition.tracks.size(); ++i) {
        const auto& side = definition.tracks[i];
        parts.push_back({&side, &side, "/tracks/" + std::to_string(i)});
    }
    return parts;
}

void checkMeaning(const Definition& definition, Problems& problems) { Check(definition, problems).run(); }

} // namespace model
