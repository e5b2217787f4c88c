// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/case_list.h"
#include "model/workspace/bulk.h"
#include "ui/session/office_port.h"
#include "ui/text/phrases.h"
#include "ui/theme/row_table.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLabel;

namespace ui {

/// The cases that a bulk command did not do, each with its reason.
class RefusedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Row {
        CaseId id;
        std::string reference;
        Error reason;
    };
    using QAbstractTableModel::QAbstractTableModel;
    void show(std::vector<Row> rows);
    [[nodiscard]] const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<Row> m_rows;
};

/// The list of them; Enter opens a case.
class RefusedTable : public RowTable {
    Q_OBJECT
public:
    using RowTable::RowTable;

signals:
    void enterPressed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

/// What came of a bulk command of which not all was done. It stays until it is closed.
class BulkResult : public QWidget {
    Q_OBJECT
public:
    explicit BulkResult(QWidget* parent);
    void show(const model::BulkOutcome& outcome, const std::vector<model::ChosenCase>& cases);
    void clear();
    void focusFirst();
    [[nodiscard]] RefusedTable* table() const { return m_table; }

signals:
    void opened(model::CaseId id);

private:
    void openCurrent();
    void sayReason();
    void sayRest();
    RefusedModel* m_model;
    RefusedTable* m_table;
    QLabel* m_reason;
    QLabel* m_rest;
    std::uint64_t m_left = 0;
    bool m_stopped = false;
    std::optional<Error> m_broken;
    Phrases m_phrases{this};
};

} // namespace ui
