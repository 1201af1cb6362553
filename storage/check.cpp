#include "storage/check.hpp"

#include <utility>

#include "storage/blob_check.hpp"
#include "storage/document_walk.hpp"
#include "storage/log_check.hpp"
#include "storage/record_codec.hpp"

namespace plenary::storage {
namespace {

constexpr std::uint64_t kOpsPerProgress = 10'000;

/// Checks one document, on which the walks stand, and takes them past it.
class DocumentCheck {
 public:
  DocumentCheck(std::string document, DocumentWalks& walks, const CheckOptions& options,
                CheckReport& report)
      : document_(std::move(document)),
        key_(parse_document_key(document_)),
        walks_(walks),
        options_(options),
        report_(report),
        findings_(report),
        fold_(options.make_fold ? options.make_fold() : nullptr) {}

  void run() {
    read_head();
    LogCheck log(document_, head_ ? &*head_ : nullptr, walks_, findings_,
                 {.before = [this](Version version) { begin_operation(version); },
                  .follow = [this](const OpRecord& op) { follow(op); },
                  .broken = [this] { break_off(); }});
    log.run();
    next_ = log.end();
    take_snapshots_to(Version{~std::uint64_t{0}});
    judge_head(log.beyond_head());
    take_properties();
  }

 private:
  void add(FindingKind kind, std::optional<Version> version, std::string what) {
    findings_.add({.kind = kind, .document = key_, .version = version, .what = std::move(what)});
  }

  void read_head() {
    if (!walks_.heads.is_at(document_)) {
      head_is_readable_ = !walks_.heads.lost();
      return;
    }
    Result<Head> head = decode_head(document_, walks_.heads.value());
    if (head) {
      head_ = *head;
      report_.documents += 1;
    } else {
      head_is_readable_ = false;
      add(FindingKind::kDamagedHead, std::nullopt, head.error().detail);
    }
    walks_.heads.next();
  }

  void begin_operation(Version version) {
    report_.operations += 1;
    if (options_.on_progress && report_.operations % kOpsPerProgress == 0) {
      options_.on_progress(report_);
    }
    next_ = version;
    take_snapshots_to(version);
  }

  void break_off() {
    log_is_whole_ = false;
    fold_.reset();
  }

  void follow(const OpRecord& op) {
    if (last_time_ && op.time < *last_time_) {
      add(FindingKind::kTimeFell, op.version, "its time is before that of the operation before it");
    }
    last_time_ = op.time;
    if (head_ && op.version >= head_->snapshot_version) {
      bytes_ += log_bytes(op);
    }
    if (fold_ == nullptr) {
      return;
    }
    if (const Result<void> applied = fold_->apply(op); !applied) {
      add(FindingKind::kBadOperation, op.version, applied.error().detail);
      fold_.reset();
    }
  }

  /// Checks the snapshots up to `version`, which is as far as the log was followed.
  void take_snapshots_to(Version version) {
    while (walks_.snapshots.is_at(document_) && walks_.snapshots.version() <= version) {
      report_.snapshots += 1;
      take_snapshot();
      walks_.snapshots.next();
    }
  }

  void take_snapshot() {
    const Version version = walks_.snapshots.version();
    if (head_ && version > head_->version) {
      add(FindingKind::kSnapshotBeyondHead, version, "the log ends before it");
      return;
    }
    newest_snapshot_ = version;
    const Result<SnapshotRecord> stored =
        decode_snapshot(walks_.snapshots.key(), walks_.snapshots.value());
    if (!stored) {
      add(FindingKind::kDamagedSnapshot, version, stored.error().detail);
      return;
    }
    if (fold_ == nullptr || next_ != version) {
      return;  // the right chain is not known
    }
    if (stored->time != last_time_) {
      add(FindingKind::kWrongSnapshot, version, "its time is not that of the last operation in it");
    }
    if (const Result<void> same = fold_->compare(*stored); !same) {
      add(FindingKind::kWrongSnapshot, version, same.error().detail);
    }
  }

  void judge_head(std::uint64_t beyond_head) {
    if (beyond_head > 0) {
      report_.operations += beyond_head;
      add(FindingKind::kOperationBeyondHead, head_->version,
          std::to_string(beyond_head) + " operations lie beyond the head");
    }
    if (!head_) {
      const bool has_log = next_ > Version{} || newest_snapshot_ > Version{};
      if (has_log && head_is_readable_) {
        add(FindingKind::kMissingHead, next_, "there are operations or snapshots, but no head");
      }
      return;
    }
    if (head_->version == Version{}) {
      wrong_head("it is of version 0");
    }
    if (!walks_.snapshots.lost() && head_->snapshot_version != newest_snapshot_) {
      wrong_head("it names snapshot " + std::to_string(head_->snapshot_version.value) +
                 " as the newest, which is " + std::to_string(newest_snapshot_.value));
    }
    if (!log_is_whole_) {
      return;  // time and bytes are not known
    }
    if (last_time_ && head_->time != *last_time_) {
      wrong_head("its time is not that of the last operation");
    }
    if (head_->bytes_since_snapshot != bytes_) {
      wrong_head("it counts " + std::to_string(head_->bytes_since_snapshot) +
                 " bytes since the snapshot instead of " + std::to_string(bytes_));
    }
  }

  void wrong_head(std::string what) {
    add(FindingKind::kWrongHead, head_->version, std::move(what));
  }

  void take_properties() {
    if (!walks_.properties.is_at(document_)) {
      return;
    }
    const Result<std::string> json = decode_properties(document_, walks_.properties.value());
    if (!json) {
      add(FindingKind::kDamagedProperties, std::nullopt, json.error().detail);
    }
    walks_.properties.next();
  }

  const std::string document_;  // its key
  const std::optional<DocumentKey> key_;
  DocumentWalks& walks_;
  const CheckOptions& options_;
  CheckReport& report_;
  Findings findings_;

  std::unique_ptr<Fold> fold_;  // null once it cannot follow the log
  std::optional<Head> head_;
  bool head_is_readable_{true};
  bool log_is_whole_{true};
  Version next_{};  // how far the log was followed, for the snapshots between
  std::optional<Timestamp> last_time_;
  std::uint64_t bytes_{0};
  Version newest_snapshot_{};
};

/// The key of the first document that a walk stands on, or nothing.
std::optional<std::string> first_document(DocumentWalks& walks) {
  std::optional<std::string> first;
  for (const DocumentWalk* walk : walks.all()) {
    if (walk->valid() && (!first || walk->document() < *first)) {
      first = std::string(walk->document());
    }
  }
  return first;
}

void check_documents(Families& families, const CheckOptions& options, CheckReport& report) {
  Findings findings(report);
  DocumentWalks walks(families, findings);
  for (DocumentWalk* walk : walks.all()) {
    walk->go_to("");
  }
  while (const std::optional<std::string> document = first_document(walks)) {
    DocumentCheck(*document, walks, options, report).run();
    for (DocumentWalk* walk : walks.all()) {
      if (walk->lost()) {
        walk->go_to(end_of(*document));
      }
    }
  }
}

void check_clients(Families& families, CheckReport& report) {
  Findings findings(report);
  const std::unique_ptr<FamilyCursor> cursor = families.cursor(Family::kClients);
  for (cursor->seek(""); cursor->valid(); cursor->next()) {
    report.clients += 1;
    if (!parse_client_key(cursor->key())) {
      findings.add({.kind = FindingKind::kMalformedKey,
                    .what = "a key of the family clients names no client"});
    } else if (const auto owner = decode_client(cursor->key(), cursor->value()); !owner) {
      findings.add({.kind = FindingKind::kDamagedClient, .what = owner.error().detail});
    }
  }
  if (const Result<void> status = cursor->status(); !status) {
    findings.add({.kind = FindingKind::kUnreadableFamily,
                  .what = "a part of the family clients cannot be read: " + status.error().detail});
  }
}

void check_records(Families& families, BlobCheck& blobs, CheckReport& report) {
  Findings findings(report);
  const std::unique_ptr<FamilyCursor> cursor = families.cursor(Family::kRecords);
  for (cursor->seek(""); cursor->valid(); cursor->next()) {
    report.records += 1;
    const std::optional<RecordKey> key = parse_record_key(cursor->key());
    if (!key) {
      findings.add({.kind = FindingKind::kMalformedKey,
                    .what = "a key of the family records names no record"});
    } else if (const auto json = decode_value(cursor->key(), cursor->value()); !json) {
      findings.add({.kind = FindingKind::kDamagedRecord,
                    .what = "a record of " + key->kind + ": " + json.error().detail});
    } else {
      blobs.take_record(key->kind, key->key, *json);
    }
  }
  if (const Result<void> status = cursor->status(); !status) {
    findings.add({.kind = FindingKind::kUnreadableFamily,
                  .what = "a part of the family records cannot be read: " + status.error().detail});
  }
}

}  // namespace

CheckReport check(Families& families, const CheckOptions& options) {
  CheckReport report;
  check_documents(families, options, report);
  check_clients(families, report);
  BlobCheck blobs(families, options, report);
  check_records(families, blobs, report);
  blobs.run();
  return report;
}

}  // namespace plenary::storage
