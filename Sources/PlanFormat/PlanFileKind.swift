package import Diagnostics
import Text

/// What a file of a plan holds. The first line of a text, and the member `format` in JSON, name it and the version of
/// its format.
package enum PlanFileKind: String, CaseIterable, Sendable {
  /// A plan in full.
  case plan = "sharespec plan 3"

  /// A variant, whose stages stand in another file.
  case variant = "sharespec plan variant 2"

  /// Stages that the files of variants refer to.
  case stages = "sharespec plan stages 1"

  /// A list of files that make up a plan.
  case list = "sharespec plan list 1"

  /// What a file that begins with `bytes` says that it holds, in its first line or its first member; `nil` if that is
  /// no file of a plan of this release.
  package init?(ofFileBeginningWith bytes: some Collection<UInt8>) {
    let start = bytes.prefix(100).filter { $0 > 0x20 }
    let kind = Self.allCases.first { kind in
      let name = kind.rawValue.utf8.filter { $0 > 0x20 }
      return start.starts(with: name) || start.starts(with: "{\"format\":\"".utf8 + name + "\"".utf8)
    }
    guard let kind else { return nil }
    self = kind
  }

  /// Whether `file` seems to hold a plan or a part of one: a text that begins as one does, or JSON that names the
  /// format.
  ///
  /// A brace alone does not tell, since specifications may stand in braces too.
  package static func isPlan(_ file: SourceFile) -> Bool {
    isJSON(file)
      ? file.bytes[file.textRange].contains("\"sharespec plan ".utf8)
      : file.textWithoutBlanksBefore.starts(with: "sharespec plan ".utf8)
  }

  /// Whether a plan in `file` is one in JSON, which begins with a brace.
  static func isJSON(_ file: SourceFile) -> Bool { file.textWithoutBlanksBefore.first == UInt8(ascii: "{") }
}

extension SourceFile {
  fileprivate var textWithoutBlanksBefore: ArraySlice<UInt8> {
    bytes[textRange].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }
}
