// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hub/standing_tree.h"

#include "ui/theme/theme.h"

#include <QFocusEvent>
#include <QHeaderView>

#include <algorithm>

namespace ui {
namespace {

enum Column : std::uint8_t { what, where, when, columns };
constexpr int kIndex = Qt::UserRole;

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

QString referenceOf(const OpenItem& item) {
    return std::visit(Overloaded{[](const model::Unsettled& one) {
                                     return one.reference.empty() ? say("Register", "名册") : str(one.reference);
                                 },
                                 [](const model::OverwrittenField& one) { return str(one.reference); }},
                      item);
}

QString wordsOf(const OpenItem& item) {
    return std::visit(
        Overloaded{[](const model::Unsettled& one) { return say(one.summary); },
                   [](const model::OverwrittenField& one) {
                       return say("%1: %2 stated it anew", "%1：%2 已重新填写").arg(say(one.field.title), str(one.by));
                   }},
        item);
}

model::Instant timeOf(const OpenItem& item) {
    return std::visit(Overloaded{[](const model::Unsettled& one) { return one.time; },
                                 [](const model::OverwrittenField& one) { return one.what.place.time; }},
                      item);
}

/// What is decided in the same way: something refused, or something overwritten.
int sortOf(const OpenItem& item) {
    const auto* const said = std::get_if<model::Unsettled>(&item);
    if (said == nullptr) return 2;
    return said->reason ? 1 : 0;
}

} // namespace

model::CaseId caseOf(const OpenItem& item) {
    return std::visit([](const auto& one) { return one.caseId; }, item);
}

bool isSame(const OpenItem& a, const OpenItem& b) {
    if (a.index() != b.index()) return false;
    if (const auto* const said = std::get_if<model::Unsettled>(&a))
        return said->event == std::get<model::Unsettled>(b).event;
    return std::get<model::OverwrittenField>(a).what == std::get<model::OverwrittenField>(b).what;
}

StandingTree::StandingTree(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("standing"));
    setColumnCount(columns);
    setRootIsDecorated(false);
    setIndentation(14);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(what, QHeaderView::Stretch);
    header()->setSectionResizeMode(where, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(when, QHeaderView::ResizeToContents);
    header()->setSectionsMovable(false);
    m_phrases.name(this, {"What is open", "待处理内容"});
    m_phrases.always([this] {
        setHeaderLabels({say("What", "内容"), say("Case", "案件"), say("When", "时间")});
        fill(whereOneStands());
    });
    connect(this, &QTreeWidget::currentItemChanged, this,
            [this](QTreeWidgetItem* line) { emit currentChangedTo(itemOf(line)); });
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* line) {
        if (const auto* item = itemOf(line)) emit opened(caseOf(*item));
    });
}

void StandingTree::show(const model::Standing& standing) {
    const Stood stood = whereOneStands();
    m_items.clear();
    for (const auto& one : standing.waiting) m_items.emplace_back(one);
    for (const auto& one : standing.refused) m_items.emplace_back(one);
    for (const auto& one : standing.overwritten) m_items.emplace_back(one);
    m_waiting = standing.waiting.size();
    m_refused = standing.refused.size();
    m_more = standing.more;
    fill(stood);
}

void StandingTree::forget() {
    m_items.clear();
    m_waiting = m_refused = 0;
    m_more = false;
    clear();
}

StandingTree::Stood StandingTree::whereOneStands() const {
    const auto* line = currentItem();
    const auto* item = itemOf(line);
    if (item == nullptr) return {};
    auto* group = line->parent();
    return {*item, indexOfTopLevelItem(group), group->indexOfChild(const_cast<QTreeWidgetItem*>(line))};
}

QTreeWidgetItem* StandingTree::lineFor(const Stood& stood) const {
    if (!stood.item || topLevelItemCount() == 0) return nullptr;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        for (int j = 0; j < topLevelItem(i)->childCount(); ++j) {
            const auto* item = itemOf(topLevelItem(i)->child(j));
            if (item != nullptr && isSame(*item, *stood.item)) return topLevelItem(i)->child(j);
        }
    }
    // What came into its place.
    auto* group = topLevelItem(std::min(stood.group, topLevelItemCount() - 1));
    return group->child(std::min(stood.place, group->childCount() - 1));
}

void StandingTree::fill(const Stood& stood) {
    {
        const QSignalBlocker quiet(this);
        refill();
        setCurrentItem(lineFor(stood));
    }
    emit currentChangedTo(current());
}

void StandingTree::refill() {
    clear();
    addGroup({"Waiting for the hub", "等待服务器确认"}, 0, m_waiting);
    addGroup({"Refused by the hub", "被服务器退回"}, m_waiting, m_refused);
    addGroup({"Overwritten by others", "被他人覆盖"}, m_waiting + m_refused, m_items.size() - m_waiting - m_refused);
}

void StandingTree::addGroup(const Text& title, std::size_t first, std::size_t count) {
    if (count == 0) return;
    auto* top = new QTreeWidgetItem(this);
    const QString number =
        m_more && count >= model::kStandingMost ? say("the first %1", "前 %1 项") : QStringLiteral("%1");
    top->setText(what, say(title) + QStringLiteral(" (") + number.arg(sayNumber(count)) + u')');
    top->setFirstColumnSpanned(true);
    top->setSizeHint(what, {0, kRowHeight});
    top->setFlags(Qt::ItemIsEnabled);
    QFont bold = font();
    bold.setBold(true);
    top->setFont(what, bold);
    for (std::size_t i = first; i < first + count; ++i) {
        auto* line = new QTreeWidgetItem(top);
        line->setText(what, wordsOf(m_items[i]).simplified());
        line->setText(where, referenceOf(m_items[i]));
        line->setText(when, sayMinute(timeOf(m_items[i])));
        line->setSizeHint(what, {0, kRowHeight});
        line->setData(what, kIndex, static_cast<qulonglong>(i));
    }
    top->setExpanded(true);
}

const OpenItem* StandingTree::itemOf(const QTreeWidgetItem* line) const {
    if (line == nullptr || line->parent() == nullptr) return nullptr;
    const auto index = static_cast<std::size_t>(line->data(what, kIndex).toULongLong());
    return index < m_items.size() ? &m_items[index] : nullptr;
}

const OpenItem* StandingTree::current() const { return itemOf(currentItem()); }

std::vector<OpenItem> StandingTree::alike() const {
    std::vector<OpenItem> all;
    const auto* now = current();
    if (now == nullptr) return all;
    for (const auto& one : m_items) {
        if (sortOf(one) == sortOf(*now)) all.push_back(one);
    }
    return all;
}

void StandingTree::focusInEvent(QFocusEvent* event) {
    // Qt would make the first line the current one when the keyboard comes here, which nobody chose.
    const QSignalBlocker quiet(selectionModel());
    const bool none = currentItem() == nullptr;
    QTreeWidget::focusInEvent(event);
    if (none) setCurrentItem(nullptr);
}

} // namespace ui
