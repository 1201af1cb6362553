#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Programs of the build, run as a person would.
namespace plenary::cli::testing {

struct Ran {
  int exit{-1};
  std::string out;
  std::string err;
};

/// The path at which the build puts a program.
[[nodiscard]] std::filesystem::path program(const std::string& name);

/// Runs `plenary` with these arguments, without the environment's PLENARY_SERVER, and waits.
[[nodiscard]] Ran plenary(const std::vector<std::string>& arguments);

/// A server on a port of its own, stopped by SIGTERM when the object goes.
class Server {
 public:
  /// Nothing if there is no program to start: the variable PLENARYD, or plenaryd of this build.
  [[nodiscard]] static std::optional<std::filesystem::path> find_program();

  Server(const std::filesystem::path& program, const std::filesystem::path& data_directory);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// `http://127.0.0.1:port`; empty if it did not start.
  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  pid_t process_{-1};
  int output_{-1};
  std::string address_;
};

[[nodiscard]] std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& bytes);

}  // namespace plenary::cli::testing
