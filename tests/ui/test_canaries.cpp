// SPDX-License-Identifier: GPL-3.0-or-later
// After the office is locked, nothing that was in it is found: twenty words that stand for a title, a party, a name, a
// note, a draft and so on are written through the real window, and then looked for everywhere a person or a program
// could look: windows, hidden widgets and what undo brings back, titles, the accessibility tree, the clipboard, models,
// files and the log. What is left in memory is counted and said.
#include "model/intake/report_writer.h"
#include "tests/support/office.h"
#include "tests/ui/walk/walk.h"
#include "ui/casefile/case_file_page.h"
#include "ui/casefile/work_page.h"
#include "ui/list/case_list_model.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/session/live_office.h"
#include "ui/theme/theme.h"
#include "ui/unlock/unlock_page.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLineEdit>
#include <QMetaProperty>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextDocument>
#include <QUrl>

#include <fcntl.h>
#include <fstream>
#include <set>
#include <unistd.h>

namespace {

enum Canary {
    title,
    narrative,
    party,
    goods,
    destination,
    controlCode,
    person,
    address,
    draftFact,
    fileName,
    fileContent,
    note,
    draftNote,
    draftStep,
    filterName,
    filterText,
    halfFilter,
    query,
    clipboard,
    selection,
    canaryCount
};

const char* const kWhat[canaryCount] = {"title",
                                        "narrative",
                                        "party",
                                        "goods",
                                        "destination",
                                        "control code",
                                        "a person's name",
                                        "address",
                                        "half-written fact",
                                        "file name",
                                        "content of a file",
                                        "note",
                                        "half-written note",
                                        "half-written step",
                                        "name of a kept filter",
                                        "text of a kept filter",
                                        "half-written filter",
                                        "words in the palette",
                                        "clipboard",
                                        "selection"};

/// No two alike, and none in the sources: what is found of it comes from the office.
QString word(int canary) {
    QString made = QStringLiteral("Zq");
    std::uint64_t value = 0x9e3779b97f4a7c15ULL * static_cast<std::uint64_t>(canary + 7);
    for (int i = 0; i < 10; ++i) {
        made += QChar(u'a' + static_cast<char16_t>(value >> 40) % 26);
        value = value * 6364136223846793005ULL + 1442695040888963407ULL;
    }
    return made;
}

/// Everything that the widgets of this program say or hold, seen or not.
void wordsOf(QObject& object, QStringList& all) {
    for (const char* name :
         {"windowTitle", "text", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription",
          "placeholderText", "plainText", "currentText", "title", "filter", "prefix", "suffix"}) {
        const QVariant value = object.property(name);
        if (value.typeId() == QMetaType::QString) all << value.toString();
    }
    for (const auto& name : object.dynamicPropertyNames()) all << object.property(name.constData()).toString();
    if (auto* model = qobject_cast<QAbstractItemModel*>(&object)) {
        for (int row = 0; row < std::min(model->rowCount(), 500); ++row) {
            for (int column = 0; column < model->columnCount(); ++column) {
                for (const auto& value : model->itemData(model->index(row, column))) all << value.toString();
            }
        }
    }
    for (auto* child : object.children()) wordsOf(*child, all);
}

void nodes(QAccessibleInterface* node, QStringList& all, int depth = 0) {
    if (node == nullptr || !node->isValid() || depth > 60) return;
    for (const auto text :
         {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help, QAccessible::Accelerator})
        all << node->text(text);
    for (int i = 0; i < std::min(node->childCount(), 500); ++i) nodes(node->child(i), all, depth + 1);
}

std::set<int> among(const QStringList& all) {
    const QString text = all.join(u'\n');
    std::set<int> found;
    for (int i = 0; i < canaryCount; ++i) {
        if (text.contains(word(i))) found.insert(i);
    }
    return found;
}

std::set<int> inWindows() {
    QStringList all;
    for (auto* top : QApplication::topLevelWidgets()) {
        wordsOf(*top, all);
        nodes(QAccessible::queryAccessibleInterface(top), all);
    }
    return among(all);
}

std::set<int> onClipboard() {
    const auto* board = QApplication::clipboard();
    return among({board->text(QClipboard::Clipboard), board->text(QClipboard::Selection)});
}

/// What a person gets back who presses Ctrl+Z in every line.
std::set<int> byUndo() {
    QStringList all;
    for (auto* widget : QApplication::allWidgets()) {
        if (auto* line = qobject_cast<QLineEdit*>(widget)) {
            for (int i = 0; i < 20 && line->isUndoAvailable(); ++i) {
                line->undo();
                all << line->text();
            }
            line->setText(QString());
        }
        if (auto* text = qobject_cast<QPlainTextEdit*>(widget)) {
            for (int i = 0; i < 20 && text->document()->isUndoAvailable(); ++i) {
                text->undo();
                all << text->toPlainText();
            }
        }
    }
    return among(all);
}

std::set<int> inFiles(const QString& folder) {
    std::set<int> found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QByteArray bytes = file.readAll();
        for (int i = 0; i < canaryCount; ++i) {
            const QString wanted = word(i);
            const QByteArray wide(reinterpret_cast<const char*>(wanted.utf16()), 2 * wanted.size());
            if (bytes.contains(wanted.toUtf8()) || bytes.contains(wide) || path.contains(wanted)) {
                qInfo("%s is in %s", kWhat[i], qPrintable(path));
                found.insert(i);
            }
        }
    }
    return found;
}

/// How often each is in the writable memory of this process, in bytes or in pairs of bytes. The words that are looked
/// for are kept turned around, so that the search does not find itself; copies that this test made remain.
std::map<int, int> inMemory() {
    std::vector<std::pair<int, QByteArray>> wanted;
    for (int i = 0; i < canaryCount; ++i) {
        const QString one = word(i);
        for (QByteArray bytes :
             {one.toUtf8(), QByteArray(reinterpret_cast<const char*>(one.utf16()), 2 * one.size())}) {
            for (char& c : bytes) c = static_cast<char>(~c);
            wanted.emplace_back(i, bytes);
        }
    }
    std::map<int, int> found;
    std::ifstream maps("/proc/self/maps");
    const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    for (std::string line; memory >= 0 && std::getline(maps, line);) {
        unsigned long from = 0, to = 0;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3 || rights[1] != 'w' ||
            to - from > (256UL << 20))
            continue;
        QByteArray bytes(static_cast<qsizetype>(to - from), Qt::Uninitialized);
        const ssize_t got = pread(memory, bytes.data(), to - from, static_cast<off_t>(from));
        if (got <= 0) continue;
        char* raw = bytes.data();
        for (ssize_t i = 0; i < got; ++i) raw[i] = static_cast<char>(~raw[i]);
        for (const auto& [canary, pattern] : wanted) {
            for (qsizetype at = bytes.indexOf(pattern); at >= 0 && at < got; at = bytes.indexOf(pattern, at + 1))
                ++found[canary];
        }
    }
    if (memory >= 0) close(memory);
    return found;
}

QString names(const std::set<int>& canaries) {
    QStringList all;
    for (const int one : canaries) all << QString::fromLatin1(kWhat[one]);
    return all.join(QStringLiteral(", "));
}

} // namespace

class TestCanaries : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QAccessible::setActive(true);
        ui::applyTheme(*qApp, ui::Scheme::light);
        m_languages.show(ui::Language::en);
        m_scratch = QString::fromStdString(m_office.scratch().string());
        for (const char* folder : {"temporary", "home"}) QVERIFY(QDir(m_scratch).mkpath(QLatin1String(folder)));
        qputenv("TMPDIR", (m_scratch + QStringLiteral("/temporary")).toUtf8());
        qputenv("HOME", (m_scratch + QStringLiteral("/home")).toUtf8());
        auto admin = m_office.as("admin");
        must(admin->addPerson({utf8(person), "named", {model::Role::investigator}, true}, crypto::asBytes("named")));
        model::intake::ReportRow row;
        row.line = 1;
        row.report.externalId = "one";
        row.report.title = model::same(utf8(title));
        row.report.narrativeZh = utf8(narrative);
        row.report.reportedParty = utf8(party);
        row.report.goodsZh = utf8(goods);
        row.report.destination = utf8(destination);
        row.report.controlCode = utf8(controlCode);
        const auto file = m_office.scratch() / "reports.jsonl";
        {
            std::ofstream out(file);
            model::intake::writeReports(out, model::intake::ReportFormat::jsonLines, std::vector{row},
                                        model::intake::Reporters::leaveOut);
        }
        QCOMPARE(must(m_office.as("officer")->importReports({file}, {}, {})).taken, std::uint64_t{1});
        std::filesystem::remove(file);
    }

    void nothingIsLeftAfterTheLock() {
        Captured log(m_scratch + QStringLiteral("/said"));
        ui::Session session(ui::liveOffice(m_office.folder(), m_office.with()));
        ui::MainWindow window(session);
        window.resize(1280, 720);
        window.start();
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window, 20'000));
        walk::Person at(session, window, qEnvironmentVariable("TOUCHSTONE_PICTURES").toStdString());
        std::set<int> seen;
        QString reference;
        const auto look = [&] {
            at.settle();
            seen.merge(inWindows());
            seen.merge(onClipboard());
        };
        try {
            work(at, window, look, reference);
            QVERIFY(!reference.isEmpty() && window.windowTitle().contains(reference));
            // What is never shown while the office is open proves nothing by being away afterwards.
            for (int i = 0; i < canaryCount; ++i) {
                if (i != fileContent) QVERIFY2(seen.contains(i), kWhat[i]);
            }
            at.press(Qt::Key_L, Qt::ControlModifier);
            at.until([&] { return !session.isOpen() && window.currentPage() == window.unlockPage(); },
                     QStringLiteral("the lock"));
            at.settle();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        } catch (const walk::Lost& lost) {
            QFAIL(lost.what());
        }
        std::set<int> left = inWindows();
        QVERIFY2(left.empty(), qPrintable(QStringLiteral("in windows: ") + names(left)));
        QVERIFY2(!window.windowTitle().contains(reference), qPrintable(window.windowTitle()));
        left = onClipboard();
        QVERIFY2(left.empty(), qPrintable(QStringLiteral("on the clipboard: ") + names(left)));
        left = byUndo();
        QVERIFY2(left.empty(), qPrintable(QStringLiteral("undo brings back: ") + names(left)));
        log.end();
        left = inFiles(m_scratch);
        QVERIFY2(left.empty(),
                 qPrintable(QStringLiteral("in files or in what was written to the log: ") + names(left)));
        // Qt and the allocator leave copies in memory that was given back; how many is no promise, but no secret
        // either.
        int copies = 0;
        const auto memory = inMemory();
        for (const auto& [canary, times] : memory) copies += times;
        qInfo("in memory after the lock: %zu of %d words, %d copies", memory.size(), int{canaryCount}, copies);
    }

private:
    /// What goes to the standard outputs of this process, into a file.
    class Captured {
    public:
        explicit Captured(const QString& path) {
            std::fflush(nullptr);
            const int file = open(path.toUtf8().constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
            for (int which : {1, 2}) {
                m_before[which] = dup(which);
                dup2(file, which);
            }
            close(file);
        }
        ~Captured() { end(); }
        void end() {
            std::fflush(nullptr);
            for (auto& [which, before] : m_before) dup2(before, which), close(before);
            m_before.clear();
        }

    private:
        std::map<int, int> m_before;
    };

    static std::string utf8(int canary) { return word(canary).toStdString(); }

    void work(walk::Person& at, ui::MainWindow& window, const std::function<void()>& look, QString& reference) {
        at.unlock(QStringLiteral("officer"), QStringLiteral("officer"));
        at.press(Qt::Key_F, Qt::ControlModifier);
        at.press(Qt::Key_A, Qt::ControlModifier);
        at.type(word(filterText) + u' ' + word(clipboard) + QStringLiteral(" is:open"));
        at.press(Qt::Key_Return);
        at.settle();
        at.press(Qt::Key_D, Qt::ControlModifier);
        at.until(
            [] {
                return QApplication::focusWidget() != nullptr &&
                       QApplication::focusWidget()->objectName() == QStringLiteral("filterName");
            },
            QStringLiteral("the question for a name"));
        at.type(word(filterName));
        at.press(Qt::Key_Return);
        look();
        at.openFirst(word(title));
        reference = ui::str(window.caseFile()->open().view()->state.reference);
        look();
        // Evidence, as from a file manager, whose copy is not ours to take off the clipboard.
        const auto folder = m_office.scratch() / "papers";
        std::filesystem::create_directory(folder);
        const auto paper = folder / (utf8(fileName) + ".txt");
        std::ofstream(paper) << utf8(fileContent);
        at.pasteEvidence({paper}, 1);
        std::filesystem::remove_all(folder);
        QApplication::clipboard()->setText(QStringLiteral("nothing of the office"));
        at.openTab(ui::CaseFilePage::evidence);
        look();
        at.openTab(ui::CaseFilePage::history);
        at.tabTo(QStringLiteral("note"));
        at.type(word(note));
        at.press(Qt::Key_Return);
        at.until([&] { return !window.caseFile()->open().busy(); }, QStringLiteral("the note"));
        look();
        at.type(word(draftNote));
        look();
        at.press(Qt::Key_PageDown, Qt::ControlModifier);
        at.openTab(ui::CaseFilePage::facts);
        at.fillField(QStringLiteral("party_address"), word(address));
        at.saveFacts();
        look();
        at.fillField(QStringLiteral("party_address"), word(draftFact));
        look();
        at.fillField(QStringLiteral("unit"), word(selection));
        at.press(Qt::Key_A, Qt::ControlModifier);
        look();
        at.startStep(QStringLiteral("accept"));
        at.submit(QStringLiteral("verification"));
        at.startStep(QStringLiteral("verify"));
        at.fillField(QStringLiteral("findings"), word(draftStep));
        look();
        // The name of a colleague is offered where people are assigned.
        at.press(Qt::Key_Escape);
        at.press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        look();
        // Out to the list, and half a filter; then the kept filters on the clipboard, and words in the palette.
        at.press(Qt::Key_F, Qt::ControlModifier);
        at.press(Qt::Key_A, Qt::ControlModifier);
        at.type(word(halfFilter));
        look();
        at.openFirst(word(title));
        at.press(Qt::Key_K, Qt::ControlModifier);
        at.type(QStringLiteral("filter.copy"));
        at.press(Qt::Key_Return);
        at.until([] { return onClipboard().contains(filterName); }, QStringLiteral("the filters on the clipboard"));
        look();
        at.press(Qt::Key_K, Qt::ControlModifier);
        at.type(word(query));
        look();
    }

    TestOffice m_office;
    QString m_scratch;
    ui::LanguageSwitch m_languages;
};

QTEST_MAIN(TestCanaries)
#include "test_canaries.moc"
