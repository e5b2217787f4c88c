// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/tokens.h"

namespace app {

namespace {

/// Why keys cannot be made on it; empty: they can.
Text notFor(const crypto::TokenInfo& token) {
    if (!token.ready) return {"not set up: it has no PIN", "尚未初始化，没有 PIN 码"};
    if (!token.ed25519) return {"makes no Ed25519 keys", "不支持 Ed25519 密钥"};
    return model::tokenTries(token);
}

Result<Reply> list(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto tokens, model::tokensHere(context.surroundings()));
    Reply reply;
    Json all = Json::array();
    Columns columns;
    for (const auto& token : tokens) {
        Json one = tokenJson(token.name);
        one["ready"] = token.ready;
        one["ed25519"] = token.ed25519;
        one["pin_was_wrong"] = token.pinWasWrong;
        one["last_try"] = token.lastTry;
        one["locked"] = token.locked;
        all.push_back(std::move(one));
        columns.row({token.name.label, token.name.serial, token.name.model, context.in(notFor(token))});
    }
    reply.data = {{"module", context.tokens().module()}, {"tokens", all}};
    reply.words = columns.text();
    if (tokens.empty())
        reply.words = context.in(
            model::fill({"No token is plugged in, as far as {0} says.\n", "{0} 未发现已插入的智能密码钥匙。\n"},
                        context.tokens().module()));
    return reply;
}

} // namespace

Option tokenOption() {
    return {.name = "token",
            .value = "LABEL",
            .help = {
                "Make the key that signs on this token, by its label or serial number, where it stays for good; its "
                "PIN takes the place of a passphrase. Only suite intl-1",
                "在此智能密码钥匙（标签或序列号）中生成签名密钥，密钥不可导出；以其 PIN 码代替口令。仅限 intl-1 套件"}};
}

std::vector<Command> tokenCommands() {
    return {
        {.group = "token",
         .name = "list",
         .help = {"The tokens that are plugged in, and what they say of the tries that are left",
                  "列出已插入的智能密码钥匙及其 PIN 码剩余次数的提示"},
         .about =
             {"Keys are made on a token by --token of office found, office join, hub join, person add and recovery "
              "ask. Keys that there are cannot be moved to one: who wants that asks for new keys. A PIN is changed "
              "with the token's own tool.",
              "office found、office join、hub join、person add 和 recovery ask 的 --token 在智能密码钥匙中生成密钥。"
              "已有密钥不能移入；如需使用，请申请更换密钥。PIN 码用智能密码钥匙自带的工具更改。"},
         .operands = {},
         .options = {},
         .members = {{"module", {"The module through which they are reached", "访问所用的模块"}},
                     {"tokens", {"The tokens", "智能密码钥匙"}},
                     {"tokens[].label", {"What its owner called it", "标签"}},
                     {"tokens[].serial", {"Its serial number", "序列号"}},
                     {"tokens[].manufacturer", {"Who made it", "制造商"}},
                     {"tokens[].model", {"Its model", "型号"}},
                     {"tokens[].ready", {"Whether it has a PIN", "是否已设置 PIN 码"}},
                     {"tokens[].ed25519", {"Whether it makes Ed25519 keys", "是否支持 Ed25519 密钥"}},
                     {"tokens[].pin_was_wrong", {"A PIN was wrong since one was right", "上次正确输入后 PIN 码曾输错"}},
                     {"tokens[].last_try", {"Another wrong PIN locks it", "再次输错将被锁定"}},
                     {"tokens[].locked", {"It takes no PIN any more", "已锁定，不再接受 PIN 码"}}},
         .run = list},
    };
}

} // namespace app
