// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/setup_rules.h"

#include "crypto/check.h"
#include "crypto/self_test.h"
#include "model/base/cbor.h"
#include "model/store/database.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace model {

namespace fs = std::filesystem;

namespace {

/// Characters of well-formed UTF-8.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool isBlank(std::string_view text) { return text.find_first_not_of(" \t\u3000") == std::string_view::npos; }

/// One line that a person can read, of so many characters.
Result<void> checkLine(const std::string& text, std::size_t most) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (!isUtf8(text) || std::ranges::any_of(text, control)) {
        return fail(Code::usage, {"This holds characters that cannot be shown", "含有无法显示的字符"},
                    {"Write it on one line, in UTF-8", "请写成一行，使用 UTF-8 编码"});
    }
    if (const auto size = characters(text); size > most) {
        return fail(Code::usage,
                    model::fill({"This has {0} characters; at most {1} are allowed", "共 {0} 个字符，最多 {1} 个"},
                                std::to_string(size), std::to_string(most)),
                    {"Shorten it", "请缩短"});
    }
    return {};
}

std::string systemWords(int number) { return std::strerror(number); }

/// The folder, or the nearest one above it that is there.
fs::path nearest(fs::path folder) {
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    return folder;
}

Result<void> checkContents(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return fail(Code::usage, {"There is a file of this name", "已有同名文件"},
                    {"Choose another name for the folder", "请为文件夹另取名称"}, folder.string());
    }
    if (fs::exists(folder / "office.cbor", error)) {
        return fail(Code::usage, {"There is an office in this folder already", "该文件夹中已有办公室"},
                    {"Unlock it or ask to join it, or choose a new folder", "请解锁或申请加入，或选择新文件夹"},
                    folder.string());
    }
    const bool empty = fs::is_empty(folder, error);
    if (error) {
        return fail(Code::failed,
                    model::fill({"The folder cannot be read: {0}", "文件夹无法读取：{0}"}, error.message()),
                    {"Choose a folder of your own", "请选择您自己的文件夹"}, folder.string());
    }
    if (!empty) {
        return fail(Code::usage, {"The folder is not empty", "文件夹不为空"},
                    {"Choose a new or empty folder", "请选择新的或空的文件夹"}, folder.string());
    }
    return {};
}

/// An empty folder is replaced by the finished one, which its own file system and the folder around it must allow.
Result<void> checkReplaceable(const fs::path& folder) {
    const Text cure{"Choose a new folder inside of it", "请选择其中的一个新文件夹"};
    struct stat inner{}, outer{};
    if (::stat(folder.c_str(), &inner) == 0 && ::stat(folder.parent_path().c_str(), &outer) == 0 &&
        inner.st_dev != outer.st_dev) {
        return fail(Code::usage, {"This folder is the top of a disk", "该文件夹是磁盘的根目录"}, cure, folder.string());
    }
    if (::access(folder.parent_path().c_str(), W_OK | X_OK) != 0 && ::access(folder.c_str(), W_OK | X_OK) == 0) {
        return fail(Code::failed,
                    {"The folder around this one cannot be written, so that the office cannot be put in its place",
                     "无法写入上级文件夹，因此办公室无法就位"},
                    cure, folder.string());
    }
    return {};
}

} // namespace

Result<void> checkLabel(const std::string& label, std::span<const Profile> taken) {
    if (isBlank(label)) {
        return fail(Code::usage, {"A label is needed for the unlock page", "请填写解锁页上显示的标签"},
                    {"Choose a word that colleagues know you by", "请取同事能认出您的一个词"});
    }
    TRY(checkLine(label, kMaxLabel));
    if (std::ranges::contains(taken, label, &Profile::label)) {
        return fail(Code::usage,
                    model::fill({"There is a person labelled \"{0}\" already", "已有标签为“{0}”的人员"}, label),
                    {"Choose another label", "请换一个标签"});
    }
    return {};
}

Result<void> checkPersonName(const std::string& name) {
    if (isBlank(name)) {
        return fail(Code::usage, {"A name is needed", "请填写姓名"},
                    {"It stands in the record beside all you sign", "它会出现在您签署的每条记录旁"});
    }
    return checkLine(name, kMaxName);
}

Result<void> checkOfficeName(const std::string& name) {
    if (isBlank(name)) {
        return fail(Code::usage, {"The office needs a name", "请填写办公室名称"},
                    {"It is printed on decisions", "它会印在决定书上"});
    }
    return checkLine(name, kMaxName);
}

Result<void> checkRoles(const std::set<Role>& roles) {
    if (!roles.empty()) return {};
    return fail(Code::usage, {"A person needs at least one role", "人员至少须有一个角色"});
}

Result<void> checkNewPassphrase(ByteView passphrase) {
    if (passphrase.empty()) {
        return fail(Code::usage, {"A passphrase is needed", "请设置口令"},
                    {"Several words that nobody would guess together", "请用几个他人想不到会放在一起的词"});
    }
    if (passphrase.size() > kMaxPassphrase) {
        return fail(Code::usage,
                    model::fill({"The passphrase is longer than {0} bytes", "口令超过 {0} 字节"},
                                std::to_string(kMaxPassphrase)),
                    {"Shorten it", "请缩短"});
    }
    return {};
}

Result<void> checkRepeated(ByteView passphrase, ByteView again) {
    if (crypto::equal(passphrase, again)) return {};
    return fail(Code::usage, {"The two passphrases differ", "两次输入的口令不一致"},
                {"Type both again", "请重新输入两次"});
}

Text passphraseAdvice(ByteView passphrase) {
    const auto size = characters(crypto::asText(passphrase));
    if (size == 0 || size >= kShortPassphrase) return {};
    return model::fill({"Short: {0} characters. Whoever has the disk can guess at leisure; five words picked by chance "
                        "withstand that.",
                        "较短：{0} 个字符。拿到磁盘的人可以不限次数地猜；随机选出的五个词足以抵御。"},
                       std::to_string(size));
}

Result<void> checkFolderPath(const fs::path& folder) {
    if (folder.empty()) {
        return fail(Code::usage, {"No folder is named", "未指明文件夹"}, {"Choose a folder", "请选择文件夹"});
    }
    if (!folder.is_absolute()) {
        return fail(Code::usage, {"The folder's path does not begin at the top", "文件夹路径不是绝对路径"},
                    {"Begin it with /", "请以 / 开头"}, folder.string());
    }
    if (folder.lexically_normal() == folder.root_path()) {
        return fail(Code::usage, {"The top of the file system cannot hold an office", "文件系统根目录不能作为办公室"},
                    {"Choose a folder below it", "请选择其下的文件夹"}, folder.string());
    }
    if (const auto size = folder.native().size(); size > kMaxFolderPath) {
        return fail(Code::usage,
                    model::fill({"The folder's path has {0} bytes; at most {1} are allowed",
                                 "文件夹路径长 {0} 字节，最多 {1} 字节"},
                                std::to_string(size), std::to_string(kMaxFolderPath)),
                    {"Choose a folder nearer to the top", "请选择更靠近根目录的文件夹"});
    }
    constexpr std::size_t kMaxPart = 255; // NAME_MAX of the file systems of Linux
    if (std::ranges::any_of(folder, [](const fs::path& part) { return part.native().size() > kMaxPart; })) {
        return fail(Code::usage, {"A name in the folder's path is longer than 255 bytes", "路径中有名称超过 255 字节"},
                    {"Shorten it", "请缩短"});
    }
    return {};
}

Result<void> checkRoom(std::uint64_t freeBytes, const fs::path& where) {
    if (freeBytes >= kRoomToFound) return {};
    constexpr std::uint64_t kMega = 1'000'000;
    return fail(Code::failed,
                model::fill({"There is too little space on the disk: {0} MB are free and {1} MB are needed",
                             "磁盘空间不足：剩余 {0} MB，需要 {1} MB"},
                            std::to_string(freeBytes / kMega), std::to_string(kRoomToFound / kMega)),
                {"Free some space, or choose a folder on another disk", "请清理空间，或选择其他磁盘上的文件夹"},
                where.string());
}

Result<void> checkClock(Instant now, Date built) {
    // A day of grace: the build may be from this morning, east of here.
    if (chinaDate(now + std::chrono::days(1)) >= built) return {};
    return fail(Code::failed,
                model::fill({"The clock of this machine shows {0}, and this program was made on {1}",
                             "本机时钟显示 {0}，而本程序制作于 {1}"},
                            formatDate(chinaDate(now)), formatDate(built)),
                {"Set the clock: every signature carries the time", "请校准时钟：每个签名都带有时间"});
}

Result<void> checkNewFolder(const fs::path& folder) {
    TRY(checkFolderPath(folder));
    const fs::path place = folder.has_filename() ? folder : folder.parent_path();
    std::error_code error;
    const bool there = fs::exists(fs::symlink_status(place, error));
    if (there) {
        TRY(checkContents(place));
        TRY(checkReplaceable(place));
    }
    const fs::path around = nearest(place.parent_path());
    if (!fs::is_directory(around, error)) {
        return fail(Code::usage, {"There is a file where a folder is needed", "应为文件夹的位置是一个文件"},
                    {"Choose another folder", "请选择其他文件夹"}, around.string());
    }
    if (::access(around.c_str(), W_OK | X_OK) != 0) {
        return fail(
            Code::failed,
            model::fill({"This folder cannot be written: {0}", "该文件夹无法写入：{0}"}, systemWords(errno)),
            {"Choose a folder of your own, or have its permissions changed", "请选择您自己的文件夹，或请人更改其权限"},
            around.string());
    }
    struct statvfs room{};
    if (::statvfs(around.c_str(), &room) == 0)
        TRY(checkRoom(std::uint64_t{room.f_bavail} * std::uint64_t{room.f_frsize}, around));
    return {};
}

Result<void> checkProgram() {
    if (!crypto::selfTest()) {
        return fail(Code::damaged,
                    {"A cryptographic primitive gives wrong answers on this machine; nothing was opened",
                     "本机上的密码算法给出错误结果；未打开任何数据"},
                    {"Install the program anew, or use another machine", "请重新安装程序，或换一台机器"});
    }
    return storageGuard();
}

Result<void> checkMachine(const Clock& clock) {
    TRY(checkProgram());
    const auto built = parseDate(TOUCHSTONE_BUILT);
    crypto::require(built.has_value(), "the day of the build");
    return checkClock(clock.now(), *built);
}

} // namespace model
