// One writer a database, on the whole machine.
#pragma once

#include <filesystem>

namespace linktender::store {

/// Holds `FILE.lock` while it lives. The kernel lets go of it when the process ends, however it
/// ends; the file itself stays, since removing it would let two writers in. SQLite's own locks guard
/// single transactions only, and a file of its own keeps clear of them.
class WriterLock {
public:
    /// Throws StoreError: Kind::busy, with the other's process id where it is known.
    explicit WriterLock(const std::filesystem::path& database);
    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace linktender::store
