// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/presence/presence.h"

namespace ui {

Text awayReason(Away why, const std::string& time) {
    switch (why) {
    case Away::sleep:
        return model::fill(
            {"Locked at {0} before the machine went to sleep. Drafts are kept.", "{0} 因系统休眠已锁定，草稿已保留。"},
            time);
    case Away::screenLock:
        return model::fill({"Locked at {0} together with the screen. Drafts are kept.", "{0} 随屏幕锁定，草稿已保留。"},
                           time);
    case Away::userSwitch:
        return model::fill({"Locked at {0}, when another user took the screen. Drafts are kept.",
                            "{0} 因切换用户已锁定，草稿已保留。"},
                           time);
    case Away::screenSaver:
        return model::fill(
            {"Locked at {0}, when the screen saver began. Drafts are kept.", "{0} 因屏幕保护启动已锁定，草稿已保留。"},
            time);
    }
    return {};
}

Text hearingText(const Presence* presence) {
    const bool screen = presence != nullptr && presence->hearsScreen();
    const bool sleep = presence != nullptr && presence->hearsSleep();
    if (screen && sleep)
        return {"The office locks with the screen and before sleep.", "屏幕锁定或系统休眠时，办公室随之锁定。"};
    if (screen)
        return {"The office locks with the screen. Nothing tells it of sleep: lock it yourself (Ctrl+L).",
                "屏幕锁定时办公室随之锁定。无法得知系统休眠，请自行锁定（Ctrl+L）。"};
    if (sleep)
        return {"The office locks before sleep. Nothing tells it of the screen: lock it yourself (Ctrl+L).",
                "系统休眠时办公室随之锁定。无法得知屏幕锁定，请自行锁定（Ctrl+L）。"};
    return {"The office does not lock with the screen or before sleep, because this desktop does not say so: lock it "
            "yourself (Ctrl+L).",
            "本桌面不通报屏幕锁定和休眠，办公室不会随之锁定，请自行锁定（Ctrl+L）。"};
}

} // namespace ui
