import Diagnostics
import MaskAlgebra
import Testing

// Each block is an expression and what is found about it: carets under the place (`<` before an empty one), the code,
// the message and, in braces, what the first fix-it puts there.

private let badSyntax = #"""
  char_cnn encoder.1
           ^^^^^^^ E0305 expected an operator before 'encoder'

  all and none
      ^^^ E0305 expected an operator before 'and' {&}

  not all
  ^^^ E0307 expected a mask, found the unknown name 'not' {~}

  all + none
      ^ E0301 expected an operator or a mask, found '+' {|}

  all || none
      ^^ E0301 expected an operator or a mask, found '||' {|}

  all && none & ?
      ^^ E0301 expected an operator or a mask, found '&&' {&}
                ^ E0301 expected an operator or a mask, found '?'

  all |
       < E0304 expected a mask after '|', found the end

  | all
  ^ E0304 expected a mask, found '|'

  all | | none
        ^ E0304 expected a mask after '|', found '|'

  all & 
        < E0304 expected a mask after '&', found the end

  ()
   ^ E0304 expected a mask after '(', found ')'

  (all
  ^ E0306 expected ')' for this '('

  all)
     ^ E0306 expected no ')' here: none is open

  (all))
       ^ E0306 expected no ')' here: none is open

  ((all | none)
  ^ E0306 expected ')' for this '('

  encodr.1
  ^^^^^^ E0307 expected a mask, found the unknown name 'encodr' {encoder}

  ner | pos
  ^^^ E0307 expected a mask, found the unknown name 'ner'
        ^^^ E0307 expected a mask, found the unknown name 'pos'

  tower ner
  ^^^^^ E0309 expected '(' after 'tower'

  imp
  ^^^ E0309 expected '(' after 'imp'

  imp()
  ^^^^^ E0309 expected a task in 'imp'

  imp(ner
     ^ E0306 expected ')' for this '('

  imp(ner,
          < E0309 expected an argument, found the end

  imp(ner,)
          ^ E0309 expected an argument, found ')'

  imp(ner pos)
          ^^^ E0309 expected ',' or ')' after the argument, found 'pos'

  imp(imp(ner))
         ^ E0309 expected ',' or ')' after the argument, found '('

  imp(ner, keeps: 0.5)
           ^^^^^ E0309 expected 'keep' or 'round' in 'imp', found 'keeps' {keep}

  imp(ner, keep: 0.5, round: 6)
                      ^^^^^^^^ E0325 expected either 'keep' or 'round', found both

  imp(ner, keep: half)
                 ^^^^ E0303 expected a decimal number, found 'half'

  imp(ner, keep: .5)
                 ^^ E0303 expected a decimal number, found '.5'

  imp(ner, keep: 50%)
                   ^ E0301 expected an operator or a mask, found '%'

  imp(ner, round: 1.5)
                  ^^^ E0303 expected a whole number, found '1.5'

  imp(ner, round: -1)
                  ^^ E0303 expected a whole number, found '-1'

  imp(ner, round: 06)
                  ^^ E0303 expected a whole number, found '06'

  imp(ner, 0.5)
           ^^^ E0309 expected 'keep' or 'round' and a colon in 'imp', found '0.5'

  imp(keep: 0.5)
  ^^^^^^^^^^^^^^ E0309 expected a task in 'imp'

  imp(ner, keep: 0.5, keep: 0.6)
                      ^^^^ E0309 expected 'keep' once in 'imp'

  random(0.5)
         ^^^ E0309 expected 'keep' or 'seed' and a colon in 'random', found '0.5'

  random(keep: 0.5)
  ^^^^^^^^^^^^^^^^^ E0309 expected 'seed' in 'random'

  random(keep: 0.5, sed: 3)
                    ^^^ E0309 expected 'keep' or 'seed' in 'random', found 'sed' {seed}

  file(masks.safetensors)
       ^^^^^^^^^^^^^^^^^ E0309 expected a path in double quotes

  file("masks.safetensors)
       ^^^^^^^^^^^^^^^^^^^ E0302 expected '"' at the end of the string

  file("a\b")
         ^ E0302 expected '"' or '\' after the backslash

  file("")
       ^^ E0309 expected a path in double quotes

  tower('ner')
        ^^^^^ E0301 expected double quotes around the string, found single ones {"ner"}

  tower(a.b)
        ^^^ E0309 expected a task, found 'a.b'

  encoder.1.weight
            ^^^^^^ E0308 expected 'forward', 'backward', 'input', 'recurrent', 'weights' or 'biases' in 'encoder.1', found 'weight' {weights}

  encoder.1.weights.forward
                    ^^^^^^^ E0308 expected nothing after 'encoder.1.weights', found 'forward'

  encoder.forward.1
                  ^ E0308 expected 'input', 'recurrent', 'weights' or 'biases' in 'encoder.forward', found '1'

  char_cnn.forward
           ^^^^^^^ E0308 expected 'weights' or 'biases' in 'char_cnn', found 'forward'

  encoder.1.2
            ^ E0308 expected 'forward', 'backward', 'input', 'recurrent', 'weights' or 'biases' in 'encoder.1', found '2'

  encoder.
          < E0308 expected 'forward', 'backward', 'input', 'recurrent', 'weights' or 'biases' in 'encoder', found the end

  encoder.1.
            < E0308 expected 'forward', 'backward', 'input', 'recurrent', 'weights' or 'biases' in 'encoder.1', found the end

  encoder..1
         ^^ E0305 expected an operator before '..'

  all.weights
     ^^^^^^^^ E0308 expected an operator or the end: 'all' has no parts

  imp(ner).weights
          ^^^^^^^^ E0308 expected an operator or the end: 'imp' has no parts

  layers
  ^^^^^^ E0309 expected '(' after 'layers'

  layers(1-2)
         ^^^ E0309 expected a layer or a range of layers, found '1-2'

  layers(1..)
         ^^^ E0309 expected a layer or a range of layers, found '1..'

  layers(..2)
         ^^^ E0309 expected a layer or a range of layers, found '..2'

  layers(a)
         ^ E0309 expected a layer or a range of layers, found 'a'

  layers(1, 2)
            ^ E0309 expected no further argument of 'layers', found '2'

  layers(1..2
        ^ E0306 expected ')' for this '('

  encoder.99999999999999999999
          ^^^^^^^^^^^^^^^^^^^^ E0303 expected a whole number, found '99999999999999999999'

  1
  ^ E0304 expected a mask, found '1'

  "all"
  ^^^^^ E0304 expected a mask, found '"all"'

  all,none
     ^ E0305 expected an operator before ','

  foo(bar) | baz.qux
  ^^^ E0307 expected a mask, found the unknown name 'foo'
             ^^^ E0307 expected a mask, found the unknown name 'baz'

  encoder.1.weights.weights
                    ^^^^^^^ E0308 expected nothing after 'encoder.1.weights', found 'weights'

  weights.forward
         ^^^^^^^^ E0308 expected an operator or the end: 'weights' has no parts

  é | all
  ^ E0301 expected an operator or a mask, found 'é'

  all | imp(ner,, round: 6)
                ^ E0309 expected an argument, found ','

  all ~none
      ^ E0305 expected an operator before '~'

  masks: all
  ^^^^^ E0307 expected a mask, found the unknown name 'masks'
  """#

private let badMeaning = #"""
  encoder.3
  ^^^^^^^^^ E0320 expected a layer of the base network, which has layers 1 to 2, found 3

  encoder.0
  ^^^^^^^^^ E0320 expected a layer of the base network, which has layers 1 to 2, found 0

  layers(2..1)
  ^^^^^^^^^^^^ E0320 expected the lower layer first, found 'layers(2..1)'

  layers(1..3)
  ^^^^^^^^^^^^ E0320 expected a layer of the base network, which has layers 1 to 2, found 3

  layers(5).weights | encoder.7
  ^^^^^^^^^^^^^^^^^ E0320 expected a layer of the base network, which has layers 1 to 2, found 5
                      ^^^^^^^^^ E0320 expected a layer of the base network, which has layers 1 to 2, found 7

  imp(nre)
      ^^^ E0321 expected a task of the experiment, found 'nre' {ner}

  imp("nre")
      ^^^^^ E0321 expected a task of the experiment, found 'nre'

  imp(zzz)
      ^^^ E0321 expected a task of the experiment, found 'zzz'

  tower(self)
        ^^^^ E0322 expected no tower: the base network has only one

  imp(ner, keep: 50)
                 ^^ E0323 expected a fraction above 0 and at most 1, found 50.0

  imp(ner, keep: 0)
                 ^ E0323 expected a fraction above 0 and at most 1, found 0.0

  imp(ner, keep: -0.5)
                 ^^^^ E0323 expected a fraction above 0 and at most 1, found -0.5

  imp(ner, round: 21)
                  ^^ E0324 expected a round from 0 to 20, found 21

  random(keep: 1.5, seed: 1)
               ^^^ E0323 expected a fraction above 0 and at most 1, found 1.5

  encoder.1 & encoder.2
  ^^^^^^^^^^^^^^^^^^^^^ W0303 this keeps nothing, whatever the learned masks

  imp(ner) & biases
  ^^^^^^^^ W0302 'imp(ner)' has no effect on this mask

  char_cnn - (char_cnn | encoder)
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ W0303 this keeps nothing, whatever the learned masks

  imp(ner) | all
  ^^^^^^^^ W0302 'imp(ner)' has no effect on this mask

  imp(nre, round: 99)
      ^^^ E0321 expected a task of the experiment, found 'nre' {ner}
                  ^^ E0324 expected a round from 0 to 20, found 99
  """#

/// The blocks of a text, separated by empty lines.
private func blocks(_ text: String) -> [String] {
  text.split(separator: "\n\n").map(String.init)
}

/// The expression `text` with what is found when it is read and understood on the paper's base with two layers.
private func findings(about text: String) -> String {
  var (expression, log) = parse(text)
  if let expression {
    let scope = MaskScope(
      universe: paperBase(layers: 2), tasks: ["pos", "ner", "chunk"], owner: "ner", rounds: 20)
    _ = CanonicalMask(expression, in: scope, log: &log)
  }
  return ([text] + log.sorted.map(marked)).joined(separator: "\n")
}

/// `diagnostic` under the text that it is about.
private func marked(_ diagnostic: Diagnostic) -> String {
  guard let range = diagnostic.range else { return diagnostic.message }
  let (start, end) = (range.start.column, range.end.column)
  let marks = start == end ? "<" : String(repeating: "^", count: end - start)
  let fixIt = diagnostic.fixIts.first.map { " {\($0.replacement)}" } ?? ""
  return String(repeating: " ", count: start - 1)
    + "\(marks) \(diagnostic.code.id) \(diagnostic.message)\(fixIt)"
}

@Test(arguments: blocks(badSyntax) + blocks(badMeaning))
func badExpressionsAreReportedWhereTheyAreBad(block: String) {
  let text = block.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
  #expect(findings(about: text) == block)
}

@Test func emptyExpressionsAreReported() {
  #expect(findings(about: "") == "\n< E0300 expected a mask, found nothing")
  #expect(findings(about: " \n ").hasSuffix("E0300 expected a mask, found nothing"))
}

/// Where one fix-it is offered and nothing else is wrong, following it gives an expression.
@Test(arguments: blocks(badSyntax).filter { $0.contains("{") && $0.count { $0 == "\n" } == 1 })
func fixItsMend(block: String) throws {
  let text = block.split(separator: "\n").first.map(String.init) ?? ""
  let fixIt = try #require(parse(text).log.diagnostics.first?.fixIts.first)
  #expect(parse(apply(fixIt, to: text)).expression != nil)
}

@Test func aTextThatIsNotVerbatimIsMarkedAsAWhole() throws {
  let file = SourceFile(name: "spec", text: "masks: \"all |\\u0020non | imp(nre)\"")
  let whole = SourceRange(file, 7..<file.bytes.count)
  var log = DiagnosticLog()
  #expect(
    MaskExpression(
      parsing: LocatedText("all | non | imp(nre", at: whole), path: "sharing.masks.ner", log: &log) == nil)
  #expect(log.diagnostics.map(\.code.id) == ["E0307", "E0306"])
  #expect(
    log.diagnostics.allSatisfy { $0.range == whole && $0.path == "sharing.masks.ner" && $0.fixIts.isEmpty })
}

@Test func codesAreUniqueAndExplained() {
  let codes = MaskCode.all
  #expect(Set(codes.map(\.id)).count == codes.count)
  for code in codes {
    #expect(code.id.hasPrefix("E03") || code.id.hasPrefix("W03"))
    #expect(code.explanation.contains("\n") && !code.title.isEmpty, "\(code.id)")
  }
}

/// Every code of this module that an expression alone can give is given by some example here.
@Test func everyCodeOfAnExpressionHasAnExample() {
  let shown = blocks(badSyntax) + blocks(badMeaning)
  let ids = MaskCode.all.map(\.id).filter {
    !["E0300", "E0310", "E0326"].contains($0) && !$0.hasPrefix("E033")
  }
  for id in ids where !["W0301", "W0304"].contains(id) {
    #expect(shown.contains { $0.contains(" \(id) ") }, "\(id)")
  }
}
