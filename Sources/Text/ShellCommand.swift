/// Commands as a shell takes them.
package enum ShellCommand {
  /// The command that this process was started with.
  package static var ownCommand: String { CommandLine.arguments.map(quoted).joined(separator: " ") }

  /// `word` in quotation marks if a shell would otherwise read it as something else.
  package static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_-./=:,+@%".utf8.contains(byte)
      }
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
