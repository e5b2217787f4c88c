// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/log/act_checks.h"
#include "model/sync/finding.h"
#include "model/sync/messages.h"
#include "model/sync/question.h"
#include "model/vault/vault.h"

#include <functional>
#include <variant>

namespace model {

/// The keys a person holds: their own, and those of the units they are in.
struct Keyholder {
    PersonId person;
    const crypto::Identity* identity = nullptr;
    std::map<UnitId, std::vector<crypto::Identity>> units; ///< all that a unit has had, the newest first
};

/// Opens the identities of the units that the person is in, as far as they are not open yet, and forgets those of units
/// that they are in no more. True if one was new.
Result<bool> openUnits(Keyholder& keys, const RegisterState& office);

/// What an exchange brought.
struct Exchanged {
    std::uint64_t sealed = 0;        ///< own events that found their place
    std::uint64_t received = 0;      ///< events of others
    std::vector<Refusal> refused;    ///< own events that the hub will never seal
    std::vector<std::int64_t> cases; ///< rows of the cases that changed, each once; that one was opened changes nothing
    std::uint64_t givenBack = 0;     ///< commits that the hub had lost and took back
    std::uint64_t casesOfOthers = 0; ///< how many of them changed by what others said
    bool registerChanged = false;
    bool waits = false;                   ///< the hub was not reached, or a question is open: what was said waits
    std::vector<Finding> findings = {};   ///< what the hub is named for; an error says it too
    std::optional<HubQuestion> asks = {}; ///< it stopped here, and goes on when this is agreed to
};

/// From where on an exchange asks before it goes on, and what a person has agreed to.
struct AskManner {
    AskAbove above = {};
    std::optional<HubQuestion> agreed = {};
};

/// Acts to be handed over: of the caller, or read from the vault.
struct SubmitAsk {
    std::span<const Submission> fresh;
    std::vector<Submission> stored;
    Known known; ///< the last commit that the desk has
    [[nodiscard]] std::span<const Submission> submissions() const { return stored.empty() ? fresh : stored; }
};
struct RefusalsAsk {
    std::vector<Digest> events;
};
/// What a hub that was set back has lost (HubPort::takeBack()).
struct GiveBackAsk {
    Changes lost;
    crypto::Suite suite = crypto::Suite::intl1;
};
/// One thing that a desk asks of a hub.
using Ask = std::variant<SubmitAsk, ChangesAsk, HistoryAsk, RefusalsAsk, GiveBackAsk>;
/// The number of a hub's last commit, after it took something back.
struct TakenBack {
    std::uint64_t last = 0;
};
/// What a hub says to it, in the same order; nothing to a submission.
using Answer = std::variant<std::monostate, Changes, History, std::vector<Refusal>, TakenBack>;

/// Puts one question to a hub and waits.
Result<Answer> put(HubPort& hub, PersonId reader, const Ask& ask);

/// A desk's side of one exchange with a hub, as a state machine that sends nothing and waits for nothing: ask() says
/// what to ask next, take() takes the answer. It hands over what waits, takes what is new, and believes nothing: every
/// commit must follow the last one and carry the hub's signature, every link must be in its commit and follow in its
/// case, every event must be in an act signed by its author. Each answer is one transaction of the vault, in which the
/// cursor moves with the rows; so an exchange can end at any place, and the next one goes on there. To a hub that was
/// set back to an earlier state of the same history it gives back what that has lost, and names every other
/// (docs/decisions/set-back.md). Before it names one for another history it asks for what that has signed there, so
/// that it can be shown to others (Exchanged::findings).
class Exchange {
public:
    /// Says of an event where it landed, before the transaction that records it ends.
    using Landed = std::function<Result<void>(std::int64_t caseRow, const Digest& event, const Landing& landing)>;

    /// `fresh` are submissions whose events wait in the vault already, to spare reading them again. `office` is kept up
    /// to date in its clear part; reload it if registerChanged. All must outlive this.
    Exchange(Vault& vault, Keyholder& keys, CaseId office, Digest fingerprint, RegisterState& state,
             std::span<const Submission> fresh = {}, Landed landed = {}, AskManner manner = {});

    /// The next question; nothing when all is done.
    Result<std::optional<Ask>> ask();
    /// The answer to the last question. An error ends the exchange; what was taken before stays.
    Result<void> take(Result<Answer> answer);
    /// What it brought so far.
    Exchanged done();

private:
    enum class Phase : std::uint8_t { handOver, changes, doubt, giveBack, refusals, units, again, done };
    /// That the hub has another commit of this number, as far as it says.
    struct Doubt {
        std::uint64_t number = 0;
        Text what;
        std::string where;
    };

    Result<std::optional<SubmitAsk>> nextSubmission();
    Result<std::optional<Ask>> nextChanges();
    Result<std::optional<Ask>> nextRefusals();
    Result<std::optional<Ask>> nextGivenBack();
    Result<void> lookAtUnits();
    Result<void> beginAgain();
    [[nodiscard]] Result<bool> mayReadMore();
    [[nodiscard]] Result<bool> wasGivenAll() const;
    [[nodiscard]] Result<bool> registerChangedAfter(std::uint64_t commit) const;
    /// What decides how much of the record this person is given and can open: whether they are an auditor, and the
    /// units whose keys they hold.
    [[nodiscard]] Bytes readAs() const;
    /// That this vault begins: what it is given is as the register of the hub's last commit says, until that changes.
    [[nodiscard]] Result<void> keepBegan() const;
    /// The hub's last commit when a vault began that has not been given everything yet; nothing of any other.
    [[nodiscard]] Result<std::optional<std::uint64_t>> began() const;
    /// What was passed on the way here is asked for once more at the end of an exchange.
    [[nodiscard]] Result<void> readAnew();
    [[nodiscard]] Result<void> keepReadAs(ByteView as) const;
    /// Everything up to this commit was given once more; where that is cut short, it goes on there (againFrom()),
    /// unless this person may read something else by then.
    [[nodiscard]] Result<void> keepAgain(std::uint64_t commit) const;
    [[nodiscard]] Result<std::uint64_t> againFrom() const;

    /// Names the hub, and keeps why.
    std::unexpected<Error> distrust(Text what, std::string where);
    std::unexpected<Error> distrust(Finding finding);
    /// Ends the exchange for the hub's other history, after a look at what it has signed there.
    void doubt(std::uint64_t number);
    [[nodiscard]] Ask nextDoubt() const;
    Result<void> takeDoubt(const Result<Answer>& answer);
    /// A link that does not follow, against what this desk has of its case.
    Result<Finding> brokenOrder(Text what, std::string where, std::int64_t caseRow, const Entry& entry);
    /// Stops the exchange with a question, unless that was agreed to. Whether it stops.
    bool stopsFor(const HubQuestion& question);
    /// Whether the exchange stops because these would take the person off many cases.
    Result<bool> takesMuchAway(const Changes& changes);

    /// That the hub does not know somebody whom its own sealed register admits is damage or a lie.
    Error admitted(Error error);
    Result<void> takeChanges(Changes changes);
    Result<void> takeHistory(const History& history);
    Result<void> takeRefusals(std::vector<Refusal> refusals);
    Result<void> takeTaken(const TakenBack& taken);
    /// The hub's last commit is earlier than this desk's.
    Result<void> findLost(const Changes& changes);
    Result<Known> known() const;
    /// Whether the hub has another commit where the answer begins than it handed out.
    Result<bool> checkBase(const Changes& changes);
    /// Whether the hub leaves out events as ours that this vault does not have.
    Result<bool> lacksOwnEvents(const std::vector<Entry>& entries) const;
    void beginAnswer();
    Result<void> takeAll(const Changes& changes);
    Result<void> takeFounding(const Changes& changes, RegisterState& office);
    Result<void> takeCommits(const RegisterState& office, const Changes& changes);
    Result<void> takeEntry(RegisterState& office, const std::map<Digest, ActWithIds>& acts, const Entry& entry);
    struct Taken {
        std::int64_t row = 0;
        bool opening = false; ///< it says no more than that a case was opened
        bool isNew = false;   ///< this vault did not have it
    };
    Result<Taken> takeEvent(const RegisterState& office, const std::map<Digest, ActWithIds>& acts, const Entry& entry,
                            std::int64_t caseRow);
    /// Where a log ends in this vault.
    struct LogEnd {
        std::int64_t row = 0;
        std::uint64_t seq = 0; ///< 0: it has no link
        Digest hash{};
    };
    /// The same, read once for an answer: takeEntry() keeps it up to date.
    Result<LogEnd*> endOf(CaseId log);
    void checkActs(const std::map<Digest, ActWithIds>& acts, const RegisterState& office);
    Result<std::int64_t> takeAct(const RegisterState& office, const ActWithIds& act, const Event& event, Moment at);
    /// Whether there is nothing more to open in this act.
    Result<bool> openEnvelopes(std::int64_t row, const Act& act);
    Result<const StoredCommit*> commitOf(std::uint64_t number);

    Vault& m_vault;
    Keyholder& m_keys;
    CaseId m_officeId;
    Digest m_fingerprint;
    RegisterState& m_office;
    std::span<const Submission> m_fresh;
    Landed m_landed;
    AskManner m_manner;

    Phase m_phase = Phase::handOver;
    std::optional<std::vector<std::int64_t>> m_toSend; ///< rows of the acts that wait; nothing: not looked yet
    std::size_t m_sent = 0;
    std::vector<std::int64_t> m_waiting; ///< rows of the events that have not landed
    ChangesAsk m_asked;
    std::optional<Changes> m_held; ///< changes that wait for the histories they owe
    HistoryAsk m_history;
    bool m_withOwn = false;
    std::uint64_t m_againUpTo = 0;
    Bytes m_againAs;               ///< readAs() when it began to ask for everything once more
    bool m_anew = false;           ///< readAnew() since then
    std::uint64_t m_lostAfter = 0; ///< the hub's last commit while it is given back what came after
    bool m_gaveBack = false;       ///< once in an exchange
    Doubt m_doubt;
    bool m_bootstraps = false;             ///< this vault knew nothing before: what it hears is history
    std::optional<std::uint64_t> m_newest; ///< the hub's last commit before its first answer, as it says
    std::vector<std::int64_t> m_unopened;  ///< rows of acts for units that may not have been open yet
    ActChecks m_checks;                    ///< of the acts of the answer that is being taken
    std::set<CaseId> m_released;           ///< cases off which news of this exchange took the person

    Exchanged m_out;
    std::set<std::int64_t> m_touched;
    std::set<std::int64_t> m_others; ///< those in which others said something
    StoredCommit m_commit;           ///< the one last looked at
    // Of the answer that is being taken.
    std::map<Digest, std::int64_t> m_acts;
    std::map<CaseId, LogEnd> m_ends;
};

/// Runs an exchange to its end with a hub that answers at once. After an error done() says what was taken before.
Result<void> runExchange(Exchange& exchange, HubPort& hub, PersonId reader);
/// The same, for who needs nothing of it after an error.
Result<Exchanged> exchangeWith(HubPort& hub, PersonId reader, Exchange exchange);

} // namespace model
