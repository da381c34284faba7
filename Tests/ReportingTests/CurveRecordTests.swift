@testable import Running
import Execution
import Testing

@testable import Reporting

/// Data and the checksums that RFC 3720, appendix B.4, gives of it, and two that are known from elsewhere.
private let checksums: [(bytes: [UInt8], checksum: UInt32)] = [
  (Array(repeating: 0, count: 32), 0x8A91_36AA), (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
  (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C), (Array("123456789".utf8), 0xE306_9283),
  ([], 0),
]

@Test(arguments: checksums)
func checksumsAreThoseOfTheStandard(bytes: [UInt8], checksum: UInt32) {
  #expect(MaskedChecksum.castagnoli(bytes) == checksum)
  // By the definition of masking: rotated right by 15 bits, plus a constant.
  let rotated = UInt64(checksum) << 17 | UInt64(checksum) >> 15
  #expect(MaskedChecksum.masked(bytes) == UInt32(truncatingIfNeeded: (rotated & 0xFFFF_FFFF) + 0xA282_EAD8))
}

/// The bytes of one point, field by field as the encoding of Protocol Buffers says.
@Test func aPointIsWrittenAsItsFieldsSay() {
  let record = CurveRecord([CurvePoint("dev/pos", 0.5)], step: 300, wallTime: 2)
  let value: [UInt8] = [0x0A, 7] + Array("dev/pos".utf8) + [0x15, 0, 0, 0, 0x3F]
  let summary: [UInt8] = [0x0A, UInt8(value.count)] + value
  let event: [UInt8] =
    [0x09, 0, 0, 0, 0, 0, 0, 0, 0x40] + [0x10, 0xAC, 0x02] + [0x2A, UInt8(summary.count)] + summary
  #expect(record.bytes.count == 8 + 4 + event.count + 4)
  #expect(Array(record.bytes[..<8]) == [UInt8(event.count), 0, 0, 0, 0, 0, 0, 0])
  #expect(Array(record.bytes[12..<12 + event.count]) == event)
}

@Test func onlyTheTimeDiffersBetweenRuns() {
  let points = [CurvePoint("loss/all", 1.25), CurvePoint("learning_rate", 0.1)]
  let (first, second) = (CurveRecord(points, step: 1, wallTime: 1), CurveRecord(points, step: 1, wallTime: 2))
  #expect(first == CurveRecord(points, step: 1, wallTime: 1))
  #expect(first.bytes[21...].dropLast(4) == second.bytes[21...].dropLast(4))
}

@Test func anEpochHasItsLossesScoresAndLearningRate() {
  func value(_ task: String, _ value: Double?) -> TrainingProgress.TaskValue { TrainingProgress.TaskValue(task, value) }
  let end = TrainingProgress.EpochEnd(
    losses: [value("pos", 0.5), value("ner", nil)], dev: [value("pos", 0.9), value("ner", 0.8)])
  func progress(_ end: TrainingProgress.EpochEnd?) -> TrainingProgress {
    TrainingProgress(
      epoch: 2, epochs: 3, step: 4, steps: 4, loss: 0.5, learningRate: 0.1, tokensPerSecond: 1, epochEnd: end)
  }
  #expect(progress(nil).curvePoints == [])
  let weighted = TrainingProgress.EpochEnd(losses: [], dev: [], weights: [value("pos", 1.25)])
  #expect(progress(weighted).curvePoints.contains(CurvePoint("weight/pos", 1.25)))
  #expect(
    progress(end).curvePoints == [
      CurvePoint("loss/all", 0.5), CurvePoint("loss/pos", 0.5), CurvePoint("dev/pos", 0.9), CurvePoint("dev/ner", 0.8),
      CurvePoint("learning_rate", 0.1),
    ])
}
