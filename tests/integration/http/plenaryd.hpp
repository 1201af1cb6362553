#pragma once

#include <httplib.h>
#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace plenary::server::testing {

inline constexpr const char* kJson = "application/json";

/// The body that makes the first account, Ama.
[[nodiscard]] inline std::string first_account(const std::string& secret) {
  return R"({"secret":")" + secret +
         R"(","email":"ama@example.org","name":"Ama","password":"a long password"})";
}

/// With or without --open.
enum class Reach { kOpen, kOwnMachine };

/// A plenaryd of this build (or the one that the variable PLENARYD names), on a port of its own.
class Plenaryd {
 public:
  /// Starts it over `data_dir` and waits until it listens. `more`: further arguments.
  explicit Plenaryd(const std::filesystem::path& data_dir, std::vector<std::string> more = {},
                    Reach reach = Reach::kOpen);
  Plenaryd(const Plenaryd&) = delete;
  Plenaryd& operator=(const Plenaryd&) = delete;
  /// Kills it if it still runs.
  ~Plenaryd();

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] httplib::Client client() const;
  /// Sends bytes on a connection of their own, waits for an answer, and reads until the server
  /// closes it, or for `wait_ms` without hearing anything more.
  [[nodiscard]] std::string exchange(const std::string& bytes, int wait_ms = 3000) const {
    return converse({bytes}, wait_ms);
  }
  /// The same with several turns: each but the first is sent once something came after the one
  /// before.
  [[nodiscard]] std::string converse(const std::vector<std::string>& turns, int wait_ms) const;

  /// The secret of the address that makes the first account. To be asked once, and only if there is
  /// no account yet.
  [[nodiscard]] std::string read_set_up_secret() const;

  /// Ends it with a signal and returns how it ended: its status, or minus the signal.
  int end(int signal);

 private:
  pid_t process_{-1};
  int output_{-1};
  int port_{0};
};

struct Ended {
  int status{0};  // minus the signal
  std::string error;
};
/// Runs it with these arguments and waits for its end: for those that it refuses.
[[nodiscard]] Ended run_plenaryd(const std::vector<std::string>& arguments);

}  // namespace plenary::server::testing
