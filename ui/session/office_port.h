// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/secret.h"
#include "model/vault/case_list.h"
#include "model/workspace/calendars.h"
#include "model/workspace/case_documents.h"
#include "model/workspace/drill.h"
#include "model/workspace/enrolment.h"
#include "model/workspace/hub_oversight.h"
#include "model/workspace/leaving.h"
#include "model/workspace/units.h"
#include "model/workspace/workspace.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// What the windows need from the model, as three small interfaces, so that a test can put an office of its own behind
// them. The real ones forward to model::Workspace and model::CaseList (live_office.h).

namespace ui {

using model::CaseId;
using model::Error;
using model::ItemId;
using model::PersonId;
using model::Result;
using model::UnitId;

/// A person of the office, as far as a window shows them.
struct Colleague {
    PersonId id;
    std::string name;
    std::set<model::Role> roles;
    bool certified = false;
    bool active = true;
};

/// The draft in which a person's list is kept as they left it.
inline constexpr const char* kListLayout = "layout/list";
/// The draft in which the desk's settings are kept.
inline constexpr const char* kDeskSettings = "layout/desk";

/// The office as one person sees it. A value: it does not change while windows look at it.
struct OfficeView {
    PersonId me;
    std::string myName;
    std::set<model::Role> roles;
    std::string officeName;
    std::string folder;
    std::string listLayout;   ///< as it was kept, see kListLayout
    std::string deskSettings; ///< as they were kept, see kDeskSettings
    std::vector<Colleague> people;
    std::shared_ptr<const model::RegisterState> registered;
    std::shared_ptr<const model::Definition> workflow;         ///< of new cases; null before one was adopted
    std::shared_ptr<const model::FilterVocabulary> vocabulary; ///< what filters can name; never null
    std::vector<model::UnitEntry> units; ///< as model::Workspace::units(): one, where none was founded further
    std::vector<UnitId> takesInFor;      ///< for which of them new cases may be opened
    std::optional<UnitId> newCaseUnit;   ///< where nobody chooses; nothing: it has to be chosen
    bool hubElsewhere = false;           ///< its hub is on another machine, and exchanges are made in steps (HubLink)
    std::string hub;                     ///< where: host and port
    std::optional<Error> ended;          ///< why nothing can be said here any more (model::Workspace::ended())

    [[nodiscard]] const Colleague* person(PersonId id) const {
        for (const auto& one : people) {
            if (one.id == id) return &one;
        }
        return nullptr;
    }
    [[nodiscard]] bool has(model::Role role) const { return roles.contains(role); }
    [[nodiscard]] const model::UnitEntry* unit(UnitId id) const {
        const auto at = std::ranges::find(units, id, &model::UnitEntry::id);
        return at == units.end() ? nullptr : &*at;
    }
};

/// Reads lists. Only on the reader's thread, but for interrupt().
class ReaderPort {
public:
    virtual ~ReaderPort() = default;
    /// As model::CaseList::rows(): `limit` 0 is no limit.
    virtual Result<std::vector<std::int64_t>> rows(const model::CaseFilter& filter, std::size_t limit) = 0;
    virtual Result<std::uint64_t> count(const model::CaseFilter& filter) = 0;
    virtual Result<std::vector<model::CaseRow>> page(std::span<const std::int64_t> rows) = 0;
    virtual Result<std::optional<std::int64_t>> rowOf(CaseId id) = 0;
    virtual Result<std::vector<std::pair<std::string, std::uint64_t>>> stageCounts() = 0;
    virtual Result<std::uint64_t> unsearchable() = 0;
    virtual Result<std::vector<model::ChosenCase>> chosen(const model::CaseSelection& selection) = 0;
    virtual Result<model::CaseSummary> summary(const model::CaseSelection& selection) = 0;
    virtual Result<model::Overview> overview(const model::OverviewQuery& query) = 0;
    virtual Result<std::vector<model::Precedent>> precedents(const model::law::ArticleId& governing, CaseId but) = 0;
    virtual Result<std::vector<model::DuePeriod>> due(const model::DueQuery& query) = 0;
    virtual Result<std::vector<std::pair<model::Date, std::uint64_t>>> dueDays(const model::DueQuery& query) = 0;
    /// As model::OfficeLog.
    virtual Result<std::vector<std::int64_t>> logKeys(const model::LogQuery& query, std::size_t limit) = 0;
    virtual Result<std::vector<model::OfficeLogEntry>> logPage(std::span<const std::int64_t> keys) = 0;
    virtual void interrupt() = 0; ///< any thread
};

/// A line to a hub elsewhere, as model::HubLine: it waits for answers. One thread at a time.
class LinePort {
public:
    virtual ~LinePort() = default;
    virtual model::HubAnswer put(const model::ExchangeStep& step) = 0;
    virtual Result<bool> waitForNews(std::uint64_t after, std::uint64_t seconds) = 0;
};

/// What is shown of how the hub is watched.
struct HubLook {
    std::vector<model::HubFinding> findings;
    std::optional<model::ShownHead> head; ///< nothing while this desk has no commit
    model::AskAbove above = model::HubOversight::kAsksAbove;
};

/// Sealed files of evidence on their way to or from the hub, as work for a thread of its own; it may take long.
using FileWork = std::function<model::TransferOutcome(const model::EvidenceTransfer::Progress&, std::stop_token)>;

/// An unlocked office. Only on the writer's thread. The commands are those of model::Workspace.
class WriterPort {
public:
    virtual ~WriterPort() = default;
    virtual OfficeView office() = 0;
    virtual Result<std::unique_ptr<ReaderPort>> reader() = 0;
    virtual Result<model::CaseView> view(CaseId id) = 0;
    virtual Result<bool> noteOpened(CaseId id) = 0;
    virtual Result<bool> markSeen(CaseId id, std::uint64_t upTo) = 0;
    virtual Result<bool> markUnread(CaseId id) = 0;
    virtual Result<model::Receipt> undo(CaseId id, const model::Digest& event) = 0;
    virtual Result<model::Receipt> redo(CaseId id, const model::Digest& event) = 0;
    virtual Result<model::Receipt> setFacts(CaseId id, const model::Form& values) = 0;
    virtual Result<model::Receipt> stateItem(CaseId id, model::ItemSort sort, ItemId item, const model::Form& typed,
                                             const std::vector<model::EvidenceCitation>& evidence) = 0;
    virtual Result<model::Receipt> withdrawItem(CaseId id, model::ItemSort sort, ItemId item) = 0;
    virtual Result<model::Receipt> makeRespondent(CaseId id, ItemId party) = 0;
    virtual Result<model::Receipt> addNote(CaseId id, const std::string& text) = 0;
    virtual Result<model::Receipt> assign(CaseId id, PersonId person, const std::string& role) = 0;
    virtual Result<model::Receipt> release(CaseId id, PersonId person, const std::string& role) = 0;
    /// `on`: the open side track that the step moves, by the event that opened it.
    virtual Result<model::Receipt> takeStep(CaseId id, const std::string& step, const model::Form& form,
                                            const std::optional<model::Digest>& on) = 0;
    virtual Result<model::BulkOutcome> bulk(std::span<const CaseId> cases, const model::BulkCommand& command,
                                            const model::Progress& progress, std::stop_token stop) = 0;
    virtual Result<std::vector<model::EvidenceOutcome>>
    addEvidence(CaseId id, const std::vector<std::filesystem::path>& files, const std::string& category,
                const std::string& medium, const model::Progress& progress, std::stop_token stop) = 0;
    virtual Result<void> exportEvidence(CaseId id, ItemId item, const std::filesystem::path& target,
                                        const model::Progress& progress, std::stop_token stop) = 0;
    virtual Result<CaseId> receiveReport(const model::intake::Report& report, std::optional<UnitId> unit) = 0;
    virtual Result<model::ImportOutcome> importReports(const std::vector<std::filesystem::path>& files,
                                                       const model::Progress& progress, std::stop_token stop,
                                                       std::optional<UnitId> unit) = 0;
    virtual Result<model::Receipt> handToUnit(CaseId id, UnitId unit) = 0;
    virtual Result<model::Receipt> foundUnit(const std::string& name, std::span<const PersonId> members) = 0;
    /// Puts a person into units (true) or takes them out, one after the other; ends at the first that is refused.
    virtual Result<model::Receipt> staffUnits(PersonId person, std::span<const std::pair<UnitId, bool>> changes) = 0;
    virtual Result<model::News> lookForNew() = 0;
    virtual Result<std::unique_ptr<LinePort>> line(std::stop_token stop) = 0;
    virtual Result<model::ExchangeStep> beginExchange() = 0;
    virtual Result<model::ExchangeStep> goOnWithExchange(model::HubAnswer answer) = 0;
    virtual bool hasSaid() = 0;
    /// Hands over the files that the hub is not known to have; null: there are none.
    virtual Result<FileWork> filesToSend() = 0;
    /// Fetches those of these pieces of evidence that are not here; null: all of them are.
    virtual Result<FileWork> filesToFetch(CaseId id, const std::vector<ItemId>& items) = 0;
    virtual Result<model::Standing> standing() = 0;
    virtual Result<void> settle(std::span<const model::Settlement> decided, bool settled) = 0;
    virtual Result<model::Receipt> putBack(CaseId id, const std::string& field) = 0;
    virtual Result<model::Receipt> noteRefused(const model::Digest& event) = 0;
    // As model::HubOversight.
    virtual Result<HubLook> lookAtHub() = 0;
    virtual Result<void> saveProof(std::int64_t finding, const std::filesystem::path& target) = 0;
    virtual Result<void> saveHeads(const std::filesystem::path& target) = 0;
    virtual Result<model::HeadsCompared> compareHeads(model::ByteView theirs) = 0;
    virtual Result<model::HeadsCompared> compareHeadsFile(const std::filesystem::path& file) = 0;
    virtual Result<void> askAbove(const model::AskAbove& above) = 0;
    virtual Result<void> agree(const model::HubQuestion& question) = 0;
    virtual Result<std::size_t> indexWords(std::size_t most) = 0;
    virtual Result<model::Bytes> decisionPdf(CaseId id) = 0;
    // As model::CaseDocuments.
    virtual Result<std::vector<model::DocumentOffer>> documentOffers(CaseId id,
                                                                     const std::optional<model::Digest>& on) = 0;
    virtual Result<model::FilledDocument> fillDocument(CaseId id, const model::DocumentRequest& request) = 0;
    virtual Result<model::Receipt> makeDocument(CaseId id, const model::DocumentRequest& request) = 0;
    virtual Result<model::Bytes> document(CaseId id, ItemId item) = 0;
    virtual Result<std::vector<model::TemplateEntry>> templates() = 0;
    virtual Result<std::string> templateText(const std::string& id) = 0;
    virtual Result<model::Receipt> adoptTemplate(const std::string& json) = 0;
    virtual Result<model::Receipt> dropTemplate(const std::string& id) = 0;
    virtual Result<model::VerifyReport> verify(const model::Progress& progress, std::stop_token stop) = 0;
    virtual Result<std::vector<model::PersonEntry>> people() = 0;
    virtual Result<model::Receipt> admit(PersonId person, const std::set<model::Role>& roles, bool certified) = 0;
    virtual Result<model::Receipt> changePerson(PersonId person, const std::set<model::Role>& roles, bool certified,
                                                bool active) = 0;
    virtual Result<model::Receipt> proposeKeys(PersonId person, const model::Digest& keys, const std::string& why) = 0;
    virtual Result<model::Receipt> approveKeys(PersonId person, const model::Digest& keys) = 0;
    virtual Result<model::Receipt> declineKeys(PersonId person) = 0;
    /// Hands on what keys are due from this person. Whether there were any.
    virtual Result<bool> tendKeys() = 0;
    virtual Result<model::Holdings> holdings(PersonId person) = 0;
    virtual Result<model::HandedOver> handOver(PersonId from, std::span<const model::Successor> successors,
                                               const model::Progress& progress, std::stop_token stop) = 0;
    virtual Result<model::Drill> drill(const model::Progress& progress, std::stop_token stop) = 0;
    virtual Result<std::optional<model::Instant>> lastDrill() = 0;
    /// An invitation for somebody of the office, with which they make new keys on another machine.
    virtual Result<void> saveInvitationFor(PersonId person, const std::filesystem::path& target) = 0;
    virtual Result<PersonId> takeInRequest(const std::filesystem::path& file) = 0;
    virtual Result<model::CalendarEffect> calendarEffect(const std::string& pack, const model::Progress& progress,
                                                         std::stop_token stop) = 0;
    virtual Result<model::Receipt> adoptCalendar(const std::string& pack) = 0;
    /// Writes what is handed to a person who shall join: an enrolment file, or an invitation where the hub is
    /// elsewhere.
    virtual Result<void> saveEnrolment(const std::filesystem::path& target) = 0;
    virtual Result<void> keepDraft(const std::string& key, const std::string& text) = 0;
    virtual Result<std::string> draft(const std::string& key) = 0;
    virtual Result<std::vector<model::SavedFilter>> savedFilters() = 0;
    virtual Result<void> keepFilters(const std::vector<model::SavedFilter>& filters) = 0;
};

/// How a person's new keys are kept.
struct NewKeys {
    crypto::Secret secret;                       ///< the passphrase, or the token's PIN
    std::optional<crypto::TokenName> token = {}; ///< on which the key that signs is made; nothing: all are in the file
    std::string module = {};                     ///< of PKCS#11, by which that token is reached
};

/// The locked office: what can be seen of it without a key, the way in, and how one comes to an office. Only on the
/// writer's thread. The checks and commands are those of model/workspace.
class GatePort {
public:
    virtual ~GatePort() = default;
    virtual Result<model::OfficeInfo> inspect() = 0;
    /// Slow on purpose: the passphrase is stretched here.
    virtual Result<std::unique_ptr<WriterPort>> unlock(PersonId person, crypto::ByteView passphrase) = 0;
    /// As model::tokenAsked(): the token whose PIN opens a person's keys; nothing: a passphrase opens them.
    virtual Result<std::optional<crypto::TokenInfo>> tokenAsked(const model::Profile& profile) = 0;
    /// The module of PKCS#11 by which tokens are reached: that of the machine's user, or by which keys were made last.
    virtual std::string tokenModule() = 0;
    /// As model::tokensHere(), through this module. Which one is used from then on stays as it is.
    virtual Result<std::vector<crypto::TokenInfo>> tokensHere(const std::string& module) = 0;

    /// From now on the gate stands before the office in this folder.
    virtual void choose(const std::filesystem::path& folder) = 0;
    virtual Result<void> checkMachine() = 0;
    virtual Result<void> checkNewFolder(const std::filesystem::path& folder) = 0;
    virtual Result<model::OfficeInfo> officeToJoin(const std::filesystem::path& fileOrFolder) = 0;
    // Where keys were made on a token, its module is used from then on.
    virtual Result<PersonId> found(const model::FoundRequest& request, const NewKeys& keys, const model::Doing& doing,
                                   std::stop_token stop) = 0;
    virtual Result<PersonId> join(const std::filesystem::path& folder, const model::PersonRequest& request,
                                  const NewKeys& keys, const model::Doing& doing, std::stop_token stop) = 0;
    /// New keys for a person of this office who lost theirs; their fingerprint.
    virtual Result<model::Digest> askForNewKeys(PersonId person, const NewKeys& keys) = 0;
    /// Whether the file is an invitation to an office that is not on this machine.
    virtual Result<bool> isInvitation(const std::filesystem::path& file) = 0;
    /// As model::joinByInvitation(): makes the office's folder, which must not be there.
    virtual Result<PersonId> joinByInvitation(const std::filesystem::path& file, const std::filesystem::path& folder,
                                              const model::PersonRequest& request, const NewKeys& keys,
                                              const model::Doing& doing, std::stop_token stop) = 0;
    virtual Result<void> makePractice(const std::filesystem::path& folder, const model::Doing& doing,
                                      std::stop_token stop) = 0;
};

} // namespace ui
