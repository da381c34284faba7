@testable import TensorFiles
import TestSupport
import Testing

@testable import Networks

/// Layers, training and pruning against the values of an independent implementation, PyTorch.
///
/// Every file of the folder is read, whatever it is called, however many there are, and whatever sizes they have.
@Suite struct OracleTests {
  private static let files = OracleFolder.files.filter { !$0.isJSON }

  /// What the files hold, but for those that cannot be read.
  static let oracles = files.compactMap { try? Oracle($0) }

  private static func oracles(of kind: OracleCase) -> [Oracle] { oracles.filter { $0.kind == kind } }

  /// No file is passed over in silence, and no case.
  @Test func everyFileOfTheFolderIsRead() {
    for file in Self.files { #expect(throws: Never.self) { try Oracle(file) } }
    let found = Self.oracles.map(\.kind.rawValue)
    if let complaint = OracleFolder.complaint(found: found, wanted: OracleCase.allCases.map(\.rawValue)) {
      Issue.record("\(complaint.text)", severity: complaint.isFatal ? .error : .warning)
    }
  }

  @Test(arguments: oracles(of: .biLSTM)) func biLSTM(oracle: Oracle) throws { try expectAgreement(oracle) }
  @Test(arguments: oracles(of: .lstm)) func lstm(oracle: Oracle) throws { try expectAgreement(oracle) }
  @Test(arguments: oracles(of: .bigru)) func biGRU(oracle: Oracle) throws { try expectAgreement(oracle) }
  @Test(arguments: oracles(of: .gru)) func gru(oracle: Oracle) throws { try expectAgreement(oracle) }
  @Test(arguments: oracles(of: .characterCNN)) func characterCNN(oracle: Oracle) throws { try expectAgreement(oracle) }
  @Test(arguments: oracles(of: .conditionalRandomField)) func conditionalRandomField(oracle: Oracle) throws {
    try expectAgreement(oracle)
  }
  @Test(arguments: oracles(of: .crossEntropy)) func crossEntropy(oracle: Oracle) throws { try expectAgreement(oracle) }
  @Test(arguments: oracles(of: .crossStitch)) func crossStitch(oracle: Oracle) throws { try expectAgreement(oracle) }
  @Test(arguments: oracles(of: .globalMagnitudePruning)) func globalMagnitudePruning(oracle: Oracle) throws {
    try expectAgreement(oracle)
  }
  @Test(arguments: oracles(of: .encoderTraining)) func encoderTraining(oracle: Oracle) throws {
    try expectAgreement(oracle)
  }
  @Test(arguments: oracles(of: .maskedTraining)) func maskedTraining(oracle: Oracle) throws {
    try expectAgreement(oracle)
  }

  private func expectAgreement(_ oracle: Oracle) throws {
    let comparisons = try oracle.kind.comparisons(oracle)
    for comparison in comparisons {
      if let complaint = comparison.complaint { Issue.record("\(oracle.name): \(complaint)") }
    }
    // Every result that the file has, once.
    #expect(comparisons.map(\.tensor).sorted() == oracle.kind.results(in: oracle).sorted())
  }

  /// A thousandth more or less of any result is noticed: in the first file of each case, every tensor's largest number.
  @Test(arguments: OracleCase.allCases)
  func wrongResultsAreNoticed(kind: OracleCase) throws {
    guard let oracle = Self.oracles(of: kind).first else { return }
    for name in kind.results(in: oracle) {
      guard let spoilt = oracle.content.tensors[name].flatMap(spoilt) else { continue }
      var other = oracle
      other.content.tensors[name] = spoilt
      let complaints = try kind.comparisons(other).compactMap(\.complaint)
      #expect(complaints.count == 1 && complaints[0].hasPrefix("\(name)["), "\(oracle.name): \(complaints)")
    }
  }

  /// The tensor with its largest number changed by a thousandth, or with a bit of its first integer changed; nil where
  /// all numbers are so small that a thousandth of them is rounding.
  private func spoilt(_ tensor: Safetensors.Tensor) -> Safetensors.Tensor? {
    if var floats = tensor.floats {
      let largest = floats.indices.max { floats[$0].magnitude < floats[$1].magnitude }
      guard let largest, floats[largest].magnitude > 1e-3 else { return nil }
      floats[largest] *= 1.001
      return .init(shape: tensor.shape, floats: floats)
    }
    var bytes = Array(tensor.bytes)
    bytes[0] ^= 1
    return .init(elementType: tensor.elementType, shape: tensor.shape, bytes: bytes[...])
  }

  @Test func filesThatAreNoOraclesAreRefused() {
    let empty = Safetensors(metadata: ["case": "perceptron"]).serialised()
    let files = [
      OracleFile(name: "a", bytes: nil), OracleFile(name: "b", bytes: []), OracleFile(name: "c", bytes: [1, 2, 3]),
      OracleFile(name: "d", bytes: empty), OracleFile(name: "e", bytes: Safetensors().serialised()),
      OracleFile(name: "f", bytes: Array(empty.dropLast())),
    ]
    for file in files {
      let error = #expect(throws: OracleError.self) { try Oracle(file) }
      #expect(error?.description.hasPrefix("\(file.name) ") == true)
    }
  }

  @Test func filesAreToldApartByWhatTheyHold() {
    #expect(OracleFile(name: "a", bytes: Array("\n {\"case\": 1}".utf8)).isJSON)
    // Headers of 123 and of 31,520 bytes.
    for length in [[0x7b, 0], [0x20, 0x7b]] as [[UInt8]] {
      #expect(!OracleFile(name: "a.json", bytes: length + [0, 0, 0, 0, 0, 0] + Array("{}".utf8)).isJSON)
    }
  }

  @Test(arguments: [[1.0002, 3], [.nan, 3], [.infinity, 3], [1], [1, 3, 3]])
  func otherNumbersDisagree(found: [Float]) {
    #expect(OracleComparison(tensor: "t", found: found, expected: [1, 3]).complaint != nil)
    #expect(OracleComparison(tensor: "t", found: [1.00005, 3], expected: [1, 3]).complaint == nil)
  }
}
