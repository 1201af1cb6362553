#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/verify.hpp"

#include <memory>
#include <string>

namespace plenary::cli {
namespace {

int check_directory(const std::string& directory) {
  const Result<storage::CheckReport> report = verify(directory);
  if (!report) {
    return complain({report.error().detail, "Nothing was changed", ""});
  }
  print(*report);
  return report->clean() ? kDone : kFound;
}

}  // namespace

void add_check(CLI::App& program, Chosen& chosen) {
  const auto directory = std::make_shared<std::string>();
  CLI::App* command =
      program.add_subcommand("check", "Verify a data directory from end to end, changing nothing");
  command
      ->add_option("--data-dir", *directory,
                   "The data directory of a server that is stopped, or a backup")
      ->required();
  command->footer(
      "Reads every record, folds every document's operations and compares them with its "
      "snapshots.\n"
      "Says what is wrong, where, and what is safe to do.");
  command->callback(
      [directory, &chosen] { chosen = [directory] { return check_directory(*directory); }; });
}

}  // namespace plenary::cli
