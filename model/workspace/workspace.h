// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/passphrase.h"
#include "crypto/random.h"
#include "model/case/register.h"
#include "model/case/state.h"
#include "model/filter/saved.h"
#include "model/filter/vocabulary.h"
#include "model/intake/report.h"
#include "model/law/calendar.h"
#include "model/vault/case_list.h"
#include "model/store/evidence_store.h"
#include "model/sync/question.h"
#include "model/sync/transport.h"
#include "model/workflow/definition.h"
#include "model/workflow/engine.h"
#include "model/workflow/items.h"
#include "model/workspace/bulk.h"
#include "model/workspace/evidence_transfer.h"
#include "model/workspace/receipt.h"
#include "model/workspace/office_log.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace model {

/// What can be seen of an office's folder without any key.
struct Profile {
    PersonId id;
    std::string label;     ///< what the person chose to be called on the unlock page; visible to whoever has the disk
    bool admitted = false; ///< false while a request to join waits for an administrator
    Digest fingerprint{};  ///< of the person's public keys, see keyFingerprint()
    std::optional<crypto::TokenName> token = {}; ///< with the key that signs; nothing: a passphrase opens the keys
};
/// What two people compare to be sure that the keys in an office's folder are those that one of them made.
Digest keyFingerprint(const crypto::PublicIdentity& keys);
struct OfficeInfo {
    std::filesystem::path folder;
    crypto::Suite suite = crypto::Suite::intl1;
    Digest fingerprint{}; ///< the founding event's id
    std::vector<Profile> profiles;
};
Result<OfficeInfo> inspectOffice(const std::filesystem::path& folder);

/// Everything a workspace needs from outside. The objects must outlive it.
struct Surroundings {
    const Clock* clock = nullptr;
    crypto::Random* random = nullptr;
    /// The way to hubs; nothing: an office that has one is opened without it, and what is said waits.
    Connect connect = {};
    /// Ends what waits for a hub.
    std::stop_token stop = {};
    /// Whether exchanges with a hub elsewhere are made by whoever holds the workspace (beginExchange()): then commands
    /// do not wait for it, nor does unlocking an office that this person has been in before.
    bool exchangesInSteps = false;
    /// An office that this person has been in before is opened without an exchange, so that one can look at it though
    /// its hub is at fault; what is said then exchanges as always.
    bool opensWithoutHub = false;
    /// How tokens are reached (model/workspace/tokens.h); null: whoever has keys on one cannot unlock.
    crypto::Tokens* tokens = nullptr;
};

struct FoundRequest {
    std::filesystem::path folder; ///< must not exist, or be empty
    std::string officeName;
    crypto::Suite suite = crypto::Suite::intl1;
    std::string name;  ///< the founder's name, sealed
    std::string label; ///< see Profile
    std::set<Role> roles;
    bool certified = false;
    crypto::PassphraseCost cost = {}; ///< never under 64 MiB; left out, it is measured to half a second a guess
    /// Makes the key that signs on this token; what was a passphrase is its PIN then. Only in suite intl-1.
    std::optional<crypto::TokenName> token = {};
};

struct PersonRequest {
    std::string name;
    std::string label;
    std::set<Role> roles;
    bool certified = false;
    std::optional<PersonId> person = {};         ///< whose new keys these are to be; nothing: somebody new
    std::optional<crypto::TokenName> token = {}; ///< as in FoundRequest
};

/// New keys of a person who lost theirs, on their way.
struct Renewal {
    Digest fingerprint{};  ///< of the new keys, see keyFingerprint(): to be compared with what the person reads out
    bool proposed = false; ///< an administrator has proposed them; before, somebody only asks for them
    PersonId by;           ///< who proposed them
    Instant time{};        ///< when
    std::string why;       ///< as they wrote
    std::optional<Error> whyNot; ///< why the one who looks may not propose or approve them; nothing: they may
    bool mayDecline = false;
};

/// Somebody on the list of an office's people: in the register, or asking to be let in.
struct PersonEntry {
    PersonId id;
    std::string label; ///< on the unlock page; empty where the person has no keys on this machine
    std::string name;  ///< of a request: what its author wrote, which nobody has vouched for
    std::set<Role> roles;
    bool certified = false;
    bool active = false;
    bool admitted = false;
    Digest fingerprint{}; ///< see keyFingerprint()
    /// Why the one who looks may not admit or change this person; nothing: they may.
    std::optional<Error> whyNot;
    std::optional<Renewal> renewal = {};
};

/// What an exchange brought that others have said.
struct News {
    std::uint64_t items = 0;     ///< cases in which others said something, and one for the register
    std::vector<CaseId> cases;   ///< the first hundred that changed, be it that what was said here found its place
    bool office = false;         ///< the register changed: people, roles, the workflow
    std::uint64_t sealed = 0;    ///< what was said here and found its place
    std::uint64_t refused = 0;   ///< what was said here and will never find one
    std::uint64_t commit = 0;    ///< the last that this desk has
    bool left = false;           ///< the register says by now that this person has left
    std::uint64_t received = 0;  ///< events of others that were new
    std::uint64_t givenBack = 0; ///< commits that the hub had lost and took back from here
    std::optional<HubQuestion> asks = {}; ///< it stopped for this, and what is said here waits (HubOversight::agree())
};

struct KeysTended; // model/workspace/recovery.h
struct Drill;      // model/workspace/drill.h
struct Holdings;   // model/workspace/leaving.h, and what is handed over
struct Successor;
struct HandedOver;
struct JoinRequest; // model/workspace/invitation.h
struct UnitEntry;   // model/workspace/units.h
struct Settlement;  // model/workspace/unsettled.h
struct Standing;
struct CalendarEffect; // model/workspace/calendars.h
struct Compared;       // model/workspace/consistency.h
struct PenaltyValue;
class CaseDocuments; // model/workspace/case_documents.h
class HubOversight;  // model/workspace/hub_oversight.h
class HubLine;       // model/workspace/hub_line.h, and what goes over it
struct ExchangeStep;
struct HubAnswer;

/// Progress of a long command. `done` and `total` are bytes or items, as the command says; total 0: not known.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Says what is being done now, in words for a person. Called on the thread that called.
using Doing = std::function<void(const Text& what)>;

/// Something about one place of a file of reports.
struct ImportProblem {
    std::filesystem::path file;
    intake::Problem problem;
};

struct ImportOutcome {
    std::uint64_t taken = 0;             ///< reports that opened a case
    std::vector<CaseId> cases;           ///< the first thousand of them
    std::vector<ImportProblem> problems; ///< the first thousand, each with its place and reason
    std::uint64_t refused = 0;           ///< rows that were left out
    std::uint64_t duplicates = 0;        ///< reports that this office has already
    Receipt receipt;
};

struct EvidenceOutcome {
    std::filesystem::path source;
    std::optional<ItemId> item; ///< nothing where it failed or was a duplicate
    bool duplicate = false;     ///< the case has the same bytes already; `item` is that one
    std::optional<Error> error;
    std::optional<Done> done = {};
};

/// One line of a case's history.
struct LogEntry {
    std::uint64_t seq = 0; ///< 0: waits
    Digest event{};
    Digest link{};
    Digest act{};
    std::uint64_t commit = 0;
    Instant time{}; ///< the hub's; the author's while it waits
    Instant authorTime{};
    PersonId author;
    std::string kind;
    Text summary; ///< what happened, in words
    Seen seen;
    bool behind = false; ///< landed on a later state than the one its author saw
    bool signatureValid = false;
    bool readable = true;
    std::optional<Place> withdrawn = {}; ///< where its author took it back
    bool undoable = false;               ///< this person said it, and undo() would take it back as things are
};

/// Something that the hub refused, and why. It stays until its author decides.
struct RefusedEvent {
    Digest event{};
    std::string kind;
    Text summary;
    Error reason;
    Instant time{};
};

/// All that is shown of one case, as values.
struct CaseView {
    CaseState state;
    std::shared_ptr<const Definition> definition;
    std::vector<StepOption> steps;
    std::vector<Deadline> deadlines;
    std::vector<Missing> missing;
    std::vector<LogEntry> log;
    std::vector<RefusedEvent> refused;
    std::vector<ChronologyLine> chronology;
    std::vector<EvidencePlace> places; ///< of filesOf(state), as far as it is known without the hub
    /// The entry of the log up to which this person knows the case, which is how far they have seen it (markSeen()), or
    /// without a mark the last one they said themselves; what others said later is new to them (model/case/changes.h).
    std::uint64_t known = 0;
};

/// The query for the numbers of a period (CaseList::overview()) that fits an office: the stages in which its
/// supervisors decide, and all who investigate. `workflow` is that of new cases, or null.
OverviewQuery overviewQueryOf(const RegisterState& office, const Definition* workflow, const Period& period);

/// Adds to each value how its Chinese title is typed in Latin letters. The first call takes 250 ms: never on the thread
/// of the user interface.
void addPinyin(FilterVocabulary& vocabulary);

/// How Chinese texts that are no names are typed in Latin letters, in full and by initials, parted by a space; in their
/// order. As slow as addPinyin().
std::vector<std::string> pinyinOf(std::span<const std::string> texts);

struct VerifyFinding {
    std::string place; ///< table and row, case and link, file
    Text what;
};
struct VerifyReport {
    std::uint64_t events = 0, acts = 0, links = 0, commits = 0, items = 0;
    std::uint64_t away = 0; ///< items of an office with a hub elsewhere whose files are not on this machine
    std::vector<VerifyFinding> findings; ///< empty: everything holds
};

/// The face of the model: an unlocked office, seen by one person. The desk, the command line and the tests all go
/// through it. One thread at a time; on the desk that is the writer's thread. Every command is one act with one
/// signature, and returns when it is durable; what the hub makes of it is in the receipt.
class Workspace {
public:
    /// Founds an office. The folder is there when it is finished, and not before: whatever fails, is stopped or kills
    /// the process, there is no office and no folder. The request must pass the checks of setup_rules.h.
    static Result<std::unique_ptr<Workspace>> found(const FoundRequest& request, ByteView passphrase,
                                                    const Surroundings& with, const Doing& doing = {},
                                                    std::stop_token stop = {});
    /// Code::locked if the passphrase, or the PIN of the person's token, is wrong; nothing is changed then, but that a
    /// token counts wrong PINs. Code::failed if the token is not there, Code::refused for a person who has left.
    static Result<std::unique_ptr<Workspace>> unlock(const std::filesystem::path& folder, PersonId person,
                                                     ByteView passphrase, const Surroundings& with);
    /// Makes keys for a person who wants to join an office on this machine; an administrator admits them with admit().
    /// The label must be new here. Stopped or failed, it leaves nothing.
    static Result<PersonId> requestToJoin(const std::filesystem::path& folder, const PersonRequest& request,
                                          ByteView passphrase, const Surroundings& with, const Doing& doing = {},
                                          std::stop_token stop = {});
    ~Workspace();

    [[nodiscard]] PersonId me() const;
    [[nodiscard]] const RegisterState& office() const;
    [[nodiscard]] const std::filesystem::path& folder() const;
    /// A person's name, that of the unit which has these bytes as its id, or a short form of them.
    [[nodiscard]] std::string nameOf(PersonId id) const;
    /// Definitions by their digest; the one of new cases is office().currentWorkflow.
    Result<std::shared_ptr<const Definition>> definition(const std::string& digest) const;
    [[nodiscard]] const law::Calendar* calendar() const;

    // People
    /// Everybody in the register, by name: Chinese by pinyin, then Latin letters.
    [[nodiscard]] std::vector<PersonId> peopleByName() const;
    /// Those who ask to join first, then the register: by name, those who have left last.
    Result<std::vector<PersonEntry>> people() const;
    /// Makes keys for a person and admits them in one go (practice offices, or with the person at the keyboard).
    Result<PersonId> addPerson(const PersonRequest& request, ByteView passphrase);
    /// Admits a person who asked to join. `roles` as checkRoles() wants them.
    Result<Receipt> admit(PersonId person, std::set<Role> roles, bool certified);
    /// Admits a person who handed in a request from another machine; compare fingerprints first. Code::refused if the
    /// request is for another office, or the office has no hub that they could reach.
    Result<Receipt> admit(const JoinRequest& request, std::set<Role> roles, bool certified);
    /// Keeps a request to join from another machine, so that people() shows who asks, until admit() admits them. Only
    /// an administrator may. Errors as of readJoinRequest() and admit().
    Result<PersonId> takeInRequest(const std::filesystem::path& file);
    /// Nobody changes themselves. Who is not active has left: their signatures stay valid, they sign nothing more and
    /// cannot unlock the office.
    Result<Receipt> changePerson(PersonId person, const std::set<Role>& roles, bool certified, bool active);
    // New keys for who lost theirs (model/workspace/recovery.h). The person stays who they are; nobody ever signs as
    // another.
    /// Makes new keys for a person of this folder; they wait until approveIdentity().
    static Result<JoinRequest> askForNewKeys(const std::filesystem::path& folder, PersonId person, ByteView passphrase,
                                             const Surroundings& with, const Doing& doing = {},
                                             std::stop_token stop = {},
                                             const std::optional<crypto::TokenName>& token = {});
    /// Proposes the keys of this fingerprint, which are asked for in the folder or in a request that was taken in.
    /// Only an administrator may, and not for themselves.
    Result<Receipt> proposeIdentity(PersonId person, const Digest& keys, const std::string& why);
    /// The second person agrees to the keys that are proposed, if they have this fingerprint: an administrator or an
    /// authority head who neither proposed them nor gets them. Then hands on what this person can: tendKeys().
    Result<Receipt> approveIdentity(PersonId person, const Digest& keys);
    /// Drops the proposal, or the request if nothing is proposed yet.
    Result<Receipt> declineIdentity(PersonId person);
    /// Hands on the keys that this person holds to whom they are due: turns units that somebody has left, lets people
    /// into the units of their roles, and gives cases again to who has new keys. Nothing is due twice; anybody may.
    Result<KeysTended> tendKeys(const Progress& progress, std::stop_token stop);
    /// Begins a unit anew that nobody can open any more: what was sealed to it stays lost, what comes after is readable
    /// by everybody who has its roles. Only an administrator may.
    Result<Receipt> beginUnitAnew(const std::string& unit);
    /// Proves, by opening the keys at hand, who could get new keys today and have theirs handed on, and names who could
    /// not. Only who holds administrator or authority head may: others hold too few keys to say.
    Result<Drill> drill(const Progress& progress, std::stop_token stop);
    /// When this person made one last on this machine.
    Result<std::optional<Instant>> lastDrill() const;

    // Leaving (model/workspace/leaving.h)
    /// What a person holds, as far as the one who looks may see it.
    Result<Holdings> holdings(PersonId person) const;
    /// Assigns the successors and releases the person, case by case, each judged alone: one that fails takes nothing
    /// from the others. Can be repeated; what is handed over is not there any more.
    Result<HandedOver> handCasesOver(PersonId from, std::span<const Successor> successors, const Progress& progress,
                                     std::stop_token stop);
    /// Why nothing can be said here any more and nothing new comes: this person has left the office, or new keys have
    /// replaced these. What was read before stays readable. Nothing: they work here.
    [[nodiscard]] const std::optional<Error>& ended() const;

    // Units (model/workspace/units.h)
    /// Those that read cases: the whole office's first, then the further ones by name.
    [[nodiscard]] std::vector<UnitEntry> units() const;
    /// By what it is called, in either language, or by its id in hex. Code::notFound says which there are.
    Result<UnitId> unitNamed(std::string_view name) const;
    /// Founds a further unit of at least one member. Only an administrator may; whoever founds it holds its key only
    /// as one of these members.
    Result<Receipt> foundUnit(const std::string& name, std::span<const PersonId> members);
    /// Puts somebody into a unit, or takes them out of it. Only an administrator may, and not themselves. The key goes
    /// to who came, or turns, from here if this person is a member, else with the next member who exchanges.
    Result<Receipt> staffUnit(UnitId unit, PersonId person, bool member);
    /// The units for which this person may open cases, in the order of units().
    [[nodiscard]] std::vector<UnitId> unitsToTakeInFor() const;
    /// For which unit a new case is: the one chosen, else the only further one that this person is in, else the whole
    /// office's. Code::usage where they are in several and chose none, Code::refused where they are not in it.
    Result<UnitId> unitOfNew(std::optional<UnitId> chosen) const;
    /// Hands a case to another unit: it gets all of the case's keys, and the unit before none of what comes after. Who
    /// is assigned stays. Whoever may assign in this stage may do it.
    Result<Receipt> handToUnit(CaseId id, UnitId unit);

    /// New cases start on this definition.
    Result<Receipt> adoptWorkflow(std::string_view json);
    /// What a calendar would change here: every period that runs in an open case and would end on another day. Nothing
    /// is said. Code::malformed with the first mistake of a pack that is none, Code::cancelled.
    Result<CalendarEffect> calendarEffect(std::string_view json, const Progress& progress, std::stop_token stop) const;
    /// Days are counted by this calendar from here on, in all cases, those under way too: what was decided before stays
    /// judged by the one before. Only an administrator may.
    Result<Receipt> adoptCalendar(std::string_view json);

    // Cases
    /// Takes in the reports of files, as acts of 2,000 or 4 MiB (kBatchEvents, kBatchBytes). The new cases are listed
    /// at once and found by search after indexWords(). `unit` as of unitOfNew(); its errors.
    Result<ImportOutcome> importReports(const std::vector<std::filesystem::path>& files, const Progress& progress,
                                        std::stop_token stop, std::optional<UnitId> unit = {});
    Result<CaseId> receiveReport(const intake::Report& report, std::optional<UnitId> unit = {});
    Result<Receipt> setFacts(CaseId id, const Form& values);
    /// States an entry of the chronology or a party. A null `item` makes a new one, another replaces what was said of
    /// it or brings it back after it was withdrawn. Receipt::item is its id.
    Result<Receipt> stateItem(CaseId id, ItemSort sort, ItemId item, const Form& typed,
                              const std::vector<EvidenceCitation>& evidence);
    Result<Receipt> withdrawItem(CaseId id, ItemSort sort, ItemId item);
    /// Sets the facts that name the respondent to what is known of this party.
    Result<Receipt> makeRespondent(CaseId id, ItemId party);
    Result<Receipt> addNote(CaseId id, const std::string& text);
    Result<Receipt> assign(CaseId id, PersonId person, const std::string& role);
    Result<Receipt> release(CaseId id, PersonId person, const std::string& role);
    /// Takes a step of the main track or of a side track. `on`: the open side track that the step moves, by the event
    /// that opened it; it may be left out where only one is open. Code::usage where several are and none is named.
    Result<Receipt> takeStep(CaseId id, const std::string& step, const Form& form,
                             const std::optional<Digest>& on = {});
    /// Does the same to several cases, each judged alone and said in an act of its own, so that one that is refused
    /// takes nothing from the others. The result is an error, and nothing is done, only where the command itself cannot
    /// be: what is wrong with one case is said of that case. `progress` counts cases. Stopped, it ends after the cases
    /// at hand, and what is done stays done. A case that is named twice is done once.
    Result<BulkOutcome> bulk(std::span<const CaseId> cases, const BulkCommand& command, const Progress& progress,
                             std::stop_token stop);
    /// Takes files in, one after the other; `progress` counts bytes over all. Cancelled between or inside files: those
    /// done stay. The record says where each file was; `home` takes the place of its folder there, for files that are
    /// read from where they only lie for the moment.
    Result<std::vector<EvidenceOutcome>> addEvidence(CaseId id, const std::vector<std::filesystem::path>& files,
                                                     const std::string& category, const std::string& medium,
                                                     const Progress& progress, std::stop_token stop,
                                                     const std::filesystem::path& home = {});
    Result<Receipt> excludeEvidence(CaseId id, ItemId item, const std::string& reason);
    /// Writes the original bytes to a file, verified while they are read.
    Result<void> exportEvidence(CaseId id, ItemId item, const std::filesystem::path& target, const Progress& progress,
                                std::stop_token stop);
    Result<void> verifyEvidence(CaseId id, ItemId item, const Progress& progress, std::stop_token stop);
    /// The files on this machine that the hub is not known to have, as a transfer that hands them over, those of others
    /// too. `again`: it also asks about those that the hub had; what it has lost goes with the next one. Code::refused
    /// in an office that is its own hub.
    Result<EvidenceTransfer> evidenceToSend(bool again) const;
    /// Files of a case that are not on this machine, as a transfer that fetches them; of all its items if none is
    /// named. `again`: also of those that are here, which are replaced. Errors as of evidenceToSend(), and Code::locked
    /// for a named item that this person cannot read.
    Result<EvidenceTransfer> evidenceToFetch(CaseId id, std::span<const ItemId> items, bool again = false) const;
    /// Where the files of a case are, in the order of CaseState::evidence. With `ask` the hub is asked, where there is
    /// one; its errors. Without, it takes as long as it takes to look at as many files.
    Result<std::vector<EvidencePlace>> evidencePlaces(const CaseState& state, bool ask) const;

    /// Undoes what this person said in an event of the case, as far as that is nothing legally final: a note, a step, a
    /// piece of evidence and an exclusion are taken back, facts get the values they had, an entry of the chronology and
    /// a party are stated as they stood or withdrawn, an assignment is released, a released person assigned again.
    /// Refused with the reason if others have acted on it since, or if the rules of doing so stand against it.
    /// docs/decisions/undo.md.
    Result<Receipt> undo(CaseId id, const Digest& event);
    /// Says once more what an event of this person said, after it was undone. Evidence has to be taken in anew.
    Result<Receipt> redo(CaseId id, const Digest& event);

    /// Notes in the case's log that this person looked at its contents: once a day, and only of who holds its keys.
    /// Whether that is news. An error where it should have been noted and could not: contents would be shown without
    /// a trace. The day is that of the clock, or of the last sealed entry where the clock runs behind it.
    Result<bool> noteOpened(CaseId id);

    /// This person has seen the case as far as this number of its entries (CaseView::state.head). Theirs alone, and no
    /// record of access: that is noteOpened(). Whether the case was unread and is no more.
    Result<bool> markSeen(CaseId id, std::uint64_t upTo);
    /// It is unread again, whatever was seen. Whether it was not.
    Result<bool> markUnread(CaseId id);

    // Reading
    Result<CaseView> view(CaseId id) const;
    Result<CaseState> state(CaseId id) const;
    /// The case of a reference ("2026-000412"), of an id in hex, or of an unambiguous start of it.
    Result<CaseId> find(std::string_view referenceOrId) const;
    /// A list reader with a connection of its own, for another thread.
    Result<CaseList> list() const;
    /// A reader of the whole office's log with a connection of its own, for another thread.
    Result<OfficeLog> officeLog() const;
    /// The penalty decision as PDF. Code::refused before the decision is issued.
    Result<Bytes> decisionPdf(CaseId id) const;

    /// A penalty that is, or is to be, proposed in this case beside the nearest ones that were decided, of those that
    /// this person may read. takeStep() asks for a reason where it stands outside of them.
    Result<Compared> comparedTo(CaseId id, const PenaltyValue& value) const;

    // Drafts: half-written forms, kept in the vault until they are used or dropped.
    Result<void> keepDraft(const std::string& key, const std::string& text);
    Result<std::string> draft(const std::string& key) const; ///< empty if there is none

    // Filters
    /// The values that a filter can name in this office. Without pinyin, which is slow: addPinyin().
    [[nodiscard]] FilterVocabulary vocabulary() const;
    /// The filters that this person keeps on this machine, in their order.
    Result<std::vector<SavedFilter>> savedFilters() const;
    /// Keeps these and no others. Code::usage names the first that cannot be kept; then nothing changes.
    Result<void> keepFilters(const std::vector<SavedFilter>& filters);

    // The hub
    /// Nothing in a stand-alone office, whose hub is in this process. An address without a host: the office was handed
    /// over, and nobody has said yet where its hub is.
    [[nodiscard]] const std::optional<HubAddress>& hubAddress() const;
    /// Writes all that this office's own hub has sealed into a new file, for a hub that takes it over, and uses it no
    /// more: from then on everything that is said waits for that hub. The code that opens the file; it must not travel
    /// with it. Only an administrator may. Until a hub is connected it can be done again, if file or code were lost.
    Result<std::string> handOver(const std::filesystem::path& file);
    /// Says where the hub is, after looking that it is this office's, and exchanges with it.
    Result<void> connectHub(const std::string& host, std::uint16_t port, std::optional<Digest> pin);

    // What is open between this desk and the hub (model/workspace/unsettled.h)
    Result<Standing> standing() const;
    /// The person has decided about these, and is asked no more; or, with `settled` false, is asked again. Theirs
    /// alone, nothing is said. Code::notFound if one of them is no such thing; then nothing changes.
    Result<void> setSettled(std::span<const Settlement> decided, bool settled);
    /// States once more what this person had stated of a field in which they were overwritten.
    Result<Receipt> putBack(CaseId id, const std::string& field);
    /// Keeps what was refused as a note of its case, with the reason, and settles it.
    Result<Receipt> noteRefused(const Digest& event);

    // Upkeep
    /// Sends what waits and takes what is new. The number of events that were new. Code::network if the hub cannot be
    /// reached, Code::refused if it stops with a question (HubOversight); commands do not fail then, and say that they
    /// wait.
    Result<std::uint64_t> exchange();
    /// exchange(), with what it brought.
    Result<News> lookForNew();
    /// The same in steps, so that nobody waits for the network on this thread: each says what to ask the hub next,
    /// until there is nothing to ask. What was under way is given up where another begins. An error ends the exchange;
    /// what was taken before stays.
    Result<ExchangeStep> beginExchange();
    /// Takes the answer to what was asked last; without an exchange under way one begins.
    Result<ExchangeStep> goOnWithExchange(HubAnswer answer);
    /// A line to a hub elsewhere, for another thread; `stop` ends what waits on it. Code::network if it is not known
    /// where the hub is.
    [[nodiscard]] Result<std::unique_ptr<HubLine>> hubLine(std::stop_token stop) const;
    /// How this desk watches its hub. Must not outlive the workspace.
    [[nodiscard]] HubOversight hubOversight() const;
    /// The documents of cases and their templates. Must not outlive the workspace.
    [[nodiscard]] CaseDocuments documents() const;
    /// Whether something was said here since this was asked last, or an exchange began.
    bool hasSaid();
    /// Checks every hash, signature and chain, refolds, judges every event anew, and compares with the hub.
    Result<VerifyReport> verify(bool withEvidence, const Progress& progress, std::stop_token stop) const;
    /// Drops the derived tables and folds them anew. The number of cases.
    Result<std::uint64_t> rebuild(const Progress& progress, std::stop_token stop);
    /// Makes cases findable whose words a bulk import still owes, `most` of them, the newest first. How many it made
    /// so; 0: none is left. Short work for when there is nothing else to do; what a crash leaves is done after the next
    /// unlock.
    Result<std::size_t> indexWords(std::size_t most);

    struct Parts; ///< private to model/workspace

private:
    /// What opens an office, and for whom; defined with the Parts.
    struct Keys;
    /// Makes an office in a folder that nobody else sees. Its stores are closed when this returns.
    static Result<Keys> build(const std::filesystem::path& folder, const FoundRequest& request, ByteView passphrase,
                              const Surroundings& with, const Doing& doing, const std::stop_token& stop,
                              const std::function<void(const crypto::Identity&)>& made);
    static Result<std::unique_ptr<Workspace>> enter(const std::filesystem::path& folder, Keys keys,
                                                    const Surroundings& with);
    explicit Workspace(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace model
