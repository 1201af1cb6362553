#pragma once

#include <filesystem>

#include "protocol/base/result.hpp"

/// The data directory as FORMAT.md, 1 defines it, apart from the database in it.
namespace plenary::storage {

inline constexpr int kDirectoryFormat = 1;

/// A data directory that this process has: holds its lock.
class DataDirectory {
 public:
  enum class Use { kCreateOrWrite, kWrite, kRead };

  /// Errors: as open_rocks.
  [[nodiscard]] static Result<DataDirectory> open(const std::filesystem::path& path, Use use);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&& other) noexcept;
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;
  /// Lets go of the lock.
  ~DataDirectory();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path store() const { return store_in(path_); }

  [[nodiscard]] static std::filesystem::path store_in(const std::filesystem::path& directory);

 private:
  DataDirectory(std::filesystem::path path, int lock);

  std::filesystem::path path_;
  int lock_;  // file descriptor; -1: none (a reader of a file system that cannot be written)
};

/// Writes the file that says what the directory is and in which format; durable when it answers.
[[nodiscard]] Result<void> write_format(const std::filesystem::path& directory);

/// Takes all rights of others than the owner from the directory and everything in it, and returns
/// whether they had any. Links are not followed. Errors: kIo, kReadOnly: this process may not.
[[nodiscard]] Result<bool> make_private(const std::filesystem::path& directory);

/// Makes the names in a directory durable.
[[nodiscard]] Result<void> sync_directory(const std::filesystem::path& directory);

}  // namespace plenary::storage
