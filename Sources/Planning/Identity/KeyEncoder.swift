import MaskAlgebra

/// Computes the identities of many stages, encoding what they have in common once.
///
/// The bytes are those of `Stage.key`, which defines them; this only knows how to have them sooner. Operations that differ
/// in nothing but their masks share what stands before and after these in the encoding, and equal operations share it
/// all. It lives as long as one lowering.
final class KeyEncoder {
  private var bytes: [UInt8] = []
  private var vocabularies = TemplateList<VocabularyOperation>()
  private var initializations = TemplateList<InitializeOperation>()
  private var trainings = TemplateList<TrainOperation>()
  private var prunings = TemplateList<PruneOperation>()
  private var selections = TemplateList<SelectOperation>()
  private var drawings = TemplateList<DrawMaskOperation>()
  private var imports = TemplateList<ImportMaskOperation>()
  private var evaluations = TemplateList<EvaluateOperation>()
  private var measurements: [MeasureOperation: [UInt8]] = [:]

  /// What stands for the masks of operations that are compared without them.
  private static let noMasks = MaskConfiguration(universe: ParameterUniverse(tensors: [], towers: []), [])

  /// The identity of the stage that does `operation` on `inputs`, which are in the order of their roles.
  ///
  /// - Parameter maskText: the canonical text of the operation's masks, if it has been computed.
  func identity(of operation: Operation, _ inputs: [Input], maskText: String? = nil) -> StageID {
    bytes.removeAll(keepingCapacity: true)
    bytes.appendRecord(fieldCount: 5)
    bytes.appendText("format")
    bytes.appendText(Stage.keyFormat)
    bytes.appendText("operation")
    bytes.appendText(operation.name)
    bytes.appendText("version")
    bytes.appendInteger(operation.version)
    bytes.appendText("parameters")
    appendParameters(of: operation, maskText)
    bytes.appendText("inputs")
    bytes.appendList(count: inputs.count)
    for input in inputs { input.encode(into: &bytes) }
    return StageID(Digest(of: bytes))
  }

  private func appendParameters(of operation: Operation, _ maskText: String?) {
    switch operation {
    case .vocabulary(let operation): vocabularies.append(operation, to: &bytes)
    case .initialize(let operation): initializations.append(operation, to: &bytes)
    case .prune(let operation): prunings.append(operation, to: &bytes)
    case .select(let operation): selections.append(operation, to: &bytes)
    case .drawMask(let operation): drawings.append(operation, to: &bytes)
    case .importMask(let operation): imports.append(operation, to: &bytes)
    case .train(var outline):
      let masks = outline.masks
      outline.masks = Self.noMasks
      trainings.append(outline, to: &bytes, masks: maskText ?? masks.canonicalText)
    case .evaluate(var outline):
      let masks = outline.masks
      outline.masks = Self.noMasks
      evaluations.append(outline, to: &bytes, masks: maskText ?? masks.canonicalText)
    case .measure(let operation):
      let encoded = measurements[operation] ?? operation.canonical.encoded
      measurements[operation] = encoded
      bytes += encoded
    }
  }
}

/// Encodings of the parameters of one kind of operation, those that were wanted last in front.
private struct TemplateList<Parameters: Canonical & Equatable> {
  private var templates: [Template] = []

  /// The most that are kept: more than a variant has.
  private static var limit: Int { 16 }

  private struct Template {
    let parameters: Parameters

    /// The encoding up to the value of `masks`, or all of it where there is no such field, and the rest.
    let before: [UInt8]
    let after: [UInt8]
  }

  /// Appends the encoding of `parameters`, with this text for its masks if it has any.
  mutating func append(_ parameters: Parameters, to bytes: inout [UInt8], masks: String? = nil) {
    if let place = templates.firstIndex(where: { $0.parameters == parameters }) {
      // The next stage is likely to want it too.
      if place > 0 { templates.swapAt(0, place) }
    } else {
      if templates.count == Self.limit { templates.removeLast() }
      templates.insert(Self.template(of: parameters, dividedAtMasks: masks != nil), at: 0)
    }
    bytes += templates[0].before
    if let masks {
      bytes.appendText(masks)
      bytes += templates[0].after
    }
  }

  private static func template(of parameters: Parameters, dividedAtMasks isDivided: Bool) -> Template {
    guard isDivided, case .record(let fields) = parameters.canonical else {
      return Template(parameters: parameters, before: parameters.canonical.encoded, after: [])
    }
    var parts: [[UInt8]] = [[]]
    parts[0].appendRecord(fieldCount: fields.count)
    for field in fields {
      parts[parts.count - 1].appendText(field.name)
      if field.name == "masks" {
        parts.append([])
      } else {
        field.value.encode(into: &parts[parts.count - 1])
      }
    }
    return Template(parameters: parameters, before: parts[0], after: parts.dropFirst().flatMap(\.self))
  }
}

extension Input {
  /// Appends the encoding of `canonical` to `bytes`.
  fileprivate func encode(into bytes: inout [UInt8]) {
    bytes.appendRecord(fieldCount: 3)
    bytes.appendText("role")
    switch role {
    case .mask(let symbol): bytes.appendText("mask ", symbol)
    case .vocabulary, .wordVectors, .start, .weights, .candidate, .history: bytes.appendText(role.name)
    }
    bytes.appendText("stage")
    bytes.appendDigest(stage.digest)
    bytes.appendText("artifact")
    bytes.appendText(artifact.rawValue)
  }
}
