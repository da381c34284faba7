import MaskAlgebra

/// The files that a variant's masks are read from, by the names that stand for their contents in the masks.
struct MaskFiles {
  /// The masks, in which files go by what they hold: neither where a file is nor how often is part of any identity.
  let masks: MaskConfiguration

  private var files: [String: InputFile] = [:]

  /// Names the files of `masks` by their contents.
  init(of masks: MaskConfiguration, _ resolved: ResolvedFiles) {
    for symbol in masks.support {
      guard case .file(let path, _) = symbol else { continue }
      let file = resolved.file(path)
      files[file.contentName] = file
      files[path] = file
    }
    // Other names put the diagrams' tests in another order. Should one then be too complex, the only error there is,
    // the files keep their paths, which is as right and only shares less.
    let renamed = try? masks.renaming { symbol in
      guard case .file(let path, let task) = symbol else { return symbol }
      return .file(path: resolved.file(path).contentName, task: task)
    }
    self.masks = files.isEmpty ? masks : renamed ?? masks
  }

  /// The file that goes by `name` in the masks.
  subscript(name: String) -> InputFile { files[name] ?? InputFile(path: name, digest: nil) }
}
