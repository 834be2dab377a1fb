#include "kernel/store/texts_view.h"

#include "kernel/store/view.h"

namespace yc::store {
namespace {

class TextsView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE personal_text(
        entry INTEGER PRIMARY KEY, person INTEGER NOT NULL, purpose INTEGER NOT NULL,
        owner INTEGER NOT NULL, written INTEGER NOT NULL) STRICT;
      CREATE INDEX personal_text_person ON personal_text(person);
      CREATE INDEX personal_text_age ON personal_text(purpose, written);)";
  }

  std::vector<std::string_view> tables() const override { return {"personal_text"}; }

  base::Status apply(Database& database, const Event& event) const override {
    const auto add = [&](const PrivateText& text, base::PrincipalId person, TextPurpose purpose,
                         base::CaseId owner) -> base::Status {
      if (text.entry == 0) return {};
      return database.run("INSERT INTO personal_text VALUES(?1, ?2, ?3, ?4, ?5)",
                          {text.entry, person, static_cast<int>(purpose), owner, event.at.unix_ms});
    };
    return std::visit(
        Overload{
            [&](const GuestAdmitted& e) { return add(e.name, e.person, TextPurpose::name, {}); },
            [&](const PersonRenamed& e) { return add(e.name, e.person, TextPurpose::name, {}); },
            [&](const ChatSaid& e) { return add(e.text, e.speaker, TextPurpose::chat, {}); },
            [&](const ReportFiled& e) {
              return add(e.text, e.reporter, TextPurpose::report, e.report);
            },
            [&](const SanctionPlaced& e) -> base::Status {
              YC_CHECK(add(e.address, e.person, TextPurpose::sanction_subject, e.sanction));
              return add(e.device, e.person, TextPurpose::sanction_subject, e.sanction);
            },
            [&](const SpaceMade& e) { return add(e.name, e.owner, TextPurpose::space, {}); },
            [&](const SpaceRenamed& e) { return add(e.name, e.owner, TextPurpose::space, {}); },
            [&](const NoticePinned& e) { return add(e.text, e.owner, TextPurpose::space, {}); },
            [&](const CharterSet& e) { return add(e.text, e.owner, TextPurpose::space, {}); },
            [&](const TextsErased& e) -> base::Status {
              for (const VaultEntry& erased : e.entries)
                YC_CHECK(
                    database.run("DELETE FROM personal_text WHERE entry = ?1", {erased.entry}));
              return {};
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& texts_view() {
  static const TextsView kView;
  return kView;
}

}  // namespace yc::store
