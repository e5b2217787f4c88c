// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/page.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;

namespace ui {

class FormEditor;

/// A report that came by telephone, letter or visit is written down and signed as a new case. What is typed is kept as
/// a draft by itself, over locks and starts, until it is signed or discarded.
class NewReportPage : public Page {
    Q_OBJECT
public:
    explicit NewReportPage(Session& session, QWidget* parent = nullptr);

    void enter() override;
    void leave() override;
    void keep() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] bool settled() const override { return m_asked == 0; }
    void submit();
    [[nodiscard]] FormEditor* form() const { return m_form; }

signals:
    void backWanted();
    void said(ui::Meaning meaning, const QString& words);
    /// A case was opened with this report.
    void made(model::CaseId id);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makeForm();
    void readDraft();
    void discard();
    void sayState();
    /// The units to choose from, where there are several.
    void showUnits();
    [[nodiscard]] std::optional<UnitId> unit() const;
    [[nodiscard]] bool dirty() const;
    Session& m_session;
    QLabel* m_title;
    QLabel* m_about;
    QLabel* m_unitCaption;
    QComboBox* m_unit;
    QScrollArea* m_scroll;
    QLabel* m_state;
    QPushButton* m_discard;
    QPushButton* m_submit;
    FormEditor* m_form = nullptr;
    model::Form m_empty; ///< how the form is before anything is typed
    QTimer m_rest;
    int m_asked = 0; ///< answers that are on their way
    bool m_busy = false;
    Phrases m_phrases{this};
};

} // namespace ui
