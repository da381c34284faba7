/// The order in which the keys of a specification are written: that in which the language defines its fields.
///
/// The experiment itself stands in the middle of the file. What the root has besides opens the file, up to the first
/// field whose values are laid over the experiment (`variants`); that field and those defined after it close the file.
package struct KeyOrder: Sendable {
  private let root: BlockDescription

  /// The order of the keys of specifications.
  package static let specification = KeyOrder(around: Experiment.blockDescription, RootFields.blockDescription.fields)

  /// The order in a file that holds the fields of `experiment` and `others`.
  init(around experiment: BlockDescription, _ others: [FieldDescription]) {
    let opening = others.prefix { !$0.type.holds(experiment) }
    root = BlockDescription(
      name: experiment.name, documentation: experiment.documentation,
      fields: opening + experiment.fields + others[opening.endIndex...])
  }

  /// The known keys of the mapping at `path` in canonical order; none where the author chooses the names.
  ///
  /// An element of a list is called by its number from 0.
  package func keys(at path: [String]) -> [String] {
    types(at: path).flatMap(\.blocks).reduce(into: []) { merge($1.fields.map(\.key), into: &$0) }
  }

  /// Whether the language has values at `path`.
  func leads(to path: [String]) -> Bool { !types(at: path).isEmpty }

  /// What the values at `path` may be.
  private func types(at path: [String]) -> [TypeDescription] {
    path.reduce([TypeDescription.block(root)]) { types, step in types.flatMap { $0.types(under: step) } }
  }

  /// Adds the keys of one alternative of a block to those of others: each that is new behind its predecessor.
  private func merge(_ keys: [String], into merged: inout [String]) {
    var place = 0
    for key in keys {
      if let index = merged.firstIndex(of: key) {
        place = index + 1
      } else {
        merged.insert(key, at: place)
        place += 1
      }
    }
  }
}

extension TypeDescription {
  /// The types of what stands under the key or number `step` in values of this type.
  fileprivate func types(under step: String) -> [TypeDescription] {
    switch self {
    case .block(let block): block.fields.filter { $0.key == step }.map(\.type)
    case .map(let element, _), .list(let element): [element]
    case .either(let types): types.flatMap { $0.types(under: step) }
    case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .any: []
    }
  }

  /// The blocks that a value of this type may itself be.
  fileprivate var blocks: [BlockDescription] {
    switch self {
    case .block(let block): [block]
    case .either(let types): types.flatMap(\.blocks)
    case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .list, .map, .any: []
    }
  }

  /// Whether values of this type hold values of `block`.
  fileprivate func holds(_ block: BlockDescription) -> Bool {
    switch self {
    case .block(let own): own.name == block.name
    case .map(let element, _), .list(let element): element.holds(block)
    case .either(let types): types.contains { $0.holds(block) }
    case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .any: false
    }
  }
}
