// Texts in which every character can be seen.

extension String {
  /// The text with each character that cannot be seen, or looks like a blank without being one, as `<U+200B>`.
  ///
  /// These are control, format, unassigned, private and default-ignorable characters, and all blanks but U+0020.
  package var visible: String {
    guard unicodeScalars.contains(where: { !$0.isVisible }) else { return self }
    return escapingScalars { $0.isVisible ? nil : $0.codePoint }
  }
}

extension Unicode.Scalar {
  /// The character's number as it is usually written, such as `U+200B`.
  package var codePointName: String { "U+" + hexadecimal(value, digits: 4) }

  /// The character's number in the place of the character, such as `<U+200B>`.
  var codePoint: String { "<\(codePointName)>" }

  /// Whether the character leaves a mark of its own, or is the blank U+0020.
  package var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: self == " "
    default: !properties.isDefaultIgnorableCodePoint
    }
  }
}
