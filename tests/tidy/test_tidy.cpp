// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;

namespace {

struct Source {
    std::string path; ///< from the root of the project
    std::vector<std::string> lines;
};

const fs::path kRoot = fs::path(RESOURCES_DIR).parent_path();

std::vector<std::string> linesOf(const fs::path& path) {
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// The sources and build files of the project.
std::vector<Source> readSources() {
    std::vector<Source> sources;
    for (const char* folder : {"crypto", "model", "ui", "app", "tests", "cmake"}) {
        if (!fs::exists(kRoot / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
            if (!entry.is_regular_file()) continue;
            const auto extension = entry.path().extension();
            const bool wanted = extension == ".cpp" || extension == ".h" || extension == ".cmake" ||
                                entry.path().filename() == "CMakeLists.txt";
            if (wanted) sources.push_back({fs::relative(entry.path(), kRoot).string(), linesOf(entry.path())});
        }
    }
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

bool isCode(const Source& source) { return source.path.ends_with(".cpp") || source.path.ends_with(".h"); }

/// The folders of the model in the order in which one may use another: each only those before it.
const std::vector<std::string> kModelOrder = {"base",     "law",      "filter",   "log",       "case",
                                              "document", "workflow", "template", "intake",    "store",
                                              "vault",    "sync",     "hub",      "workspace", "practice"};

std::size_t placeInModel(const std::string& path) {
    const auto name = path.substr(6, path.find('/', 6) - 6);
    return static_cast<std::size_t>(std::ranges::find(kModelOrder, name) - kModelOrder.begin());
}

/// What an include of `from` must not be, or empty.
std::string wrongInclude(const std::string& from, const std::string& include) {
    const auto is = [&](const char* folder) { return include.starts_with(folder); };
    if (include.find("../") != std::string::npos) return "includes are written from the root";
    if (from.starts_with("tests/")) return {};
    if (is("tests/")) return "the program does not use its tests";
    if (is("botan") && !from.starts_with("crypto/")) return "only crypto/ sees Botan: use crypto/";
    if ((is("sqlite3") || is("sqlcipher")) && !from.starts_with("model/store/"))
        return "only model/store sees SQLite: use model/store/database.h";
    if ((is("boost/") || is("openssl/")) && !from.starts_with("app/net/"))
        return "only app/net sees Boost and speaks TLS: use app/net/";
    if (is("libpq") && !from.starts_with("app/postgres/")) return "only app/postgres sees libpq";
    const bool low = from.starts_with("crypto/") || from.starts_with("model/");
    const bool qt = include.size() > 1 && include[0] == 'Q' && std::isupper(static_cast<unsigned char>(include[1]));
    if (low && qt) return "crypto/ and model/ know no Qt";
    if (from.starts_with("crypto/") && (is("model/") || is("ui/") || is("app/")))
        return "crypto/ stands below everything";
    if (from.starts_with("model/") && (is("ui/") || is("app/"))) return "model/ stands below ui/ and app/";
    if (from.starts_with("ui/") && is("app/")) return "ui/ stands below app/";
    if (from.starts_with("model/") && is("model/") && placeInModel(include) > placeInModel(from))
        return "this folder of the model comes later in its order";
    return {};
}

/// Words that are not used, and what is used in their place. Written in two parts, so that this file does not hold
/// them.
struct Banned {
    std::string word;
    std::string instead;
    std::vector<std::string> except = {}; ///< folders where it may stand
    std::string unless = {};              ///< a line with this means something else
};
const std::vector<Banned> kBanned = {
    {std::string("OFFSET") + " ?", "a page is found by the key of the row before it, not by counting rows"},
    {std::string(" OFFSET") + " :", "a page is found by the key of the row before it, not by counting rows"},
    {std::string("::inst") + "ance(", "hand the object in; there are no singletons", {}, "Application::"},
    {std::string("process") + "Events",
     "give the work to the writer's thread and return to the event loop",
     {"tests/"}},
    {std::string("waitFor") + "Future", "take the answer in a slot"},
    {std::string("Message") + "Box::exec", "show the question in the page"},
    {std::string(" sle") + "ep(", "wait for the event itself; a test uses QTRY_ or a clock that it moves"},
    // Some tests ask for what a machine may lack: a small file system to fill, a plain SQLite to load, the reader of
    // manuals.
    {std::string("QS") + "KIP", "a test that cannot run has failed", {"tests/model/store/", "tests/app/"}},
    {std::string("TO") + "DO", "do it, or write an issue"},
    {std::string("FIX") + "ME", "do it, or write an issue"},
    {std::string("/ho") + "me/", "no path of one machine"},
    {std::string("/wo") + "rk/", "no path of one machine"},
    {std::string("std::co") + "ut", "the command line writes through its own output; nothing else writes", {"app/"}},
};

} // namespace

/// Rules about the sources that the compiler does not hold. Each failure names the place and what to do.
class TestTidy : public QObject {
    Q_OBJECT

    std::vector<Source> m_sources;
    std::string m_found;

    void report(const Source& source, std::size_t line, const std::string& why) {
        m_found += source.path + ":" + std::to_string(line) + ": " + why + "\n";
    }
    void verdict() const { QVERIFY2(m_found.empty(), m_found.c_str()); }

private slots:
    void initTestCase() {
        m_sources = readSources();
        QVERIFY(m_sources.size() > 100);
    }
    void init() { m_found.clear(); }

    void filesAreShort() {
        constexpr std::size_t kMost = 600;
        for (const auto& source : m_sources) {
            if (source.lines.size() > kMost) report(source, source.lines.size(), "over 600 lines: divide it by duty");
        }
        verdict();
    }

    void everyFileNamesItsLicence() {
        for (const auto& source : m_sources) {
            const bool named =
                !source.lines.empty() && source.lines[0].ends_with("SPDX-License-Identifier: GPL-3.0-or-later");
            if (!named)
                report(source, 1, "the first line names the licence (SPDX-License-Identifier: GPL-3.0-or-later)");
        }
        verdict();
    }

    void everyFolderStatesItsDuty() {
        for (const auto& source : m_sources) {
            if (!source.path.ends_with("CMakeLists.txt") || source.path.starts_with("tests/")) continue;
            if (source.path == "model/CMakeLists.txt" || source.path == "app/CMakeLists.txt")
                continue; // lists of folders
            const bool states = std::ranges::any_of(source.lines, [](const std::string& line) {
                return line.find("is responsible for") != std::string::npos;
            });
            if (!states) report(source, 1, "its head says what the folder \"is responsible for\"");
        }
        verdict();
    }

    void headersAreIncludedOnce() {
        for (const auto& source : m_sources) {
            if (source.path.ends_with(".h") && std::ranges::find(source.lines, "#pragma once") == source.lines.end())
                report(source, 1, "#pragma once");
        }
        verdict();
    }

    void includesFollowTheOrderOfFolders() {
        const QRegularExpression include("^\\s*#include\\s*[<\\x22]([^>\\x22]+)[>\\x22]");
        for (const auto& source : m_sources) {
            if (!isCode(source)) continue;
            for (std::size_t i = 0; i < source.lines.size(); ++i) {
                if (source.lines[i].find("#include") == std::string::npos) continue;
                const auto match = include.match(QString::fromStdString(source.lines[i]));
                if (!match.hasMatch()) continue;
                if (const auto why = wrongInclude(source.path, match.captured(1).toStdString()); !why.empty())
                    report(source, i + 1, why);
            }
        }
        verdict();
    }

    void bannedWords() {
        for (const auto& source : m_sources) {
            for (std::size_t i = 0; i < source.lines.size(); ++i) {
                for (const auto& banned : kBanned) {
                    if (source.lines[i].find(banned.word) == std::string::npos) continue;
                    if (!banned.unless.empty() && source.lines[i].find(banned.unless) != std::string::npos) continue;
                    if (std::ranges::any_of(banned.except,
                                            [&](const std::string& folder) { return source.path.starts_with(folder); }))
                        continue;
                    report(source, i + 1, "\"" + banned.word + "\": " + banned.instead);
                }
            }
        }
        verdict();
    }

    void textsHaveBothLanguages() {
        // A pair of strings in braces, one of them empty and the other not: half a text.
        const QRegularExpression half(
            "(\\bText\\s*\\{\\s*\\x22[^\\x22]+\\x22\\s*,\\s*\\x22\\x22\\s*\\})|(\\bText\\s*\\{\\s*\\x22\\x22\\s*,\\s*\\x22[^\\x22]+\\x22\\s*\\})"
            "|(\\bText\\s*\\{\\s*\\x22[^\\x22]+\\x22\\s*\\})");
        const QRegularExpression failing(
            "\\b(fail\\(Code::\\w+|refuse\\(|distrust\\()\\s*,?\\s*\\{\\s*\\x22([^\\x22]*)\\x22\\s*(,\\s*\\x22([^\\x22]*)\\x22\\s*)?\\}");
        for (const auto& source : m_sources) {
            if (!isCode(source) || source.path.starts_with("tests/")) continue;
            QString text;
            for (const auto& line : source.lines) text += QString::fromStdString(line) + "\n";
            for (const auto* rule : {&half, &failing}) {
                for (auto at = rule->globalMatch(text); at.hasNext();) {
                    const auto match = at.next();
                    if (rule == &failing && !match.captured(2).isEmpty() && !match.captured(4).isEmpty()) continue;
                    report(source, static_cast<std::size_t>(text.first(match.capturedStart()).count('\n')) + 1,
                           "a text has both languages");
                }
            }
        }
        verdict();
    }
};

QTEST_APPLESS_MAIN(TestTidy)
#include "test_tidy.moc"
