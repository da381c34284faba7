import Diagnostics
import SpecSyntax

/// A name that stands in a specification.
struct WrittenName: Hashable {
  let text: String
  let range: SourceRange
  let role: Role

  /// The place of the value that the name is in; `nil` for a key.
  let value: SourceRange?

  /// What the name is there for.
  enum Role: Hashable {
    /// A name that the language or something else in the specification defines.
    case use(Kind)

    /// The place where an author makes the name up.
    case definition(Kind)
  }

  /// What kind of thing the name belongs to.
  enum Kind: Hashable {
    case dataset, task, variant, language

    /// A table or figure of a report, or a row of one that nothing else has.
    case exhibit

    /// What is expected of results.
    case claim

    /// What a report or a claim speaks of: a dataset, a task, a variant or a cell of one.
    case subject

    /// A layer of the dataset of this name.
    case layer(of: String)
  }
}

/// Finds the names in a file's tree: keys, references, names of choices, and what masks and templates speak of.
///
/// It knows the language on its own account, so that it can tell where the compiler should have seen something.
struct NameFinder {
  private(set) var names: [WrittenName] = []

  /// The dataset of the task that is being visited.
  private var dataset = ""

  /// The place of the value that is being visited.
  private var value: SourceRange?

  /// The names in `root`, the tree of a file.
  static func names(in root: Node) -> [WrittenName] {
    var finder = NameFinder()
    finder.visit(root, at: [])
    return finder.names
  }

  private mutating func visit(_ node: Node, at path: [String]) {
    switch node.content {
    case .scalar(let scalar): visit(scalar, at: path)
    case .sequence(let elements): for element in elements { visit(element, at: path + ["[]"]) }
    case .mapping(let mapping):
      if path.count == 2, path[0] == "tasks" { dataset = mapping["dataset"]?.value.scalar?.text.text ?? "" }
      for entry in mapping.entries { visit(entry, of: path) }
    }
  }

  private mutating func visit(_ entry: Entry, of path: [String]) {
    if isSwept(path) {
      let keys = entry.key.split(separator: ".").map(String.init)
      addWords(in: LocatedText(entry.key, at: entry.keyRange), as: { _ in .use(.language) })
      // What a pattern holds is compared with values, and read by nobody.
      if ["exclude", "is"].contains(path.last { $0 != "[]" }) { return }
      let isLabelled = entry.value.mapping != nil && ["product", "zip"].contains(path.last)
      for value in isLabelled ? entry.value.mapping?.entries.map(\.value) ?? [] : entry.value.sequence ?? [entry.value]
      {
        visit(value, at: keys)
      }
      return
    }
    if let role = role(of: entry, in: path) { add(LocatedText(entry.key, at: entry.keyRange), role) }
    visit(entry.value, at: path == ["variants"] ? [] : path + [entry.key])
  }

  /// Whether the keys at `path` are paths of the experiment.
  private func isSwept(_ path: [String]) -> Bool {
    guard path.first == "sweep", let last = path.last(where: { $0 != "[]" }) else { return false }
    return ["product", "zip", "include", "exclude", "is", "set"].contains(last)
  }

  private func role(of entry: Entry, in path: [String]) -> WrittenName.Role? {
    let isWhole = { (key: String) in entry.value.mapping?[key] != nil }
    switch path.count {
    case 1 where path == ["datasets"]: return isWhole("format") ? .definition(.dataset) : .use(.dataset)
    case 1 where path == ["tasks"]: return isWhole("dataset") ? .definition(.task) : .use(.task)
    case 1 where path == ["variants"]: return entry.value.isNone ? .use(.variant) : .definition(.variant)
    case 1 where path == ["claims"]: return entry.value.isNone ? .use(.claim) : .definition(.claim)
    case 2 where path == ["sharing", "levels"] || path == ["sharing", "masks"]:
      return entry.key == "*" ? nil : .use(.task)
    case 3 where path[0] == "datasets" && path[2] == "columns":
      return entry.key == "token" ? .use(.language) : .definition(.layer(of: path[1]))
    default: return path.first == "report" ? reportRole(of: entry, in: path) : .use(.language)
    }
  }

  private func reportRole(of entry: Entry, in path: [String]) -> WrittenName.Role {
    switch (path.count, path.last) {
    case (1, _): entry.value.mapping?["show"] == nil ? .use(.language) : .definition(.exhibit)
    case (4, "others"): .definition(.exhibit)
    case (3, "labels"), (4, "values"), (5, _): .use(.subject)
    case (_, _): .use(.language)
    }
  }

  private mutating func visit(_ scalar: Scalar, at path: [String]) {
    value = scalar.text.whole
    defer { value = nil }
    switch (path.count, path.last) {
    case (1, "name"), (_, "pretrained"): return
    case (_, _) where path.first == "extends" || path.contains("skip") || path.contains("files"): return
    case (_, "title"), (_, "source"): return
    case (4, _) where path[0] == "report" && path[2] == "labels": return
    case (4, "[]") where path[0] == "report": add(scalar.text, .use(.subject))
    case (3, "better"), (3, "than"), (3, "score"): add(scalar.text, .use(.subject))
    case (2, "name") where path[0] == "sweep": addPlaceholders(in: scalar.text)
    case (3, "dataset") where path[0] == "tasks": add(scalar.text, .use(.dataset))
    case (3, "column") where path[0] == "tasks": add(scalar.text, .use(.layer(of: dataset)))
    case (1, "baseline"): add(scalar.text, .use(.variant))
    case (3, "[]") where path.prefix(2) == ["sweep", "variants"]: add(scalar.text, .use(.variant))
    case (3, _) where path.prefix(2) == ["sharing", "masks"]: addMask(scalar.text)
    default:
      let isWord = scalar.text.text.first?.isLetter == true && scalar.style == .plain
      if isWord, !["none", "true", "false"].contains(scalar.text.text) { add(scalar.text, .use(.language)) }
    }
  }

  private mutating func add(_ text: LocatedText, _ role: WrittenName.Role) {
    add(text, 0..<text.text.utf8.count, role)
  }

  private mutating func add(_ text: LocatedText, _ bytes: Range<Int>, _ role: WrittenName.Role) {
    let name = String(decoding: Array(text.text.utf8)[bytes], as: UTF8.self)
    names.append(WrittenName(text: name, range: text.range(of: bytes), role: role, value: value))
  }

  /// Adds the words of a mask expression; a word that is an argument, and no label and not `self`, names a task.
  private mutating func addMask(_ text: LocatedText) {
    let bytes = Array(text.text.utf8)
    // The path of a file, and whose mask it has there, are for nobody to know before it is read.
    let files = text.text.ranges(of: #/file\([^)]*\)/#).map { range in
      text.text.utf8.distance(from: text.text.startIndex, to: range.lowerBound)
        + 4..<text.text.utf8.distance(from: text.text.startIndex, to: range.upperBound)
    }
    addWords(in: text, except: files) { word in
      let isArgument =
        word.lowerBound > 0 && "( ".utf8.contains(bytes[word.lowerBound - 1])
        && bytes[..<word.lowerBound].last { $0 != UInt8(ascii: " ") }.map { "(,".utf8.contains($0) } == true
      let isLabel = word.upperBound < bytes.count && bytes[word.upperBound] == UInt8(ascii: ":")
      let isFunction = word.upperBound < bytes.count && bytes[word.upperBound] == UInt8(ascii: "(")
      let isSelf = bytes[word].elementsEqual("self".utf8)
      return isArgument && !isLabel && !isFunction && !isSelf && bytes.contains(UInt8(ascii: "("))
        && !Self.regions.contains(String(decoding: bytes[word], as: UTF8.self)) ? .use(.task) : .use(.language)
    }
  }

  private static let regions = ["all", "none", "char_cnn", "encoder", "weights", "biases"]

  /// Adds what stands in braces.
  private mutating func addPlaceholders(in text: LocatedText) {
    let bytes = Array(text.text.utf8)
    var start: Int?
    for (offset, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "{") { start = offset + 1 }
      guard byte == UInt8(ascii: "}"), let open = start else { continue }
      add(text, open..<offset, .use(.language))
      start = nil
    }
  }

  /// Adds each run of letters, digits and underscores that begins with a letter, but for those in the ranges `left`
  /// out.
  private mutating func addWords(
    in text: LocatedText, except left: [Range<Int>] = [], as role: (Range<Int>) -> WrittenName.Role
  ) {
    let bytes = Array(text.text.utf8)
    var start = 0
    for end in 0...bytes.count where end == bytes.count || !Self.isWordByte(bytes[end]) {
      defer { start = end + 1 }
      guard start < end, Self.isLetter(bytes[start]), !left.contains(where: { $0.contains(start) }) else { continue }
      add(text, start..<end, role(start..<end))
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
  }
}
