// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/walk.h"

#include "ui/casefile/case_file_page.h"
#include "ui/casefile/evidence_page.h"
#include "ui/casefile/facts_page.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/work_page.h"
#include "ui/forms/form_editor.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/shell/message_bar.h"
#include "ui/unlock/unlock_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QTabWidget>
#include <QUrl>

namespace walk {

Person::Person(ui::Session& session, ui::MainWindow& window, std::filesystem::path pictures)
    : m_session(session), m_window(window), m_folder(std::move(pictures)) {
    if (!m_folder.empty()) std::filesystem::create_directories(m_folder);
    QCoreApplication::instance()->installEventFilter(this);
}

bool Person::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
    case QEvent::MouseButtonDblClick:
    case QEvent::Wheel: ++m_mouse; break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void Person::require(bool holds, const QString& what) {
    if (holds) return;
    grab(QStringLiteral("lost"));
    const QString message = m_window.messages()->words();
    QString text = what + (message.isEmpty() ? QString() : QStringLiteral(" — the desk says: ") + message);
    throw Lost(text.toStdString());
}

void Person::until(const std::function<bool()>& seen, const QString& what, int ms) {
    require(QTest::qWaitFor(seen, ms), QStringLiteral("waited in vain: ") + what);
}

QWidget* Person::focus() {
    QWidget* widget = QApplication::focusWidget();
    return widget != nullptr ? widget : &m_window;
}

void Person::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    ++m_keys;
    QTest::keyClick(focus(), key, modifiers);
    m_pace();
}

void Person::type(const QString& text) {
    m_keys += static_cast<int>(text.size());
    m_typed += static_cast<int>(text.size());
    bool ascii = true;
    for (const QChar c : text) ascii = ascii && c.unicode() < 128;
    if (ascii) {
        for (const QChar c : text) {
            QTest::keyClick(focus(), c.toLatin1());
            m_pace();
        }
        return;
    }
    // As an input method does it: first the composition, then the words.
    QInputMethodEvent composing(text.left(1), {});
    QCoreApplication::sendEvent(focus(), &composing);
    QInputMethodEvent commit;
    commit.setCommitString(text);
    QCoreApplication::sendEvent(focus(), &commit);
    m_pace();
}

void Person::tabTo(const QString& name) {
    const auto inside = [&] {
        for (QWidget* widget = QApplication::focusWidget(); widget != nullptr; widget = widget->parentWidget()) {
            if (widget->objectName() == name) return true;
        }
        return false;
    };
    QStringList way;
    for (int i = 0; i < 80; ++i) {
        if (inside()) return;
        press(Qt::Key_Tab);
        const QString here = focus()->objectName().isEmpty() ? QString::fromUtf8(focus()->metaObject()->className())
                                                             : focus()->objectName();
        if (!way.contains(here)) way << here;
    }
    require(false, QStringLiteral("Tab does not lead to ") + name + QStringLiteral(", but to ") +
                       way.join(QStringLiteral(", ")));
}

// By arrows and not by letters: a box takes letters that come within a moment for one word, also across two visits.
void Person::choose(QComboBox& box, const QString& entry, int role) {
    press(Qt::Key_Home);
    while (box.currentData(role).toString() != entry && box.currentIndex() + 1 < box.count()) press(Qt::Key_Down);
    require(box.currentData(role).toString() == entry, box.objectName() + QStringLiteral(" does not offer ") + entry);
}

void Person::unlock(const QString& label, const QString& passphrase) {
    auto* page = m_window.unlockPage();
    until([&] { return m_window.currentPage() == page && page->profiles()->count() > 0; },
          QStringLiteral("the unlock page"));
    tabTo(QStringLiteral("profile"));
    choose(*page->profiles(), label, Qt::DisplayRole);
    tabTo(QStringLiteral("passphrase"));
    type(passphrase);
    press(Qt::Key_Return);
    until([&] { return m_session.isOpen(); }, QStringLiteral("unlocking as ") + label, 60'000);
    until([&] { return m_window.currentPage() != page; }, QStringLiteral("the list"));
}

void Person::lock() {
    press(Qt::Key_L, Qt::ControlModifier);
    until([&] { return !m_session.isOpen() && m_window.currentPage() == m_window.unlockPage(); },
          QStringLiteral("the lock"));
}

void Person::openFirst(const QString& filter) {
    press(Qt::Key_F, Qt::ControlModifier);
    auto* line = m_window.listPage()->filterLine();
    require(line->hasFocus(), QStringLiteral("Ctrl+F does not lead to the filter"));
    press(Qt::Key_Delete);
    type(filter);
    press(Qt::Key_Return);
    auto* cases = m_window.listPage()->cases();
    const auto wanted = model::parseFilter(filter.toStdString());
    require(wanted.has_value(), QStringLiteral("a filter that cannot be read: ") + filter);
    until([&] { return !cases->loading() && cases->filter() == wanted->filter && cases->rowCount() > 0; },
          QStringLiteral("a row for ") + filter);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    until(
        [&] { return m_window.currentPage() == m_window.caseFile() && m_window.caseFile()->open().view() != nullptr; },
        QStringLiteral("the case file"));
}

QString Person::stage() const {
    const auto* view = m_window.caseFile()->open().view();
    return view == nullptr ? QString() : ui::str(view->state.stage);
}

void Person::openTab(int tab) {
    for (int i = 0; i < 8 && m_window.caseFile()->tabs()->currentIndex() != tab; ++i) {
        press(Qt::Key_PageDown, Qt::ControlModifier);
    }
    require(m_window.caseFile()->tabs()->currentIndex() == tab,
            QStringLiteral("Ctrl+PgDown does not lead to the part"));
}

void Person::saveFacts() {
    press(Qt::Key_S, Qt::ControlModifier);
    auto* facts = m_window.caseFile()->factsPage();
    until([&] { return !facts->dirty() && !m_window.caseFile()->open().busy(); }, QStringLiteral("the facts saved"));
}

void Person::assign(const QString& role, const QString& person) {
    const auto* view = m_window.caseFile()->open().view();
    const std::size_t before = view->state.assignments.size();
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    tabTo(QStringLiteral("assignRole"));
    auto* roles = m_window.findChild<QComboBox*>(QStringLiteral("assignRole"));
    auto* persons = m_window.findChild<QComboBox*>(QStringLiteral("assignPerson"));
    choose(*roles, role, Qt::UserRole);
    tabTo(QStringLiteral("assignPerson"));
    choose(*persons, person, Qt::DisplayRole);
    tabTo(QStringLiteral("assign"));
    press(Qt::Key_Space);
    until(
        [&] {
            const auto* now = m_window.caseFile()->open().view();
            return now != nullptr && now->state.assignments.size() > before && !m_window.caseFile()->open().busy();
        },
        QStringLiteral("the assignment of ") + person);
}

void Person::startStep(const QString& step) {
    auto* form = m_window.caseFile()->workPage()->stepForm();
    // From the first button on: the part of the case that has the steps is chosen anew.
    openTab(ui::CaseFilePage::work);
    press(Qt::Key_PageDown, Qt::ControlModifier);
    press(Qt::Key_PageUp, Qt::ControlModifier);
    until([&] { return m_window.findChild<QPushButton*>(QStringLiteral("step-") + step) != nullptr; },
          QStringLiteral("the button of step ") + step);
    tabTo(QStringLiteral("step-") + step);
    press(Qt::Key_Space);
    // Of several side tracks of one kind the button has the number behind the step.
    const std::string name = step.section(u'-', 0, 0).toStdString();
    until([&] { return form->step() == name; }, QStringLiteral("the form of step ") + step);
}

void Person::fillField(const QString& field, const QString& value) {
    tabTo(QStringLiteral("field-") + field);
    if (auto* box = qobject_cast<QComboBox*>(QApplication::focusWidget())) {
        choose(*box, value, Qt::UserRole);
        return;
    }
    press(Qt::Key_A, Qt::ControlModifier);
    type(value);
}

void Person::tickViolation(const QString& violation) {
    tabTo(QStringLiteral("violations"));
    auto* list = qobject_cast<QListWidget*>(QApplication::focusWidget());
    require(list != nullptr, QStringLiteral("the list of articles"));
    press(Qt::Key_Home);
    for (int row = 0; row < list->count(); ++row) {
        const auto* item = list->currentItem();
        if (item != nullptr && item->data(Qt::UserRole).toString() == violation) {
            if (item->checkState() != Qt::Checked) press(Qt::Key_Space);
            return;
        }
        press(Qt::Key_Down);
    }
    require(false, QStringLiteral("no article ") + violation);
}

void Person::fillPenalty(const QString& line, const QString& value) {
    tabTo(line);
    press(Qt::Key_A, Qt::ControlModifier);
    type(value);
}

void Person::submit(const QString& wanted) {
    auto* form = m_window.caseFile()->workPage()->stepForm();
    press(Qt::Key_Return, Qt::ControlModifier);
    if (form->asking()) {
        picture(QString::fromStdString(form->step()) + QStringLiteral("-sign"));
        press(Qt::Key_Return, Qt::ControlModifier);
    }
    until([&] { return stage() == wanted && form->step().empty() && !m_window.caseFile()->open().busy(); },
          QStringLiteral("the stage ") + wanted);
}

void Person::dropEvidence(const std::vector<std::filesystem::path>& files, std::size_t expected) {
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& file : files) urls << QUrl::fromLocalFile(QString::fromStdString(file.string()));
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_window, &enter);
    require(enter.isAccepted(), QStringLiteral("the window does not take files"));
    QDropEvent drop(QPointF(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_window, &drop);
    until(
        [&] {
            const auto* view = m_window.caseFile()->open().view();
            return view != nullptr && view->state.evidence.size() == expected && !m_window.caseFile()->open().busy();
        },
        QStringLiteral("the evidence that was dropped"));
}

void Person::pasteEvidence(const std::vector<std::filesystem::path>& files, std::size_t expected) {
    auto* data = new QMimeData;
    QList<QUrl> urls;
    for (const auto& file : files) urls << QUrl::fromLocalFile(QString::fromStdString(file.string()));
    data->setUrls(urls);
    QApplication::clipboard()->setMimeData(data);
    press(Qt::Key_V, Qt::ControlModifier);
    until(
        [&] {
            const auto* view = m_window.caseFile()->open().view();
            return view != nullptr && view->state.evidence.size() == expected && !m_window.caseFile()->open().busy();
        },
        QStringLiteral("the evidence that was pasted"));
}

void Person::saveDecision(const std::filesystem::path& target) {
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QFileDialog* dialog = nullptr;
    until(
        [&] {
            dialog = m_window.findChild<QFileDialog*>(QStringLiteral("decisionDialog"));
            return dialog != nullptr && dialog->isVisible() &&
                   qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr;
        },
        QStringLiteral("the dialog for the decision"));
    press(Qt::Key_A, Qt::ControlModifier);
    type(QString::fromStdString(target.string()));
    press(Qt::Key_Return);
    until([&] { return std::filesystem::exists(target) && !m_window.caseFile()->open().busy(); },
          QStringLiteral("the decision as PDF"));
}

void Person::settle() {
    until([&] { return m_window.settled(); }, QStringLiteral("the window does not come to rest"));
}

void Person::shows(const QString& name) {
    until(
        [&] {
            const auto* widget = m_window.findChild<QWidget*>(name);
            return widget != nullptr && widget->isVisible();
        },
        name);
}

QPixmap lookAt(QWidget& window) {
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (auto* dialog : window.findChildren<QDialog*>()) {
        if (!dialog->isVisible()) continue; // it has a window of its own, over this one
        const QPoint at = dialog->isWindow() ? QPoint((window.width() - dialog->width()) / 2, window.height() / 4)
                                             : dialog->mapTo(&window, QPoint(0, 0));
        painter.drawPixmap(at, dialog->grab());
        painter.drawRect(QRect(at, dialog->size()));
    }
    for (auto* other : QApplication::topLevelWidgets()) {
        if (other->objectName() != QStringLiteral("caseWindow") || !other->isVisible()) continue;
        const QPoint at(70, 90);
        painter.drawPixmap(at, other->grab());
        painter.drawRect(QRect(at, other->size()));
    }
    painter.end();
    return picture;
}

void Person::picture(const QString& name) {
    if (m_folder.empty()) return;
    // What is shown comes from other threads: the picture is of what a person sees when all of it is here.
    settle();
    grab(name);
}

void Person::grab(const QString& name) {
    if (m_folder.empty()) return;
    for (int i = 0; i < 3; ++i) QCoreApplication::processEvents(); // a layout that moves asks for another
    char number[8];
    std::snprintf(number, sizeof number, "%02zu-", m_taken.size() + 1);
    const auto path = m_folder / (number + name.toStdString() + ".png");
    const QPixmap picture = lookAt(m_window);
    if (picture.save(QString::fromStdString(path.string()))) m_taken.push_back(path);
}

} // namespace walk
