# SYNTAX TEST "source.nix" "strings, indented strings, interpolation, escapes"
[
  "plain \n \${not} $${not} ${toString (1 + x)} end"
# ^ string.quoted.double.nix punctuation.definition.string.begin.nix
#        ^^ constant.character.escape.nix
#           ^^ constant.character.escape.nix
#             ^^^^ - meta.embedded
#                   ^^^^^^ - meta.embedded
#                           ^^ punctuation.section.embedded.begin.nix
#                             ^^^^^^^^ support.function.builtin.nix
#                                       ^ constant.numeric.integer.nix
#                                         ^ keyword.operator.arithmetic.nix
#                                             ^ punctuation.section.embedded.end.nix
#                                               ^^^ string.quoted.double.nix - meta.embedded
  ''
# ^^ punctuation.definition.string.begin.nix
    text ''${not} ''' ''\n ${ { a = "}"; }.a } 'quoted'
#        ^^^ constant.character.escape.nix
#                 ^^^ constant.character.escape.nix
#                     ^^^^ constant.character.escape.nix
#                               ^ variable.other.property.nix
#                                    ^ string.quoted.double.nix
#                                            ^ punctuation.section.embedded.end.nix
#                                              ^^^^^^^^ string.quoted.other.indented.nix
    # no comment
#   ^^^^^^^^^^^^ string.quoted.other.indented.nix - comment
  ''
# ^^ punctuation.definition.string.end.nix
  x
# ^ variable.other.nix - string
  https://example.org/a?b=c
# ^^^^^^^^^^^^^^^^^^^^^^^^^ string.unquoted.uri.nix
]
