// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/items.h"
#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
class QScrollArea;

namespace ui {

class CitationField;
class FormEditor;
class ItemsModel;
class LiveForm;
class RowTable;

/// The chronology or the parties of the case: a table, and below it the one that is being written. What is typed is
/// kept as a draft by itself, one for each thing; saying it, signed, is one command (Ctrl+S).
class ItemsPage : public QWidget {
    Q_OBJECT
public:
    ItemsPage(OpenCase& open, model::ItemSort sort, QWidget* parent = nullptr);

    /// Begins a new one, with the evidence that it cites if there is one, and puts the keyboard into it.
    void begin(ItemId cited = {});
    void save();
    void withdraw();
    void makeRespondent();
    void keepDraft();
    void focusFirst();
    /// The evidence that the selected one cites first; null if none.
    [[nodiscard]] ItemId citedEvidence() const;
    [[nodiscard]] bool dirty() const;
    /// How many there are, for the name of the tab.
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] RowTable* table() const { return m_table; }
    [[nodiscard]] FormEditor* form() const { return m_form; } ///< null while nothing is written

signals:
    void evidenceWanted(model::ItemId item);
    void factsWanted(); ///< the respondent is stated there

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void layOut();
    void sayWords();
    void clear();
    void show();
    void select();
    /// Puts one into the editor; a null id is a new one.
    void edit(ItemId item);
    void closeEditor();
    void makeEditor();
    void stateEditor();
    void check();
    void sayState();
    void sayGone();
    [[nodiscard]] bool canSave() const;
    void readDrafts();
    void takeDraft();
    void dropDraft(ItemId item);
    [[nodiscard]] const model::StatedItem* stated(ItemId item) const;
    [[nodiscard]] const char* draftName() const;
    [[nodiscard]] std::optional<Error> mayWrite() const;
    [[nodiscard]] bool isChronology() const { return m_sort == model::ItemSort::chronology; }

    OpenCase& m_open;
    model::ItemSort m_sort;
    ItemsModel* m_items;
    RowTable* m_table;
    QPushButton* m_new;
    QCheckBox* m_told;
    QLabel* m_empty;
    QLabel* m_gone; ///< what others withdrew since the person looked
    QPushButton* m_showGone;
    QWidget* m_writing; ///< the editor with its head and foot
    QLabel* m_head;
    QScrollArea* m_scroll;
    QLabel* m_state;
    QPushButton* m_respondent;
    QPushButton* m_withdraw;
    QPushButton* m_discard;
    QPushButton* m_save;
    QPushButton* m_facts;
    FormEditor* m_form = nullptr;
    LiveForm* m_live = nullptr;
    CitationField* m_citations = nullptr;
    std::optional<ItemId> m_item;                ///< in the editor; nothing: the editor is closed
    ItemId m_wanted;                             ///< to be selected once it is here
    std::map<std::string, std::string> m_drafts; ///< by the id's digits, or "new"
    bool m_draftsRead = false;
    bool m_toldSelected = false; ///< the selected row is told from elsewhere
    QTimer m_rest;
    Phrases m_phrases{this};
};

} // namespace ui
