// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/problems.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace model {
namespace {

using Ids = std::set<std::string, std::less<>>;

// The stages of every track, and the steps that lead between them. All names are known.
class Graph {
public:
    Graph(const Definition& definition, Problems& problems) : m_definition(definition), m_problems(problems) {}

    void run() {
        bool whole = true;
        for (const auto& part : m_parts) whole = stages(part) && whole;
        if (!whole) return;
        for (const auto& part : m_parts) {
            if (part.side != nullptr) m_whileOpen[part.side] = reachable(m_definition, openedFrom(*part.side));
        }
        if (order()) possible();
    }

private:
    static Ids reachable(const Track& track, const Ids& starts, bool backwards = false) {
        Ids seen = starts;
        std::vector<std::string> open(starts.begin(), starts.end());
        while (!open.empty()) {
            const std::string stage = std::move(open.back());
            open.pop_back();
            for (const auto& step : track.steps) {
                if (step.to.empty() || step.opens) continue;
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

    static bool leaves(const Track& track, const std::string& stage) {
        return std::ranges::any_of(track.steps, [&](const Step& step) {
            return !step.opens && std::ranges::contains(step.from, stage) && targetOf(step, stage) != stage;
        });
    }

    /// The stages of the main track out of which a side track is opened.
    static Ids openedFrom(const SideTrack& side) {
        Ids stages;
        for (const auto& step : side.steps) {
            if (step.opens) stages.insert(step.from.begin(), step.from.end());
        }
        return stages;
    }

    /// Where a track begins.
    [[nodiscard]] Ids begins(const Part& part) const {
        if (part.side == nullptr) return {m_definition.initialStage().id};
        Ids stages;
        for (const auto& step : part.track->steps) {
            if (step.opens) stages.insert(step.to);
        }
        return stages;
    }

    bool stages(const Part& part) {
        Ids finals;
        for (const auto& stage : part.track->stages) {
            if (stage.final) finals.insert(stage.id);
        }
        const Ids reached = reachable(*part.track, begins(part));
        const Ids ending = reachable(*part.track, finals, true);
        bool whole = true;
        for (std::size_t i = 0; i < part.track->stages.size(); ++i) {
            const auto& stage = part.track->stages[i];
            const auto wrong = [&](const Text& what, Text cure) {
                whole = false;
                m_problems.add(part.at("stages", i), model::fill(what, stage.id), std::move(cure));
            };
            if (!reached.contains(stage.id)) {
                wrong({"No step leads to the stage \"{0}\".", "没有步骤通向阶段“{0}”。"},
                      {"Add a step to it, or remove it.", "请增加通向它的步骤，或删除该阶段。"});
            }
            if (stage.final) continue;
            if (!leaves(*part.track, stage.id)) {
                wrong({"Dead end: no step leads out of \"{0}\", which is not final.",
                       "死路：阶段“{0}”不是终结阶段，却没有引出的步骤。"},
                      {"Add a step out of it, or mark it final.", "请增加引出的步骤，或标为终结阶段。"});
            } else if (!ending.contains(stage.id)) {
                wrong({"No way from \"{0}\" ever comes to an end.", "从阶段“{0}”出发永远无法结束。"},
                      {"Add a way out of the circle to a final stage.", "请为该循环增加通向终结阶段的出口。"});
            }
        }
        return whole;
    }

    // --- what can come before what
    // -------------------------------------------------------------------------------------

    static bool meets(const Ids& stages, const std::vector<std::string>& others) {
        return std::ranges::any_of(others, [&](const auto& one) { return stages.contains(one); });
    }

    /// Stages of its own track that can be seen once a step was taken.
    Ids after(const Step& step) const {
        Ids targets;
        if (step.opens) targets.insert(step.to);
        else {
            for (const auto& from : step.from) targets.insert(targetOf(step, from));
        }
        return reachable(m_definition.trackOf(step), targets);
    }

    /// Whether a side track can have been opened before this step.
    [[nodiscard]] bool canBeOpen(const SideTrack& side, const Step& step) const {
        const Ids& stages = m_whileOpen.at(&side);
        if (step.track.empty() || step.opens) return meets(stages, step.from);
        const Ids& other = m_whileOpen.at(m_definition.track(step.track));
        return std::ranges::any_of(other, [&](const auto& stage) { return stages.contains(stage); });
    }

    [[nodiscard]] bool comesBefore(const Step& earlier, const Step& step) const {
        if (earlier.track == step.track) return step.opens || meets(m_after.at(earlier.id), step.from);
        if (!earlier.track.empty()) return canBeOpen(*m_definition.track(earlier.track), step);
        if (step.opens) return meets(m_after.at(earlier.id), step.from);
        const Ids& open = m_whileOpen.at(m_definition.track(step.track));
        return std::ranges::any_of(m_after.at(earlier.id), [&](const auto& stage) { return open.contains(stage); });
    }

    bool order() {
        for (const auto& part : m_parts) {
            for (const auto& step : part.track->steps) m_after[step.id] = after(step);
        }
        bool ordered = true;
        for (const auto& part : m_parts) {
            for (std::size_t i = 0; i < part.track->steps.size(); ++i)
                ordered = orderOf(part.track->steps[i], part.at("steps", i)) && ordered;
        }
        return ordered;
    }

    bool orderOf(const Step& step, const std::string& place) {
        bool ordered = true;
        const auto wrong = [&](const std::string& earlier, const std::string& path, Text cure) {
            ordered = false;
            m_problems.add(
                path, model::fill({"\"{0}\" cannot come before \"{1}\".", "“{0}”不可能先于“{1}”。"}, earlier, step.id),
                std::move(cure));
        };
        const auto check = [&](const std::string& earlier, const std::string& path) {
            if (earlier.empty() || comesBefore(*m_definition.anyStep(earlier), step)) return;
            wrong(earlier, path,
                  {"Name a step that leads here, or remove the guard.", "请改为在此之前的步骤，或删除该条件。"});
        };
        check(step.approves, place + "/approves");
        for (std::size_t j = 0; j < step.guards.size(); ++j) {
            const auto& guard = step.guards[j];
            const std::string path = place + "/guards/" + std::to_string(j);
            for (std::size_t k = 0; k < guard.steps.size(); ++k)
                check(guard.steps[k], path + "/steps/" + std::to_string(k));
            for (std::size_t k = 0; k < guard.onlyIfTaken.size(); ++k)
                check(guard.onlyIfTaken[k], path + "/onlyIfTaken/" + std::to_string(k));
            check(guard.step, path + "/step");
            check(guard.since, path + "/since");
            const SideTrack* side = m_definition.track(guard.track);
            if (side == nullptr || side->id == step.track || canBeOpen(*side, step)) continue;
            wrong(guard.track, path + "/track",
                  {"Name a side track that is opened before, or remove the guard.",
                   "请改为在此之前开启的另行程序，或删除该条件。"});
        }
        return ordered;
    }

    // The steps that can ever be taken if only stages and guards that wait for a step or a side track stood against
    // them: two steps that wait for each other never can.
    void possible() {
        m_seen[&m_definition] = {m_definition.initialStage().id};
        for (bool more = true; more;) {
            more = false;
            for (const auto& part : m_parts) {
                for (const auto& step : part.track->steps) more = grow(step) || more;
            }
        }
        for (const auto& part : m_parts) {
            for (std::size_t i = 0; i < part.track->steps.size(); ++i) {
                const auto& step = part.track->steps[i];
                if (m_possible.contains(step.id)) continue;
                m_problems.add(part.at("steps", i),
                               model::fill({"The step \"{0}\" can never be taken: it waits for steps that wait for it.",
                                            "步骤“{0}”永远无法办理：它与所等待的步骤互为前提。"},
                                           step.id),
                               {"Remove one of the guards that close the circle.", "请删除形成循环的条件之一。"});
            }
        }
    }

    /// Whether the step is possible, or leads somewhere, that was not seen before.
    bool grow(const Step& step) {
        bool more = false;
        if (!m_possible.contains(step.id)) {
            if (!can(step)) return false;
            m_possible.insert(step.id);
            more = true;
        }
        // A step seen as possible from one stage may lead on from another that is reached later.
        return (!step.to.empty() && m_seen[&m_definition.trackOf(step)].insert(step.to).second) || more;
    }

    bool can(const Step& step) {
        const Track& leaves = step.opens ? m_definition : m_definition.trackOf(step);
        if (!meets(m_seen[&leaves], step.from)) return false;
        return std::ranges::all_of(step.guards, [&](const Guard& guard) {
            if (!guard.onlyIfTaken.empty()) return true;
            const auto taken = [&](const auto& id) { return m_possible.contains(id); };
            if (guard.kind == GuardKind::trackReached)
                return meets(m_seen[m_definition.track(guard.track)], guard.stages);
            if (guard.kind != GuardKind::stepTaken) return true;
            return guard.any ? std::ranges::any_of(guard.steps, taken) : std::ranges::all_of(guard.steps, taken);
        });
    }

    const Definition& m_definition;
    Problems& m_problems;
    const std::vector<Part> m_parts = partsOf(m_definition);
    std::map<const SideTrack*, Ids> m_whileOpen; ///< the stages of the main track in which it may have been opened
    std::map<std::string, Ids, std::less<>> m_after;
    std::map<const Track*, Ids> m_seen;
    Ids m_possible;
};

} // namespace

void checkGraph(const Definition& definition, Problems& problems) { Graph(definition, problems).run(); }

} // namespace model
