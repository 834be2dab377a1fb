#include "kernel/store/view.h"

namespace yc::store {
namespace {

class ChatView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE chat_line(
        position INTEGER PRIMARY KEY, space INTEGER NOT NULL, speaker INTEGER NOT NULL,
        scope INTEGER NOT NULL, recipient INTEGER NOT NULL, said INTEGER NOT NULL,
        text_entry INTEGER NOT NULL) STRICT;
      CREATE INDEX chat_line_space ON chat_line(space, position);
      CREATE INDEX chat_line_speaker ON chat_line(speaker, position);)";
  }

  std::vector<std::string_view> tables() const override { return {"chat_line"}; }

  base::Status apply(Database& database, const Event& event) const override {
    const auto* said = std::get_if<ChatSaid>(&event.payload);
    if (said == nullptr) return {};
    return database.run("INSERT INTO chat_line VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        {event.position, said->space, said->speaker, static_cast<int>(said->scope),
                         said->to, event.at.unix_ms, said->text.entry});
  }
};

}  // namespace

const View& chat_view() {
  static const ChatView kView;
  return kView;
}

}  // namespace yc::store
