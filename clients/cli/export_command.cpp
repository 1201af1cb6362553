#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/http_client.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

namespace plenary::cli {
namespace {

struct ExportOptions {
  std::string id;
  std::string format;  // empty: as the output's name ends
  std::optional<std::uint64_t> version;
  std::string output;
  bool with_pictures{false};
  std::string server{kDefaultServer};
};

/// Our short names and those of the API.
const std::map<std::string, std::string>& formats() {
  static const std::map<std::string, std::string> names = {
      {"md", "markdown"}, {"html", "html"}, {"txt", "text"}, {"delta", "delta"}};
  return names;
}

/// What a file is named for: "paper.html" is HTML. Markdown if its name says nothing.
std::string format_of(const ExportOptions& options) {
  static const std::map<std::string, std::string> endings = {
      {".html", "html"}, {".htm", "html"}, {".txt", "txt"}, {".text", "txt"}, {".json", "delta"}};
  if (!options.format.empty()) {
    return options.format;
  }
  const auto found = endings.find(std::filesystem::path(options.output).extension().string());
  return found == endings.end() ? "md" : found->second;
}

/// Writes the whole file or leaves the old one: to a neighbour first, then under its name.
Result<void> write_file(const std::string& file, const std::string& bytes) {
  const std::filesystem::path part = file + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return Error{Errc::kIo, file + " cannot be written"};
  }
  std::error_code failed;
  std::filesystem::rename(part, file, failed);
  if (failed) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return Error{Errc::kIo, file + " cannot be written: " + failed.message()};
  }
  return {};
}

int export_refused(const ExportOptions& options, const Response& response) {
  if (response.status != 404) {
    return complain({"The server did not give the document: " + problem_of(response),
                     "Nothing was written", ""});
  }
  const std::string what = options.version ? "has no version " + std::to_string(*options.version) +
                                                 ", or there is no document with that id"
                                           : "does not exist";
  return complain({"The document " + options.id + " " + what, "Nothing was written",
                   "See what there is with: plenary list --server " + options.server});
}

int export_document(const ExportOptions& options) {
  Query query{{"format", formats().at(format_of(options))}};
  if (options.version) {
    query["version"] = std::to_string(*options.version);
  }
  if (options.with_pictures) {
    query["pictures"] = "inline";
  }
  HttpClient client(options.server);
  const Result<Response> response =
      client.get("/api/v1/documents/" + escaped(options.id) + "/content", query);
  if (!response) {
    return complain({response.error().detail, "Nothing was written",
                     "See that the server runs and that --server is its address"});
  }
  if (response->status != 200) {
    return export_refused(options, *response);
  }
  if (options.output.empty()) {
    std::cout << response->body << std::flush;
    return std::cout
               ? kDone
               : complain({"Standard output cannot be written", "The document is as it was", ""});
  }
  const Result<void> written = write_file(options.output, response->body);
  if (!written) {
    return complain({written.error().detail,
                     "What the file held before is still there, and the document is as it was",
                     ""});
  }
  std::cerr << "Wrote " << printable(options.output) << " (version " << printable(response->version)
            << ").\n";
  return kDone;
}

}  // namespace

void add_export(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* command =
      program.add_subcommand("export", "Write a document, at any of its versions, as a file");
  command->add_option("ID", options->id, "The document's name in its address")->required();
  command
      ->add_option("--format", options->format,
                   "md, html, txt or delta (the exact content, as JSON); default: as the output's "
                   "name ends (.html, .txt, .json), else md")
      ->check(CLI::IsMember({"md", "html", "txt", "delta"}));
  command->add_option("--version", options->version, "The version (default: the newest)");
  command->add_flag("--with-pictures", options->with_pictures,
                    "Markdown and HTML hold the pictures themselves: the file stands alone");
  command->add_option("--output,-o", options->output,
                      "The file to write (default: standard output)");
  command
      ->add_option(
          "--server", options->server,
          "Address of the server; if it asks who you are, a token of yours is in PLENARY_TOKEN")
      ->envname("PLENARY_SERVER")
      ->capture_default_str();
  command->callback(
      [options, &chosen] { chosen = [options] { return export_document(*options); }; });
}

}  // namespace plenary::cli
