// After an erasure no byte of a person is left: in no file of the folder, in no new backup. Walks
// schema/events.json, so that a new private field which nothing erases fails here.
#include <gtest/gtest.h>

#include <fstream>

#include "kernel/base/json.h"
#include "kernel/store/data_folder.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/search.h"
#include "kernel/store/sqlite.h"
#include "kernel/store/testing/test_world.h"

namespace yc::store {
namespace {

using base::Json;

constexpr base::PrincipalId kGone{1000};
constexpr base::PrincipalId kStays{2000};

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string all_bytes(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) all += file_text(entry.path());
  }
  return all;
}

// ASCII text as UTF-16; big endian is the same one byte earlier.
std::string utf16(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c;
    out += '\0';
  }
  out.pop_back();
  return out;
}

// Writes a field of a payload: every principal is `person`, every case, space ... number 5, every
// time long past, every text empty.
void put_field(PayloadWriter& writer, const Json& schema, const std::string& type,
               base::PrincipalId person) {
  if (type == "principal") return writer.put(person);
  if (type == "bool") return writer.put(false);
  if (type == "u8") return writer.put(std::uint8_t{1});
  if (type == "u16") return writer.put(std::uint16_t{1});
  if (type == "u32") return writer.put(std::uint32_t{1});
  if (type == "i64") return writer.put(std::int64_t{1});
  if (type == "digest") return writer.put(base::sha256("token of " + std::to_string(person.value)));
  if (type == "private") return writer.put(PrivateText{});
  if (type == "text") return writer.text("", 0);
  if (type.starts_with("list:")) return writer.list(std::vector<Corner>{}, 0);
  if (schema["enums"].contains(type)) {
    std::uint8_t least = 255;
    for (const auto& [name, number] : schema["enums"][type].items())
      least = std::min(least, number.get<std::uint8_t>());
    return writer.put(least);
  }
  writer.put(person.value + 5);  // ids
}

class WholeErasureTest : public ::testing::Test {
 protected:
  WholeErasureTest() { world.open(); }

  bool has_private(const Json& event) {
    for (const Json& field : event["fields"]) {
      if (field[1] == "private") return true;
    }
    return false;
  }

  Payload payload_of(const Json& event, base::PrincipalId person) {
    PayloadWriter writer;
    for (const Json& field : event["fields"]) put_field(writer, schema, field[1], person);
    return decode_payload(event["kind"], event["version"], writer.take()).value();
  }

  // Everything that can be written in words by or about a person; answers the words.
  std::vector<std::string> write_all(base::PrincipalId person, const std::string& mark) {
    std::vector<std::string> traces;
    std::map<int, std::string> by_kind;  // a thing is made before it is changed
    for (const auto& [name, event] : schema["events"].items()) {
      if (has_private(event)) by_kind[event["kind"].get<int>()] = name;
    }
    for (const auto& [kind, name] : by_kind) {
      Payload payload = payload_of(schema["events"][name], person);
      int field = 0;
      const auto fill = [&](PrivateText& text) {
        text.text = mark + "-" + name + "-" + std::to_string(field++) + "-" + mark;
        traces.push_back(text.text);
      };
      std::visit([&](auto& made) { made.each_private(fill); }, payload);
      EXPECT_TRUE(world.put(city_stream(), std::move(payload), person)) << name;
    }
    return traces;
  }

  Json schema =
      base::parse_json(file_text(std::string(YC_SOURCE_DIR) + "/schema/events.json")).value();
  testing::TestWorld world;
};

TEST_F(WholeErasureTest, NoPrivateFieldOfAnyEventIsLeftAfterAnErasure) {
  const auto gone = write_all(kGone, "Gone");
  const auto stay = write_all(kStays, "Stay");
  const std::string before = all_bytes(world.folder);
  for (const std::string& trace : gone)
    EXPECT_TRUE(before.contains(trace)) << "the search finds what is there: " << trace;
  Search search(*world.store);
  EXPECT_FALSE(search.find(SearchKind::person, "Gone", 10)->empty());

  const std::uint64_t erased = world.store->erase_person(kGone, kGone).value();
  EXPECT_EQ(erased, gone.size());

  ASSERT_TRUE(backup(world.folder, world.temporary.path() + "/backup", world.parts()));
  const std::string after = all_bytes(world.temporary.path());
  for (const std::string& trace : gone) {
    EXPECT_FALSE(after.contains(trace)) << trace << ": texts_view.cpp says whose it is";
    EXPECT_FALSE(after.contains(utf16(trace))) << trace;
  }
  for (const std::string& trace : stay) EXPECT_TRUE(after.contains(trace)) << trace;
  const auto report = verify(world.folder, world.parts());
  EXPECT_EQ(report->faults, std::vector<std::string>());
}

TEST_F(WholeErasureTest, AnErasedPersonAndWhatTheyNamedAreFoundByNobody) {
  write_all(kGone, "Gone");
  ASSERT_TRUE(world.store->erase_person(kGone, kGone));
  Search search(*world.store);
  for (const SearchKind kind : {SearchKind::person, SearchKind::space, SearchKind::gathering})
    EXPECT_TRUE(search.find(kind, "Gone", 10)->empty());
  const auto database =
      Database::open(database_path(world.folder), DatabaseMode::read_only, nullptr).value();
  EXPECT_EQ(database->integer("SELECT count(*) FROM vault_word").value(), 0);
}

// In somebody else's space, too.
TEST_F(WholeErasureTest, ANoticeGoesWithItsWriterAndWithItsOwner) {
  const base::PrincipalId owner = world.admit("Owner");
  const base::PrincipalId writer = world.admit("Writer");
  const auto pin = [&](std::uint64_t id, const std::string& text) {
    ASSERT_TRUE(world.put(space_stream({5}), NoticePinned{id, {5}, owner, text}, writer));
  };
  pin(1, "notice one");
  ASSERT_TRUE(world.store->erase_person(writer, writer));
  EXPECT_FALSE(all_bytes(world.folder).contains("notice one"));
  pin(2, "notice two");
  ASSERT_TRUE(world.store->erase_person(owner, owner));
  EXPECT_FALSE(all_bytes(world.folder).contains("notice two"));
  EXPECT_TRUE(verify(world.folder, world.parts())->clean());
}

}  // namespace
}  // namespace yc::store
