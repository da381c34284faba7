import MaskAlgebra

/// Computes the identities of many stages, encoding and hashing what they have in common once.
///
/// The bytes are those of `Stage.key`, which defines them; this only knows how to have them sooner. Operations that differ
/// in nothing but their masks share what stands before and after these in the encoding, and equal operations share it
/// all. It lives as long as one lowering.
final class KeyEncoder {
  /// The keys of stages that do one operation, or operations that differ in nothing but their masks, around the masks.
  struct Template {
    /// The operation, its masks replaced by ones that are the same in all templates.
    fileprivate let outline: Operation

    /// The digest of what stands before the masks, or before the inputs where there are none, under way.
    fileprivate let start: DigestHasher

    /// What stands between the masks and the inputs.
    fileprivate let afterMasks: [UInt8]
  }

  /// The templates used last, by the operation's name.
  private var templates: [String: [Template]] = [:]
  private var nextPlace = 1

  /// The last of those inputs that many stages have in common, with their encodings.
  private var vocabulary: (input: Input, bytes: [UInt8])?
  private var start: (input: Input, bytes: [UInt8])?

  private var bytes: [UInt8] = []

  /// More than one variant has of one kind of operation.
  private static let templateCount = 4

  /// The encoded networks and tasks used last, which operations of several kinds begin with.
  private var openings: [Opening] = []

  private struct Opening {
    let network: NetworkParameters
    let tasks: [TaskParameters]
    let bytes: [UInt8]
  }

  /// What stands for the masks in outlines.
  static let noMasks = MaskConfiguration(universe: ParameterUniverse(tensors: [], towers: []), [])

  /// The stage that does `operation` on `inputs`, which are in the order of their roles.
  ///
  /// - Parameters:
  ///   - template: the template of operations like this one; it is looked for if it is not given.
  ///   - maskText: the canonical text of the operation's masks, if it has been computed.
  func stage(
    _ operation: Operation, _ inputs: [Input], _ purpose: StagePurpose, _ template: Template? = nil,
    maskText: String? = nil
  ) -> Stage {
    let id = identity(template ?? self.template(of: operation), inputs) {
      maskText ?? operation.outlinedMasks?.canonicalText
    }
    assert(
      id.digest == Digest(of: Stage.key(of: operation, inputs).encoded), "the encoder does not know '\(purpose.text)'")
    return Stage(known: id, operation, inputs: inputs, for: purpose)
  }

  private func identity(_ template: Template, _ inputs: [Input], maskText: () -> String?) -> StageID {
    // The buffer is this function's own while it is written to.
    var bytes = self.bytes
    self.bytes = []
    defer { self.bytes = bytes }
    bytes.removeAll(keepingCapacity: true)
    if let text = maskText() {
      bytes.appendText(text)
      bytes += template.afterMasks
    }
    bytes.appendText("inputs")
    bytes.appendList(count: inputs.count)
    for input in inputs { append(input, to: &bytes) }
    var hasher = template.start
    hasher.update(bytes)
    return StageID(hasher.finish())
  }

  private func append(_ input: Input, to bytes: inout [UInt8]) {
    switch input.role {
    case .vocabulary: Self.append(input, to: &bytes, knowing: &vocabulary)
    case .start: Self.append(input, to: &bytes, knowing: &start)
    case .wordVectors, .weights, .mask, .candidate, .history: input.encode(into: &bytes)
    }
  }

  /// Appends the encoding of `input`, which is the one in `known` if it was this input's.
  private static func append(
    _ input: Input, to bytes: inout [UInt8], knowing known: inout (input: Input, bytes: [UInt8])?
  ) {
    if let known, known.input == input {
      bytes += known.bytes
    } else {
      let place = bytes.count
      input.encode(into: &bytes)
      known = (input, Array(bytes[place...]))
    }
  }

  /// The template of operations like `operation`, which then stands first, since the next stage is likely to want it too.
  func template(of operation: Operation) -> Template {
    let outline = operation.outline
    let known = templates[operation.name, default: []]
    if let place = known.firstIndex(where: { $0.outline == outline }) {
      if place > 0 { templates[operation.name]?.swapAt(0, place) }
      return known[place]
    }
    let template = newTemplate(of: outline)
    if known.count < Self.templateCount {
      templates[operation.name, default: []].append(template)
    } else {
      templates[operation.name]?[nextPlace] = template
      nextPlace = nextPlace % (Self.templateCount - 1) + 1
    }
    return template
  }

  /// The template of operations like `operation`, for those who use it often enough to keep it.
  func newTemplate(of operation: Operation) -> Template {
    let outline = operation.outline
    var before: [UInt8] = []
    var after: [UInt8] = []
    before.appendRecord(fieldCount: 5)
    before.appendText("format")
    before.appendText(Stage.keyFormat)
    before.appendText("operation")
    before.appendText(outline.name)
    before.appendText("version")
    before.appendInteger(outline.version)
    before.appendText("parameters")
    switch outline {
    case .initialize(let operation): append(operation, to: &before, &after)
    case .train(let operation): append(operation, to: &before, &after)
    case .sensitivity(let operation): append(operation, to: &before, &after)
    case .evaluate(let operation): append(operation, to: &before, &after)
    case .vocabulary, .drawImportance, .prune, .select, .drawMask, .importMask, .measure:
      outline.parameters.encode(into: &before)
    }
    var start = DigestHasher()
    start.update(before)
    return Template(outline: outline, start: start, afterMasks: after)
  }

  /// Appends the parameters to `before`, those after the masks to `after`.
  private func append(_ operation: some TaskOperation, to before: inout [UInt8], _ after: inout [UInt8]) {
    let fields = operation.ownFields.fields
    before.appendRecord(fieldCount: 2 + fields.count)
    before += encodedOpening(operation.network, operation.tasks)
    var isBefore = true
    for field in fields {
      if field.name == "masks" {
        before.appendText(field.name)
        isBefore = false
      } else if isBefore {
        field.encode(into: &before)
      } else {
        field.encode(into: &after)
      }
    }
  }

  private func encodedOpening(_ network: NetworkParameters, _ tasks: [TaskParameters]) -> [UInt8] {
    if let place = openings.firstIndex(where: { $0.network == network && $0.tasks == tasks }) {
      openings.swapAt(0, place)
      return openings[0].bytes
    }
    var bytes: [UInt8] = []
    for field in InitializeOperation.opening(network, tasks) { field.encode(into: &bytes) }
    if openings.count == 2 * Self.templateCount { openings.removeLast() }
    openings.insert(Opening(network: network, tasks: tasks, bytes: bytes), at: 0)
    return bytes
  }
}

extension Operation {
  /// The operation with the same masks as all outlines, where masks are a parameter that many operations differ in.
  fileprivate var outline: Operation {
    switch self {
    case .train(var training):
      training.masks = KeyEncoder.noMasks
      return .train(training)
    case .evaluate(var evaluation):
      evaluation.masks = KeyEncoder.noMasks
      return .evaluate(evaluation)
    case .vocabulary, .initialize, .sensitivity, .drawImportance, .prune, .select, .drawMask, .importMask, .measure:
      return self
    }
  }

  /// The masks that `outline` replaces.
  fileprivate var outlinedMasks: MaskConfiguration? {
    switch self {
    case .train(let training): training.masks
    case .evaluate(let evaluation): evaluation.masks
    case .vocabulary, .initialize, .sensitivity, .drawImportance, .prune, .select, .drawMask, .importMask, .measure:
      nil
    }
  }
}

extension Input {
  /// Appends the encoding of `canonical` to `bytes`.
  fileprivate func encode(into bytes: inout [UInt8]) {
    bytes += Self.beforeRole
    switch role {
    case .mask(let symbol): bytes.appendText("mask ", symbol)
    case .candidate(let round): bytes.appendText("candidate ", round)
    case .history(let round): bytes.appendText("history ", round)
    case .vocabulary, .wordVectors, .start, .weights: bytes.appendText(role.name)
    }
    bytes += Self.beforeStage
    bytes.appendDigest(stage.digest)
    bytes += Self.beforeArtifact
    bytes.appendText(artifact.rawValue)
  }

  private static let beforeRole: [UInt8] = {
    var bytes: [UInt8] = []
    bytes.appendRecord(fieldCount: 3)
    bytes.appendText("role")
    return bytes
  }()

  private static let beforeStage = CanonicalValue.text("stage").encoded
  private static let beforeArtifact = CanonicalValue.text("artifact").encoded
}
