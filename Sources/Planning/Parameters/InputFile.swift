/// A file that enters a plan by its content.
package struct InputFile: Hashable, Sendable, Canonical {
  /// Where the file is; not part of its identity.
  package let path: String

  /// The path as a specification writes it, by which plans call the file; not part of its identity either.
  package let writtenPath: String

  /// The digest of its content; `nil` if the file is missing; its path then stands for it.
  package let digest: Digest?

  package init(path: String, digest: Digest?, writtenAs writtenPath: String? = nil) {
    self.path = path
    self.digest = digest
    self.writtenPath = writtenPath ?? path
  }

  /// What stands before the path in the canonical form of a missing file.
  fileprivate static let missingPrefix = "missing: "

  package var canonical: CanonicalValue { digest.map(CanonicalValue.digest) ?? .text(Self.missingPrefix + path) }

  /// What the file goes by where a text must stand for its content.
  package var contentName: String { digest.map { "sha256:\($0)" } ?? Self.missingPrefix + path }

  package static func == (left: Self, right: Self) -> Bool {
    left.digest == right.digest && (left.digest != nil || left.path == right.path)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(digest)
    if digest == nil { hasher.combine(path) }
  }
}

extension ParameterReader {
  /// The file of the field called `name`.
  mutating func file(_ name: String) throws(ParameterError) -> InputFile {
    try context.file(try value(name), at: path(of: name))
  }

  /// The files of the field called `name`: one file, or a list of them, which may be empty.
  mutating func filesIfAny(_ name: String) throws(ParameterError) -> [InputFile] {
    let value = try value(name)
    if case .list(let elements) = value, elements.isEmpty { return [] }
    return try files(value, at: name)
  }

  /// The files of the field called `name`, a list of at most one value: one file, or a list of at least one.
  mutating func optionalFiles(_ name: String) throws(ParameterError) -> [InputFile] {
    guard let value = try optional(name) else { return [] }
    return try files(value, at: name)
  }

  private func files(_ value: CanonicalValue, at name: String) throws(ParameterError) -> [InputFile] {
    guard case .list(let elements) = value else { return [try context.file(value, at: path(of: name))] }
    guard !elements.isEmpty else { throw error(name, "expected at least one file") }
    var files: [InputFile] = []
    for element in elements { files.append(try context.file(element, at: path(of: name))) }
    return files
  }

  /// A file that may be absent.
  mutating func optionalFile(_ name: String) throws(ParameterError) -> InputFile? {
    guard let value = try optional(name) else { return nil }
    return try context.file(value, at: path(of: name))
  }
}

extension ReadingContext {
  /// The file that `value` stands for in canonical form.
  fileprivate func file(_ value: CanonicalValue, at path: String) throws(ParameterError) -> InputFile {
    switch value {
    case .digest(let digest):
      guard let known = files[digest] else {
        throw ParameterError(path: path, message: "the plan names no file with this digest")
      }
      return known
    case .text(let text) where text.hasPrefix(InputFile.missingPrefix):
      return InputFile(path: String(text.dropFirst(InputFile.missingPrefix.count)), digest: nil)
    case .boolean, .integer, .real, .text, .list, .record:
      throw ParameterError(path: path, message: "expected the digest of a file")
    }
  }
}
