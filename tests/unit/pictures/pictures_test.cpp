// The owner of papers' pictures, over a store in memory.
#include "server/pictures/pictures.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/pictures/files.hpp"
#include "tests/support/server/hand_clock.hpp"
#include "tests/support/storage/builders.hpp"

namespace plenary::server {
namespace {

using storage::testing::error_of;
using testing::png;
using testing::png_chunk;

class PicturesTest : public ::testing::Test {
 protected:
  std::string add(const std::string& paper, const std::string& file) {
    const auto added = pictures_.add(paper, file, "a-1");
    EXPECT_TRUE(added) << added.error().detail;
    return added ? added->picture.name : std::string();
  }

  const std::shared_ptr<storage::MemoryFamilies> families_ =
      std::make_shared<storage::MemoryFamilies>();
  storage::KeyValueStore store_{families_};
  testing::HandClock clock_{1'795'341'600'000};
  Pictures pictures_{store_, clock_};
};

TEST_F(PicturesTest, AreFoundAsTheyWereAdded) {
  const auto added = pictures_.add("a", png(4, 3, png_chunk("tEXt", "place")), "a-1");
  ASSERT_TRUE(added);
  EXPECT_TRUE(added->is_new);
  const StoredPicture expected{.name = storage::blob_name(png(4, 3)),
                               .type = PictureType::kPng,
                               .size = {4, 3},
                               .bytes = png(4, 3).size(),
                               .added_at = clock_.now(),
                               .added_by = "a-1"};
  EXPECT_EQ(added->picture, expected);
  EXPECT_EQ(pictures_.find("a", expected.name).value(), expected);
  EXPECT_EQ(pictures_.bytes_of(expected.name).value(), png(4, 3));
}

TEST_F(PicturesTest, BelongToTheirPaperOnly) {
  const std::string name = add("a", png(4, 3));
  EXPECT_EQ(error_of(pictures_.find("b", name)), Errc::kNotFound);
  EXPECT_EQ(error_of(pictures_.find("a", "../" + name)), Errc::kNotFound);
  EXPECT_TRUE(pictures_.of("b")->empty());
}

TEST_F(PicturesTest, OfSeveralPapersAreStoredOnce) {
  const std::string name = add("a", png(4, 3));
  const std::size_t writes = families_->writes();
  EXPECT_EQ(add("b", png(4, 3)), name);
  EXPECT_EQ(families_->writes(), writes + 1);
  EXPECT_FALSE(pictures_.add("b", png(4, 3), "a-2")->is_new);
  EXPECT_EQ(pictures_.find("b", name)->added_by, "a-1");
  EXPECT_EQ(families_->writes(), writes + 1) << "nothing is written again";
}

TEST_F(PicturesTest, AreDurableOnceTheyAreAnswered) {
  const std::string name = add("a", png(4, 3));
  families_->lose_unsynced();
  EXPECT_EQ(pictures_.bytes_of(pictures_.find("a", name)->name).value(), png(4, 3));
}

TEST_F(PicturesTest, AWriteThatFailsLeavesNothing) {
  families_->fail_writes({Errc::kReadOnly, "the disk is full"});
  EXPECT_EQ(error_of(pictures_.add("a", png(4, 3), "")), Errc::kReadOnly);
  EXPECT_TRUE(pictures_.of("a")->empty());
  EXPECT_TRUE(pictures_.add("a", png(4, 3), "")->is_new);
}

TEST_F(PicturesTest, OneScreenCopyStays) {
  const std::string name = add("a", png(400, 300, png_chunk("noIs", std::string(999, 'x'))));
  ASSERT_TRUE(pictures_.add_screen("a", name, png(40, 30)));
  ASSERT_TRUE(pictures_.add_screen("a", name, png(80, 60)));
  const StoredPicture::Screen expected{storage::blob_name(png(40, 30)), PictureType::kPng,
                                       png(40, 30).size()};
  EXPECT_EQ(pictures_.find("a", name)->screen, expected);
  EXPECT_EQ(pictures_.bytes_of(expected.name).value(), png(40, 30));
}

TEST_F(PicturesTest, ShapesOfCopiesAreCheckedToAPixel) {
  const std::string noise = png_chunk("noIs", std::string(999, 'x'));
  const std::string name = add("a", png(3000, 2, noise));
  EXPECT_TRUE(pictures_.add_screen("a", name, png(1600, 1)));
  const std::string other = add("a", png(3000, 2000, noise));
  EXPECT_EQ(error_of(pictures_.add_screen("a", other, png(1500, 1011))), Errc::kMalformed);
  EXPECT_TRUE(pictures_.add_screen("a", other, png(1500, 1010)));
}

TEST_F(PicturesTest, AreAdoptedByAPaperThatIsMadeFromAnother) {
  const std::string first = add("a", png(4, 3));
  clock_.pass(std::chrono::seconds(1));
  const std::string second = add("a", png(40, 30, png_chunk("noIs", std::string(99, 'x'))));
  ASSERT_TRUE(pictures_.add_screen("a", second, png(20, 15)));
  const std::string elsewhere = add("c", png(5, 5));
  const std::vector<std::string> names{first, second, elsewhere, "nothing"};
  ASSERT_TRUE(pictures_.adopt("a", "b", names));
  ASSERT_TRUE(pictures_.adopt("a", "b", names));
  EXPECT_EQ(pictures_.of("b").value(), pictures_.of("a").value());
}

TEST_F(PicturesTest, HaveALimitOfNumber) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < kPicturesPerPaperMax; ++i) {
    names.push_back(add("a", png(i + 1, 1)));
  }
  EXPECT_EQ(error_of(pictures_.add("a", png(2, 2), "")), Errc::kDocumentExists);
  EXPECT_FALSE(pictures_.add("a", png(7, 1), "")->is_new) << "one that it has";
  add("b", png(2, 2));
  EXPECT_EQ(error_of(pictures_.adopt("a", "b", names)), Errc::kDocumentExists);
  EXPECT_EQ(pictures_.of("b")->size(), 1u);
}

TEST_F(PicturesTest, DamagedRecordsAreSaid) {
  const std::string name = add("a", png(4, 3));
  for (const char* json : {"{}", "[]", "no", R"({"type":"image/bmp","width":1,"height":1})"}) {
    const storage::RecordChange change{"pictures/a", name, json};
    ASSERT_TRUE(store_.change_records({&change, 1}));
    EXPECT_EQ(error_of(pictures_.find("a", name)), Errc::kCorrupt);
    EXPECT_EQ(error_of(pictures_.of("a")), Errc::kCorrupt);
  }
}

}  // namespace
}  // namespace plenary::server
