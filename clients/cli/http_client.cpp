#include "clients/cli/http_client.hpp"

#include <httplib.h>

#include <cstdlib>
#include <string_view>
#include <utility>

namespace plenary::cli {
namespace {

/// Making a document of a thousand pages takes the server a second or two; a machine under load,
/// some more.
constexpr int kAnswerSeconds = 120;
constexpr int kConnectSeconds = 10;

std::string trimmed(std::string server) {
  while (!server.empty() && server.back() == '/') {
    server.pop_back();
  }
  return server.find("://") == std::string::npos ? "http://" + server : server;
}

httplib::Client connect_to(const std::string& server) {
  httplib::Client client(server);
  // The token is not an argument: other users of the machine can see arguments.
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread
  if (const char* token = std::getenv("PLENARY_TOKEN"); token != nullptr && *token != '\0') {
    client.set_bearer_token_auth(token);
  }
  client.set_connection_timeout(kConnectSeconds);
  client.set_read_timeout(kAnswerSeconds);
  client.set_write_timeout(kAnswerSeconds);
  return client;
}

Error failure_of(httplib::Error error, const std::string& server) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
      return {Errc::kNotFound, "no server answers at " + server};
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return {Errc::kNotFound, "no trusted connection can be made to " + server};
    default:
      return {Errc::kIo,
              "the connection to " + server + " broke off: " + httplib::to_string(error)};
  }
}

Result<Response> answer_of(const httplib::Result& result, const std::string& server) {
  if (!result) {
    return failure_of(result.error(), server);
  }
  return Response{result->status, result->body, result->get_header_value("Plenary-Version")};
}

}  // namespace

HttpClient::HttpClient(std::string server) : server_(trimmed(std::move(server))) {}

Result<Response> HttpClient::get(const std::string& path, const Query& query) {
  httplib::Client client = connect_to(server_);
  if (!client.is_valid()) {
    return Error{Errc::kNotFound, server_ + " is not an address of a server"};
  }
  const httplib::Params params(query.begin(), query.end());
  return answer_of(client.Get(httplib::append_query_params(path, params).c_str()), server_);
}

Result<Response> HttpClient::post(const std::string& path, const json::Value& body) {
  httplib::Client client = connect_to(server_);
  if (!client.is_valid()) {
    return Error{Errc::kNotFound, server_ + " is not an address of a server"};
  }
  return answer_of(client.Post(path.c_str(), json::to_string(body), "application/json"), server_);
}

std::string problem_of(const Response& response) {
  const Result<json::Value> problem = json::parse(response.body);
  if (problem) {
    for (const char* name : {"detail", "title"}) {
      std::string sentence = json::text_or_empty(*problem, name);
      if (!sentence.empty()) {
        if (sentence.back() == '.') {
          sentence.pop_back();
        }
        return sentence + " (" + std::to_string(response.status) + ")";
      }
    }
  }
  return "the server answered with status " + std::to_string(response.status);
}

std::string escaped(const std::string& segment) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : segment) {
    const auto b = static_cast<unsigned char>(c);
    const bool plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[b >> 4];
      out += kDigits[b & 0x0f];
    }
  }
  return out;
}

}  // namespace plenary::cli
