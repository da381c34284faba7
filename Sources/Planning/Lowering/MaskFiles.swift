import MaskAlgebra

/// The files that a variant's masks are read from, by the names that stand for their contents in the masks.
struct MaskFiles {
  /// The masks, in which files go by what they hold: neither where a file is nor how often is part of any identity.
  let masks: MaskConfiguration

  /// Each file that a mask is read from, by its path and by its content.
  private let files: [String: InputFile]

  /// Names the files of `masks` by their contents.
  init(of masks: MaskConfiguration, _ resolved: ResolvedFiles) {
    var files: [String: InputFile] = [:]
    for symbol in masks.support {
      guard case .file(let path, _) = symbol else { continue }
      let file = resolved.file(path)
      files[file.contentName] = file
      files[path] = file
    }
    self.files = files
    self.masks = files.isEmpty ? masks : masks.namingFilesByContent(resolved)
  }

  /// The file that goes by `name` in the masks. Requires: a mask is read from it.
  subscript(name: String) -> InputFile {
    guard let file = files[name] else { preconditionFailure("no mask of the variant is read from '\(name)'") }
    return file
  }
}

extension MaskConfiguration {
  /// The masks with each file that they are read from called by its content.
  ///
  /// Other names put the diagrams' tests in another order. Should one then be too large, the files keep their paths,
  /// which is as right and only shares less.
  fileprivate func namingFilesByContent(_ resolved: ResolvedFiles) -> MaskConfiguration {
    do throws(BooleanFunction.TooComplex) {
      return try renaming { symbol in
        guard case .file(let path, let task) = symbol else { return symbol }
        return .file(path: resolved.file(path).contentName, task: task)
      }
    } catch {
      return self
    }
  }
}
