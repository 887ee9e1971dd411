#include "files/errors.hpp"

#include "files/text.hpp"

namespace primerank::files {

void fail(int code, const std::string& path, const std::string& what) {
    throw std::system_error(code, std::generic_category(), "'" + printable(path) + "' " + what);
}

void fail_to_read(const std::string& path, int code) {
    fail(code, path, "cannot be read");
}

void fail_to_write(const std::string& path, int code) {
    fail(code, path, "cannot be written");
}

} // namespace primerank::files
