@testable import PlanFormat
@testable import Planning
import Diagnostics
import TestSupport
import Testing

private let tokens = [
  " ", "\n", "  ", "    ", "=", " = ", "<- ", "/", "\"", "\\", "\\u{0}", "{", "}", "[", "]", ",", ":", "null", "true",
  "-1", "0",
  "0.5", "1e400", "9223372036854775807", "99999999999999999999", "#", "é", "\u{0}", "\u{1B}", "\r\n", "stage ",
  "variant ", "universe ", "parameters", "inputs", "train", "evaluate", "mask", "imp(ner)", "all", "none", "\"name\"",
  "\"stages\"", "{}", "[]", "sharespec plan 3\n", "end ", "~", "000000000000",
]

/// The documents of the specimens, which between them have everything that a plan can say.
private func documents() throws -> [PlanDocument] { try planSpecimens.map { PlanDocument(try plan($0)) } }

/// What reading `bytes` gives.
private func read(_ bytes: [UInt8]) -> (plan: Plan?, log: DiagnosticLog) {
  var log = DiagnosticLog()
  let file = SourceFile(name: "plan", bytes: bytes)
  let plan = PlanDocument(reading: file, log: &log).flatMap { Plan($0, log: &log) }
  return (plan, log)
}

/// Reads `bytes` and checks what must hold for any input: there is a plan or an error, its places lie in the file, and
/// a plan contradicts itself nowhere and reads the same when it is written again. Returns whether there is a plan.
private func check(_ bytes: [UInt8]) -> Bool {
  let (plan, log) = read(bytes)
  #expect((plan == nil) == log.hasErrors)
  for diagnostic in log.diagnostics.prefix(20) {
    if let place = diagnostic.range {
      #expect(place.bytes.lowerBound >= 0 && place.bytes.upperBound <= bytes.count, "\(diagnostic)")
    }
    _ = TextRenderer().render(diagnostic)
  }
  guard let plan else { return false }
  #expect(plan.validate().isEmpty)
  let document = PlanDocument(plan)
  for text in [document.text, document.json] {
    let again = read(Array(text.utf8))
    #expect(again.plan.map { PlanDocument($0).text } == document.text, "\(again.log.sorted.map(\.message)) in \(text)")
  }
  let costs = PlanCosts(of: plan, by: CostModel(sizes: CorpusSizes(), rates: .standard))
  #expect(costs.stages.count == plan.stages.count)
  return true
}

@Test(arguments: ["text", "json"])
func changedPlansAreReadOrRefused(form: String) throws {
  let texts = try documents().map { Array((form == "text" ? $0.text : $0.json).utf8) }
  var mutator = Mutator(seeds: texts, tokens: tokens, seed: form == "text" ? 31 : 32)
  var meter = FuzzMeter("plan, \(form)")
  for _ in 0..<fuzzCount(usual: 150) { meter.measure(mutator.next(), check) }
  #expect(meter.finish() == [])
}

/// Parameters that were changed together with all fingerprints that follow from them, so that nothing is refused for a
/// fingerprint.
@Test func changedPlansWithRightFingerprintsAreReadOrRefused() throws {
  let documents = try documents()
  var changer = PlanChanger(seed: 33)
  var meter = FuzzMeter("plan, fingerprints right")
  for _ in 0..<fuzzCount(usual: 150) {
    var document = documents[Int.random(in: 0..<documents.count, using: &changer.generator)]
    changer.change(&document)
    let text = Bool.random(using: &changer.generator) ? document.text : document.json
    meter.measure(Array(text.utf8)) { bytes in
      #expect(!read(bytes).log.diagnostics.contains { $0.code == PlanCode.fingerprint }, "\(text)")
      return check(bytes)
    }
  }
  #expect(meter.accepted > meter.tried / 20, "some changes leave a plan")
  #expect(meter.finish() == [])
}

/// Changes parameters of stages at random and computes all fingerprints again.
private struct PlanChanger {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func change(_ document: inout PlanDocument) {
    for _ in 0..<Int.random(in: 1...2, using: &generator) {
      let place = Int.random(in: 0..<document.stages.count, using: &generator)
      let stage = document.stages[place]
      document.stages[place] = stage.with(changed(stage.parameters))
    }
    document.computeFingerprints()
  }

  /// The value with one part of it changed.
  private mutating func changed(_ value: CanonicalValue) -> CanonicalValue {
    switch value {
    case .integer(let number):
      return .integer([number &+ 1, number &- 1, 0, -1, 1 << 40, .max, .min].randomElement(using: &generator) ?? 0)
    case .real(let number):
      return .real([number / 2, number * 3, 0, 1, -1, .nan, .infinity, 1e308].randomElement(using: &generator) ?? 0)
    case .boolean(let value): return .boolean(!value)
    case .text(let text): return .text(changed(text))
    case .digest: return .digest(Digest(of: [UInt8.random(in: 0...255, using: &generator)]))
    case .list(var elements):
      guard !elements.isEmpty, Int.random(in: 0..<4, using: &generator) > 0 else {
        return .list(Bool.random(using: &generator) ? elements + elements.suffix(1) : elements.dropLast())
      }
      let place = Int.random(in: 0..<elements.count, using: &generator)
      elements[place] = changed(elements[place])
      return .list(elements)
    case .record(var fields):
      guard !fields.isEmpty else { return value }
      let place = Int.random(in: 0..<fields.count, using: &generator)
      if Int.random(in: 0..<16, using: &generator) == 0 {
        fields.remove(at: place)
      } else {
        fields[place] = CanonicalValue.Field(name: fields[place].name, value: changed(fields[place].value))
      }
      return .record(fields)
    }
  }

  private mutating func changed(_ text: String) -> String {
    let words = [
      "", "none", "all", "x", "\u{0}", "imp(ner, keep: 0.5)", "bio2", "first", "Infinity", "ner: all\npos: all",
    ]
    if Bool.random(using: &generator) { return words.randomElement(using: &generator) ?? "" }
    var mutator = Mutator(seeds: [Array(text.utf8)], tokens: tokens, seed: generator.next())
    return String(decoding: mutator.next(), as: UTF8.self)
  }
}

extension PlanDocument {
  /// Gives every stage the fingerprint that its parameters and inputs have. Requires: stages stand after their inputs.
  fileprivate mutating func computeFingerprints() {
    var identities: [String: StageID] = [:]
    for (place, stage) in stages.enumerated() {
      let inputs = stage.inputs.compactMap { input in
        identities[input.stage.value].map { (role: input.role, stage: $0, artifact: input.artifact.value) }
      }
      let id = Stage.identity(stage.operation.value, version: stage.version, stage.parameters, inputs: inputs)
      identities[stage.name.value] = id
      stages[place] = stage.with(stage.parameters, fingerprint: StatedFingerprint(id.digest))
    }
  }
}

extension PlanDocument.StageEntry {
  /// The entry with other parameters.
  fileprivate func with(_ parameters: CanonicalValue, fingerprint: StatedFingerprint? = nil) -> Self {
    Self(
      name: name, purpose: purpose, operation: operation, version: version,
      fingerprint: fingerprint.map { Placed($0) } ?? self.fingerprint, universe: universe, parameters: parameters,
      inputs: inputs)
  }
}
