// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/start_panel.h"

#include "ui/setup/checked_line.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

namespace {

/// A button as wide as the panel: what it leads to, and below a sentence about that.
class WayButton : public QPushButton {
public:
    explicit WayButton(QWidget* parent)
        : QPushButton(parent), m_mark(new QLabel(this)), m_name(new QLabel(this)), m_more(makeNote(this)) {
        makeHeading(m_name, 2);
        m_more->setWordWrap(false);
        auto* grid = new QGridLayout(this);
        grid->setContentsMargins(12, 8, 12, 8);
        grid->setHorizontalSpacing(12);
        grid->setVerticalSpacing(2);
        grid->addWidget(m_mark, 0, 0, 2, 1, Qt::AlignVCenter);
        grid->addWidget(m_name, 0, 1);
        grid->addWidget(m_more, 1, 1);
        grid->setColumnStretch(1, 1);
        for (auto* label : {m_mark, m_name, m_more}) label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    void sayAll(const QString& file, const Text& words, const Text& more) {
        m_mark->setPixmap(ui::icon(file).pixmap(20, 20));
        m_name->setText(say(words));
        m_more->setText(say(more));
        setAccessibleName(say(words));
        setAccessibleDescription(say(more));
    }
    [[nodiscard]] QSize sizeHint() const override { return layout()->sizeHint(); }
    [[nodiscard]] QSize minimumSizeHint() const override { return layout()->minimumSize(); }

private:
    QLabel* m_mark;
    QLabel* m_name;
    QLabel* m_more;
};

} // namespace

StartPanel::StartPanel(FilePlaces& places, QWidget* parent)
    : QWidget(parent), m_places(places), m_message(makeNote(this)), m_language(new QComboBox(this)),
      m_back(new QPushButton(this)) {
    setObjectName(QStringLiteral("startPanel"));
    m_message->setObjectName(QStringLiteral("startMessage"));
    m_language->setObjectName(QStringLiteral("language"));
    m_back->setObjectName(QStringLiteral("back"));
    m_language->addItem(QStringLiteral("English"));
    m_language->addItem(QStringLiteral("中文"));
    auto* mark = new QLabel(this);
    m_phrases.always([mark] { mark->setPixmap(icon(QStringLiteral("touchstone")).pixmap(28, 28)); });
    auto* title = new QLabel(this);
    makeHeading(title, 1);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(mark);
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(m_language);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(6);
    box->addLayout(head);
    box->addWidget(m_message);
    box->addSpacing(6);
    m_found = addWay("found", "add", {"Found an office", "新设办公室"},
                     {"A new office on this machine, with you as its first person. No network is needed.",
                      "在本机新建办公室，您是其第一个人，无需网络。"});
    auto* join = addWay("joinOffice", "mine", {"Ask to join an office", "申请加入办公室"},
                        {"With the file that an administrator gave you, or the office's folder.",
                         "使用系统管理员给您的文件，或办公室文件夹。"});
    auto* practice = addWay("practice", "cases", {"Open the practice office", "打开练习办公室"},
                            {"28 published decisions to try everything on. It protects nothing.",
                             "用 28 份公布的决定试用全部功能；不提供任何保护。"});
    auto* other = addWay("folder", "open", {"Unlock an office that is on this machine…", "解锁本机上已有的办公室…"},
                         {"Choose its folder.", "选择其文件夹。"});
    for (auto* way : {m_found, join, practice, other}) box->addWidget(way);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_back);
    buttons->addStretch(1);
    box->addSpacing(6);
    box->addLayout(buttons);
    m_phrases.set(title, {"Touchstone", "试金石 Touchstone"});
    m_phrases.name(m_language, {"Language", "语言"});
    m_phrases.always([this] { sayAll(); });

    connect(m_found, &QPushButton::clicked, this, &StartPanel::foundWanted);
    connect(join, &QPushButton::clicked, this, &StartPanel::joinWanted);
    connect(practice, &QPushButton::clicked, this, &StartPanel::practiceWanted);
    connect(other, &QPushButton::clicked, this, &StartPanel::chooseFolder);
    connect(m_back, &QPushButton::clicked, this, [this] {
        if (m_canGoBack) emit backWanted();
        else emit quitWanted();
    });
    connect(m_language, &QComboBox::activated, this,
            [this](int index) { emit languageWanted(index == 1 ? Language::zh : Language::en); });
}

QPushButton* StartPanel::addWay(const char* name, const char* iconName, const Text& words, const Text& more) {
    auto* way = new WayButton(this);
    way->setObjectName(QStringLiteral("way-") + QLatin1String(name));
    // The icon is drawn anew, because its colour is that of the palette.
    m_phrases.always([way, words, more, file = QLatin1String(iconName)] { way->sayAll(file, words, more); });
    return way;
}

void StartPanel::start(const std::optional<Error>& why, bool canGoBack) {
    m_canGoBack = canGoBack;
    setMessage(why);
    m_found->setFocus(Qt::OtherFocusReason);
}

void StartPanel::setMessage(const std::optional<Error>& error) {
    m_error = error;
    sayAll();
    if (!error || !isVisible()) return;
    QAccessibleAnnouncementEvent event(m_message, m_message->text());
    QAccessible::updateAccessibility(&event);
}

void StartPanel::sayAll() {
    m_language->setCurrentIndex(currentLanguage() == Language::zh ? 1 : 0);
    m_back->setText(m_canGoBack ? say("Back", "返回") : say("Quit", "退出"));
    // That there is no office yet is how everybody begins, and no fault.
    const bool first = m_error && m_error->code == model::Code::notFound;
    m_message->setText(m_error ? (first ? say(*m_error) : QStringLiteral("✕ ") + say(*m_error))
                               : say("How do you want to begin?", "您想如何开始？"));
    setMeaning(m_message, m_error && !first ? Meaning::danger : Meaning::muted);
}

void StartPanel::chooseFolder() {
    auto* dialog =
        m_places.dialog(Files::offices, say("Unlock an office", "解锁办公室"), QStringLiteral("officeDialog"), this);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& chosen) { emit folderChosen(utf8(chosen)); });
    dialog->open();
}

} // namespace ui
