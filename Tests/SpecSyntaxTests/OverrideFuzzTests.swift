import Diagnostics
import TestSupport
import Testing

@testable import SpecSyntax

private let overrides = [
  "training.batch=32", "sharing.masks.*=tower(self) & imp(self)", "a.\"b.c=d \\\"\\\\\".e=x", "é.漢=😀", "a=[1, {b: c}]",
  "base={encoder: {layers: 2, hidden: 50}}", "tasks.ner='it''s'", "seed=-1", "name=\"\\u0031 # x\"",
  "sweep.product={training.batch: [1, 2]}",
]

private let tokens = [
  " ", "=", ".", "\"", "\\", "'", "[", "]", "{", "}", ",", ":", ": ", "#", " #", "&a ", "*a", "!", "|", ">", "- ", "? ",
  "\t", "\n", "\r", "\0", "\u{1B}", "\u{FEFF}", "\u{A0}", "\u{2028}", "é", "😀", "null", "~", "1e400", "--- ",
]

/// An override is read or refused; all places lie in the arguments, and what was read reads the same where its path and
/// its value are written again.
private func check(_ bytes: [UInt8]) -> Bool {
  let argument = String(decoding: bytes, as: UTF8.self)
  var log = DiagnosticLog()
  let parsed = parseOverrides([argument, "seed=1"], log: &log)
  #expect((parsed == nil) == log.hasErrors, "\(argument.debugDescription)")
  for diagnostic in log.diagnostics {
    if let place = diagnostic.range {
      #expect(place.bytes.lowerBound >= 0 && place.bytes.upperBound <= argument.utf8.count + 7, "\(diagnostic)")
    }
    _ = TextRenderer().render(diagnostic)
  }
  guard let override = parsed?.first else { return false }
  let path = override.path.map { key in
    "\"\(key.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }.joined(separator: ".")
  let again = parseOverrides(["\(path)=\(override.value.range.text)"], log: &log)?.first
  #expect(again?.path.map(\.name) == override.path.map(\.name), "\(argument.debugDescription)")
  #expect(
    again.map { ExpectedTree($0.value) } == ExpectedTree(override.value),
    "\(argument.debugDescription): \(log.diagnostics)")
  return true
}

@Test func changedOverridesAreReadOrRefused() {
  var mutator = Mutator(seeds: overrides.map { Array($0.utf8) }, tokens: tokens, seed: 41)
  var meter = FuzzMeter("override")
  for _ in 0..<fuzzCount(usual: 2_000) { meter.measure(mutator.next(), check) }
  #expect(meter.accepted > meter.tried / 20, "some overrides stay readable")
  #expect(meter.finish() == [])
}
