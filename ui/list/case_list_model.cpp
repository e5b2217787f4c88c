// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/case_list_model.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

// Lanes of the reader: a newer request on one replaces the older.
constexpr int kRowsLane = 1;
constexpr int kPagesLane = 2;

const Text kHeaders[CaseListModel::columnCount_] = {
    {"State", "状态"}, {"Reference", "编号"}, {"Title", "标题"},    {"Due", "期限"},
    {"Who", "承办"},   {"Mineral", "矿产"},   {"Evidence", "证据"}, {"Changed", "更新"},
};

} // namespace

std::optional<int> daysUntil(const std::string& date) {
    const auto day = model::parseDate(date);
    if (!day) return std::nullopt;
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return static_cast<int>((std::chrono::sys_days(*day) - std::chrono::sys_days(model::chinaDate(now))).count());
}

QString sayDays(int days) {
    if (days == 0) return say("today", "今天");
    if (days > 0) return say("%1 d left", "余%1天").arg(days);
    return say("%1 d over", "逾期%1天").arg(-days);
}

CaseListModel::CaseListModel(Session& session, QObject* parent) : CaseRows(session, kPagesLane, parent) {
    connect(&m_selection, &ListSelection::changed, this, [this] {
        // What is painted and read out of any row may be another; their number is not asked for.
        if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount_ - 1), {selectedRole});
    });
}

void CaseListModel::setFilter(const model::CaseFilter& filter) {
    // The first rows of another list are there long before its last.
    const bool another = filter != m_filter || keys().empty();
    m_filter = filter;
    m_selection.showsFilter(filter);
    askRows(another ? kFirstRows : 0);
}

void CaseListModel::refresh() {
    m_owesRefresh = m_held;
    if (!m_held) askRows(0);
}

void CaseListModel::hold(bool held) {
    m_held = held;
    if (!held && std::exchange(m_owesRefresh, false)) askRows(0);
}

void CaseListModel::clear() {
    beginResetModel();
    forgetRows();
    m_filter = {};
    m_held = m_owesRefresh = false;
    m_selection.clear();
    m_selection.showsRows({});
    m_loading = m_oldRows = false;
    m_unsearchable = 0;
    endResetModel();
}

void CaseListModel::askRows(std::size_t limit) {
    if (!session().isOpen()) return;
    struct Rows {
        Result<std::vector<std::int64_t>> ids;
        std::vector<model::CaseRow> first; // what the first rows show, so that they need no second question
        model::RowSet shown;               // the same rows as a set, made where nobody waits for it
        std::uint64_t unsearchable = 0;
    };
    m_loading = true;
    m_oldRows = m_oldRows || limit != 0;
    emit loadingChanged(true);
    session().read(
        kRowsLane, this,
        [filter = m_filter, limit](ReaderPort& reader) {
            Rows rows{reader.rows(filter, limit), {}, {}, 0};
            if (rows.ids) {
                for (const auto row : *rows.ids) rows.shown.insert(row);
            }
            if (filter.searches()) rows.unsearchable = reader.unsearchable().value_or(0);
            if (limit != 0 && rows.ids) {
                const std::size_t count = std::min<std::size_t>(rows.ids->size(), kPageRows);
                if (auto page = reader.page(std::span(*rows.ids).first(count))) rows.first = *std::move(page);
            }
            return rows;
        },
        [this, limit](Rows answer) {
            const bool more = limit != 0 && answer.ids && answer.ids->size() == limit;
            m_loading = more;
            m_oldRows = false;
            if (!more) emit loadingChanged(false);
            if (!answer.ids) {
                if (answer.ids.error().code != model::Code::cancelled) emit failed(answer.ids.error());
                return;
            }
            m_unsearchable = answer.unsearchable;
            const bool empty = answer.first.empty();
            takeRows(*std::move(answer.ids), std::move(answer.shown));
            if (!empty) takePages({0}, std::move(answer.first));
            if (more) askRows(0);
        });
}

void CaseListModel::takeRows(std::vector<std::int64_t> ids, model::RowSet shown) {
    const bool differs = ids != keys();
    if (differs) {
        m_selection.showsRows(std::move(shown));
        takeKeys(std::move(ids));
    } else {
        refreshPages();
    }
    emit rowsArrived(rowCount(), differs);
}

int CaseListModel::indexOf(std::int64_t rowId) const {
    const auto found = std::ranges::find(keys(), rowId);
    return found == keys().end() ? -1 : static_cast<int>(found - keys().begin());
}

QString CaseListModel::stageTitle(const std::string& id) const {
    if (session().isOpen() && session().office().workflow) {
        if (const auto* found = session().office().workflow->stage(id)) return say(found->title);
    }
    return str(id);
}

QString CaseListModel::mineralTitle(const std::string& value) const {
    if (session().isOpen() && session().office().workflow) {
        const auto* fact = session().office().workflow->fact("mineral");
        if (fact != nullptr) return say(fact->words(value));
    }
    return str(value);
}

int CaseListModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(columnCount_); }

QString CaseListModel::text(const model::CaseRow& row, int column) const {
    switch (column) {
    case stage: {
        QString words = stageTitle(row.stage);
        if (row.refused) words += say(" · refused", " · 被退回");
        else if (row.waiting) words += say(" · waiting", " · 待确认");
        return words;
    }
    case reference: return str(row.reference);
    case title: return str(row.title);
    case due: {
        const auto days = daysUntil(row.due);
        if (!days || row.closed) return {};
        return str(row.due) + QStringLiteral(" · ") + sayDays(*days);
    }
    case assignees: return str(row.assignees);
    case mineral: return mineralTitle(row.mineral);
    case evidence: return row.evidence == 0 ? QString() : QString::number(row.evidence);
    case changed: return sayMinute(row.changed);
    default: return {};
    }
}

QString CaseListModel::unread(const model::CaseRow& row, int column) {
    // Where the dot is, and where a reader stops first.
    return row.unread && (column == reference || column == title) ? say(" · unread", " · 未读") : QString();
}

QVariant CaseListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto* shown = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (shown == nullptr) return index.column() == title ? QVariant(QStringLiteral("…")) : QVariant(QString());
        return text(*shown, index.column());
    case Qt::AccessibleTextRole:
        if (shown == nullptr) return say("loading", "正在读取");
        return QString((m_selection.contains(rowId(index.row())) ? say("selected, ", "已选，") : QString()) +
                       say(kHeaders[index.column()]) + u' ' + text(*shown, index.column()) +
                       unread(*shown, index.column()));
    case selectedRole: return m_selection.contains(rowId(index.row()));
    case Qt::ToolTipRole:
        return shown == nullptr ? QVariant() : QVariant(text(*shown, index.column()) + unread(*shown, index.column()));
    case dueDaysRole: {
        if (shown == nullptr || shown->closed) return {};
        const auto days = daysUntil(shown->due);
        return days ? QVariant(*days) : QVariant();
    }
    default: return {};
    }
}

QVariant CaseListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount_) return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return say(kHeaders[section]);
    return {};
}

void CaseListModel::sort(int column, Qt::SortOrder order) {
    auto filter = m_filter;
    switch (column) {
    case stage: filter.order = model::CaseOrder::stage; break;
    case reference: filter.order = model::CaseOrder::reference; break;
    case title: filter.order = model::CaseOrder::title; break;
    case due: filter.order = model::CaseOrder::due; break;
    case changed: filter.order = model::CaseOrder::changed; break;
    default: return; // no index: not sortable
    }
    filter.descending = order == Qt::DescendingOrder;
    if (filter != m_filter) emit orderWanted(filter.order, filter.descending);
}

} // namespace ui
