// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/bulk_panel.h"

#include "ui/list/bulk_result.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <unordered_set>

namespace ui {
namespace {

// Lane of the reader, beside those of the list and the preview.
constexpr int kChosenLane = 4;

} // namespace

BulkPanel::BulkPanel(Session& session, QWidget* parent)
    : QFrame(parent), m_session(session), m_title(new QLabel(this)), m_stack(new QStackedWidget(this)),
      m_form(new BulkForm(m_stack)), m_working(new QWidget(m_stack)), m_bar(new QProgressBar(m_working)),
      m_result(new BulkResult(m_stack)), m_do(new QPushButton(this)), m_close(new QPushButton(this)) {
    setObjectName(QStringLiteral("bulkPanel"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_title->setObjectName(QStringLiteral("bulkTitle"));
    m_bar->setObjectName(QStringLiteral("bulkProgress"));
    m_do->setObjectName(QStringLiteral("bulkDo"));
    m_close->setObjectName(QStringLiteral("bulkClose"));
    makeHeading(m_title, 2);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    auto* bar = new QVBoxLayout(m_working);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->addWidget(m_bar);
    bar->addStretch(1);
    m_stack->addWidget(m_form);
    m_stack->addWidget(m_working);
    m_stack->addWidget(m_result);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_close);
    buttons->addStretch(1);
    buttons->addWidget(m_do);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addWidget(m_stack, 1);
    layout->addLayout(buttons);
    for (const auto key : {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter}) {
        auto* go = new QShortcut(key, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(go, &QShortcut::activated, this, &BulkPanel::submit);
    }
    auto* away = new QShortcut(Qt::Key_Escape, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(away, &QShortcut::activated, this, &BulkPanel::leave);
    connect(m_do, &QPushButton::clicked, this, &BulkPanel::submit);
    connect(m_close, &QPushButton::clicked, this, &BulkPanel::leave);
    connect(m_form, &BulkForm::chosen, this, [this] {
        sayAll();
        readDraft();
    });
    connect(m_result, &BulkResult::opened, this, &BulkPanel::opened);
    m_phrases.name(this, {"What is done to the selected cases", "对所选案件的办理"});
    m_phrases.name(m_bar, {"How far it is", "进度"});
    m_phrases.always([this] { sayAll(); });
    hide();
}

void BulkPanel::start(BulkForm::Kind kind, const model::CaseSelection& selection) {
    if (m_running || !m_session.isOpen()) return;
    keep(); // of what was asked before
    clear();
    m_reading = true;
    struct Meant {
        Result<std::vector<model::ChosenCase>> cases;
        Result<model::CaseSummary> summary;
    };
    m_ticket = m_session.read(
        kChosenLane, this,
        [selection](ReaderPort& reader) { return Meant{reader.chosen(selection), reader.summary(selection)}; },
        [this, kind](Meant answer) {
            m_reading = false;
            if (!answer.cases) emit failed(answer.cases.error());
            else if (!answer.summary) emit failed(answer.summary.error());
            else take(kind, *std::move(answer.cases), *answer.summary);
        });
}

void BulkPanel::take(BulkForm::Kind kind, std::vector<model::ChosenCase> cases, const model::CaseSummary& summary) {
    if (cases.empty()) return; // they are gone meanwhile
    m_cases = std::move(cases);
    showPage(asking);
    show();
    m_form->start(kind, m_session.office(), summary);
    m_form->focusFirst();
}

void BulkPanel::readDraft() {
    const std::string key = m_form->draftKey();
    if (key.empty() || !m_session.isOpen()) return;
    m_session.write(
        this, [key](WriterPort& office) { return office.draft(key); },
        [this, key](Result<std::string> answer) {
            // Not over what was typed meanwhile.
            if (answer && !answer->empty() && m_form->draftKey() == key && m_form->isUntouched())
                m_form->setDraft(*answer);
        });
}

void BulkPanel::keep() {
    if (isHidden() || m_stack->currentIndex() != asking) return;
    if (const auto key = m_form->draftKey(); !key.empty() && !m_form->isUntouched())
        m_session.keepDraft(key, m_form->draft());
}

void BulkPanel::clear() {
    m_session.cancel(m_ticket);
    const bool ran = m_running;
    m_reading = m_running = false;
    ++m_run;
    m_cases.clear();
    m_cases.shrink_to_fit();
    m_doing = {};
    m_done = m_refused = 0;
    m_form->clear();
    m_result->clear();
    m_title->clear();
    hide();
    if (ran) emit runningChanged(false);
}

void BulkPanel::showPage(Page page) {
    m_stack->setCurrentIndex(page);
    // A stack is as high as its highest page otherwise, and the list would stay small while a bar runs.
    for (int i = 0; i < m_stack->count(); ++i) {
        auto policy = m_stack->widget(i)->sizePolicy();
        policy.setVerticalPolicy(i == page ? QSizePolicy::Preferred : QSizePolicy::Ignored);
        m_stack->widget(i)->setSizePolicy(policy);
    }
    m_stack->adjustSize();
    m_do->setVisible(page == asking);
    sayAll();
}

void BulkPanel::submit() {
    if (m_running || isHidden() || m_stack->currentIndex() != asking) return;
    auto command = m_form->command();
    if (!command) return; // said where it is
    m_doing = m_form->doing(m_cases.size());
    m_running = true;
    const std::uint64_t run = ++m_run;
    const std::string draft = m_form->draftKey();
    if (!draft.empty()) m_session.keepDraft(draft, {}); // it is said now
    m_bar->setRange(0, static_cast<int>(m_cases.size()));
    m_bar->setValue(0);
    showPage(working);
    m_close->setFocus(Qt::OtherFocusReason);
    emit runningChanged(true);
    std::vector<CaseId> ids;
    ids.reserve(m_cases.size());
    for (const auto& one : m_cases) ids.push_back(one.id);
    m_ticket = m_session.write(
        this,
        [session = &m_session, self = QPointer<QObject>(this), panel = this, run, ids = std::move(ids),
         command = *command, stop = m_session.newStop()](WriterPort& office) {
            return office.bulk(
                ids, command,
                [&](std::uint64_t done, std::uint64_t) {
                    session->tell(self, [panel, run, done] {
                        if (panel->m_running && panel->m_run == run) panel->m_bar->setValue(static_cast<int>(done));
                    });
                },
                stop);
        },
        [this, command = *command](Result<model::BulkOutcome> answer) { end(command, std::move(answer)); });
}

void BulkPanel::end(const model::BulkCommand& command, Result<model::BulkOutcome> answer) {
    m_running = false;
    if (!answer) {
        showPage(asking);
        emit runningChanged(false);
        emit failed(answer.error());
        m_form->focusFirst();
        return;
    }
    std::unordered_set<CaseId> doneIds;
    for (const auto& item : answer->items) {
        if (item.done()) doneIds.insert(item.id);
    }
    std::vector<std::int64_t> done;
    std::vector<std::int64_t> notDone;
    for (const auto& one : m_cases) (doneIds.contains(one.id) ? done : notDone).push_back(one.row);
    emit ended(done, notDone);
    emit runningChanged(false);
    emit finished(command, *answer);
    UndoEntry entry{m_form->doing(done.size()), {}, {}};
    for (auto& item : answer->items) {
        if (item.receipt.done && item.receipt.done->undoable) entry.said.push_back(*item.receipt.done);
    }
    if (notDone.empty() && !answer->broken) {
        const QString words = say(m_doing) + say(" – done", "：已办理");
        clear();
        emit allDone(words);
        remember(std::move(entry));
        return;
    }
    m_done = answer->done;
    m_refused = answer->refused;
    m_result->show(*answer, m_cases);
    showPage(told);
    focusFirst();
    QAccessibleAnnouncementEvent event(this, m_title->text());
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
    remember(std::move(entry));
}

void BulkPanel::remember(UndoEntry entry) {
    if (!entry.said.empty()) m_session.undoStack().push(std::move(entry), this); // all of it is undone as one thing
}

void BulkPanel::focusFirst() {
    if (m_stack->currentIndex() == asking) m_form->focusFirst();
    else if (m_stack->currentIndex() == told && m_result->table()->isVisibleTo(this)) m_result->focusFirst();
    else m_close->setFocus(Qt::OtherFocusReason);
}

void BulkPanel::leave() {
    if (m_running) {
        m_session.stopLongCommand(); // its answer comes
        m_close->setEnabled(false);
        return;
    }
    keep();
    clear();
    emit closed();
}

void BulkPanel::sayAll() {
    if (m_stack->currentIndex() == asking) {
        m_title->setText(m_cases.empty() ? QString() : say(m_form->doing(m_cases.size())));
        m_do->setText(say("Do it (Ctrl+Enter)", "办理 (Ctrl+Enter)"));
        m_do->setEnabled(m_form->what()->count() > 0);
        m_close->setText(say("Cancel (Esc)", "取消 (Esc)"));
    } else if (m_stack->currentIndex() == working) {
        m_title->setText(say(m_doing));
        m_close->setText(say("Stop (Esc)", "停止 (Esc)"));
    } else {
        m_title->setText(
            QStringLiteral("! ") + say(m_doing) +
            say(": %1 done, %2 not done; those stay selected", "：已办理 %1 件，未办理 %2 件；未办理的仍被选中")
                .arg(sayNumber(m_done), sayNumber(m_cases.size() - m_done)));
        m_close->setText(say("Close (Esc)", "关闭 (Esc)"));
    }
    m_close->setEnabled(true);
}

} // namespace ui
