// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/new_report.h"

#include "model/intake/fields.h"

namespace model {
namespace {

const intake::Field* statable(std::string_view name) {
    const auto* field = intake::fieldNamed(name);
    const bool names =
        field != nullptr && std::holds_alternative<std::string intake::ReporterIdentity::*>(field->target);
    return names ? nullptr : field;
}

} // namespace

std::vector<Field> reportFields(const Definition& definition) {
    Field channel;
    channel.id = "channel";
    channel.title = {"How it came in", "举报渠道"};
    channel.type = FieldType::choice;
    channel.required = true;
    for (const auto one : intake::channels()) {
        if (one != intake::Channel::import) // of files
            channel.choices.push_back({std::string(intake::channelName(one)), intake::channelTitle(one)});
    }
    Field kind;
    kind.id = "report_kind";
    kind.title = {"Kind of report", "举报类别"};
    kind.type = FieldType::choice;
    kind.choices = {
        {std::string(intake::reportKindName(intake::ReportKind::tip)), {"A tip", "一般举报"}},
        {std::string(intake::reportKindName(intake::ReportKind::mandatory)),
         {"A service provider's duty to report", "服务提供者报告"}},
        {std::string(intake::reportKindName(intake::ReportKind::self)), {"The exporter's own report", "主动报告"}}};
    std::vector<Field> out{std::move(channel), std::move(kind)};
    for (const auto& fact : definition.facts) {
        if (statable(fact.id) == nullptr) continue;
        out.push_back(fact);
        out.back().required = fact.id == "narrative";
    }
    return out;
}

Result<intake::Report> reportFrom(const Form& form) {
    intake::Draft draft;
    draft.report.channel = intake::Channel::hotline;
    for (const auto& [name, value] : form) {
        const auto* field = statable(name);
        if (field == nullptr) {
            return fail(Code::usage, fill({"A report has no field {0}", "举报没有字段 {0}"}, name),
                        {"touchstonectl report fields lists them. Who reports is never part of a report.",
                         "用 touchstonectl report fields 查看。举报人身份从不写入举报内容。"},
                        name);
        }
        const auto problem = intake::setField(*field, {.text = value}, draft);
        if (problem && !problem->notice) return fail(Code::malformed, problem->reason, problem->cure, name);
    }
    if (draft.report.title.empty()) draft.report.title = intake::deriveTitle(draft.report);
    return std::move(draft.report);
}

} // namespace model
