import Diagnostics
import Text
import Model

/// What can be wrong with the meaning of a mask expression.
extension Diagnostic {
  /// A finding whose place is still to be added.
  private init(_ code: DiagnosticCode, _ message: String, notes: [String] = [], help: String? = nil) {
    self.init(code, .error, message, at: nil, notes: notes, help: help)
  }

  static func noRegion(_ region: RegionReference, _ problem: RegionProblem) -> Diagnostic {
    switch problem {
    case .noCharacters:
      return Diagnostic(
        MaskCode.noRegion, "expected a region of the base network, which has no 'char_cnn'",
        help: "give the base network 'characters', or leave 'char_cnn' out")
    case .noDirection(let direction, let directions):
      let known = directions.map { "'\($0.keyName)'" }.joined(separator: " and ")
      return Diagnostic(
        MaskCode.noRegion, "expected a direction of the encoder, which has \(known) only, found '\(direction.keyName)'",
        help: "leave the direction out, or choose a bidirectional 'base.encoder.kind'")
    case .noLayer(let layer, let layers):
      let known = layers == 1 ? "layer 1 only" : "layers 1 to \(layers)"
      return Diagnostic(
        MaskCode.noRegion, "expected a layer of the base network, which has \(known), found \(layer)",
        help: "layers count from 1 to 'base.encoder.layers'")
    case .reversed:
      return Diagnostic(
        MaskCode.noRegion, "expected the lower layer first, found '\(region.place)'", help: "exchange the two"
      )
    }
  }

  static func noTask(_ name: String, tasks: [String], meant: String?) -> Diagnostic {
    Diagnostic(
      MaskCode.noTask, "expected a task of the experiment, found '\(name)'",
      notes: tasks.isEmpty ? [] : ["the tasks are \(quotedList(tasks))"],
      help: meant.map { "perhaps '\($0)' is meant" })
  }

  static func noTower(of name: String, hasTowers: Bool) -> Diagnostic {
    Diagnostic(
      MaskCode.noTower,
      hasTowers
        ? "expected a task that has a tower, found '\(name)'"
        : "expected no tower: the base network has only one",
      help: "towers exist where the network or its encoder exists once for each task")
  }

  static func noFraction(_ value: Double) -> Diagnostic {
    Diagnostic(
      MaskCode.keepRange, "expected a fraction above 0 and at most 1, found \(value)",
      help: (2...100).contains(value) ? "write \(value / 100) for \(value) percent" : nil)
  }

  static func noRound(_ round: Int, of rounds: Int) -> Diagnostic {
    Diagnostic(
      MaskCode.roundRange, "expected a round from 0 to \(rounds), found \(round)",
      help: "the schedule's length is 'pruning.rate.rounds'")
  }

  static func tooComplex(at range: SourceRange?, path: String?) -> Diagnostic {
    Diagnostic(
      MaskCode.complexity, .error,
      "expected a simpler combination of learned masks: its decision diagram is too large", at: range,
      path: path)
  }

  static func tooComplexTogether(at range: SourceRange?, path: String?) -> Diagnostic {
    Diagnostic(
      MaskCode.complexity, .error,
      "expected simpler combinations of learned masks: the decision diagrams of this specification are too large together",
      at: range, path: path, help: "write the same combination for all tasks and variants, or fewer variants")
  }

  static func emptyIntersection(at range: SourceRange?, path: String?) -> Diagnostic {
    Diagnostic(
      MaskCode.emptyIntersection, .warning, "this keeps nothing, whatever the learned masks", at: range,
      path: path,
      help: "'|' joins masks, '&' keeps what they have in common")
  }

  static func withoutEffect(_ symbol: LearnedMask, at range: SourceRange?, path: String?) -> Diagnostic {
    Diagnostic(
      MaskCode.withoutEffect, .warning, "'\(symbol.expression)' has no effect on this mask", at: range,
      path: path,
      help: "leave it out, or check the operators around it")
  }
}
