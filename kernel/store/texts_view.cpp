#include "kernel/store/texts_view.h"

#include "kernel/store/view.h"

namespace yc::store {
namespace {

using Add = std::function<base::Status(const PrivateText&, base::PrincipalId person, TextPurpose,
                                       std::uint64_t owner)>;

base::Status note_account_texts(const Add& add, const Payload& payload) {
  return std::visit(
      Overload{
          [&](const CitizenEnrolled& e) -> base::Status {
            YC_CHECK(add(e.name, e.person, TextPurpose::account, 0));
            return add(e.skeleton, e.person, TextPurpose::account, 0);
          },
          [&](const ProfileChanged& e) {
            return add(e.languages, e.person, TextPurpose::account, 0);
          },
          [&](const PasskeyAdded& e) -> base::Status {
            YC_CHECK(add(e.credential_id, e.person, TextPurpose::credential, e.credential));
            YC_CHECK(add(e.public_key, e.person, TextPurpose::credential, e.credential));
            return add(e.label, e.person, TextPurpose::credential, e.credential);
          },
          [&](const PasswordSet& e) {
            return add(e.hash, e.person, TextPurpose::credential, e.credential);
          },
          [&](const CredentialRenamed& e) {
            return add(e.label, e.person, TextPurpose::credential, e.credential);
          },
          [&](const SessionOpened& e) {
            return add(e.browser, e.person, TextPurpose::session, e.session);
          },
          [&](const ApiKeyMade& e) { return add(e.label, e.person, TextPurpose::api_key, e.key); },
          [&](const VerificationRequested& e) {
            return add(e.statement, e.principal, TextPurpose::verification, e.request.value);
          },
          [&](const VerificationDecided& e) {
            return add(e.note, e.principal, TextPurpose::verification, e.request.value);
          },
          [&](const OrganisationMade& e) {
            return add(e.name, e.organisation, TextPurpose::name, 0);
          },
          [](const auto&) { return base::Status(); },
      },
      payload);
}

// Words about a person in an event that names only the case. SQL: a row (person, owner) of ?1.
struct CaseNote {
  const PrivateText* text = nullptr;
  std::uint64_t subject = 0;  // ?1
  TextPurpose purpose = TextPurpose::report;
  std::string_view whose;
};

CaseNote case_note_of(const Payload& payload) {
  return std::visit(Overload{
                        [](const ReportClosed& e) {
                          return CaseNote{&e.note, e.report.value, TextPurpose::report,
                                          "SELECT subject, id FROM report WHERE id = ?1"};
                        },
                        [](const SanctionLifted& e) {
                          return CaseNote{&e.reason, e.sanction.value, TextPurpose::sanction_reason,
                                          "SELECT person, id FROM sanction WHERE id = ?1"};
                        },
                        [](const AppealDecided& e) {
                          return CaseNote{&e.note, e.appeal.value, TextPurpose::appeal,
                                          "SELECT person, id FROM appeal WHERE id = ?1"};
                        },
                        [](const auto&) { return CaseNote{}; },
                    },
                    payload);
}

class TextsView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE personal_text(
        entry INTEGER NOT NULL, person INTEGER NOT NULL, purpose INTEGER NOT NULL,
        owner INTEGER NOT NULL, written INTEGER NOT NULL,
        PRIMARY KEY(entry, person)) STRICT, WITHOUT ROWID;
      CREATE INDEX personal_text_person ON personal_text(person);
      CREATE INDEX personal_text_age ON personal_text(purpose, written);)";
  }

  std::vector<std::string_view> tables() const override { return {"personal_text"}; }

  base::Status apply(Database& database, const Event& event) const override {
    if (const auto* erased = std::get_if<TextsErased>(&event.payload)) {
      for (const VaultEntry& entry : erased->entries)
        YC_CHECK(database.run("DELETE FROM personal_text WHERE entry = ?1", {entry.entry}));
      return {};
    }
    const Add add = [&](const PrivateText& text, base::PrincipalId person, TextPurpose purpose,
                        std::uint64_t owner) -> base::Status {
      if (text.entry == 0) return {};
      return database.run("INSERT OR IGNORE INTO personal_text VALUES(?1, ?2, ?3, ?4, ?5)",
                          {text.entry, person, static_cast<int>(purpose), owner, event.at.unix_ms});
    };
    if (const CaseNote note = case_note_of(event.payload); note.text != nullptr) {
      std::vector<std::pair<base::PrincipalId, std::uint64_t>> about;
      YC_CHECK(database.query(note.whose, {note.subject}, [&about](const Row& row) {
        about.emplace_back(row.id<base::PrincipalId>(0), row.number(1));
      }));
      for (const auto& [person, owner] : about)
        YC_CHECK(add(*note.text, person, note.purpose, owner));
      return {};
    }
    return std::visit(
        Overload{
            [&](const GuestAdmitted& e) { return add(e.name, e.person, TextPurpose::name, 0); },
            [&](const PersonRenamed& e) { return add(e.name, e.person, TextPurpose::name, 0); },
            [&](const ChatSaid& e) { return add(e.text, e.speaker, TextPurpose::chat, 0); },
            [&](const ReportFiled& e) {
              return add(e.text, e.reporter, TextPurpose::report, e.report.value);
            },
            [&](const SanctionPlaced& e) -> base::Status {
              YC_CHECK(add(e.address, e.person, TextPurpose::sanction_subject, e.sanction.value));
              YC_CHECK(add(e.reason, e.person, TextPurpose::sanction_reason, e.sanction.value));
              return add(e.device, e.person, TextPurpose::sanction_subject, e.sanction.value);
            },
            [&](const SpaceMade& e) { return add(e.name, e.owner, TextPurpose::space, 0); },
            [&](const SpaceRenamed& e) { return add(e.name, e.owner, TextPurpose::space, 0); },
            [&](const NoticePinned& e) -> base::Status {
              YC_CHECK(add(e.text, e.owner, TextPurpose::space, 0));
              return add(e.text, event.actor, TextPurpose::space, 0);
            },
            [&](const CharterSet& e) { return add(e.text, e.owner, TextPurpose::space, 0); },
            [&](const MessageSent& e) { return add(e.text, e.sender, TextPurpose::message, 0); },
            [&](const GroupMade& e) { return add(e.name, e.owner, TextPurpose::group_name, 0); },
            [&](const GroupRenamed& e) { return add(e.name, e.owner, TextPurpose::group_name, 0); },
            [&](const GatheringPlanned& e) -> base::Status {
              YC_CHECK(add(e.title, e.organiser, TextPurpose::gathering, 0));
              return add(e.text, e.organiser, TextPurpose::gathering, 0);
            },
            [&](const GatheringChanged& e) -> base::Status {
              YC_CHECK(add(e.title, e.organiser, TextPurpose::gathering, 0));
              return add(e.text, e.organiser, TextPurpose::gathering, 0);
            },
            [&](const AppealFiled& e) {
              return add(e.text, e.person, TextPurpose::appeal, e.appeal.value);
            },
            [&](const ActRecorded& e) -> base::Status {
              if (!e.person) return {};
              return add(e.reason, e.person, TextPurpose::audit, event.position);
            },
            [&](const auto&) { return note_account_texts(add, event.payload); },
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
