#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "storage/check.hpp"
#include "storage/families.hpp"

/// Walks over the families for check(): side by side, document by document.
namespace plenary::storage {

/// Collects findings.
class Findings {
 public:
  /// Lifetime: `report` outlives it.
  explicit Findings(CheckReport& report) : report_(report) {}

  /// Counts it, and keeps it if there is room.
  void add(Finding finding);

 private:
  CheckReport& report_;
};

/// Goes over the rows of a family that belong to documents. Others are reported and passed over;
/// where the database cannot read on, the walk is lost, which is reported, until it is sent
/// further. Thread: one. Lifetime: families and findings outlive it.
class DocumentWalk {
 public:
  DocumentWalk(Families& families, Family family, Findings& findings);

  /// Moves to the first row at or after `key`, or to the next one.
  void go_to(std::string_view key);
  void next();

  [[nodiscard]] bool valid() const { return cursor_->valid(); }
  [[nodiscard]] bool lost() const { return lost_; }
  /// True on a row of the document with that key.
  [[nodiscard]] bool is_at(std::string_view document) const {
    return valid() && document_ == document;
  }
  /// Requires of all: valid(). The version is that of the row's key, if the family has versions.
  [[nodiscard]] std::string_view document() const { return document_; }
  [[nodiscard]] Version version() const { return version_; }
  [[nodiscard]] std::string_view key() const { return cursor_->key(); }
  [[nodiscard]] std::string_view value() const { return cursor_->value(); }

 private:
  void settle();
  [[nodiscard]] bool read_key();

  const Family family_;
  const bool has_versions_;
  const std::unique_ptr<FamilyCursor> cursor_;
  Findings& findings_;
  bool lost_{false};
  std::string document_;
  Version version_{};
};

/// A walk over each family that documents have rows in.
struct DocumentWalks {
  DocumentWalks(Families& families, Findings& findings);

  DocumentWalk heads;
  DocumentWalk operations;
  DocumentWalk sealed;
  DocumentWalk snapshots;
  DocumentWalk properties;

  [[nodiscard]] std::array<DocumentWalk*, 5> all() {
    return {&heads, &operations, &sealed, &snapshots, &properties};
  }
};

}  // namespace plenary::storage
