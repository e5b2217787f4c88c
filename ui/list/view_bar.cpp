// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/view_bar.h"

#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLocale>

#include <algorithm>
#include <map>

namespace ui {
namespace {

using model::Role;

/// The stages out of which a person with this role of the office can lead a case.
std::vector<std::string> stagesOf(const model::Definition& definition, Role role, bool assigned) {
    std::vector<std::string> stages;
    for (const auto& stage : definition.stages) {
        const bool any = std::ranges::any_of(definition.steps, [&](const model::Step& step) {
            const auto* part = definition.role(step.role);
            return part != nullptr && part->system == model::roleName(role) && part->assigned == assigned &&
                   !step.to.empty() && std::ranges::find(step.from, stage.id) != step.from.end();
        });
        if (any) stages.push_back(stage.id);
    }
    return stages;
}

QString stageFilter(const std::vector<std::string>& stages) {
    QStringList words;
    for (const auto& stage : stages) words << QStringLiteral("stage:") + str(stage);
    return words.join(u' ');
}

} // namespace

ViewBar::ViewBar(Session& session, QWidget* parent) : QTreeWidget(parent), m_session(session) {
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
            if (view.item == item) emit chosen(view.filter);
        }
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
    if (office.workflow) {
        const auto& definition = *office.workflow;
        if (office.has(Role::officer)) {
            const std::vector<std::string> inbox{definition.initialStage().id};
            work.push_back({{"Inbox", "收件箱"}, stageFilter(inbox) + QStringLiteral(" sort:opened"), inbox, false});
            if (const auto stages = stagesOf(definition, Role::officer, false); stages != inbox && !stages.empty()) {
                work.push_back({{"To review", "待审核"}, stageFilter(stages), stages, false});
            }
        }
        if (office.has(Role::investigator)) {
            work.push_back({{"My cases", "我的案件"}, QStringLiteral("is:mine is:open sort:due"), {}, true});
        }
        if (office.has(Role::supervisor)) {
            const auto stages = stagesOf(definition, Role::supervisor, false);
            work.push_back({{"To decide", "待审批"}, stageFilter(stages) + QStringLiteral(" sort:due"), stages, false});
        }
    }
    group({"MY WORK", "我的工作"}, work);
    group({"CASES", "案件"}, {{{"Open", "未结"}, QStringLiteral("is:open"), {}, false},
                              {{"All", "全部"}, QString(), {}, false},
                              {{"Waiting", "待确认"}, QStringLiteral("is:waiting"), {}, false}});
    if (office.workflow) {
        std::vector<View> stages;
        for (const auto& stage : office.workflow->stages) {
            stages.push_back({stage.title, stageFilter({stage.id}), {stage.id}, false});
        }
        group({"STAGES", "阶段"}, stages);
    }
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
    m_session.read(
        3, this,
        [](ReaderPort& reader) {
            auto counts = reader.stageCounts();
            model::CaseFilter mine;
            mine.mineOnly = mine.openOnly = true;
            auto rows = reader.rows(mine, 0);
            return std::pair(std::move(counts), rows ? std::optional(rows->size()) : std::nullopt);
        },
        [this](auto answer) {
            auto& [counts, mine] = answer;
            if (!counts) return; // the counts stay as they were; the list says what is wrong
            const std::map<std::string, std::uint64_t> byStage(counts->begin(), counts->end());
            for (const auto& view : m_views) {
                std::uint64_t sum = 0;
                for (const auto& stage : view.stages) {
                    if (const auto found = byStage.find(stage); found != byStage.end()) sum += found->second;
                }
                if (view.mine) sum = mine.value_or(0);
                const bool counted = view.mine || !view.stages.empty();
                view.item->setText(1,
                                   counted && sum > 0 ? QLocale().toString(static_cast<qulonglong>(sum)) : QString());
            }
        });
}

QString ViewBar::firstFilter() const { return m_views.empty() ? QString() : m_views.front().filter; }

QString ViewBar::filterAt(int number) const {
    if (number < 1 || static_cast<std::size_t>(number) > m_views.size()) return {};
    return m_views[static_cast<std::size_t>(number) - 1].filter;
}

void ViewBar::showFilter(const QString& filter) {
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
