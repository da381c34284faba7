package import Diagnostics

/// The final value of one field and where it comes from.
package struct SettledValue: Sendable, Hashable {
  /// The path of the field as overrides write it, such as `training.batch`.
  package let path: String

  /// The value as it could be written.
  package let text: String

  /// Where the value comes from.
  package let origin: Origin

  /// The places of the values it replaced, nearest first.
  package let replaced: [SourceRange]

  /// The value, which replaced what stood at `more` as well.
  func replacing(_ more: [SourceRange]) -> SettledValue {
    more.isEmpty ? self : SettledValue(path: path, text: text, origin: origin, replaced: replaced + more)
  }
}
