import Diagnostics
import Model
import Text

extension MaskParser {
  /// Reads what follows `name`, the first word of an operand, which was read last.
  mutating func parsePrimitive(named name: String) -> MaskExpression {
    let start = previous?.bytes.lowerBound ?? 0
    guard let form = parseForm(named: name, from: start) else { return placeholder }
    if current.kind == .dot {
      let dot = current.bytes.lowerBound
      skipOperand()
      reporter.report(.noParts(of: name), at: bytes(from: dot))
    }
    return MaskExpression(form, at: range(from: start))
  }

  private mutating func parseForm(named name: String, from start: Int) -> MaskExpression.Form? {
    switch name {
    case "all": return .all
    case "none": return MaskExpression.Form.none
    case "weights": return .region(RegionReference(.everywhere, attribute: .weights))
    case "biases": return .region(RegionReference(.everywhere, attribute: .biases))
    case "char_cnn": return parseParts(of: .charCNN, from: start).map { .region($0) }
    case "encoder": return parseEncoder(from: start)
    case "layers": return parseLayers(from: start)
    case "tower": return parseTower()
    case "imp": return parseImp()
    case "random": return parseRandom()
    case "file": return parseFile()
    default:
      let replacement = name == "not" ? "~" : likelyMeant(by: name, among: MaskSpelling.primitives).first
      reporter.report(.unknownMask(name), at: start..<(start + name.utf8.count), replacement: replacement)
      skipOperand()
      return nil
    }
  }

  /// Reads `.2.forward…` after `encoder`.
  private mutating func parseEncoder(from start: Int) -> MaskExpression.Form? {
    guard current.kind == .dot, case .number(let digits) = next.kind else {
      return parseParts(of: .encoder, from: start).map { .region($0) }
    }
    advance()
    advance()
    guard let layer = wholeNumber(digits, at: bytes(from: previous?.bytes.lowerBound ?? start)) else {
      return nil
    }
    return parseParts(of: .layer(layer), from: start).map { .region($0) }
  }

  /// Reads `(1..2).forward…` after `layers`.
  private mutating func parseLayers(from start: Int) -> MaskExpression.Form? {
    guard let written = parseArguments(of: "layers") else { return nil }
    var arguments = ArgumentReader(written, of: "layers", at: bytes(from: start))
    let span = arguments.positional("the layers", reporter: &reporter)
    arguments.finish(reporter: &reporter)
    guard let span, let place = readLayers(span) else { return nil }
    return parseParts(of: place, from: start).map { .region($0) }
  }

  /// The layers that `argument` tells: `2` or `1..2`.
  private mutating func readLayers(_ argument: MaskArgument) -> RegionReference.Place? {
    guard case .bare(let text) = argument.value, let layers = span(text) else {
      reporter.report(.expectedLayers(found: reporter.string(argument.bytes)), at: argument.bytes)
      return nil
    }
    return layers
  }

  /// The layers that `text` tells, if it tells any.
  private func span(_ text: String) -> RegionReference.Place? {
    guard let dot = text.firstIndex(of: ".") else {
      return wholeNumber(text).map { .layers($0, through: nil) }
    }
    guard text[dot...].hasPrefix(".."), let first = wholeNumber(text[..<dot]),
      let last = wholeNumber(text[dot...].dropFirst(2))
    else { return nil }
    return .layers(first, through: last)
  }

  private mutating func parseTower() -> MaskExpression.Form? {
    let start = previous?.bytes.lowerBound ?? 0
    guard let written = parseArguments(of: "tower") else { return nil }
    var arguments = ArgumentReader(written, of: "tower", at: bytes(from: start))
    let task = arguments.positional("a task", reporter: &reporter).flatMap { readTask($0) }
    arguments.finish(reporter: &reporter)
    return task.map { .tower($0) }
  }

  private mutating func parseImp() -> MaskExpression.Form? {
    let start = previous?.bytes.lowerBound ?? 0
    guard let written = parseArguments(of: "imp") else { return nil }
    var arguments = ArgumentReader(written, of: "imp", at: bytes(from: start))
    let task = arguments.positional("a task", reporter: &reporter).flatMap { readTask($0) }
    let keep = arguments.labelled("keep")
    let round = arguments.labelled("round")
    arguments.finish(reporter: &reporter)
    if keep != nil, let round {
      reporter.report(.keepAndRound, at: round.whole)
      return nil
    }
    var selection = ImpSelection.selected
    if let keep {
      guard let value = readFraction(keep) else { return nil }
      selection = .keep(value)
    } else if let round {
      guard case .bare(let text) = round.value, let value = wholeNumber(text, at: round.bytes) else {
        return nil
      }
      selection = .round(Written(value, at: reporter.range(of: round.bytes)))
    }
    return task.map { .learned(.imp($0, selection)) }
  }

  private mutating func parseRandom() -> MaskExpression.Form? {
    let start = previous?.bytes.lowerBound ?? 0
    guard let written = parseArguments(of: "random") else { return nil }
    var arguments = ArgumentReader(written, of: "random", at: bytes(from: start))
    let keep = arguments.labelled("keep", required: &reporter).flatMap { readFraction($0) }
    let seed = arguments.labelled("seed", required: &reporter).flatMap { readSeed($0) }
    arguments.finish(reporter: &reporter)
    guard let keep, let seed else { return nil }
    return .learned(.random(keep: keep, seed: seed))
  }

  private mutating func parseFile() -> MaskExpression.Form? {
    let start = previous?.bytes.lowerBound ?? 0
    guard let written = parseArguments(of: "file") else { return nil }
    var arguments = ArgumentReader(written, of: "file", at: bytes(from: start))
    let path = arguments.positional("a path in double quotes", reporter: &reporter)
    let task = arguments.hasPositional ? arguments.positional("a task", reporter: &reporter) : nil
    arguments.finish(reporter: &reporter)
    guard let path else { return nil }
    guard case .quoted(let text) = path.value, !text.isEmpty else {
      reporter.report(.expectedPath, at: path.bytes)
      return nil
    }
    let place = Written(text, at: reporter.range(of: path.bytes))
    guard let task else { return .learned(.file(path: place, nil)) }
    return readTask(task).map { .learned(.file(path: place, $0)) }
  }
}
