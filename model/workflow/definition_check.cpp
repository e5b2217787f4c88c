// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/problems.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace model {
namespace {

using Ids = std::set<std::string, std::less<>>;

std::string at(std::string_view list, std::size_t index) {
    return "/" + std::string(list) + "/" + std::to_string(index);
}

// Looks at one definition and writes down what is wrong. Empty ids stand for members that could not be read, about
// which the reader has complained already.
class Check {
public:
    Check(const Definition& definition, Problems& problems) : m_definition(definition), m_problems(problems) {}

    void run() {
        m_stages = collect(m_definition.stages, "stages");
        m_roles = collect(m_definition.roles, "roles");
        m_steps = collect(m_definition.steps, "steps");
        m_facts = collect(m_definition.facts, "facts");
        m_deadlines = collect(m_definition.deadlines, "deadlines");
        roles();
        stages();
        for (std::size_t i = 0; i < m_definition.steps.size(); ++i) step(m_definition.steps[i], at("steps", i));
        usedRoles();
        usedDeadlines();
        if (m_sound) graph();
    }

private:
    template <typename Items>
    Ids collect(const Items& items, std::string_view list) {
        Ids ids;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto& id = items[i].id;
            if (id.empty() || ids.insert(id).second) continue;
            m_problems.add(at(list, i) + "/id",
                           model::fill({"The id \"{0}\" is there already.", "标识“{0}”已存在。"}, id),
                           {"Give each its own id.", "每项须有不同的标识。"});
        }
        return ids;
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
            knownAll(m_roles, role.excludes, at("roles", i) + "/excludes", kRole);
            if (role.least > 0 && !role.assigned) {
                m_problems.add(
                    at("roles", i) + "/least",
                    {"Only a role with assigned persons has a least number.", "只有需指派的角色才有最少人数。"},
                    {"Set assigned, or remove least.", "请设置assigned或删除least。"});
            }
        }
        for (std::size_t i = 0; i < m_definition.openers.size(); ++i) {
            const auto* role = m_definition.role(m_definition.openers[i]);
            const std::string path = at("openers", i);
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
            const std::string path = at("stages", i);
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

    void step(const Step& step, const std::string& path) {
        if (step.id.empty()) m_sound = false;
        for (std::size_t i = 0; i < step.from.size(); ++i) {
            const std::string place = path + "/from/" + std::to_string(i);
            if (!known(m_stages, step.from[i], place, kStage) || !m_definition.stage(step.from[i])->final) continue;
            m_problems.add(place,
                           model::fill({"A step leads out of the final stage \"{0}\".", "有步骤从终结阶段“{0}”引出。"},
                                       step.from[i]),
                           {"Let the step begin elsewhere, or the stage not be final.",
                            "请改变步骤的起点，或取消该阶段的终结标记。"});
        }
        if (step.from.empty()) m_sound = false;
        if (!step.to.empty()) known(m_stages, step.to, path + "/to", kStage);
        known(m_roles, step.role, path + "/role", kRole);
        form(step, path);
        for (std::size_t i = 0; i < step.guards.size(); ++i) {
            guard(step, step.guards[i], path + "/guards/" + std::to_string(i));
        }
        for (std::size_t i = 0; i < step.deadlines.size(); ++i) {
            known(m_deadlines, step.deadlines[i].deadline, path + "/deadlines/" + std::to_string(i) + "/deadline",
                  kDeadline);
        }
        fourEyes(step, path);
    }

    void form(const Step& step, const std::string& path) {
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

    void guard(const Step& step, const Guard& guard, const std::string& path) {
        knownAll(m_steps, guard.steps, path + "/steps", kStep);
        knownAll(m_steps, guard.onlyIfTaken, path + "/onlyIfTaken", kStep);
        knownAll(m_facts, guard.facts, path + "/facts", kFact);
        if (!guard.step.empty()) known(m_steps, guard.step, path + "/step", kStep);
        if (!guard.since.empty()) known(m_steps, guard.since, path + "/since", kStep);
        if (!guard.deadline.empty()) known(m_deadlines, guard.deadline, path + "/deadline", kDeadline);
        if (!guard.role.empty() && known(m_roles, guard.role, path + "/role", kRole) &&
            guard.kind == GuardKind::assignedAtLeast && !m_definition.role(guard.role)->assigned) {
            m_problems.add(path + "/role",
                           model::fill({"Nobody is assigned as \"{0}\".", "角色“{0}”无需指派。"}, guard.role),
                           {"Set assigned on the role.", "请在该角色上设置assigned。"});
        }
        if (guard.kind == GuardKind::penaltyInRange) {
            const Step* carrier = guard.step.empty() ? &step : m_definition.step(guard.step);
            if (carrier && !hasPenalty(carrier)) {
                m_problems.add(path, {"That form has no penalty to recompute.", "该表单没有可复算的处罚字段。"},
                               {"Name the step whose form holds the penalty.", "请指明表单中含有处罚字段的步骤。"});
            }
        }
        if (guard.kind == GuardKind::sameFormAs) {
            for (std::size_t i = 0; i < guard.fields.size(); ++i) {
                const auto& id = guard.fields[i];
                if (id.empty() || !m_definition.step(guard.step)) continue;
                if (fieldOf(&step, id) && fieldOf(m_definition.step(guard.step), id)) continue;
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
        }
        if (!hasPenalty(&step) || !step.approves.empty()) return;
        const bool approved = std::ranges::contains(m_definition.steps, step.id, &Step::approves);
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
            if (id.empty() || std::ranges::contains(m_definition.steps, id, &Step::role)) continue;
            m_problems.add(at("roles", i),
                           model::fill({"No step is taken by the role \"{0}\".", "没有步骤由角色“{0}”办理。"}, id),
                           {"Remove the role, or give it a step.", "请删除该角色或为其安排步骤。"});
        }
    }

    void usedDeadlines() {
        for (std::size_t i = 0; i < m_definition.deadlines.size(); ++i) {
            const auto& deadline = m_definition.deadlines[i];
            const bool starts = std::ranges::any_of(m_definition.steps, [&](const Step& step) {
                return std::ranges::any_of(step.deadlines, [&](const DeadlineAction& action) {
                    return action.kind == DeadlineActionKind::starts && action.deadline == deadline.id;
                });
            });
            if (starts || deadline.startsOnOpening || deadline.id.empty()) continue;
            m_problems.add(
                at("deadlines", i),
                model::fill({"Nothing starts the period \"{0}\".", "没有步骤使期限“{0}”起算。"}, deadline.id),
                {"Let a step start it, or set startsOnOpening.", "请由某一步骤起算，或设置startsOnOpening。"});
        }
    }

    // --- the graph of stages
    // ------------------------------------------------------------------------------------------

    Ids reachable(const Ids& starts, bool backwards = false) const {
        Ids seen = starts;
        std::vector<std::string> open(starts.begin(), starts.end());
        while (!open.empty()) {
            const std::string stage = std::move(open.back());
            open.pop_back();
            for (const auto& step : m_definition.steps) {
                if (step.to.empty()) continue;
                if (backwards) {
                    if (step.to != stage) continue;
                    for (const auto& from : step.from) {
                        if (seen.insert(from).second) open.push_back(from);
                    }
                } else if (std::ranges::contains(step.from, stage) && seen.insert(step.to).second) {
                    open.push_back(step.to);
                }
            }
        }
        return seen;
    }

    bool leaves(const std::string& stage) const {
        return std::ranges::any_of(m_definition.steps, [&](const Step& step) {
            return std::ranges::contains(step.from, stage) && targetOf(step, stage) != stage;
        });
    }

    void graph() {
        Ids finals;
        for (const auto& stage : m_definition.stages) {
            if (stage.final) finals.insert(stage.id);
        }
        const Ids reached = reachable({m_definition.initialStage().id});
        const Ids ending = reachable(finals, true);
        bool whole = true;
        for (std::size_t i = 0; i < m_definition.stages.size(); ++i) {
            const auto& stage = m_definition.stages[i];
            const std::string path = at("stages", i);
            if (!reached.contains(stage.id)) {
                whole = false;
                m_problems.add(
                    path, model::fill({"No step leads to the stage \"{0}\".", "没有步骤通向阶段“{0}”。"}, stage.id),
                    {"Add a step to it, or remove it.", "请增加通向它的步骤，或删除该阶段。"});
            }
            if (stage.final) continue;
            if (!leaves(stage.id)) {
                whole = false;
                m_problems.add(path,
                               model::fill({"Dead end: no step leads out of \"{0}\", which is not final.",
                                            "死路：阶段“{0}”不是终结阶段，却没有引出的步骤。"},
                                           stage.id),
                               {"Add a step out of it, or mark it final.", "请增加引出的步骤，或标为终结阶段。"});
            } else if (!ending.contains(stage.id)) {
                whole = false;
                m_problems.add(
                    path,
                    model::fill({"No way from \"{0}\" ever comes to an end.", "从阶段“{0}”出发永远无法结束。"},
                                stage.id),
                    {"Add a way out of the circle to a final stage.", "请为该循环增加通向终结阶段的出口。"});
            }
        }
        if (whole) order();
    }

    // --- what can come before what
    // -------------------------------------------------------------------------------------

    void order() {
        std::map<std::string, Ids, std::less<>> after; // stages that can be seen once a step was taken
        for (const auto& step : m_definition.steps) {
            Ids targets;
            for (const auto& from : step.from) targets.insert(targetOf(step, from));
            after[step.id] = reachable(targets);
        }
        const auto comesBefore = [&](const std::string& earlier, const Step& step) {
            return std::ranges::any_of(step.from, [&](const auto& from) { return after[earlier].contains(from); });
        };
        bool ordered = true;
        for (std::size_t i = 0; i < m_definition.steps.size(); ++i) {
            const auto& step = m_definition.steps[i];
            const auto check = [&](const std::string& earlier, const std::string& path) {
                if (earlier.empty() || comesBefore(earlier, step)) return;
                ordered = false;
                m_problems.add(
                    path,
                    model::fill({"\"{0}\" cannot come before \"{1}\".", "“{0}”不可能先于“{1}”。"}, earlier, step.id),
                    {"Name a step that leads here, or remove the guard.", "请改为在此之前的步骤，或删除该条件。"});
            };
            check(step.approves, at("steps", i) + "/approves");
            for (std::size_t j = 0; j < step.guards.size(); ++j) {
                const auto& guard = step.guards[j];
                const std::string path = at("steps", i) + "/guards/" + std::to_string(j);
                for (std::size_t k = 0; k < guard.steps.size(); ++k) {
                    check(guard.steps[k], path + "/steps/" + std::to_string(k));
                }
                for (std::size_t k = 0; k < guard.onlyIfTaken.size(); ++k) {
                    check(guard.onlyIfTaken[k], path + "/onlyIfTaken/" + std::to_string(k));
                }
                check(guard.step, path + "/step");
                check(guard.since, path + "/since");
            }
        }
        if (ordered) possible();
    }

    // The steps that can ever be taken if only stages and stepTaken guards stood against them: two steps that wait for
    // each other never can.
    void possible() {
        Ids stages = {m_definition.initialStage().id};
        Ids steps;
        const auto can = [&](const Step& step) {
            const bool here = std::ranges::any_of(step.from, [&](const auto& from) { return stages.contains(from); });
            return here && std::ranges::all_of(step.guards, [&](const Guard& guard) {
                       if (guard.kind != GuardKind::stepTaken || !guard.onlyIfTaken.empty()) return true;
                       const auto taken = [&](const auto& id) { return steps.contains(id); };
                       return guard.any ? std::ranges::any_of(guard.steps, taken)
                                        : std::ranges::all_of(guard.steps, taken);
                   });
        };
        for (bool more = true; more;) {
            more = false;
            for (const auto& step : m_definition.steps) {
                if (steps.contains(step.id) || !can(step)) continue;
                steps.insert(step.id);
                for (const auto& from : step.from) {
                    if (stages.contains(from)) stages.insert(targetOf(step, from));
                }
                more = true;
            }
            // A step seen as possible from one stage may lead on from another that is reached later.
            for (const auto& step : m_definition.steps) {
                if (!steps.contains(step.id) || step.to.empty() || stages.contains(step.to)) continue;
                stages.insert(step.to);
                more = true;
            }
        }
        for (std::size_t i = 0; i < m_definition.steps.size(); ++i) {
            const auto& step = m_definition.steps[i];
            if (steps.contains(step.id)) continue;
            m_problems.add(at("steps", i),
                           model::fill({"The step \"{0}\" can never be taken: it waits for steps that wait for it.",
                                        "步骤“{0}”永远无法办理：它与所等待的步骤互为前提。"},
                                       step.id),
                           {"Remove one of the guards that close the circle.", "请删除形成循环的条件之一。"});
        }
    }

    const Text kStage{"stage", "阶段"}, kRole{"role", "角色"}, kStep{"step", "步骤"}, kFact{"fact", "事实"},
        kDeadline{"period", "期限"};

    const Definition& m_definition;
    Problems& m_problems;
    Ids m_stages, m_roles, m_steps, m_facts, m_deadlines;
    bool m_sound = true; ///< the graph can be walked
};

} // namespace

void checkMeaning(const Definition& definition, Problems& problems) { Check(definition, problems).run(); }

} // namespace model
