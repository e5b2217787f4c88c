// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "model/workspace/workspace.h"

/// The values of the model as JSON, and what their members mean. The two stand side by side for each value, so that the
/// manual cannot forget one.
namespace app {

class Context;
using Members = std::vector<Member>;

/// The members under a prefix: "receipt" and "act" become "receipt.act".
Members under(const std::string& prefix, const Members& members);
Members operator+(Members a, const Members& b);

Json placeJson(const model::Workspace& workspace, const model::Place& place);
Members placeMembers();

Json receiptJson(const model::Receipt& receipt);
Members receiptMembers();
/// The reply of a command that is one act: its receipt, and an error with the first reason if the hub refused
/// something.
Reply receiptReply(const model::Receipt& receipt, Context& context, const Text& words);

Json rowJson(const model::CaseRow& row);
Members rowMembers();

Json tokenJson(const crypto::TokenName& token);

Json evidenceJson(const model::Workspace& workspace, const model::EvidenceItem& item);
Members evidenceMembers();

Json stepJson(const model::StepOption& step, const model::Definition* definition);
Members stepMembers();

Json deadlineJson(const model::Deadline& deadline);
Members deadlineMembers();

Json logJson(const model::Workspace& workspace, const model::LogEntry& entry);
Members logMembers();

Json refusedJson(const model::RefusedEvent& event);
Members refusedMembers();

Json missingJson(const model::Missing& missing);
Members missingMembers();

Members errorMembers();
Members textMembers();

} // namespace app
