// What Nix's lexer decides with a look at more than one token: text in strings, and paths.
// The tokens stand in the order of the grammar's `externals`.
#include "tree_sitter/parser.h"

enum Token { TEXT, INDENTED_TEXT, PATH_START, PATH_TEXT, DOLLAR_ESCAPE, INDENTED_DOLLAR_ESCAPE, TOKEN_COUNT };

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

static bool scan_path_start(TSLexer *lexer) {
  while (lexer->lookahead == ' ' || lexer->lookahead == '\n' || lexer->lookahead == '\r' || lexer->lookahead == '\t') {
    lexer->advance(lexer, true);
  }
  while (is_path_char(lexer->lookahead)) take(lexer);
  return scan_segments(lexer) && found(lexer, PATH_START);
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
  return valid[PATH_START] && scan_path_start(lexer);
}

void *tree_sitter_nix_external_scanner_create(void) { return 0; }
void tree_sitter_nix_external_scanner_destroy(void *payload) {}
unsigned tree_sitter_nix_external_scanner_serialize(void *payload, char *buffer) { return 0; }
void tree_sitter_nix_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {}
