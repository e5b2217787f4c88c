// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/due/due_model.h"

#include "model/base/citation.h"
#include "ui/text/say.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace ui {
namespace {

const Text kDueHeaders[DueModel::columnCount_] = {
    {"Due", "到期日"},   {"Case", "案件"},  {"What runs", "期限"},
    {"Article", "法条"}, {"Who", "承办人"}, {"Title", "标题"},
};

std::chrono::sys_days lastDay(const model::DuePeriod& one) { return std::chrono::sys_days(one.running.due); }

} // namespace

void DueModel::show(std::vector<model::DuePeriod> periods, model::Date today) {
    beginResetModel();
    m_periods = std::move(periods);
    m_today = today;
    endResetModel();
}

int DueModel::rowAt(model::Date day) const {
    const auto found = std::ranges::lower_bound(m_periods, std::chrono::sys_days(day), {}, lastDay);
    const auto row = found - m_periods.begin();
    return static_cast<int>(std::min(row, std::ssize(m_periods) - 1));
}

void DueModel::sayAgain() {
    if (!m_periods.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount_ - 1));
    emit headerDataChanged(Qt::Horizontal, 0, columnCount_ - 1);
}

int DueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_periods.size());
}

int DueModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(columnCount_); }

QString DueModel::text(const model::DuePeriod& one, int column) const {
    switch (column) {
    case due: {
        const QString day = str(model::formatDate(one.running.due));
        const auto left = (lastDay(one) - std::chrono::sys_days(m_today)).count();
        if (left < 0) return QStringLiteral("⚠ ") + day + u' ' + say("overdue", "逾期");
        return left == 0 ? QString(day + u' ' + say("today", "今日")) : day;
    }
    case reference: return str(one.reference);
    case period: return say(one.running.name);
    case article:
        return one.running.cite.empty() ? say("not set by law", "非法定") : say(model::citation(one.running.cite));
    case who: return one.assignees.empty() ? say("nobody", "无人") : str(one.assignees);
    case title: return str(one.title);
    default: return {};
    }
}

QVariant DueModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& one = m_periods[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(one, index.column());
    case Qt::ToolTipRole:
        if (index.column() == due && !one.running.covered) {
            return say("Counted Monday to Friday where the holidays are not known yet",
                       "假日安排未公布的日期按周一至周五计算");
        }
        return text(one, index.column());
    case Qt::AccessibleTextRole: return QString(say(kDueHeaders[index.column()]) + u' ' + text(one, index.column()));
    case kMeaningRole: {
        const auto left = (lastDay(one) - std::chrono::sys_days(m_today)).count();
        if (index.column() == due && left < 0) return static_cast<int>(Meaning::danger);
        if (index.column() == due && left == 0) return static_cast<int>(Meaning::warn);
        if (index.column() == article && one.running.cite.empty()) return static_cast<int>(Meaning::muted);
        if (index.column() == who && one.assignees.empty()) return static_cast<int>(Meaning::muted);
        return {};
    }
    default: return {};
    }
}

QVariant DueModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount_) return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return say(kDueHeaders[section]);
    return {};
}

} // namespace ui
