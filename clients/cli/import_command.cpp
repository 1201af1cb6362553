#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/http_client.hpp"
#include "clients/cli/old_encodings.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/markup/encoding.hpp"
#include "protocol/markup/text.hpp"

namespace plenary::cli {
namespace {

struct ImportOptions {
  std::string file;
  std::string id;
  std::string title;
  std::string format;
  std::string server{kDefaultServer};
};

std::string extension_of(const std::string& file) {
  std::string extension = std::filesystem::path(file).extension().string();
  for (char& c : extension) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return extension;
}

std::string format_of(const ImportOptions& options) {
  if (!options.format.empty()) {
    return options.format;
  }
  const std::string extension = extension_of(options.file);
  if (extension == ".html" || extension == ".htm" || extension == ".xhtml") {
    return "html";
  }
  return extension == ".md" || extension == ".markdown" ? "markdown" : "text";
}

/// Only HTML can say which encoding it has.
Result<std::string> text_of(std::string_view bytes, bool html) {
  const std::string encoding = html ? markup::declared_encoding(bytes) : std::string();
  return encoding.empty() ? markup::text_of_file(bytes) : decoded(bytes, encoding);
}

/// The text of the whole file, or of standard input for "-". Errors: kIo, kTooLarge, kMalformed.
Result<std::string> read_source(const std::string& file, bool html) {
  std::ifstream from_file;
  if (file != "-") {
    if (std::filesystem::is_directory(file)) {
      return Error{Errc::kIo, file + " is a directory"};
    }
    from_file.open(file, std::ios::binary);
    if (!from_file) {
      return Error{Errc::kIo, file + " cannot be opened"};
    }
  }
  std::istream& in = file == "-" ? std::cin : from_file;
  std::string bytes(markup::kMaxSourceBytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad()) {
    return Error{Errc::kIo, file + " cannot be read"};
  }
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() > markup::kMaxSourceBytes) {
    return Error{Errc::kTooLarge,
                 file + " is larger than 16 MiB, the most that one document can hold"};
  }
  Result<std::string> text = text_of(bytes, html);
  return text ? text : Error{text.error().code, file + " cannot be read: " + text.error().detail};
}

/// The title to ask for. Empty: the server makes one of the words.
std::string title_for(const ImportOptions& options, std::string_view source) {
  const bool words = source.find_first_not_of(" \t\r\n\f\v") != std::string_view::npos;
  if (!options.title.empty() || words || options.file == "-") {
    return options.title;
  }
  return std::filesystem::path(options.file).stem().string();
}

/// Prints where the document is: the address alone on standard output, for scripts.
int report(const HttpClient& client, const Response& response) {
  const Result<json::Value> made = json::parse(response.body);
  const auto address =
      made ? json::required_text_member(*made, "address") : Result<std::string>(made.error());
  if (!address) {
    return complain({"The server made the document, but its answer has no address",
                     "The document is there",
                     "Find it with: plenary list --server " + client.server()});
  }
  const auto title = json::required_text_member(*made, "title");
  std::cerr << "Imported “" << printable(title ? *title : *address) << "”.\n";
  const json::Value* const changes = json::find_member(*made, "changes");
  if (changes != nullptr && changes->is_array()) {
    for (const json::Value& change : *changes) {
      std::cerr << "  " << (change.is_string() ? printable(change.get<std::string>()) : "") << '\n';
    }
  }
  std::cout << client.server() << printable(*address) << '\n';
  return kDone;
}

int import_refused(const ImportOptions& options, const Response& response) {
  if (response.status == 409) {
    return complain({"A document with the id " + options.id + " exists already",
                     "It was not changed, and nothing was imported",
                     "Choose another --id, or leave it out to get a new one"});
  }
  return complain(
      {"The server refused the document: " + problem_of(response), "Nothing was imported", ""});
}

int import_file(const ImportOptions& options) {
  const std::string format = format_of(options);
  Result<std::string> source = read_source(options.file, format == "html");
  if (!source) {
    return complain({source.error().detail, "Nothing was imported", ""});
  }
  const std::string title = title_for(options, *source);
  json::Value body{{"type", "rich-text"},
                   {"content", {{"format", format}, {"data", std::move(*source)}}}};
  if (!title.empty()) {
    body["title"] = title;
  }
  if (!options.id.empty()) {
    body["id"] = options.id;
  }
  HttpClient client(options.server);
  const Result<Response> response = client.post("/api/v1/documents", body);
  if (!response) {
    const bool unsent = response.error().code == Errc::kNotFound;
    return complain({response.error().detail,
                     unsent ? "Nothing was imported" : "The document may have been made or not",
                     unsent ? "See that the server runs and that --server is its address"
                            : "Look with plenary list before you try again"});
  }
  return response->status == 201 ? report(client, *response) : import_refused(options, *response);
}

}  // namespace

void add_import(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App* command =
      program.add_subcommand("import", "Make a document from a Markdown, HTML or text file");
  command
      ->add_option(
          "FILE", options->file,
          "The file, UTF-8 or UTF-16, or of HTML in the encoding that it names; - reads standard "
          "input")
      ->required();
  command->add_option("--id", options->id,
                      "Its name in the address: letters, digits and -._~ (default: a new one)");
  command->add_option(
      "--title", options->title,
      "Its title (default: that of its front matter or page, the first heading, the first line, or "
      "the file's name)");
  command
      ->add_option("--format", options->format,
                   "text, markdown or html (default: as the file's name ends, else text)")
      ->check(CLI::IsMember({"text", "markdown", "html"}));
  command
      ->add_option(
          "--server", options->server,
          "Address of the server; if it asks who you are, a token of yours is in PLENARY_TOKEN")
      ->envname("PLENARY_SERVER")
      ->capture_default_str();
  command->footer(
      "Prints the document's address, and what was changed or left out: what has no place in a "
      "document stays as words.");
  command->callback([options, &chosen] { chosen = [options] { return import_file(*options); }; });
}

}  // namespace plenary::cli
