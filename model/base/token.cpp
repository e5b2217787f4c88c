// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/token.h"

#include <array>
#include <cstdio>

namespace model {

namespace {

/// A return value of PKCS#11 as its documents write it.
std::string codeOf(unsigned long code) {
    std::array<char, 24> text{};
    (void)std::snprintf(text.data(), text.size(), "0x%08lX", code);
    return text.data();
}

Text plugIn() { return {"Plug it in, and try again", "请插入后重试"}; }
Text otherToken() { return {"Use another token", "请使用其他智能密码钥匙"}; }

/// Why a PIN was not taken.
Error pinError(const crypto::TokenFault& fault, const crypto::TokenName& name) {
    const Text title = tokenTitle(name);
    const bool asked = fault.token && fault.trouble == crypto::TokenTrouble::wrongPin;
    const Text left = asked ? tokenTries(*fault.token) : Text{};
    Text what =
        model::fill({"{0} did not take this PIN. Nothing was changed", "{0}不接受此 PIN 码，未作任何更改"}, title);
    if (!left.empty()) what = model::fill({"{0}. {1}", "{0}。{1}"}, what, left);
    return {Code::locked,
            what,
            {"Check Caps Lock, and type the token's PIN once more", "请检查大写锁定，重新输入智能密码钥匙的 PIN 码"}};
}

/// What stands against using this token at all.
Error unfit(crypto::TokenTrouble trouble, const Text& title) {
    using enum crypto::TokenTrouble;
    switch (trouble) {
    case notReady:
        return {Code::refused,
                model::fill({"{0} is not set up: it has no PIN yet", "{0}尚未初始化，没有 PIN 码"}, title),
                {"Set it up with its own tool first", "请先用其自带工具初始化"}};
    case noEd25519:
        return {Code::refused,
                model::fill({"{0} makes no Ed25519 keys", "{0}不支持 Ed25519 密钥"}, title),
                {"Use a token with PKCS#11 3.0 and Ed25519, or a passphrase",
                 "请使用支持 PKCS#11 3.0 和 Ed25519 的智能密码钥匙，或使用口令"}};
    case notSteady:
        return {Code::refused,
                model::fill({"{0} signs the same words differently each time, so nothing can be sealed with it",
                             "{0}对同一内容的签名每次不同，无法用于封装密钥"},
                            title),
                otherToken()};
    case notSealed:
        return {Code::refused,
                model::fill({"{0} made a key that it would give out; the key was removed again",
                             "{0}生成的密钥可被导出，已将其删除"},
                            title),
                otherToken()};
    case writeProtected:
        return {
            Code::refused,
            model::fill({"{0} takes no new key: it is full or write-protected", "{0}无法写入新密钥：已满或写保护"},
                        title),
            {"Make room with its own tool, or use another token", "请用其自带工具清理空间，或改用其他智能密码钥匙"}};
    case ambiguous:
        return {Code::usage,
                model::fill({"Several tokens are called {0}", "有多个智能密码钥匙名为{0}"}, title),
                {"Unplug the others, or name the serial number", "请拔出其他智能密码钥匙，或改用序列号指定"}};
    default:
        return {Code::refused,
                model::fill(
                    {"{0} does not have the key with which these keys are sealed", "{0}中没有封装这些密钥所用的密钥"},
                    title),
                {"Use the token with which the keys were made; if its key is gone, ask for new keys",
                 "请使用生成密钥时的智能密码钥匙；如其中密钥已丢失，请申请更换密钥"}};
    }
}

} // namespace

Text tokenTitle(const crypto::TokenName& token) {
    const std::string& label = token.label.empty() ? token.model : token.label;
    if (token.serial.empty()) return model::fill({"The token \"{0}\"", "智能密码钥匙“{0}”"}, label);
    return model::fill({"The token \"{0}\" (serial {1})", "智能密码钥匙“{0}”（序列号 {1}）"}, label, token.serial);
}

Text tokenTries(const crypto::TokenInfo& token) {
    if (token.locked) return {"Its PIN was wrong too often, and it is locked", "PIN 码错误次数过多，已锁定"};
    if (token.lastTry)
        return {"This is the last try: another wrong PIN locks it", "这是最后一次机会，再次输错将被锁定"};
    if (token.pinWasWrong)
        return {"A PIN was wrong since it was used last; too many lock it",
                "上次使用后 PIN 码曾输错，错误过多将被锁定"};
    return {};
}

Error tokenError(const crypto::TokenFault& fault) {
    using enum crypto::TokenTrouble;
    const crypto::TokenName name = fault.token ? fault.token->name : crypto::TokenName{};
    const Text title = fault.token ? tokenTitle(name) : Text{"The token", "智能密码钥匙"};
    switch (fault.trouble) {
    case noModule:
        return {Code::failed,
                {"The module through which tokens are reached cannot be used", "无法使用访问智能密码钥匙的模块"},
                {"Install what belongs to the token, or name its PKCS#11 module",
                 "请安装智能密码钥匙的配套软件，或指定其 PKCS#11 模块"},
                fault.detail};
    case absent: return {Code::failed, model::fill({"{0} is not plugged in", "{0}未插入"}, title), plugIn()};
    case wrongPin: return pinError(fault, name);
    case locked:
        return {Code::locked,
                model::fill({"{0} is locked: its PIN was wrong too often", "{0}已锁定：PIN 码错误次数过多"}, title),
                {"Whoever hands tokens out can unlock it with its own tool; else ask for new keys",
                 "请由发放人用其自带工具解锁，否则请申请更换密钥"}};
    case pinExpired:
        return {Code::locked,
                model::fill({"{0} wants a new PIN first", "{0}要求先更换 PIN 码"}, title),
                {"Change the PIN with the token's own tool", "请用其自带工具更换 PIN 码"}};
    case inUse:
        return {Code::failed,
                model::fill({"{0} is open in this program already", "{0}已在本程序中打开"}, title),
                {"Lock the office that is open with it first", "请先锁定正在使用它的办公室"}};
    case removed:
        return {Code::failed,
                model::fill({"{0} was pulled out, or its session has ended. Nothing was signed",
                             "{0}已拔出或会话已结束，未作任何签名"},
                            title),
                {"Plug it in, lock the office and unlock it again", "请插入后锁定办公室，再重新解锁"}};
    case failed:
        return {
            Code::failed,
            model::fill({"{0} could not do it (PKCS#11 {1})", "{0}操作失败（PKCS#11 {1}）"}, title, codeOf(fault.code)),
            {"Pull it out, plug it in and try again", "请拔出后重新插入再试"}};
    default: return unfit(fault.trouble, title);
    }
}

Result<Bytes> signWith(const crypto::Identity& identity, ByteView message) {
    auto signature = identity.sign(message);
    if (signature) return *std::move(signature);
    // Only a token can fail to sign, and whatever it says, it has to be plugged in again.
    crypto::TokenFault fault{crypto::TokenTrouble::removed};
    if (const auto* const token = identity.token()) fault.token = crypto::TokenInfo{.name = *token};
    return std::unexpected(tokenError(fault));
}

} // namespace model
