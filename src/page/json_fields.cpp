#include "json_fields.hpp"

#include <algorithm>

#include "json_reader.hpp"
#include "linktender/core/text.hpp"
#include "script_string.hpp"

namespace linktender::page {

namespace {

using Kind = JsonPiece::Kind;

/// No name that is asked for is longer; a longer one stands for itself in short.
constexpr std::size_t k_longest_name = 64;

/// Where the reader stands: the names of the objects around, and the places in arrays.
class Place {
public:
    void enter(const JsonPiece& piece) {
        const Level level{path_.size(), next_item(), 0, piece.kind == Kind::begin_array};
        if (!piece.key.empty()) {
            if (!path_.empty()) path_ += '.';
            path_ += piece.key.size() <= k_longest_name ? piece.key : "?";
        }
        levels_.push_back(level);
    }
    void leave() {
        if (levels_.empty()) return;
        path_.resize(levels_.back().path_before);
        levels_.pop_back();
    }
    /// The place of a value in the innermost array around; one that stands in it counts as its next.
    std::size_t next_item() {
        if (levels_.empty()) return 0;
        Level& level = levels_.back();
        return level.is_array ? level.items++ : level.item;
    }
    [[nodiscard]] bool is(std::string_view path, std::string_view key) const noexcept {
        if (key.empty()) return path == path_;
        if (path_.empty()) return path == key;
        return path.size() == path_.size() + 1 + key.size() && path.starts_with(path_) &&
               path[path_.size()] == '.' && path.ends_with(key);
    }

private:
    struct Level {
        std::size_t path_before;
        std::size_t item;   ///< of this one in the array around
        std::size_t items;  ///< in this one, so far
        bool is_array;
    };
    std::string path_;
    std::vector<Level> levels_;
};

}  // namespace

std::vector<JsonField> json_fields(std::string_view text, std::span<const std::string_view> paths) {
    std::vector<JsonField> fields;
    JsonReader reader(text);
    Place place;
    for (JsonPiece piece = reader.next(); piece.kind != Kind::end; piece = reader.next()) {
        if (piece.kind == Kind::begin_object || piece.kind == Kind::begin_array) {
            place.enter(piece);
            continue;
        }
        if (piece.kind == Kind::end_object || piece.kind == Kind::end_array) {
            place.leave();
            continue;
        }
        const std::size_t item = place.next_item();
        if (piece.kind == Kind::literal && piece.value == "null") continue;
        const auto path = std::find_if(paths.begin(), paths.end(),
                                       [&](std::string_view wanted) { return place.is(wanted, piece.key); });
        if (path == paths.end()) continue;
        fields.push_back({*path, decode_script_escapes(core::to_valid_utf8(piece.value)), item});
        if (fields.size() == k_max_json_fields) break;
    }
    return fields;
}

std::optional<std::string> first_value(const std::vector<JsonField>& fields, std::string_view path) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const JsonField& field) { return field.path == path; });
    return found == fields.end() ? std::nullopt : std::optional(found->value);
}

}  // namespace linktender::page
