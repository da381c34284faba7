package import Diagnostics
import Model
package import SpecSyntax
import Text

/// A closed enumeration that a field accepts by name.
package protocol Choice: CaseIterable, Sendable, Hashable {
  /// The name of the case in specifications, which may differ from its name in keys.
  var spelling: String { get }

  /// What the choice stands for, in Markdown.
  var documentation: String { get }

  /// Names that other programs have for cases, for suggestions.
  static var synonyms: [String: Self] { get }

  /// Why `scalar` is refused, where there is more to say than that it is none of the names.
  static func refusal(of scalar: Scalar, at path: String) -> Diagnostic?
}

/// A choice that only the language has: its raw values are its spellings.
package protocol Keyword: Choice, RawRepresentable<String> {}

extension Keyword {
  package var spelling: String { rawValue }
}

extension Choice {
  /// Creates the case that is spelled `spelling`; `nil` if there is none.
  package init?(spelling: String) {
    guard let found = Self.allCases.first(where: { $0.spelling == spelling }) else { return nil }
    self = found
  }

  package static var synonyms: [String: Self] { [:] }

  package static func refusal(of scalar: Scalar, at path: String) -> Diagnostic? { nil }
}

extension FieldType {
  /// A value written as one scalar, which `read` types and which then must satisfy `isInRange`.
  private static func scalar(
    _ description: TypeDescription, example: Value, show: @escaping @Sendable (Value) -> String,
    isInRange: @escaping @Sendable (Value) -> Bool = { _ in true },
    read: @escaping @Sendable (Scalar) throws(ScalarProblem) -> Value
  ) -> FieldType {
    FieldType(
      describe: { description }, example: example,
      decode: { node, path, context in
        guard let scalar = node.scalar else {
          context.log.record(.wrongKind(node, expected: description.phrase, at: path))
          return nil
        }
        do throws(ScalarProblem) {
          let value = try read(scalar)
          if isInRange(value) { return value }
          context.log.record(.outOfRange(scalar, expected: description.phrase, at: path))
        } catch {
          context.log.record(.wrongScalar(scalar, error, expected: description.phrase, at: path))
        }
        return nil
      },
      show: show)
  }
}

extension FieldType where Value == Bool {
  static let boolean = scalar(.boolean, example: false, show: { "\($0)" }) {
    scalar throws(ScalarProblem) in try scalar.asBoolean()
  }
}

extension FieldType where Value == Int {
  /// A whole number in a range, of things of a unit if one is given.
  static func integer(of unit: CountUnit? = nil, in range: ClosedRange<Int>) -> FieldType {
    scalar(.integer(range, of: unit), example: range.lowerBound, show: { "\($0)" }, isInRange: range.contains) {
      scalar throws(ScalarProblem) in try scalar.asInteger()
    }
  }
}

extension FieldType where Value == Double {
  /// A number in a range, of some kind.
  static func real(as kind: RealKind = .number, in range: RealRange) -> FieldType {
    scalar(.real(range, as: kind), example: 0.5, show: shortest, isInRange: range.contains) {
      scalar throws(ScalarProblem) in try scalar.asReal()
    }
  }
}

extension FieldType where Value == String {
  static let text = words(.text, example: "text")

  /// A path as it was written; it is resolved when files are looked for.
  static let path = words(.path, example: "file.txt")

  /// A text that is not empty.
  private static func words(_ description: TypeDescription, example: String) -> FieldType {
    let text = scalar(description, example: example, show: quotedIfNeeded) { scalar throws(ScalarProblem) in
      try scalar.asText()
    }
    return FieldType(
      describe: text.describe, example: example,
      decode: { node, path, context in
        guard let value = text.decode(node, path, context) else { return nil }
        if !value.isEmpty { return value }
        context.log.record(.emptyText(of: path, at: node.range))
        return nil
      },
      show: text.show)
  }

  /// One of a few names.
  ///
  /// `refusal` may say why another name is refused; else it is reported as unknown, with the name that it is a synonym
  /// for or like.
  static func name(
    oneOf names: [String], knowing synonyms: @escaping @autoclosure @Sendable () -> Synonyms = Synonyms([:]),
    refusal: @escaping @Sendable (Scalar, _ path: String) -> Diagnostic? = { _, _ in nil }
  ) -> FieldType {
    let choices = names.map { ChoiceDescription(name: $0, documentation: "") }
    return FieldType(
      describe: { .choice(choices) }, example: names[0],
      decode: { node, path, context in
        guard let scalar = node.scalar else {
          context.log.record(.wrongKind(node, expected: TypeDescription.choice(choices).phrase, at: path))
          return nil
        }
        if names.contains(scalar.text.text) { return scalar.text.text }
        context.log.record(refusal(scalar, path) ?? .unknownName(scalar, at: path, known: names, synonyms: synonyms()))
        return nil
      },
      show: { $0 })
  }
}

extension FieldType where Value: Choice {
  /// One of the enumeration's names.
  static func choice(_ type: Value.Type) -> FieldType {
    FieldType(
      describe: {
        .choice(Value.allCases.map { ChoiceDescription(name: $0.spelling, documentation: $0.documentation) })
      },
      example: Array(Value.allCases)[0],
      decode: { node, path, context in
        if let value = node.scalar.flatMap({ Value(spelling: $0.text.text) }) { return value }
        // The names are listed only to say that the value is none of them.
        let names = FieldType<String>.name(
          oneOf: Value.allCases.map(\.spelling), knowing: Synonyms(Value.synonyms.mapValues { [$0.spelling] }),
          refusal: Value.refusal)
        _ = names.decode(node, path, context)
        return nil
      },
      show: \.spelling)
  }
}

extension FieldType where Value == Located<String> {
  /// The name of something that the specification defines elsewhere; the next phase looks it up.
  static func reference(_ kind: ReferenceKind) -> FieldType {
    FieldType(
      describe: { .reference(kind) }, example: Located("name", .synthesised(pass: "decoding", from: [])),
      decode: { node, path, context in
        node.text(expecting: "the name of a \(kind.rawValue)", at: path, context).map {
          Located($0.text, .written(node.range))
        }
      },
      show: { quotedIfNeeded($0.value) })
  }
}

extension FieldType where Value == LocatedText {
  /// An expression of the mask language; the next phase parses it, knowing the network.
  static let mask = FieldType(
    describe: { .mask }, example: LocatedText("all", at: SourceRange(SourceFile(name: "", text: "all"), 0..<3)),
    decode: { node, path, context in
      node.text(expecting: "a mask expression, such as 'imp(self)'", at: path, context)
    },
    show: { quotedIfNeeded($0.text) })
}

extension Node {
  /// The text that the value is; `nil`, with the reason in the context's log, if it is none or not one to all readers.
  fileprivate func text(expecting expected: String, at path: String, _ context: DecodingContext) -> LocatedText? {
    guard let scalar else {
      context.log.record(.wrongKind(self, expected: expected, at: path))
      return nil
    }
    do throws(ScalarProblem) {
      _ = try scalar.asText()
      return scalar.text
    } catch {
      context.log.record(.wrongScalar(scalar, error, expected: expected, at: path))
      return nil
    }
  }
}
