import MaskAlgebra

/// Computes the identities of many stages, encoding and hashing what they have in common once.
///
/// The bytes are those of `Stage.key`, which defines them; this only computes them faster. Operations that differ
/// only in their masks share what stands before and after these in the encoding, and equal operations share it all.
/// It lives as long as one lowering.
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

  /// The encoded subjects used last, which operations of several kinds have in common.
  private var openings: [Opening] = []

  private struct Opening {
    let subject: OperationSubject
    let fieldCount: Int
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
      maskText ?? operation.taskMasks?.canonicalText
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
    bytes.appendText(Stage.inputsField)
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

  /// The template of operations like `operation`, which then stands first, since the next stage is likely to want it
  /// too.
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
    let opening = Stage.openingOfKey(outline.name, version: outline.version)
    before.appendRecord(fieldCount: opening.count + 2)
    for field in opening { field.encode(into: &before) }
    before.appendText(Stage.parametersField)
    append(outline.definition, to: &before, &after)
    var start = DigestHasher()
    start.update(before)
    return Template(outline: outline, start: start, afterMasks: after)
  }

  /// Appends the parameters to `before`, those after the masks to `after`; the masks themselves are left out.
  private func append(_ operation: some StageOperation, to before: inout [UInt8], _ after: inout [UInt8]) {
    let opening = operation.subject.map { self.opening($0) }
    let fields = operation.ownFields
    before.appendRecord(fieldCount: (opening?.fieldCount ?? 0) + fields.count)
    before += opening?.bytes ?? []
    let masks = operation.taskMasks.flatMap { _ in fields.firstIndex { $0.name == type(of: operation).masksField } }
    for field in fields[..<(masks ?? fields.endIndex)] { field.encode(into: &before) }
    guard let masks else { return }
    before.appendText(fields[masks].name)
    for field in fields[(masks + 1)...] { field.encode(into: &after) }
  }

  private func opening(_ subject: OperationSubject) -> Opening {
    if let place = openings.firstIndex(where: { $0.subject == subject }) {
      openings.swapAt(0, place)
      return openings[0]
    }
    let fields = subject.fields
    var bytes: [UInt8] = []
    for field in fields { field.encode(into: &bytes) }
    if openings.count == 2 * Self.templateCount { openings.removeLast() }
    openings.insert(Opening(subject: subject, fieldCount: fields.count, bytes: bytes), at: 0)
    return openings[0]
  }
}
