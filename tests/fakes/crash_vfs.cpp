#include "tests/fakes/crash_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <vector>

#include "tests/fakes/fake_random.h"

namespace hadir::tests {
namespace {

constexpr std::size_t kSectorBytes = 512;  // what a disk writes whole
constexpr int kPathMax = 512;
constexpr int kShmLocks = 8;

enum class Operation : std::uint8_t {
    open,
    create,
    remove,
    look,
    read,
    write,
    truncate,
    flush,
    size,
    lock,
    share
};

bool takes_room(Operation operation) {
    return operation == Operation::create || operation == Operation::write || operation == Operation::flush ||
           operation == Operation::share;
}

// What the system's own VFS would answer.
int code_of(Operation operation, Trouble trouble) {
    switch (operation) {
        case Operation::open:
        case Operation::create:
            return SQLITE_CANTOPEN;
        case Operation::remove:
            return SQLITE_IOERR_DELETE;
        case Operation::look:
            return SQLITE_IOERR_ACCESS;
        case Operation::read:
            return SQLITE_IOERR_READ;
        case Operation::write:
            return trouble == Trouble::disk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        case Operation::truncate:
            return SQLITE_IOERR_TRUNCATE;
        case Operation::flush:
            return SQLITE_IOERR_FSYNC;
        case Operation::size:
            return SQLITE_IOERR_FSTAT;
        case Operation::lock:
            return SQLITE_IOERR_LOCK;
        case Operation::share:
            return trouble == Trouble::disk_full ? SQLITE_IOERR_SHMSIZE : SQLITE_IOERR_SHMMAP;
    }
    return SQLITE_IOERR;
}

struct Handle;

struct Inode {
    std::string content;           // as programs see it
    std::string durable;           // as the disk has it
    std::set<std::size_t> dirty;   // sectors that a flush has to write
    std::vector<Handle*> handles;  // that are open
    std::vector<std::unique_ptr<std::string>> shared;

    void touch(std::size_t from, std::size_t to) {
        for (std::size_t sector = from / kSectorBytes; sector * kSectorBytes < to; ++sector)
            dirty.insert(sector);
    }
    void write_through(std::size_t sector) {
        const std::size_t at = sector * kSectorBytes;
        if (at >= content.size()) return;
        const std::size_t bytes = std::min(kSectorBytes, content.size() - at);
        if (durable.size() < at + bytes) durable.resize(at + bytes);
        durable.replace(at, bytes, content, at, bytes);
    }
};

struct Handle {
    CrashVfs::Disk* disk = nullptr;
    std::shared_ptr<Inode> inode;
    std::uint64_t life = 0;
    bool flushes_folder = false;  // made as a log or journal: its first flush makes its name durable too
    std::string removed_on_close;
    int lock = SQLITE_LOCK_NONE;
    unsigned shm_shared = 0;
    unsigned shm_exclusive = 0;
    bool shm_attached = false;
};

struct File {
    sqlite3_file base;
    Handle* handle;
};
Handle& handle_of(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file)->handle;
}

}  // namespace

struct CrashVfs::Disk {
    FakeRandom random;
    std::string name;
    sqlite3_vfs vfs{};
    std::map<std::string, std::shared_ptr<Inode>> names;
    std::map<std::string, std::shared_ptr<Inode>> durable_names;
    std::uint64_t life = 1;
    bool lies = false;
    bool off = false;

    bool planned = false;
    bool cuts = false;
    bool struck = false;
    Trouble trouble = Trouble::io_error;
    Times times = Times::once;
    std::uint64_t left = 0;

    explicit Disk(std::uint64_t seed) : random(seed) {}

    bool coin() { return random.below(2) == 0; }
    void plan(std::uint64_t operation, bool cut, Trouble what, Times how_often) {
        planned = true;
        cuts = cut;
        struck = false;
        trouble = what;
        times = how_often;
        left = operation;
    }

    // SQLITE_OK, or why this operation fails.
    int meet(Operation operation) {
        if (off) return code_of(operation, Trouble::io_error);
        if (!planned || (trouble == Trouble::disk_full && !takes_room(operation))) return SQLITE_OK;
        if (left > 1) {
            --left;
            return SQLITE_OK;
        }
        struck = true;
        off = cuts;
        planned = cuts || times == Times::for_ever;
        return code_of(operation, trouble);
    }
    int meet(const Handle& handle, Operation operation) {
        return handle.life == life ? meet(operation) : code_of(operation, Trouble::io_error);
    }
    [[nodiscard]] bool out_of_reach(const Handle& handle) const { return off || handle.life != life; }

    void flush(Inode& inode) {
        if (lies) return;
        for (const std::size_t sector : inode.dirty)
            inode.write_through(sector);
        inode.durable.resize(inode.content.size());
        inode.dirty.clear();
    }
    void flush_badly(Inode& inode, Survival survival) {
        const bool new_size = survives(survival);
        const std::size_t size = new_size ? inode.content.size() : inode.durable.size();
        for (const std::size_t sector : inode.dirty)
            if (survives(survival)) inode.write_through(sector);
        inode.durable.resize(size);
        inode.dirty.clear();
    }
    void flush_folder() {
        if (!lies) durable_names = names;
    }
    bool survives(Survival survival) {
        return survival == Survival::all || (survival == Survival::some && coin());
    }

    Survival draw(Survival survival) {
        return survival == Survival::any ? static_cast<Survival>(random.below(3)) : survival;
    }

    void restart(Survival wanted) {
        const Survival survival = draw(wanted);
        std::set<std::string> all;
        for (const auto* listed : {&names, &durable_names})
            for (const auto& item : *listed)
                all.insert(item.first);
        std::map<std::string, std::shared_ptr<Inode>> kept;
        for (const std::string& file : all) {
            const auto& from = survives(survival) ? names : durable_names;
            if (const auto found = from.find(file); found != from.end()) kept.insert(*found);
        }
        names = std::move(kept);
        for (const auto& [file, inode] : names) {
            flush_badly(*inode, survival);
            // A process that still has the old file open must not reach the new one.
            auto fresh = std::make_shared<Inode>();
            fresh->content = fresh->durable = inode->durable;
            names[file] = fresh;
        }
        durable_names = names;
        ++life;
        off = planned = struck = false;
    }
};

namespace {

CrashVfs::Disk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<CrashVfs::Disk*>(vfs->pAppData);
}

int close(sqlite3_file* file) {
    Handle* handle = reinterpret_cast<File*>(file)->handle;
    std::erase(handle->inode->handles, handle);
    if (handle->life == handle->disk->life && !handle->removed_on_close.empty())
        handle->disk->names.erase(handle->removed_on_close);
    delete handle;
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* out, int bytes, sqlite3_int64 at) {
    Handle& handle = handle_of(file);
    if (const int code = handle.disk->meet(handle, Operation::read); code != SQLITE_OK) return code;
    const std::string& content = handle.inode->content;
    const auto from = static_cast<std::size_t>(at);
    const auto wanted = static_cast<std::size_t>(bytes);
    const std::size_t got = from >= content.size() ? 0 : std::min(wanted, content.size() - from);
    if (got > 0) std::memcpy(out, content.data() + from, got);
    if (got == wanted) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + got, 0, wanted - got);
    return SQLITE_IOERR_SHORT_READ;
}

void put(Inode& inode, const char* data, std::size_t bytes, std::size_t at) {
    if (bytes == 0) return;
    const std::size_t end = inode.content.size();
    if (end < at + bytes) inode.content.resize(at + bytes);
    inode.content.replace(at, bytes, data, bytes);
    inode.touch(std::min(at, end), at + bytes);
}

// A write that fails may have written its beginning.
int write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 at) {
    Handle& handle = handle_of(file);
    auto count = static_cast<std::size_t>(bytes);
    const bool was_off = handle.disk->out_of_reach(handle);
    const int code = handle.disk->meet(handle, Operation::write);
    if (code != SQLITE_OK) count = was_off ? 0 : handle.disk->random.below(count + 1);
    put(*handle.inode, static_cast<const char*>(data), count, static_cast<std::size_t>(at));
    return code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle& handle = handle_of(file);
    const bool was_off = handle.disk->out_of_reach(handle);
    const int code = handle.disk->meet(handle, Operation::truncate);
    if (code != SQLITE_OK && (was_off || handle.disk->coin())) return code;
    const std::size_t before = handle.inode->content.size();
    handle.inode->content.resize(static_cast<std::size_t>(size));
    handle.inode->touch(std::min(before, static_cast<std::size_t>(size)), static_cast<std::size_t>(size));
    return code;
}

int flush(sqlite3_file* file, int) {
    Handle& handle = handle_of(file);
    const bool was_off = handle.disk->out_of_reach(handle);
    const int code = handle.disk->meet(handle, Operation::flush);
    if (code != SQLITE_OK) {
        if (!was_off && !handle.disk->lies)
            handle.disk->flush_badly(*handle.inode, handle.disk->draw(Survival::any));
        return code;
    }
    handle.disk->flush(*handle.inode);
    if (handle.flushes_folder) handle.disk->flush_folder();
    handle.flushes_folder = false;
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    Handle& handle = handle_of(file);
    *size = static_cast<sqlite3_int64>(handle.inode->content.size());
    return handle.disk->meet(handle, Operation::size);
}

// The others' strongest lock on the same file.
int lock_of_others(const Handle& handle) {
    int strongest = SQLITE_LOCK_NONE;
    for (const Handle* other : handle.inode->handles)
        if (other != &handle) strongest = std::max(strongest, other->lock);
    return strongest;
}

int lock(sqlite3_file* file, int level) {
    Handle& handle = handle_of(file);
    if (handle.lock >= level) return SQLITE_OK;
    if (const int code = handle.disk->meet(handle, Operation::lock); code != SQLITE_OK) return code;
    const int others = lock_of_others(handle);
    if (level == SQLITE_LOCK_SHARED && others >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
    if (level == SQLITE_LOCK_RESERVED && others >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        if (others >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
        handle.lock = SQLITE_LOCK_PENDING;
        if (others >= SQLITE_LOCK_SHARED) return SQLITE_BUSY;
    }
    handle.lock = level;
    return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
    handle_of(file).lock = std::min(handle_of(file).lock, level);
    return SQLITE_OK;
}

int check_reserved_lock(sqlite3_file* file, int* reserved) {
    const Handle& handle = handle_of(file);
    *reserved = std::max(handle.lock, lock_of_others(handle)) >= SQLITE_LOCK_RESERVED ? 1 : 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return 4096;  // as the system's own VFS says
}
int device_characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
    Handle& handle = handle_of(file);
    *out = nullptr;
    if (const int code = handle.disk->meet(handle, Operation::share); code != SQLITE_OK) return code;
    handle.shm_attached = true;
    auto& shared = handle.inode->shared;
    const auto wanted = static_cast<std::size_t>(region);
    if (wanted >= shared.size() && extend == 0) return SQLITE_OK;
    while (wanted >= shared.size())
        shared.push_back(std::make_unique<std::string>(static_cast<std::size_t>(bytes), '\0'));
    *out = shared[wanted]->data();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file* file, int first, int count, int flags) {
    Handle& handle = handle_of(file);
    if (first + count > kShmLocks) return SQLITE_MISUSE;
    const unsigned mask = ((1U << static_cast<unsigned>(count)) - 1U) << static_cast<unsigned>(first);
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        handle.shm_shared &= ~mask;
        handle.shm_exclusive &= ~mask;
        return SQLITE_OK;
    }
    const bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (const Handle* other : handle.inode->handles) {
        if (other == &handle) continue;
        const unsigned held = other->shm_exclusive | (alone ? other->shm_shared : 0U);
        if ((held & mask) != 0) return SQLITE_BUSY;
    }
    (alone ? handle.shm_exclusive : handle.shm_shared) |= mask;
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* file, int) {
    Handle& handle = handle_of(file);
    handle.shm_attached = false;
    handle.shm_shared = handle.shm_exclusive = 0;
    const auto& all = handle.inode->handles;
    if (std::ranges::none_of(all, [](const Handle* other) { return other->shm_attached; }))
        handle.inode->shared.clear();
    return SQLITE_OK;
}

const sqlite3_io_methods kMethods{2,
                                  close,
                                  read,
                                  write,
                                  truncate,
                                  flush,
                                  file_size,
                                  lock,
                                  unlock,
                                  check_reserved_lock,
                                  file_control,
                                  sector_size,
                                  device_characteristics,
                                  shm_map,
                                  shm_lock,
                                  shm_barrier,
                                  shm_unmap,
                                  nullptr,
                                  nullptr};

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
    file->pMethods = nullptr;
    CrashVfs::Disk& disk = disk_of(vfs);
    const std::string name = path != nullptr ? path : "";
    const auto found = disk.names.find(name);
    const bool is_new = found == disk.names.end();
    if (is_new && !name.empty() && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (const int code = disk.meet(is_new ? Operation::create : Operation::open); code != SQLITE_OK)
        return code;
    auto handle = std::make_unique<Handle>();
    handle->disk = &disk;
    handle->life = disk.life;
    handle->inode = is_new ? std::make_shared<Inode>() : found->second;
    if (is_new && !name.empty()) disk.names[name] = handle->inode;
    constexpr int kJournals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    handle->flushes_folder = is_new && (flags & kJournals) != 0;
    if ((flags & SQLITE_OPEN_DELETEONCLOSE) != 0) handle->removed_on_close = name;
    handle->inode->handles.push_back(handle.get());
    if (out != nullptr) *out = flags;
    reinterpret_cast<File*>(file)->handle = handle.release();
    file->pMethods = &kMethods;
    return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int flush_folder) {
    CrashVfs::Disk& disk = disk_of(vfs);
    if (const int code = disk.meet(Operation::remove); code != SQLITE_OK) return code;
    if (disk.names.erase(path) == 0) return SQLITE_IOERR_DELETE_NOENT;
    if (flush_folder != 0) disk.flush_folder();
    return SQLITE_OK;
}

int access(sqlite3_vfs* vfs, const char* path, int, int* yes) {
    CrashVfs::Disk& disk = disk_of(vfs);
    const auto found = disk.names.find(path);
    // As the system's own VFS: an empty file counts as none.
    *yes = found != disk.names.end() && !found->second->content.empty() ? 1 : 0;
    return disk.meet(Operation::look);
}

int full_pathname(sqlite3_vfs*, const char* path, int room, char* out) {
    sqlite3_snprintf(room, out, "%s", path);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs* vfs, int bytes, char* out) {
    disk_of(vfs).random.fill({reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(bytes)});
    return bytes;
}

int sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;  // nobody else is at work
}

int current_time(sqlite3_vfs*, sqlite3_int64* out) {
    sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
    return real->xCurrentTimeInt64(real, out);
}

int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

std::string next_name() {
    static int made = 0;
    return "hadir-crash-" + std::to_string(++made);
}

}  // namespace

CrashVfs::CrashVfs(std::uint64_t seed) : disk_(std::make_unique<Disk>(seed)) {
    disk_->name = next_name();
    sqlite3_vfs& vfs = disk_->vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(File);
    vfs.mxPathname = kPathMax;
    vfs.zName = disk_->name.c_str();
    vfs.pAppData = disk_.get();
    vfs.xOpen = &open;
    vfs.xDelete = &remove;
    vfs.xAccess = &access;
    vfs.xFullPathname = &full_pathname;
    vfs.xRandomness = &randomness;
    vfs.xSleep = &sleep;
    vfs.xGetLastError = &last_error;
    vfs.xCurrentTimeInt64 = &current_time;
    sqlite3_vfs_register(&vfs, 0);
}

CrashVfs::~CrashVfs() {
    sqlite3_vfs_unregister(&disk_->vfs);
}

const std::string& CrashVfs::name() const {
    return disk_->name;
}
void CrashVfs::fail_at(std::uint64_t operation, Trouble trouble, Times times) {
    disk_->plan(operation, false, trouble, times);
}
void CrashVfs::cut_power_at(std::uint64_t operation) {
    disk_->plan(operation, true, Trouble::io_error, Times::once);
}
void CrashVfs::heal() {
    disk_->planned = false;
}
bool CrashVfs::struck() const {
    return disk_->struck;
}
bool CrashVfs::power_is_off() const {
    return disk_->off;
}
void CrashVfs::restart(Survival survival) {
    disk_->restart(survival);
}
void CrashVfs::lie_about_flush() {
    disk_->lies = true;
}

std::string CrashVfs::content(const std::string& file) const {
    const auto found = disk_->names.find(file);
    return found == disk_->names.end() ? std::string() : found->second->content;
}

}  // namespace hadir::tests
