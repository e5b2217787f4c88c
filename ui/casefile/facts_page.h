// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;

namespace ui {

class FormEditor;
class LiveForm;

/// The facts of the case. What is typed is kept as a draft by itself; saying it, signed, is one command (Ctrl+S). What
/// others change meanwhile is marked at its field.
class FactsPage : public QWidget {
    Q_OBJECT
public:
    explicit FactsPage(OpenCase& open, QWidget* parent = nullptr);
    void save();
    /// Writes the draft now, before a lock or when another page is chosen.
    void keepDraft();
    void focusField(const std::string& field);
    [[nodiscard]] bool dirty() const;
    [[nodiscard]] FormEditor* form() const { return m_form; }

private:
    void show();
    void clear();
    void sayState();
    void makeForm();

    OpenCase& m_open;
    QScrollArea* m_scroll;
    QLabel* m_state;
    QPushButton* m_save;
    QPushButton* m_discard;
    FormEditor* m_form = nullptr;
    LiveForm* m_live = nullptr; ///< with m_form
    std::string m_wantedField;
    QTimer m_rest;
    bool m_fromDraft = false;
    bool m_kept = false; ///< a draft lies in the vault
    Phrases m_phrases{this};
};

} // namespace ui
