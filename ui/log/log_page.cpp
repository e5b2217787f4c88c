// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/log_page.h"

#include "ui/log/log_filter.h"
#include "ui/log/log_model.h"
#include "ui/theme/row_table.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QVBoxLayout>

namespace ui {

LogPage::LogPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_entries(new LogModel(session, this)), m_filter(new LogFilter(session, this)),
      m_table(new RowTable(this)), m_count(new QLabel(this)), m_verified(new QLabel(this)), m_empty(new QLabel(this)) {
    setObjectName(QStringLiteral("logPage"));
    auto* heading = new QLabel(this);
    makeHeading(heading, 1);
    m_table->setObjectName(QStringLiteral("logTable"));
    m_table->setModel(m_entries);
    m_table->setAlternatingRowColors(true);
    m_table->setFit({LogModel::what, 200, {LogModel::commit, LogModel::who, LogModel::where}, [this](int column) {
                         const QFontMetrics words(m_table->font());
                         switch (column) {
                         case LogModel::time: return words.horizontalAdvance(QStringLiteral("2026-08-28 08:28"));
                         case LogModel::where: return words.horizontalAdvance(QStringLiteral("2026-MMMM-MMMM"));
                         case LogModel::commit: return words.horizontalAdvance(QStringLiteral("000000"));
                         case LogModel::signature:
                             return words.horizontalAdvance(QStringLiteral("✕ ") +
                                                            say(model::signatureTitle(model::SignatureState::invalid)));
                         default: return 14 * words.averageCharWidth();
                         }
                     }});
    setMeaning(m_count, Meaning::muted);
    setMeaning(m_empty, Meaning::muted);
    m_empty->setAlignment(Qt::AlignHCenter);
    m_empty->setWordWrap(true);
    m_empty->hide();
    m_verified->setObjectName(QStringLiteral("logVerified"));
    m_verified->setWordWrap(true);
    m_verified->setMinimumWidth(1);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 10, 16, 4);
    head->addWidget(heading);
    head->addStretch(1);
    head->addWidget(m_count);
    auto* filter = new QHBoxLayout;
    filter->setContentsMargins(16, 0, 16, 6);
    filter->addWidget(m_filter);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(16, 4, 16, 6);
    foot->addWidget(m_verified, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(filter);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty);
    layout->addLayout(foot);
    m_phrases.set(heading, {"Log of the office", "单位日志"});
    m_phrases.name(m_table, {"Entries of the log, the newest first", "日志记录，最新在前"});
    m_phrases.always([this] {
        m_table->viewport()->update();
        sayCount();
        sayVerified();
    });
    connect(m_filter, &LogFilter::changed, this, [this] { m_entries->ask(m_filter->question()); });
    connect(m_entries, &LogModel::loadingChanged, this, &LogPage::sayCount);
    connect(m_entries, &LogModel::failed, this, [this](const Error& error) { emit said(Meaning::danger, say(error)); });
    connect(m_entries, &LogModel::arrived, this, [this](qsizetype, bool differs) {
        sayCount();
        if (!differs || m_entries->loading()) return;
        QAccessibleAnnouncementEvent event(m_table, m_count->text());
        QAccessible::updateAccessibility(&event);
    });
    connect(m_table, &QTableView::doubleClicked, this, &LogPage::openCurrent);
    connect(&session, &Session::caseChanged, this, [this] {
        // While somebody reads below the newest entries the log stays as it is: rows must not move under their eyes.
        if (isVisible() && m_table->verticalScrollBar()->value() == 0) m_entries->refresh();
    });
}

void LogPage::enter() {
    if (!m_started) {
        m_started = true;
        m_filter->start();
    }
    m_entries->ask(m_filter->question());
    sayVerified();
    m_table->setFocus(Qt::OtherFocusReason);
}

void LogPage::forget() {
    m_started = false;
    m_entries->clear();
    m_filter->clear();
    m_words = {};
    m_meaning = Meaning::muted;
    m_count->clear();
    m_verified->clear();
    m_empty->hide();
}

Text LogPage::hints() const {
    return {"Enter opens the case at its history · / filter · Alt+← list of cases · F1 all keys",
            "回车打开案件历史 · / 筛选 · Alt+← 案件列表 · F1 全部快捷键"};
}

QList<QWidget*> LogPage::panes() const { return {m_filter->caseLine(), m_table}; }

bool LogPage::settled() const {
    if (m_entries->loading() || m_filter->resting()) return false;
    const int first = m_table->rowAt(0);
    if (first < 0) return true;
    const int last = m_table->rowAt(m_table->viewport()->height() - 1);
    for (int row = first; row <= (last < 0 ? m_entries->rowCount() - 1 : last); ++row) {
        if (m_entries->entry(row) == nullptr) return false;
    }
    return true;
}

void LogPage::focusFilter() {
    m_filter->caseLine()->setFocus(Qt::ShortcutFocusReason);
    m_filter->caseLine()->selectAll();
}

void LogPage::setVerified(Meaning meaning, const Text& words) {
    m_meaning = meaning;
    m_words = words;
    sayVerified();
}

void LogPage::sayVerified() {
    if (!m_session.isOpen()) return;
    setMeaning(m_verified, m_words.empty() ? Meaning::muted : m_meaning);
    m_verified->setText(
        m_words.empty()
            ? say("The signature of each entry is checked as it is shown. Hashes and chains were not checked since the "
                  "unlock: File → Check everything does so.",
                  "每条记录的签名在显示时核验。自解锁以来尚未核验摘要和链：可用“文件 → 核验全部”。")
            : say(m_words));
}

void LogPage::sayCount() {
    if (!m_session.isOpen()) return;
    const qlonglong count = m_entries->rowCount();
    m_count->setText(m_entries->loading() ? say("reading…", "正在读取…")
                                          : say("%1 entries", "%1 条记录").arg(QLocale().toString(count)));
    const bool empty = count == 0 && !m_entries->loading();
    m_empty->setVisible(empty);
    m_empty->setText(say("No entry matches.", "没有符合的记录。"));
}

void LogPage::keyPressEvent(QKeyEvent* event) {
    if (m_table->hasFocus() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        openCurrent();
        return;
    }
    Page::keyPressEvent(event);
}

void LogPage::openCurrent() {
    const QModelIndex current = m_table->currentIndex();
    const auto* entry = current.isValid() ? m_entries->entry(current.row()) : nullptr;
    if (entry == nullptr) return;
    if (entry->inRegister) {
        emit said(Meaning::muted,
                  say("This entry is in the register and belongs to no case.", "该记录属于名册，不属于任何案件。"));
    } else if (entry->reference.empty()) {
        emit said(Meaning::warn, say("You may not read this case.", "您无权查看该案件。"));
    } else {
        emit historyWanted(entry->caseId);
    }
}

} // namespace ui
