import Files
import Glibc

/// The absolute path of what is at `path`, through all links.
func canonicalPath(_ path: String) throws(FileFailure) -> String {
  guard let resolved = realpath(path, nil) else {
    throw FileFailure(.find, path, code: errno)
  }
  defer { free(resolved) }
  guard let text = String(validatingCString: resolved) else {
    throw FileFailure(.use, path, .other("its absolute path is not valid UTF-8"))
  }
  return text
}

/// `path` seen from the root; nothing need be there.
func absolutePath(_ path: String) throws(FileFailure) -> String {
  path.hasPrefix("/") ? path : try canonicalPath(".") + "/" + path
}

/// The path of the directory at `folder` as seen from the directory at `base`; both must be there.
func relativePath(of folder: String, from base: String) throws(FileFailure) -> String {
  let target = try canonicalPath(folder).split(separator: "/")
  let start = try canonicalPath(base).split(separator: "/")
  let common = zip(target, start).prefix { $0 == $1 }.count
  let steps = Array(repeating: "..", count: start.count - common) + target.dropFirst(common).map(String.init)
  return steps.isEmpty ? "." : steps.joined(separator: "/")
}

/// The directory for temporary files: what `TMPDIR` says, or `/tmp`.
var temporaryDirectory: String {
  guard let value = getenv("TMPDIR").flatMap({ String(validatingCString: $0) }), !value.isEmpty else { return "/tmp" }
  return value
}
