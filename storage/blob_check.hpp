#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "storage/check.hpp"
#include "storage/document_walk.hpp"

namespace plenary::storage {

/// The part of check() for blobs: bytes against their hash, and records against blobs.
/// Lifetime: all arguments outlive it. Thread: one.
class BlobCheck {
 public:
  BlobCheck(Families& families, const CheckOptions& options, CheckReport& report)
      : families_(families), options_(options), report_(report), findings_(report) {}

  /// Notes the blobs that a record is about.
  void take_record(const std::string& kind, const std::string& key, const std::string& json);
  /// Reads all blobs. Called once, after the last record.
  void run();

 private:
  [[nodiscard]] std::string read(FamilyCursor& cursor, std::string_view hash);
  void check_one(FamilyCursor& cursor);
  void report_missing();
  void add(FindingKind kind, std::string what) {
    findings_.add({.kind = kind, .what = std::move(what)});
  }

  Families& families_;
  const CheckOptions& options_;
  CheckReport& report_;
  Findings findings_;
  std::map<std::string, std::string> claims_;  // by name: the kind of a record that is about it
};

}  // namespace plenary::storage
