#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "storage/rocks/open.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::storage::testing {

/// Opens, or fails the test and answers null.
inline std::unique_ptr<Store> open_store(const RocksOptions& options) {
  Result<std::unique_ptr<Store>> store = open_rocks(options);
  EXPECT_TRUE(store) << store.error().detail;
  return store ? *std::move(store) : nullptr;
}

inline std::shared_ptr<Families> open_families(const RocksOptions& options) {
  Result<std::shared_ptr<Families>> families = open_rocks_families(options);
  EXPECT_TRUE(families) << families.error().detail;
  return families ? *std::move(families) : nullptr;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

inline void write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

/// Every file below a directory with its content.
inline std::map<std::string, std::string> contents_of(const std::filesystem::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    files[entry.path().lexically_relative(directory).string()] =
        entry.is_regular_file() ? read_file(entry.path()) : "";
  }
  return files;
}

}  // namespace plenary::storage::testing
