// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/case_file_page.h"

#include "ui/casefile/case_side.h"
#include "ui/casefile/documents_page.h"
#include "ui/casefile/evidence_page.h"
#include "ui/casefile/facts_page.h"
#include "ui/casefile/history_page.h"
#include "ui/casefile/items_page.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/work_page.h"
#include "ui/forms/value_words.h"
#include "ui/theme/icons.h"
#include "ui/theme/row_table.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace ui {

CaseFilePage::CaseFilePage(Session& session, QWidget* parent)
    : Page(parent), m_open(new OpenCase(session, this)), m_back(new QToolButton(this)), m_title(new QLabel(this)),
      m_under(new QLabel(this)), m_tabs(new QTabWidget(this)), m_work(new WorkPage(*m_open, this)),
      m_facts(new FactsPage(*m_open, this)), m_parties(new ItemsPage(*m_open, model::ItemSort::party, this)),
      m_chronology(new ItemsPage(*m_open, model::ItemSort::chronology, this)),
      m_evidence(new EvidencePage(*m_open, this)), m_documents(new DocumentsPage(*m_open, this)),
      m_history(new HistoryPage(*m_open, this)), m_side(new CaseSide(*m_open, this)),
      m_split(new QSplitter(Qt::Horizontal, this)) {
    setObjectName(QStringLiteral("caseFile"));
    m_back->setObjectName(QStringLiteral("back"));
    m_back->setIcon(icon(QStringLiteral("back")));
    m_back->setAutoRaise(true);
    makeHeading(m_title, 1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_under->setTextFormat(Qt::PlainText);
    m_under->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setMeaning(m_under, Meaning::muted);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_under);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 8, 12, 8);
    head->addWidget(m_back);
    head->addLayout(words, 1);
    m_tabs->setDocumentMode(true);
    m_work->setFallback(m_tabs->tabBar());
    m_tabs->addTab(m_work, QString());
    m_tabs->addTab(m_facts, QString());
    m_tabs->addTab(m_parties, QString());
    m_tabs->addTab(m_chronology, QString());
    m_tabs->addTab(m_evidence, QString());
    m_tabs->addTab(m_documents, QString());
    m_tabs->addTab(m_history, QString());
    m_split->addWidget(m_tabs);
    m_split->addWidget(m_side);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_split->setStretchFactor(0, 1);
    m_split->setSizes({900, 290});
    m_side->setMinimumWidth(220);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_split, 1);

    m_phrases.name(m_back, {"Back to the list (Esc)", "返回列表 (Esc)"});
    m_phrases.tip(m_back, {"Back to the list (Esc)", "返回列表 (Esc)"});
    m_phrases.name(m_tabs->tabBar(), {"Parts of the case", "案件内容"});
    m_phrases.always([this] {
        sayTabs();
        sayHead();
    });
    connect(m_back, &QToolButton::clicked, this, &CaseFilePage::backWanted);
    for (const auto signal : {&OpenCase::opened, &OpenCase::closed})
        connect(m_open, signal, this, &CaseFilePage::sayHead);
    connect(m_open, &OpenCase::loaded, this, [this] {
        sayHead();
        sayTabs();
        if (std::exchange(m_fresh, false) && m_tabs->currentIndex() == work) m_work->focusFirst();
    });
    connect(m_work, &WorkPage::decisionWanted, this, &CaseFilePage::saveDecision);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        m_facts->keepDraft();
        m_parties->keepDraft();
        m_chronology->keepDraft();
    });
    for (auto* page : {m_parties, m_chronology}) {
        connect(page, &ItemsPage::evidenceWanted, this, &CaseFilePage::showEvidence);
        connect(page, &ItemsPage::factsWanted, this, [this] {
            showTab(facts);
            m_facts->focusField("party");
        });
    }
    connect(m_side, &CaseSide::missingFact, this, [this](const QString& field) {
        showTab(facts);
        m_facts->focusField(utf8(field));
    });
    connect(m_side, &CaseSide::missingEvidence, this, [this] { showTab(evidence); });
    connect(m_side, &CaseSide::missingDocument, this, [this](const QString& document, const QString& on) {
        showTab(documents);
        const auto opening = model::Digest::fromHex(utf8(on));
        m_documents->choose(utf8(document), opening ? std::optional(*opening) : std::nullopt);
    });
    connect(m_side, &CaseSide::missingPeople, this, &CaseFilePage::assign);
    connect(m_side, &CaseSide::missingStep, this, [this](const QString& step, const QString& on) {
        showTab(work);
        const auto opening = model::Digest::fromHex(utf8(on));
        m_work->startStep(utf8(step), opening ? std::optional(*opening) : std::nullopt);
    });
}

void CaseFilePage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) emit backWanted();
    else Page::keyPressEvent(event);
}

void CaseFilePage::openCase(CaseId id) {
    m_fresh = true;
    m_tabs->setCurrentIndex(work);
    m_open->open(id);
}

CaseFilePage::Stand CaseFilePage::stand() const {
    return {m_open->id(), m_tabs->currentIndex(), m_work->stepForm()->step(), m_work->stepForm()->on()};
}

void CaseFilePage::resume(const Stand& stand) {
    openCase(stand.id);
    m_tabs->setCurrentIndex(stand.tab);
    if (stand.step.empty()) return;
    // The step can only be shown once the case is here.
    auto* once = new QObject(this);
    connect(m_open, &OpenCase::loaded, once, [this, once, step = stand.step, on = stand.on] {
        once->deleteLater();
        m_work->startStep(step, on);
    });
}

void CaseFilePage::leave() {
    keep();
    m_open->close();
}

void CaseFilePage::forget() { m_open->close(); }

Text CaseFilePage::hints() const {
    return {"Esc back to the list · Ctrl+PgDn next part · Ctrl+K find an action · F1 all keys",
            "Esc 返回列表 · Ctrl+PgDn 下一部分 · Ctrl+K 查找操作 · F1 全部快捷键"};
}

QStringList CaseFilePage::tools() const {
    return {QStringLiteral("view.list"),
            QString(),
            QStringLiteral("case.assign"),
            QStringLiteral("case.evidence"),
            QStringLiteral("case.note"),
            QStringLiteral("case.save"),
            QString(),
            QStringLiteral("case.decision")};
}

QString CaseFilePage::title() const {
    return m_open->view() == nullptr ? QString() : str(m_open->view()->state.reference);
}

QList<QWidget*> CaseFilePage::panes() const {
    return {m_tabs->currentWidget()->findChild<QTableView*>(), m_tabs->tabBar(),
            m_side->findChild<QWidget*>(QStringLiteral("missing")),
            m_side->findChild<QWidget*>(QStringLiteral("deadlines"))};
}

void CaseFilePage::keep() {
    m_facts->keepDraft();
    m_parties->keepDraft();
    m_chronology->keepDraft();
    m_work->keepDraft();
    m_history->keepDraft();
}

void CaseFilePage::sayTabs() {
    const auto* view = m_open->view();
    const auto with = [](const QString& words, std::size_t count) {
        return count == 0 ? words : words + QStringLiteral(" %1").arg(count);
    };
    m_tabs->setTabText(work, say("Work", "办理"));
    m_tabs->setTabText(facts, say("Facts", "事实"));
    m_tabs->setTabText(parties, with(say("Parties", "涉案主体"), m_parties->count()));
    m_tabs->setTabText(chronology, with(say("Chronology", "大事记"), m_chronology->count()));
    m_tabs->setTabText(evidence, with(say("Evidence", "证据"), view == nullptr ? 0 : view->state.evidence.size()));
    m_tabs->setTabText(documents, with(say("Documents", "文书"), view == nullptr ? 0 : view->state.documents.size()));
    m_tabs->setTabText(history, with(say("History", "历史"), view == nullptr ? 0 : view->log.size()));
}

void CaseFilePage::sayHead() {
    const auto* view = m_open->view();
    if (view == nullptr || !m_open->session().isOpen()) {
        m_title->clear();
        m_title->setToolTip({});
        m_under->clear();
        return;
    }
    QString title = str(view->state.fact("title"));
    const auto fact = view->state.facts.find("title");
    const bool sealed = fact != view->state.facts.end() && !fact->second.readable;
    if (title.isEmpty()) title = sealed ? say("(sealed for you)", "（对您密封）") : say("(no title)", "（无标题）");
    m_title->setText(str(view->state.reference) + QStringLiteral("  ") + title);
    m_title->setToolTip(title);
    QStringList parts{sayStage(*view->definition, view->state.stage)};
    const auto* const unit = m_open->office().unit(view->state.unit);
    if (unit != nullptr && m_open->office().units.size() > 1)
        parts << say("Unit: %1", "处室：%1").arg(say(unit->title));
    QStringList who;
    for (const auto& one : view->state.assignments) who << sayPerson(one.person, m_open->office());
    who.removeDuplicates();
    if (!who.isEmpty()) parts << who.join(QStringLiteral(", "));
    const model::Deadline* next = nullptr;
    for (const auto& deadline : view->deadlines) {
        if (deadline.ended || !deadline.due || deadline.whose == model::Whose::party) continue;
        if (next == nullptr || std::chrono::sys_days(*deadline.due) < std::chrono::sys_days(*next->due))
            next = &deadline;
    }
    if (next != nullptr) parts << say(next->title) + u' ' + sayDeadline(*next);
    if (!view->state.unknown.empty()) {
        parts << say("written by a newer version: read only", "由更新版本写入：只读");
    }
    m_under->setText(parts.join(QStringLiteral("  ·  ")));
}

void CaseFilePage::showTab(Tab tab) {
    m_tabs->setCurrentIndex(tab);
    switch (tab) {
    case work: m_work->focusFirst(); break;
    case facts: m_facts->focusField({}); break;
    case parties: m_parties->focusFirst(); break;
    case chronology: m_chronology->focusFirst(); break;
    case evidence: m_evidence->focusFirst(); break;
    case documents: m_documents->focusFirst(); break;
    case history: m_history->table()->setFocus(Qt::OtherFocusReason); break;
    }
}

void CaseFilePage::nextTab(int by) {
    const int count = m_tabs->count();
    showTab(static_cast<Tab>((m_tabs->currentIndex() + by + count) % count));
}

void CaseFilePage::toggleSide() { m_side->setVisible(!m_side->isVisible()); }

void CaseFilePage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    const bool narrow = width() < 820;
    if (narrow == m_wasNarrow) return;
    m_wasNarrow = narrow;
    m_side->setVisible(!narrow);
}

void CaseFilePage::save() {
    switch (m_tabs->currentIndex()) {
    case parties: m_parties->save(); break;
    case chronology: m_chronology->save(); break;
    default: m_facts->save(); break;
    }
}

void CaseFilePage::submit() {
    if (m_tabs->currentIndex() == work) m_work->submit();
    else if (m_tabs->currentIndex() != evidence && m_tabs->currentIndex() != history) save();
}

void CaseFilePage::quote() {
    const ItemId cited = m_tabs->currentIndex() == evidence ? m_evidence->selected() : ItemId{};
    showTab(chronology);
    m_chronology->begin(cited);
}

void CaseFilePage::addParty() {
    showTab(parties);
    m_parties->begin();
}

void CaseFilePage::showCited() {
    const ItemId cited = m_tabs->currentIndex() == parties      ? m_parties->citedEvidence()
                         : m_tabs->currentIndex() == chronology ? m_chronology->citedEvidence()
                                                                : ItemId{};
    if (cited.isNull()) {
        emit m_open->said(Meaning::warn, say("Select an entry or a party that cites evidence first.",
                                             "请先选择一条引用了证据的条目或主体。"));
        return;
    }
    showEvidence(cited);
}

void CaseFilePage::showEvidence(ItemId item) {
    showTab(evidence);
    m_evidence->showItem(item);
}

void CaseFilePage::paste() {
    showTab(evidence);
    m_evidence->paste();
}
void CaseFilePage::addEvidence() {
    showTab(evidence);
    m_evidence->chooseFiles();
}
Text CaseFilePage::whyNoFetch() const {
    if (m_open->isOpen() && m_open->session().isOpen() && !m_open->office().hubElsewhere)
        return {"The office is its own hub: its files are on this machine.", "本办公室即服务器，文件均在本机。"};
    return m_evidence->hasMissing() ? Text{}
                                    : Text{"All files of the case are on this machine.", "本案文件均已在本机。"};
}
void CaseFilePage::fetchEvidence() {
    showTab(evidence);
    m_evidence->fetch();
}
void CaseFilePage::dropFiles(const std::vector<std::filesystem::path>& files) {
    showTab(evidence);
    m_evidence->take(files);
}
void CaseFilePage::addNote() {
    m_tabs->setCurrentIndex(history);
    m_history->focusNote();
}
void CaseFilePage::assign() {
    m_tabs->setCurrentIndex(work);
    m_work->focusAssign();
}

Text CaseFilePage::whyNoDecision() const {
    const auto* decided = m_open->decision();
    if (decided == nullptr)
        return {"There is no decision yet. It is issued and signed under Work.",
                "尚未作出决定，请在“办理”中作出并签署。"};
    return decided->readable ? Text{} : Text{"The decision is sealed for you.", "决定书对您密封。"};
}

void CaseFilePage::saveDecision() {
    if (!whyNoDecision().empty()) return;
    m_open->session().filePlaces().save(Files::papers, say("Save the decision as PDF", "将决定书存为 PDF"),
                                        QStringLiteral("decisionDialog"),
                                        str(m_open->view()->state.reference) + QStringLiteral(".pdf"), this,
                                        [this](const QString& target) { m_open->saveDecision(utf8(target)); });
}

Text CaseFilePage::whyNoHanding() const {
    if (m_open->view() == nullptr) return {"No case is open.", "没有打开的案件。"};
    if (m_open->office().units.size() > 1) return {};
    return {"This office has one unit.", "本单位只有一个处室。"};
}

void CaseFilePage::handToUnit() {
    if (!whyNoHanding().empty()) return;
    QStringList titles;
    std::vector<UnitId> units;
    for (const auto& unit : m_open->office().units) {
        if (unit.id == m_open->view()->state.unit) continue;
        titles << say(unit.title);
        units.push_back(unit.id);
    }
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("handDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(say("Hand to another unit", "移交处室"));
    dialog->setLabelText(
        say("The other unit reads all of the case. The people of the unit before keep what they had read, "
            "and get nothing new of it.\nWho is assigned stays.",
            "接收处室可阅读全部内容。原处室人员保留已读内容，但不再收到新内容。\n已指派人员不变。"));
    dialog->setComboBoxItems(titles);
    dialog->setComboBoxEditable(false);
    dialog->setOkButtonText(say("Hand over", "移交"));
    dialog->setCancelButtonText(say("Cancel", "取消"));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, units, titles, id = m_open->id()](const QString& title) {
                const auto at = titles.indexOf(title);
                if (at < 0 || m_open->id() != id) return;
                m_open->command([id, unit = units[static_cast<std::size_t>(at)]](
                                    WriterPort& office) { return office.handToUnit(id, unit); },
                                model::fill({"Handed to the unit {0}", "已移交：{0}"}, utf8(title)));
            });
    dialog->open();
}

} // namespace ui
