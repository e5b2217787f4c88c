// SPDX-License-Identifier: GPL-3.0-or-later
// shot OFFICE OUT VIEW|--all [--lang en|zh] [--dark|--contrast] [--size WxH]: writes OUT/VIEW-LANG-COLOURS.png of a
// practice office.
#include "crypto/random.h"
#include "model/base/clock.h"
#include "tests/ui/walk/practice.h"
#include "tests/ui/walk/walk.h"
#include "ui/casefile/case_file_page.h"
#include "ui/session/live_office.h"
#include "ui/setup/setup_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <vector>

namespace {

struct View {
    const char* name;
    const char* person; ///< nobody: the unlock page
    void (*go)(walk::Person& at);
};

/// Not of the list as the last visit left it.
void firstOfFirstView(walk::Person& at) {
    at.press(Qt::Key_1, Qt::ControlModifier);
    at.settle();
    at.press(Qt::Key_J);
}
void proposed(walk::Person& at) { at.openFirst(QStringLiteral("stage:proposed")); }

void press(walk::Person& at, const char* name) {
    at.tabTo(QLatin1String(name));
    at.press(Qt::Key_Space);
}

void fill(walk::Person& at, const char* name, const char* text) {
    at.tabTo(QLatin1String(name));
    at.press(Qt::Key_A, Qt::ControlModifier);
    at.type(QString::fromUtf8(text));
}

/// The form behind one of the ways to an office.
void way(walk::Person& at, const char* name) {
    press(at, "otherOffice");
    press(at, name);
}

void fillFounding(walk::Person& at) {
    way(at, "way-found");
    fill(at, "folder", "/tmp/touchstone-shot/office");
    fill(at, "officeName", "深圳海关缉私局");
    fill(at, "name", "李伟");
    fill(at, "label", "head");
    press(at, "role-supervisor");
    fill(at, "newPassphrase", "five words picked by chance");
    fill(at, "repeatedPassphrase", "five words picked by chance");
}

const std::vector<View> kViews = {
    {"unlock", nullptr, [](walk::Person&) {}},
    {"setup", nullptr, [](walk::Person& at) { press(at, "otherOffice"); }},
    {"setup-found", nullptr, [](walk::Person& at) { way(at, "way-found"); }},
    {"setup-found-faults", nullptr,
     [](walk::Person& at) {
         way(at, "way-found");
         fill(at, "folder", "/usr");
         fill(at, "newPassphrase", "brief");
         fill(at, "repeatedPassphrase", "grief");
         press(at, "go");
     }},
    {"setup-join", nullptr, [](walk::Person& at) { way(at, "way-joinOffice"); }},
    {"setup-practice", nullptr, [](walk::Person& at) { way(at, "way-practice"); }},
    {"setup-working", nullptr,
     [](walk::Person& at) {
         fillFounding(at);
         press(at, "go");
         at.shows(QStringLiteral("workingPanel"));
     }},
    {"setup-founded", nullptr,
     [](walk::Person& at) {
         fillFounding(at);
         press(at, "go");
         at.shows(QStringLiteral("outcomePanel"));
     }},
    {"inbox", "officer", firstOfFirstView},
    {"all", "officer",
     [](walk::Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.type(QStringLiteral("sort:-changed"));
         at.press(Qt::Key_Return);
         at.press(Qt::Key_Down);
     }},
    {"filter-fault", "officer",
     [](walk::Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.type(QStringLiteral("stage:received is:unread"));
         at.press(Qt::Key_Return);
     }},
    {"filter-offers", "officer",
     [](walk::Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.press(Qt::Key_Delete);
         at.type(QStringLiteral("is:open due<30d -mineral:antimony stage:"));
         at.press(Qt::Key_Down);
     }},
    {"filter-keep", "officer",
     [](walk::Person& at) {
         at.press(Qt::Key_F, Qt::ControlModifier);
         at.press(Qt::Key_Delete);
         at.type(QStringLiteral("is:open mineral:graphite sort:opened"));
         at.press(Qt::Key_Return);
         at.press(Qt::Key_D, Qt::ControlModifier);
     }},
    {"report", "officer", [](walk::Person& at) { at.openFirst(QStringLiteral("stage:received")); }},
    {"facts", "investigator-1",
     [](walk::Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.openTab(ui::CaseFilePage::facts);
     }},
    {"evidence", "investigator-1",
     [](walk::Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.openTab(ui::CaseFilePage::evidence);
         at.press(Qt::Key_Down);
     }},
    {"work", "investigator-1", [](walk::Person& at) { at.openFirst(QStringLiteral("stage:investigation")); }},
    {"proposal", "investigator-1",
     [](walk::Person& at) {
         at.openFirst(QStringLiteral("stage:investigation"));
         at.startStep(QStringLiteral("propose"));
         at.tickViolation(QStringLiteral("ecl34"));
         at.fillPenalty(QStringLiteral("turnover"), QStringLiteral("1820000"));
         at.fillPenalty(QStringLiteral("fine"), QStringLiteral("10010000"));
     }},
    {"to-decide", "supervisor", firstOfFirstView},
    {"approval", "supervisor",
     [](walk::Person& at) {
         proposed(at);
         at.startStep(QStringLiteral("approve"));
     }},
    {"decision", "supervisor", [](walk::Person& at) { at.openFirst(QStringLiteral("stage:decided")); }},
    {"decision-evidence", "supervisor",
     [](walk::Person& at) {
         at.openFirst(QStringLiteral("stage:decided"));
         at.openTab(ui::CaseFilePage::evidence);
         at.press(Qt::Key_Down);
     }},
    {"decision-history", "supervisor",
     [](walk::Person& at) {
         at.openFirst(QStringLiteral("stage:decided"));
         at.openTab(ui::CaseFilePage::history);
         at.press(Qt::Key_End);
     }},
    {"no-evidence", "officer",
     [](walk::Person& at) {
         at.openFirst(QStringLiteral("stage:received"));
         at.openTab(ui::CaseFilePage::evidence);
     }},
    {"history", "auditor",
     [](walk::Person& at) {
         at.openFirst(QStringLiteral("stage:decided"));
         at.openTab(ui::CaseFilePage::history);
         at.press(Qt::Key_End);
     }},
    {"palette", "officer", [](walk::Person& at) { at.press(Qt::Key_K, Qt::ControlModifier); }},
    {"keys", "officer", [](walk::Person& at) { at.press(Qt::Key_F1); }},
};

int take(const View& view, ui::Session& session, ui::MainWindow& window, const std::filesystem::path& office,
         const std::filesystem::path& file) {
    walk::Person person(session, window, {});
    try {
        if (view.person != nullptr) {
            const QString label = QString::fromLatin1(view.person);
            person.unlock(label, walk::practicePassphrases(office)(label));
            person.until([&] { return window.currentPage() != nullptr; }, QStringLiteral("the page"));
        }
        view.go(person);
        // Previews and pages come from other threads; what is being made comes to rest only when it is done.
        if (!window.setupPage()->working()) person.settle();
        for (int i = 0; i < 3; ++i) QCoreApplication::processEvents(); // a layout that moves asks for another
        walk::lookAt(window).save(QString::fromStdString(file.string()));
        std::printf("%s\n", file.c_str());
        if (view.person != nullptr) {
            person.press(Qt::Key_Escape);
            person.lock();
        } else {
            if (window.setupPage()->working()) person.press(Qt::Key_Escape);
            person.settle();
            std::filesystem::remove_all("/tmp/touchstone-shot");
            session.choose(office);
            window.start();
            person.settle();
        }
    } catch (const walk::Lost& lost) {
        std::fprintf(stderr, "shot %s: %s\n", view.name, lost.what());
        window.lock({});
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    ui::prepareFonts();
    QApplication application(argc, argv);
    QCommandLineParser options;
    const QCommandLineOption all(QStringLiteral("all"), QStringLiteral("Every view."));
    const QCommandLineOption language(QStringLiteral("lang"), {}, QStringLiteral("LANG"), QStringLiteral("en"));
    const QCommandLineOption dark(QStringLiteral("dark"));
    const QCommandLineOption contrast(QStringLiteral("contrast"));
    const QCommandLineOption size(QStringLiteral("size"), {}, QStringLiteral("WIDTHxHEIGHT"),
                                  QStringLiteral("1280x800"));
    options.addOptions({all, language, dark, contrast, size});
    options.process(application);
    const QStringList arguments = options.positionalArguments();
    if (arguments.size() < 2 || (arguments.size() < 3 && !options.isSet(all))) {
        std::fputs("usage: shot OFFICE OUT VIEW|--all [--lang en|zh] [--dark|--contrast] [--size WxH]\nviews:", stderr);
        for (const auto& view : kViews) std::fprintf(stderr, " %s", view.name);
        std::fputs("\n", stderr);
        return 2;
    }
    const std::filesystem::path office = arguments[0].toStdString();
    const std::filesystem::path out = arguments[1].toStdString();
    std::filesystem::create_directories(out);
    const bool zh = options.value(language) == QStringLiteral("zh");
    ui::LanguageSwitch languages;
    languages.show(zh ? ui::Language::zh : ui::Language::en);
    const ui::Scheme scheme = options.isSet(contrast) ? ui::Scheme::contrast
                              : options.isSet(dark)   ? ui::Scheme::dark
                                                      : ui::Scheme::light;
    ui::applyTheme(application, scheme);
    QApplication::setCursorFlashTime(0);
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    ui::Session session(ui::liveOffice(office, {clock.get(), random.get()}));
    ui::MainWindow window(session);
    const auto sides = options.value(size).split(u'x');
    window.setPlaces("/office", "/practice");
    window.resize(sides.value(0).toInt(), sides.value(1).toInt());
    window.start();
    window.show();
    if (!QTest::qWaitForWindowActive(&window, 20'000)) return 1;
    const std::string colours = scheme == ui::Scheme::dark       ? "dark"
                                : scheme == ui::Scheme::contrast ? "contrast"
                                                                 : "light";
    int result = 0;
    bool found = false;
    for (const auto& view : kViews) {
        if (!options.isSet(all) && arguments[2] != QLatin1String(view.name)) continue;
        found = true;
        const std::string name = std::string(view.name) + (zh ? "-zh-" : "-en-") + colours + ".png";
        result |= take(view, session, window, office, out / name);
    }
    if (!found) std::fputs("shot: no such view\n", stderr);
    return found ? result : 2;
}
