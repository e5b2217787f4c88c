// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/fake_office.h"
#include "ui/actions/action_registry.h"
#include "ui/casefile/case_file_page.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/list/list_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/unlock/unlock_page.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QRegularExpression>
#include <QTest>

namespace fake {

/// What tests of the desk share: the main window over an office of values, both made anew for each function of a test.
/// The office stays where the windows are closed and opened again, as on a machine.
class DeskTest : public QObject {
protected:
    /// Once, before the first function. Screen readers are told what is announced.
    void beginAll() {
        QAccessible::setActive(true);
        ui::applyTheme(*qApp, ui::Scheme::light);
        m_languages.show(ui::Language::en);
    }
    /// Makes the office, which a test may change before the window is opened. From here on a warning fails the test;
    /// the one that is let pass is Qt's own, of a platform without a window manager.
    void makeOffice() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_office = std::make_shared<Office>();
    }
    /// Opens the main window, which asks who is there.
    void openWindow(QSize size = {}) {
        m_session = std::make_unique<ui::Session>(std::make_unique<Gate>(m_office));
        m_window = std::make_unique<ui::MainWindow>(*m_session);
        if (size.isValid()) m_window->resize(size);
        m_window->start();
        m_window->show();
        m_window->activateWindow();
        QTRY_COMPARE(m_window->unlockPage()->profiles()->count(), 2);
    }
    void closeWindow() {
        m_window.reset();
        m_session.reset();
        m_languages.show(ui::Language::en);
    }
    void unlock() {
        m_session->unlock(m_office->me, secret());
        QTRY_VERIFY(m_session->isOpen());
        QTRY_VERIFY(m_window->listPage()->cases()->rowCount() > 0);
    }
    /// Opens the first case of the list in the main window.
    void openFirstCase() {
        m_window->showList();
        m_window->listPage()->table()->selectRow(0);
        QTRY_VERIFY(m_window->listPage()->currentCase().has_value());
        m_window->openCase(*m_window->listPage()->currentCase());
        QTRY_VERIFY(m_window->caseFile()->open().view() != nullptr);
        QTRY_VERIFY(m_session->quiet());
    }
    /// Presses a key where the keyboard is; in the main window where it is nowhere, as after a dialog was taken away.
    void press(Qt::Key key, Qt::KeyboardModifiers with = {}) const {
        auto* focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : m_window.get(), key, with);
    }
    static void type(const char* words) { QTest::keyClicks(QApplication::focusWidget(), QString::fromUtf8(words)); }
    [[nodiscard]] QAction* action(const char* id) const { return m_window->actions().action(QLatin1String(id)); }
    /// What was said in cases, and undone.
    [[nodiscard]] std::vector<std::string> said() const {
        const std::lock_guard guard(m_office->mutex);
        return m_office->said;
    }

    ui::LanguageSwitch m_languages;
    std::shared_ptr<Office> m_office;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace fake
