// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace net {

using Bytes = crypto::Bytes;

/// A further line of a header: name and value.
using Header = std::pair<std::string, std::string>;

/// What a client asks. On the server every text is as the client sent it and not to be believed.
struct Request {
    std::string method = "GET";     ///< upper case as sent: GET, HEAD, POST …
    std::string target = "/";       ///< path and query, still percent-encoded
    std::string contentType = {};   ///< empty where it is not said
    std::string authorization = {}; ///< empty where it is not said
    Bytes body = {};
    std::string peer = {};       ///< server only: "192.0.2.7:51234" or "[2001:db8::1]:51234"
    std::stop_token gone = {};   ///< server only: asked to stop when the client is no longer there
    std::stop_token ending = {}; ///< server only: asked to stop when the server is to end: answer now what waits
};

/// What a server answers.
struct Response {
    int status = 200;             ///< 200 to 599; a handler that gives another answers 500
    std::string contentType = {}; ///< not sent where empty
    Bytes body = {};
    std::vector<Header> headers = {}; ///< further lines; on the client all lines, names in lower case
    bool close = false;               ///< the connection ends after this answer
};

/// The value of a header line of an answer by its name in lower case, or empty.
std::string_view headerOf(const Response& response, std::string_view name);

/// The words of a status code, "Not Found"; "Status" for those that are not well known.
std::string_view reasonOf(int status);

/// The bytes of an answer up to the body. `length` is that of the body, `date` a whole Date value. Nothing when a name
/// or a value would end its line, or the status is none: such an answer must not be sent.
std::string answerHead(const Response& response, std::size_t length, std::string_view date, bool keep);

/// The bytes of a request up to the body. Nothing when one of its texts would end its line.
std::string requestHead(const Request& request, std::string_view host);

} // namespace net
