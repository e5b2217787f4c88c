// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/enrolment.h"

#include "model/workspace/office_files.h"
#include "model/workspace/setup_rules.h"

#include <nlohmann/json.hpp>

namespace model {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kVersion = 1;

std::unexpected<Error> noEnrolment(const Text& why) {
    return fail(Code::malformed, model::fill({"This is no enrolment file: {0}", "这不是加入文件：{0}"}, why),
                {"Ask an administrator for a new one, or choose the office's folder",
                 "请向系统管理员索取新的加入文件，或选择办公室文件夹"});
}

Result<std::string> textOf(const Json& json, const char* member) {
    const auto found = json.find(member);
    if (found == json.end() || !found->is_string())
        return noEnrolment(model::fill({"\"{0}\" is missing", "缺少“{0}”"}, std::string(member)));
    return found->get<std::string>();
}

} // namespace

Result<Enrolment> enrolmentOf(const fs::path& folder) {
    TRY_ASSIGN(const auto office, inspectOffice(folder));
    std::error_code error;
    const auto whole = fs::canonical(folder, error);
    if (error) {
        return fail(Code::failed,
                    model::fill({"The folder cannot be found: {0}", "无法找到文件夹：{0}"}, error.message()), {},
                    folder.string());
    }
    return Enrolment{whole, office.fingerprint};
}

std::string writeEnrolment(const Enrolment& enrolment) {
    return Json{{"touchstone", "enrolment"},
                {"version", kVersion},
                {"folder", enrolment.folder.string()},
                {"fingerprint", enrolment.fingerprint.hex()}}
               .dump(2) +
           "\n";
}

Result<Enrolment> readEnrolment(std::string_view bytes) {
    const Json json = Json::parse(bytes, nullptr, false);
    if (!json.is_object() || json.value("touchstone", Json()) != Json("enrolment"))
        return noEnrolment({"it says something else", "内容不符"});
    const auto version = json.find("version");
    if (version == json.end() || !version->is_number_integer() || version->get<std::int64_t>() < 1)
        return noEnrolment({"\"version\" is missing", "缺少“version”"});
    if (version->get<std::int64_t>() > kVersion) {
        return fail(Code::newer,
                    {"This enrolment file is from a newer version of the program", "该加入文件由更新版本的程序写入"},
                    {"Update the program, or choose the office's folder", "请更新程序，或选择办公室文件夹"});
    }
    TRY_ASSIGN(const auto folder, textOf(json, "folder"));
    TRY_ASSIGN(const auto fingerprint, textOf(json, "fingerprint"));
    if (json.size() != 4) return noEnrolment({"it has members that are not known", "含有未知成员"});
    Enrolment enrolment{folder, {}};
    if (auto digest = Digest::fromHex(fingerprint)) enrolment.fingerprint = *digest;
    else return noEnrolment({"the fingerprint is not 64 hexadecimal digits", "指纹不是 64 位十六进制数"});
    TRY(checkFolderPath(enrolment.folder));
    return enrolment;
}

Result<OfficeInfo> officeToJoin(const fs::path& fileOrFolder) {
    TRY(checkFolderPath(fileOrFolder));
    std::error_code error;
    if (!fs::exists(fileOrFolder, error)) {
        return fail(Code::notFound, {"There is no such file or folder", "没有这个文件或文件夹"},
                    {"Choose an enrolment file, or the office's folder", "请选择加入文件或办公室文件夹"},
                    fileOrFolder.string());
    }
    if (fs::is_directory(fileOrFolder, error)) return inspectOffice(fileOrFolder);
    const auto bytes = readWhole(fileOrFolder, kEnrolmentLimit);
    if (!bytes && bytes.error().code != Code::tooLarge) return std::unexpected(bytes.error());
    auto enrolment =
        bytes ? readEnrolment(crypto::asText(*bytes)) : Result<Enrolment>(noEnrolment({"it is too large", "文件过大"}));
    if (!enrolment) {
        enrolment.error().where = fileOrFolder.string();
        return std::unexpected(std::move(enrolment).error());
    }
    TRY_ASSIGN(auto office, inspectOffice(enrolment->folder));
    if (office.fingerprint != enrolment->fingerprint) {
        return fail(
            Code::refused,
            model::fill(
                {"The office in {0} is not the one that this file names", "{0} 中的办公室不是该文件所指的办公室"},
                enrolment->folder.string()),
            {"Do not join it; ask the administrator who gave you the file", "请勿加入；请询问给您此文件的系统管理员"},
            fileOrFolder.string());
    }
    return office;
}

} // namespace model
