#include "linktender/http/mail.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "ca_bundle.hpp"
#include "linktender/core/text.hpp"
#include "transfer.hpp"

namespace linktender::http {

namespace {

constexpr std::size_t k_reply_bytes = 300;
constexpr std::size_t k_address_bytes = 254;  // RFC 5321 4.5.3.1.3, without the angle brackets

/// What libcurl's callbacks see of one mail on its way. They note and return.
struct Delivery {
    const MailServer& server;
    const std::function<bool()>& ending;
    std::string_view rest;  ///< of the message
    std::array<char, k_reply_bytes> reply{};
    std::size_t reply_size = 0;  ///< of the server's last line that said no
    bool refused = false;        ///< by the guard
    bool ended = false;
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self) noexcept {
    auto& delivery = *static_cast<Delivery*>(self);
    const std::size_t bytes = std::min(size * count, delivery.rest.size());
    std::memcpy(buffer, delivery.rest.data(), bytes);
    delivery.rest.remove_prefix(bytes);
    return bytes;
}

/// libcurl hands the server's replies over as if they were header lines.
std::size_t on_reply(char* line, std::size_t size, std::size_t count, void* self) noexcept {
    auto& delivery = *static_cast<Delivery*>(self);
    // A no is followed by the goodbye.
    if (size * count > 0 && (*line == '4' || *line == '5')) {
        delivery.reply_size = std::min(size * count, delivery.reply.size());
        std::memcpy(delivery.reply.data(), line, delivery.reply_size);
    }
    return size * count;
}

int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    auto& delivery = *static_cast<Delivery*>(self);
    try {
        delivery.ended = delivery.ending && delivery.ending();
    } catch (...) {
        delivery.ended = true;
    }
    return delivery.ended ? 1 : 0;
}

curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept {
    auto& delivery = *static_cast<Delivery*>(self);
    if (!delivery.server.guard.allows(address->addr)) {
        delivery.refused = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) noexcept {
    return size * count;
}

void append(StringList& list, const std::string& text) {
    curl_slist* longer = curl_slist_append(list.get(), text.c_str());
    if (longer == nullptr) return;
    list.release();  // the same list, with a possibly new head
    list.reset(longer);
}

void set_server(CURL* easy, const MailServer& server, const std::string& ca_file) {
    const bool address6 = server.host.find(':') != std::string::npos;
    const std::string url =
        fmt::format("{}://{}{}{}:{}", server.security == MailSecurity::implicit ? "smtps" : "smtp",
                    address6 ? "[" : "", server.host, address6 ? "]" : "", server.port);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     long{server.security == MailSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL});
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment must not decide where mail goes
    if (!server.user.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, server.user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, server.password.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server.connect_timeout.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(server.total_timeout.count()));
    const auto reply = std::chrono::ceil<std::chrono::seconds>(server.reply_timeout);
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(reply.count()));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // a name server that is silent keeps nobody waiting
}

void set_callbacks(CURL* easy, Delivery& delivery) {
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &on_read);
    curl_easy_setopt(easy, CURLOPT_READDATA, &delivery);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(delivery.rest.size()));
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_reply);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &delivery);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &delivery);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &delivery);
}

MailError failure_of(CURL* easy, CURLcode code, const Delivery& delivery, const char* detail) {
    const std::string place = fmt::format("{}:{}", delivery.server.host, delivery.server.port);
    if (delivery.ended) return {"ended before the mail was sent", true};
    if (delivery.refused) {
        return {fmt::format("{} leads to an address that is refused; allow_address of the target names "
                            "addresses that are meant",
                            place),
                false};
    }
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    std::string what = fmt::format("{}: {}", place, *detail != '\0' ? detail : curl_easy_strerror(code));
    const std::string_view reply = core::trim({delivery.reply.data(), delivery.reply_size});
    const bool answered = status >= 400 && status < 600;
    if (answered && !reply.empty()) what += fmt::format(" (the server said: {})", reply);
    const bool ours = code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION ||
                      code == CURLE_SSL_CACERT_BADFILE;
    return {core::escape_control(core::to_valid_utf8(what)), answered ? status < 500 : !ours};
}

}  // namespace

bool is_mail_address(std::string_view text) noexcept {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > k_address_bytes)
        return false;
    return std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < '\x7f' && std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos;
    });
}

std::optional<MailError> send_mail(const MailServer& server, const Mail& mail,
                                   const std::function<bool()>& ending) {
    if (!is_mail_address(mail.from) || mail.to.empty() || !std::ranges::all_of(mail.to, is_mail_address))
        return MailError{"a sender and recipients are needed, each an address such as a@b.example"};
    if (mail.message.size() > k_mail_bytes) return MailError{"the mail is too large to send"};
    if (!start_libcurl()) return MailError{"libcurl did not start"};
    auto ca_file = find_ca_bundle(server.ca_file);
    if (!ca_file && server.security != MailSecurity::none) return MailError{ca_file.error()};
    const EasyHandle easy(curl_easy_init());
    if (!easy) return MailError{"no memory for libcurl", true};

    Delivery delivery{.server = server, .ending = ending, .rest = mail.message};
    std::array<char, CURL_ERROR_SIZE> detail{};
    StringList recipients;
    StringList resolve;
    for (const std::string& address : mail.to) append(recipients, "<" + address + ">");
    for (const std::string& entry : server.resolve) append(resolve, entry);
    set_server(easy.get(), server, ca_file ? *ca_file : std::string());
    set_callbacks(easy.get(), delivery);
    curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, detail.data());
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(easy.get(), CURLOPT_RESOLVE, resolve.get());
    const CURLcode code = curl_easy_perform(easy.get());
    if (code == CURLE_OK) return std::nullopt;
    return failure_of(easy.get(), code, delivery, detail.data());
}

}  // namespace linktender::http
