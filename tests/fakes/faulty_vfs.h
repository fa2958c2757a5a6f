// SQLite's own file layer, except that writing fails when the test says so: a full disk, a dying card.
// One for the whole program: tests that use it do not run in parallel within one process.
#pragma once

#include <sqlite3.h>

#include <map>
#include <string>

namespace hadir::tests {

class FaultyVfs {
public:
    static constexpr const char* kName = "hadir-faulty";

    FaultyVfs() {
        state() = {};
        if (sqlite3_vfs_find(kName) != nullptr) return;
        static sqlite3_vfs vfs = *sqlite3_vfs_find(nullptr);
        vfs.zName = kName;
        vfs.xOpen = &open;
        sqlite3_vfs_register(&vfs, 0);
    }
    ~FaultyVfs() { state() = {}; }
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    // The next `count` writes answer `code`, such as SQLITE_FULL or SQLITE_IOERR_WRITE.
    void fail_writes(int code, int count) { state() = {code, count}; }

private:
    struct State {
        int code = SQLITE_OK;
        int left = 0;
    };
    static State& state() {
        static State instance;
        return instance;
    }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
        sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
        const int code = real->xOpen(real, name, file, flags, out);
        if (code != SQLITE_OK || file->pMethods == nullptr) return code;
        static std::map<const sqlite3_io_methods*, sqlite3_io_methods> copies;
        auto [copy, fresh] = copies.try_emplace(file->pMethods, *file->pMethods);
        if (fresh) {
            real_write() = copy->second.xWrite;
            copy->second.xWrite = &write;
        }
        file->pMethods = &copy->second;
        return code;
    }
    static int write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 at) {
        State& now = state();
        if (now.left > 0) {
            --now.left;
            return now.code;
        }
        return real_write()(file, data, bytes, at);
    }
    using Write = int (*)(sqlite3_file*, const void*, int, sqlite3_int64);
    static Write& real_write() {
        static Write function = nullptr;
        return function;
    }
};

}  // namespace hadir::tests
