import FoundationEssentials
import Testing

@testable import Networks

/// Inputs and results that an independent implementation computed, as one file holds them.
struct Oracle: Sendable, CustomTestStringConvertible {
  let name: String
  let content: Safetensors

  var testDescription: String { name }

  /// What the file is about.
  var kind: String { content.metadata["case"] ?? "" }

  /// The numbers and texts with which it was made.
  func config<Config: Decodable>(_ type: Config.Type) throws -> Config {
    try JSONDecoder().decode(type, from: Data((content.metadata["config"] ?? "{}").utf8))
  }

  func floats(_ tensor: String) throws -> [Float] {
    try #require(content.tensors[tensor]?.floats, "\(name) has \(tensor)")
  }

  func integers(_ tensor: String) throws -> [Int] {
    try #require(content.tensors[tensor]?.integers, "\(name) has \(tensor)").map(Int.init)
  }

  func octets(_ tensor: String) throws -> [UInt8] {
    try #require(content.tensors[tensor]?.octets, "\(name) has \(tensor)")
  }

  func shape(_ tensor: String) throws -> [Int] { try #require(content.tensors[tensor]?.shape, "\(name) has \(tensor)") }

  /// The names of the tensors that begin with `prefix`, without it.
  func names(behind prefix: String) -> [String] {
    content.names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }
}

/// The files in the directory that `SHARESPEC_ORACLES` names, or in `../shared/oracles` beside the package.
enum OracleFiles {
  static let directory: String = {
    if let named = ProcessInfo.processInfo.environment["SHARESPEC_ORACLES"] { return named }
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/../shared/oracles"
  }()

  /// Whether there are any; tests that need them are skipped with a comment if there are none.
  static var exist: Bool { !all.isEmpty }

  static let comment: Comment = "NO ORACLES: set SHARESPEC_ORACLES to the directory of reference values"

  static let all: [Oracle] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(".safetensors") }.sorted().map { name in
      guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)"),
        let content = try? Safetensors(parsing: Array(data))
      else { return Oracle(name: name, content: Safetensors(metadata: ["case": "unreadable"])) }
      return Oracle(name: name, content: content)
    }
  }()

  static func about(_ kind: String) -> [Oracle] { all.filter { $0.kind == kind } }
}

/// Expects numbers to agree within `relative` of the expected one, plus a hundredth of that of the largest.
func expectClose(
  _ found: some Collection<Float>, _ expected: some Collection<Float>, relative: Float = 1e-4, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == expected.count else {
    Issue.record("\(what): \(found.count) numbers instead of \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  let scale = expected.reduce(0) { max($0, $1.magnitude) }
  let worst = zip(found, expected).enumerated().map { index, pair in
    ((pair.0 - pair.1).magnitude / (pair.1.magnitude + scale / 100 + .leastNormalMagnitude), index, pair)
  }.max { $0.0 < $1.0 || $1.0.isNaN }
  guard let worst else { return }
  #expect(
    worst.0 <= relative, "\(what)[\(worst.1)]: \(worst.2.0) instead of \(worst.2.1)", sourceLocation: sourceLocation)
}

extension FloatBuffer {
  /// A buffer that holds `values`.
  convenience init(_ values: some Collection<Float>) {
    self.init(zeros: values.count)
    for (index, value) in values.enumerated() { base[index] = value }
  }

  /// The first `count` floats.
  func values(_ count: Int) -> [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

extension Matrix {
  /// All elements, row by row.
  var values: [Float] { (0..<rows).flatMap { row in (0..<columns).map { self.row(row)[$0] } } }
}
