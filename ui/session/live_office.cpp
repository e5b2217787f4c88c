// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/live_office.h"

#include "model/practice/practice.h"
#include "model/workspace/hub_line.h"
#include "model/workspace/invitation.h"
#include "model/workspace/office_files.h"
#include "model/workspace/recovery.h"
#include "model/workspace/setup_rules.h"
#include "model/workspace/unsettled.h"
#include "model/workspace/tokens.h"

#include <map>

namespace ui {
namespace {

class LiveReader : public ReaderPort {
public:
    LiveReader(model::CaseList list, model::OfficeLog log) : m_list(std::move(list)), m_log(std::move(log)) {}
    Result<std::vector<std::int64_t>> rows(const model::CaseFilter& filter, std::size_t limit) override {
        return m_list.rows(filter, limit);
    }
    Result<std::uint64_t> count(const model::CaseFilter& filter) override { return m_list.count(filter); }
    Result<std::vector<model::CaseRow>> page(std::span<const std::int64_t> rows) override { return m_list.page(rows); }
    Result<std::optional<std::int64_t>> rowOf(CaseId id) override { return m_list.rowOf(id); }
    Result<std::vector<std::pair<std::string, std::uint64_t>>> stageCounts() override { return m_list.stageCounts(); }
    Result<std::uint64_t> unsearchable() override { return m_list.unsearchable(); }
    Result<std::vector<model::ChosenCase>> chosen(const model::CaseSelection& selection) override {
        return m_list.chosen(selection);
    }
    Result<model::CaseSummary> summary(const model::CaseSelection& selection) override {
        return m_list.summary(selection);
    }
    Result<model::Overview> overview(const model::OverviewQuery& query) override { return m_list.overview(query); }
    Result<std::vector<model::Precedent>> precedents(const model::law::ArticleId& governing, CaseId but) override {
        return m_list.precedents(governing, but);
    }
    Result<std::vector<model::DuePeriod>> due(const model::DueQuery& query) override { return m_list.due(query); }
    Result<std::vector<std::pair<model::Date, std::uint64_t>>> dueDays(const model::DueQuery& query) override {
        return m_list.dueDays(query);
    }
    Result<std::vector<std::int64_t>> logKeys(const model::LogQuery& query, std::size_t limit) override {
        return m_log.keys(query, limit);
    }
    Result<std::vector<model::OfficeLogEntry>> logPage(std::span<const std::int64_t> keys) override {
        return m_log.page(keys);
    }
    void interrupt() override {
        m_list.interrupt();
        m_log.interrupt();
    }

private:
    model::CaseList m_list;
    model::OfficeLog m_log;
};

class LiveLine : public LinePort {
public:
    explicit LiveLine(std::unique_ptr<model::HubLine> line) : m_line(std::move(line)) {}
    model::HubAnswer put(const model::ExchangeStep& step) override { return m_line->put(*step.ask); }
    Result<bool> waitForNews(std::uint64_t after, std::uint64_t seconds) override {
        return m_line->waitForNews(after, seconds);
    }

private:
    std::unique_ptr<model::HubLine> m_line;
};

FileWork workOf(model::EvidenceTransfer transfer) {
    if (transfer.empty()) return {};
    return [transfer = std::move(transfer)](const model::EvidenceTransfer::Progress& progress, std::stop_token stop) {
        return transfer.run(progress, std::move(stop));
    };
}

class LiveWriter : public WriterPort {
public:
    explicit LiveWriter(std::unique_ptr<model::Workspace> workspace) : m_workspace(std::move(workspace)) {}

    OfficeView office() override {
        const auto& registered = m_workspace->office();
        OfficeView view;
        view.me = m_workspace->me();
        view.myName = m_workspace->nameOf(view.me);
        view.officeName = registered.name;
        view.folder = m_workspace->folder().string();
        view.listLayout = m_workspace->draft(kListLayout).value_or(std::string());
        view.deskSettings = m_workspace->draft(kDeskSettings).value_or(std::string());
        for (const auto& id : m_workspace->peopleByName()) {
            const auto& person = registered.people.at(id);
            view.people.push_back({id, m_workspace->nameOf(id), person.roles, person.certified, person.active});
            if (id == view.me) view.roles = person.roles;
        }
        view.registered = std::make_shared<model::RegisterState>(registered);
        if (auto definition = m_workspace->definition(registered.currentWorkflow))
            view.workflow = *std::move(definition);
        view.vocabulary = std::make_shared<model::FilterVocabulary>(m_workspace->vocabulary());
        view.units = m_workspace->units();
        view.takesInFor = m_workspace->unitsToTakeInFor();
        if (const auto unit = m_workspace->unitOfNew({})) view.newCaseUnit = *unit;
        if (const auto& address = m_workspace->hubAddress()) {
            view.hubElsewhere = true;
            if (!address->host.empty()) view.hub = address->host + ":" + std::to_string(address->port);
        }
        view.ended = m_workspace->ended();
        return view;
    }
    Result<std::unique_ptr<ReaderPort>> reader() override {
        TRY_ASSIGN(auto list, m_workspace->list());
        TRY_ASSIGN(auto log, m_workspace->officeLog());
        return std::make_unique<LiveReader>(std::move(list), std::move(log));
    }
    Result<model::CaseView> view(CaseId id) override { return m_workspace->view(id); }
    Result<bool> noteOpened(CaseId id) override { return m_workspace->noteOpened(id); }
    Result<bool> markSeen(CaseId id, std::uint64_t upTo) override { return m_workspace->markSeen(id, upTo); }
    Result<bool> markUnread(CaseId id) override { return m_workspace->markUnread(id); }
    Result<model::Receipt> undo(CaseId id, const model::Digest& event) override { return m_workspace->undo(id, event); }
    Result<model::Receipt> redo(CaseId id, const model::Digest& event) override { return m_workspace->redo(id, event); }
    Result<model::Receipt> setFacts(CaseId id, const model::Form& values) override {
        return m_workspace->setFacts(id, values);
    }
    Result<model::Receipt> stateItem(CaseId id, model::ItemSort sort, ItemId item, const model::Form& typed,
                                     const std::vector<model::EvidenceCitation>& evidence) override {
        return m_workspace->stateItem(id, sort, item, typed, evidence);
    }
    Result<model::Receipt> withdrawItem(CaseId id, model::ItemSort sort, ItemId item) override {
        return m_workspace->withdrawItem(id, sort, item);
    }
    Result<model::Receipt> makeRespondent(CaseId id, ItemId party) override {
        return m_workspace->makeRespondent(id, party);
    }
    Result<model::Receipt> addNote(CaseId id, const std::string& text) override {
        return m_workspace->addNote(id, text);
    }
    Result<model::Receipt> assign(CaseId id, PersonId person, const std::string& role) override {
        return m_workspace->assign(id, person, role);
    }
    Result<model::Receipt> release(CaseId id, PersonId person, const std::string& role) override {
        return m_workspace->release(id, person, role);
    }
    Result<model::Receipt> takeStep(CaseId id, const std::string& step, const model::Form& form,
                                    const std::optional<model::Digest>& on) override {
        return m_workspace->takeStep(id, step, form, on);
    }
    Result<model::BulkOutcome> bulk(std::span<const CaseId> cases, const model::BulkCommand& command,
                                    const model::Progress& progress, std::stop_token stop) override {
        return m_workspace->bulk(cases, command, progress, std::move(stop));
    }
    Result<std::vector<model::EvidenceOutcome>> addEvidence(CaseId id, const std::vector<std::filesystem::path>& files,
                                                            const std::string& category, const std::string& medium,
                                                            const model::Progress& progress,
                                                            std::stop_token stop) override {
        return m_workspace->addEvidence(id, files, category, medium, progress, std::move(stop));
    }
    Result<void> exportEvidence(CaseId id, ItemId item, const std::filesystem::path& target,
                                const model::Progress& progress, std::stop_token stop) override {
        return m_workspace->exportEvidence(id, item, target, progress, std::move(stop));
    }
    Result<CaseId> receiveReport(const model::intake::Report& report, std::optional<UnitId> unit) override {
        return m_workspace->receiveReport(report, unit);
    }
    Result<model::ImportOutcome> importReports(const std::vector<std::filesystem::path>& files,
                                               const model::Progress& progress, std::stop_token stop,
                                               std::optional<UnitId> unit) override {
        return m_workspace->importReports(files, progress, std::move(stop), unit);
    }
    Result<model::Receipt> handToUnit(CaseId id, UnitId unit) override { return m_workspace->handToUnit(id, unit); }
    Result<model::Receipt> foundUnit(const std::string& name, std::span<const PersonId> members) override {
        return m_workspace->foundUnit(name, members);
    }
    Result<model::Receipt> staffUnits(PersonId person, std::span<const std::pair<UnitId, bool>> changes) override {
        model::Receipt last;
        for (const auto& [unit, member] : changes) {
            TRY_ASSIGN(last, m_workspace->staffUnit(unit, person, member));
            if (!last.refused.empty()) break;
        }
        return last;
    }
    Result<model::News> lookForNew() override { return m_workspace->lookForNew(); }
    Result<std::unique_ptr<LinePort>> line(std::stop_token stop) override {
        TRY_ASSIGN(auto line, m_workspace->hubLine(std::move(stop)));
        return std::make_unique<LiveLine>(std::move(line));
    }
    Result<model::ExchangeStep> beginExchange() override { return m_workspace->beginExchange(); }
    Result<model::ExchangeStep> goOnWithExchange(model::HubAnswer answer) override {
        return m_workspace->goOnWithExchange(std::move(answer));
    }
    bool hasSaid() override { return m_workspace->hasSaid(); }
    Result<FileWork> filesToSend() override {
        TRY_ASSIGN(auto transfer, m_workspace->evidenceToSend(false));
        return workOf(std::move(transfer));
    }
    Result<FileWork> filesToFetch(CaseId id, const std::vector<ItemId>& items) override {
        TRY_ASSIGN(auto transfer, m_workspace->evidenceToFetch(id, items));
        return workOf(std::move(transfer));
    }
    Result<model::Standing> standing() override { return m_workspace->standing(); }
    Result<void> settle(std::span<const model::Settlement> decided, bool settled) override {
        return m_workspace->setSettled(decided, settled);
    }
    Result<model::Receipt> putBack(CaseId id, const std::string& field) override {
        return m_workspace->putBack(id, field);
    }
    Result<model::Receipt> noteRefused(const model::Digest& event) override { return m_workspace->noteRefused(event); }
    Result<HubLook> lookAtHub() override {
        const auto oversight = m_workspace->hubOversight();
        HubLook look;
        TRY_ASSIGN(look.findings, oversight.findings());
        if (auto head = oversight.shownHead()) look.head = *std::move(head);
        TRY_ASSIGN(look.above, oversight.asksAbove());
        return look;
    }
    Result<void> saveProof(std::int64_t finding, const std::filesystem::path& target) override {
        TRY_ASSIGN(const auto file, m_workspace->hubOversight().proof(finding));
        return model::writeWhole(target, file);
    }
    Result<void> saveHeads(const std::filesystem::path& target) override {
        TRY_ASSIGN(const auto file, m_workspace->hubOversight().heads());
        return model::writeWhole(target, file);
    }
    Result<model::HeadsCompared> compareHeads(model::ByteView theirs) override {
        return m_workspace->hubOversight().compare(theirs);
    }
    Result<model::HeadsCompared> compareHeadsFile(const std::filesystem::path& file) override {
        TRY_ASSIGN(const auto bytes, model::readWhole(file, model::kHeadsLimit));
        return compareHeads(bytes);
    }
    Result<void> askAbove(const model::AskAbove& above) override {
        return m_workspace->hubOversight().setAsksAbove(above);
    }
    Result<void> agree(const model::HubQuestion& question) override {
        m_workspace->hubOversight().agree(question);
        return {};
    }
    Result<std::size_t> indexWords(std::size_t most) override { return m_workspace->indexWords(most); }
    Result<model::Bytes> decisionPdf(CaseId id) override { return m_workspace->decisionPdf(id); }
    Result<std::vector<model::DocumentOffer>> documentOffers(CaseId id,
                                                             const std::optional<model::Digest>& on) override {
        return m_workspace->documents().offers(id, on);
    }
    Result<model::FilledDocument> fillDocument(CaseId id, const model::DocumentRequest& request) override {
        return m_workspace->documents().fill(id, request);
    }
    Result<model::Receipt> makeDocument(CaseId id, const model::DocumentRequest& request) override {
        return m_workspace->documents().make(id, request);
    }
    Result<model::Bytes> document(CaseId id, ItemId item) override { return m_workspace->documents().read(id, item); }
    Result<std::vector<model::TemplateEntry>> templates() override { return m_workspace->documents().templates(); }
    Result<std::string> templateText(const std::string& id) override {
        return m_workspace->documents().templateText(id);
    }
    Result<model::Receipt> adoptTemplate(const std::string& json) override {
        return m_workspace->documents().adoptTemplate(json);
    }
    Result<model::Receipt> dropTemplate(const std::string& id) override {
        return m_workspace->documents().dropTemplate(id);
    }
    Result<model::VerifyReport> verify(const model::Progress& progress, std::stop_token stop) override {
        return m_workspace->verify(true, progress, std::move(stop));
    }
    Result<std::vector<model::PersonEntry>> people() override { return m_workspace->people(); }
    Result<model::Receipt> admit(PersonId person, const std::set<model::Role>& roles, bool certified) override {
        return m_workspace->admit(person, roles, certified);
    }
    Result<model::Receipt> changePerson(PersonId person, const std::set<model::Role>& roles, bool certified,
                                        bool active) override {
        return m_workspace->changePerson(person, roles, certified, active);
    }
    Result<model::Receipt> proposeKeys(PersonId person, const model::Digest& keys, const std::string& why) override {
        return m_workspace->proposeIdentity(person, keys, why);
    }
    Result<model::Receipt> approveKeys(PersonId person, const model::Digest& keys) override {
        return m_workspace->approveIdentity(person, keys);
    }
    Result<model::Receipt> declineKeys(PersonId person) override { return m_workspace->declineIdentity(person); }
    Result<bool> tendKeys() override {
        TRY_ASSIGN(const auto tended, m_workspace->tendKeys({}, {}));
        return !tended.nothing();
    }
    Result<model::Holdings> holdings(PersonId person) override { return m_workspace->holdings(person); }
    Result<model::HandedOver> handOver(PersonId from, std::span<const model::Successor> successors,
                                       const model::Progress& progress, std::stop_token stop) override {
        return m_workspace->handCasesOver(from, successors, progress, std::move(stop));
    }
    Result<model::Drill> drill(const model::Progress& progress, std::stop_token stop) override {
        return m_workspace->drill(progress, std::move(stop));
    }
    Result<std::optional<model::Instant>> lastDrill() override { return m_workspace->lastDrill(); }
    Result<void> saveInvitationFor(PersonId person, const std::filesystem::path& target) override {
        TRY_ASSIGN(auto invitation, model::invitationOf(m_workspace->folder()));
        invitation.person = person;
        return model::writeWhole(target, crypto::asBytes(model::writeInvitation(invitation)));
    }
    Result<model::CalendarEffect> calendarEffect(const std::string& pack, const model::Progress& progress,
                                                 std::stop_token stop) override {
        return m_workspace->calendarEffect(pack, progress, std::move(stop));
    }
    Result<model::Receipt> adoptCalendar(const std::string& pack) override { return m_workspace->adoptCalendar(pack); }
    Result<PersonId> takeInRequest(const std::filesystem::path& file) override {
        return m_workspace->takeInRequest(file);
    }
    Result<void> saveEnrolment(const std::filesystem::path& target) override {
        if (m_workspace->hubAddress()) {
            TRY_ASSIGN(const auto invitation, model::invitationOf(m_workspace->folder()));
            return model::writeWhole(target, crypto::asBytes(model::writeInvitation(invitation)));
        }
        TRY_ASSIGN(const auto enrolment, model::enrolmentOf(m_workspace->folder()));
        return model::writeWhole(target, crypto::asBytes(model::writeEnrolment(enrolment)));
    }
    Result<void> keepDraft(const std::string& key, const std::string& text) override {
        return m_workspace->keepDraft(key, text);
    }
    Result<std::string> draft(const std::string& key) override { return m_workspace->draft(key); }
    Result<std::vector<model::SavedFilter>> savedFilters() override { return m_workspace->savedFilters(); }
    Result<void> keepFilters(const std::vector<model::SavedFilter>& filters) override {
        return m_workspace->keepFilters(filters);
    }

private:
    std::unique_ptr<model::Workspace> m_workspace;
};

class LiveGate : public GatePort {
public:
    LiveGate(std::filesystem::path folder, model::Surroundings with)
        : m_folder(std::move(folder)), m_with(std::move(with)), m_given(m_with.tokens) {
        m_with.exchangesInSteps = true; // HubLink makes them
    }
    Result<model::OfficeInfo> inspect() override {
        // Nothing is opened by a program whose cryptography is broken, and the page says why.
        TRY(model::checkProgram());
        return model::inspectOffice(m_folder);
    }
    Result<std::unique_ptr<WriterPort>> unlock(PersonId person, crypto::ByteView passphrase) override {
        TRY(model::checkProgram());
        TRY_ASSIGN(auto workspace, model::Workspace::unlock(m_folder, person, passphrase, m_with));
        return std::make_unique<LiveWriter>(std::move(workspace));
    }
    Result<std::optional<crypto::TokenInfo>> tokenAsked(const model::Profile& profile) override {
        return model::tokenAsked(m_folder, profile, m_with);
    }
    std::string tokenModule() override {
        return m_with.tokens != nullptr ? m_with.tokens->module() : std::string(crypto::kSystemTokenModule);
    }
    Result<std::vector<crypto::TokenInfo>> tokensHere(const std::string& module) override {
        return model::tokensHere(through(module));
    }
    void choose(const std::filesystem::path& folder) override { m_folder = folder; }
    Result<void> checkMachine() override { return model::checkMachine(*m_with.clock); }
    Result<void> checkNewFolder(const std::filesystem::path& folder) override { return model::checkNewFolder(folder); }
    Result<model::OfficeInfo> officeToJoin(const std::filesystem::path& fileOrFolder) override {
        return model::officeToJoin(fileOrFolder);
    }
    Result<PersonId> found(const model::FoundRequest& request, const NewKeys& keys, const model::Doing& doing,
                           std::stop_token stop) override {
        const auto with = through(keys);
        auto asked = request;
        asked.token = keys.token;
        TRY_ASSIGN(const auto workspace,
                   model::Workspace::found(asked, keys.secret.view(), with, doing, std::move(stop)));
        m_with.tokens = with.tokens;
        return workspace->me();
    }
    Result<PersonId> join(const std::filesystem::path& folder, const model::PersonRequest& request, const NewKeys& keys,
                          const model::Doing& doing, std::stop_token stop) override {
        const auto with = through(keys);
        TRY_ASSIGN(const auto person,
                   model::Workspace::requestToJoin(folder, withToken(request, keys), keys.secret.view(), with, doing,
                                                   std::move(stop)));
        m_with.tokens = with.tokens;
        return person;
    }
    Result<model::Digest> askForNewKeys(PersonId person, const NewKeys& keys) override {
        const auto with = through(keys);
        TRY_ASSIGN(const auto request,
                   model::Workspace::askForNewKeys(m_folder, person, keys.secret.view(), with, {}, {}, keys.token));
        m_with.tokens = with.tokens;
        return model::keyFingerprint(request.identity);
    }
    Result<bool> isInvitation(const std::filesystem::path& file) override {
        TRY_ASSIGN(const auto invitation, model::invitationAt(file));
        return invitation.has_value();
    }
    Result<PersonId> joinByInvitation(const std::filesystem::path& file, const std::filesystem::path& folder,
                                      const model::PersonRequest& request, const NewKeys& keys,
                                      const model::Doing& doing, std::stop_token stop) override {
        TRY_ASSIGN(const auto invitation, model::invitationAt(file));
        if (!invitation) {
            return model::fail(model::Code::malformed, {"This is no invitation", "这不是邀请文件"}, {}, file.string());
        }
        const auto with = through(keys);
        TRY_ASSIGN(const auto made, model::joinByInvitation(folder, *invitation, withToken(request, keys),
                                                            keys.secret.view(), with, doing, std::move(stop)));
        m_with.tokens = with.tokens;
        return made.person;
    }
    Result<void> makePractice(const std::filesystem::path& folder, const model::Doing& doing,
                              std::stop_token stop) override {
        model::PracticeRequest request;
        request.folder = folder;
        TRY(model::makePractice(request, {}, std::move(stop), doing));
        return {};
    }

private:
    static model::PersonRequest withToken(model::PersonRequest request, const NewKeys& keys) {
        request.token = keys.token;
        return request;
    }
    /// The surroundings in which tokens are reached through this module. One that was loaded stays known: there must
    /// be one of a kind, and an office that is open may hold on to it.
    model::Surroundings through(const std::string& module) {
        auto with = m_with;
        if (m_given != nullptr && m_given->module() == module) {
            with.tokens = m_given;
            return with;
        }
        auto& own = m_modules[module];
        if (!own) own = std::make_unique<crypto::Tokens>(module);
        with.tokens = own.get();
        return with;
    }
    model::Surroundings through(const NewKeys& keys) { return keys.token ? through(keys.module) : m_with; }

    std::filesystem::path m_folder;
    model::Surroundings m_with;
    crypto::Tokens* m_given;                                          ///< what the program began with
    std::map<std::string, std::unique_ptr<crypto::Tokens>> m_modules; ///< others that were asked for here
};

} // namespace

std::unique_ptr<GatePort> liveOffice(std::filesystem::path folder, model::Surroundings with) {
    return std::make_unique<LiveGate>(std::move(folder), std::move(with));
}

} // namespace ui
