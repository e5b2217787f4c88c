// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/view_bar.h"

#include "model/filter/parse.h"
#include "model/filter/print.h"
#include "model/workflow/queues.h"
#include "ui/list/saved_filters.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>

#include <algorithm>
#include <map>

namespace ui {
namespace {

using model::Role;

model::CaseFilter stageFilter(const std::vector<std::string>& stages,
                              model::CaseOrder order = model::CaseOrder::changed) {
    model::CaseFilter filter;
    if (!stages.empty()) filter.conditions.push_back({model::FilterField::stage, model::Comparison::is, false, stages});
    filter.order = order;
    filter.descending = order == model::CaseOrder::changed;
    return filter;
}

model::CaseFilter flagFilter(std::vector<std::string> flags, model::CaseOrder order = model::CaseOrder::changed) {
    model::CaseFilter filter;
    for (auto& flag : flags)
        filter.conditions.push_back({model::FilterField::is, model::Comparison::is, false, {std::move(flag)}});
    filter.order = order;
    filter.descending = order == model::CaseOrder::changed;
    return filter;
}

} // namespace

ViewBar::ViewBar(Session& session, SavedFilters& saved, QWidget* parent)
    : QTreeWidget(parent), m_session(session), m_saved(saved) {
    setObjectName(QStringLiteral("views"));
    setColumnCount(2);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(10);
    setItemsExpandable(false);
    setItemDelegate(new RowDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    setMinimumWidth(150);
    m_phrases.name(this, {"Views", "视图"});
    m_phrases.always([this] { sayAll(); });
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (m_quiet || item == nullptr) return;
        for (const auto& view : m_views) {
            if (view.item == item && view.leads == Leads::list) emit chosen(lineOf(view));
        }
    });
    connect(this, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) {
        for (const auto& view : m_views) {
            if (view.item == item && view.leads != Leads::list) {
                open(view);
                return; // the views may be others now
            }
        }
    });
    connect(&saved, &SavedFilters::changed, this, [this] {
        rebuild();
        refreshCounts();
        emit rebuilt();
    });
}

void ViewBar::group(const Text& name, const std::vector<View>& views) {
    if (views.empty()) return;
    auto* top = new QTreeWidgetItem(this);
    top->setFlags(Qt::ItemIsEnabled);
    top->setData(0, kMeaningRole, static_cast<int>(Meaning::muted));
    top->setExpanded(true);
    top->setFirstColumnSpanned(true);
    m_groups.emplace_back(name, top);
    for (const auto& view : views) {
        auto* item = new QTreeWidgetItem(top);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(1, kMeaningRole, static_cast<int>(Meaning::muted));
        m_views.push_back(view);
        m_views.back().item = item;
    }
    top->setExpanded(true);
}

void ViewBar::rebuild() {
    m_quiet = true;
    clear();
    m_views.clear();
    m_groups.clear();
    m_quiet = false;
    if (!m_session.isOpen()) return;
    const OfficeView& office = m_session.office();
    m_quiet = true;
    std::vector<View> work;
    const View log{{"Log of the office", "单位日志"}, std::nullopt, {}, false, {}, Leads::log};
    const bool audits = office.has(Role::auditor);
    if (office.workflow) {
        const auto& definition = *office.workflow;
        if (office.has(Role::officer)) {
            using model::CaseOrder;
            const std::vector<std::string> inbox{definition.initialStage().id};
            work.push_back({{"Inbox", "收件箱"}, stageFilter(inbox, CaseOrder::opened), inbox});
            if (const auto stages = model::stagesLedBy(definition, Role::officer, false);
                stages != inbox && !stages.empty()) {
                work.push_back({{"To review", "待审核"}, stageFilter(stages), stages});
            }
        }
        if (office.has(Role::investigator)) {
            work.push_back({{"My cases", "我的案件"}, flagFilter({"mine", "open"}, model::CaseOrder::due), {}, true});
        }
        if (office.has(Role::supervisor)) {
            const auto stages = model::stagesLedBy(definition, Role::supervisor, false);
            work.push_back({{"To decide", "待审批"}, stageFilter(stages, model::CaseOrder::due), stages});
        }
    }
    if (audits) work.push_back(log);
    group({"MY WORK", "我的工作"}, work);
    std::vector<View> kept;
    for (const auto& one : m_saved.all()) {
        auto read = model::parseFilter(one.line, *office.vocabulary);
        kept.push_back({model::same(one.name),
                        read ? std::optional(std::move(read->filter)) : std::nullopt,
                        {},
                        read.has_value(),
                        one.line});
    }
    group({"KEPT", "已存筛选"}, kept);
    group({"CASES", "案件"}, {{{"Open", "未结"}, flagFilter({"open"})},
                              {{"Overdue", "逾期"}, flagFilter({"overdue"}, model::CaseOrder::due), {}, true},
                              {{"All", "全部"}, model::CaseFilter{}},
                              {{"Waiting", "待确认"}, flagFilter({"waiting"}), {}, true}});
    if (office.workflow) {
        std::vector<View> stages;
        for (const auto& stage : office.workflow->stages) {
            stages.push_back({stage.title, stageFilter({stage.id}), {stage.id}});
        }
        group({"STAGES", "阶段"}, stages);
    }
    std::vector<View> pages{{{"Overview", "概览"}, std::nullopt, {}, false, {}, Leads::overview},
                            {{"What is due", "期限"}, std::nullopt, {}, false, {}, Leads::due}};
    if (!audits) pages.push_back(log);
    group({"OFFICE", "单位"}, pages);
    sayAll();
    m_quiet = false;
}

void ViewBar::sayAll() {
    for (const auto& [name, item] : m_groups) item->setText(0, say(name));
    for (const auto& view : m_views) {
        view.item->setText(0, say(view.name));
        view.item->setToolTip(0, say(view.name));
    }
}

void ViewBar::refreshCounts() {
    if (!m_session.isOpen()) return;
    std::vector<std::optional<model::CaseFilter>> asked; // of each view, if it is counted by itself
    asked.reserve(m_views.size());
    for (const auto& view : m_views) asked.push_back(view.counted ? view.filter : std::nullopt);
    struct Counts {
        Result<std::vector<std::pair<std::string, std::uint64_t>>> stages;
        std::vector<std::uint64_t> views;
    };
    m_session.read(
        3, this,
        [asked = std::move(asked)](ReaderPort& reader) {
            Counts counts{reader.stageCounts(), {}};
            for (const auto& filter : asked) counts.views.push_back(filter ? reader.count(*filter).value_or(0) : 0);
            return counts;
        },
        [this](const Counts& counts) {
            // The counts stay as they were where they cannot be read: the list says what is wrong.
            if (!counts.stages || counts.views.size() != m_views.size()) return;
            const std::map<std::string, std::uint64_t> byStage(counts.stages->begin(), counts.stages->end());
            for (std::size_t i = 0; i < m_views.size(); ++i) {
                const auto& view = m_views[i];
                std::uint64_t sum = counts.views[i];
                for (const auto& stage : view.stages) {
                    if (const auto found = byStage.find(stage); found != byStage.end()) sum += found->second;
                }
                const QString words = sum > 0 ? QLocale().toString(static_cast<qulonglong>(sum)) : QString();
                const bool unreadable = !view.filter && view.leads == Leads::list;
                view.item->setText(1, unreadable ? QStringLiteral("?") : words);
            }
        });
}

QString ViewBar::lineOf(const View& view) const {
    if (!view.saved.empty() || !view.filter) return str(view.saved);
    return str(model::printFilter(*view.filter, currentLanguage(), *m_session.office().vocabulary));
}

QString ViewBar::firstFilter() const {
    const auto found = std::ranges::find(m_views, Leads::list, &View::leads);
    return found == m_views.end() ? QString() : lineOf(*found);
}

bool ViewBar::openPage(int number) {
    if (number < 1 || static_cast<std::size_t>(number) > m_views.size()) return false;
    const View& view = m_views[static_cast<std::size_t>(number) - 1];
    if (view.leads == Leads::list) return false;
    open(view);
    return true;
}

bool ViewBar::beginsWithLog() const { return !m_views.empty() && m_views.front().leads == Leads::log; }

void ViewBar::open(const View& view) {
    if (view.leads == Leads::overview) emit overviewWanted();
    else if (view.leads == Leads::due) emit dueWanted();
    else emit logWanted();
}

void ViewBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const auto found = std::ranges::find(m_views, currentItem(), &View::item);
        if (found != m_views.end() && found->leads != Leads::list) {
            open(*found);
            return;
        }
    }
    QTreeWidget::keyPressEvent(event);
}

QString ViewBar::filterAt(int number) const {
    if (number < 1 || static_cast<std::size_t>(number) > m_views.size()) return {};
    return lineOf(m_views[static_cast<std::size_t>(number) - 1]);
}

Text ViewBar::nameAt(int number) const {
    if (number < 1 || static_cast<std::size_t>(number) > m_views.size()) return {};
    return m_views[static_cast<std::size_t>(number) - 1].name;
}

std::optional<QString> ViewBar::currentSaved() const {
    for (const auto& view : m_views) {
        if (!view.saved.empty() && view.item == currentItem()) return str(view.name.en);
    }
    return std::nullopt;
}

void ViewBar::showFilter(const model::CaseFilter& filter) {
    m_quiet = true;
    QTreeWidgetItem* found = nullptr;
    for (const auto& view : m_views) {
        if (view.filter == filter && found == nullptr) found = view.item;
    }
    setCurrentItem(found);
    if (found == nullptr) clearSelection();
    m_quiet = false;
}

} // namespace ui
