#include "files/replacement.hpp"

#include "files/errors.hpp"
#include "files/paths.hpp"
#include "files/sync.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace primerank::files {
namespace {

/// Others may want the same name at the same moment, on other nodes too; O_EXCL decides.
std::string name_beside(const std::string& target) {
    constexpr std::size_t longest = 200; // leaves room for what is added: names end at 255 bytes
    static std::atomic<unsigned> count{0};
    timespec time{};
    clock_gettime(CLOCK_REALTIME, &time);
    return folder_of(target) + "/" + name_of(target).substr(0, longest) + ".new-"
           + std::to_string(::getpid()) + "-" + std::to_string(time.tv_nsec) + "-"
           + std::to_string(count++);
}

/// As far as may be: only root gives files away.
void take_mode_and_owner(int file, const std::string& target) {
    struct stat old {};
    if (::stat(target.c_str(), &old) != 0) {
        return;
    }
    if (::fchown(file, old.st_uid, old.st_gid) != 0) {
        (void)!::fchown(file, static_cast<uid_t>(-1), old.st_gid);
    }
    (void)::fchmod(file, old.st_mode & 0777);
}

} // namespace

Replacement::Replacement(const std::string& path) : path_(path), target_(target_of(path)) {
    constexpr int tries = 100;
    for (int i = 0; i < tries && !file_.open(); ++i) {
        beside_ = name_beside(target_);
        file_ = open_descriptor(beside_, O_RDWR | O_CREAT | O_EXCL | O_APPEND);
        if (!file_.open() && errno != EEXIST) {
            break;
        }
    }
    if (!file_.open()) {
        fail_to_write(path_);
    }
    take_mode_and_owner(file_.get(), target_);
}

Replacement::~Replacement() {
    if (file_.open()) {
        remove(beside_);
    }
}

void Replacement::write(std::string_view bytes) {
    if (!write_all(file_.get(), bytes)) {
        fail_to_write(path_);
    }
}

Descriptor Replacement::commit() {
    if (!sync_file(file_.get()) || ::rename(beside_.c_str(), target_.c_str()) != 0) {
        fail_to_write(path_);
    }
    Descriptor file = std::move(file_);
    if (!sync_folder(folder_of(target_))) {
        fail_to_write(path_);
    }
    return file;
}

void replace_file(const std::string& path, std::string_view bytes) {
    Replacement replacement(path);
    replacement.write(bytes);
    if (!replacement.commit().close()) {
        fail_to_write(path);
    }
}

} // namespace primerank::files
