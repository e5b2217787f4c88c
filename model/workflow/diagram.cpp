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
    std::string stage(const std::string& id) const {
        const auto* stage = m_definition.stage(id);
        return stage ? in(stage->title) : id;
    }
    std::string deadline(const std::string& id) const {
        const auto* deadline = m_definition.deadline(id);
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

void writeStep(std::string& out, const Words& words, const Step& step, const std::string& from) {
    const std::string& to = targetOf(step, from);
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
        out += indent + "◷ " + words.in(actionWord(action.kind)) + ": " + words.deadline(action.deadline) + "\n";
    }
    out += indent + "→ " + words.stage(to) + (to == from ? words.in({"  (stays)", "（不变）"}) : "") + "\n";
}

} // namespace

std::string dotDiagram(const Definition& definition, Language language) {
    const Words words(definition, language);
    std::string out = "digraph " + dotString(definition.id) + " {\n";
    out += "  label=" + dotString(words.in(definition.title) + " " + std::to_string(definition.version)) + ";\n";
    out += "  rankdir=TB; labelloc=t; fontname=\"Noto Sans CJK SC\";\n";
    out += "  node [shape=box, style=rounded, fontname=\"Noto Sans CJK SC\"];\n";
    out += "  edge [fontname=\"Noto Sans CJK SC\", fontsize=10];\n";
    for (const auto& stage : definition.stages) {
        out += "  " + dotString(stage.id) + " [label=" + dotString(words.in(stage.title));
        if (stage.initial) out += ", penwidth=2";
        if (stage.final) out += ", peripheries=2";
        out += "];\n";
    }
    for (const auto& stage : definition.stages) {
        for (const auto& step : definition.steps) {
            if (!std::ranges::contains(step.from, stage.id)) continue;
            std::string cites;
            std::vector<std::string> seen;
            for (const auto& guard : step.guards) {
                if (std::ranges::contains(seen, guard.cite)) continue;
                seen.push_back(guard.cite);
                cites += (cites.empty() ? "" : "; ") + guard.cite;
            }
            std::string label = dotString(words.in(step.title));
            label.pop_back();
            std::string second = dotString(words.role(step.role) + (cites.empty() ? "" : " (" + cites + ")"));
            out += "  " + dotString(stage.id) + " -> " + dotString(targetOf(step, stage.id)) + " [label=" + label +
                   "\\n" + second.substr(1);
            if (targetOf(step, stage.id) == stage.id) out += ", style=dashed";
            out += "];\n";
        }
    }
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
            if (std::ranges::contains(step.from, stage.id)) writeStep(out, words, step, stage.id);
        }
    }
    if (definition.deadlines.empty()) return out;
    out += "\n" + words.in({"Periods", "期限"}) + "\n";
    for (const auto& deadline : definition.deadlines) {
        const auto period = law::describePeriod(deadline.rule.length, deadline.rule.unit);
        out += "  ◷ " + words.in(deadline.title) + "  [" + deadline.id + "]: " + words.in(period) + "  (" +
               (deadline.basis == Basis::law ? deadline.cite : words.in({"not set by law", "非法定"})) + ")\n";
    }
    return out;
}

} // namespace model
