// SPDX-License-Identifier: GPL-3.0-or-later
// practice_walk OFFICE OUT [zh]: walks one case of a practice office all the way through real windows, by keyboard, and
// leaves a picture of each step and the decision in OUT.
#include "crypto/random.h"
#include "model/base/clock.h"
#include "tests/ui/walk/practice.h"
#include "tests/ui/walk/walk.h"
#include "ui/session/live_office.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char** argv) {
    ui::prepareFonts();
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3) {
        std::fputs("usage: practice_walk OFFICE OUT [zh]\n", stderr);
        return 2;
    }
    const std::filesystem::path office = arguments[1].toStdString();
    const std::filesystem::path out = arguments[2].toStdString();
    ui::LanguageSwitch languages;
    languages.show(arguments.value(3) == QStringLiteral("zh") ? ui::Language::zh : ui::Language::en);
    ui::applyTheme(application, ui::Scheme::light);
    QApplication::setCursorFlashTime(0);
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    ui::Session session(ui::liveOffice(office, {clock.get(), random.get()}));
    ui::MainWindow window(session);
    window.resize(1280, 720);
    window.start();
    window.show();
    walk::Person person(session, window, out);
    try {
        if (!QTest::qWaitForWindowActive(&window, 20'000)) throw walk::Lost("the window does not become active");
        person.picture(QStringLiteral("unlock"));
        const walk::Cast cast{walk::practicePassphrases(office)};
        walk::wholeWay(person, cast, QStringLiteral("锑锭"), walk::practicePapers(office), out / "decision.pdf");
    } catch (const walk::Lost& lost) {
        std::fprintf(stderr, "practice_walk: %s\n", lost.what());
        return 1;
    }
    std::printf("One case went all the way, with %d keys. Pictures of each step, and decision.pdf, are in %s:\n",
                person.keys(), out.c_str());
    for (const auto& picture : person.pictures()) std::printf("  %s\n", picture.filename().c_str());
    return 0;
}
