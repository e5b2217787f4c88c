// SPDX-License-Identifier: GPL-3.0-or-later
// shot OUT VIEW…|--all [--lang en|zh] [--dark|--contrast] [--size WxH]: writes OUT/VIEW-LANG-COLOURS.png of a practice
// office that is the same every time.
// shot OUT --matrix: every view in both languages; at scale 1 in all colours, at others in light ones, with the scale
// in the name. shot OUT --index: a page to look through all pictures there. shot BEFORE AFTER --compare: which pictures
// differ. 1 if any does.
#include "tests/ui/walk/pictures.h"
#include "tests/ui/walk/stage.h"
#include "tests/ui/walk/still.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// The same for every checkout: the folder of an office is shown, and the record of a seeded one follows from it.
constexpr const char* kPlace = "/tmp/touchstone-shot";

std::string nameOf(const walk::View& view, const walk::Stage::Look& look) {
    std::string name = std::string(view.name) + (look.language == ui::Language::zh ? "-zh-" : "-en-");
    name += look.scheme == ui::Scheme::dark ? "dark" : look.scheme == ui::Scheme::contrast ? "contrast" : "light";
    const int percent = qRound(100 * qApp->devicePixelRatio());
    if (percent != 100) name += "-" + std::to_string(percent);
    return name + ".png";
}

bool take(walk::Stage& stage, const walk::View& view, const walk::Stage::Look& look, const fs::path& out) {
    try {
        stage.setLook(look);
        stage.visit(view);
        const fs::path file = out / nameOf(view, look);
        walk::lookAt(stage.window()).save(QString::fromStdString(file.string()));
        stage.leave();
        std::printf("%s\n", file.c_str());
    } catch (const walk::Lost& lost) {
        std::fprintf(stderr, "shot %s: %s\n", view.name, lost.what());
        stage.leave();
        return false;
    }
    return true;
}

std::vector<walk::Stage::Look> matrix() {
    using enum ui::Scheme;
    std::vector<walk::Stage::Look> looks;
    const double scale = qApp->devicePixelRatio();
    // What fits on a screen of 1920 × 1080 at that scale; at 100 % the size that most windows have.
    const QSize size = scale > 1 ? QSize(qRound(1920 / scale), qRound(1080 / scale)) : QSize(1280, 800);
    for (const auto language : {ui::Language::en, ui::Language::zh}) {
        for (const auto scheme : {light, dark, contrast}) {
            if (scale > 1 && scheme != light) continue;
            looks.push_back({language, scheme, size});
        }
    }
    return looks;
}

int compareAndSay(const fs::path& before, const fs::path& after) {
    std::vector<std::string> moving;
    for (const auto& view : walk::views()) {
        if (view.moves) moving.emplace_back(view.name);
    }
    const auto found = walk::compareFolders(before, after, moving);
    for (const auto& line : found.lines) std::printf("%s\n", line.c_str());
    std::printf("%zu compared: %zu changed, %zu new, %zu gone\n", found.compared, found.changed, found.added,
                found.gone);
    return found.changed + found.added + found.gone > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("TZ", "Asia/Shanghai");
    walk::stopWallClock(walk::momentOfPictures());
    ui::prepareFonts();
    QApplication application(argc, argv);
    QCommandLineParser options;
    const QCommandLineOption all(QStringLiteral("all"), QStringLiteral("Every view."));
    const QCommandLineOption everything(QStringLiteral("matrix"), QStringLiteral("Every view in every look."));
    const QCommandLineOption index(QStringLiteral("index"), QStringLiteral("Write the page to look through them."));
    const QCommandLineOption comparing(QStringLiteral("compare"), QStringLiteral("Compare two folders."));
    const QCommandLineOption language(QStringLiteral("lang"), {}, QStringLiteral("LANG"), QStringLiteral("en"));
    const QCommandLineOption dark(QStringLiteral("dark"));
    const QCommandLineOption contrast(QStringLiteral("contrast"));
    const QCommandLineOption size(QStringLiteral("size"), {}, QStringLiteral("WIDTHxHEIGHT"),
                                  QStringLiteral("1280x800"));
    options.addOptions({all, everything, index, comparing, language, dark, contrast, size});
    options.process(application);
    const QStringList arguments = options.positionalArguments();
    if (options.isSet(comparing) && arguments.size() == 2)
        return compareAndSay(arguments[0].toStdString(), arguments[1].toStdString());
    std::vector<const walk::View*> wanted;
    for (const auto& view : walk::views()) {
        const bool named = arguments.mid(1).contains(QLatin1String(view.name));
        if (options.isSet(all) || options.isSet(everything) || named) wanted.push_back(&view);
    }
    if (arguments.isEmpty() || (wanted.empty() && !options.isSet(index)) ||
        (arguments.size() > 1 && std::ssize(wanted) < arguments.size() - 1)) {
        std::fputs("usage: shot OUT VIEW…|--all [--lang en|zh] [--dark|--contrast] [--size WxH]\nviews:", stderr);
        for (const auto& view : walk::views()) std::fprintf(stderr, " %s", view.name);
        std::fputs("\n", stderr);
        return 2;
    }
    const fs::path out = arguments[0].toStdString();
    fs::create_directories(out);
    const auto sides = options.value(size).split(u'x');
    std::vector<walk::Stage::Look> looks{
        {options.value(language) == QStringLiteral("zh") ? ui::Language::zh : ui::Language::en,
         options.isSet(contrast) ? ui::Scheme::contrast
         : options.isSet(dark)   ? ui::Scheme::dark
                                 : ui::Scheme::light,
         {sides.value(0).toInt(), sides.value(1).toInt()}}};
    if (options.isSet(everything)) looks = matrix();
    bool good = true;
    if (!wanted.empty()) {
        try {
            const fs::path seeded = fs::path(kPlace) / "practice";
            walk::makePracticeOffice(seeded);
            walk::Stage stage(seeded, fs::path(kPlace) / "visit");
            for (const auto& look : looks) {
                for (const auto* view : wanted) good = take(stage, *view, look, out) && good;
            }
        } catch (const walk::Lost& lost) {
            std::fprintf(stderr, "shot: %s\n", lost.what());
            good = false;
        }
    }
    if (options.isSet(index)) {
        std::vector<std::string> names;
        for (const auto& view : walk::views()) names.emplace_back(view.name);
        walk::writeIndex(out, names);
    }
    return good ? 0 : 1;
}
