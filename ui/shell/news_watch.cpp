// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/news_watch.h"

#include "ui/session/hub_link.h"

namespace ui {

NewsWatch::NewsWatch(Session& session, const model::Clock& clock, QObject* parent)
    : QObject(parent), m_session(session), m_clock(clock) {
    constexpr int kEvery = 30'000;
    m_tick.setInterval(kEvery);
    connect(&m_tick, &QTimer::timeout, this, &NewsWatch::look);
    connect(&session.hubLink(), &HubLink::came, this, &NewsWatch::take);
}

void NewsWatch::start() {
    m_looking = false;
    m_digest = {};
    m_tick.start();
}

void NewsWatch::stop() {
    m_tick.stop();
    m_digest = {};
    if (m_notifier != nullptr) m_notifier->takeBack();
}

void NewsWatch::setNotifies(bool on) {
    m_notifies = on;
    if (!on && m_notifier != nullptr) m_notifier->takeBack();
}

void NewsWatch::setWatched(bool watched) {
    m_watched = watched;
    if (!watched) return;
    m_digest.seen();
    if (m_notifier != nullptr) m_notifier->takeBack();
}

void NewsWatch::look() {
    // Behind nothing that a person waits for: the next look comes soon.
    if (!m_session.isOpen() || m_looking || !m_session.quiet()) return;
    if (m_session.office().hubElsewhere) {
        emit looked();
        return;
    }
    m_looking = true;
    m_session.write(
        this, [](WriterPort& office) { return office.lookForNew(); },
        [this](Result<model::News> news) {
            m_looking = false;
            if (!news) return; // the state line says what waits; the next look may do better
            take(*news);
            emit looked();
        });
}

void NewsWatch::take(const model::News& news) {
    if (news.items > 0 || !news.cases.empty() || news.office) emit came(news);
    if (m_watched) return;
    const auto line = m_digest.add(news.items, m_clock.now());
    if (line && m_notifies && m_notifier != nullptr) m_notifier->tell(say(*line));
}

} // namespace ui
