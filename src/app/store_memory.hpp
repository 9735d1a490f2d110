// The database as a run's memory. Private to the room.
#pragma once

#include "linktender/core/time.hpp"
#include "linktender/crawl/memory.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"

namespace linktender::app {

/// Reads on the loop thread. What it refers to must outlive it.
class StoreMemory final : public crawl::Memory {
public:
    /// A page is read whole at least this often: a server that always says "not modified" would
    /// otherwise hide its death behind an old answer.
    static constexpr std::chrono::days k_longest_unread{30};

    StoreMemory(const store::Reader& reader, store::Writer& writer, store::RunId run, core::TimePoint now)
        : reader_(reader), writer_(writer), run_(run), now_(now) {}

    std::optional<store::HostRecord> host(std::string_view name) override { return reader_.host(name); }
    store::LinkKnowledge link(std::string_view url) override {
        auto known = reader_.knowledge(url);
        if (known.validators && known.validators->read_at &&
            now_ - *known.validators->read_at > k_longest_unread)
            known.validators.reset();
        return known;
    }
    void learned(const store::HostRecord& host) override { writer_.put_host(host); }
    void left_unchecked(std::string_view url, std::string_view reason) override {
        writer_.put_unchecked(run_, std::string(url), std::string(reason));
    }

private:
    const store::Reader& reader_;
    store::Writer& writer_;
    store::RunId run_;
    core::TimePoint now_;
};

}  // namespace linktender::app
