# SYNTAX TEST "source.nix" "comments, keywords, operators, numbers, paths, builtins"
/* block */ 1
# <- comment.block.nix
#           ^ constant.numeric.integer.nix - comment
/** doc
# <- comment.block.documentation.nix
*/ 2.5e3
#  ^^^^^ constant.numeric.float.nix
(if a == 1 && !b then rec { x = 1; } else throw "no")
#^^ keyword.control.conditional.nix
#     ^^ keyword.operator.comparison.nix
#          ^^ keyword.operator.logical.nix
#             ^ keyword.operator.logical.nix
#                ^^^^ keyword.control.conditional.nix
#                     ^^^ keyword.other.rec.nix
#                                    ^^^^ keyword.control.conditional.nix
#                                         ^^^^^ support.function.builtin.nix
(a // b ++ c -> d)
#  ^^ keyword.operator.update.nix
#       ^^ keyword.operator.concatenation.nix
#            ^^ keyword.operator.logical.nix
(a.b or c ? d.e)
#^ variable.other.nix
# ^ punctuation.accessor.nix
#  ^ variable.other.property.nix
#    ^^ keyword.other.or.nix
#         ^ keyword.operator.has-attribute.nix
(xs |> map f <| ys)
#   ^^ keyword.operator.pipe.nix
#      ^^^ support.function.builtin.nix
#            ^^ keyword.operator.pipe.nix
(builtins.attrNames __currentSystem)
#^^^^^^^^ support.constant.builtins.nix
#         ^^^^^^^^^ support.function.builtin.nix
#                   ^^^^^^^^^^^^^^^ support.function.builtin.nix
(assert x != null; ~/a/b + ./${c}/d.nix + /etc/x + a/b - c-d)
#^^^^^^ keyword.control.assert.nix
#                ^ punctuation.terminator.nix
#                  ^^^^^ string.unquoted.path.nix
#                        ^ keyword.operator.arithmetic.nix - string
#                          ^^ string.unquoted.path.nix
#                            ^^ string.unquoted.path.nix punctuation.section.embedded.begin.nix
#                               ^ punctuation.section.embedded.end.nix
#                                ^^^^^^ string.unquoted.path.nix
#                                       ^ keyword.operator.arithmetic.nix
#                                         ^^^^^^ string.unquoted.path.nix
#                                                  ^^^ string.unquoted.path.nix
#                                                      ^ keyword.operator.arithmetic.nix
#                                                        ^^^ variable.other.nix
(a / b)
#  ^ keyword.operator.arithmetic.nix - string
x' # a comment
# <- variable.other.nix
#  ^ punctuation.definition.comment.nix
#    ^^^^^^^^^ comment.line.number-sign.nix
if-not-a-keyword
# <- variable.other.nix
#^^^^^^^^^^^^^^^ variable.other.nix
