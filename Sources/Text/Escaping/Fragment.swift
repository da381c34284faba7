/// The syntax of files or commands that texts become a part of.
package protocol Syntax: Sendable {
  /// `text` in such a way that a reader of the syntax takes it for a text: all of it, and nothing else.
  ///
  /// Escaping goes by Unicode scalars, never by characters: a quotation mark with a combining mark is another character
  /// than a quotation mark, and ends a text all the same.
  static func escaped(_ text: String) -> String
}

/// A piece of a file or a command in one syntax: what a literal says is syntax, what is interpolated is escaped.
///
///     let caption: LaTeX = "\\caption{\(title)}"
package struct Fragment<Language: Syntax>: ExpressibleByStringInterpolation, Hashable, Sendable {
  /// The piece as it stands in the file.
  package private(set) var text: String

  /// `text` as a text.
  package init(_ text: String) { self.text = Language.escaped(text) }

  package init(stringLiteral text: String) { self.text = text }

  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// A piece whose syntax some other code answers for.
  package init(syntax text: String) { self.text = text }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ text: String) { self.text += Language.escaped(text) }

    package mutating func appendInterpolation(_ fragment: Fragment) { text += fragment.text }

    package mutating func appendInterpolation(_ number: some FixedWidthInteger) { text += String(number) }

    package mutating func appendInterpolation(_ number: Double) { text += String(describing: number) }

    /// Appends a part whose syntax some other code answers for.
    mutating func append(syntax part: String) { text += part }
  }

  package static func + (left: Fragment, right: Fragment) -> Fragment { Fragment(syntax: left.text + right.text) }

  package static func += (left: inout Fragment, right: Fragment) { left.text += right.text }

  package var isEmpty: Bool { text.isEmpty }
}

extension Sequence {
  /// The pieces as one, with `separator` between them.
  package func joined<Language>(separator: Fragment<Language> = "") -> Fragment<Language>
  where Element == Fragment<Language> {
    Fragment(syntax: map(\.text).joined(separator: separator.text))
  }
}

extension String {
  /// The text with `replacement` in the place of each of these scalars, whatever marks follow it.
  package func replacing(scalar: Unicode.Scalar, by replacement: String) -> String {
    escapingScalars { $0 == scalar ? replacement : nil }
  }

  /// The text with each scalar as `escape` gives it; one for which it gives `nil` stays.
  package func escapingScalars(_ escape: (Unicode.Scalar) -> String?) -> String {
    unicodeScalars.reduce(into: "") { text, scalar in
      if let escaped = escape(scalar) { text += escaped } else { text.unicodeScalars.append(scalar) }
    }
  }
}
