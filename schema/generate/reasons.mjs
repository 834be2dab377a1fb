// What people read of each reason, for C++ (answers of HTTP) and the pages.
import { banner } from './names.mjs';

export const LANGUAGES = ['en', 'zh'];

/** Those that a `refused` of the WebSocket may bear. */
export const reasonsOfWebSocket = (reasons) =>
  Object.keys(reasons).filter((id) => reasons[id].only !== 'http');

function checkReason(id, reason) {
  for (const language of LANGUAGES) {
    const { title, remedy } = reason[language] ?? {};
    if (!title || !remedy)
      throw new Error(`reasons.json: ${id} lacks title or remedy in ${language}`);
  }
  if (!(reason.status >= 400 && reason.status < 600)) {
    throw new Error(`reasons.json: ${id} lacks the status that HTTP answers with`);
  }
}

const cppText = ({ title, remedy }) => `{${JSON.stringify(title)}, ${JSON.stringify(remedy)}}`;

export function reasonsCpp({ reasons }) {
  const rows = Object.entries(reasons).map(([id, reason]) => {
    checkReason(id, reason);
    const texts = LANGUAGES.map((language) => `      ${cppText(reason[language])},`);
    return `    {${reason.status},  // ${id}\n     {{\n${texts.join('\n')}\n     }}},\n`;
  });
  return `#pragma once
${banner('reasons.json')}
#include <array>
#include <string_view>

#include "schema/messages.h"

namespace yc::schema {

enum class Language { ${LANGUAGES.join(', ')} };
inline constexpr std::array<std::string_view, ${LANGUAGES.length}> kLanguageTags{"en", "zh-CN"};

// Sentences for people: what happened, and what to do about it.
struct ReasonText {
  std::string_view title;
  std::string_view remedy;
};

struct ReasonRow {
  int status = 0;  // that HTTP answers with
  std::array<ReasonText, ${LANGUAGES.length}> texts;
};

inline constexpr std::array<ReasonRow, ${rows.length}> kReasonRows{{
${rows.join('')}}};

constexpr int status_of(Reason reason) {
  return kReasonRows[static_cast<std::size_t>(reason)].status;
}
constexpr const ReasonText& text_of(Reason reason, Language language) {
  return kReasonRows[static_cast<std::size_t>(reason)].texts[static_cast<std::size_t>(language)];
}

}  // namespace yc::schema
`;
}

/** A file for each language: a page fetches the one it speaks. */
export function reasonsTs({ reasons }, language) {
  const rows = reasonsOfWebSocket(reasons).map((id) => {
    checkReason(id, reasons[id]);
    return `  ${id}: ${JSON.stringify(reasons[id][language])},\n`;
  });
  const name = `reasons${language[0].toUpperCase()}${language.slice(1)}`;
  return `${banner('reasons.json')}
import type { Reason } from './messages';
import type { ReasonText } from '../reason-text';

export const ${name}: Record<Reason, ReasonText> = {
${rows.join('')}};
`;
}
