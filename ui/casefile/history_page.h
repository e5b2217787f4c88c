// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QAbstractTableModel>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class RowTable;

/// The log of the open case: who said what, when it was sealed, and whether the signature holds.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { seq, time, author, summary, signature, columnCount_ };
    explicit HistoryModel(OpenCase& open, QObject* parent = nullptr);
    void reset();
    /// Whether it also shows who opened the case.
    void showOpenings(bool show);
    [[nodiscard]] const model::LogEntry& entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    OpenCase& m_open;
    std::vector<model::LogEntry> m_entries;
    bool m_openings = false;
};

class HistoryPage : public QWidget {
    Q_OBJECT
public:
    explicit HistoryPage(OpenCase& open, QWidget* parent = nullptr);
    [[nodiscard]] RowTable* table() const { return m_table; }
    void focusNote();
    void keepDraft();

private:
    void sayWords(QLabel* noteLabel);
    void refresh();
    void sayDetail();
    void addNote();
    void undoEntry();
    OpenCase& m_open;
    HistoryModel* m_entries;
    RowTable* m_table;
    QCheckBox* m_openings;
    QPushButton* m_undo;
    QLabel* m_detail;
    QLineEdit* m_note;
    QPushButton* m_add;
    bool m_askedDraft = false;
    Phrases m_phrases{this};
};

} // namespace ui
