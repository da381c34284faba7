import Diagnostics
import MaskAlgebra
import TestSupport
import Testing

private let masks = [
  "all", "char_cnn | encoder.1", "tower(self) & imp(self)", "imp(ner, round: 6) - imp(pos, keep: 0.5)",
  "~(imp(ner) ^ random(keep: 0.5, seed: 3)) | biases", "layers(1..2).forward.input.weights | char_cnn.biases",
  "(encoder & weights | biases) - encoder.2.backward.recurrent", "file(\"a/b.safetensors\", ner) ^ file('c')",
  "((((imp(pos) | imp(ner)) & ~none))) - (all ^ tower(pos))",
]

private let tokens = [
  " ", "(", ")", "((((", "~", "~~~~", "|", "&", "-", "^", ",", ".", "..", ":", "\"", "\\", "'", "\n", "\0", "é", "self",
  "all", "none", "imp(self)", "tower(", "layers(", "random(keep: ", "seed: ", "keep: ", "round: ", "1e400", "0.5", "-1",
  "99999999999999999999", "biases", "weights", ".forward", ".input",
]

/// A mask is read or refused, with places inside the text; what was read reads the same when it is written again.
private func check(_ bytes: [UInt8]) -> Bool {
  let text = String(decoding: bytes, as: UTF8.self)
  let (mask, log) = parse(text)
  #expect((mask == nil) == log.hasErrors, "\(text.debugDescription)")
  for diagnostic in log.diagnostics {
    if let place = diagnostic.range {
      #expect(place.bytes.lowerBound >= 0 && place.bytes.upperBound <= text.utf8.count, "\(diagnostic)")
    }
  }
  guard let mask else { return false }
  #expect(parse(mask.description).expression == mask, "\(text.debugDescription) as \(mask)")
  return true
}

@Test func changedMasksAreReadOrRefused() {
  var mutator = Mutator(seeds: masks.map { Array($0.utf8) }, tokens: tokens, seed: 51)
  var meter = FuzzMeter("mask expression")
  for _ in 0..<fuzzCount(usual: 2_000) { meter.measure(mutator.next(), check) }
  #expect(meter.accepted > meter.tried / 50, "some masks stay readable")
  #expect(meter.finish() == [])
}
