// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/state_line.h"

#include "model/case/register.h"
#include "model/filter/parse.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QPushButton>

namespace ui {

StateLine::StateLine(Session& session, QWidget* parent)
    : QStatusBar(parent), m_session(session), m_left(new QLabel(this)), m_far(new QLabel(this)),
      m_stop(new QPushButton(this)), m_work(new QLabel(this)), m_who(new QLabel(this)) {
    setObjectName(QStringLiteral("stateLine"));
    m_work->setObjectName(QStringLiteral("workState"));
    m_far->setObjectName(QStringLiteral("longProgress"));
    m_stop->setObjectName(QStringLiteral("stopLong"));
    m_stop->setAutoDefault(false);
    setSizeGripEnabled(false);
    for (auto* label : {m_left, m_far, m_work, m_who}) {
        label->setTextFormat(Qt::PlainText);
        label->setContentsMargins(8, 0, 8, 0);
    }
    setMeaning(m_left, Meaning::muted);
    setMeaning(m_who, Meaning::muted);
    m_left->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // hints give way to the state
    addWidget(m_left, 1);
    addPermanentWidget(m_far);
    addPermanentWidget(m_stop);
    addPermanentWidget(m_work);
    addPermanentWidget(m_who);
    m_phrases.set(m_stop, {"Stop", "停止"});
    m_phrases.always([this] { sayAll(); });
    connect(m_stop, &QPushButton::clicked, this, &StateLine::stopWanted);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
        if (now == m_stop) m_before = old;
    });
    sayLong();
    connect(&session, &Session::stateChanged, this, [this] {
        m_left->clear();
        m_working = false;
        m_open = {};
        m_countdown = 0;
        m_long.reset();
        sayAll();
        refresh();
    });
    connect(&session, &Session::caseChanged, this, &StateLine::refresh);
    connect(&session.hubLink(), &HubLink::changed, this, &StateLine::sayAll);
    m_work->installEventFilter(this);
    m_work->setCursor(Qt::PointingHandCursor);
}

void StateLine::setLeft(const QString& words) { m_left->setText(words); }

void StateLine::setWorking(bool working) {
    m_working = working;
    sayAll();
}

void StateLine::setSeeksOffice(bool seeks) {
    m_seeks = seeks;
    sayAll();
}

void StateLine::setLong(std::optional<Long> what) {
    const bool began = what && !m_long;
    const bool ended = !what && m_long;
    m_long = std::move(what);
    sayLong();
    if (began || ended) emit longChanged();
    if (!began) return;
    QAccessibleAnnouncementEvent event(this, m_far->text());
    QAccessible::updateAccessibility(&event);
}

void StateLine::setCountdown(int seconds) {
    if (seconds == m_countdown) return;
    m_countdown = seconds;
    sayAll();
}

void StateLine::refresh() {
    if (!m_session.isOpen()) return;
    m_session.read(
        4, this,
        [](ReaderPort& reader) {
            const auto count = [&](const char* line) {
                return reader.count(model::parseFilter(line).value().filter).value_or(0);
            };
            return OpenCases{count("is:waiting"), count("is:refused"), count("is:overwritten")};
        },
        [this](const OpenCases& open) {
            m_open = open;
            sayAll();
        });
}

bool StateLine::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_work && event->type() == QEvent::MouseButtonRelease && m_session.isOpen()) emit standingWanted();
    return QStatusBar::eventFilter(watched, event);
}

void StateLine::sayLong() {
    // Whoever stopped it by this button goes on where they were.
    if (!m_long && m_stop->hasFocus() && m_before) m_before->setFocus(Qt::OtherFocusReason);
    m_far->setVisible(m_long.has_value());
    m_stop->setVisible(m_long.has_value());
    if (!m_long) {
        m_far->clear();
        return;
    }
    QString words = say(m_long->doing);
    if (m_long->total > 0)
        words += QStringLiteral(" %1 %").arg(std::min<std::uint64_t>(100, 100 * m_long->done / m_long->total));
    else if (m_long->done > 0) words += u' ' + sayNumber(m_long->done);
    m_far->setText(words);
    m_stop->setAccessibleName(say("Stop: %1", "停止：%1").arg(say(m_long->doing)));
}

void StateLine::sayAll() {
    sayLong();
    if (!m_session.isOpen()) {
        m_work->setText(m_seeks ? say("no office is open", "未打开办公室") : say("locked", "已锁定"));
        m_who->clear();
        setMeaning(m_work, Meaning::muted);
        return;
    }
    if (m_countdown > 0) {
        m_work->setText(say("Locks in %1 s; any key keeps it open", "%1 秒后锁定，按任意键继续").arg(m_countdown));
        setMeaning(m_work, Meaning::warn);
    } else {
        const Work now = work();
        const bool good = now.state == WorkState::saved || now.state == WorkState::upToDate;
        const bool asks = now.state == WorkState::refused || now.state == WorkState::overwritten ||
                          now.state == WorkState::stopped || now.state == WorkState::asks;
        m_work->setText((good ? QStringLiteral("✓ ") : asks ? QStringLiteral("▲ ") : QString()) + say(workText(now)));
        setMeaning(m_work, good ? Meaning::ok : asks ? Meaning::danger : Meaning::warn);
    }
    QStringList roles;
    for (const auto role : m_session.office().roles) roles << say(model::roleTitle(role));
    m_who->setText(str(m_session.office().myName) + QStringLiteral(" · ") + roles.join(QStringLiteral(", ")));
}

} // namespace ui
