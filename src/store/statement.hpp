// One execution of a prepared statement: binds, steps, reads, and resets whatever happens.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"

namespace linktender::store {

/// Longest text of one column, in bytes; longer ones are cut. As long as the longest URL, and far
/// above what anything else has to say.
inline constexpr std::size_t k_max_text = std::size_t{64} * 1024;

/// Text that is kept byte for byte: file names, which need not be UTF-8, and JSON.
struct Exactly {
    std::string_view text;
};

/// Parameters are bound in order. The statement is reset at the end, so that no read transaction
/// stays open behind a row that nobody asked for.
class Execution {
public:
    template <class... Values>
    explicit Execution(SQLite::Statement& statement, const Values&... values) : statement_(statement) {
        (bind(values), ...);
    }
    ~Execution() { statement_.tryReset(); }
    Execution(const Execution&) = delete;
    Execution& operator=(const Execution&) = delete;

    /// For a statement without rows.
    void run() { statement_.exec(); }
    /// True when there is a row to read.
    bool step() { return statement_.executeStep(); }

    [[nodiscard]] bool is_null(int column) const { return statement_.getColumn(column).isNull(); }
    [[nodiscard]] std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
    /// Valid UTF-8, also from a file that somebody else wrote.
    [[nodiscard]] std::string text(int column) const {
        std::string read = bytes(column);
        return core::is_valid_utf8(read) ? read : core::to_valid_utf8(read);
    }
    [[nodiscard]] std::string bytes(int column) const { return statement_.getColumn(column).getString(); }
    /// An integer of another range, clamped: the file may come from anywhere.
    template <std::integral T>
    [[nodiscard]] T integer_as(int column) const {
        const std::int64_t value = integer(column);
        if (std::cmp_less(value, std::numeric_limits<T>::min())) return std::numeric_limits<T>::min();
        if (std::cmp_greater(value, std::numeric_limits<T>::max())) return std::numeric_limits<T>::max();
        return static_cast<T>(value);
    }
    [[nodiscard]] core::Milliseconds milliseconds(int column) const {
        return core::Milliseconds{integer_as<std::uint32_t>(column)};
    }
    /// Clamped to the years that RFC 3339 can write.
    [[nodiscard]] std::optional<core::TimePoint> time(int column) const {
        using std::chrono::January, std::chrono::sys_days;
        constexpr core::TimePoint k_first = sys_days(std::chrono::year(0) / January / 1);
        constexpr core::TimePoint k_end = sys_days(std::chrono::year(10000) / January / 1);
        if (is_null(column)) return std::nullopt;
        return std::clamp(core::TimePoint{core::Milliseconds{integer(column)}}, k_first,
                          k_end - core::Milliseconds{1});
    }

private:
    void bind(std::string_view text) {
        statement_.bind(next_++, core::truncate_utf8(core::to_valid_utf8(text), k_max_text));
    }
    void bind(const std::string& text) { bind(std::string_view(text)); }
    void bind(Exactly exact) { statement_.bind(next_++, std::string(exact.text)); }
    void bind(std::int64_t value) { statement_.bind(next_++, value); }
    void bind(core::Milliseconds value) { bind(std::int64_t{value.count()}); }
    void bind(core::TimePoint value) { bind(value.time_since_epoch()); }
    template <std::unsigned_integral T>
    void bind(T value) {
        constexpr std::uint64_t k_max = std::numeric_limits<std::int64_t>::max();
        bind(static_cast<std::int64_t>(std::min<std::uint64_t>(value, k_max)));
    }
    void bind(int value) { bind(std::int64_t{value}); }
    template <class T>
    void bind(const std::optional<T>& value) {
        if (value)
            bind(*value);
        else
            statement_.bind(next_++);
    }

    SQLite::Statement& statement_;
    int next_ = 1;
};

}  // namespace linktender::store
