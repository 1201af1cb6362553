#include "storage/rocks/directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "protocol/base/try.hpp"

namespace plenary::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFormatFile = "PLENARY";
constexpr const char* kUnfinishedFormatFile = "PLENARY.new";
constexpr const char* kLockFile = "LOCK";
constexpr std::string_view kFormatWords = "plenary data directory, format ";
constexpr std::size_t kFormatFileBytesMost = 256;  // a newer format may say more after its number
constexpr mode_t kFileMode = 0600;

/// A file descriptor that closes itself.
class File {
 public:
  File(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, kFileMode)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

Error failure(const fs::path& path, std::string_view doing, int number) {
  const bool read_only = number == EROFS || number == EACCES || number == EPERM;
  const bool full = number == ENOSPC || number == EDQUOT;
  return Error{read_only || full ? Errc::kReadOnly : Errc::kIo,
               "cannot " + std::string(doing) + " " + path.string() + ": " +
                   std::generic_category().message(number)};
}

Error failure(const fs::path& path, std::string_view doing) {
  return failure(path, doing, errno);
}

/// The first bytes of a small file.
Result<std::string> read_start(const fs::path& path) {
  const File file(path, O_RDONLY);
  std::array<char, kFormatFileBytesMost> buffer{};
  const ssize_t got = file.is_open() ? ::read(file.fd(), buffer.data(), buffer.size()) : -1;
  if (got < 0) {
    return failure(path, "read");
  }
  return std::string(buffer.data(), static_cast<std::size_t>(got));
}

Result<void> check_format(const fs::path& directory) {
  PLENARY_TRY(const std::string text, read_start(directory / kFormatFile));
  int format = 0;
  const char* const end = text.data() + text.size();
  if (text.starts_with(kFormatWords)) {
    const auto parsed = std::from_chars(text.data() + kFormatWords.size(), end, format);
    format = parsed.ptr != end && *parsed.ptr == '\n' ? format : 0;
  }
  if (format < 1) {
    return Error{Errc::kCorrupt, (directory / kFormatFile).string() +
                                     " does not say what format the directory has; restore that "
                                     "file from a backup"};
  }
  if (format > kDirectoryFormat) {
    return Error{Errc::kFormatTooNew, directory.string() + " has format " + std::to_string(format) +
                                          " and was written by a newer Plenary; this one knows up "
                                          "to format " +
                                          std::to_string(kDirectoryFormat) +
                                          ". Nothing was changed: use the newer program"};
  }
  return {};
}

/// True if nothing of anybody's is in the directory.
bool holds_nothing(const fs::path& directory, std::error_code& error) {
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const fs::path name = entry->path().filename();
    if (name != "lost+found" && name != kUnfinishedFormatFile) {
      return false;
    }
  }
  return !error;
}

/// Leaves the owner's rights only. Returns whether others had some.
Result<bool> narrow(const fs::path& path, fs::perms now) {
  constexpr fs::perms kOthers = fs::perms::group_all | fs::perms::others_all;
  if ((now & kOthers) == fs::perms::none) {
    return false;
  }
  std::error_code error;
  if (fs::permissions(path, kOthers, fs::perm_options::remove, error); error) {
    return failure(path, "change the permissions of", error.value());
  }
  return true;
}

Result<void> create(const fs::path& directory) {
  std::error_code error;
  if (fs::create_directories(directory, error); error) {
    return failure(directory, "create", error.value());
  }
  if (!holds_nothing(directory, error)) {
    return error ? failure(directory, "list", error.value())
                 : Error{Errc::kRejected, directory.string() +
                                              " holds other files and is not a Plenary data "
                                              "directory; name an empty or a new one"};
  }
  return write_format(directory);
}

Result<void> ensure_format(const fs::path& directory, DataDirectory::Use use) {
  std::error_code error;
  const bool there = fs::exists(directory / kFormatFile, error);
  if (error) {
    return failure(directory, "look into", error.value());
  }
  if (there) {
    return check_format(directory);
  }
  if (use == DataDirectory::Use::kCreateOrWrite) {
    return create(directory);
  }
  return Error{Errc::kNotFound, directory.string() + " is not a Plenary data directory"};
}

Error locked(const fs::path& directory, const fs::path& lock) {
  const Result<std::string> holder = read_start(lock);
  const std::string words = holder && !holder->empty() ? holder->substr(0, holder->find('\n'))
                                                       : std::string("another process");
  return Error{Errc::kLocked, directory.string() + " is in use by " + words +
                                  "; stop it first, or use another directory"};
}

/// The descriptor of the lock that a writer has alone.
Result<int> lock_to_write(const fs::path& directory) {
  const fs::path path = directory / kLockFile;
  File file(path, O_RDWR | O_CREAT);
  if (!file.is_open()) {
    return failure(directory, "write to");
  }
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? locked(directory, path) : failure(path, "lock");
  }
  const std::string words = "process " + std::to_string(::getpid()) + "\n";
  // Only for the sentence that another process gets: without it, the lock is still a lock.
  [[maybe_unused]] const bool named =
      ::ftruncate(file.fd(), 0) == 0 && ::write(file.fd(), words.data(), words.size()) > 0;
  return file.release();
}

/// The descriptor of the lock that readers share, or -1 where no writer ever made one.
Result<int> lock_to_read(const fs::path& directory) {
  const fs::path path = directory / kLockFile;
  File file(path, O_RDONLY);
  if (!file.is_open()) {
    return errno == ENOENT ? Result<int>(-1) : failure(path, "read");
  }
  if (::flock(file.fd(), LOCK_SH | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? locked(directory, path) : failure(path, "lock");
  }
  return file.release();
}

}  // namespace

fs::path DataDirectory::store_in(const fs::path& directory) {
  return directory / "store";
}

Result<DataDirectory> DataDirectory::open(const fs::path& path, Use use) {
  if (const Result<void> format = ensure_format(path, use); !format) {
    return format.error();
  }
  const bool to_write = use != Use::kRead;
  PLENARY_TRY(const int lock, to_write ? lock_to_write(path) : lock_to_read(path));
  DataDirectory directory(path, lock);
  const fs::path store = directory.store();
  std::error_code error;
  if (to_write) {
    // A directory that belongs to somebody else stays as it is.
    static_cast<void>(make_private(path));
  }
  if (to_write && fs::exists(store, error) && ::access(store.c_str(), W_OK) != 0) {
    return failure(store, "write to");
  }
  return directory;
}

DataDirectory::DataDirectory(fs::path path, int lock) : path_(std::move(path)), lock_(lock) {}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory& DataDirectory::operator=(DataDirectory&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) {
    ::close(lock_);
  }
}

Result<bool> make_private(const fs::path& directory) {
  std::error_code error;
  PLENARY_TRY(bool narrowed, narrow(directory, fs::status(directory, error).permissions()));
  constexpr auto kSkip = fs::directory_options::skip_permission_denied;  // lost+found
  for (fs::recursive_directory_iterator entry(directory, kSkip, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;  // another file may go at any time
    const fs::file_status status = entry->symlink_status(gone);
    if (gone || fs::is_symlink(status)) {
      continue;
    }
    PLENARY_TRY(const bool wider, narrow(entry->path(), status.permissions()));
    narrowed = narrowed || wider;
  }
  return error ? Result<bool>(failure(directory, "list", error.value())) : narrowed;
}

Result<void> write_format(const fs::path& directory) {
  const fs::path path = directory / kFormatFile;
  const fs::path unfinished = directory / kUnfinishedFormatFile;
  const std::string text = std::string(kFormatWords) + std::to_string(kDirectoryFormat) + "\n";
  {
    const File file(unfinished, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open() ||
        ::write(file.fd(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fsync(file.fd()) != 0) {
      return failure(unfinished, "write");
    }
  }
  if (::rename(unfinished.c_str(), path.c_str()) != 0) {
    return failure(path, "write");
  }
  return sync_directory(directory);
}

Result<void> sync_directory(const fs::path& directory) {
  const File file(directory, O_RDONLY | O_DIRECTORY);
  if (!file.is_open() || ::fsync(file.fd()) != 0) {
    return failure(directory, "sync");
  }
  return {};
}

}  // namespace plenary::storage
