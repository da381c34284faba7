import Diagnostics
import SpecSyntax

/// How the cells of a sweep are called.
struct SweepNames {
  /// The parts of the template, if the sweep has one.
  private let template: [Part]?

  /// What each path is called: its last key where that is unmistakable, else all of it.
  private let shortNames: [String: String]

  private enum Part {
    case text(String)

    /// The value at the path of this text.
    case value(String)
    case variant
  }

  /// Reads the template of `sweep`, recording in `log` what is wrong with it.
  init(_ sweep: SweepSpec, log: inout DiagnosticLog) {
    let axes = sweep.product + sweep.zip + sweep.when.flatMap(\.product)
    let assignments = sweep.include.flatMap(\.self) + sweep.when.flatMap(\.set)
    let paths = Set(axes.map(\.path) + assignments.map(\.path))
    var shortNames: [String: String] = [SweepExpansion.seedPath: SweepExpansion.seedPath]
    for path in paths {
      let last = path.keys.last?.name ?? path.text
      let isShared = paths.contains { $0 != path && $0.keys.last?.name == last }
      shortNames[path.text] = isShared || last == SweepExpansion.seedPath ? path.text : last
    }
    self.shortNames = shortNames
    template = sweep.name.flatMap { Self.parts(of: $0, knowing: shortNames, log: &log) }
  }

  /// The name of `cell` of the variant called `variant`.
  func name(of cell: SweepCell, in variant: String, isOnly: Bool, withSeed: Bool) -> String {
    let seed = withSeed ? cell.seed.map { "seed=\($0.label)" } : nil
    guard let template else {
      let values = cell.assignments.map { "\(shortNames[$0.path.text] ?? $0.path.text)=\($0.label)" }
      let suffix = (seed.map { values + [$0] } ?? values).joined(separator: ",")
      if suffix.isEmpty { return variant }
      return isOnly ? suffix : "\(variant)\(BaselineNames.separator)\(suffix)"
    }
    let written = template.map { part in
      switch part {
      case .text(let text): text
      case .variant: variant
      case .value(SweepExpansion.seedPath): withSeed ? cell.seed?.label ?? "" : "*"
      case .value(let path): cell.assignments.last { $0.path.text == path }?.label ?? ""
      }
    }.joined()
    return mentionsSeed ? written : written + (seed.map { "," + $0 } ?? "")
  }

  /// The most bytes of the name of a cell of the variant called `variant`, if every value had its longest text.
  func largestName(in variant: String, of sweep: SweepSpec) -> Int {
    let axes = sweep.product + sweep.zip + sweep.when.flatMap(\.product)
    let assignments =
      axes.flatMap(\.values) + sweep.include.flatMap(\.self) + sweep.when.flatMap(\.set) + sweep.seedAssignments
    var longest: [String: Int] = [:]
    for assignment in assignments {
      longest[assignment.path.text] = max(longest[assignment.path.text] ?? 0, assignment.label.utf8.count)
    }
    guard let template else {
      return longest.reduce(variant.utf8.count + 1) { sum, part in
        sum + (shortNames[part.key] ?? part.key).utf8.count + part.value + 2
      }
    }
    return template.reduce(0) { sum, part in
      switch part {
      case .text(let text): sum + text.utf8.count
      case .variant: sum + variant.utf8.count
      case .value(let path): sum + (longest[path] ?? 0)
      }
    }
  }

  private var mentionsSeed: Bool {
    template?.contains { if case .value(SweepExpansion.seedPath) = $0 { true } else { false } } ?? false
  }

  /// The parts of `template`, whose braces hold paths of the sweep, their short names, or `variant`.
  private static func parts(
    of template: LocatedText, knowing shortNames: [String: String], log: inout DiagnosticLog
  ) -> [Part]? {
    var known = [SweepPattern.variantKey: Part.variant]
    for (path, short) in shortNames { (known[path], known[short]) = (.value(path), .value(path)) }
    var parts: [Part] = []
    var isComplete = true
    var rest = Array(template.text.utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      parts.append(.text(String(decoding: rest[..<open], as: UTF8.self)))
      guard let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) else {
        log.record(.openBrace(at: template.range(of: open..<open + 1)))
        return nil
      }
      let name = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
      if let part = known[name] {
        parts.append(part)
      } else {
        isComplete = false
        log.record(
          .unknownPlaceholder(name, at: template.range(of: (open + 1)..<close), known: known.keys.sorted()))
      }
      rest = rest[(close + 1)...]
    }
    return isComplete ? parts + [.text(String(decoding: rest, as: UTF8.self))] : nil
  }
}
