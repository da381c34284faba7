/// Gives the content of files that specifications name under `extends`, so that composition itself touches no disk.
package struct SourceReader: Sendable {
  /// The bytes of the file at a path.
  let read: @Sendable (String) throws(SourceUnreadable) -> [UInt8]

  /// The names of the files in the folder of the file at a path, for suggestions; none where they cannot be listed.
  let namesBeside: @Sendable (String) -> [String]

  /// A reader that does what `read` does and, for suggestions, knows what `namesBeside` lists.
  package init(
    namesBeside: @escaping @Sendable (String) -> [String] = { _ in [] },
    _ read: @escaping @Sendable (String) throws(SourceUnreadable) -> [UInt8]
  ) {
    self.read = read
    self.namesBeside = namesBeside
  }

  /// A reader that has no files, for specifications that stand alone.
  package static let none = SourceReader { path throws(SourceUnreadable) in
    throw SourceUnreadable(reason: "there is no file '\(path)'")
  }
}

/// Why a file that a specification extends could not be read.
package struct SourceUnreadable: Error {
  /// The reason, as it stands in a message.
  package let reason: String

  package init(reason: String) { self.reason = reason }
}
