// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/random.h"
#include "model/base/clock.h"
#include "tests/support/soft_token.h"
#include "tests/ui/walk/views.h"
#include "tests/ui/walk/walk.h"
#include "ui/theme/theme.h"

#include <QSize>

#include <memory>
#include <optional>

namespace walk {

/// A real window on a practice office, which visits views. Each visit has a fresh copy of the office and a fresh
/// window, so that no view depends on what another left behind.
class Stage {
public:
    struct Look {
        ui::Language language = ui::Language::en;
        ui::Scheme scheme = ui::Scheme::light;
        QSize size{1280, 800};
    };
    /// `office` is copied into `place`, a folder of the stage's own that is emptied at each visit.
    Stage(std::filesystem::path office, std::filesystem::path place);
    ~Stage();

    void setLook(Look look);
    /// Opens a window and goes there; what it shows has come to rest, unless the view moves. Throws Lost.
    void visit(const View& view);
    /// Opens a window and unlocks as this person.
    void enter(const QString& label);
    /// Closes the window.
    void leave();

    /// Only between visit() and leave().
    [[nodiscard]] ui::MainWindow& window() { return *m_window; }
    [[nodiscard]] ui::Session& session() { return *m_session; }
    [[nodiscard]] Person& person() { return *m_person; }
    /// The copy.
    [[nodiscard]] std::filesystem::path office() const { return m_place / "office"; }

private:
    void open(bool founding, bool token = false, void (*prepare)(const std::filesystem::path& office) = nullptr);
    void enter(const QString& label, void (*prepare)(const std::filesystem::path& office));
    void plugIn();
    void rest();
    std::filesystem::path m_office;
    std::filesystem::path m_place;
    Look m_look;
    ui::LanguageSwitch m_languages;
    std::unique_ptr<model::Clock> m_clock;
    std::unique_ptr<crypto::Random> m_random;
    std::unique_ptr<SoftToken> m_soft;
    std::unique_ptr<crypto::Tokens> m_tokens;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<Person> m_person;
};

/// Makes the practice office from which pictures and sweeps come, the same every time, unless it is there.
void makePracticeOffice(const std::filesystem::path& folder);

/// No caret that blinks, no menu that fades in: a picture does not depend on when it is taken.
void holdStill();

} // namespace walk
