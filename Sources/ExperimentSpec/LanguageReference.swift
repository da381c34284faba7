import Text

/// The reference of all blocks and fields, made from the definitions that decoding uses.
package enum LanguageReference {
  /// The reference as Markdown: a section for each block, its fields in a table.
  package static var markdown: String {
    let head = RootFields.blockDescription
    let body = Experiment.blockDescription
    let root = BlockDescription(
      name: "The file", documentation: head.documentation, fields: head.fields + body.fields)
    var sections: [String] = []
    var seen: Set<String> = []
    write(root, into: &sections, seen: &seen)
    return sections.joined(separator: "\n")
  }

  /// Adds the section of `block` and those of the blocks in it, each once.
  private static func write(_ block: BlockDescription, into sections: inout [String], seen: inout Set<String>) {
    guard seen.insert(block.name).inserted else { return }
    var lines = ["## \(block.name == "The file" ? block.name : "`\(block.name)`")", "", block.documentation, ""]
    lines += ["| key | takes | default | meaning |", "| --- | --- | --- | --- |"]
    lines += block.fields.map { field in
      "| `\(field.key)` | \(escaped(field.type.shortPhrase)) | \(escaped(field.defaultText)) | \(escaped(field.documentation)) |"
    }
    let choices = block.fields.flatMap { field in
      field.type.choices.filter { !$0.documentation.isEmpty }.map {
        "- `\(field.key): \($0.name)`: \($0.documentation)"
      }
    }
    sections.append((lines + (choices.isEmpty ? [] : [""] + choices)).joined(separator: "\n") + "\n")
    for field in block.fields where field.key != RootFields.variantsKey {
      for inner in field.type.blocks { write(inner, into: &sections, seen: &seen) }
    }
  }

  private static func escaped(_ text: String) -> String { text.replacing(scalar: "|", by: "\\|") }
}

extension FieldDescription {
  /// What holds where the field is not written.
  fileprivate var defaultText: String {
    switch (presence, type) {
    case (.required, _): "required"
    case (.defaulted("{}"), .block): "those of its fields"
    case (.defaulted(let value), _): "`\(value)`"
    case (.optional, _): "none"
    }
  }
}

extension TypeDescription {
  /// What the field accepts, short enough for a table.
  fileprivate var shortPhrase: String {
    switch self {
    case .block(let block): "a mapping: `\(block.name)`"
    case .map(.block, _): "a mapping from names to mappings"
    case .map(let element, _): "a mapping from names to \(element.shortPhrase)"
    case .list(let element): "a list of \(element.shortPhrase)"
    case .either(let types): types.map(\.shortPhrase).joined(separator: ", or ")
    case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .any: phrase
    }
  }

  /// The named values that the field accepts, at any depth of alternatives.
  fileprivate var choices: [ChoiceDescription] {
    switch self {
    case .choice(let choices): choices
    case .either(let types): types.flatMap(\.choices)
    case .boolean, .integer, .real, .size, .text, .path, .reference, .mask, .list, .map, .block, .any: []
    }
  }

  /// The blocks that the field holds.
  fileprivate var blocks: [BlockDescription] {
    switch self {
    case .block(let block): [block]
    case .map(let element, _), .list(let element): element.blocks
    case .either(let types): types.flatMap(\.blocks)
    case .boolean, .integer, .real, .size, .text, .path, .choice, .reference, .mask, .any: []
    }
  }
}
