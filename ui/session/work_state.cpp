// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/work_state.h"

#include "ui/text/say.h"

namespace ui {

namespace {

/// "14:07": the end of how the whole moment is said.
std::string hourOf(model::Instant at) {
    constexpr int kHour = 5;
    return utf8(sayMinute(at).right(kHour));
}

Text counted(std::uint64_t count, Text one, Text many) {
    return count == 1 ? std::move(one) : model::fill(std::move(many), std::to_string(count));
}

} // namespace

Work workOf(bool working, const OpenCases& open, const LinkView& link) {
    if (working) return {WorkState::working};
    if (link.state == LinkState::stopped) return {WorkState::stopped};
    if (link.state == LinkState::asks) return {WorkState::asks};
    if (open.refused > 0) return {WorkState::refused, open.refused};
    if (open.overwritten > 0) return {WorkState::overwritten, open.overwritten};
    switch (link.state) {
    case LinkState::away: return {WorkState::away, open.waiting};
    case LinkState::paused: return {WorkState::paused, open.waiting};
    case LinkState::exchanging: return {WorkState::exchanging, open.waiting};
    default: break;
    }
    if (open.waiting > 0) return {WorkState::waiting, open.waiting};
    if (link.sendsFiles) return {WorkState::sendsFiles};
    return link.state == LinkState::own ? Work{WorkState::saved} : Work{WorkState::upToDate, 0, link.last};
}

Text workText(const Work& work) {
    switch (work.state) {
    case WorkState::saved: return {"Signed work saved", "已签署的均已保存"};
    case WorkState::working: return {"Working…", "处理中…"};
    case WorkState::waiting:
        return counted(work.count, {"1 case waiting", "1 件待确认"}, {"{0} cases waiting", "{0} 件待确认"});
    case WorkState::refused:
        return counted(work.count, {"1 case with a refusal", "1 件有被退回内容"},
                       {"{0} cases with refusals", "{0} 件有被退回内容"});
    case WorkState::overwritten:
        return counted(work.count, {"1 case overwritten", "1 件有被覆盖内容"},
                       {"{0} cases overwritten", "{0} 件有被覆盖内容"});
    case WorkState::sendsFiles: return {"Sending evidence files…", "正在发送证据文件…"};
    case WorkState::exchanging: return {"Exchanging…", "正在同步…"};
    case WorkState::upToDate:
        return work.at ? model::fill({"Up to date {0}", "已同步 {0}"}, hourOf(*work.at)) : Text{"Up to date", "已同步"};
    case WorkState::away:
        return work.count == 0 ? Text{"Offline", "离线"}
                               : counted(work.count, {"Offline, 1 case waiting", "离线，1 件待确认"},
                                         {"Offline, {0} cases waiting", "离线，{0} 件待确认"});
    case WorkState::paused:
        return work.count == 0 ? Text{"Exchange paused", "同步已暂停"}
                               : counted(work.count, {"Paused, 1 case waiting", "已暂停，1 件待确认"},
                                         {"Paused, {0} cases waiting", "已暂停，{0} 件待确认"});
    case WorkState::asks: return {"Exchange asks", "同步待您决定"};
    case WorkState::stopped: return {"Exchange stopped", "同步已中止"};
    }
    return {};
}

} // namespace ui
