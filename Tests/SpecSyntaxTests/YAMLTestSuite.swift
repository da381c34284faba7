import Diagnostics
import Foundation
import SpecSyntax

/// One case of yaml-test-suite: a text and the events that every reader of YAML should find in it.
struct YAMLTestCase {
  /// The name of the case's folder, such as `229Q` or `2G84/00`.
  let id: String

  /// The text.
  let bytes: [UInt8]

  /// The tree that the text stands for; `nil` if it is not YAML, or no single tree without tags.
  let tree: ExpectedTree?

  /// The cases in the folder at `path`, in the order of their names.
  static func all(in path: String) throws -> [YAMLTestCase] {
    let root = URL(filePath: path)
    guard let files = FileManager.default.enumerator(atPath: path) else { return [] }
    let ids = files.compactMap { $0 as? String }.filter { $0.hasSuffix("/in.yaml") }.map {
      $0.dropLast("/in.yaml".count)
    }
    return try ids.map(String.init).sorted().map { id in
      let folder = root.appending(path: id)
      let isWrong = FileManager.default.fileExists(atPath: folder.appending(path: "error").path)
      let events = try String(contentsOf: folder.appending(path: "test.event"), encoding: .utf8)
      return YAMLTestCase(
        id: id, bytes: Array(try Data(contentsOf: folder.appending(path: "in.yaml"))),
        tree: isWrong ? nil : ExpectedTree(events: events))
    }
  }
}

/// What the events of a case amount to: values without their places.
indirect enum ExpectedTree: Equatable {
  case scalar(String, Scalar.Style)
  case sequence([ExpectedTree])
  case mapping([[ExpectedTree]])

  /// The tree of the only document in `events`; `nil` where there isn't exactly one, or it has tags.
  init?(events: String) {
    var builder = Builder(lines: events.split(separator: "\n").map(String.init)[...])
    guard let tree = builder.document() else { return nil }
    self = tree
  }

  /// The tree of `node` without the places.
  init(_ node: Node) {
    switch node.content {
    case .scalar(let scalar): self = .scalar(scalar.text.text, scalar.style)
    case .sequence(let elements): self = .sequence(elements.map(ExpectedTree.init))
    case .mapping(let mapping):
      self = .mapping(mapping.entries.map { [.scalar($0.key, .quoted), ExpectedTree($0.value)] })
    }
  }
}

extension ExpectedTree {
  /// Reads the suite's notation of events.
  private struct Builder {
    var lines: ArraySlice<String>
    var anchored: [String: ExpectedTree] = [:]

    mutating func document() -> ExpectedTree? {
      guard lines.popFirst() == "+STR", lines.popFirst()?.hasPrefix("+DOC") == true, let tree = node() else {
        return nil
      }
      guard lines.popFirst()?.hasPrefix("-DOC") == true, lines.popFirst() == "-STR" else { return nil }
      return tree
    }

    mutating func node() -> ExpectedTree? {
      guard let line = lines.popFirst() else { return nil }
      var rest = line.dropFirst(4)
      if line.hasPrefix("=ALI") { return anchored[String(rest.dropFirst(2))] }
      if rest.hasPrefix(" {}") || rest.hasPrefix(" []") { rest = rest.dropFirst(3) }
      var anchor: String?
      if rest.hasPrefix(" &") {
        let name = rest.dropFirst(2).prefix { $0 != " " }
        anchor = String(name)
        rest = rest.dropFirst(2 + name.count)
      }
      if rest.hasPrefix(" <") { return nil }
      let tree: ExpectedTree? =
        switch line.prefix(4) {
        case "+MAP": mapping()
        case "+SEQ": children(until: "-SEQ").map { .sequence($0) }
        default: .scalar(Self.unescape(rest.dropFirst(2)), rest.dropFirst().first == ":" ? .plain : .quoted)
        }
      if let anchor { anchored[anchor] = tree }
      return tree
    }

    mutating func mapping() -> ExpectedTree? {
      guard let children = children(until: "-MAP") else { return nil }
      var pairs: [[ExpectedTree]] = []
      for place in stride(from: 0, to: children.count, by: 2) {
        guard case .scalar(let key, _) = children[place] else { return nil }
        pairs.append([.scalar(key, .quoted), children[place + 1]])
      }
      return .mapping(pairs)
    }

    mutating func children(until end: String) -> [ExpectedTree]? {
      var children: [ExpectedTree] = []
      while let line = lines.first, line != end {
        guard let child = node() else { return nil }
        children.append(child)
      }
      return lines.popFirst() == nil ? nil : children
    }

    static func unescape(_ text: Substring) -> String {
      let escapes: [Character: Character] = ["n": "\n", "t": "\t", "b": "\u{8}", "r": "\r", "\\": "\\"]
      var result = ""
      var isEscaped = false
      for character in text {
        if isEscaped {
          result.append(escapes[character] ?? character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else {
          result.append(character)
        }
      }
      return result
    }
  }
}
