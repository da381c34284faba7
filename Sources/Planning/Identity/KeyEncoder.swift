import MaskAlgebra

/// Computes the identities of many stages, encoding what they have in common once.
///
/// The bytes are those of `Stage.key`, which defines them; this only knows how to have them sooner. Operations that differ
/// in nothing but their masks share what stands before and after these in the encoding, and equal operations share it
/// all. It lives as long as one lowering.
final class KeyEncoder {
  /// The encoding of an operation's parameters around its masks.
  private struct Template {
    /// The operation, its masks replaced by ones that are the same in all templates.
    let operation: Operation
    let beforeMasks: [UInt8]
    let afterMasks: [UInt8]
  }

  private var templates: [Template] = []
  private var nextPlace = 1
  private var measurements: [MeasureOperation: [UInt8]] = [:]
  private var bytes: [UInt8] = []

  /// More than the kinds of operation of a variant.
  private static let templateCount = 16

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
    if case .measure(let measurement) = operation {
      bytes += encodedParameters(of: measurement)
      return
    }
    let (outline, masks) = operation.withoutMasks(Self.noMasks)
    let template = template(of: outline)
    bytes += template.beforeMasks
    if let masks {
      bytes.appendText(maskText ?? masks.canonicalText)
      bytes += template.afterMasks
    }
  }

  private func encodedParameters(of measurement: MeasureOperation) -> [UInt8] {
    if let known = measurements[measurement] { return known }
    let encoded = measurement.canonical.encoded
    measurements[measurement] = encoded
    return encoded
  }

  /// The template of `outline`, which then stands first, since the next stage is likely to want it too.
  private func template(of outline: Operation) -> Template {
    guard let place = templates.firstIndex(where: { $0.operation == outline }) else { return makeTemplate(of: outline) }
    if place > 0 { templates.swapAt(0, place) }
    return templates[0]
  }

  private func makeTemplate(of outline: Operation) -> Template {
    var before: [UInt8] = []
    var after: [UInt8] = []
    switch (outline.parameters, outline.masksInOutline) {
    case (.record(let fields), true):
      before.appendRecord(fieldCount: fields.count)
      var isBefore = true
      for field in fields {
        if field.name == "masks" {
          before.appendText(field.name)
          isBefore = false
        } else if isBefore {
          before.appendText(field.name)
          field.value.encode(into: &before)
        } else {
          after.appendText(field.name)
          field.value.encode(into: &after)
        }
      }
    case (let parameters, _): parameters.encode(into: &before)
    }
    let template = Template(operation: outline, beforeMasks: before, afterMasks: after)
    if templates.count < Self.templateCount {
      templates.append(template)
    } else {
      templates[nextPlace] = template
      nextPlace = nextPlace % (Self.templateCount - 1) + 1
    }
    return template
  }
}

extension Operation {
  /// The operation with `none` for its masks, and its masks, where these are a parameter that many operations differ in.
  fileprivate func withoutMasks(_ none: MaskConfiguration) -> (Operation, MaskConfiguration?) {
    switch self {
    case .train(var training):
      let masks = training.masks
      training.masks = none
      return (.train(training), masks)
    case .evaluate(var evaluation):
      let masks = evaluation.masks
      evaluation.masks = none
      return (.evaluate(evaluation), masks)
    case .vocabulary, .initialize, .prune, .select, .drawMask, .importMask, .measure: return (self, nil)
    }
  }

  /// Whether `withoutMasks` takes masks out of operations of this kind.
  fileprivate var masksInOutline: Bool {
    switch self {
    case .train, .evaluate: true
    case .vocabulary, .initialize, .prune, .select, .drawMask, .importMask, .measure: false
    }
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
