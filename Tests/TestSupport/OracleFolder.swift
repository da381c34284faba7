import Foundation

/// A file of reference values that an independent implementation computed.
package struct OracleFile: Sendable {
  /// The file's name, which says nothing about what it holds.
  package let name: String

  /// The contents, or nil where they cannot be read.
  package let bytes: [UInt8]?

  package init(name: String, bytes: [UInt8]?) {
    self.name = name
    self.bytes = bytes
  }

  /// Whether it is a JSON document; what is neither that nor safetensors counts as damaged safetensors.
  ///
  /// The length that safetensors begin with may look like a brace, but has zeros behind it.
  package var isJSON: Bool {
    guard let bytes, !bytes.prefix(8).contains(0) else { return false }
    return bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
  }
}

/// The folders of reference values that tests read.
package enum OracleFolder {
  /// The variable of the environment that names a folder.
  package static let variable = "SHARESPEC_ORACLES"

  /// The folder that somebody asked for.
  private static let named = ProcessInfo.processInfo.environment[variable]

  /// Where files are looked for: the folder that was asked for; else the project's own, and the shared one if it is
  /// there.
  private static let places: [String] = {
    if let named { return [named] }
    let shared = projectPath("../shared/oracles")
    return [projectPath("Tests/Oracles/small")] + (FileManager.default.fileExists(atPath: shared) ? [shared] : [])
  }()

  /// Every file of the folders, folder by folder in the order of their names.
  ///
  /// Texts about the files, and the script that makes them, are no oracles; everything else is taken for one.
  package static let files: [OracleFile] = places.flatMap { place in
    names(in: place).map { name in
      OracleFile(
        name: "\(URL(filePath: place).lastPathComponent)/\(name)",
        bytes: FileManager.default.contents(atPath: "\(place)/\(name)").map(Array.init))
    }
  }

  private static func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      !name.hasPrefix(".") && ![".md", ".txt", ".py"].contains { name.hasSuffix($0) }
    }.sorted()
  }

  /// What is wrong with the folders: that there is nothing in them, or that some of `cases` have no file in them.
  ///
  /// A folder that somebody asked for need not hold files of every case, but of one at least.
  package static func complaint(found: some Sequence<String>, wanted cases: [String]) -> (text: String, isFatal: Bool)?
  {
    let folders = places.joined(separator: " and ")
    guard !files.isEmpty else { return ("no oracles in \(folders): does the folder exist?", true) }
    let missing = Set(cases).subtracting(found).sorted()
    guard !missing.isEmpty else { return nil }
    return ("no oracles of \(missing.joined(separator: ", ")) in \(folders)", named == nil)
  }
}
