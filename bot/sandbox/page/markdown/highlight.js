/** Colours source code lightly: comments, strings, numbers, keywords and calls; enough to read it by. */

const WORDS = {
  python:
    "and as assert async await break case class continue def del elif else except finally for from global if import " +
    "in is lambda match nonlocal not or pass raise return try while with yield True False None self",
  javascript:
    "async await break case catch class const continue default delete do else export extends finally for from " +
    "function if import in instanceof interface let new of return static super switch this throw try type typeof " +
    "var void while yield true false null undefined",
  c:
    "auto bool break case catch char class const continue default defer do double else enum extends final float fn " +
    "for func go if impl import int interface let long loop match mod mut namespace new package private protected " +
    "pub public return self short signed static string struct super switch this throw trait try type unsigned use " +
    "using var virtual void where while true false null nil nullptr None Some",
  shell: "case do done elif else esac export fi for function if in local return set then until while cd echo sudo",
  sql:
    "add all alter and as asc by create delete desc distinct drop exists from group having in index inner insert " +
    "into is join key left like limit not null on or order outer primary right select set table union update values " +
    "view where",
  data: "true false null",
};

const HASH = "#[^\\n]*";
const SLASHES = "\\/\\/[^\\n]*|\\/\\*[^]*?\\*\\/";
const STYLES = {
  python: { words: WORDS.python, comment: HASH },
  javascript: { words: WORDS.javascript, comment: SLASHES },
  c: { words: WORDS.c, comment: SLASHES },
  shell: { words: WORDS.shell, comment: HASH },
  sql: { words: `${WORDS.sql} ${WORDS.sql.toUpperCase()}`, comment: "--[^\\n]*" },
  json: { words: WORDS.data, comment: SLASHES },
  yaml: { words: WORDS.data, comment: HASH },
};
const NAMES = {
  python: "python py",
  javascript: "javascript js jsx typescript ts tsx",
  c: "c h cpp c++ cc hpp cs csharp java kotlin kt go golang rust rs swift php dart scala",
  shell: "bash sh shell zsh console",
  sql: "sql sqlite postgresql",
  json: "json jsonc",
  yaml: "yaml yml toml ini",
};
const STYLE_OF = new Map(
  Object.entries(NAMES).flatMap(([style, names]) => names.split(" ").map((name) => [name, STYLES[style]])),
);

const STRING =
  "\"\"\"[^]*?\"\"\"|'''[^]*?'''|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|`(?:\\\\.|[^`\\\\])*`";
const NUMBER = "\\b(?:0[xX][\\da-fA-F_]+|\\d[\\d_]*(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)\\b";
const CALL = "\\b[A-Za-z_]\\w*(?=\\()";

/** The code as `[kind, text]` stretches; kind is "" for what has no colour. Unknown languages stay as they are. */
export function highlight(code, language) {
  const style = STYLE_OF.get(language.toLowerCase());
  if (!style) return [["", code]];
  const words = `\\b(?:${style.words.split(" ").join("|")})\\b`;
  const kinds = { comment: style.comment, string: STRING, number: NUMBER, keyword: words, call: CALL };
  const pattern = Object.entries(kinds).map(([kind, source]) => `(?<${kind}>${source})`);
  const stretches = [];
  let at = 0;
  for (const match of code.matchAll(new RegExp(pattern.join("|"), "g"))) {
    if (match.index > at) stretches.push(["", code.slice(at, match.index)]);
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    stretches.push([kind, match[0]]);
    at = match.index + match[0].length;
  }
  if (at < code.length) stretches.push(["", code.slice(at)]);
  return stretches;
}
