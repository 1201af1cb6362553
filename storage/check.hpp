#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "storage/families.hpp"
#include "storage/store.hpp"

/// Verifies everything that FORMAT.md says always holds.
namespace plenary::storage {

/// The kinds of damage. Not stored.
enum class FindingKind : std::uint8_t {
  kUnreadableFamily,  // the database cannot give a part of a family
  kMalformedKey,      // a key of no document
  kDamagedHead,
  kMissingHead,  // operations of a document that has no head
  kWrongHead,    // the head does not fit the log
  kDamagedOperation,
  kDamagedBlock,      // a sealed block
  kMissingOperation,  // a version below the head has none
  kDoubleOperation,   // lies in two places: by itself and in a sealed block, or in two of those
  kWrongChain,        // the operations are not those that the hash chain was made of
  kOperationBeyondHead,
  kTimeFell,  // an operation is earlier than the one before it
  kDamagedSnapshot,
  kSnapshotBeyondHead,
  kWrongSnapshot,  // not the fold of the operations below it
  kBadOperation,   // cannot be applied where it is
  kDamagedProperties,
  kDamagedClient,
  kDamagedRecord,
  kDamagedBlob,    // a record of it, its size, or bytes that have another hash
  kMissingBlob,    // a record names a blob that is not there
  kUnclaimedBlob,  // no record names it
};

/// The kind's own name without the k, in snake_case: "missing_operation".
[[nodiscard]] std::string_view name_of(FindingKind kind) noexcept;

/// Advice for the operator: what to do about findings of that kind without losing more. One
/// sentence or two.
[[nodiscard]] std::string_view advice_for(FindingKind kind) noexcept;

/// One thing that is wrong. Holds no text of anybody's.
struct Finding {
  FindingKind kind{};
  std::optional<DocumentKey> document{};  // nothing if it is about none, or not known
  std::optional<Version> version{};
  std::string what{};  // a sentence
};

struct CheckReport {
  std::uint64_t documents{0};
  std::uint64_t operations{0};
  std::uint64_t snapshots{0};
  std::uint64_t clients{0};
  std::uint64_t records{0};
  std::uint64_t blobs{0};
  std::uint64_t findings_total{0};
  std::vector<Finding> findings{};  // the first kFindingsMost

  [[nodiscard]] bool clean() const { return findings_total == 0; }
};

/// More are counted only: the report has to fit a screen, and a memory.
inline constexpr std::size_t kFindingsMost = 1000;

/// Folds one document's operations, for check(), which does not know the types.
class Fold {
 public:
  Fold() = default;
  Fold(const Fold&) = delete;
  Fold& operator=(const Fold&) = delete;
  virtual ~Fold() = default;

  /// Applies the next operation; the first comes to the document that does not exist. After an
  /// error the fold is not used again, and the error's sentence is in the finding.
  [[nodiscard]] virtual Result<void> apply(const OpRecord& op) = 0;

  /// Compares the content folded so far with a stored snapshot of that version. Error: they differ;
  /// its sentence says in what, without anyone's text.
  [[nodiscard]] virtual Result<void> compare(const SnapshotRecord& stored) = 0;
};

struct CheckOptions {
  /// Makes the fold of a document; null: contents are not compared.
  std::function<std::unique_ptr<Fold>()> make_fold{};
  /// Returns the names of the blobs that a record is about; null: blobs and records are not
  /// compared.
  std::function<std::vector<std::string>(const std::string& kind, const std::string& key,
                                         const std::string& json)>
      blobs_of{};
  /// Called now and then with the report so far, to show progress. May be null.
  std::function<void(const CheckReport&)> on_progress{};
};

/// Reads all families and reports all that is wrong. Changes nothing; damage in one document does
/// not hide that in another. Cost: reads everything, in memory of one document's snapshot and fold.
/// Requires: no writes meanwhile.
[[nodiscard]] CheckReport check(Families& families, const CheckOptions& options);

}  // namespace plenary::storage
