// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/list_page.h"

#include "ui/list/bulk_panel.h"
#include "ui/list/bulk_result.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/list/filter_chips.h"
#include "ui/list/filter_line.h"
#include "ui/list/keep_filter.h"
#include "ui/list/list_layout.h"
#include "ui/list/preview_pane.h"
#include "ui/list/saved_filters.h"
#include "ui/list/view_bar.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

ListPage::ListPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_cases(new CaseListModel(session, this)),
      m_saved(new SavedFilters(session, this)), m_filter(new FilterLine(this)), m_chips(new FilterChips(this)),
      m_count(new QLabel(this)), m_fault(new QLabel(this)), m_empty(new QLabel(this)), m_selected(new QLabel(this)),
      m_views(new ViewBar(session, *m_saved, this)), m_table(new CaseListView(*m_cases, this)),
      m_bulk(new BulkPanel(session, this)), m_preview(new PreviewPane(session, this)),
      m_split(new QSplitter(Qt::Horizontal, this)) {
    setObjectName(QStringLiteral("listPage"));
    setMeaning(m_empty, Meaning::muted);
    m_empty->setAlignment(Qt::AlignHCenter);
    m_empty->setWordWrap(true);
    m_empty->hide();

    auto* middle = new QWidget(this);
    auto* middleLayout = new QVBoxLayout(middle);
    middleLayout->setContentsMargins(0, 0, 0, 0);
    middleLayout->setSpacing(0);
    middleLayout->addWidget(m_table, 1);
    middleLayout->addWidget(m_empty);
    middleLayout->addWidget(m_bulk);
    middleLayout->addWidget(m_selected);
    m_split->addWidget(m_views);
    m_split->addWidget(middle);
    m_split->addWidget(m_preview);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({190, 810, 280});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    makeTop(layout);
    layout->addWidget(m_split, 1);
    makeBulk();

    m_phrases.placeholder(m_filter, {"Words, or is:open mineral: stage: due<7d assigned:me sort:due  (/)",
                                     "关键词，或 状态:未结 矿产: 阶段: 期限<7天 承办:我 排序:期限（/）"});
    m_phrases.name(m_filter, {"Filter", "筛选"});
    for (auto* button : m_filter->findChildren<QToolButton*>())
        m_phrases.name(button, {"Clear the filter", "清空筛选"});
    m_phrases.name(m_table, {"Cases", "案件列表"});
    m_phrases.always([this] {
        sayCount();
        sayFault();
        saySelection();
    });

    connect(m_filter, &FilterLine::filterChanged, this, [this](const model::CaseFilter& filter) {
        m_views->showFilter(filter);
        m_cases->setFilter(filter);
        m_table->showOrder(filter);
    });
    connect(m_filter, &FilterLine::parsed, this,
            [this](const model::ParsedFilter& parsed) { m_chips->show(parsed, m_filter->vocabulary()); });
    connect(m_chips, &FilterChips::removed, this, [this](model::FilterSpan span) {
        m_filter->remove(span);
        m_filter->setFocus(Qt::OtherFocusReason); // the button that had the keyboard is gone
    });
    connect(m_cases, &CaseListModel::orderWanted, m_filter, &FilterLine::applyOrder);
    connect(m_saved, &SavedFilters::failed, this, &ListPage::failed);
    connect(m_views, &ViewBar::rebuilt, this, [this] { m_views->showFilter(m_cases->filter()); });
    connect(m_filter, &FilterLine::faultChanged, this, &ListPage::sayFault);
    connect(m_filter, &FilterLine::goDown, this, [this] {
        m_table->setFocus(Qt::OtherFocusReason);
        m_table->selectFirstWhenHere();
    });
    connect(m_filter, &FilterLine::leave, this, &ListPage::focusList);
    connect(m_table, &CaseListView::leftUpwards, this, &ListPage::focusFilter);
    connect(m_table, &CaseListView::escaped, this, [this] {
        m_table->clearSelection();
        m_table->setCurrentIndex({});
    });
    connect(m_table, &CaseListView::opened, this, &ListPage::opened);
    connect(m_table, &CaseListView::currentCaseChanged, this, [this] {
        if (m_cases->selection().count() < 2) showPreview(); // several are told of together, wherever the keys are
    });
    connect(m_views, &ViewBar::overviewWanted, this, &ListPage::overviewWanted);
    connect(m_views, &ViewBar::dueWanted, this, &ListPage::dueWanted);
    connect(m_views, &ViewBar::logWanted, this, &ListPage::logWanted);
    connect(m_views, &ViewBar::chosen, this, [this](const QString& filter) { m_filter->apply(filter); });
    connect(m_cases, &CaseListModel::failed, this, &ListPage::failed);
    connect(m_cases, &CaseListModel::loadingChanged, this, [this](bool loading) {
        m_loading = loading;
        sayCount();
    });
    connect(m_cases, &CaseListModel::rowsArrived, this, [this](qsizetype, bool differs) {
        sayCount();
        if (!differs || m_loading) return;
        QAccessibleAnnouncementEvent event(m_table, m_count->text());
        QAccessible::updateAccessibility(&event);
    });
    connect(&session, &Session::wordsIndexed, this, [this] {
        if (m_cases->unsearchable() != 0) refresh();
    });
    connect(&session, &Session::seenChanged, this, [this] {
        // Which rows are shown stays: a case that is being read must not leave a list of unread ones under one's eyes.
        m_cases->refreshPages();
        m_views->refreshCounts();
    });
    connect(&session, &Session::caseChanged, this, [this] {
        if (isVisible()) refresh();
    });
}

void ListPage::start() {
    m_filter->setVocabulary(m_session.office().vocabulary);
    m_views->rebuild();
    const auto layout = parseLayout(m_session.office().listLayout);
    takeLayout(layout);
    m_filter->apply(layout.filter ? str(*layout.filter) : m_views->firstFilter());
    m_views->refreshCounts(); // behind the first rows
    m_saved->load();
    if (m_keptSelection.first == m_session.office().me)
        m_cases->selection().replace({{}, std::move(m_keptSelection.second)});
    m_keptSelection = {};
    learnPinyin();
    focusList();
}

void ListPage::enter() {
    refresh();
    // Back from a case that was opened among those not done: on to the next.
    if (m_bulk->isVisibleTo(this)) m_bulk->focusFirst();
    else focusList();
}

void ListPage::keep() {
    ListLayout layout;
    const auto columns = m_table->columns();
    layout.widths = columns.widths;
    layout.order = columns.order;
    // What gives way to a narrow window is not what the person chose.
    if (!m_views->isHidden() && !m_preview->isHidden()) {
        for (const int size : m_split->sizes()) layout.panes.push_back(size);
    }
    layout.views = m_wasNarrow || !m_views->isHidden();
    layout.filter = utf8(m_filter->text().simplified());
    m_session.keepDraft(kListLayout, printLayout(layout));
    m_bulk->keep();
    m_keptSelection = {};
    if (const auto& selected = m_cases->selection().value(); !selected.everything)
        m_keptSelection = {m_session.office().me, selected.rows};
}

void ListPage::resetLayout() { takeLayout({}); }

void ListPage::takeLayout(const ListLayout& layout) {
    m_table->setColumns({layout.widths, layout.order});
    const bool panes = layout.panes.size() == static_cast<std::size_t>(m_split->count());
    m_split->setSizes(panes ? QList<int>(layout.panes.begin(), layout.panes.end()) : QList<int>{190, 810, 280});
    if (!m_wasNarrow) m_views->setVisible(layout.views);
}

void ListPage::forget() {
    m_bulk->clear();
    m_cases->clear();
    m_preview->clear();
    m_filter->reset();
    m_filter->setVocabulary(std::make_shared<model::FilterVocabulary>()); // it names people
    m_chips->clear();
    m_saved->clear();
    m_views->rebuild();
    m_count->clear();
    m_empty->hide();
}

void ListPage::makeTop(QVBoxLayout* layout) {
    auto* keep = new QToolButton(this);
    keep->setIcon(icon(QStringLiteral("star")));
    keep->setAutoRaise(true);
    keep->setFocusPolicy(Qt::NoFocus); // Ctrl+D does the same
    connect(keep, &QToolButton::clicked, this, &ListPage::keepFilter);
    m_phrases.name(keep, {"Keep this filter", "保存此筛选"});
    m_phrases.tip(keep, {"Keep this filter (Ctrl+D)", "保存此筛选（Ctrl+D）"});
    auto* line = new QHBoxLayout;
    line->setContentsMargins(8, 6, 8, 2);
    line->setSpacing(4);
    line->addWidget(m_filter, 1);
    line->addWidget(keep);
    setMeaning(m_fault, Meaning::danger);
    m_fault->setObjectName(QStringLiteral("filterFault"));
    m_fault->setMinimumWidth(1); // a long reason must not widen the window
    m_fault->hide();
    setMeaning(m_count, Meaning::muted);
    m_count->setMinimumWidth(90);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(8, 0, 8, 4);
    below->setSpacing(8);
    below->addWidget(m_chips, 1);
    below->addWidget(m_fault, 1); // in the place of the buttons, so that the list does not jump
    below->addWidget(m_count);
    layout->addLayout(line);
    layout->addLayout(below);
}

void ListPage::learnPinyin() {
    m_session.read(
        0, this,
        [vocabulary = *m_session.office().vocabulary](ReaderPort&) {
            auto learned = std::make_shared<model::FilterVocabulary>(vocabulary);
            model::addPinyin(*learned);
            return std::shared_ptr<const model::FilterVocabulary>(std::move(learned));
        },
        [this](std::shared_ptr<const model::FilterVocabulary> learned) {
            m_filter->setVocabulary(std::move(learned));
        });
}

void ListPage::keepFilter() {
    if (m_filter->fault()) {
        m_filter->setFocus(Qt::ShortcutFocusReason); // what is wrong stands there
        return;
    }
    auto* dialog =
        new KeepFilter(*m_saved, m_filter->text().simplified(), m_views->currentSaved().value_or(QString()), this);
    connect(dialog, &KeepFilter::kept, this, &ListPage::filterKept);
    dialog->open();
}

std::optional<DroppedFilter> ListPage::dropFilter() {
    const auto name = m_views->currentSaved();
    return name ? m_saved->remove(*name) : std::nullopt;
}

void ListPage::markUnread() {
    const auto id = m_table->currentCase();
    if (!id) return;
    m_preview->doNotCount();
    m_session.markUnread(*id);
}

void ListPage::refresh() {
    m_cases->refresh();
    m_views->refreshCounts();
    showPreview();
}

void ListPage::showPreview() {
    const auto& selection = m_cases->selection();
    if (selection.count() > 1) m_preview->showSelection(selection.value(), selection.notShown());
    else m_preview->showCase(m_table->currentCase());
}

void ListPage::makeBulk() {
    m_selected->setObjectName(QStringLiteral("selectionLine"));
    m_selected->setContentsMargins(8, 3, 8, 3);
    m_selected->setMinimumWidth(1);
    m_selected->setTextFormat(Qt::PlainText);
    m_selected->setWordWrap(true);
    m_selected->hide();
    connect(&m_cases->selection(), &ListSelection::changed, this, [this] {
        saySelection();
        showPreview();
        emit selectionChanged();
    });
    connect(m_bulk, &BulkPanel::runningChanged, this, [this](bool running) {
        m_cases->hold(running); // no row moves under the hand meanwhile
        emit busyChanged(running);
    });
    connect(m_bulk, &BulkPanel::ended, this,
            [this](const std::vector<std::int64_t>& done, const std::vector<std::int64_t>& notDone) {
                auto& selection = m_cases->selection();
                if (selection.value().everything) {
                    model::RowSet rows;
                    for (const auto row : notDone) rows.insert(row);
                    selection.replace({{}, std::move(rows)});
                } else {
                    selection.leave(done);
                }
                m_session.noteChanged({}); // the list is asked for anew as soon as it is held no longer
            });
    connect(m_bulk, &BulkPanel::allDone, this, [this](const QString& words) {
        focusList();
        emit bulkDone(words);
    });
    connect(m_bulk, &BulkPanel::finished, this, &ListPage::bulkFinished);
    connect(m_bulk, &BulkPanel::failed, this, &ListPage::failed);
    connect(m_bulk, &BulkPanel::opened, this, &ListPage::opened);
    connect(m_bulk, &BulkPanel::closed, this, &ListPage::focusList);
}

bool ListPage::hasSelection() const { return !m_cases->selection().isEmpty(); }

void ListPage::selectAll() {
    m_cases->selectAll();
    QAccessibleAnnouncementEvent event(m_table, m_selected->text());
    QAccessible::updateAccessibility(&event);
}

void ListPage::startBulk(BulkForm::Kind kind) { m_bulk->start(kind, m_cases->selection().value()); }

void ListPage::saySelection() {
    const auto& selection = m_cases->selection();
    m_selected->setVisible(!selection.isEmpty());
    if (selection.isEmpty()) {
        m_selected->clear();
        return;
    }
    QString words = QStringLiteral("✓ ") + say("%1 selected", "已选 %1 件").arg(sayNumber(selection.count()));
    if (const auto hidden = selection.notShown(); hidden != 0)
        words += say(", %1 not in this list", "，其中 %1 件不在当前列表").arg(sayNumber(hidden));
    m_selected->setText(words + say(" · A assign or release · S take a step · N note · Esc clears",
                                    " · A 指派或解除 · S 办理步骤 · N 备注 · Esc 清除选择"));
}

void ListPage::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ListPage::focusList() { m_table->setFocus(Qt::OtherFocusReason); }

void ListPage::chooseView(int number) {
    if (m_views->openPage(number)) return;
    const QString filter = m_views->filterAt(number);
    m_filter->apply(filter);
    focusList();
}

void ListPage::toggleViews() { m_views->setVisible(!m_views->isVisible()); }

std::optional<CaseId> ListPage::currentCase() const { return m_table->currentCase(); }

void ListPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    // The list is what the page is for: beside it stands what there is room for.
    m_preview->setVisible(width() >= 860);
    if (const bool narrow = width() < 700; narrow != m_wasNarrow) {
        m_wasNarrow = narrow;
        m_views->setVisible(!narrow);
    }
}

bool ListPage::settled() const {
    return !m_filter->resting() && !m_preview->resting() && !m_bulk->resting() && !m_cases->loading() &&
           m_table->rowsAreHere();
}

Text ListPage::hints() const {
    return {"Enter opens · X selects · A assign · E evidence · N note · / filter · F1 all keys",
            "回车打开 · X 选择 · A 指派 · E 证据 · N 备注 · / 筛选 · F1 全部快捷键"};
}

QStringList ListPage::tools() const {
    return {QStringLiteral("report.new"),
            QStringLiteral("reports.import"),
            QString(),
            QStringLiteral("list.assign"),
            QStringLiteral("list.step"),
            QStringLiteral("list.note"),
            QStringLiteral("list.evidence"),
            QString(),
            QStringLiteral("filter.keep")};
}

QList<QWidget*> ListPage::panes() const {
    return {m_filter,
            m_views,
            m_table,
            m_preview,
            m_bulk->form()->what(),
            m_bulk->result()->table(),
            m_bulk->closeButton()};
}

void ListPage::sayCount() {
    const qlonglong count = m_cases->rowCount();
    QString words = m_loading    ? say("searching…", "正在查找…")
                    : count == 1 ? say("1 case", "1 件")
                                 : say("%1 cases", "%1 件").arg(QLocale().toString(count));
    if (const auto left = static_cast<qlonglong>(m_cases->unsearchable()); left != 0) {
        words += say(" · %1 new ones not searched yet", " · 另有 %1 件新案尚不能检索").arg(QLocale().toString(left));
    }
    m_count->setText(words);
    const bool empty = count == 0 && !m_loading && m_session.isOpen();
    m_empty->setVisible(empty);
    QString why = m_filter->text().isEmpty() ? say("There is no case yet.", "尚无案件。")
                                             : say("No case matches. Esc in the filter shows all.",
                                                   "没有符合的案件。在筛选框按 Esc 显示全部。");
    if (empty && m_session.office().has(model::Role::officer)) {
        why += say(" File → New report… (Ctrl+N) writes one down; File → Import reports… (Ctrl+I) takes reports in.",
                   "可用“文件 → 登记举报…”（Ctrl+N）登记，或用“文件 → 导入举报…”（Ctrl+I）导入。");
    }
    m_empty->setText(why);
    emit countChanged(words);
}

void ListPage::sayFault() {
    const auto& fault = m_filter->fault();
    m_fault->setVisible(fault.has_value());
    m_chips->setVisible(!fault.has_value());
    if (fault) {
        m_fault->setText(
            QStringLiteral("✕ ") + say(fault->what) +
            say(" (at character %1; the list is unchanged)", "（第%1个字符；列表未变）").arg(fault->at + 1));
        QAccessibleAnnouncementEvent event(m_fault, m_fault->text());
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace ui
