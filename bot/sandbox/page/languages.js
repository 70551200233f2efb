/** The languages of Discord's clients, as each calls itself. */

export const LANGUAGES = {
  "en-US": "English (US)",
  "en-GB": "English (UK)",
  de: "Deutsch",
  fr: "Français",
  "es-ES": "Español",
  "es-419": "Español (LATAM)",
  it: "Italiano",
  nl: "Nederlands",
  pl: "Polski",
  "pt-BR": "Português (BR)",
  ru: "Русский",
  tr: "Türkçe",
  uk: "Українська",
  "zh-CN": "中文",
  "zh-TW": "繁體中文",
  ja: "日本語",
  ko: "한국어",
};
