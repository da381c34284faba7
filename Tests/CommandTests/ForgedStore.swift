import Foundation
import Testing

/// A store whose files are changed by somebody who makes their checksums match.
struct ForgedStore {
  let root: URL

  /// The store called `name` in `folder`.
  init(_ name: String, in folder: URL) { root = folder.appending(path: name) }

  /// Calls `body` with a folder in which a specification, `tiny.yaml`, has been run into the store `s`.
  static func with(
    _ specification: String = tinySpecification, _ body: (URL, ForgedStore) throws -> Void
  ) throws {
    try withFolder { folder in
      try specification.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
      let outcome = try sharespec("run", "tiny.yaml", "--store", "s", in: folder)
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(folder, ForgedStore("s", in: folder))
    }
  }

  /// The paths of the files of a kind, seen from the store.
  func paths(_ kind: String) throws -> [String] {
    try files(in: root.appending(path: kind)).map { "\(kind)/\($0)" }
  }

  /// The path of the record of the first stage of an operation.
  func record(of operation: String) throws -> String {
    try #require(
      try paths("stages").first { path in
        try String(contentsOf: root.appending(path: path), encoding: .utf8).contains("\"operation\": \"\(operation)\"")
      })
  }

  /// Changes the file at `path`, which ends with a checksum of itself.
  func rewrite(_ path: String, _ change: (String) -> String) throws {
    let file = root.appending(path: path)
    let text = change(try String(contentsOf: file, encoding: .utf8))
    let sealed = try #require(text.range(of: "  \"checksum\": "))
    let lines = String(text[..<sealed.lowerBound])
    try "\(lines)  \"checksum\": \"\(try digest(of: Data(lines.utf8)))\"\n}\n"
      .write(to: file, atomically: true, encoding: .utf8)
  }

  /// Changes all files of a kind.
  func rewriteAll(_ kind: String, _ change: (String) -> String) throws {
    for path in try paths(kind) { try rewrite(path, change) }
  }

  /// Makes an object with this content, and gives its digest.
  func add(_ content: String) throws -> String { try add(Data(content.utf8)) }

  /// Makes an object with this content, and gives its digest.
  func add(_ content: Data) throws -> String {
    let digest = try digest(of: content)
    try write(content, to: "objects/\(digest.prefix(2))/\(digest)")
    return digest
  }

  /// Puts `content` in the place of the artifact called `artifact` of the first stage of `operation`.
  func forge(_ artifact: String, of operation: String, _ content: (String) -> String) throws {
    let record = try record(of: operation)
    let text = try String(contentsOf: root.appending(path: record), encoding: .utf8)
    let entry = try #require(
      text.firstMatch(of: try Regex("\"name\": \"\(artifact)\",[^}]*\"sha256\": \"([0-9a-f]+)\"")))
    let old = try #require(entry.output[1].substring)
    let before = try String(contentsOf: root.appending(path: "objects/\(old.prefix(2))/\(old)"), encoding: .utf8)
    let forged = content(before)
    let digest = try add(forged)
    let range = entry.range
    try rewrite(record) {
      let part = $0[range].replacing(old, with: digest).replacing(
        /"size": \d+/, with: "\"size\": \(forged.utf8.count)")
      return String($0[..<range.lowerBound]) + String(part) + String($0[range.upperBound...])
    }
  }

  /// Writes a file, and makes its folders.
  func write(_ content: String, to path: String) throws { try write(Data(content.utf8), to: path) }

  private func write(_ content: Data, to path: String) throws {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: file)
  }

  private func digest(of bytes: Data) throws -> String {
    let file = root.appending(path: "forged")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let sum = try CommandProcess([file.path], script: "sha256sum < \"$1\"").wait()
    return String(sum.output.prefix(64))
  }
}
