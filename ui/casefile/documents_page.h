// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/case_documents.h"
#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTreeWidget;
class QVBoxLayout;

namespace ui {

class DocumentSheet;
class FormEditor;

/// The documents of a case: those that were made, with the steps that signed them, and the next one to make, read
/// before it is kept.
class DocumentsPage : public QWidget {
    Q_OBJECT
public:
    explicit DocumentsPage(OpenCase& open, QWidget* parent = nullptr);

    /// Chooses what is made next and puts the keyboard there; `on`: for this side track.
    void choose(const std::string& document, const std::optional<model::Digest>& on = {});
    /// Puts the keyboard where one begins: to what is made next, or to the list.
    void focusFirst();
    /// Makes the one that is chosen.
    void make();
    /// Shows it as it would be made.
    void preview();
    /// Saves the document selected in the list.
    void saveCopy();
    /// Saves the one that is chosen as a working copy for a word processor.
    void saveWorkingCopy();
    [[nodiscard]] QTreeWidget* list() const { return m_list; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Offer {
        model::DocumentOffer offer;
        std::optional<model::Digest> on;
    };
    void clear();
    void refresh();
    void fillList();
    void bringOffers();
    void fillOffers(std::vector<Offer> offers);
    /// Shows what is typed for the one that is chosen. A form that is there for it already stays, with the keyboard.
    void showChosen();
    void sayButtons();
    [[nodiscard]] const Offer* chosen() const;
    /// What is typed; nothing where a field is wrong, which is shown there.
    std::optional<model::DocumentRequest> request();
    /// Fills the chosen one and gives it to `then`; an error is shown where it belongs.
    void fill(std::function<void(const model::FilledDocument&)> then);
    /// Whether the file of a document is on this machine.
    [[nodiscard]] bool isHere(ItemId id) const;
    void sayError(const model::Error& error);

    OpenCase& m_open;
    QLabel* m_listTitle;
    QTreeWidget* m_list;
    QPushButton* m_copy;
    QLabel* m_makeTitle;
    QComboBox* m_kind;
    QLabel* m_about;
    QVBoxLayout* m_fields;
    FormEditor* m_form = nullptr;
    QCheckBox* m_english;
    QLabel* m_doubts;
    QPushButton* m_preview;
    QPushButton* m_working;
    QPushButton* m_make;
    DocumentSheet* m_sheet;
    std::vector<Offer> m_offers;
    std::string m_formOf; ///< the document for which the form is there, and its side track
    std::string m_wanted; ///< to be chosen once the offers are here
    std::optional<model::Digest> m_wantedOn;
    Ticket m_loading = 0;
    bool m_stale = false; ///< what can be made is asked for when the page is looked at
    Phrases m_phrases{this};
};

} // namespace ui
