// SPDX-License-Identifier: GPL-3.0-or-later
// The documents of a case, over an office of values, by keyboard: what is needed comes first, is filled, read, made and
// saved.
#include "tests/ui/desk_test.h"
#include "ui/casefile/case_side.h"
#include "ui/casefile/document_sheet.h"
#include "ui/casefile/documents_page.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

class TestDocuments : public fake::DeskTest {
    Q_OBJECT

    [[nodiscard]] ui::CaseFilePage* page() { return m_window->caseFile(); }
    [[nodiscard]] ui::DocumentsPage* documents() { return page()->documentsPage(); }
    template <typename T>
    [[nodiscard]] T* find(const char* name) {
        auto* found = documents()->findChild<T*>(QLatin1String(name));
        if (found == nullptr) qFatal("no %s", name);
        return found;
    }
    void openDocuments() {
        openWindow();
        unlock();
        openFirstCase();
        page()->showTab(ui::CaseFilePage::documents);
        QTRY_VERIFY(m_session->quiet());
    }

    static model::DocumentOffer offer(const char* id, const char* title, bool due) {
        model::Field field;
        field.id = "notice_no";
        field.title = {"Number of the notice", "文号"};
        field.required = true;
        return {.document = id,
                .title = {title, "文书"},
                .cite = "APL 44",
                .fields = {field},
                .signedBy = {{"Tell the party", "告知当事人"}},
                .due = due};
    }

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        m_office->offers = {offer("list", "Evidence list", false), offer("notice", "Prior notice", true)};
    }
    void cleanup() { closeWindow(); }

    void whatIsNeededComesFirst() {
        openDocuments();
        auto* kind = find<QComboBox>("documentKind");
        QCOMPARE(kind->count(), 2);
        QVERIFY(kind->itemText(0).startsWith(QStringLiteral("Prior notice")));
        QVERIFY(kind->itemText(0).contains(QStringLiteral("needed now")));
        QVERIFY(!documents()->list()->isVisible()); // none was made yet
        m_office->offers.clear();
        page()->open().reload();
        QTRY_COMPARE(kind->count(), 0);
        QVERIFY(!find<QPushButton>("makeDocument")->isVisible());
    }

    /// Typed, read, made, and then in the list and on the tab.
    void oneIsMade() {
        openDocuments();
        auto* number = documents()->findChild<QLineEdit*>();
        QVERIFY(number != nullptr);
        number->setFocus();
        type("A-7");
        find<QPushButton>("previewDocument")->click();
        auto* sheet = find<ui::DocumentSheet>("documentSheet");
        QTRY_VERIFY(sheet->toPlainText().contains(QStringLiteral("No. A-7")));
        QVERIFY(find<QLabel>("documentDoubts")->text().contains(QStringLiteral("amount in words")));
        // Another word makes the preview out of date, so that it is taken away.
        number->setFocus();
        type("8");
        QVERIFY(sheet->toPlainText().isEmpty());
        find<QCheckBox>("documentEnglish")->setChecked(true);
        find<QPushButton>("makeDocument")->click();
        QTRY_COMPARE(documents()->list()->topLevelItemCount(), 1);
        QVERIFY(documents()->list()->isVisible());
        QCOMPARE(documents()->list()->topLevelItem(0)->text(2), QStringLiteral("not signed yet"));
        QVERIFY(page()->tabs()->tabText(ui::CaseFilePage::documents).endsWith(QStringLiteral("1")));
        const std::lock_guard guard(m_office->mutex);
        QCOMPARE(m_office->made.size(), std::size_t(1));
        QCOMPARE(m_office->made.front().document, std::string("notice"));
        QCOMPARE(m_office->made.front().typed.at("notice_no"), std::string("A-78"));
        QVERIFY(m_office->made.front().language == model::document::DocumentLanguage::both);
    }

    /// What is missing is said where it is typed, and nothing is asked; a refusal names what the case lacks.
    void whatIsMissingIsSaid() {
        openDocuments();
        find<QPushButton>("makeDocument")->click();
        QTRY_VERIFY(m_session->quiet());
        {
            const std::lock_guard guard(m_office->mutex);
            QVERIFY(m_office->made.empty());
            m_office->documentFault = model::Error{
                model::Code::refused, {"It still lacks: Party (APL 59)", "尚缺：当事人"}, {}, "fact.party", "APL 59"};
        }
        documents()->findChild<QLineEdit*>()->setFocus();
        type("A-7");
        find<QPushButton>("makeDocument")->click();
        auto* doubts = find<QLabel>("documentDoubts");
        QTRY_VERIFY(doubts->isVisible() && doubts->text().contains(QStringLiteral("Party (APL 59)")));
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->documentFault->where = "field.notice_no";
        }
        find<QPushButton>("previewDocument")->click();
        QTRY_VERIFY(m_session->quiet());
        QTRY_VERIFY(QApplication::focusWidget() == documents()->findChild<QLineEdit*>());
    }

    /// Who may not make it sees why, and can still read it.
    void whoMayNotSeesWhy() {
        m_office->offers = {offer("notice", "Prior notice", true)};
        m_office->offers.front().whyNot =
            model::Error{model::Code::refused, {"The case is worked on by others.", "由他人办理。"}};
        openDocuments();
        QVERIFY(!find<QPushButton>("makeDocument")->isEnabled());
        QVERIFY(find<QPushButton>("previewDocument")->isEnabled());
        bool said = false;
        for (const auto* label : documents()->findChildren<QLabel*>())
            said = said || label->text().contains(QStringLiteral("worked on by others"));
        QVERIFY(said);
    }

    /// A copy of what was made, and a working copy of what is not.
    void copiesAreSaved() {
        openDocuments();
        documents()->findChild<QLineEdit*>()->setFocus();
        type("A-7");
        find<QPushButton>("makeDocument")->click();
        QTRY_COMPARE(documents()->list()->topLevelItemCount(), 1);
        QTemporaryDir folder;
        const auto saveAs = [&](const char* button, const char* dialog, const QString& name) {
            find<QPushButton>(button)->click();
            QTRY_VERIFY(m_window->findChild<QFileDialog*>(QLatin1String(dialog)) != nullptr);
            auto* open = m_window->findChild<QFileDialog*>(QLatin1String(dialog));
            emit open->fileSelected(folder.filePath(name));
            delete open;
            QTRY_VERIFY(QFile::exists(folder.filePath(name)));
            QTRY_VERIFY(m_session->quiet());
        };
        documents()->list()->setCurrentItem(documents()->list()->topLevelItem(0));
        saveAs("saveDocument", "documentDialog", QStringLiteral("copy.pdf"));
        QFile copy(folder.filePath(QStringLiteral("copy.pdf")));
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QCOMPARE(copy.readAll(), QByteArray("pdf"));
        QTest::keyClicks(documents()->findChild<QLineEdit*>(), QStringLiteral("A-7"));
        saveAs("workingCopy", "workingCopyDialog", QStringLiteral("copy.docx"));
    }

    /// A missing document leads from what is missing to the page, with it chosen.
    void whatIsMissingLeadsThere() {
        openDocuments();
        page()->showTab(ui::CaseFilePage::history);
        auto* side = page()->findChild<ui::CaseSide*>();
        emit side->missingDocument(QStringLiteral("list"), QString());
        QCOMPARE(page()->tabs()->currentIndex(), int(ui::CaseFilePage::documents));
        QVERIFY(find<QComboBox>("documentKind")->currentText().startsWith(QStringLiteral("Evidence list")));
    }

    /// Templates: the text of one is saved, a file that is none is refused in words, one that is good takes its place,
    /// and the program's comes back.
    void templatesAreChanged() {
        openWindow();
        unlock();
        action("office.templates")->trigger();
        auto* dialog = m_window->findChild<QDialog*>(QStringLiteral("templatesDialog"));
        QVERIFY(dialog != nullptr);
        auto* list = dialog->findChild<QTreeWidget*>(QStringLiteral("templates"));
        QTRY_COMPARE(list->topLevelItemCount(), 1);
        const auto button = [&](const char* name) { return dialog->findChild<QPushButton*>(QLatin1String(name)); };
        QVERIFY(!button("dropTemplate")->isEnabled());
        auto* said = dialog->findChild<QLabel*>(QStringLiteral("templatesSaid"));
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("notice.json"));
        button("saveTemplate")->click();
        auto* save = dialog->findChild<QFileDialog*>(QStringLiteral("templateFileDialog"));
        QVERIFY(save != nullptr);
        emit save->fileSelected(file);
        delete save;
        QTRY_VERIFY(QFile::exists(file));
        QTRY_VERIFY(said->text().contains(QStringLiteral("Saved as")));
        const auto adopt = [&](const char* text) {
            QFile out(file);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(text);
            out.close();
            button("adoptTemplate")->click();
            auto* open = dialog->findChild<QFileDialog*>(QStringLiteral("adoptTemplateDialog"));
            QVERIFY(open != nullptr);
            emit open->fileSelected(file);
            delete open;
        };
        adopt("bad");
        QTRY_VERIFY(said->text().contains(QStringLiteral("no template")));
        adopt("good");
        QTRY_COMPARE(list->topLevelItem(0)->text(3), QStringLiteral("this office's own"));
        QTRY_VERIFY(button("dropTemplate")->isEnabled());
        button("dropTemplate")->click();
        QTRY_COMPARE(list->topLevelItem(0)->text(3), QStringLiteral("the program's"));
        dialog->reject();
    }

    void itIsSaidInChineseToo() {
        openDocuments();
        documents()->findChild<QLineEdit*>()->setFocus();
        type("A-7");
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(find<QComboBox>("documentKind")->itemText(0).contains(QStringLiteral("待制作")));
        QCOMPARE(documents()->findChild<QLineEdit*>()->text(), QStringLiteral("A-7"));
    }
};

QTEST_MAIN(TestDocuments)
#include "test_documents.moc"
