@testable import TensorFiles
import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Networks

/// Inputs and results that an independent implementation computed, as one file holds them.
struct Oracle: Sendable, CustomTestStringConvertible {
  let name: String
  var content: Safetensors

  /// What the file is about.
  let kind: OracleCase

  var testDescription: String { name }

  /// Reads a file. Throws: a message that names the file and says what is wrong with it.
  init(_ file: OracleFile) throws {
    guard let bytes = file.bytes else { throw OracleError("\(file.name) cannot be read") }
    let content: Safetensors
    do { content = try Safetensors(parsing: bytes) } catch { throw OracleError("\(file.name) is damaged: \(error)") }
    guard let kind = content.metadata["case"].flatMap(OracleCase.init) else {
      throw OracleError("\(file.name) is of no known case: \(content.metadata["case"] ?? "its metadata name none")")
    }
    (name, self.content, self.kind) = (file.name, content, kind)
  }

  /// The numbers and texts with which it was made.
  func config<Config: Decodable>(_ type: Config.Type) throws -> Config {
    do {
      return try JSONDecoder().decode(type, from: Data((content.metadata["config"] ?? "").utf8))
    } catch { throw OracleError("the configuration of \(name) is not understood: \(error)") }
  }

  func floats(_ tensor: String, shape: [Int]? = nil) throws -> [Float] {
    if let shape { try require(tensor, shape) }
    return try #require(content.tensors[tensor]?.floats, "\(name) has \(tensor)")
  }

  func integers(_ tensor: String) throws -> [Int] {
    try #require(content.tensors[tensor]?.integers, "\(name) has \(tensor)").map(Int.init)
  }

  func octets(_ tensor: String) throws -> [UInt8] {
    try #require(content.tensors[tensor]?.octets, "\(name) has \(tensor)")
  }

  func shape(_ tensor: String) throws -> [Int] { try #require(content.tensors[tensor]?.shape, "\(name) has \(tensor)") }

  /// Requires that a tensor has the shape that the configuration gives it.
  func require(_ tensor: String, _ shape: [Int]) throws {
    let found = try self.shape(tensor)
    guard found == shape else { throw OracleError("\(tensor) of \(name) is of shape \(found), not \(shape)") }
  }

  /// The names of the tensors that begin with `prefix`, without it.
  func names(behind prefix: String) -> [String] {
    content.names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// The tensors whose names begin with `prefix`, without it.
  func parameters(_ prefix: String) -> Safetensors {
    var result = Safetensors()
    for name in names(behind: prefix) { result.tensors[name] = content.tensors[prefix + name] }
    return result
  }
}

/// Why a file of reference values cannot be used.
struct OracleError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What files of reference values are about.
enum OracleCase: String, Sendable, CaseIterable {
  case biLSTM = "bilstm"
  case lstm, bigru, gru
  case characterCNN = "charcnn"
  case conditionalRandomField = "crf"
  case crossEntropy = "cross_entropy"
  case crossStitch = "cross_stitch"
  case globalMagnitudePruning = "global_magnitude_prune"
  case maskedTraining = "masked_training"
  case encoderTraining = "encoder_training"

  /// Computes what the file holds results of, and gives it beside these.
  func comparisons(_ oracle: Oracle) throws -> [OracleComparison] {
    switch self {
    case .biLSTM: try compareRecurrent(oracle, .bilstm)
    case .lstm: try compareRecurrent(oracle, .lstm)
    case .bigru: try compareRecurrent(oracle, .bigru)
    case .gru: try compareRecurrent(oracle, .gru)
    case .characterCNN: try compareCharacterCNN(oracle)
    case .conditionalRandomField: try compareConditionalRandomField(oracle)
    case .crossEntropy: try compareCrossEntropy(oracle)
    case .crossStitch: try compareCrossStitch(oracle)
    case .globalMagnitudePruning: try compareGlobalMagnitudePruning(oracle)
    case .maskedTraining, .encoderTraining: try compareMaskedTraining(oracle)
    }
  }

  /// The cases of whole trainings.
  private static let trainings: Set = [maskedTraining, encoderTraining]

  /// The beginnings of the names of the tensors that are results; all others are inputs.
  static let results = ["out", "grad.", "final.", "mask.", "viterbi", "nll", "loss"]

  /// The names of the tensors of a file that have to be compared.
  func results(in oracle: Oracle) -> [String] {
    oracle.content.names.filter { name in
      // The masks of a training are given, those of a pruning found.
      Self.results.contains { name.hasPrefix($0) } && !(Self.trainings.contains(self) && name.hasPrefix("mask."))
    }
  }
}
