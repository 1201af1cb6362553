#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/releases/signing.hpp"
#include "protocol/releases/verdict.hpp"

namespace plenary::cli {
namespace {

namespace fs = std::filesystem;
using releases::Holds;

struct VerifyOptions {
  std::string manifest;
  std::vector<std::string> files;
  std::string key;
};

/// A file of the release, and where it is looked for.
struct ReleaseFile {
  std::string name;
  fs::path path;
  std::optional<std::string> bytes{};
};

/// Nothing if there is no such file, or it cannot be read.
std::optional<std::string> bytes_of(const fs::path& path) {
  std::error_code ignored;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, ignored)) {
    return std::nullopt;
  }
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return in.bad() ? std::nullopt : std::optional(std::move(bytes));
}

/// The files that the person named, or else all those of the manifest, beside it.
std::vector<ReleaseFile> files_to_check(const VerifyOptions& options, const std::string& manifest) {
  std::vector<ReleaseFile> files;
  for (const std::string& named : options.files) {
    files.push_back({fs::path(named).filename().string(), named});
  }
  if (const auto release = releases::read_manifest(manifest); release && files.empty()) {
    for (const releases::ManifestFile& file : release->manifest.files) {
      files.push_back({file.name, fs::path(options.manifest).parent_path() / file.name});
    }
  }
  return files;
}

std::string_view word_for(Holds holds) {
  switch (holds) {
    case Holds::kYes:
      return "holds:  ";
    case Holds::kNo:
      return "WRONG:  ";
    case Holds::kOpen:
      break;
  }
  return "open:   ";
}

int verify_release(const VerifyOptions& options) {
  if (sodium_init() < 0) {
    return complain({"The system gives no random numbers", "", ""});
  }
  if (!options.key.empty() && !releases::is_public_key(options.key)) {
    return complain({"“" + options.key + "” is no key", "Nothing was checked",
                     "A key is 44 characters of base64, as the organiser publishes it"});
  }
  const auto manifest = bytes_of(options.manifest);
  if (!manifest) {
    return complain({"Cannot read " + options.manifest, "Nothing was checked", ""});
  }
  std::vector<ReleaseFile> files = files_to_check(options, *manifest);
  std::vector<releases::GivenFile> given;
  for (ReleaseFile& file : files) {
    file.bytes = bytes_of(file.path);
    if (!file.bytes && !options.files.empty()) {
      return complain({"Cannot read " + file.path.string(), "Nothing was checked", ""});
    }
    given.push_back({file.name, file.bytes});
  }
  const releases::Verdict verdict = releases::verify(*manifest, options.key, given);
  for (const releases::Finding& finding : verdict.findings) {
    std::cout << word_for(finding.holds) << printable(finding.sentence) << '\n';
  }
  return verdict.good() ? kDone : kFound;
}

}  // namespace

void add_verify(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = program.add_subcommand(
      "verify", "Check a release against its signed manifest, without a server");
  command->add_option("manifest", options->manifest, "The release's manifest.json")->required();
  command->add_option("files", options->files,
                      "Files of the release (default: all, beside the manifest)");
  command->add_option("--key", options->key, "The organiser's key, as base64");
  command->footer(
      "Says what holds and what does not. Without --key, any key will do: compare the one that is "
      "printed\n"
      "with the one that the organiser publishes.");
  command->callback(
      [options, &chosen] { chosen = [options] { return verify_release(*options); }; });
}

}  // namespace plenary::cli
