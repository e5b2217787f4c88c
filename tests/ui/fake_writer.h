// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/penalty_check.h"
#include "model/workspace/hub_line.h"
#include "tests/ui/fake_reader.h"

/// An office made of values, behind the interfaces of ui/session: as many rows as a test wants, one case to look at,
/// and switches for what goes wrong (fake_values.h).
namespace fake {

/// The line to a hub that does what the office's switches say.
class Line : public LinePort {
public:
    Line(std::shared_ptr<Office> office, std::stop_token stop) : m_office(std::move(office)), m_stop(std::move(stop)) {}
    model::HubAnswer put(const model::ExchangeStep&) override {
        while (m_office->holdHub && !m_stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        const std::lock_guard guard(m_office->mutex);
        if (m_office->hubFault) return {std::unexpected(*m_office->hubFault)};
        return {model::Result<model::Answer>(std::in_place, std::monostate{})};
    }
    Result<bool> waitForNews(std::uint64_t, std::uint64_t) override {
        while (!m_stop.stop_requested()) {
            if (m_office->hubNews.exchange(false)) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return model::fail(model::Code::cancelled, {"Stopped", "已停止"});
    }

private:
    std::shared_ptr<Office> m_office;
    std::stop_token m_stop;
};

class Writer : public WriterPort {
public:
    explicit Writer(std::shared_ptr<Office> office) : m_office(std::move(office)) {}
    OfficeView office() override {
        OfficeView view;
        view.me = m_office->me;
        view.myName = "Officer Canary";
        {
            const std::lock_guard guard(m_office->mutex);
            view.listLayout = m_office->drafts[kListLayout];
            view.deskSettings = m_office->drafts[kDeskSettings];
        }
        view.roles = m_office->registered->people[m_office->me].roles;
        view.people = {{m_office->me, view.myName, view.roles, false, true},
                       {m_office->investigator, "Investigator Canary", {model::Role::investigator}, true, true}};
        view.registered = m_office->registered;
        view.workflow = m_office->definition;
        view.vocabulary = m_office->vocabulary;
        view.hubElsewhere = m_office->hubElsewhere;
        if (view.hubElsewhere) view.hub = "hub.example:8844";
        return view;
    }
    Result<std::unique_ptr<ReaderPort>> reader() override { return std::make_unique<Reader>(m_office); }
    Result<model::CaseView> view(CaseId id) override {
        ++m_office->viewsAsked;
        const bool decided = m_office->decided;
        model::CaseView view;
        view.definition = m_office->definition;
        view.state.id = id;
        view.state.reference = "2026-100001";
        view.state.workflow = "fake";
        view.state.stage = decided ? "decided" : "received";
        for (const auto& [field, value] : m_office->facts) view.state.facts[field] = {value, {}, true, 1, {}};
        {
            const std::lock_guard guard(m_office->mutex);
            for (const auto& [field, fact] : m_office->told) view.state.facts[field] = fact;
            view.state.chronology = m_office->chronology;
            view.state.parties = m_office->parties;
            view.state.documents = m_office->documents;
            view.known = m_office->known;
            view.state.head.seq = m_office->head;
        }
        view.state.opened.time = model::Instant(std::chrono::milliseconds(1'772'500'000'000));
        view.chronology = model::chronologyOf(view.state, view.definition.get());
        model::EvidenceItem item;
        item.id.bytes.fill(3);
        item.name = std::string(kCanary) + ".pdf";
        item.category = "electronic";
        item.readable = true;
        item.size = 1'300'000;
        if (!m_office->noEvidence) {
            view.state.evidence.push_back(item);
            view.places.push_back(m_office->fileAway ? model::EvidencePlace::notHere : model::EvidencePlace::both);
        }
        if (decided) {
            model::PenaltyValue penalty;
            penalty.facts.violations = {model::law::ArticleId("ecl34")};
            penalty.facts.illegalTurnover = model::law::Money::fromFen(182'000'000);
            penalty.proposal.fine = model::law::Money::fromFen(910'000'000);
            for (const char* step : {"approve", "issue_decision"}) {
                model::StepTaken taken;
                taken.step = step;
                taken.readable = true;
                taken.place.by = m_office->me;
                taken.place.seq = 13;
                if (taken.step == "approve")
                    taken.form = {{"opinion", "Agreed."}, {"penalty", model::renderPenaltyValue(penalty)}};
                else taken.form = {{"decision_no", "2026-17"}, {"decision_date", "2026-11-23"}};
                view.state.steps.push_back(taken);
            }
        }
        view.state.tracks = m_office->tracks;
        model::LogEntry entry;
        entry.seq = 1;
        entry.author = m_office->me;
        entry.kind = "report.received";
        entry.summary = {"Report received", "收到举报"};
        entry.signatureValid = true;
        view.log.push_back(entry);
        entry.seq = 2;
        entry.kind = "case.opened";
        entry.summary = {"Opened the case", "查阅案件"};
        view.log.push_back(entry);
        const model::Instant now{};
        view.steps =
            model::stepsFrom(*m_office->definition, view.state, *m_office->registered, m_office->me, now, nullptr);
        view.deadlines = model::deadlines(*m_office->definition, view.state, nullptr, view.state.opened.time);
        view.missing = model::completeness(*m_office->definition, view.state, *m_office->registered, now, nullptr);
        return view;
    }
    Result<bool> markSeen(CaseId id, std::uint64_t) override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->unread.erase(id) != 0;
    }
    Result<bool> markUnread(CaseId id) override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->unread.insert(id).second;
    }
    Result<model::Receipt> undo(CaseId id, const model::Digest& event) override { return again("undo", id, event); }
    Result<model::Receipt> redo(CaseId id, const model::Digest& event) override { return again("redo", id, event); }
    Result<bool> noteOpened(CaseId) override {
        ++m_office->openings;
        if (m_office->viewsAsked == 0) ++m_office->openingsBeforeView;
        if (m_office->refuseOpenings)
            return model::fail(model::Code::refused, {"The day of the opening cannot be", "查阅日期不可能成立"});
        return true;
    }
    Result<model::Receipt> setFacts(CaseId caseId, const model::Form& values) override {
        {
            const std::lock_guard guard(m_office->mutex);
            for (const auto& [field, value] : values) {
                const auto told = m_office->told.find(field);
                if (told == m_office->told.end()) m_office->facts[field] = value;
                else told->second.state(value, placeOf(*m_office, m_office->me), true);
            }
        }
        return says("facts", caseId, {"Changed facts", "已修改事实"});
    }
    Result<model::Receipt> stateItem(CaseId caseId, model::ItemSort sort, ItemId id, const model::Form& typed,
                                     const std::vector<model::EvidenceCitation>& evidence) override {
        const std::lock_guard guard(m_office->mutex);
        auto& all = sort == model::ItemSort::chronology ? m_office->chronology : m_office->parties;
        TRY_ASSIGN(const auto form, model::canonicalItem(sort, typed));
        TRY(model::checkItem(sort, form, *m_office->registered));
        const auto place = placeOf(*m_office, m_office->me);
        if (id.isNull()) {
            id.bytes.fill(static_cast<std::uint8_t>(0x40 + all.size()));
            model::StatedItem fresh;
            fresh.id = id;
            fresh.readable = true;
            fresh.entered = place;
            all.push_back(fresh);
        }
        auto& item = *std::ranges::find(all, id, &model::StatedItem::id);
        item.place = place;
        item.evidence = evidence;
        item.withdrawn = false;
        auto said = form;
        said[std::string(model::kEvidenceField)] = model::citationText(evidence);
        for (const auto& field : model::itemFields(sort)) said.try_emplace(field.id);
        for (const auto& [field, value] : said) {
            if (item.value(field) != value) item.fields[field].state(value, place, true);
        }
        ++m_office->statements;
        auto receipt = saysLocked("item", caseId, {"Stated it", "已填写"});
        receipt.item = id;
        return receipt;
    }
    Result<model::Receipt> withdrawItem(CaseId caseId, model::ItemSort sort, ItemId id) override {
        const std::lock_guard guard(m_office->mutex);
        auto& all = sort == model::ItemSort::chronology ? m_office->chronology : m_office->parties;
        std::ranges::find(all, id, &model::StatedItem::id)->withdrawn = true;
        ++m_office->statements;
        return saysLocked("withdrawal", caseId, {"Withdrew it", "已撤回"});
    }
    Result<model::Receipt> makeRespondent(CaseId, ItemId id) override {
        const std::lock_guard guard(m_office->mutex);
        const auto& party = *std::ranges::find(m_office->parties, id, &model::StatedItem::id);
        for (const auto& [fact, value] : model::factsOfRespondent(*m_office->definition, party))
            m_office->facts[fact] = value;
        return model::Receipt{};
    }
    Result<model::Receipt> addNote(CaseId id, const std::string& text) override {
        return says("note", id, {"Added the note " + text, "已添加备注" + text});
    }
    Result<model::Receipt> assign(CaseId id, PersonId, const std::string&) override {
        return says("assign", id, {"Assigned somebody", "已指派"});
    }
    Result<model::Receipt> release(CaseId, PersonId, const std::string&) override { return model::Receipt{}; }
    Result<model::Receipt> takeStep(CaseId id, const std::string& step, const model::Form&,
                                    const std::optional<model::Digest>& on) override {
        m_office->lastOn = on;
        auto receipt = says("step", id, {"Took " + step, "已办理 " + step});
        receipt->done->undoable = !m_office->definition->anyStep(step)->confirm;
        return receipt;
    }
    Result<model::BulkOutcome> bulk(std::span<const CaseId> cases, const model::BulkCommand& command,
                                    const model::Progress& progress, std::stop_token stop) override {
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->bulks.push_back(command);
            auto& rows = m_office->bulkRows.emplace_back();
            for (const auto& id : cases) rows.push_back(rowOf(id));
        }
        model::BulkOutcome out;
        m_office->bulkDone = 0;
        for (const auto& id : cases) {
            if (stop.stop_requested()) break;
            model::BulkItem item{id, referenceOf(rowOf(id)), {}, {}};
            if (m_office->bulkRefuses.contains(rowOf(id))) {
                item.error = Error{model::Code::refused,
                                   {"Somebody else changed the case after you saw it", "您查看之后，案件已被他人更新"},
                                   {"Look at what is new and decide again", "请查看新内容后重新决定"}};
                ++out.refused;
            } else {
                item.receipt.events.emplace_back();
                ++out.done;
            }
            out.items.push_back(std::move(item));
            const int done = ++m_office->bulkDone;
            progress(out.items.size(), cases.size());
            while (done % 20 == 0 && m_office->holdBulk && !stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        out.left = cases.size() - out.items.size();
        out.stopped = out.left != 0;
        return out;
    }
    Result<std::vector<model::EvidenceOutcome>> addEvidence(CaseId id, const std::vector<std::filesystem::path>&,
                                                            const std::string&, const std::string&,
                                                            const model::Progress&, std::stop_token) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->evidenceFor.push_back(id);
        return std::vector<model::EvidenceOutcome>{};
    }
    Result<void> exportEvidence(CaseId, ItemId, const std::filesystem::path&, const model::Progress&,
                                std::stop_token) override {
        return {};
    }
    Result<model::Receipt> handToUnit(CaseId, UnitId) override { return model::Receipt{}; }
    Result<model::Receipt> foundUnit(const std::string&, std::span<const PersonId>) override {
        return model::Receipt{};
    }
    Result<model::Receipt> staffUnits(PersonId, std::span<const std::pair<UnitId, bool>>) override {
        return model::Receipt{};
    }
    Result<CaseId> receiveReport(const model::intake::Report& report, std::optional<UnitId>) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->reports.push_back(report);
        if (m_office->refusesReports) return model::fail(model::Code::refused, {"Not now", "暂不能登记"});
        return caseOf(1);
    }
    Result<model::ImportOutcome> importReports(const std::vector<std::filesystem::path>&,
                                               const model::Progress& progress, std::stop_token stop,
                                               std::optional<UnitId>) override {
        for (std::uint64_t done = 5'000; m_office->holdLong && !stop.stop_requested(); done += 5'000) {
            progress(done, 0);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return m_office->imported;
    }
    Result<model::News> lookForNew() override {
        ++m_office->looks;
        const std::lock_guard guard(m_office->mutex);
        return std::exchange(m_office->news, {});
    }
    Result<std::unique_ptr<LinePort>> line(std::stop_token stop) override {
        return std::make_unique<Line>(m_office, std::move(stop));
    }
    Result<model::ExchangeStep> beginExchange() override {
        ++m_office->exchanges;
        m_office->unsent = false;
        return model::ExchangeStep{model::Ask(model::RefusalsAsk{}), {}};
    }
    Result<model::ExchangeStep> goOnWithExchange(model::HubAnswer answer) override {
        if (!answer.said) return std::unexpected(answer.said.error());
        m_office->waiting = 0;
        const std::lock_guard guard(m_office->mutex);
        return model::ExchangeStep{{}, std::exchange(m_office->news, {})};
    }
    bool hasSaid() override { return m_office->unsent.exchange(false); }
    Result<FileWork> filesToSend() override {
        if (m_office->files == 0) return FileWork();
        return FileWork([office = m_office](const auto&, const std::stop_token& stop) {
            while (office->holdFiles && !stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            model::TransferOutcome outcome;
            const std::lock_guard guard(office->mutex);
            if (office->hubFault) outcome.ended = office->hubFault;
            else office->files = 0;
            return outcome;
        });
    }
    Result<FileWork> filesToFetch(CaseId id, const std::vector<ItemId>& items) override {
        if (!m_office->fileAway || items.empty()) return FileWork();
        return FileWork([office = m_office, id, items](const auto& progress, const std::stop_token& stop) {
            progress(500'000, 1'300'000);
            while (office->holdFiles && !stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            model::TransferOutcome outcome;
            const std::lock_guard guard(office->mutex);
            if (office->hubFault) outcome.ended = office->hubFault;
            if (stop.stop_requested()) outcome.ended = {model::Code::cancelled, {"Stopped", "已停止"}, {}, {}, {}};
            if (outcome.ended) return outcome;
            outcome.items.push_back({id, items.front(), model::EvidencePlace::both, {}});
            office->fileAway = false;
            return outcome;
        });
    }
    Result<ui::HubLook> lookAtHub() override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->hubLook;
    }
    Result<void> saveProof(std::int64_t finding, const std::filesystem::path&) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->proofsSaved.push_back(finding);
        return {};
    }
    Result<void> saveHeads(const std::filesystem::path&) override { return {}; }
    Result<model::HeadsCompared> compareHeads(model::ByteView theirs) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->compared = std::string(crypto::asText(theirs));
        return m_office->comparison;
    }
    Result<model::HeadsCompared> compareHeadsFile(const std::filesystem::path&) override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->comparison;
    }
    Result<void> askAbove(const model::AskAbove& above) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->hubLook.above = above;
        return {};
    }
    Result<void> agree(const model::HubQuestion& question) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->agreed.push_back(question);
        m_office->news.asks.reset();
        return {};
    }
    Result<model::Standing> standing() override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->standing;
    }
    Result<void> settle(std::span<const model::Settlement> decided, bool settled) override {
        const std::lock_guard guard(m_office->mutex);
        auto& open = m_office->standing;
        for (const auto& one : decided) {
            if (!settled) {
                std::erase(m_office->settlements, one);
                continue;
            }
            m_office->settlements.push_back(one);
            std::erase_if(open.refused, [&](const auto& other) { return other.event == one.event; });
            std::erase_if(open.overwritten, [&](const auto& other) {
                return other.what.place.event == one.event && other.what.field == one.field;
            });
        }
        return {};
    }
    Result<model::Receipt> putBack(CaseId id, const std::string& field) override {
        {
            const std::lock_guard guard(m_office->mutex);
            std::erase_if(m_office->standing.overwritten,
                          [&](const auto& one) { return one.caseId == id && one.what.field == field; });
        }
        return says("back", id, {"Put it back", "已恢复"});
    }
    Result<model::Receipt> noteRefused(const model::Digest& event) override {
        {
            const std::lock_guard guard(m_office->mutex);
            std::erase_if(m_office->standing.refused, [&](const auto& one) { return one.event == event; });
        }
        return says("note", caseOf(1), {"Kept as a note", "已保存为备注"});
    }
    Result<std::size_t> indexWords(std::size_t most) override {
        const auto done = std::min<std::int64_t>(m_office->unsearchable, static_cast<std::int64_t>(most));
        m_office->unsearchable -= done;
        return static_cast<std::size_t>(done);
    }
    Result<model::Bytes> decisionPdf(CaseId) override { return model::Bytes{}; }
    Result<std::vector<model::DocumentOffer>> documentOffers(CaseId, const std::optional<model::Digest>& on) override {
        return on ? std::vector<model::DocumentOffer>{} : m_office->offers;
    }
    Result<model::FilledDocument> fillDocument(CaseId, const model::DocumentRequest& request) override {
        const std::lock_guard guard(m_office->mutex);
        if (m_office->documentFault) return std::unexpected(*m_office->documentFault);
        m_office->filled.push_back(request);
        model::FilledDocument out;
        out.script.title = "Notice";
        out.script.date = *model::parseDate("2026-03-04");
        const auto number = request.typed.find("notice_no");
        out.script.paragraphs = {{"Notice", {.bold = true, .align = model::document::Align::centre}},
                                 {"No. " + (number == request.typed.end() ? std::string() : number->second), {}}};
        out.doubts = {{"The amount in words is none of the figures", "大写金额与数字不一致"}};
        return out;
    }
    Result<model::Receipt> makeDocument(CaseId id, const model::DocumentRequest& request) override {
        const std::lock_guard guard(m_office->mutex);
        if (m_office->documentFault) return std::unexpected(*m_office->documentFault);
        m_office->made.push_back(request);
        model::CaseDocument one;
        one.id.bytes.fill(static_cast<std::uint8_t>(m_office->documents.size() + 1));
        one.document = request.document;
        one.name = "Notice.pdf";
        one.readable = true;
        one.place.by = m_office->me;
        m_office->documents.push_back(one);
        return saysLocked("document", id, {"Made a document", "已制作文书"});
    }
    Result<model::Bytes> document(CaseId, ItemId) override { return model::Bytes{'p', 'd', 'f'}; }
    Result<std::vector<model::TemplateEntry>> templates() override {
        const std::lock_guard guard(m_office->mutex);
        return std::vector<model::TemplateEntry>{{"notice", {"Prior notice", "告知书"}, 1, m_office->ownTemplate}};
    }
    Result<std::string> templateText(const std::string& id) override { return "text of " + id; }
    Result<model::Receipt> adoptTemplate(const std::string& json) override {
        const std::lock_guard guard(m_office->mutex);
        if (json != "good") return model::fail(model::Code::malformed, {"This is no template", "这不是模板"});
        m_office->ownTemplate = true;
        return model::Receipt{};
    }
    Result<model::Receipt> dropTemplate(const std::string&) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->ownTemplate = false;
        return model::Receipt{};
    }
    Result<model::VerifyReport> verify(const model::Progress& progress, std::stop_token stop) override {
        while (m_office->holdLong) {
            progress(30, 100);
            if (stop.stop_requested())
                return model::fail(model::Code::cancelled, {"The verification was stopped", "验证已停止"});
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return model::VerifyReport{};
    }
    Result<std::vector<model::PersonEntry>> people() override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->people;
    }
    Result<model::Receipt> admit(PersonId person, const std::set<model::Role>& roles, bool certified) override {
        return changePerson(person, roles, certified, true);
    }
    Result<model::Receipt> changePerson(PersonId person, const std::set<model::Role>& roles, bool certified,
                                        bool active) override {
        const std::lock_guard guard(m_office->mutex);
        for (auto& one : m_office->people) {
            if (one.id != person) continue;
            if (one.whyNot) return std::unexpected(*one.whyNot);
            one.roles = roles;
            one.certified = certified;
            one.active = active;
            one.admitted = true;
        }
        return model::Receipt{};
    }
    Result<model::Receipt> proposeKeys(PersonId person, const model::Digest& keys, const std::string& why) override {
        return keysOf(person, keys, [&](model::PersonEntry& one) {
            one.renewal->proposed = true;
            one.renewal->by = m_office->me;
            one.renewal->why = why;
            one.renewal->whyNot =
                model::Error{model::Code::refused, {"New keys need a second person", "须由第二人批准"}};
        });
    }
    Result<model::Receipt> approveKeys(PersonId person, const model::Digest& keys) override {
        return keysOf(person, keys, [&](model::PersonEntry& one) {
            one.fingerprint = keys;
            one.renewal.reset();
        });
    }
    Result<model::Receipt> declineKeys(PersonId person) override {
        return keysOf(person, {}, [](model::PersonEntry& one) { one.renewal.reset(); });
    }
    Result<bool> tendKeys() override {
        const std::lock_guard guard(m_office->mutex);
        ++m_office->tended;
        return false;
    }
    Result<model::Holdings> holdings(PersonId person) override {
        const std::lock_guard guard(m_office->mutex);
        const auto found = m_office->holdings.find(person);
        return found == m_office->holdings.end() ? model::Holdings{} : found->second;
    }
    Result<model::HandedOver> handOver(PersonId from, std::span<const model::Successor> successors,
                                       const model::Progress&, std::stop_token) override {
        const std::lock_guard guard(m_office->mutex);
        model::HandedOver out;
        for (const auto& to : successors) {
            for (const auto& one : m_office->holdings[from].cases)
                out.items.push_back({one.id, one.reference, to.role, to.person, true, {}});
        }
        out.done = out.items.size();
        m_office->holdings.erase(from);
        return out;
    }
    Result<model::Drill> drill(const model::Progress&, std::stop_token) override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->drill;
    }
    Result<std::optional<model::Instant>> lastDrill() override { return std::nullopt; }
    Result<void> saveInvitationFor(PersonId, const std::filesystem::path&) override { return {}; }
    Result<model::CalendarEffect> calendarEffect(const std::string& pack, const model::Progress&,
                                                 std::stop_token) override {
        const auto calendar = model::law::Calendar::parse(pack);
        if (!calendar) return std::unexpected(calendar.error().front());
        model::CalendarEffect out;
        out.id = calendar->id();
        for (const auto& [year, one] : calendar->years()) out.years.push_back(year);
        model::PeriodChange change;
        change.title = {"Service of the decision", "送达处罚决定书"};
        change.before = model::parseDate("2027-02-10");
        change.after = model::parseDate("2027-02-15");
        out.moved.push_back({caseOf(1), referenceOf(1), change});
        return out;
    }
    Result<model::Receipt> adoptCalendar(const std::string& pack) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->registered->calendar = pack;
        return model::Receipt{};
    }
    Result<PersonId> takeInRequest(const std::filesystem::path&) override {
        const std::lock_guard guard(m_office->mutex);
        if (m_office->requestFault) return std::unexpected(*m_office->requestFault);
        model::PersonEntry asking;
        asking.id.bytes.fill(0x33);
        asking.name = "Somebody from afar";
        m_office->people.push_back(asking);
        return asking.id;
    }
    Result<void> saveEnrolment(const std::filesystem::path&) override { return {}; }
    Result<void> keepDraft(const std::string& key, const std::string& text) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->drafts[key] = text;
        return {};
    }
    Result<std::vector<model::SavedFilter>> savedFilters() override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->saved;
    }
    Result<void> keepFilters(const std::vector<model::SavedFilter>& filters) override {
        const std::lock_guard guard(m_office->mutex);
        m_office->saved = filters;
        return {};
    }
    Result<std::string> draft(const std::string& key) override {
        const std::lock_guard guard(m_office->mutex);
        return m_office->drafts[key];
    }

private:
    template <typename Change>
    Result<model::Receipt> keysOf(PersonId person, const model::Digest& keys, const Change& change) {
        const std::lock_guard guard(m_office->mutex);
        for (auto& one : m_office->people) {
            if (one.id != person || !one.renewal) continue;
            if (keys != model::Digest{} && keys != one.renewal->fingerprint)
                return model::fail(model::Code::refused, {"These are other keys", "密钥不同"});
            change(one);
        }
        return model::Receipt{};
    }
    Result<model::Receipt> says(const std::string& what, CaseId id, Text words) {
        const std::lock_guard guard(m_office->mutex);
        return saysLocked(what, id, std::move(words));
    }
    model::Receipt saysLocked(const std::string& what, CaseId id, Text words) {
        m_office->said.push_back(what + " " + std::to_string(m_office->said.size() + 1));
        model::Receipt receipt;
        receipt.done = model::Done{id, {}, std::move(words), true};
        receipt.done->event.bytes[0] = static_cast<std::uint8_t>(m_office->said.size());
        return receipt;
    }
    Result<model::Receipt> again(const std::string& what, CaseId id, const model::Digest& event) {
        if (m_office->undoFault) return std::unexpected(*m_office->undoFault);
        return says(what + " of " + std::to_string(event.bytes[0]) + " as", id, {"Again", "再次"});
    }
    std::shared_ptr<Office> m_office;
};

} // namespace fake
