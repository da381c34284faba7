/// A closed choice whose cases have names of their own in stage keys.
///
/// A key name is part of stage identities. It does not depend on how specifications spell the choice, so that a keyword
/// of the language can be renamed without invalidating stored stages.
package protocol KeyNamed: Hashable, Sendable, CaseIterable {
  /// The name of the case in keys, plans and records: lower case, words joined by underscores.
  var keyName: String { get }
}

extension KeyNamed {
  /// Creates the case that has this key name, or `nil` if there is none.
  package init?(keyName: String) {
    guard let found = Self.allCases.first(where: { $0.keyName == keyName }) else { return nil }
    self = found
  }
}

extension KeyNamed where Self: RawRepresentable<String> {
  package var keyName: String { rawValue }
}
