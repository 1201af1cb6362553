#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/control.hpp"
#include "clients/cli/verify.hpp"
#include <sys/stat.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

#include "protocol/base/try.hpp"
#include "storage/rocks/open.hpp"

namespace plenary::cli {
namespace {

namespace fs = std::filesystem;

struct BackupOptions {
  std::string directory;
  std::string to;
  bool no_check{false};
};

/// Of a directory that no server has.
Result<void> copy_directly(const fs::path& directory, const fs::path& to) {
  storage::RocksOptions options;
  options.directory = directory;
  options.create = false;
  PLENARY_TRY(const std::unique_ptr<storage::Store> store, storage::open_rocks(options));
  return store->checkpoint(to);
}

Result<void> make_copy(const fs::path& directory, const fs::path& to) {
  PLENARY_TRY(const Asked asked, ask_for_checkpoint(directory, to));
  if (asked == Asked::kCopied) {
    return {};
  }
  Result<void> copied = copy_directly(directory, to);
  if (!copied && copied.error().code == Errc::kLocked) {
    return Error{Errc::kLocked, "a process has " + directory.string() +
                                    " but does not answer on its control socket; a server that is "
                                    "starting or stopping does so in a moment"};
  }
  return copied;
}

int back_up(const BackupOptions& options) {
  ::umask(S_IRWXG | S_IRWXO);  // the data is its owner's only
  std::error_code failed;
  const fs::path to = fs::absolute(options.to, failed);
  if (failed || fs::exists(to, failed)) {
    return complain({"There is something at " + options.to + " already",
                     "Nothing was copied, and it was not touched",
                     "Name a directory that does not exist yet, for example with the date in it"});
  }
  const Result<void> copied = make_copy(options.directory, to);
  if (!copied) {
    return complain(
        {"The backup was not made: " + copied.error().detail, "The data is as it was", ""});
  }
  std::cerr << "Copied to " << printable(to.string()) << ".\n";
  if (options.no_check) {
    return kDone;
  }
  const Result<storage::CheckReport> report = verify(to);
  if (!report) {
    return complain({"The copy cannot be verified: " + report.error().detail,
                     "The data is as it was",
                     "Do not rely on this copy; check the data directory itself with plenary check "
                     "once the server is stopped"});
  }
  print(*report);
  return report->clean() ? kDone : kFound;
}

}  // namespace

void add_backup(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<BackupOptions>();
  CLI::App* command =
      program.add_subcommand("backup", "Copy a data directory, also while its server runs");
  command->add_option("--data-dir", options->directory, "The data directory")->required();
  command
      ->add_option("--to", options->to,
                   "The directory to make; on the same disk it takes almost no room")
      ->required();
  command->add_flag("--no-check", options->no_check, "Do not verify the copy");
  command->footer("The copy is a data directory: plenaryd --data-dir COPY runs on it.");
  command->callback([options, &chosen] { chosen = [options] { return back_up(*options); }; });
}

}  // namespace plenary::cli
