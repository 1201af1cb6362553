#include "clients/cli/verify.hpp"

#include "clients/cli/complaint.hpp"
#include "clients/cli/document_fold.hpp"
#include "clients/cli/picture_claims.hpp"
#include <unistd.h>

#include <iostream>
#include <memory>
#include <set>
#include <string>

#include "protocol/base/try.hpp"
#include "storage/rocks/open.hpp"

namespace plenary::cli {
namespace {

std::string place_of(const storage::Finding& finding) {
  if (!finding.document) {
    return "the database";
  }
  std::string place = finding.document->collection + "/" + finding.document->id;
  if (finding.version) {
    place += " version " + std::to_string(finding.version->value);
  }
  return place;
}

std::string count(std::uint64_t number, const char* one, const char* more) {
  return std::to_string(number) + " " + (number == 1 ? one : more);
}

}  // namespace

Result<storage::CheckReport> verify(const std::filesystem::path& data_directory) {
  storage::RocksOptions options;
  options.directory = data_directory;
  options.create = false;
  options.read_only = true;
  PLENARY_TRY(const std::shared_ptr<storage::Families> families,
              storage::open_rocks_families(options));
  storage::CheckOptions check;
  check.make_fold = make_document_fold;
  check.blobs_of = blobs_of_record;
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  if (watched) {
    check.on_progress = [](const storage::CheckReport& so_far) {
      std::cerr << "\r" << so_far.documents << " documents, " << so_far.operations << " operations"
                << std::flush;
    };
  }
  storage::CheckReport report = storage::check(*families, check);
  if (watched) {
    std::cerr << "\r\x1b[K";
  }
  return report;
}

void print(const storage::CheckReport& report) {
  std::set<storage::FindingKind> kinds;
  for (const storage::Finding& finding : report.findings) {
    kinds.insert(finding.kind);
    std::cout << printable(place_of(finding)) << ": " << name_of(finding.kind) << ": "
              << printable(finding.what) << '\n';
  }
  if (report.findings_total > report.findings.size()) {
    std::cout << "… and " << report.findings_total - report.findings.size() << " more.\n";
  }
  for (const storage::FindingKind kind : kinds) {
    std::cout << name_of(kind) << ": " << advice_for(kind) << '\n';
  }
  std::cout << count(report.documents, "document", "documents") << ", "
            << count(report.operations, "operation", "operations") << ", "
            << count(report.snapshots, "snapshot", "snapshots")
            << (report.blobs > 0 ? ", " + count(report.blobs, "picture", "pictures") : "") << ": "
            << (report.clean() ? "all is well."
                               : count(report.findings_total, "finding.", "findings."))
            << '\n';
}

}  // namespace plenary::cli
