#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

/// The folder of the fuzz target, from the root of the repository.
extern const char* const kFuzzRoom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace plenary {
namespace {

namespace fs = std::filesystem;

int replay(const fs::path& folder) {
  int files = 0;
  if (!fs::exists(folder)) {
    return files;
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    SCOPED_TRACE(entry.path().string());
    EXPECT_EQ(
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()),
        0);
    ++files;
  }
  return files;
}

TEST(FuzzReplay, SeedsPass) {
  EXPECT_GT(replay(fs::path(kFuzzRoom) / "seeds"), 0);
}

TEST(FuzzReplay, InputsThatOnceCrashedPass) {
  std::cout << replay(fs::path(kFuzzRoom) / "crashers") << " former crashers\n";
}

TEST(FuzzReplay, NothingIsAnInputToo) {
  EXPECT_EQ(LLVMFuzzerTestOneInput(nullptr, 0), 0);
}

}  // namespace
}  // namespace plenary
