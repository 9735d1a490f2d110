#include "document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "linktender/core/text.hpp"

namespace linktender::notify {

namespace {

/// Fills what is allowed.
class Writer {
public:
    Writer(Markup markup, const MessageOptions& options) : markup_(markup), options_(options) {}

    [[nodiscard]] std::string write(const Document& document) {
        // Head, headings and tail are ours and short; they always stand.
        reserved_ = cost(document.tail);
        for (const Section& section : document.sections) reserved_ += cost(frame_of(section));
        add(document.head);
        for (const Section& section : document.sections) {
            reserved_ -= cost(frame_of(section));
            add({section.heading});
            std::size_t shown = 0;
            const std::size_t count_line = cost({count_of(section.all)});
            for (const auto& entry : section.entries) {
                if (used_ + cost(entry) + count_line + reserved_ > options_.max_bytes) break;
                add(entry);
                ++shown;
            }
            if (shown < section.all) add({count_of(section.all - shown)});
        }
        add(document.tail);
        return std::move(out_);
    }

private:
    [[nodiscard]] Line count_of(std::size_t left) const {
        const report::Words words(options_.language);
        return {Line::Kind::item, {{Piece::Kind::words, words.count("count.more", left)}}};
    }
    [[nodiscard]] std::vector<Line> frame_of(const Section& section) const {
        return {section.heading, count_of(section.all)};
    }
    [[nodiscard]] std::size_t cost(std::string_view text) const {
        if (!options_.inside_json) return text.size();
        using Json = nlohmann::json;
        return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace).size() - 2;
    }
    [[nodiscard]] std::size_t cost(const std::vector<Line>& lines) const {
        std::size_t bytes = 0;
        for (const Line& line : lines) bytes += cost(mark_up(line, markup_));
        return bytes;
    }
    void add(const std::vector<Line>& lines) {
        for (const Line& line : lines) {
            const std::string text = mark_up(line, markup_);
            used_ += cost(text);
            out_ += text;
        }
    }

    Markup markup_;
    const MessageOptions& options_;
    std::string out_;
    std::size_t used_ = 0;
    std::size_t reserved_ = 0;  ///< for what comes after the present section
};

}  // namespace

std::string write(const Document& document, Markup markup, const MessageOptions& options) {
    std::string out = Writer(markup, options).write(document);
    const char end = markup == Markup::feishu ? ',' : '\n';
    while (!out.empty() && out.back() == end) out.pop_back();
    return out;
}

}  // namespace linktender::notify
