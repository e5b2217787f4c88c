// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/bulk_result.h"

#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <unordered_map>

namespace ui {

void RefusedModel::show(std::vector<Row> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void RefusedModel::retranslate() {
    if (m_rows.empty()) return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, 1));
    emit headerDataChanged(Qt::Horizontal, 0, 1);
}

int RefusedModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RefusedModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 2; }

QVariant RefusedModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole: return index.column() == 0 ? str(row.reference) : say(row.reason.what);
    case Qt::ToolTipRole: return say(row.reason);
    case Qt::AccessibleTextRole:
        return index.column() == 0 ? QString(say("Case ", "案件 ") + str(row.reference)) : say(row.reason);
    default: return {};
    }
}

QVariant RefusedModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)) return {};
    return section == 0 ? say("Not done", "未办理") : say("Reason", "原因");
}

void RefusedTable::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
        emit enterPressed();
        return;
    }
    RowTable::keyPressEvent(event);
}

BulkResult::BulkResult(QWidget* parent)
    : QWidget(parent), m_model(new RefusedModel(this)), m_table(new RefusedTable(this)), m_reason(new QLabel(this)),
      m_rest(new QLabel(this)) {
    m_table->setObjectName(QStringLiteral("bulkRefused"));
    m_reason->setObjectName(QStringLiteral("bulkReason"));
    m_rest->setObjectName(QStringLiteral("bulkRest"));
    m_table->setModel(m_model);
    m_table->setFit({1, 160, {}, [this](int column) {
                         return column == 0 ? m_table->fontMetrics().horizontalAdvance(QStringLiteral("2026-M8XM-M8XM"))
                                            : 0;
                     }});
    m_table->setMinimumHeight(3 * kRowHeight);
    for (auto* words : {m_reason, m_rest}) {
        words->setWordWrap(true);
        words->setTextFormat(Qt::PlainText);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_reason);
    layout->addWidget(m_rest);
    m_phrases.name(m_table, {"Cases that were not done, and why", "未办理的案件及原因"});
    m_phrases.always([this] {
        m_model->retranslate();
        m_table->fitColumns();
        sayReason();
        sayRest();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &BulkResult::sayReason);
    connect(m_table, &RefusedTable::enterPressed, this, &BulkResult::openCurrent);
    connect(m_table, &QTableView::doubleClicked, this, &BulkResult::openCurrent);
}

void BulkResult::show(const model::BulkOutcome& outcome, const std::vector<model::ChosenCase>& cases) {
    std::unordered_map<CaseId, std::string> references; // of cases that could not be looked into
    for (const auto& one : cases) references.emplace(one.id, one.reference);
    std::vector<RefusedModel::Row> rows;
    for (const auto& item : outcome.items) {
        if (item.error)
            rows.push_back({item.id, item.reference.empty() ? references[item.id] : item.reference, *item.error});
    }
    m_table->setVisible(!rows.empty());
    m_model->show(std::move(rows));
    m_left = outcome.left;
    m_stopped = outcome.stopped;
    m_broken = outcome.broken;
    sayReason();
    sayRest();
}

void BulkResult::clear() {
    m_model->show({});
    m_left = 0;
    m_broken.reset();
    m_reason->clear();
    m_rest->clear();
}

void BulkResult::focusFirst() { m_table->setFocus(Qt::OtherFocusReason); }

void BulkResult::openCurrent() {
    if (m_table->currentIndex().isValid()) emit opened(m_model->at(m_table->currentIndex().row()).id);
}

void BulkResult::sayReason() {
    const QModelIndex at = m_table->currentIndex();
    m_reason->setVisible(at.isValid());
    m_reason->setText(at.isValid() ? say(m_model->at(at.row()).reason) : QString());
}

void BulkResult::sayRest() {
    QString words;
    const QString left = sayNumber(m_left);
    if (m_broken) words = QStringLiteral("✕ ") + say(*m_broken) + u' ';
    if (m_left != 0)
        words += m_stopped ? say("Stopped: %1 were not looked at.", "已停止：%1 件未办理。").arg(left)
                           : say("%1 were not looked at.", "%1 件未办理。").arg(left);
    m_rest->setText(words);
    m_rest->setVisible(!words.isEmpty());
    setMeaning(m_rest, m_broken ? Meaning::danger : Meaning::warn);
}

} // namespace ui
