// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QElapsedTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QMimeData;
class QProgressBar;
class QPushButton;

namespace ui {

class EvidenceModel;
class RowTable;

/// The evidence of the case. Files are dropped anywhere on the window, pasted, or chosen; they are taken in one after
/// the other with progress, and what is done stays when it is stopped.
class EvidencePage : public QWidget {
    Q_OBJECT
public:
    explicit EvidencePage(OpenCase& open, QWidget* parent = nullptr);

    /// Opens the dialog that chooses files.
    void chooseFiles();
    void take(const std::vector<std::filesystem::path>& files);
    /// The local files of a drop or of the clipboard.
    static std::vector<std::filesystem::path> filesOf(const QMimeData* data);
    void paste();
    /// Saves a copy of the piece that is selected; a file that is not here is fetched first.
    void saveCopy();
    /// Fetches the piece that is selected from the hub, or all that are not here.
    void fetch();
    [[nodiscard]] bool hasMissing() const { return !missing().empty(); }
    /// The table, or what can be done where it is empty.
    void focusFirst();
    /// Selects a piece and puts the keyboard on it.
    void showItem(ItemId item);
    /// The piece that is selected; null if none.
    [[nodiscard]] ItemId selected() const;
    [[nodiscard]] RowTable* table() const { return m_table; }
    [[nodiscard]] EvidenceModel* items() const { return m_items; }
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }

private:
    void focusList();
    void refresh();
    void sayDetail();
    void offerFetch();
    [[nodiscard]] std::vector<ItemId> missing() const;
    void sayProgress(quint64 done, quint64 total);
    void sayOutcomes(const std::vector<model::EvidenceOutcome>& outcomes);

    OpenCase& m_open;
    EvidenceModel* m_items;
    RowTable* m_table;
    QComboBox* m_category;
    QPushButton* m_add;
    QPushButton* m_copy;
    QPushButton* m_fetch;
    QLabel* m_hint;
    QLabel* m_empty;
    QLabel* m_detail;
    QWidget* m_running;
    QProgressBar* m_bar;
    QLabel* m_rate;
    QPushButton* m_cancel;
    QElapsedTimer m_clock;
    bool m_awaited = false; ///< the keyboard waits for the first piece to be in the list
    Phrases m_phrases{this};
};

} // namespace ui
