// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/message.h"

#include <algorithm>
#include <array>

namespace net {

namespace {

/// A value that stays in its line: no control character but the tab.
bool isValue(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

/// A token of RFC 9110 5.6.2: what names a header or a method.
bool isToken(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

/// A target has no spaces besides.
bool isTarget(std::string_view text) {
    return text.starts_with('/') && isValue(text) && text.find_first_of(" \t") == std::string_view::npos;
}

/// An answer of these codes has no body and says no length.
bool hasNoBody(int status) { return status == 204 || status == 304; }

} // namespace

std::string_view headerOf(const Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &Header::first);
    return found == response.headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view reasonOf(int status) {
    static constexpr auto kReasons = std::to_array<std::pair<int, std::string_view>>({
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    });
    const auto found = std::ranges::find(kReasons, status, &std::pair<int, std::string_view>::first);
    return found == kReasons.end() ? "Status" : found->second;
}

std::string answerHead(const Response& response, std::size_t length, std::string_view date, bool keep) {
    if (response.status < 200 || response.status > 599 || !isValue(response.contentType)) return {};
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head += reasonOf(response.status);
    head += "\r\nDate: ";
    head += date;
    if (!response.contentType.empty()) head += "\r\nContent-Type: " + response.contentType;
    if (!hasNoBody(response.status)) head += "\r\nContent-Length: " + std::to_string(length);
    for (const auto& [name, value] : response.headers) {
        if (!isToken(name) || !isValue(value)) return {};
        head.append("\r\n").append(name).append(": ").append(value);
    }
    if (!keep) head += "\r\nConnection: close";
    return head + "\r\n\r\n";
}

std::string requestHead(const Request& request, std::string_view host) {
    if (!isToken(request.method) || !isTarget(request.target) || !isValue(request.contentType) ||
        !isValue(request.authorization) || !isValue(host))
        return {};
    std::string head = request.method + ' ' + request.target + " HTTP/1.1\r\nHost: ";
    head += host;
    if (!request.contentType.empty()) head += "\r\nContent-Type: " + request.contentType;
    if (!request.authorization.empty()) head += "\r\nAuthorization: " + request.authorization;
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT")
        head += "\r\nContent-Length: " + std::to_string(request.body.size());
    return head + "\r\n\r\n";
}

} // namespace net
