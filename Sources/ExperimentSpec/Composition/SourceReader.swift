/// Gives the content of files that specifications name under `extends`, so that composition itself touches no disk.
package struct SourceReader: Sendable {
  /// The bytes of the file at a path.
  let read: @Sendable (String) throws(SourceUnreadable) -> [UInt8]

  /// A reader that does what `read` does.
  package init(_ read: @escaping @Sendable (String) throws(SourceUnreadable) -> [UInt8]) { self.read = read }

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
