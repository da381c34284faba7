import Foundation

/// A grammar in ISO 14977's notation, as far as the files in `Grammar/` use it.
package struct Grammar {
  package private(set) var rules: [String: Rule] = [:]

  /// What special sequences stand for: some texts for each.
  private let special: [String: [String]]

  /// The least number of references on a way through each rule.
  private var depths: [String: Int] = [:]

  package indirect enum Rule: Hashable {
    case terminal(String)
    case reference(String)
    case special(String)
    case sequence([Rule])
    case choice([Rule])
    case optional(Rule)
    case repetition(Rule)
  }

  /// What is wrong with a grammar.
  package struct Malformed: Error { package let reason: String }

  /// Reads the committed grammar in the file called `name`, whose special sequences stand for the texts in `special`.
  package static func committed(_ name: String, special: [String: [String]]) throws -> Grammar {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Grammar/\(name)")
    return try Grammar(String(contentsOf: path, encoding: .utf8), special: special)
  }

  /// Reads the grammar `text`.
  package init(_ text: String, special: [String: [String]]) throws {
    self.special = special
    var reader = Reader(Self.tokens(of: text))
    while let name = reader.next() {
      guard reader.next() == "=" else { throw Malformed(reason: "expected '=' after \(name)") }
      rules[name] = try reader.choice()
      guard reader.next() == ";" else { throw Malformed(reason: "expected ';' after the rule \(name)") }
    }
    while true {
      let better = rules.mapValues { shortest($0) }
      if better == depths { break }
      depths = better
    }
  }

  /// The quoted terminals with their quotes, special sequences with their question marks, names and signs.
  private static func tokens(of text: String) -> [String] {
    let withoutComments = text.replacingOccurrences(
      of: "(?s)\\(\\*.*?\\*\\)", with: "", options: .regularExpression)
    let pattern = "\"[^\"]*\"|'[^']*'|\\?[^?]*\\?|[A-Za-z]+|[=,|;\\[\\]{}()]"
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    let range = NSRange(withoutComments.startIndex..., in: withoutComments)
    return expression.matches(in: withoutComments, range: range).compactMap { match in
      Range(match.range, in: withoutComments).map { String(withoutComments[$0]) }
    }
  }

  private struct Reader {
    private let tokens: [String]
    private var index = 0

    init(_ tokens: [String]) { self.tokens = tokens }

    private var current: String? { index < tokens.count ? tokens[index] : nil }

    mutating func next() -> String? {
      defer { index += 1 }
      return current
    }

    mutating func choice() throws -> Rule {
      var choices = [try sequence()]
      while current == "|" {
        index += 1
        choices.append(try sequence())
      }
      return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence() throws -> Rule {
      var parts = [try part()]
      while current == "," {
        index += 1
        parts.append(try part())
      }
      return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func part() throws -> Rule {
      guard let token = next() else { throw Malformed(reason: "expected a part of a rule, found the end") }
      switch token.first {
      case "\"", "'": return .terminal(String(token.dropFirst().dropLast()))
      case "?": return .special(token.dropFirst().dropLast().trimmingCharacters(in: .whitespaces))
      case "(", "[", "{":
        let inner = try choice()
        let closing = next()
        guard closing == ["(": ")", "[": "]", "{": "}"][token] else {
          throw Malformed(reason: "expected the end of '\(token)'")
        }
        return token == "(" ? inner : token == "[" ? .optional(inner) : .repetition(inner)
      default: return .reference(token)
      }
    }
  }
}

// MARK: References

extension Grammar {
  /// The rules that no rule refers to, but for the one called `start`.
  package func unusedRules(besides start: String) -> [String] {
    rules.keys.filter { $0 != start && !references.contains($0) }.sorted()
  }

  /// The names that rules refer to and that are not defined.
  package var undefinedRules: [String] { references.filter { rules[$0] == nil }.sorted() }

  private var references: Set<String> { rules.values.reduce(into: []) { $0.formUnion($1.references) } }
}

extension Grammar.Rule {
  /// The names of the rules that this one refers to.
  fileprivate var references: Set<String> {
    switch self {
    case .terminal, .special: []
    case .reference(let name): [name]
    case .sequence(let parts), .choice(let parts): parts.reduce(into: []) { $0.formUnion($1.references) }
    case .optional(let inner), .repetition(let inner): inner.references
    }
  }
}

// MARK: Sampling

extension Grammar {
  /// A sentence of the rule `name`, in which no way through rules is longer than `depth` unless it must be.
  package func sentence(
    of name: String, depth: Int, using generator: inout some RandomNumberGenerator
  ) throws -> String {
    let isToken = name.first?.isUppercase ?? false
    guard let rule = rules[name] else { throw Malformed(reason: "no rule \(name)") }
    return try sample(rule, depth: depth, isToken: isToken, using: &generator)
  }

  private func sample(_ rule: Rule, depth: Int, isToken: Bool, using generator: inout some RandomNumberGenerator) throws
    -> String
  {
    switch rule {
    case .terminal(let text): return text
    case .special(let name):
      guard let text = special[name]?.randomElement(using: &generator) else {
        throw Malformed(reason: "unknown: \(name)")
      }
      return text
    case .reference(let name): return try sentence(of: name, depth: depth - 1, using: &generator)
    case .sequence(let parts):
      let samples = try parts.map { try sample($0, depth: depth, isToken: isToken, using: &generator) }
      return join(samples, isToken: isToken, using: &generator)
    case .choice(let choices):
      let possible = choices.filter { shortest($0) <= depth }
      let choice = possible.randomElement(using: &generator) ?? choices.min { shortest($0) < shortest($1) }
      return try sample(choice ?? rule, depth: depth, isToken: isToken, using: &generator)
    case .optional(let inner):
      let isTaken = shortest(inner) <= depth && Bool.random(using: &generator)
      return isTaken ? try sample(inner, depth: depth, isToken: isToken, using: &generator) : ""
    case .repetition(let inner):
      let count = shortest(inner) <= depth ? Int.random(in: 0...2, using: &generator) : 0
      let samples = try (0..<count).map { _ in
        try sample(inner, depth: depth, isToken: isToken, using: &generator)
      }
      return join(samples, isToken: isToken, using: &generator)
    }
  }

  /// The samples one after another, with space between tokens now and then.
  private func join(_ samples: [String], isToken: Bool, using generator: inout some RandomNumberGenerator) -> String {
    let blanks = ["", "", " ", "\n\t"]
    return samples.filter { !$0.isEmpty }.reduce("") { text, next in
      isToken || text.isEmpty ? text + next : text + (blanks.randomElement(using: &generator) ?? "") + next
    }
  }

  /// The least number of references on a way through `rule`, as far as it is known.
  private func shortest(_ rule: Rule) -> Int {
    switch rule {
    case .terminal, .special, .optional, .repetition: 0
    case .reference(let name): 1 + (depths[name] ?? 1_000)
    case .sequence(let parts): parts.map { shortest($0) }.max() ?? 0
    case .choice(let choices): choices.map { shortest($0) }.min() ?? 0
    }
  }
}
