#include "tests/integration/application/crowd.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

namespace plenary::server::testing {
namespace {

constexpr std::size_t kOpsTogether = 40;
/// After a refusal: a server that is gone refuses as fast as it is asked.
constexpr std::chrono::milliseconds kPause{5};
constexpr const char* kJson = "Content-Type: application/json\r\n";

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

std::string about(const std::string& paper) {
  return R"("c":"documents","d":")" + paper + "\"";
}

/// Requests that keep each of the pools busy, and some that change something.
struct Request {
  const char* line;
  const char* body;
};
constexpr std::array kRequests{
    Request{"GET /api/v1/documents?query=a", ""},
    Request{"GET /api/v1/documents/shared/content?format=html", ""},
    Request{"GET /api/v1/documents/shared/versions/1?format=markdown", ""},
    Request{"GET /api/v1/documents/shared/diff?from=1", ""},
    Request{"GET /api/v1/documents/shared/blame", ""},
    Request{"GET /api/v1/documents/shared/operations?from=0", ""},
    Request{"GET /api/v1/documents/shared/sessions", ""},
    Request{"GET /api/v1/documents/shared/threads?query=remark", ""},
    Request{"GET /api/v1/documents/shared/threads?version=1", ""},
    Request{"POST /api/v1/documents/shared/threads",
            R"({"comment":"A remark","anchor":{"version":1,"index":0,"length":4}})"},
    Request{"POST /api/v1/documents",
            R"({"title":"T","content":{"format":"markdown","data":"# A\n\n* b\n* *c*\n"}})"},
    Request{"POST /api/v1/documents/shared/restore", R"({"version":1})"},
    Request{"POST /api/v1/documents/shared/milestones", R"({"name":"One more"})"},
    Request{"PATCH /api/v1/documents/shared", R"({"title":"Another title"})"},
    Request{"GET /metrics", ""},
};

std::string text_of(const Venue& venue, const std::string& line, const std::string& body) {
  return request(line, venue.credentials + (body.empty() ? "" : kJson), body);
}

/// Reads messages up to one that holds the text, or until the server closes. Returns all of them.
std::string messages_until(const Wire& wire, const std::string& text) {
  std::string all;
  while (const std::optional<std::string> message = wire.read_message()) {
    all += *message;
    if (message->find(text) != std::string::npos) {
      break;
    }
  }
  return all;
}

/// A socket; nothing if the server refuses it, or is gone.
std::optional<Wire> open_socket(const Venue& venue) {
  Wire wire(venue.port);
  wire.send(upgrade(venue.credentials));
  if (!wire.read_until("\r\n\r\n").starts_with("HTTP/1.1 101")) {
    return std::nullopt;
  }
  wire.send(text_frame(R"({"a":"hs","id":null,"protocol":1,"protocolMinor":2})"));
  return wire;
}

}  // namespace

std::string answer_to(const Venue& venue, const std::string& line, const std::string& body) {
  Wire wire(venue.port);
  wire.send(request(line, venue.credentials + "Connection: close\r\n" + (body.empty() ? "" : kJson),
                    body));
  return wire.read_all();
}

Crowd::Crowd(Venue venue, test::Random& random) : venue_(std::move(venue)) {
  const std::uint64_t seed = random.below(1'000'000);
  for (std::size_t i = 0; i < 2; ++i) {
    threads_.emplace_back([this, i] { edit(venue_.round + "-" + std::to_string(i)); });
    threads_.emplace_back([this, seed, i] { listen(seed + i); });
    threads_.emplace_back([this, seed, i] { ask(seed + 10 + i); });
  }
  threads_.emplace_back([this] { guess_passwords(); });
  threads_.emplace_back([this] { back_up(); });
}

void Crowd::leave() {
  over_ = true;
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

/// Writes as fast as it is acknowledged, many operations at once.
void Crowd::edit(const std::string& paper) {
  const std::optional<Wire> opened = open_socket(venue_);
  if (!opened) {
    return;
  }
  const Wire& wire = *opened;
  std::size_t seq = 1;
  wire.send(text_frame("{\"a\":\"op\"," + about(paper) +
                       R"(,"v":null,"seq":1,"create":{"type":"rich-text","data":[]}})"));
  std::size_t taken = 0;
  while (!over_) {
    std::string frames;
    for (std::size_t i = 0; i < kOpsTogether; ++i) {
      frames += text_frame("{\"a\":\"op\"," + about(paper) + ",\"v\":null,\"seq\":" +
                           std::to_string(++seq) + R"(,"op":[{"insert":"word "}]})");
    }
    wire.send(frames);
    const std::string last = "\"seq\":" + std::to_string(seq) + ",";
    const std::string answers = messages_until(wire, last);
    taken += count(answers, "\"seq\":") - count(answers, "\"error\":");
    if (answers.find(last) == std::string::npos ||
        answers.find("\"error\":") != std::string::npos) {
      break;
    }
  }
  const std::lock_guard lock(mutex_);
  acknowledged_[paper] = taken;
}

/// Listens to everything of one paper, writes into it, and comes and goes.
void Crowd::listen(std::uint64_t seed) {
  test::Random random(seed);
  while (!over_) {
    const std::optional<Wire> opened = open_socket(venue_);
    if (!opened) {
      std::this_thread::sleep_for(kPause);
      continue;
    }
    const Wire& wire = *opened;
    const std::string channel = R"("ch":"documents.shared")";
    wire.send(text_frame("{\"a\":\"s\"," + about("shared") + ",\"v\":null}"));
    wire.send(text_frame("{\"a\":\"watch\"," + about("shared") + "}"));
    wire.send(text_frame("{\"a\":\"threads\"," + about("shared") + "}"));
    wire.send(text_frame("{\"a\":\"ps\"," + channel + ",\"seq\":1}"));
    const std::size_t rounds = random.below(20);
    for (std::size_t i = 1; i <= rounds && !over_; ++i) {
      const std::string n = std::to_string(i);
      wire.send(text_frame("{\"a\":\"op\"," + about("shared") + ",\"v\":null,\"seq\":" + n +
                           R"(,"op":[{"insert":"x"}]})"));
      wire.send(text_frame("{\"a\":\"p\"," + channel + R"(,"id":"i","p":{"index":0},"pv":)" + n +
                           "," + about("shared") + R"(,"v":1,"t":"rich-text"})"));
      wire.send(
          text_frame("{\"a\":\"nf\"," + about("shared") + ",\"id\":" + n + ",\"v\":" + n + "}"));
      wire.send(text_frame("{\"a\":\"bs\",\"c\":\"documents\",\"b\":[\"shared\",\"none\"]}"));
      const std::string shown = "\"pv\":" + n;
      if (random.chance(50) && messages_until(wire, shown).find(shown) == std::string::npos) {
        break;  // the server has closed it
      }
    }
  }
}

/// Asks at random over HTTP; sometimes does not wait for the answer.
void Crowd::ask(std::uint64_t seed) {
  test::Random random(seed);
  while (!over_) {
    const Request& wanted = random.pick(kRequests);
    Wire wire(venue_.port);
    wire.send(text_of(venue_, wanted.line, wanted.body));
    if (random.chance(70) && wire.read_until("\r\n\r\n").empty()) {
      std::this_thread::sleep_for(kPause);
    }
  }
}

void Crowd::guess_passwords() {
  while (!over_) {
    Wire wire(venue_.port);
    wire.send(text_of(venue_, "POST /api/v1/session",
                      R"({"email":"ada@example.org","password":"not the right one"})"));
    if (wire.read_until("\r\n\r\n").empty()) {
      std::this_thread::sleep_for(kPause);
    }
  }
}

/// Asks for a backup again and again over the control socket.
void Crowd::back_up() {
  for (std::size_t i = 0; !over_; ++i) {
    const int control = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, venue_.control.c_str(), sizeof(address.sun_path) - 1);
    if (::connect(control, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      const std::filesystem::path to = venue_.backups / (venue_.round + "-" + std::to_string(i));
      const std::string line = R"({"command":"checkpoint","to":")" + to.string() + "\"}\n";
      static_cast<void>(::send(control, line.data(), line.size(), MSG_NOSIGNAL));
      char answer = 0;
      static_cast<void>(::recv(control, &answer, 1, 0));
      std::error_code ignored;
      std::filesystem::remove_all(to, ignored);
    }
    ::close(control);
    std::this_thread::sleep_for(kPause);
  }
}

HookReceiver::HookReceiver() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  static_cast<void>(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), size));
  static_cast<void>(::listen(listening_, 64));
  static_cast<void>(::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size));
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

HookReceiver::~HookReceiver() {
  ::shutdown(listening_, SHUT_RDWR);
  thread_.join();
  ::close(listening_);
}

void HookReceiver::serve() const {
  constexpr std::string_view kTaken = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  constexpr std::string_view kNotNow = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
  for (std::size_t i = 0;; ++i) {
    const int one = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (one < 0) {
      return;
    }
    std::array<char, 4096> asked{};
    static_cast<void>(::recv(one, asked.data(), asked.size(), 0));
    std::this_thread::sleep_for(std::chrono::milliseconds(i % 30));
    const std::string_view answer = i % 3 == 0 ? kNotNow : kTaken;
    static_cast<void>(::send(one, answer.data(), answer.size(), MSG_NOSIGNAL));
    ::close(one);
  }
}

}  // namespace plenary::server::testing
