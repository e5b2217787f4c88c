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

/// The facts of the case. What is typed is kept as a draft by itself; saying it, signed, is one command (Ctrl+S).
class FactsPage : public QWidget {
    Q_OBJECT
public:
    explicit FactsPage(OpenCase& open, QWidget* parent = nullptr);
    void save();
    /// Writes the draft now, before a lock or when another page is chosen.
    void keepDraft();
    void focusField(const std::string& field);
    /// The widget after which the fields come in the order of Tab.
    void setTabAnchor(QWidget* anchor) { m_anchor = anchor; }
    [[nodiscard]] bool dirty() const { return m_dirty; }
    [[nodiscard]] FormEditor* form() const { return m_form; }

private:
    void show();
    void clear();
    void sayState();
    void setDirty(bool dirty);
    /// The stated facts as they stand in the log.
    [[nodiscard]] model::Form stated() const;

    OpenCase& m_open;
    QScrollArea* m_scroll;
    QLabel* m_state;
    QPushButton* m_save;
    QPushButton* m_discard;
    FormEditor* m_form = nullptr;
    const model::Definition* m_definition = nullptr;
    std::string m_wantedField;
    QTimer m_rest;
    bool m_dirty = false;
    bool m_fromDraft = false;
    QWidget* m_anchor = nullptr;
    Phrases m_phrases{this};
};

} // namespace ui
