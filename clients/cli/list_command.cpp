#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/fields.hpp"
#include "clients/cli/http_client.hpp"

#include <iostream>
#include <memory>
#include <string>

namespace plenary::cli {
namespace {

struct ListOptions {
  std::string query;
  std::string server{kDefaultServer};
};

void print_document(const HttpClient& client, const json::Value& document) {
  // Tabs, so that cut and sort work; nothing that is printed holds one.
  std::cout << field(document, "updated_at") << '\t' << "v" << field(document, "version") << '\t'
            << client.server() << field(document, "address") << '\t' << field(document, "title")
            << '\n';
}

int list_documents(const ListOptions& options) {
  HttpClient client(options.server);
  Query query{{"limit", "200"}};
  if (!options.query.empty()) {
    query["query"] = options.query;
  }
  while (true) {
    const Result<Response> response = client.get("/api/v1/documents", query);
    if (!response) {
      return complain({response.error().detail, "",
                       "See that the server runs and that --server is its address"});
    }
    if (response->status != 200) {
      return complain({"The server did not list its documents: " + problem_of(*response), "", ""});
    }
    const Result<json::Value> page = json::parse(response->body);
    const json::Value* const documents = page ? json::find_member(*page, "documents") : nullptr;
    if (documents == nullptr || !documents->is_array()) {
      return complain({"What answers at " + client.server() + " is not a Plenary server", "",
                       "See that --server is its address"});
    }
    for (const json::Value& document : *documents) {
      if (document.is_object()) {
        print_document(client, document);
      }
    }
    const auto next = json::required_text_member(*page, "next_cursor");
    if (!next) {
      return kDone;
    }
    query["cursor"] = *next;
  }
}

}  // namespace

void add_list(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App* command =
      program.add_subcommand("list", "List the documents of a server, the last changed first");
  command->add_option("--query", options->query, "Only those whose title holds these words");
  command
      ->add_option(
          "--server", options->server,
          "Address of the server; if it asks who you are, a token of yours is in PLENARY_TOKEN")
      ->envname("PLENARY_SERVER")
      ->capture_default_str();
  command->footer("A line for each: last change, version, address, title, divided by tabs.");
  command->callback(
      [options, &chosen] { chosen = [options] { return list_documents(*options); }; });
}

}  // namespace plenary::cli
