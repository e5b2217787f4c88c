// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/new_report_page.h"

#include "model/workspace/new_report.h"
#include "ui/forms/form_editor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

namespace ui {
namespace {

constexpr const char* kDraft = "report/new";

} // namespace

NewReportPage::NewReportPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_title(new QLabel(this)), m_about(new QLabel(this)),
      m_unitCaption(new QLabel(this)), m_unit(new QComboBox(this)), m_scroll(new QScrollArea(this)),
      m_state(new QLabel(this)), m_discard(new QPushButton(this)), m_submit(new QPushButton(this)) {
    setObjectName(QStringLiteral("newReportPage"));
    m_submit->setObjectName(QStringLiteral("submitReport"));
    m_discard->setObjectName(QStringLiteral("discardReport"));
    makeHeading(m_title, 2);
    m_about->setWordWrap(true);
    setMeaning(m_about, Meaning::muted);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_state->setWordWrap(true);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(16, 12, 16, 4);
    head->addWidget(m_title);
    head->addWidget(m_about);
    m_unit->setObjectName(QStringLiteral("reportUnit"));
    m_unitCaption->setBuddy(m_unit);
    auto* units = new QHBoxLayout;
    units->addWidget(m_unitCaption);
    units->addWidget(m_unit);
    units->addStretch(1);
    head->addLayout(units);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 6, 12, 6);
    bar->setSpacing(8);
    bar->addWidget(m_state, 1);
    bar->addWidget(m_discard);
    bar->addWidget(m_submit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_scroll, 1);
    layout->addLayout(bar);
    m_rest.setSingleShot(true);
    m_rest.setInterval(2000);
    m_phrases.set(m_title, {"New report", "登记举报"});
    m_phrases.set(m_about, {"What was reported, in the words of who reported it. Who it was does not belong here.",
                            "按举报人所述如实登记。举报人身份不得写入此处。"});
    m_phrases.set(m_discard, {"Discard", "放弃"});
    m_phrases.set(m_submit, {"Sign the report (Ctrl+Enter)", "签名登记 (Ctrl+Enter)"});
    m_phrases.name(m_scroll, {"Report", "举报"});
    m_phrases.set(m_unitCaption, {"&Unit that alone reads the case", "案件所属处室，仅其成员可见(&U)"});
    m_phrases.name(m_unit, {"Unit that alone reads the case", "案件所属处室，仅其成员可见"});
    m_phrases.always([this] {
        showUnits();
        sayState();
    });
    connect(&m_session, &Session::officeChanged, this, &NewReportPage::showUnits);
    connect(&m_rest, &QTimer::timeout, this, &NewReportPage::keep);
    connect(m_discard, &QPushButton::clicked, this, &NewReportPage::discard);
    connect(m_submit, &QPushButton::clicked, this, &NewReportPage::submit);
}

void NewReportPage::enter() {
    if (m_form == nullptr) makeForm();
    showUnits();
    if (m_form != nullptr) m_form->focusField(dirty() ? "narrative" : "channel");
    sayState();
}

std::optional<UnitId> NewReportPage::unit() const { return UnitId::fromHex(utf8(m_unit->currentData().toString())); }

void NewReportPage::showUnits() {
    const auto chosen = m_unit->count() > 0 ? unit() : std::nullopt;
    m_unit->clear();
    const bool several = m_session.isOpen() && m_session.office().takesInFor.size() > 1;
    m_unitCaption->setVisible(several);
    m_unit->setVisible(several);
    if (!several) return;
    const auto& office = m_session.office();
    if (!office.newCaseUnit) m_unit->addItem(say("Choose…", "请选择…"), QString());
    for (const auto id : office.takesInFor) m_unit->addItem(say(office.unit(id)->title), str(id.hex()));
    const auto shown = chosen ? chosen : office.newCaseUnit;
    m_unit->setCurrentIndex(shown ? qMax(0, m_unit->findData(str(shown->hex()))) : 0);
}

void NewReportPage::makeForm() {
    const auto& office = m_session.office();
    if (!office.workflow) return;
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(16, 4, 16, 12);
    m_form = new FormEditor(model::reportFields(*office.workflow), office, body);
    m_form->setValues({{"channel", "hotline"}, {"report_kind", "tip"}});
    m_empty = m_form->typed();
    layout->addWidget(m_form);
    layout->addStretch(1);
    m_scroll->setWidget(body);
    connect(m_form, &FormEditor::edited, this, [this] {
        sayState();
        m_rest.start();
    });
    readDraft();
}

void NewReportPage::readDraft() {
    ++m_asked;
    m_session.write(
        this, [](WriterPort& office) { return office.draft(kDraft); },
        [this](Result<std::string> answer) {
            --m_asked;
            if (!answer || answer->empty() || m_form == nullptr || dirty()) return;
            m_form->setValues(unpackForm(*answer));
            sayState();
        });
}

bool NewReportPage::dirty() const { return m_form != nullptr && m_form->typed() != m_empty; }

void NewReportPage::leave() { keep(); }

void NewReportPage::keep() {
    m_rest.stop();
    if (m_form == nullptr || m_busy) return;
    m_session.keepDraft(kDraft, dirty() ? packForm(m_form->typed()) : std::string());
}

void NewReportPage::forget() {
    m_rest.stop();
    delete m_scroll->takeWidget();
    m_form = nullptr;
    m_empty.clear();
    m_unit->clear();
    m_asked = 0;
    m_busy = false;
    sayState();
}

void NewReportPage::discard() {
    if (m_form == nullptr) return;
    m_form->setValues(m_empty);
    keep();
    m_form->focusField("channel");
    sayState();
}

void NewReportPage::sayState() {
    const bool typed = dirty();
    m_discard->setVisible(typed);
    m_submit->setEnabled(typed && !m_busy);
    m_state->setText(typed ? say("Not signed yet; a draft is kept.", "尚未签名；草稿已保留。") : QString());
    setMeaning(m_state, Meaning::warn);
}

void NewReportPage::submit() {
    if (!dirty() || m_busy) return;
    const auto values = m_form->values();
    if (!values) {
        emit said(Meaning::danger, say(values.error()));
        return;
    }
    const auto report = model::reportFrom(*values);
    if (!report) {
        if (!m_form->showError(report.error())) emit said(Meaning::danger, say(report.error()));
        return;
    }
    if (m_unit->count() > 0 && !unit()) {
        emit said(Meaning::danger, say("You are in several units: choose for which one the case is.",
                                       "您在多个处室：请选择案件所属处室。"));
        m_unit->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_rest.stop();
    m_busy = true;
    ++m_asked;
    sayState();
    m_session.write(
        this, [report = *report, unit = unit()](WriterPort& office) { return office.receiveReport(report, unit); },
        [this](Result<CaseId> answer) {
            --m_asked;
            m_busy = false;
            if (!answer) {
                emit said(Meaning::danger, say(answer.error()));
                sayState();
                return;
            }
            m_unit->clear(); // the next report may be another unit's
            showUnits();
            m_form->setValues(m_empty);
            keep();
            sayState();
            m_session.noteChanged(*answer);
            emit made(*answer);
            emit said(Meaning::ok, say("The report was taken in as a case and signed.", "举报已登记并签名。"));
        });
}

void NewReportPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        emit backWanted();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        event->modifiers() == Qt::ControlModifier) {
        submit();
        return;
    }
    Page::keyPressEvent(event);
}

Text NewReportPage::hints() const {
    return {"Ctrl+Enter signs · Esc back to the list, the draft stays · F1 all keys",
            "Ctrl+Enter 签名 · Esc 返回列表，草稿保留 · F1 全部快捷键"};
}

} // namespace ui
