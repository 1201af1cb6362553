#include "clients/cli/history_source.hpp"

#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/fields.hpp"

#include <iostream>

namespace plenary::cli {
namespace {

void refused(const HistorySource& source, const Response& response) {
  std::string advice;
  if (response.status == 404) {
    advice = "See what there is with: plenary list --server " + source.server;
  } else if (response.status == 403) {
    advice = "Whoever shares the document can let you read its history";
  }
  complain({"The server did not tell: " + problem_of(response), "", advice});
}

}  // namespace

void add_source(CLI::App& command, HistorySource& source) {
  command.add_option("ID", source.id, "The document's name in its address")->required();
  command
      .add_option(
          "--server", source.server,
          "Address of the server; if it asks who you are, a token of yours is in PLENARY_TOKEN")
      ->envname("PLENARY_SERVER")
      ->capture_default_str();
}

std::optional<std::string> read_text(const HistorySource& source, const std::string& what,
                                     const Query& query) {
  HttpClient client(source.server);
  Result<Response> response =
      client.get("/api/v1/documents/" + escaped(source.id) + "/" + what, query);
  if (!response) {
    complain(
        {response.error().detail, "", "See that the server runs and that --server is its address"});
    return std::nullopt;
  }
  if (response->status != 200) {
    refused(source, *response);
    return std::nullopt;
  }
  return std::move(response->body);
}

std::optional<json::Value> read_object(const HistorySource& source, const std::string& what,
                                       const Query& query) {
  const auto text = read_text(source, what, query);
  if (!text) {
    return std::nullopt;
  }
  Result<json::Value> value = json::parse(*text);
  if (!value || !value->is_object()) {
    complain({"What answers at " + source.server + " is not a Plenary server", "",
              "See that --server is its address"});
    return std::nullopt;
  }
  return *std::move(value);
}

std::string author_of(const json::Value& answer, const json::Value& told) {
  const json::Value& authors = member(answer, "authors");
  const std::uint64_t index = json::whole_or_zero(told, "by");
  if (!told.contains("by") || !authors.is_array() || index >= authors.size()) {
    return "Somebody";
  }
  const json::Value& author = authors[index];
  const std::string name = author.is_object() ? field(author, "name") : "";
  return name.empty() && author.is_object() ? field(author, "id") : name;
}

int done() {
  std::cout << std::flush;
  return std::cout ? kDone : complain({"Standard output cannot be written", "", ""});
}

}  // namespace plenary::cli
