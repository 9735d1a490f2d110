#include "linktender/report/baseline.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace linktender::report {

namespace {

using verdict::State;

constexpr std::string_view k_schema = "linktender.report/1";
/// The format nests five deep; whatever is deeper is something else.
constexpr std::size_t k_deepest = 16;

/// broken, moved, or neither: what counts as the same trouble in two reports.
enum class Trouble : std::uint8_t { none, moved, broken };

Trouble trouble_of(State state) noexcept {
    if (verdict::is_broken(state)) return Trouble::broken;
    return state == State::moved ? Trouble::moved : Trouble::none;
}

/// Listens to the parser and keeps `links[].url` and `links[].state`.
class Listener final : public nlohmann::json_sax<nlohmann::json> {
public:
    std::unordered_map<std::string, Trouble> links;
    std::string schema;
    bool has_links = false;
    BaselineError error;

    bool null() override { return value(); }
    bool boolean(bool /*value*/) override { return value(); }
    bool number_integer(number_integer_t /*value*/) override { return value(); }
    bool number_unsigned(number_unsigned_t /*value*/) override { return value(); }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return value(); }
    bool binary(binary_t& /*value*/) override { return value(); }

    bool string(string_t& text) override {
        if (depth_ == 1 && key_ == "schema") schema = text;
        if (in_link() && key_ == "url") url_ = std::move(text);
        if (in_link() && key_ == "state") state_ = verdict::state_from(text);
        return value();
    }

    bool key(string_t& name) override {
        key_ = std::move(name);
        return true;
    }

    bool start_object(std::size_t /*size*/) override { return open(); }
    bool start_array(std::size_t /*size*/) override {
        if (depth_ == 1 && key_ == "links") in_links_ = has_links = true;
        return open();
    }
    bool end_object() override {
        if (in_link()) {
            if (!url_.empty() && state_) links.insert_or_assign(std::move(url_), trouble_of(*state_));
            url_.clear();
            state_.reset();
        }
        return close();
    }
    bool end_array() override {
        if (depth_ == 2) in_links_ = false;
        return close();
    }

    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*why*/) override {
        error = {"not JSON", position};
        return false;
    }

private:
    /// Directly inside of an object of `links`.
    bool in_link() const noexcept { return in_links_ && depth_ == 3; }

    bool value() {
        key_.clear();
        return true;
    }
    bool open() {
        key_.clear();
        if (++depth_ <= k_deepest) return true;
        error.what = "nested too deeply for a report";
        return false;
    }
    bool close() {
        --depth_;
        return true;
    }

    std::size_t depth_ = 0;
    bool in_links_ = false;
    std::string key_;
    std::string url_;
    std::optional<State> state_;
};

}  // namespace

Expected<Model, BaselineError> only_new(Model model, std::string_view baseline) {
    Listener known;
    if (!nlohmann::json::sax_parse(baseline.begin(), baseline.end(), &known)) return unexpected(known.error);
    if (known.schema != k_schema || !known.has_links)
        return unexpected(BaselineError{"not a report of the format linktender.report/1", 0});
    const auto is_old = [&](const Link& link) {
        const auto found = known.links.find(link.view.url);
        const Trouble now = trouble_of(state_of(link));
        return found != known.links.end() && now != Trouble::none && found->second == now;
    };
    std::erase_if(model.links, is_old);
    std::vector<store::IssueView> issues;
    for (Issue& issue : model.issues) issues.push_back(std::move(issue.view));
    Model left =
        assemble(std::move(model.run), std::move(issues), std::move(model.links), std::move(model.malformed));
    left.compared_with = model.compared_with;
    left.past = std::move(model.past);
    return left;
}

}  // namespace linktender::report
