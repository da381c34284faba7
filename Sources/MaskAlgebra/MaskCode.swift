package import Diagnostics
import Text

/// The rules that mask expressions and configurations keep.
package enum MaskCode {
  /// Every rule of this module, by code.
  package static let all: [DiagnosticCode] = syntax + meaning + configuration + warnings

  // MARK: The text of an expression

  static let syntax = [
    empty, character, string, number, missingMask, missingOperator, parenthesis, unknownMask, part, arguments,
    size,
  ]

  static let empty = DiagnosticCode(
    "E0300", "a mask expression is empty",
    explanation: """
      A mask expression says which parameters a task uses. For all of them write `all`, for none `none`.

      ```yaml wrong
      sharing: {masks: {'*': ""}}
      ```

      ```yaml right
      sharing: {masks: {'*': all}}
      ```
      """)

  static let character = DiagnosticCode(
    "E0301", "a character does not belong into a mask expression",
    explanation: """
      The operators are `~` (not), `&` (and), `-` (but not), `^` (one but not the other) and `|` (or), each written
      once. Signs of other languages are not understood.

      ```mask wrong
      char_cnn + encoder.1
      ```

      ```mask right
      char_cnn | encoder.1
      ```
      """)

  static let string = DiagnosticCode(
    "E0302", "a string does not end or holds an unknown escape",
    explanation: """
      A string stands in double quotes on one line. In it `\\"` is a quote and `\\\\` a backslash; there are no other
      escapes.

      ```mask wrong
      file("masks.safetensors)
      ```

      ```mask right
      file("masks.safetensors")
      ```
      """)

  static let number = DiagnosticCode(
    "E0303", "a number is not written as one",
    explanation: """
      Layers, rounds and seeds are whole numbers without sign or leading zeros; fractions are decimal numbers such as
      `0.5` or `1e-3`.

      ```mask wrong
      imp(self, round: 06)
      ```

      ```mask right
      imp(self, round: 6)
      ```
      """)

  static let missingMask = DiagnosticCode(
    "E0304", "a mask is missing",
    explanation: """
      Every operator but `~` stands between two masks, `~` stands before one, and parentheses hold one.

      ```mask wrong
      encoder.1 |
      ```

      ```mask right
      encoder.1 | encoder.2
      ```
      """)

  static let missingOperator = DiagnosticCode(
    "E0305", "an operator is missing between two masks",
    explanation: """
      Two masks are joined by `&`, `-`, `^` or `|`.

      ```mask wrong
      char_cnn encoder.1
      ```

      ```mask right
      char_cnn | encoder.1
      ```
      """)

  static let parenthesis = DiagnosticCode(
    "E0306", "a parenthesis has no partner",
    explanation: """
      Every `(` needs its `)` and the other way round.

      ```mask wrong
      (imp(self) | encoder.1 & weights
      ```

      ```mask right
      (imp(self) | encoder.1) & weights
      ```
      """)

  static let unknownMask = DiagnosticCode(
    "E0307", "a name is no mask",
    explanation: """
      A mask is one of the constants `all` and `none`; a region such as `char_cnn`, `encoder`, `encoder.1`,
      `layers(1..2)`, `weights` or `biases`; a task's tower, `tower(ner)`; or a mask that is found or read: `imp(ner)`,
      `random(keep: 0.5, seed: 3)`, `file("masks.safetensors", ner)`. A task's name alone is not a mask.

      ```mask wrong
      ner | pos
      ```

      ```yaml right
      sharing: {masks: {pos: imp(pos), ner: imp(ner) | imp(pos), chunk: imp(chunk)}}
      ```
      """)

  static let part = DiagnosticCode(
    "E0308", "a region has no such part",
    explanation: """
      After `encoder`, `encoder.1` or `layers(1..2)` there may follow a direction (`forward`, `backward`), a part
      (`input`, `recurrent`) and an attribute (`weights`, `biases`), each once and in this order. After `char_cnn` there
      may follow an attribute. Other masks have no parts.

      ```mask wrong
      encoder.1.weights.forward
      ```

      ```mask right
      encoder.1.forward.weights
      ```
      """)

  static let arguments = DiagnosticCode(
    "E0309", "the arguments of a mask are wrong",
    explanation: """
      `layers` takes a layer or a range of layers; `tower` a task; `imp` a task and possibly either `keep:` or `round:`;
      `random` takes `keep:` and `seed:`; `file` a path in double quotes and possibly a task. Task names that are not made
      of letters, digits, `_` and `-` stand in double quotes; `self` is the task whose mask is being told.

      ```mask wrong
      random(0.5)
      ```

      ```mask right
      random(keep: 0.5, seed: 3)
      ```
      """)

  static let size = DiagnosticCode(
    "E0310", "a mask expression is too long or too deep",
    explanation: """
      An expression has at most 16,384 bytes and nests at most 200 levels of parentheses and `~`.

      Expressions that people write stay far below. One that a program writes can usually be shorter: `~~all` is `all`.
      """)

  // MARK: What an expression means for a base network

  static let meaning = [noRegion, noTask, noTower, keepRange, roundRange, keepAndRound, complexity]

  package static let noRegion = DiagnosticCode(
    "E0320", "a region is not in the base network",
    explanation: """
      Layers count from 1 to `base.encoder.layers`, and there is a `char_cnn` only with `base.characters`. An encoder of
      one direction has no `backward` part.

      ```yaml wrong
      base: {encoder: {layers: 1}}
      sharing: {masks: {'*': layers(1..2)}}     # there is one layer
      ```

      ```yaml right
      base: {encoder: {layers: 2}}
      sharing: {masks: {'*': layers(1..2)}}
      ```
      """)

  package static let noTask = DiagnosticCode(
    "E0321", "a mask names an unknown task",
    explanation: """
      `tower(…)` and `imp(…)` name a task of the experiment, or `self`.

      ```yaml wrong
      sharing: {masks: {'*': imp(self), ner: imp(nre)}}     # did you mean 'ner'?
      ```

      ```yaml right
      sharing: {masks: {'*': imp(self), ner: imp(ner)}}
      ```
      """)

  package static let noTower = DiagnosticCode(
    "E0322", "a mask names a tower, but the base network has only one",
    explanation: """
      `tower(…)` picks one of several copies of the base network. It means something only where the network, or its
      encoder, exists once for each task.

      ```yaml wrong
      sharing: {towers: none, masks: {'*': tower(self)}}
      ```

      ```yaml right
      sharing: {towers: all, masks: {'*': tower(self)}}
      ```
      """)

  static let keepRange = DiagnosticCode(
    "E0323", "a fraction to keep lies outside its range",
    explanation: """
      `keep:` is the fraction of the prunable parameters that a mask keeps: above 0 and at most 1.

      ```mask wrong
      imp(self, keep: 50)
      ```

      ```mask right
      imp(self, keep: 0.5)
      ```
      """)

  package static let roundRange = DiagnosticCode(
    "E0324", "a round lies beyond the pruning schedule",
    explanation: """
      `round:` counts the rounds of pruning, from 0 (nothing pruned) to `pruning.rate.rounds`.

      ```yaml wrong
      pruning: {rate: {final: 0.1, rounds: 20}}
      sharing: {masks: {'*': 'imp(self, round: 21)'}}
      ```

      ```yaml right
      pruning: {rate: {final: 0.1, rounds: 20}}
      sharing: {masks: {'*': 'imp(self, round: 20)'}}
      ```
      """)

  static let keepAndRound = DiagnosticCode(
    "E0325", "a mask has both 'keep' and 'round'",
    explanation: """
      Each of the two picks one of the masks that pruning goes through; write the one that is meant.

      ```mask wrong
      imp(self, keep: 0.5, round: 6)
      ```

      ```mask right
      imp(self, round: 6)
      ```
      """)

  static let complexity = DiagnosticCode(
    "E0326", "a mask depends on learned masks in too complicated a way",
    explanation: """
      Masks are compared by their canonical form, a decision diagram over the learned masks. Its size is limited to
      10,000 nodes and the work to find it to 300,000 steps, which only contrived combinations of dozens of learned
      masks exceed. All masks of a specification together may take 600,000 steps, those counted once that differ in
      nothing but names.
      """)

  // MARK: The masks of all tasks together

  static let configuration = [cutPath, noEncoder, severalTowers, noInput]

  static let cutPath = DiagnosticCode(
    "E0330", "a layer is used above one that is not",
    explanation: """
      A layer whose mask is empty for a task is not in the task's subnet, and its head reads the deepest layer that is.
      A live layer above a dead one would read nothing.

      ```mask wrong
      encoder.2              # layer 1 is empty
      ```

      ```mask right
      layers(1..2)
      ```
      """)

  static let noEncoder = DiagnosticCode(
    "E0331", "a task uses no encoder layer",
    explanation: """
      The head of a task reads the deepest live encoder layer, so at least the first layer must have some weights.

      ```mask wrong
      char_cnn
      ```

      ```mask right
      char_cnn | encoder.1
      ```
      """)

  static let severalTowers = DiagnosticCode(
    "E0332", "a task uses several towers that nothing couples",
    explanation: """
      Without a coupling the sentences of a task run through one tower, so its mask must be empty in all others.

      ```mask wrong
      tower(ner) | tower(pos)
      ```

      ```mask right
      tower(ner)
      ```
      """)

  static let noInput = DiagnosticCode(
    "E0333", "a layer is used without its input weights",
    explanation: """
      A layer that keeps recurrent weights but no input weights gives the same output for every sentence.

      ```mask wrong
      encoder.1.recurrent
      ```

      ```mask right
      encoder.1
      ```
      """)

  // MARK: Meanings that are hardly wanted

  static let warnings = [equalMasks, withoutEffect, emptyIntersection, deadBiases]

  static let equalMasks = DiagnosticCode(
    "W0301", "two tasks have the same mask, learned for one of them",
    explanation: """
      Often a line was copied and one name forgotten.

      ```yaml wrong
      sharing: {masks: {pos: imp(pos), ner: imp(pos), chunk: imp(chunk)}}
      ```

      ```yaml right
      sharing: {masks: {pos: imp(pos), ner: imp(ner), chunk: imp(chunk)}}
      ```
      """)

  static let withoutEffect = DiagnosticCode(
    "W0302", "a learned mask has no effect",
    explanation: """
      The mask is the same with or without it, so it is not computed. Learned and random masks keep everything that
      pruning excludes, such as biases.

      ```mask wrong
      imp(self) & biases | layers(1..2)     # imp(self) changes nothing
      ```

      ```mask right
      layers(1..2)
      ```
      """)

  static let emptyIntersection = DiagnosticCode(
    "W0303", "masks that are joined have nothing in common, or nothing is left of one",
    explanation: """
      The result is empty whatever the learned masks are.

      ```mask wrong
      encoder.1 | encoder.1 & encoder.2
      ```

      ```mask right
      encoder.1 | encoder.2
      ```
      """)

  static let deadBiases = DiagnosticCode(
    "W0304", "a task keeps the biases of a layer without weights",
    explanation: """
      A layer without weights is not in the task's subnet, so its biases are counted but never used.

      ```mask wrong
      encoder.1 | biases     # with two layers
      ```

      ```mask right
      encoder.1
      ```
      """)
}
