// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/evidence_store.h"
#include "model/case/changes.h"
#include "model/hub/embedded_store.h"
#include "model/sync/exchange.h"
#include "model/sync/remote_hub.h"
#include "model/vault/vault.h"
#include "model/workflow/judge.h"
#include "model/workspace/hub_line.h"
#include "model/workspace/invitation.h"
#include "model/workspace/office_files.h"
#include "model/workspace/workspace.h"

#include <optional>
#include <unordered_map>

namespace model {

/// Persons and units that are let in, by the bytes of their ids.
using Readers = std::vector<std::pair<std::array<std::uint8_t, 16>, crypto::PublicIdentity>>;

/// A body to be said, and the case keys that its event carries to new readers.
struct Saying {
    CaseId caseId;
    EncodedBody body;
    Seen seen;
    std::uint32_t epoch = 0;
    const crypto::Secret* caseKey = nullptr;
    std::span<const KeyGrant> grants;
    std::optional<Instant> time = {}; ///< the author's clock, if not as it stands now
};

struct Workspace::Keys {
    OfficeFile office;
    PersonId person;
    PersonKeys own;
    crypto::Secret hub;
};

/// Whether a note can be kept: UTF-8, at most 64 KiB.
Result<void> checkNote(const std::string& text);

/// Makes the keys that Workspace::askForNewKeys() asks for.
Result<crypto::PublicIdentity> renewKeys(const std::filesystem::path& folder, crypto::Suite suite,
                                         const PersonRequest& request, ByteView passphrase, const Surroundings& with,
                                         const Doing& doing, const std::stop_token& stop);

/// What is behind a Workspace.
struct Workspace::Parts {
    std::filesystem::path folder;
    OfficeFile officeFile;
    PersonId person;
    crypto::Identity identity;
    crypto::Secret vaultKey;
    crypto::Secret hubKey;
    const Clock* clock;
    crypto::Random* random;
    std::unique_ptr<Vault> vault;
    EmbeddedHub hub;                   ///< of a stand-alone office; else empty
    std::optional<HubAddress> address; ///< of a hub elsewhere
    std::unique_ptr<RemoteHub> remote; ///< the way to it; null if there is none
    Connect connect;
    std::stop_token stop;
    crypto::Tokens* tokens = nullptr;         ///< Surroundings::tokens
    bool inSteps = false;                     ///< Surroundings::exchangesInSteps
    bool said = false;                        ///< something since hasSaid() or the beginning of an exchange
    std::unique_ptr<Exchange> round;          ///< the exchange that is under way in steps
    std::optional<HubQuestion> question = {}; ///< the last exchange stopped for this
    std::optional<HubQuestion> agreed = {};   ///< what the person has answered with "go on"
    std::uint64_t givenBack = 0;              ///< commits that the hub took back from here since the unlock
    std::optional<Error> ended = {};          ///< Workspace::ended()
    EvidenceStore evidence;
    Keyholder keys;
    RegisterState office;
    CaseKeys officeKeys;
    std::unordered_map<std::string, std::shared_ptr<const Definition>> definitions;
    law::AdoptedCalendars calendars;
    /// Acts whose signature was checked since the unlock, by row: a bulk import's act covers many cases and is checked
    /// once.
    std::unordered_map<std::int64_t, bool> checkedActs;

    // --- saying (acting.cpp)

    /// Collects what is said in one act, signs it, makes it durable, and hands it to the hub.
    class Acting {
    public:
        explicit Acting(Parts& parts)
            : m_parts(parts), m_secret(crypto::Secret::random(32, *parts.random)),
              m_wrapper(parts.officeFile.suite, m_secret), m_sealer(parts.officeFile.suite) {}
        /// Adds an event; its id is known at once.
        const Event& say(const Saying& statement);
        /// Who may open the act's secret.
        void admit(const std::array<std::uint8_t, 16>& recipient, const crypto::PublicIdentity& key);
        /// Seals the act's secret to its readers and signs it. Touches no store.
        Result<void> sign();
        /// Makes it durable, signed if it was not. After this the act survives power loss.
        Result<void> save();
        /// The same for an act that is signed, inside a transaction of the caller's, which may keep several.
        Result<void> put();
        /// The signed act for an exchange that the caller makes; nothing is left here.
        Submission handOver();
        /// Exchanges with the hub and refreshes the derived tables.
        Result<Receipt> settle(const Exchange::Landed& landed = {});
        [[nodiscard]] const std::vector<Event>& events() const { return m_events; }
        /// The events while they are being settled.
        [[nodiscard]] const std::vector<Event>& submitted() const { return m_submission->events; }

    private:
        Parts& m_parts;
        crypto::Secret m_secret;
        KeyWrapper m_wrapper;
        PartSealer m_sealer;
        std::vector<Event> m_events;
        Readers m_readers;
        std::optional<Submission> m_submission;
        std::vector<Digest> m_ids;
    };

    /// Judges a body as this desk sees it, contents included.
    Result<void> judge(const CaseState& state, const EventHeader& header, const CaseBody& body,
                       const Recipients& recipients);
    /// What a command means to say about a case: the body, and the keys that go to new readers with it.
    struct Intent {
        CaseBody body;
        Readers readers;
        std::vector<KeyGrant> granted;
    };
    Result<Intent> assigning(const LoadedCase& loaded, PersonId who, const std::string& role);
    /// Whether a proposed penalty stands outside the band of the nearest decided cases, and says no reason for it.
    [[nodiscard]] Result<void> needReason(CaseId id, const Step& step, const Form& form) const;
    Result<Intent> releasing(const LoadedCase& loaded, PersonId who, const std::string& role);
    Result<Intent> handing(const LoadedCase& loaded, UnitId to);
    /// Who reads a case, with the identities of today, without one of them.
    [[nodiscard]] Readers readersBut(const CaseState& state,
                                     const std::optional<std::array<std::uint8_t, 16>>& leaver) const;
    Result<Intent> givingKeys(const LoadedCase& loaded, PersonId who);
    /// `on` as of takeStep().
    Result<Intent> stepping(const LoadedCase& loaded, const std::string& step, const Form& typed,
                            const std::optional<Digest>& on = {});
    /// Judges it, and makes the act that says it; nothing is signed or kept yet.
    Result<Acting> actOn(const LoadedCase& loaded, const Intent& intent);
    /// When the last commit that this vault has was sealed.
    [[nodiscard]] Result<Instant> lastSealed() const;
    /// What saying this does, once it has landed.
    Done doneBy(const LoadedCase& loaded, const CaseBody& body, const Digest& event);
    /// Says one thing about a case: judged first, then one act.
    Result<Receipt> sayInCase(const LoadedCase& loaded, const Intent& intent);
    /// Says something in the register.
    Result<Receipt> sayInRegister(const std::vector<RegisterBody>& bodies, const Readers& readers = {});

    /// Those whose request was taken in and who are not admitted yet.
    Result<std::vector<JoinRequest>> asking() const;
    [[nodiscard]] Result<void> forgetAsking(PersonId asked) const;
    /// Code::refused if a request is for another office, or the office has no hub that its author could reach.
    [[nodiscard]] Result<void> mayTake(const JoinRequest& request) const;

    // --- handing keys on (recovery.cpp)
    /// What must be said of units so that whoever should be in one is, and nobody else; nothing if this person is in
    /// none of which something is due.
    [[nodiscard]] Result<std::vector<RegisterBody>> unitsDue() const;
    /// The cases in which this person was let in before they got the keys that they have.
    Result<std::vector<CaseId>> casesDue(PersonId who);
    /// Says unitsDue(), until nothing is due or somebody else says it first.
    Result<void> tendUnits(KeysTended& tended);
    /// Puts keys that were approved in their place in the folder.
    Result<void> placeNewKeys() const;
    /// Keeps a request of somebody in the register who has made new keys elsewhere.
    Result<PersonId> takeInRenewal(const JoinRequest& request) const;
    /// What is asked for or proposed for a person.
    Result<std::optional<Renewal>> renewalOf(PersonId who) const;

    /// Code::refused for everybody but an administrator.
    [[nodiscard]] Result<void> needAdministrator() const;

    // --- reading (reading.cpp)
    Result<LoadedCase> load(CaseId id);
    Result<std::int64_t> rowOf(CaseId id) const;
    std::shared_ptr<const Definition> definitionOf(const std::string& digest);
    /// The calendar in force, or null.
    [[nodiscard]] const law::Calendar* calendar() { return calendars.of(office.calendar); }
    [[nodiscard]] std::string nameOf(PersonId id) const;

    // --- derived (derived.cpp)
    /// Whether the words that a case is found by are written with its row, or owed until indexWords().
    enum class Words { write, owe };
    /// How many cases of one go are written with their words.
    static constexpr std::size_t kFewCases = 100;
    [[nodiscard]] static Words wordsOf(std::size_t cases) { return cases > kFewCases ? Words::owe : Words::write; }
    /// Writes the derived rows of these cases anew. Callers hold no transaction.
    Result<void> refreshRows(std::span<const std::int64_t> rows, Words words = Words::write);
    /// Writes the derived rows that a crash between an exchange and refreshRows() has left behind.
    Result<void> catchUp();
    /// Writes the derived rows of what runs in cases anew, if the calendar by which they were counted is not the one in
    /// force.
    Result<void> countAnew();
    /// Writes the entries of the office's log that are still missing. Callers hold no transaction.
    Result<void> catchUpLog();
    /// Says that the derived rows are those of the last commit.
    Result<void> markDerived();
    /// The fields of a case in which this person was overwritten and has decided nothing yet.
    Result<std::vector<Overwritten>> overwrittenIn(const CaseState& state) const;
    /// The periods of the authority's that run, of the case and beside it. Once the case is over, only what goes on
    /// beside it is due.
    [[nodiscard]] std::vector<RunningPeriod> runningPeriods(const Definition& definition, const CaseState& state,
                                                            bool over);
    /// Inside a transaction.
    Result<void> writeRow(std::int64_t row, const CaseState& state, bool waiting, bool refused, Words words);

    // --- exchanging (exchanging.cpp)
    /// An error of an exchange as it was; `ended` is set if it says that this person's time here is over.
    Error told(Error error);
    /// Sets `ended` if the register says so.
    void lookWhetherEnded();
    /// Folds the register anew with its contents, after it changed.
    Result<void> reloadOffice();
    /// Whether commands exchange by themselves.
    [[nodiscard]] bool exchangesByItself() const { return hub.hub || !inSteps; }
    Result<Exchanged> exchange(std::span<const Submission> fresh = {}, const Exchange::Landed& landed = {});
    /// The same for what was just said: that a hub elsewhere cannot be reached, or is asked by somebody else, is no
    /// error; it waits then.
    Result<Exchanged> exchangeOrWait(std::span<const Submission> fresh, const Exchange::Landed& landed = {});
    /// Brings up to date what rests on the record.
    Result<void> afterExchange(const Exchanged& exchanged);
    Result<News> newsOf(const Exchanged& exchanged) const;
    /// Keeps what the hub is named for, each once.
    [[nodiscard]] Result<void> keepFindings(std::span<const Finding> findings) const;
    /// When the next exchange asks.
    Result<AskManner> askManner();
    /// Remembers what an exchange asks; one that ended without a question needs no agreement any more.
    void noteQuestion(const Exchanged& exchanged, bool finished);
    /// Goes on with `round`, which has taken an answer, or could not.
    Result<ExchangeStep> nextOfRound(Result<void> taken);
    /// The way to the hub, or why there is none.
    [[nodiscard]] Result<HubPort*> port() const;
    /// After the office's own hub was handed over: it is elsewhere from now on, nobody knows where.
    Result<void> leaveOwnHub();
    /// Makes the way to the hub at `address`, if it says where that is.
    Result<void> openWay();
};

} // namespace model
