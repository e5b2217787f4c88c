// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/page.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

class QLabel;

namespace ui {

class LogFilter;
class LogModel;
class RowTable;

/// The log of the whole office: every sealed entry of all cases and of the register, newest first.
class LogPage : public Page {
    Q_OBJECT
public:
    explicit LogPage(Session& session, QWidget* parent = nullptr);

    void enter() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    [[nodiscard]] bool settled() const override;
    /// What the last check of everything found, and when.
    void setVerified(Meaning meaning, const Text& words);
    void focusFilter();
    [[nodiscard]] LogModel* entries() const { return m_entries; }
    [[nodiscard]] RowTable* table() const { return m_table; }
    [[nodiscard]] LogFilter* filter() const { return m_filter; }

signals:
    /// The case of an entry shall be opened at its history.
    void historyWanted(model::CaseId id);
    void said(ui::Meaning meaning, const QString& words);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void openCurrent();
    void sayCount();
    void sayVerified();
    Session& m_session;
    LogModel* m_entries;
    LogFilter* m_filter;
    RowTable* m_table;
    QLabel* m_count;
    QLabel* m_verified;
    QLabel* m_empty;
    Meaning m_meaning = Meaning::muted;
    Text m_words; ///< of the last check; empty: none since the unlock
    bool m_started = false;
    Phrases m_phrases{this};
};

} // namespace ui
