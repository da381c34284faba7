import ArgumentParser
import Exporting
import Files
import Glibc
import Text

/// How what a command has to say is written: for people or for programs.
enum TextOrJSON: String, ExpressibleByArgument, CaseIterable {
  case text, json

  /// The one of two values that this form asks for.
  func choice<Value>(text: @autoclosure () -> Value, json: @autoclosure () -> Value) -> Value {
    switch self {
    case .text: text()
    case .json: json()
    }
  }
}

/// A form of output that the name of a file tells.
protocol FileForm: ExpressibleByArgument, CaseIterable {
  /// The endings of the names of files in this form, without their point.
  var endings: [String] { get }
}

extension FileForm {
  /// The form that is asked for: `chosen`, else the one that the file at `path` is named after, else `usual`.
  static func form(_ chosen: Self?, ofFileAt path: String?, usually usual: Self) -> Self {
    chosen ?? path.flatMap(ending).flatMap { ending in allCases.first { $0.endings.contains(ending) } } ?? usual
  }

  /// Refuses the name of a file that tells none of the forms, unless one was `chosen` by the option `--format`.
  static func refuseUnknownEnding(of path: String?, unless chosen: Self?) throws {
    try refuseUnknownEnding(of: path, unless: chosen, advice: ", or give --format")
  }

  /// Refuses the name of a file that tells none of the forms.
  static func refuseUnknownEnding(of path: String?) throws {
    try refuseUnknownEnding(of: path, unless: nil, advice: "")
  }

  private static func refuseUnknownEnding(of path: String?, unless chosen: Self?, advice: String) throws {
    guard chosen == nil, let ending = path.flatMap(ending), !allCases.contains(where: { $0.endings.contains(ending) })
    else { return }
    let known = list(allCases.flatMap(\.endings).map { ".\($0)" }, joinedBy: "or")
    throw ValidationError("unknown extension '.\(ending.visible)': expected \(known)\(advice).")
  }

  /// The ending of the name of the file at `path`; `nil` of one that has none.
  private static func ending(_ path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return nil }
    return name[name.index(after: point)...].lowercased()
  }
}

/// Writes `text` where the option `--output` says: to standard output for `-`, else to the file at `path`, which must
/// not be the file at `input` that the text was made from.
func writeOutput(_ text: String, to path: String, madeFrom input: String) throws {
  if path == "-" { return try writeDocument(text.hasSuffix("\n") ? String(text.dropLast()) : text) }
  try writeOutput(Array(text.utf8), to: path, madeFrom: [input])
}

/// Writes `bytes` where the option `--output` says: to standard output for `-`, else to the file at `path`, which must
/// be none of the files at `inputs` that they were made from.
func writeOutput(_ bytes: [UInt8], to path: String, madeFrom inputs: [String]) throws {
  guard path != "-" else {
    if writeAll(bytes, to: STDOUT_FILENO) { return }
    writeToStandardError("error: cannot write to standard output: \(String(cString: strerror(errno)))\n")
    throw ExitCode(1)
  }
  try refuseInputs(inputs, as: path)
  try writeFile(bytes, to: path)
}

/// Ends the command, before it does any work, if the file at `path` is one of those at `inputs` under any name.
func refuseInputs(_ inputs: [String], as path: String) throws {
  var target = stat()
  guard path != "-", stat(path, &target) == 0, target.st_mode & S_IFMT == S_IFREG else { return }
  for input in inputs {
    var source = stat()
    guard stat(input, &source) == 0, source.st_dev == target.st_dev, source.st_ino == target.st_ino else { continue }
    writeToStandardError("error: '\(path)' is the file that was read, which is not written over\n")
    throw ExitCode(1)
  }
}

/// Puts `text` into the file at `path`, as `writeFile(_:to:)` does with its bytes.
func writeFile(_ text: String, to path: String) throws { try writeFile(Array(text.utf8), to: path) }

/// Puts `bytes` into the file at `path`, as `LocalFileSystem.put` does. A failure ends the command with a message.
func writeFile(_ bytes: [UInt8], to path: String) throws {
  try orSay { () throws(FileFailure) in try LocalFileSystem().put(bytes, at: path) }
}

/// Puts `text` into the file at `path`, whose name was made up, below the folder at `root`, which the user named.
func writeFile(_ text: String, to path: String, below root: String) throws {
  try orSay { () throws(FileFailure) in try LocalFileSystem().put(Array(text.utf8), at: path, below: root) }
}

/// Makes the directory at `path` and those above it, as far as they are not there.
func makeDirectories(_ path: String) throws {
  if path.isEmpty { return }
  try orSay { () throws(FileFailure) in try LocalFileSystem().makeDirectories(path) }
}

/// Does `body`; ends the command with a message if the system refuses it.
private func orSay(_ body: () throws(FileFailure) -> Void) throws {
  do throws(FileFailure) { try body() } catch {
    writeToStandardError("error: \(error)\n")
    throw ExitCode(1)
  }
}

/// Writes the files of an export into `directory`, which is made; scripts can be called.
func write(_ files: [ExportedFile], into directory: String) throws {
  for file in files {
    let path = "\(directory)/\(file.path)"
    if let slash = path.lastIndex(of: "/") { try makeDirectories(String(path[..<slash])) }
    try writeFile(file.text, to: path, below: directory)
    if path.hasSuffix(".sh") { chmod(path, 0o755) }
  }
}
