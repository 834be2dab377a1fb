#include "kernel/store/view.h"

#include <array>
#include <string>

namespace yc::store {

std::span<const View* const> views() {
  static const std::array<const View*, 12> kViews = {
      &people_view(), &sessions_view(), &accounts_view(), &credentials_view(),
      &rights_view(), &texts_view(),    &chat_view(),     &moderation_view(),
      &spaces_view(), &social_view(),   &order_view(),    &city_view()};
  return kViews;
}

base::Status create_views(Database& database) {
  for (const View* view : views()) YC_CHECK(database.script(std::string(view->schema())));
  return {};
}

base::Status apply_to_views(Database& database, const Event& event) {
  for (const View* view : views()) YC_CHECK(view->apply(database, event));
  return {};
}

base::Status drop_views(Database& database) {
  for (const View* view : views()) {
    for (const std::string_view table : view->tables())
      YC_CHECK(database.script("DROP TABLE IF EXISTS " + std::string(table)));
  }
  return {};
}

}  // namespace yc::store
