// What Nix's lexer decides with a look at more than one token: text in strings, and paths.
// The tokens stand in the order of the grammar's `externals`.
#include <stdlib.h>
#include "tree_sitter/parser.h"

enum Token { TEXT, INDENTED_TEXT, PATH_START, PATH_TEXT, DOLLAR_ESCAPE, INDENTED_DOLLAR_ESCAPE, URI, TOKEN_COUNT };

// A long run of path characters that no path starts in, so that the tokens in it are not each looked at to its end.
// Bytes from its first to after its last; what stands from `uri` on may start a URI. A scanner is made for each parse.
typedef struct { uint32_t start, end, uri; } Run;

// Shorter runs are looked at each time: what a token depends on is then what was looked at for it, which parsing
// again from an earlier tree needs. The caller parses texts with longer runs afresh (`longRun.ts`).
enum { LONG_RUN = 512, BYTES_OF_CHAR = 2 };

static void take(TSLexer *lexer) { lexer->advance(lexer, false); }

static bool found(TSLexer *lexer, enum Token token) {
  lexer->result_symbol = token;
  return true;
}

static bool is_path_char(int32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
         c == '_' || c == '.';
}

// After a `$` that has been taken: is it text? Then the unit after it is too, so that `$${` opens nothing.
static bool dollar_is_text(TSLexer *lexer, int32_t special, int32_t other) {
  if (lexer->lookahead == '{') return false;
  if (lexer->lookahead != special && lexer->lookahead != other && !lexer->eof(lexer)) take(lexer);
  return true;
}

// "…": up to a quote, a backslash or `${`. Text that runs into the end of the file is no token.
static bool scan_text(TSLexer *lexer) {
  for (bool content = false;; content = true) {
    lexer->mark_end(lexer);
    if (lexer->eof(lexer)) return false;
    int32_t c = lexer->lookahead;
    if (c == '"' || c == '\\') return content && found(lexer, TEXT);
    take(lexer);
    if (c == '$' && !dollar_is_text(lexer, '"', '\\')) return content && found(lexer, TEXT);
  }
}

// ''…'': up to two quotes or `${`. `content`: whether a quote that turned out to be text was taken already.
static bool scan_indented_text(TSLexer *lexer, bool content) {
  for (;; content = true) {
    lexer->mark_end(lexer);
    if (lexer->eof(lexer)) return false;
    int32_t c = lexer->lookahead;
    take(lexer);
    if (c == '$' && !dollar_is_text(lexer, '\'', '\'')) return content && found(lexer, INDENTED_TEXT);
    if (c == '\'' && lexer->lookahead == '\'') return content && found(lexer, INDENTED_TEXT);
  }
}

// `\` before a `$`; the `$` is a token of the grammar.
static bool scan_dollar_escape(TSLexer *lexer) {
  take(lexer);
  lexer->mark_end(lexer);
  return lexer->lookahead == '$' && found(lexer, DOLLAR_ESCAPE);
}

// `''` or `''\` before a `$`, with the first quote taken.
static bool scan_indented_dollar_escape(TSLexer *lexer) {
  take(lexer);
  lexer->mark_end(lexer);
  if (lexer->lookahead == '$') return found(lexer, INDENTED_DOLLAR_ESCAPE);
  if (lexer->lookahead != '\\') return false;
  take(lexer);
  lexer->mark_end(lexer);
  return lexer->lookahead == '$' && found(lexer, INDENTED_DOLLAR_ESCAPE);
}

// The slashes of a path and what stands between them; one may end it, which Nix refuses later. `//` is an operator.
// Leaves the end marked after the path; says whether there was one, or a slash before `${`.
static bool scan_segments(TSLexer *lexer) {
  bool segments = false;
  while (lexer->lookahead == '/') {
    take(lexer);
    if (is_path_char(lexer->lookahead)) {
      while (is_path_char(lexer->lookahead)) take(lexer);
      lexer->mark_end(lexer);
      segments = true;
      continue;
    }
    if (lexer->lookahead == '$') {
      lexer->mark_end(lexer);
      take(lexer);
      return segments || lexer->lookahead == '{';
    }
    if (segments) lexer->mark_end(lexer);
    return segments;
  }
  return segments;
}

// Where the lexer is, in bytes: the word after `TSLexer` in web-tree-sitter's own lexer. Used only where it moves on as
// the characters of a run do, so that another layout makes the scanner slower, and nothing else.
static uint32_t position(const TSLexer *lexer) { return ((const uint32_t *)lexer)[8]; }

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_uri_char(int32_t c) {
  if (is_letter(c) || (c >= '0' && c <= '9')) return true;
  for (const char *other = "%/?:@&=+$,-_.!~*'"; *other; other++) if (c == *other) return true;
  return false;
}

// A path, or a URI: which of them is decided by what stands after the run of characters that both may start with.
static bool scan_path_or_uri(Run *known, TSLexer *lexer, const bool *valid) {
  while (lexer->lookahead == ' ' || lexer->lookahead == '\n' || lexer->lookahead == '\r' || lexer->lookahead == '\t') {
    lexer->advance(lexer, true);
  }
  uint32_t start = position(lexer);
  bool is_uri = valid[URI] && is_letter(lexer->lookahead);
  bool is_known = known->start <= start && start < known->end;
  if (is_known && !(is_uri && start >= known->uri)) return false;
  uint32_t length = 0, uri = 0;
  for (; is_path_char(lexer->lookahead); length++) {
    if (lexer->lookahead == '_') uri = length + 1;
    take(lexer);
  }
  uint32_t end = position(lexer);
  bool has_uri = false;
  if (lexer->lookahead == ':') {
    take(lexer);
    has_uri = is_uri_char(lexer->lookahead);
    if (has_uri && is_uri && uri == 0) {
      while (is_uri_char(lexer->lookahead)) take(lexer);
      lexer->mark_end(lexer);
      return found(lexer, URI);
    }
  } else if (valid[PATH_START] && scan_segments(lexer)) {
    return found(lexer, PATH_START);
  }
  if (!is_known && length >= LONG_RUN && end - start == length * BYTES_OF_CHAR) {
    *known = (Run){start, end, has_uri ? start + uri * BYTES_OF_CHAR : end};
  }
  return false;
}

// What follows an interpolation in a path without a blank.
static bool scan_path_text(TSLexer *lexer) {
  bool content = false;
  for (; is_path_char(lexer->lookahead); content = true) take(lexer);
  lexer->mark_end(lexer);
  return (scan_segments(lexer) || content) && found(lexer, PATH_TEXT);
}

bool tree_sitter_nix_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  // Everything is valid only while the parser recovers from an error. Text taken then would hide code.
  bool recovering = true;
  for (int token = 0; token < TOKEN_COUNT; token++) recovering = recovering && valid[token];
  if (recovering) return false;
  if (valid[TEXT]) return lexer->lookahead == '\\' ? scan_dollar_escape(lexer) : scan_text(lexer);
  if (valid[INDENTED_TEXT]) {
    if (lexer->lookahead != '\'') return scan_indented_text(lexer, false);
    lexer->mark_end(lexer);
    take(lexer);
    return lexer->lookahead == '\'' ? scan_indented_dollar_escape(lexer) : scan_indented_text(lexer, true);
  }
  // A path goes on right after an interpolation; after a blank another one starts.
  if (valid[PATH_TEXT] && (is_path_char(lexer->lookahead) || lexer->lookahead == '/')) return scan_path_text(lexer);
  return (valid[PATH_START] || valid[URI]) && scan_path_or_uri(payload, lexer, valid);
}

void *tree_sitter_nix_external_scanner_create(void) { return calloc(1, sizeof(Run)); }
void tree_sitter_nix_external_scanner_destroy(void *payload) { free(payload); }
unsigned tree_sitter_nix_external_scanner_serialize(void *payload, char *buffer) { return 0; }
void tree_sitter_nix_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {}
