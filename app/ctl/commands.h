// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/context.h"
#include "model/filter/parse.h"

/// The commands by area: each function gives the rows of the table, and stands beside the handlers that it names.
namespace app {

/// Every command of touchstonectl.
Program program();

std::vector<Command> officeCommands();
std::vector<Command> personCommands();
std::vector<Command> reportCommands();
std::vector<Command> caseReadingCommands();
std::vector<Command> caseWritingCommands();
std::vector<Command> matterCommands();
std::vector<Command> foresightCommands(); ///< what a step would lead to
std::vector<Command> bulkCommands();
std::vector<Command> filterCommands();
std::vector<Command> evidenceCommands();
std::vector<Command> penaltyCommands();
Command penaltyCompareCommand(); ///< one of the above
Command penaltyNearestCommand();
std::vector<Command> workflowCommands();
std::vector<Command> deadlineCommands(); ///< what is due, and the calendar by which days are counted
std::vector<Command> documentCommands(); ///< the documents of cases, and their templates
std::vector<Command> overviewCommands(); ///< the whole office: its numbers and its log
std::vector<Command> hubCommands();
std::vector<Command> recoveryCommands();
std::vector<Command> leavingCommands(); ///< what somebody who leaves hands over
std::vector<Command> unitCommands();    ///< units, and whose a case is
std::vector<Command> standingCommands();
std::vector<Command> oversightCommands(); ///< watching the hub
std::vector<Command> tokenCommands();
std::vector<Command> upkeepCommands();
std::vector<Command> practiceCommands();
std::vector<Command> selfCommands(); ///< about the program itself: manual, completion

/// The word REF of most case commands.
Operand referenceOperand();
/// --token LABEL of the commands that make keys.
Option tokenOption();
/// The word PERSON.
Operand personOperand();
/// The word UNIT.
Operand unitOperand();
/// --unit UNIT of commands that take reports in, and what it means; nothing: it was not given.
Option unitOption();
Result<std::optional<model::UnitId>> unitOf(const Invocation& call, const model::Workspace& workspace);
/// The piece of evidence that a word means: its id, an unambiguous start of it, or its name.
Result<model::EvidenceItem> evidenceOf(const model::CaseState& state, const std::string& word);
/// What a transfer of evidence did, as JSON, and as the error with which its command ends, if it does.
Json transferJson(const model::TransferOutcome& outcome);
std::optional<model::Error> transferError(const model::TransferOutcome& outcome);
/// The words FILTER as one line.
std::string joinedFilter(const Invocation& call);
Error filterError(const std::string& line, const model::FilterFault& fault);
/// Repeated --set FIELD=VALUE.
Option setOption();
/// --form FILE.
Option formOption();
/// --on ENTRY: an open side procedure.
Option onOption();
/// The entry of a case's log that a word means: its number, or an unambiguous start of the event's id.
Result<model::Digest> entryOf(const model::CaseView& view, const std::string& word);
/// What --form and --set say about fields; --set wins, and a later one over an earlier.
Result<model::Form> typedForm(const Invocation& call);
/// Brings each typed value into the form that is signed; a person may be named. A field that is not known is left for
/// the rules to refuse.
Result<void> canonicalise(model::Form& form, const std::vector<model::Field>& fields,
                          const model::Workspace& workspace);
/// Before the contents of a case are printed or written: that this person has looked at it is noted in its log. What
/// keeps that from being noted is said on stderr, and takes nothing back. That it is noted already is not told.
void noteOpened(model::Workspace& workspace, model::CaseId id, Context& context);
/// The same after all of a case was printed, as far as this entry: it is no longer unread for this person.
void noteLooked(model::Workspace& workspace, const model::CaseState& shown, Context& context);
/// Writes the words that search still owes after a bulk import. What a stop leaves is written by the next search or
/// import.
Result<void> makeSearchable(model::Workspace& workspace, Context& context);
/// The office's roles as words, for --role.
std::vector<std::string> roleWords();
Result<std::set<model::Role>> rolesOf(const Invocation& call);

/// The libraries inside this program and whether the storage guard holds, as `--version` prints them.
Result<Reply> versionReply(Context& context);

} // namespace app
