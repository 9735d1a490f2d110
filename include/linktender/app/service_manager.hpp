// What the service manager (systemd) is told. Outside of it nothing happens.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace linktender::app {

/// Speaks to the socket of $NOTIFY_SOCKET (sd_notify(3)). Never blocks, never fails: a manager that does
/// not listen is no reason to stop. Loop thread.
class ServiceManager {
public:
    void ready(std::string_view status) const;
    /// One line about what is done now, for `systemctl status`.
    void status(std::string_view text) const;
    /// The configuration is read again; `ready` ends it.
    void reloading() const;
    void stopping() const;
    /// The loop still turns.
    void alive() const;
    /// How often `alive` is to be said: half of what the manager waits; nullopt when it does not.
    [[nodiscard]] static std::optional<std::chrono::microseconds> alive_interval();
};

}  // namespace linktender::app
