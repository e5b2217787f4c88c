// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/page.h"
#include "ui/shell/desk_settings.h"
#include "ui/text/phrases.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace ui {

/// How the desk behaves towards the person who unlocked it. Each change holds at once.
class SettingsPage : public Page {
    Q_OBJECT
public:
    explicit SettingsPage(QWidget* parent = nullptr);
    void show(const DeskSettings& settings);
    /// Whether the office locks with the screen, as hearingText() says it.
    void setHearing(const Text& words);
    [[nodiscard]] const DeskSettings& settings() const { return m_settings; }

    void enter() override;
    void forget() override {}
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;

signals:
    void changed(const ui::DeskSettings& settings);
    void backWanted();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose();
    void sayAll();
    DeskSettings m_settings;
    Text m_hearing;
    bool m_showing = false;
    QComboBox* m_idle;
    QComboBox* m_clipboard;
    QCheckBox* m_notifications;
    QLabel* m_hearingLabel;
    Phrases m_phrases{this};
};

} // namespace ui
