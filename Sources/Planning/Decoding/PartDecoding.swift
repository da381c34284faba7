import ExperimentSpec
import MaskAlgebra
import Model

// The parts that parameters of several operations have in common, read back.

extension ReadingContext {
  /// The sizes of what networks consist of: more than the language allows, and their products can be counted.
  private static let sizes = 1...100_000

  /// More than there is of anything that stages count.
  static let most = 1_000_000_000

  func network(_ reader: inout ParameterReader) throws(ParameterError) -> NetworkParameters {
    let scope: TowerScope = try reader.choice("towers")
    return NetworkParameters(
      wordDimension: try reader.integer("word_dimension", in: Self.sizes),
      characters: try reader.optionalRecord("characters", characters),
      encoder: Encoder(
        try reader.choice("encoder", unlessWritten: .bilstm), layers: try reader.integer("layers", in: Self.sizes),
        hidden: try reader.integer("hidden", in: Self.sizes)),
      dropout: try reader.record("dropout", dropout),
      head: try reader.choice("head"), towers: scope, coupling: try reader.optionalRecord("coupling", coupling))
  }

  private func characters(_ reader: inout ParameterReader) throws(ParameterError) -> NetworkParameters.Characters {
    NetworkParameters.Characters(
      shape: CharacterShape(
        dimension: try reader.integer("dimension", in: Self.sizes),
        filters: try reader.integer("filters", in: Self.sizes),
        width: try reader.integer("width", in: Self.sizes)),
      activation: try reader.choice("activation"))
  }

  private func dropout(_ reader: inout ParameterReader) throws(ParameterError) -> DropoutRates {
    DropoutRates(
      words: try reader.real("words"), characters: try reader.real("characters"), output: try reader.real("output"))
  }

  private func coupling(_ reader: inout ParameterReader) throws(ParameterError) -> CouplingSpec {
    CouplingSpec(kind: try reader.choice("kind"), own: try reader.real("own"))
  }

  func task(_ reader: inout ParameterReader) throws(ParameterError) -> TaskParameters {
    TaskParameters(
      name: try reader.text("name"), corpus: try reader.record("corpus", corpus),
      target: try reader.record("target", target), metric: try reader.choice("metric"),
      scheme: try scheme(&reader))
  }

  private func target(_ reader: inout ParameterReader) throws(ParameterError) -> TaskParameters.Target {
    if reader.isWritten("column") {
      let index = try reader.integer("column", in: 0...Self.most)
      return .column(TaskParameters.LayerColumn(index: index, name: "column \(index)"))
    }
    if reader.isWritten("layer") { return .layer(try reader.text("layer")) }
    return .derived(try reader.choice("derived"))
  }

  private func scheme(_ reader: inout ParameterReader) throws(ParameterError) -> SchemeSpec? {
    guard let value = try reader.optional("scheme") else { return nil }
    guard case .list(let names) = value, (2...3).contains(names.count), case .text(let from) = names[0],
      case .text(let to) = names[1], let from = TagScheme(keyName: from), let to = TagScheme(keyName: to)
    else { throw reader.error("scheme", "expected two tagging schemes") }
    if names.count == 2 { return SchemeSpec(from: from, predicting: to, repair: .conlleval) }
    guard case .text(let name) = names[2], let repair = TagRepair(keyName: name) else {
      throw reader.error("scheme", "expected what happens to tags that contradict the scheme")
    }
    return SchemeSpec(from: from, predicting: to, repair: repair)
  }

  func corpus(_ reader: inout ParameterReader) throws(ParameterError) -> CorpusSource {
    if reader.isWritten("synthetic") { return .synthetic(try reader.record("synthetic", synthetic)) }
    return .files(try reader.record("columns", columns))
  }

  private func synthetic(_ reader: inout ParameterReader) throws(ParameterError) -> SyntheticSentences {
    SyntheticSentences(
      train: try reader.integer("train", in: 0...Self.most), dev: try reader.integer("dev", in: 0...Self.most),
      test: try reader.integer("test", in: 0...Self.most),
      seed: try reader.integer("seed", in: 0...Int.max))
  }

  private func columns(_ reader: inout ParameterReader) throws(ParameterError) -> ColumnFiles {
    ColumnFiles(
      train: try file(try reader.value("train"), at: reader.path(of: "train")),
      dev: try optionalFile("dev", of: &reader), test: try optionalFile("test", of: &reader),
      tokenColumn: try reader.integer("token", in: 0...Self.most), skip: try reader.texts("skip"),
      holdOut: try reader.fraction("hold_out")
    )
  }

  func optionalFile(_ name: String, of reader: inout ParameterReader) throws(ParameterError) -> InputFile? {
    guard let value = try reader.optional(name) else { return nil }
    return try file(value, at: reader.path(of: name))
  }

  func file(_ value: CanonicalValue, at path: String) throws(ParameterError) -> InputFile {
    switch value {
    case .digest(let digest):
      guard let known = files[digest] else {
        throw ParameterError(path: path, message: "the plan names no file with this digest")
      }
      return known
    case .text(let text) where text.hasPrefix(InputFile.missingPrefix):
      return InputFile(path: String(text.dropFirst(InputFile.missingPrefix.count)), digest: nil)
    case .boolean, .integer, .real, .text, .list, .record:
      throw ParameterError(path: path, message: "expected the digest of a file")
    }
  }
}
