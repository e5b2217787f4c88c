// SPDX-License-Identifier: GPL-3.0-or-later
// What goes on around the main window: the machine that says when nobody is at it, what others say in the office, the
// person's settings, and the clipboard.
#include "ui/actions/key_sheet.h"
#include "ui/actions/palette.h"
#include "ui/casefile/case_file_page.h"
#include "ui/list/list_page.h"
#include "ui/people/people_page.h"
#include "ui/session/hub_link.h"
#include "ui/presence/presence.h"
#include "ui/shell/case_window.h"
#include "ui/shell/desk_settings.h"
#include "ui/shell/idle_watch.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/news_watch.h"
#include "ui/shell/settings_page.h"
#include "ui/shell/state_line.h"
#include "ui/text/clipboard.h"

#include <QGuiApplication>
#include <QLocale>
#include <QTime>

#include <algorithm>

namespace ui {

void MainWindow::watchOthers() {
    connect(m_settings, &SettingsPage::changed, this, &MainWindow::applySettings);
    connect(m_settings, &SettingsPage::backWanted, this, &MainWindow::showList);
    connect(m_news, &NewsWatch::came, this, &MainWindow::sayNews);
    connect(&m_session.hubLink(), &HubLink::left, this, &MainWindow::sayEnded);
    connect(&m_session.hubLink(), &HubLink::rested, this, [this] {
        if (m_tends) tendKeys();
    });
    connect(m_news, &NewsWatch::came, this, [this](const model::News& news) {
        if (news.office) tendKeys();
    });
    connect(&m_session.hubLink(), &HubLink::gaveBack, this, [this](std::uint64_t commits) {
        m_messages->say(Meaning::warn, say("The hub was set back; %1 commits that it had lost were given back to it.",
                                           "服务器曾被回退；已向其交还所缺的 %1 条提交记录。")
                                           .arg(sayNumber(commits)));
    });
    // Who asks to join has no part in the record yet, so that no news tells of them.
    connect(m_news, &NewsWatch::looked, this, [this] {
        if (m_page == m_people) m_people->lookAnew();
    });
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, m_news,
            [this](Qt::ApplicationState state) { m_news->setWatched(state == Qt::ApplicationActive); });
    sayHearing();
}

void MainWindow::tendKeys() {
    m_tends = false;
    if (!m_session.isOpen() || m_session.office().ended) return;
    // Who has new keys, or came into a role, waits for whoever holds what they need. Nobody has to think of it.
    m_session.write(
        this, [](WriterPort& office) { return office.tendKeys(); },
        [this](const Result<bool>& tended) {
            if (tended && *tended) m_session.refreshOffice();
        });
}

void MainWindow::sayEnded() {
    if (!m_session.office().hubElsewhere) {
        lock({"You have left this office, or your keys were replaced: it cannot be unlocked with these any more.",
              "您已离开本办公室或密钥已被更换，无法再用其解锁。"});
        return;
    }
    m_messages->say(
        Meaning::warn,
        say("You work with this office no more. What had come to this machine stays readable; nothing new comes, "
            "and nothing that is said here is taken. What waits stands on the page of the hub.",
            "您已不再参与本办公室的工作。本机已收到的内容仍可阅读，但不再收到新内容，此处提交的内容也不再被接受。待发内容见服务器页面。"));
    m_session.refreshOffice();
}

void MainWindow::follow(Presence* presence) {
    m_presence = presence;
    connect(presence, &Presence::hearingChanged, this, &MainWindow::sayHearing);
    connect(presence, &Presence::away, this, [this](Away why) {
        lock(awayReason(why, utf8(QTime::currentTime().toString(QStringLiteral("HH:mm")))));
        // Sleep waits until the vault is closed, which is behind whatever the writer's thread still does.
        m_session.atGate(this, [](GatePort&) { return true; }, [this](bool) { m_presence->settled(); });
    });
    sayHearing();
}

void MainWindow::setNotifier(Notifier* notifier) { m_news->setNotifier(notifier); }

void MainWindow::sayHearing() {
    const Text words = hearingText(m_presence);
    m_keys->setFoot(words);
    m_settings->setHearing(words);
}

int MainWindow::idleSeconds() const {
    return m_session.isOpen() && !m_session.office().deskSettings.empty() ? 60 * m_settings->settings().idleMinutes
                                                                          : m_idleSeconds;
}

void MainWindow::applySettings(const DeskSettings& settings) {
    m_session.keepSettings(printSettings(settings));
    m_idle->start(idleSeconds());
    m_clipboard->setSeconds(settings.clipboardSeconds);
    m_news->setNotifies(settings.notifications);
}

void MainWindow::sayNews(const model::News& news) {
    if (news.office) m_session.refreshOffice();
    if (m_page == m_list) m_list->refresh();
    m_line->refresh();
    if (std::ranges::contains(news.cases, m_case->open().id())) m_session.noteChanged(m_case->open().id());
    for (const auto* window : m_windows->all()) {
        if (std::ranges::contains(news.cases, window->id())) m_session.noteChanged(window->id());
    }
}

void MainWindow::sayDueToday() {
    model::CaseFilter filter;
    filter.conditions = {{model::FilterField::due, model::Comparison::atMost, false, {"0d"}},
                         {model::FilterField::is, model::Comparison::is, false, {"mine"}},
                         {model::FilterField::is, model::Comparison::is, false, {"open"}}};
    m_session.read(
        0, this, [filter](ReaderPort& list) { return list.count(filter); },
        [this](Result<std::uint64_t> count) {
            // What the person has been told meanwhile is newer.
            if (!count || *count == 0 || !m_messages->words().isEmpty()) return;
            m_messages->say(Meaning::warn,
                            *count == 1
                                ? say("1 of your cases is due today or overdue.", "您有 1 件案件今日到期或已逾期。")
                                : say("%1 of your cases are due today or overdue.", "您有 %1 件案件今日到期或已逾期。")
                                      .arg(QLocale().toString(static_cast<qulonglong>(*count))));
        });
}

void MainWindow::sayWhoAsks() {
    const bool admits = m_session.office().has(model::Role::administrator);
    if (!admits && !m_session.office().has(model::Role::supervisor)) return;
    m_session.write(
        this, [](WriterPort& office) { return office.people(); },
        [this, admits](const Result<std::vector<model::PersonEntry>>& people) {
            if (!people || !m_messages->words().isEmpty()) return;
            if (std::ranges::any_of(*people, [](const auto& one) { return one.renewal && !one.renewal->whyNot; })) {
                m_messages->say(Meaning::warn,
                                say("Somebody's new keys wait for you: View → People of the office (Ctrl+Shift+O).",
                                    "有人的新密钥等待您处理：视图 → 办公室人员（Ctrl+Shift+O）。"));
                return;
            }
            const auto asking = std::ranges::count(*people, false, &model::PersonEntry::admitted);
            if (asking == 0 || !admits) return;
            m_messages->say(Meaning::warn,
                            asking == 1 ? say("1 person asks to join: View → People of the office (Ctrl+Shift+O).",
                                              "有 1 人申请加入：视图 → 办公室人员（Ctrl+Shift+O）。")
                                        : say("%1 people ask to join: View → People of the office (Ctrl+Shift+O).",
                                              "有 %1 人申请加入：视图 → 办公室人员（Ctrl+Shift+O）。")
                                              .arg(QLocale().toString(static_cast<qlonglong>(asking))));
        });
}

void MainWindow::learnPinyin() {
    if (!m_session.isOpen()) {
        m_palette->setPinyin({}); // kept filters are among what can be done, and may name people
        return;
    }
    std::vector<std::string> names;
    std::vector<QString> ids;
    for (const auto& entry : m_actions->entries()) {
        names.push_back(entry.spec.name.zh);
        ids.push_back(entry.spec.id);
    }
    m_session.read(
        0, this, [names = std::move(names)](ReaderPort&) { return model::pinyinOf(names); },
        [this, ids = std::move(ids)](const std::vector<std::string>& pinyin) {
            std::map<QString, QString> byId;
            for (std::size_t i = 0; i < ids.size(); ++i) byId[ids[i]] = str(pinyin[i]);
            m_palette->setPinyin(std::move(byId));
        });
}

} // namespace ui
