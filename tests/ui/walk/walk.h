// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/shell/main_window.h"
#include "ui/text/say.h"

#include <QPixmap>
#include <QString>
#include <QTest>

#include <filesystem>
#include <functional>
#include <stdexcept>

class QComboBox;

namespace walk {

/// A step of the walk did not lead where it should.
struct Lost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a person sees of a window, with the dialogs that stand over it.
QPixmap lookAt(QWidget& window);

/// A person at the keyboard of a real window: presses keys, types, and waits until something is to be seen. It never
/// uses the mouse, except for one drop of files, which has no keys. Each place it stops at becomes a picture if there
/// is a folder.
class Person : public QObject {
public:
    /// An empty `pictures` takes none.
    Person(ui::Session& session, ui::MainWindow& window, std::filesystem::path pictures);

    // Keys
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString& text);
    /// Called after each key, for who waits until it is answered before the next.
    void setPace(std::function<void()> pace) { m_pace = std::move(pace); }
    /// Presses Tab until the keyboard is in the widget of this name or inside it.
    void tabTo(const QString& name);
    [[nodiscard]] int keys() const { return m_keys; }
    /// Of them, those that were typed as words.
    [[nodiscard]] int typed() const { return m_typed; }
    /// How often a button or a wheel of a mouse was used, by whomever.
    [[nodiscard]] int mouseEvents() const { return m_mouse; }
    /// A folder in which this person may have something made, such as an office.
    void setScratch(std::filesystem::path folder) { m_scratch = std::move(folder); }
    [[nodiscard]] const std::filesystem::path& scratch() const { return m_scratch; }

    // Ways
    void unlock(const QString& label, const QString& passphrase);
    void lock();
    /// Applies a filter and opens the first row.
    void openFirst(const QString& filter);
    void openTab(int tab);
    void saveFacts();
    void assign(const QString& role, const QString& person);
    /// Starts a step by its button; its form is open then.
    void startStep(const QString& step);
    void fillField(const QString& field, const QString& value);
    void tickViolation(const QString& violation);
    void fillPenalty(const QString& line, const QString& value);
    /// Signs and submits, with the second yes where one is asked for, and waits for the stage.
    void submit(const QString& stage);
    void dropEvidence(const std::vector<std::filesystem::path>& files, std::size_t expected);
    void pasteEvidence(const std::vector<std::filesystem::path>& files, std::size_t expected);
    void saveDecision(const std::filesystem::path& target);

    // Looks
    void until(const std::function<bool()>& seen, const QString& what, int ms = 30'000);
    /// Waits until everything that is shown is here.
    void settle();
    /// Waits until the widget of this name is to be seen.
    void shows(const QString& name);
    void picture(const QString& name);
    [[nodiscard]] QString stage() const;
    [[nodiscard]] const std::vector<std::filesystem::path>& pictures() const { return m_taken; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void require(bool holds, const QString& what);
    void grab(const QString& name);
    QWidget* focus();
    /// Chooses the entry whose data of this role is `entry`; the keyboard is in the box.
    void choose(QComboBox& box, const QString& entry, int role);
    ui::Session& m_session;
    ui::MainWindow& m_window;
    std::filesystem::path m_folder;
    std::vector<std::filesystem::path> m_taken;
    std::filesystem::path m_scratch;
    std::function<void()> m_pace = [] {};
    int m_keys = 0;
    int m_typed = 0;
    int m_mouse = 0;
};

/// Who is who in an office, with their passphrases.
struct Cast {
    std::function<QString(const QString& label)> passphrase;
    QString officer = QStringLiteral("officer");
    QString investigator = QStringLiteral("investigator-1");
    QString second = QStringLiteral("investigator-2");
    QString supervisor = QStringLiteral("supervisor");
};

/// One case all the way: from the report with these words to the penalty decision, written to `decision`.
void wholeWay(Person& person, const Cast& cast, const QString& reportWords,
              const std::vector<std::filesystem::path>& papers, const std::filesystem::path& decision);

} // namespace walk
