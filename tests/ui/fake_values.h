// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"
#include "model/case/register.h"
#include "model/workflow/engine.h"
#include "model/workspace/unsettled.h"
#include "tests/ui/fake_overview.h"
#include "ui/session/session.h"

#include <atomic>
#include <mutex>

/// What is in the office of values (fake_office.h): rows, one case, and switches for what goes wrong. It stays with the
/// test, so that it can look at what the windows asked for.
namespace fake {

using namespace ui;

inline constexpr const char* kCanary = "CanaryTungsten";
inline constexpr const char* kPassphrase = "right words";

struct Office {
    std::int64_t rows = 1000;
    std::atomic<int> rowsAsked{0};
    std::atomic<int> pagesAsked{0};
    std::atomic<int> viewsAsked{0}; ///< how often a case was looked into
    std::atomic<int> openings{0};   ///< how often it was said that somebody looked
    std::atomic<bool> refuseOpenings{false};
    std::atomic<int> openingsBeforeView{0}; ///< and of that, before the case was shown
    std::atomic<int> interrupts{0};
    std::atomic<int> summariesAsked{0};         ///< how often a selection was summed up
    std::vector<model::intake::Report> reports; ///< that were written down here; guarded by mutex
    std::atomic<bool> refusesReports{false};
    std::atomic<bool> holdLong{false};  ///< an import and a check of everything go on until they are stopped
    std::atomic<bool> holdBulk{false};  ///< a bulk command waits after each 20 cases until this is false
    std::atomic<int> bulkDone{0};       ///< cases that the bulk command that runs has come to
    std::set<std::int64_t> bulkRefuses; ///< rows whose case refuses it; set before
    std::vector<model::BulkCommand> bulks;
    std::vector<model::DocumentOffer> offers;        ///< of documents; set before
    std::vector<model::CaseDocument> documents;      ///< of the case; guarded by mutex
    std::vector<model::DocumentRequest> filled;      ///< what was asked to be filled; guarded by mutex
    std::vector<model::DocumentRequest> made;        ///< and made; guarded by mutex
    bool ownTemplate = false;                        ///< the office has changed its template; guarded by mutex
    std::optional<Error> documentFault;              ///< what filling and making come to instead
    std::vector<model::OpenedTrack> tracks;          ///< beside the case; set before
    std::optional<model::Digest> lastOn;             ///< in which of them a step was taken last
    std::vector<std::vector<std::int64_t>> bulkRows; ///< the rows of each, in their order
    std::atomic<int> looks{0};                       ///< how often it was looked for what is new
    model::News news;                                ///< what the next look finds; guarded by mutex
    std::atomic<bool> hubElsewhere{false};
    std::optional<Error> requestFault;  ///< what taking in a request comes to instead
    std::optional<Error> hubFault;      ///< what the hub answers instead; guarded by mutex
    std::atomic<bool> holdHub{false};   ///< the hub answers nothing until this is false
    std::atomic<int> files{0};          ///< of evidence that the hub lacks
    std::atomic<bool> holdFiles{false}; ///< they go when this is false
    std::atomic<bool> fileAway{false};  ///< the file of the evidence is on the hub only
    std::atomic<bool> hubNews{false};   ///< what the next wait for news comes to; else it waits until it is stopped
    std::atomic<bool> unsent{false};    ///< something was said that no exchange has taken
    std::atomic<int> exchanges{0};      ///< how many have begun
    std::atomic<int> waiting{0};        ///< cases in which something waits
    std::atomic<int> refusedCases{0};
    model::Standing standing;               ///< guarded by mutex
    ui::HubLook hubLook;                    ///< guarded by mutex
    model::HeadsCompared comparison;        ///< what comparing gives; guarded by mutex
    std::string compared;                   ///< what was compared last; guarded by mutex
    std::vector<std::int64_t> proofsSaved;  ///< guarded by mutex
    std::vector<model::HubQuestion> agreed; ///< guarded by mutex
    std::vector<model::Settlement> settlements;
    std::atomic<int> dueToday{0};       ///< how many open cases of mine are due
    std::atomic<bool> holdPages{false}; ///< pages wait until this is false
    std::atomic<bool> none{false};      ///< there is no office in the folder
    std::atomic<bool> holdSetup{false}; ///< founding and the like go on until they are stopped
    std::optional<Error> machineFault;  ///< what checkMachine() finds; set before it is asked
    std::optional<Error> placeFault;    ///< what checkNewFolder() finds
    std::atomic<int> overviewsAsked{0};
    std::atomic<bool> holdOverview{false}; ///< the numbers wait until this is false
    std::atomic<std::int64_t> logEntries{1000};
    std::atomic<int> logPagesAsked{0};
    std::vector<model::LogQuery> logQueries; ///< under the mutex
    std::mutex mutex;
    std::vector<model::CaseFilter> filters;
    std::atomic<std::int64_t> unsearchable = 0;
    std::map<std::string, std::string> drafts;
    std::set<CaseId> unread;
    std::vector<std::string> said;         ///< commands and undoings, as "note 1", in their order
    std::optional<model::Error> undoFault; ///< what undo() and redo() answer instead
    model::Form facts{{"title", std::string(kCanary) + " shipment"}, {"narrative", "What was said."}};
    /// Facts with what was said of them by whom; they show in place of those of `facts`.
    std::map<std::string, model::Fact> told;
    std::vector<model::StatedItem> chronology;
    std::vector<model::StatedItem> parties;
    std::uint64_t known = 10; ///< the entry of the log up to which the person knows the case
    std::uint64_t head = 10;
    std::vector<CaseId> evidenceFor; ///< cases to which evidence was added
    std::atomic<int> statements = 0; ///< how often a thing was stated or withdrawn
    std::atomic<bool> noEvidence = false;
    model::ImportOutcome imported;     ///< what an import comes to
    std::atomic<bool> decided = false; ///< the case has an approval and a decision, and stands there
    std::vector<model::SavedFilter> saved;
    std::shared_ptr<model::FilterVocabulary> vocabulary = std::make_shared<model::FilterVocabulary>();
    std::shared_ptr<const model::Definition> definition;
    std::shared_ptr<model::RegisterState> registered;
    PersonId me;
    std::vector<model::PersonEntry> people; ///< what the page of people shows; guarded by mutex
    std::map<PersonId, model::Holdings> holdings;
    model::Drill drill;
    int tended = 0;
    PersonId investigator; ///< whom one can assign

    Office() {
        if (auto read = model::parseDefinition(model::shippedDefinition())) {
            definition = std::make_shared<model::Definition>(*std::move(read));
            for (const auto& stage : definition->stages)
                vocabulary->values[model::FilterField::stage].push_back({stage.id, stage.title, {}, {}, {}});
            for (const auto& mineral : definition->fact("mineral")->choices)
                vocabulary->values[model::FilterField::mineral].push_back({mineral.value, mineral.title, {}, {}, {}});
        }
        me.bytes.fill(7);
        registered = std::make_shared<model::RegisterState>();
        model::Person person;
        person.id = me;
        person.name = "Officer Canary";
        person.roles = {model::Role::officer, model::Role::supervisor};
        registered->people[me] = person;
        investigator.bytes.fill(9);
        person.id = investigator;
        person.name = "Investigator Canary";
        person.roles = {model::Role::investigator};
        registered->people[investigator] = person;
    }
};

inline std::int64_t rowOf(CaseId id) {
    std::int64_t row = 0;
    for (std::size_t i = 0; i < 8; ++i) row |= static_cast<std::int64_t>(id.bytes[i]) << (8 * i);
    return row;
}

/// Somebody else of the office, and where they say something now.
inline PersonId somebodyElse() {
    PersonId id;
    id.bytes.fill(8);
    return id;
}
inline model::Place placeOf(Office& office, PersonId by) {
    return {{}, by, model::Instant(std::chrono::milliseconds(1'772'600'000'000)), ++office.head};
}

} // namespace fake
