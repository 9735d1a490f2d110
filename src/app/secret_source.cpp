#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "linktender/app/notify_config.hpp"
#include "linktender/core/text.hpp"

namespace linktender::app {

namespace {

constexpr std::size_t k_secret_bytes = 4096;

using Secret = Expected<std::string, std::string>;

Secret tidy(std::string_view text, const std::string& where) {
    const std::string secret(core::trim(text));
    if (secret.empty()) return unexpected(fmt::format("{} is empty", where));
    const bool clean = secret.size() <= k_secret_bytes && core::is_valid_utf8(secret) &&
                       core::escape_control(secret) == secret;
    if (!clean) return unexpected(fmt::format("{} holds no secret of one line", where));
    return secret;
}

Secret read_file(const std::filesystem::path& file, const std::string& where) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(k_secret_bytes + 2, '\0');  // enough to see that it is too long
    if (stream.is_open()) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad())
        return unexpected(fmt::format("{} cannot be read: {}", where, std::strerror(errno)));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return tidy(text, where);
}

}  // namespace

Secret read_secret(const SecretSource& source) {
    const std::string name = core::escape_control(source.name);
    switch (source.kind) {
        case SecretSource::Kind::none: break;
        case SecretSource::Kind::file: return read_file(source.name, "the file " + name);
        case SecretSource::Kind::environment: {
            const char* value = std::getenv(source.name.c_str());
            if (value == nullptr)
                return unexpected(fmt::format("the environment variable {} is not set", name));
            return tidy(value, "the environment variable " + name);
        }
        case SecretSource::Kind::credential: {
            const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
            if (folder == nullptr)
                return unexpected(fmt::format(
                    "there is no credential {}: LoadCredential= of the service gives it one", name));
            return read_file(std::filesystem::path(folder) / source.name, "the credential " + name);
        }
    }
    return std::string();
}

}  // namespace linktender::app
