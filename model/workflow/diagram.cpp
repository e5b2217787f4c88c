// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/diagram.h"

#include <algorithm>
#include <utility>

namespace model {
namespace {

// A text inside a quoted string of dot.
std::string dotString(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

class Words {
public:
    Words(const Definition& definition, Language language) : m_definition(definition), m_language(language) {}

    const std::string& in(const Text& text) const { return text.in(m_language); }
    std::string role(const std::string& id) const {
        const auto* role = m_definition.role(id);
        return role ? in(role->title) : id;
    }
    std::string stage(const Track& track, const std::string& id) const {
        const auto* stage = track.stage(id);
        return stage ? in(stage->title) : id;
    }
    /// Of this track, or of the case.
    std::string deadline(const Track& track, const std::string& id) const {
        const auto* own = track.deadline(id);
        const auto* deadline = own ? own : m_definition.deadline(id);
        return deadline ? in(deadline->title) : id;
    }
    std::string roles(const std::vector<std::string>& ids) const {
        std::string out;
        for (const auto& id : ids) out += (out.empty() ? "" : comma()) + role(id);
        return out;
    }
    std::string comma() const { return m_language == Language::zh ? "、" : ", "; }

private:
    const Definition& m_definition;
    Language m_language;
};

const Text& actionWord(DeadlineActionKind kind) {
    static const Text kStarts{"starts", "起算"}, kStops{"ends", "终止"}, kSuspends{"suspends", "中止"},
        kResumes{"resumes", "恢复"}, kExtends{"extends", "延长"};
    switch (kind) {
    case DeadlineActionKind::starts: return kStarts;
    case DeadlineActionKind::stops: return kStops;
    case DeadlineActionKind::suspends: return kSuspends;
    case DeadlineActionKind::resumes: return kResumes;
    case DeadlineActionKind::extends: return kExtends;
    }
    std::unreachable();
}

/// Of a step of `track` that is taken in the stage `from` of the track it leads out of.
void writeStep(std::string& out, const Words& words, const Track& track, const Step& step, const std::string& from) {
    const std::string& to = targetOf(step, from);
    const bool stays = to == from && !step.opens;
    out += "  ├─ " + words.in(step.title) + "  [" + step.id + "]  " + words.role(step.role);
    if (!step.cite.empty()) out += "  (" + step.cite + ")";
    out += "\n";
    const std::string indent = "  │    ";
    for (const auto& guard : step.guards) out += indent + "◆ " + words.in(guard.why) + "  (" + guard.cite + ")\n";
    if (!step.form.empty()) {
        out += indent + "▤ ";
        std::string fields;
        for (const auto& field : step.form) {
            fields += (fields.empty() ? "" : words.comma()) + words.in(field.title) + (field.required ? "*" : "");
        }
        out += fields + "\n";
    }
    for (const auto& action : step.deadlines) {
        out += indent + "◷ " + words.in(actionWord(action.kind)) + ": " + words.deadline(track, action.deadline) + "\n";
    }
    out += indent + "→ " + words.stage(track, to) + (stays ? words.in({"  (stays)", "（不变）"}) : "") + "\n";
}

/// The name of a stage's node; stages of two tracks may have one id.
std::string nodeOf(const Track& track, bool side, const std::string& stage) {
    return dotString(side ? track.id + "/" + stage : stage);
}

void dotStages(std::string& out, const Words& words, const Track& track, bool side) {
    for (const auto& stage : track.stages) {
        out += (side ? "    " : "  ") + nodeOf(track, side, stage.id) + " [label=" + dotString(words.in(stage.title));
        if (stage.initial) out += ", penwidth=2";
        if (stage.final) out += ", peripheries=2";
        out += "];\n";
    }
}

/// The steps of a track, as edges; behind those of the main one, those that open side tracks.
void dotSteps(std::string& out, const Words& words, const Definition& main, const Track& track, bool side) {
    const auto edge = [&](const Step& step, const std::string& from) {
        std::string cites;
        std::vector<std::string> seen;
        for (const auto& guard : step.guards) {
            if (std::ranges::contains(seen, guard.cite)) continue;
            seen.push_back(guard.cite);
            cites += (cites.empty() ? "" : "; ") + guard.cite;
        }
        std::string label = dotString(words.in(step.title));
        label.pop_back();
        const std::string second = dotString(words.role(step.role) + (cites.empty() ? "" : " (" + cites + ")"));
        out += (side ? "    " : "  ") + nodeOf(track, side, from) + " -> " + nodeOf(track, side, targetOf(step, from)) +
               " [label=" + label + "\\n" + second.substr(1);
        if (targetOf(step, from) == from) out += ", style=dashed";
        out += "];\n";
    };
    for (const auto& stage : track.stages) {
        for (const auto& step : track.steps) {
            if (!step.opens && std::ranges::contains(step.from, stage.id)) edge(step, stage.id);
        }
    }
    if (side) return;
    for (const auto& one : main.tracks) {
        for (const auto& step : one.steps) {
            if (!step.opens) continue;
            for (const auto& from : step.from) {
                out += "  " + nodeOf(main, false, from) + " -> " + nodeOf(one, true, step.to) +
                       " [label=" + dotString(words.in(step.title)) + ", style=dotted];\n";
            }
        }
    }
}

void writePeriods(std::string& out, const Words& words, const Track& track) {
    if (track.deadlines.empty()) return;
    out += "\n" + words.in({"Periods", "期限"}) + "\n";
    for (const auto& deadline : track.deadlines) {
        const auto period = law::describePeriod(deadline.rule.length, deadline.rule.unit);
        out += "  ◷ " + words.in(deadline.title) + "  [" + deadline.id + "]: " + words.in(period) + "  (" +
               (deadline.basis == Basis::law ? deadline.cite : words.in({"not set by law", "非法定"})) + ")" +
               (deadline.whose == Whose::party ? words.in({"  the party's", "  当事人的期限"}) : "") + "\n";
    }
}

void writeTrack(std::string& out, const Words& words, const Definition& definition, const SideTrack& track) {
    out += "\n══ " + words.in(track.title) + "  [" + track.id + "]" +
           (track.many ? words.in({"  several at once", "  可同时进行多项"}) : "") +
           (track.outlives ? words.in({"  goes on after the case", "  案件结束后仍继续"}) : "") + "\n";
    for (const auto& step : track.steps) {
        if (!step.opens) continue;
        std::string from;
        for (const auto& id : step.from) from += (from.empty() ? "" : words.comma()) + words.stage(definition, id);
        out += "\n" + words.in({"opened in: ", "可开启于："}) + from + "\n";
        writeStep(out, words, track, step, {});
    }
    for (const auto& stage : track.stages) {
        out += "\n" + std::string(stage.final ? "◉ " : "○ ") + words.in(stage.title) + "  [" + stage.id + "]\n";
        if (!stage.outcome.empty()) out += "  = " + words.in(stage.outcome) + "\n";
        for (const auto& step : track.steps) {
            if (!step.opens && std::ranges::contains(step.from, stage.id)) writeStep(out, words, track, step, stage.id);
        }
    }
    writePeriods(out, words, track);
}

} // namespace

std::string dotDiagram(const Definition& definition, Language language) {
    const Words words(definition, language);
    std::string out = "digraph " + dotString(definition.id) + " {\n";
    out += "  label=" + dotString(words.in(definition.title) + " " + std::to_string(definition.version)) + ";\n";
    out += "  rankdir=TB; labelloc=t; fontname=\"Noto Sans CJK SC\";\n";
    out += "  node [shape=box, style=rounded, fontname=\"Noto Sans CJK SC\"];\n";
    out += "  edge [fontname=\"Noto Sans CJK SC\", fontsize=10];\n";
    dotStages(out, words, definition, false);
    for (const auto& track : definition.tracks) {
        out += "  subgraph " + dotString("cluster_" + track.id) + " {\n    label=" + dotString(words.in(track.title)) +
               "; style=dashed; fontname=\"Noto Sans CJK SC\";\n";
        dotStages(out, words, track, true);
        dotSteps(out, words, definition, track, true);
        out += "  }\n";
    }
    dotSteps(out, words, definition, definition, false);
    return out + "}\n";
}

std::string textDiagram(const Definition& definition, Language language) {
    const Words words(definition, language);
    std::string out =
        words.in(definition.title) + "  (" + definition.id + " " + std::to_string(definition.version) + ")\n";
    for (const auto& stage : definition.stages) {
        out += "\n" +
               std::string(stage.final     ? "◉ "
                           : stage.initial ? "● "
                                           : "○ ") +
               words.in(stage.title) + "  [" + stage.id + "]\n";
        if (stage.final) out += "  = " + words.in(stage.outcome) + "\n";
        if (!stage.workers.empty())
            out += "  " + words.in({"worked on by: ", "办理："}) + words.roles(stage.workers) + "\n";
        if (!stage.assigners.empty())
            out += "  " + words.in({"assigned by: ", "指派："}) + words.roles(stage.assigners) + "\n";
        for (const auto& step : definition.steps) {
            if (std::ranges::contains(step.from, stage.id)) writeStep(out, words, definition, step, stage.id);
        }
    }
    writePeriods(out, words, definition);
    for (const auto& track : definition.tracks) writeTrack(out, words, definition, track);
    return out;
}

} // namespace model
